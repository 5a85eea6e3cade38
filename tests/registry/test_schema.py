"""The typed models and the migrated schema say the same."""

import sqlalchemy as sa

from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Base


def test_models_and_migrations_declare_the_same_columns(database: RequestDatabase) -> None:
    inspector = sa.inspect(database.engine)

    for table in Base.metadata.sorted_tables:
        stored = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
        declared = {column.name: bool(column.nullable) for column in table.columns}
        assert declared == stored, table.name


def test_every_application_table_has_a_model(database: RequestDatabase) -> None:
    stored = set(sa.inspect(database.engine).get_table_names())

    unmodelled = {name for name in stored - set(Base.metadata.tables) if not name.startswith("procrastinate")}

    assert unmodelled == {"alembic_version"}
