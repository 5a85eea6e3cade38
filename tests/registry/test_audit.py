"""The journal notices every change, however it was made."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from dashboard.registry import audit
from dashboard.registry.database import RequestDatabase


@pytest.fixture
def journal(database: RequestDatabase) -> RequestDatabase:
    for number in range(1, 4):
        with database.session.begin() as session:
            audit.record(session, "ani", "tolak", f"permohonan:{number}", urutan=number)
    return database


def test_an_untouched_journal_is_whole(journal: RequestDatabase) -> None:
    with journal.session() as session:
        assert audit.verify(session) is None


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("update audit_entry set actor = 'beni' where id = 2", "ke-2"),
        ("update audit_entry set detail = '{\"urutan\": 9}' where id = 1", "ke-1"),
        ("delete from audit_entry where id = 2", "ke-2"),
        ("delete from audit_entry where id = 3", "terpotong"),
    ],
)
def test_a_changed_journal_is_noticed(journal: RequestDatabase, tampering: str, finding: str) -> None:
    with journal.engine.begin() as connection:
        connection.execute(sa.text("set session_replication_role = replica"))  # a superuser past the triggers
        connection.exec_driver_sql(tampering)

    with journal.session() as session:
        assert finding in (audit.verify(session) or "")


def test_entries_written_at_once_form_one_chain(database: RequestDatabase) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(number: int) -> None:
        with database.session.begin() as session:
            audit.record(session, "ani", "setuju", f"permohonan:{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))

    with database.session() as session:
        assert session.scalar(sa.text("select count(*) from audit_entry")) == 40
        assert audit.verify(session) is None


def test_an_entry_disappears_with_what_it_tells_about(database: RequestDatabase) -> None:
    with database.session() as session:
        audit.record(session, "ani", "tolak", "permohonan:1")
        session.rollback()

    with database.session() as session:
        assert session.scalar(sa.text("select count(*) from audit_entry")) == 0
        assert audit.verify(session) is None
