"""Whether a reason was held preventable is kept with the rejection."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    cursor = op.get_bind().connection.cursor()
    cursor.execute(Path(__file__).with_name("0004_preventable.sql").read_bytes())
    op.get_bind().execute(sa.text("select 1"))
