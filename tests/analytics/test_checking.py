"""That the check of the figures finds what is wrong with a replica, and nothing else."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from office_builder import OfficeBuilder
from replica_contents import build_a_bit_of_everything

from dashboard.analytics.catalog import QUERIES, REQUIRED, read_definitions
from dashboard.analytics.checking import (
    AlreadyCheckingError,
    CheckResult,
    check_and_keep,
    check_figures,
)
from dashboard.analytics.plain_questions import QUESTIONS
from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.registry.figure_checks import CHECK_LOCK, checks
from dashboard.settings import Settings

Check = Callable[[], CheckResult]


SOME = (
    *("corong", "ketepatan", "pilihan_filter", "ringkas_proses", "ringkas_rantai", "ringkas_slot"),
    *("tunggakan", "waktu_status", "mutu_keputusan"),
)


@pytest.fixture
def some_queries(tmp_path: Path) -> Path:
    """A catalogue that is quickly asked, with every metric that has a plain question."""
    folder = tmp_path / "queries"
    folder.mkdir()
    for name in SOME:
        shutil.copy(QUERIES / f"{name}.sql", folder)
    return folder


@pytest.fixture
def check(database: RequestDatabase, tmp_path: Path, some_queries: Path) -> Check:
    """Checks the replica files of the ``replica`` fixture."""
    return lambda: check_figures(database, Settings(home=tmp_path), some_queries)


@pytest.fixture
def tampered(replica: Replica, office: OfficeBuilder) -> Callable[[str], None]:
    """Follows an office with a bit of everything, then changes the file behind the follower's back."""

    def tamper(statement: str) -> None:
        build_a_bit_of_everything(office)
        replica.catch_up()
        replica.close()
        with duckdb.connect(replica.path) as connection:
            touched = connection.execute(statement).fetchone()
            assert touched is not None
            assert touched[0] >= 1

    return tamper


def named(result: CheckResult) -> set[str]:
    return {one.metric for one in result.differences}


def test_after_normal_work_every_figure_is_the_same(
    office: OfficeBuilder, replica: Replica, database: RequestDatabase, tmp_path: Path
) -> None:
    replica.catch_up()
    build_a_bit_of_everything(office)
    replica.catch_up()

    result = check_figures(database, Settings(home=tmp_path))

    assert result.differences == []
    assert result.files == ["replica-0.duckdb"]
    # Every metric, and the eighteen headline figures, over both periods.
    assert result.matching == result.total == 2 * len(read_definitions(QUERIES)) + 2 * 18


def test_every_headline_question_is_asked_over_both_periods(
    office: OfficeBuilder, replica: Replica, check: Check
) -> None:
    build_a_bit_of_everything(office)
    replica.catch_up()

    asked = check().total - 2 * len(SOME)

    assert {question.metric for question in QUESTIONS} <= set(SOME)
    # masuk, putusan, ditolak, gagal, selesai, p50, tepat, jatuh_tempo, sekali_jadi, diputus, rantai,
    # tunggakan, quota, terisi, dipesan, ditolak_kuota, n, sepakat: eighteen, twice
    assert asked == 2 * 18


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("delete from submissions where attempt = 1", {"ringkas_proses", "ringkas_rantai", "corong"}),
        (
            "insert into submissions select * from submissions where attempt = 1",
            {"ringkas_proses", "ringkas_rantai", "corong"},
        ),
        (
            "update transitions set working_seconds = working_seconds + 1 where to_status = 'PROSES'",
            {"waktu_status"},
        ),
        ("update transitions set stands = true", {"ringkas_proses", "corong"}),
        ("update slots set taken = taken + 1", {"ringkas_slot"}),
        ("update bookings set outcome = 'batal'", {"ringkas_slot"}),
        ("delete from slot_refusals", {"ringkas_slot"}),
        ("update reviews set second_verdict = 'DITOLAK'", {"mutu_keputusan"}),
        ("update dim_kecamatan set name = 'Lain' where code = '32.75.01'", {"pilihan_filter"}),
    ],
)
def test_a_row_lost_doubled_or_altered_is_found_and_named(
    statement: str, expected: set[str], tampered: Callable[[str], None], check: Check
) -> None:
    tampered(statement)

    result = check()

    assert expected <= named(result)
    assert result.matching < result.total
    assert all("replica-0.duckdb" in one.where for one in result.differences)


def test_what_only_one_metric_counts_is_found_by_it(
    tampered: Callable[[str], None], database: RequestDatabase, tmp_path: Path
) -> None:
    queries = tmp_path / "one"
    queries.mkdir()
    header = "".join(f"-- {name}: x\n" for name in REQUIRED)
    (queries / "banyak_alasan.sql").write_text(
        f"""{header}select count(*) as n from standing_rejections
        where ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
          and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))"""
    )
    tampered("insert into rejections select * from rejections where is_primary")

    result = check_figures(database, Settings(home=tmp_path), queries)

    # One rejection has two reasons; its primary one is doubled. One metric over two periods.
    assert [(one.metric, one.replica, one.database) for one in result.differences] == [
        ("banyak_alasan", "3", "2")
    ] * 2
    assert (result.matching, result.total) == (0, 2)


