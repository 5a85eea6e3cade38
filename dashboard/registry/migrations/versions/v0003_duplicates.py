"""Figure checks keep how many applications are duplicates."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    cursor = op.get_bind().connection.cursor()
    cursor.execute(Path(__file__).with_name("0003_duplicates.sql").read_bytes())
    op.get_bind().execute(sa.text("select 1"))
