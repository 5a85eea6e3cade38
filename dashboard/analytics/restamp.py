"""After a restore into a server with a lower transaction counter.

``pg_dump`` keeps the transaction ids in the rows, and a new server counts from its own. Rows of the
"future" would stay unseen by followers until the counter reaches them, and then be seen again.
"""

from __future__ import annotations

import psycopg

from dashboard.analytics.source import FOLLOWED


def restamp(connection: psycopg.Connection) -> dict[str, int]:
    """Stamp rows from beyond this server's counter with the id of one transaction of now.

    Their triggers are off for that one transaction: nothing but ``txid`` changes. Every replica has
    to be filled anew afterwards.

    Args:
        connection: of the tables' owner.

    Returns:
        Number of restamped rows per table.
    """
    restamped = {}
    with connection.transaction():
        for table in FOLLOWED:
            connection.execute(f"alter table {table} disable trigger user")
            update = connection.execute(
                f"update {table} set txid = pg_current_xact_id() where txid > pg_current_xact_id()"  # noqa: S608
            )
            restamped[table] = update.rowcount
            connection.execute(f"alter table {table} enable trigger user")
    return restamped
