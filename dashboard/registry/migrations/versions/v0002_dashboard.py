"""Saved views, targets, annotations, report subscriptions, figure checks; faults kept with rejections."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    cursor = op.get_bind().connection.cursor()
    cursor.execute(Path(__file__).with_name("0002_dashboard.sql").read_bytes())
    op.get_bind().execute(sa.text("select 1"))
