"""Alembic environment: runs on the connection that ``RequestDatabase.migrate`` hands over."""

from alembic import context

from dashboard.registry.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    # Two web processes starting at once must not migrate at once.
    context.get_bind().exec_driver_sql("select pg_advisory_xact_lock(3275)")
    context.run_migrations()