def test_a_difference_says_where_and_both_values(tampered: Callable[[str], None], check: Check) -> None:
    tampered("insert into submissions select * from submissions where attempt = 1")

    found = [one for one in check().differences if one.metric == "ringkas_proses"]

    # Two applications came in; the doubled one makes three of them.
    assert [(one.where, one.replica, one.database) for one in found if "seluruh" in one.where] == [
        ("seluruh riwayat; replica-0.duckdb; baris 1, masuk", "3", "2"),
        ("seluruh riwayat; replica-0.duckdb; masuk, dihitung langsung", "3", "2"),
    ]


def test_what_comes_in_after_the_last_look_is_no_difference(
    office: OfficeBuilder, replica: Replica, check: Check
) -> None:
    build_a_bit_of_everything(office)
    replica.catch_up()
    later = office.application("2026-01-07 08:00", sla_days=1)
    office.step(later, "PROSES", "2026-01-07 09:00")
    office.connection.execute("update slot set quota = quota + 5")
    office.connection.execute("update kecamatan set name = 'Nama Baru' where code = '32.75.01'")

    assert check().differences == []


def test_a_transaction_that_is_still_open_is_no_difference(
    office: OfficeBuilder, replica: Replica, database: RequestDatabase, check: Check
) -> None:
    """What commits meanwhile lies above the follower's horizon, and its older versions below."""
    build_a_bit_of_everything(office)
    replica.catch_up()
    with database.connect() as open_one:
        open_one.execute("insert into slot (location_code, day, quota) values ('DINAS', '2026-01-15', 1)")
        office.connection.execute("update slot set taken = 0, quota = quota + 3 where day = '2026-01-09'")
        office.application("2026-01-08 08:00")
        replica.catch_up()

        result = check()

        assert result.differences == []
        open_one.rollback()


def test_a_replica_that_follows_meanwhile_is_checked_while_it_is_held(
    office: OfficeBuilder, replica: Replica, check: Check
) -> None:
    replica.catch_up()
    replica.start()
    try:
        for day in range(5, 9):
            office.application(f"2026-01-{day:02} 08:00")
            result = check()
            assert result.differences == []
            assert result.files == ["replica-0.duckdb"]
    finally:
        replica.stop()


def test_an_unreadable_file_in_use_is_told(office: OfficeBuilder, replica: Replica, check: Check) -> None:
    build_a_bit_of_everything(office)
    replica.catch_up()
    replica.path.with_name(replica.path.name + ".wal").unlink(missing_ok=True)
    replica.path.write_bytes(b"x" * 20_000)

    result = check()

    assert named(result) == {"berkas"}
    assert result.matching == result.total - 1


def test_a_file_of_another_database_is_left_to_its_holder(
    tampered: Callable[[str], None], check: Check
) -> None:
    tampered("update replica_position set database_id = 'lain'")

    result = check()

    assert result.files == []
    assert result.differences == []


def test_a_wrong_metric_is_found_though_both_files_agree(
    office: OfficeBuilder, replica: Replica, some_queries: Path, check: Check
) -> None:
    build_a_bit_of_everything(office)
    replica.catch_up()
    wrong = some_queries / "ringkas_proses.sql"
    wrong.write_text(wrong.read_text().replace("to_status = 'DITOLAK'", "to_status = 'GAGAL'"))

    result = check()

    assert {(one.metric, one.where.split("; ")[-1]) for one in result.differences} == {
        ("ringkas_proses", "ditolak, dihitung langsung")
    }


def test_a_check_is_stored_with_who_asked_and_how_many_applied_twice(
    office: OfficeBuilder, replica: Replica, database: RequestDatabase, tmp_path: Path
) -> None:
    office.connection.execute("insert into applicant (nik_hash, sealed) values ('a', 'b')")
    office.connection.execute("set session_replication_role = replica")  # what was submitted is fixed
    # Half an hour apart and twenty-three hours later are duplicates; twenty-four hours after that is not.
    for time in ("2026-01-05 08:00", "2026-01-05 08:30", "2026-01-06 07:30", "2026-01-07 07:30"):
        application = office.application(time)
        office.connection.execute(
            "update request set applicant_id = (select id from applicant) where id = %s", (application,)
        )
    office.application("2026-01-05 08:31")  # of nobody known
    replica.catch_up()

    result = check_and_keep(database, Settings(home=tmp_path), "pimpinan")

    with database.session() as session:
        (kept,) = checks(session, 5)
    assert (kept.asked_by, kept.total, kept.matching) == ("pimpinan", result.total, result.total)
    assert (kept.differences, kept.duplicates) == ([], 2)
    assert dt.timedelta() <= kept.finished_at - kept.started_at < dt.timedelta(minutes=5)


def test_two_checks_do_not_run_at_once(database: RequestDatabase, tmp_path: Path) -> None:
    with database.connect(autocommit=True) as other:
        other.execute("select pg_advisory_lock(%s)", (CHECK_LOCK,))

        with pytest.raises(AlreadyCheckingError):
            check_and_keep(database, Settings(home=tmp_path), "malam")


def test_a_check_leaves_nothing_behind(
    office: OfficeBuilder, replica: Replica, database: RequestDatabase, tmp_path: Path, check: Check
) -> None:
    build_a_bit_of_everything(office)
    replica.catch_up()

    check()

    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("periksa-")] == []
    open_ones = office.connection.execute(
        """select count(*) from pg_stat_activity
           where datname = current_database() and state like 'idle in transaction%'"""
    ).fetchone()
    assert open_ones == (0,)
