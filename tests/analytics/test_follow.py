"""Following the request database: nothing lost, nothing doubled, whatever happens meanwhile."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from office_builder import OfficeBuilder
from replica_contents import build_a_bit_of_everything, contents, rows

from dashboard.analytics.replica import Replica, ReplicaNotReady, RowsAheadOfServerError
from dashboard.analytics.replica_folder import mark_for_rebuild, report
from dashboard.analytics.restamp import restamp
from dashboard.registry.database import RequestDatabase
from dashboard.registry.embedded import start_embedded_server
from dashboard.registry.reference_data import load_reference_data
from dashboard.settings import Settings

FOLLOWER = """
import sys
from pathlib import Path
from dashboard.analytics.replica import Replica
from dashboard.settings import Settings
replica = Replica(Path(sys.argv[1]), sys.argv[2], Settings(home=Path(sys.argv[1])))
replica.open()
print(replica.path.name, flush=True)
while True:
    replica.catch_up()
    print("round", flush=True)
"""


@contextmanager
def follower_process(folder: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """A process that follows as fast as it can; its first line is the name of its file."""
    command = [sys.executable, "-c", FOLLOWER, str(folder), url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def open_replica(folder: Path, database: RequestDatabase) -> Replica:
    replica = Replica(folder, database.url, Settings(home=folder))
    replica.open()
    return replica


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something becomes true within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def submissions(replica: Replica) -> int:
    try:
        return int(rows(replica, "select count(*) from submissions")[0][0])
    except ReplicaNotReady:
        return -1


def test_two_writers_that_commit_against_the_order_of_their_ids_lose_nothing(
    database: RequestDatabase, replica: Replica
) -> None:
    replica.catch_up()
    with database.connect() as slow, database.connect() as quick:
        low = OfficeBuilder(database, slow).application("2026-01-05 08:00")
        high = OfficeBuilder(database, quick).application("2026-01-05 08:01")
        quick.commit()
        replica.catch_up()
        seen_between = rows(replica, "select request_id from submissions")
        slow.commit()

    replica.catch_up()

    assert low < high
    assert seen_between == []
    assert rows(replica, "select request_id from submissions order by 1") == [(low,), (high,)]


def test_a_row_that_commits_while_a_file_is_filled_comes_with_the_first_round(
    database: RequestDatabase, replica: Replica, office: OfficeBuilder
) -> None:
    with database.connect() as slow:
        low = OfficeBuilder(database, slow).application("2026-01-05 08:00")
        high = office.application("2026-01-05 08:01")
        replica.catch_up()
        slow.commit()

    replica.catch_up()

    assert rows(replica, "select request_id from submissions order by 1") == [(low,), (high,)]


def test_an_open_transaction_shows_as_horizon_age_and_not_as_wrong_figures(
    database: RequestDatabase, replica: Replica, office: OfficeBuilder
) -> None:
    office.application("2026-01-05 08:00")
    replica.catch_up()
    with database.connect() as holder:
        holder.execute("select pg_current_xact_id()")
        office.application("2026-01-05 09:00")
        time.sleep(0.2)
        replica.catch_up()

        held = replica.state
        assert held.horizon_age_seconds >= 0.2
        assert submissions(replica) == 1

    replica.catch_up()
    free = replica.state
    assert held.as_of is not None
    assert free.as_of is not None
    assert free.as_of > held.as_of
    assert submissions(replica) == 2
    assert free.horizon_age_seconds < held.horizon_age_seconds


def test_the_position_stays_while_no_fact_changes(database: RequestDatabase, replica: Replica) -> None:
    before = replica.catch_up()
    with database.connect() as connection:
        connection.execute("insert into office_fact values ('cuaca', 'hujan')")

    after = replica.catch_up()

    assert after == before
    assert after.as_of > before.as_of


def test_a_corrected_pair_no_longer_counts_whether_it_comes_at_once_or_later(
    database: RequestDatabase, office: OfficeBuilder, replica: Replica, tmp_path: Path
) -> None:
    standing = "select transition_id from stays order by transition_id"
    first, second = (office.application("2026-01-05 08:00") for _ in range(2))
    kept = office.step(first, "PROSES", "2026-01-05 09:00")
    late = office.step(first, "SELESAI", "2026-01-05 10:00")
    replica.catch_up()
    assert rows(replica, standing) == [(kept,), (late,)]

    office.undo(late, "2026-01-05 10:01")
    at_once = office.step(second, "PROSES", "2026-01-05 10:02")
    office.undo(at_once, "2026-01-05 10:03")
    replica.catch_up()

    assert rows(replica, standing) == [(kept,)]
    anew = open_replica(tmp_path / "anew", database)
    anew.catch_up()
    assert contents(anew) == contents(replica)
    anew.close()


def test_a_booking_knows_when_its_application_was_ready_whatever_came_first(
    database: RequestDatabase, office: OfficeBuilder, replica: Replica, tmp_path: Path
) -> None:
    known = "select strftime(ready_at, '%H:%M') from bookings order by booking_id"
    slot = office.slot("DINAS", "2026-01-08", 5)
    early, later, never = (office.application("2026-01-05 08:00") for _ in range(3))
    for case in (early, later):
        office.step(case, "PROSES", "2026-01-05 09:00")
    office.step(early, "SELESAI", "2026-01-05 10:00")
    held = [office.booking(slot, case, "2026-01-05 10:30") for case in (early, later, never)]
    replica.catch_up()
    assert rows(replica, known) == [("10:00",), (None,), (None,)]

    wrong = office.step(later, "SELESAI", "2026-01-05 11:00")
    replica.catch_up()
    assert rows(replica, known) == [("10:00",), ("11:00",), (None,)]

    # Taken back, finished again, and the booking's own row changed meanwhile.
    office.undo(wrong, "2026-01-05 11:01")
    office.settle_booking(held[0], "hadir", "2026-01-08 09:00")
    replica.catch_up()
    assert rows(replica, known) == [("10:00",), (None,), (None,)]
    office.step(later, "SELESAI", "2026-01-05 12:00")
    replica.catch_up()
    assert rows(replica, known) == [("10:00",), ("12:00",), (None,)]

    anew = open_replica(tmp_path / "anew", database)
    anew.catch_up()
    assert contents(anew) == contents(replica)
    anew.close()


def test_a_follower_killed_at_any_point_neither_loses_nor_doubles_a_row(
    database: RequestDatabase, office: OfficeBuilder, tmp_path: Path
) -> None:
    first = open_replica(tmp_path / "followed", database)
    first.catch_up()
    first.close()

    dice = random.Random(3275)
    for day in range(1, 7):
        with follower_process(tmp_path / "followed", database.url) as process:
            assert process.stdout is not None
            process.stdout.readline()
            if day % 2 == 0:  # killed among its rounds; on the other days already while it starts
                process.stdout.readline()
            end = time.monotonic() + dice.uniform(0.2, 0.8)
            while time.monotonic() < end or dice.random() < 0.9:
                request = office.application(f"2026-02-{day:02} 08:00")
                wrong = office.step(request, "PROSES", f"2026-02-{day:02} 09:00")
                office.undo(wrong, f"2026-02-{day:02} 09:01")
    followed = open_replica(tmp_path / "followed", database)

    assert followed.path.name == "replica-0.duckdb"
    assert submissions(followed) > 0  # the file is the killed process's own, not a new one
    followed.catch_up()
    filled = open_replica(tmp_path / "filled", database)
    filled.catch_up()
    assert contents(followed) == contents(filled)
    followed.close()
    filled.close()


def test_two_processes_keep_two_files(database: RequestDatabase, tmp_path: Path) -> None:
    with (
        follower_process(tmp_path, database.url) as first,
        follower_process(tmp_path, database.url) as second,
    ):
        assert first.stdout is not None
        assert second.stdout is not None
        names = {first.stdout.readline().strip(), second.stdout.readline().strip()}
        first.stdout.readline()
        second.stdout.readline()
        held = [file.pid for file in report(tmp_path, Settings(home=tmp_path))]

    assert names == {"replica-0.duckdb", "replica-1.duckdb"}
    assert set(held) == {first.pid, second.pid}
    assert all(file.rows for file in report(tmp_path, Settings(home=tmp_path)))


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def fill_with_garbage(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def spoil_the_blocks(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(os.urandom(path.stat().st_size - 3 * 4096))


@pytest.mark.parametrize("harm", [Path.unlink, truncate, fill_with_garbage, spoil_the_blocks])
def test_a_file_harmed_while_nobody_used_it_comes_back_with_the_same_figures(
    harm: Callable[[Path], None], database: RequestDatabase, office: OfficeBuilder, tmp_path: Path
) -> None:
    build_a_bit_of_everything(office)
    replica = open_replica(tmp_path, database)
    replica.catch_up()
    before = contents(replica)
    replica.close()

    harm(replica.path)
    replica = open_replica(tmp_path, database)
    replica.catch_up()

    assert contents(replica) == before
    replica.close()


@pytest.mark.parametrize("harm", [Path.unlink, truncate, fill_with_garbage, spoil_the_blocks])
def test_a_file_harmed_under_a_running_process_comes_back_with_the_same_figures(
    harm: Callable[[Path], None], database: RequestDatabase, office: OfficeBuilder, tmp_path: Path
) -> None:
    build_a_bit_of_everything(office)
    replica = open_replica(tmp_path, database)
    replica.catch_up()
    before = contents(replica)
    replica.close()
    replica = open_replica(tmp_path, database)  # nothing of it is in memory yet
    replica.start()

    harm(replica.path)

    def same() -> bool:
        try:
            return contents(replica) == before
        except ReplicaNotReady:
            return False

    assert eventually(lambda: same() and replica.path.exists())
    replica.close()
    assert report(tmp_path, Settings(home=tmp_path))[0].rows["submissions"] == 2


def test_a_replica_not_yet_filled_says_that_it_is_being_prepared(replica: Replica) -> None:
    with pytest.raises(ReplicaNotReady, match="menyiapkan data"):
        replica.query("select 1")

    assert not replica.state.ready


def test_a_changed_reference_row_shows_up(
    replica: Replica, office: OfficeBuilder, database: RequestDatabase
) -> None:
    before = replica.catch_up()
    office.connection.execute("update service set name = 'Kartu Keluarga baru' where code = 'KK'")
    office.connection.execute("insert into calendar_override (day) values ('2026-03-03')")

    after = replica.catch_up()

    assert after != before
    assert rows(replica, "select name from dim_layanan where code = 'KK'") == [("Kartu Keluarga baru",)]
    assert rows(replica, "select * from calendar where day = '2026-03-03'") == []
    assert len(rows(replica, "select * from calendar where day = '2026-03-04'")) > 0


def test_a_file_of_another_database_is_filled_anew(
    database: RequestDatabase, office: OfficeBuilder, tmp_path: Path, server_url: str, template_name: str
) -> None:
    office.application("2026-01-05 08:00")
    first = open_replica(tmp_path, database)
    first.catch_up()
    first.close()

    template = RequestDatabase(server_url.replace("/postgres?", f"/{template_name}?"))
    second = open_replica(tmp_path, template)
    second.catch_up()

    assert second.path == first.path
    assert submissions(second) == 0
    second.close()


def test_rows_ahead_of_the_server_are_told_and_come_in_once_after_restamping(
    database: RequestDatabase, office: OfficeBuilder, replica: Replica
) -> None:
    office.application("2026-01-05 08:00")
    office.connection.execute("alter table request alter txid set default '999999999999'")
    office.application("2026-01-05 09:00")
    office.connection.execute("alter table request alter txid set default pg_current_xact_id()")

    with pytest.raises(RowsAheadOfServerError, match="restamp"):
        replica.catch_up()
    assert "restamp" in replica.state.message
    changed = restamp(office.connection)
    replica.catch_up()
    replica.catch_up()

    assert changed["request"] == 1
    assert submissions(replica) == 2


def test_a_rebuild_is_done_by_the_process_that_holds_the_file(
    replica: Replica, office: OfficeBuilder
) -> None:
    office.application("2026-01-05 08:00")
    before = replica.catch_up()

    assert mark_for_rebuild(replica.path.parent) == (0, 1)
    after = replica.catch_up()

    assert after.fill == before.fill + 1
    assert replica.catch_up() == after
    assert submissions(replica) == 1


def test_a_rebuild_deletes_the_files_that_nobody_holds(database: RequestDatabase, tmp_path: Path) -> None:
    replica = open_replica(tmp_path, database)
    replica.catch_up()
    replica.close()

    assert mark_for_rebuild(tmp_path) == (1, 0)

    assert not replica.path.exists()


@pytest.fixture
def own_server() -> Iterator[tuple[RequestDatabase, Callable[[], None], Callable[[], None]]]:
    """A database on a server of its own, and how to stop and start that server."""
    with tempfile.TemporaryDirectory(prefix="eopen-restart-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        server = start_embedded_server(Path(folder) / "pg", stop_at_exit=False)
        database = RequestDatabase(server.get_uri())
        database.migrate()
        with database.session.begin() as session:
            load_reference_data(session)
        yield database, server.stop, server.start
        database.dispose()
        server.stop()


def test_the_request_database_restarted_under_it_is_survived(
    own_server: tuple[RequestDatabase, Callable[[], None], Callable[[], None]], tmp_path: Path
) -> None:
    database, stop, start = own_server
    office = OfficeBuilder(database)
    office.application("2026-01-05 08:00")
    replica = open_replica(tmp_path, database)
    replica.start()
    assert eventually(lambda: submissions(replica) == 1)

    office.close()
    database.dispose()
    stop()
    assert eventually(lambda: not replica.state.source_reachable)
    assert submissions(replica) == 1
    start()
    with database.connect(autocommit=True) as connection:
        OfficeBuilder(database, connection).application("2026-01-05 09:00")

    assert eventually(lambda: submissions(replica) == 2)
    assert eventually(lambda: replica.state.source_reachable)
    replica.close()


def test_new_facts_are_read_along_the_transaction_index_even_without_statistics(
    database: RequestDatabase,
) -> None:
    from dashboard.analytics.feeds import TRANSITIONS
    from dashboard.analytics.source import SESSION_SETTINGS

    with psycopg.connect(database.url) as connection:
        connection.execute(SESSION_SETTINGS)
        plan = connection.execute(
            f"explain select {TRANSITIONS.columns} from transition f {TRANSITIONS.join} "
            "where f.txid >= '800'::xid8 and f.txid < '900'::xid8 order by f.id"
        ).fetchall()

    text = "\n".join(row[0] for row in plan)
    assert "transition_by_txid" in text
    assert "request_pkey" in text
    assert "Seq Scan" not in text
