"""The whole office: reference data, people, requests and their history, slots, bookkeeping, jobs."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None


def upgrade() -> None:
    # sa.text reads ":name" as a parameter and psycopg "%" as a placeholder; the raw cursor reads neither.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(Path(__file__).with_name("0001_office.sql").read_bytes())
    cursor.execute(SchemaManager.get_schema().encode())
    op.get_bind().execute(sa.text("select 1"))
