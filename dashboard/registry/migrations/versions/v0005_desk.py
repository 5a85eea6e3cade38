"""What the officers' desk keeps."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    cursor = op.get_bind().connection.cursor()
    cursor.execute(Path(__file__).with_name("0005_desk.sql").read_bytes())
    op.get_bind().execute(sa.text("select 1"))
