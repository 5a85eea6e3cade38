"""The rules of an import, on small logs against a real request database."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from dashboard.registry.importing.mapping import MappingError
from dashboard.registry.office_facts import data_kind, mark_data_kind
from tests.registry.importing.conftest import Import, mapping

Log = Callable[..., str]


def test_a_case_becomes_an_application_with_its_stays(load: Import, log: Log) -> None:
    summary = load(
        log("A terima 2024-01-08T08:00", "A proses 2024-01-08T09:00", "A selesai 2024-01-09T09:00")
    )

    assert load.steps() == [("A#1", "VERIFIKASI", "PROSES"), ("A#1", "PROSES", "SELESAI")]
    assert load.rows("select working_seconds, actor_id, claimed_at from transition order by id")[0] == (
        3600,
        None,
        None,
    )
    assert load.rows("select due_at, sla_days, source from request") == [(None, None, "impor:uji")]
    assert (summary.cases_loaded, summary.applications, summary.transitions) == (1, 1, 2)


def test_opening_again_after_a_refusal_or_failure_makes_a_chain(load: Import, log: Log) -> None:
    summary = load(
        log(
            "A terima 2024-01-01",
            "A tolak-1 2024-01-02",
            "A terima 2024-01-03",
            "A gagal 2024-01-04",
            "A terima 2024-01-05",
        )
    )

    assert load.requests() == [("A#1", 1, "DITOLAK"), ("A#2", 2, "GAGAL"), ("A#3", 3, "VERIFIKASI")]
    assert load.rows("select count(distinct root_id), count(distinct root_submitted_at) from request") == [
        (1, 1)
    ]
    assert summary.resubmissions == 2


def test_repeats_ignored_events_and_empty_cases_are_counted(load: Import, log: Log) -> None:
    summary = load(
        log("A terima 2024-01-01", "A terima 2024-01-02", "A lihat 2024-01-03", "B lihat 2024-01-01")
    )

    assert (summary.repeats_ignored, summary.ignored_events) == (1, 2)
    assert (summary.cases_read, summary.cases_loaded, summary.cases_without_mapped_event) == (2, 1, 1)


def test_equal_times_take_an_order_the_graph_allows(load: Import, log: Log) -> None:
    load(log("A selesai 2024-01-02", "A proses 2024-01-02", "A terima 2024-01-02"))

    assert load.steps() == [("A#1", "VERIFIKASI", "PROSES"), ("A#1", "PROSES", "SELESAI")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A ambil 2024-01-09", "status_graph"),
        ("A proses kemarin", "unreadable_time"),
        ("A proses ", "unreadable_time"),
        ("A proses 0024-01-01", "unreadable_time"),
        ("A proses 2024-01-09 lebih,kolom", "broken_row"),
        ("A lihat", "broken_row"),
    ],
)
def test_a_case_with_one_bad_row_is_set_aside_whole(load: Import, log: Log, row: str, reason: str) -> None:
    summary = load(log("A terima 2024-01-01", "B terima 2024-01-01", row, "A proses 2024-02-01"))

    assert summary.quarantined_by_reason == {reason: 1}
    assert load.requests() == [("B#1", 1, "VERIFIKASI")]
    with load.quarantine.open(newline="") as file:
        lines = [(cells[0], cells[2]) for cells in csv.reader(file)]
    assert lines == [("baris", "kasus"), ("2", "A"), ("4", "A"), ("5", "A")]


def test_a_row_without_case_is_set_aside_alone(load: Import, log: Log) -> None:
    summary = load("kasus,kegiatan,waktu\n,terima,2024-01-01\nA,terima,2024-01-01\n")

    assert summary.quarantined_by_reason == {"missing_case": 1}
    assert "2,Nomor kasus kosong.,,terima,2024-01-01" in load.quarantine.read_text()
    assert load.requests() == [("A#1", 1, "VERIFIKASI")]


def test_case_ids_stay_the_text_they_are(load: Import, log: Log) -> None:
    load(log(*(f"{case} terima 2024-01-01" for case in ("NA", "null", "007", "7", "nan", "1e3", "None"))))

    assert {row[0] for row in load.requests()} == {
        f"{c}#1" for c in ("NA", "null", "007", "7", "nan", "1e3", "None")
    }


def test_byte_order_mark_other_delimiters_line_ends_and_quoted_newlines_are_read(load: Import) -> None:
    text = '\ufeffkasus;kegiatan;waktu;ket\r\nA;terima;2024-01-01;"dua\r\nbaris"\r\n\r\n'
    text += "B;proses;2024-01-01;-\r\n"

    summary = load(text, mapping(delimiter=";"))

    assert load.requests() == [("A#1", 1, "VERIFIKASI")]
    assert summary.events_read == 2
    assert "\n5;" in load.quarantine.read_text()


def test_damaged_bytes_set_only_their_case_aside(load: Import) -> None:
    summary = load(b"kasus,kegiatan,waktu\nA\xff,terima,2024-01-01\nB,terima,2024-01-01\n")

    assert load.requests() == [("B#1", 1, "VERIFIKASI")]
    assert summary.quarantined_by_reason == {"broken_row": 1}


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2024-01-01T08:00:00", "Asia/Jakarta", "2024-01-01T01:00:00"),
        ("2024-03-30T12:00:00", "Europe/Amsterdam", "2024-03-30T11:00:00"),
        ("2024-03-31T12:00:00", "Europe/Amsterdam", "2024-03-31T10:00:00"),
        ("2024-10-27T02:30:00", "Europe/Amsterdam", "2024-10-27T00:30:00"),
        ("2024-10-27T02:30:00+01:00", "Europe/Amsterdam", "2024-10-27T01:30:00"),
        ("2024-01-01T08:00:00.123Z", "Asia/Jakarta", "2024-01-01T08:00:00.123"),
        ("2024-01-01", "UTC", "2024-01-01T00:00:00"),
    ],
)
def test_times_are_read_in_their_zone(load: Import, log: Log, text: str, zone: str, utc: str) -> None:
    load(log(f"A terima {text}"), mapping(time_zone=zone))

    assert load.rows("select submitted_at from request") == [(dt.datetime.fromisoformat(utc + "+00:00"),)]


def test_own_time_formats_replace_the_iso_ones(load: Import, log: Log) -> None:
    rules = mapping(timestamp_formats=["%d/%m/%Y %H.%M", "%d/%m/%Y"])

    summary = load(log("A terima 02/01/2024", "A proses 03/01/2024 10.30", "B terima 2024-01-01"), rules)

    assert load.requests() == [("A#1", 1, "PROSES")]
    assert summary.quarantined_by_reason == {"unreadable_time": 1}


def test_the_same_log_again_loads_nothing(load: Import, log: Log) -> None:
    text = log("A terima 2024-01-01", "A tolak 2024-01-02", "A terima 2024-01-03", "B terima 2024-01-01")
    load(text)
    before = (load.requests(), load.steps())

    summary = load(text)

    assert (load.requests(), load.steps()) == before
    assert (summary.cases_loaded, summary.cases_already_present, summary.applications) == (0, 2, 0)


def test_a_later_export_adds_what_happened_since(load: Import, log: Log) -> None:
    early = ("A terima 2024-01-01", "A proses 2024-01-02")
    load(log(*early))

    summary = load(log(*early, "A tolak 2024-01-03", "A terima 2024-01-04", "A proses 2024-01-05"))

    assert load.requests() == [("A#1", 1, "DITOLAK"), ("A#2", 2, "PROSES")]
    assert (summary.cases_extended, summary.applications, summary.transitions) == (1, 1, 2)
    assert load(log(*early)).cases_already_present == 1


def test_a_log_that_tells_another_history_is_set_aside(load: Import, log: Log) -> None:
    load(log("A terima 2024-01-01", "A proses 2024-01-02"))

    summary = load(log("A terima 2024-01-01", "A tolak 2024-01-02"))

    assert summary.quarantined_by_reason == {"differs_from_stored": 1}
    assert load.requests() == [("A#1", 1, "PROSES")]


def test_attributes_follow_table_names_patterns_and_defaults(load: Import) -> None:
    rules = mapping(
        attributes={
            "layanan": {"column": "jenis", "values": {"Kartu*": "KK"}, "create": True},
            "kecamatan": {"column": "kec"},
            "kanal": {"column": "via", "values": {"web": "aplikasi"}, "default": "lain"},
        }
    )
    head = "kasus,kegiatan,waktu,jenis,kec,via\n"

    load(
        head
        + "A,terima,2024-01-01,Kartu Keluarga baru,bekasi timur,web\n"
        + "B,terima,2024-01-01,Izin baru,Antah,faks\n"
        + "C,terima,2024-01-01,,,\n",
        rules,
    )

    assert load.rows(
        "select external_id, service_code, kecamatan_code, channel from request order by external_id"
    ) == [
        ("A#1", "KK", "32.75.01", "aplikasi"),
        ("B#1", "IZIN_BARU", None, "lain"),
        ("C#1", None, None, "lain"),
    ]
    assert load.rows("select name, source, sla_working_days from service where code = 'IZIN_BARU'") == [
        ("Izin baru", "uji", None)
    ]


def test_reasons_are_taken_from_the_refusing_event(load: Import) -> None:
    rules = mapping(attributes={"reason": {"column": "sebab", "values": {"buram": "BERKAS_BURAM"}}})
    rows = (
        "A,terima,2024-01-01,\nA,tolak,2024-01-02,buram\nB,terima,2024-01-01,\nB,tolak,2024-01-02,lain lagi\n"
    )

    load("kasus,kegiatan,waktu,sebab\n" + rows, rules)

    assert load.rows("select reason_code, is_primary, note from transition_reason") == [
        ("BERKAS_BURAM", True, "")
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"kolom": {}},
        {"time_zone": "Mars/Utara"},
        {"statuses": {"a": "SELESAIII"}},
        {"attributes": {"kanal": {"default": "merpati"}}},
        {"attributes": {"kelurahan": {"column": "x", "create": True}}},
    ],
)
def test_a_mapping_that_is_not_understood_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        mapping(**changes)


def test_a_mapping_of_columns_or_codes_that_do_not_exist_loads_nothing(load: Import, log: Log) -> None:
    text = log("A terima 2024-01-01")

    with pytest.raises(MappingError, match=r"pukul.*kasus, kegiatan, waktu"):
        load(text, mapping(columns={"case": "kasus", "activity": "kegiatan", "timestamp": "pukul"}))
    with pytest.raises(MappingError, match="TIDAK_ADA"):
        load(text, mapping(attributes={"layanan": {"default": "TIDAK_ADA"}}))

    assert load.requests() == []


def test_real_cases_make_an_empty_office_real_and_leave_a_simulated_one(load: Import, log: Log) -> None:
    load(log("A proses 2024-01-01"))
    with load.database.session() as session:
        assert data_kind(session) == "kosong"  # nothing came in

    load(log("A terima 2024-01-01"))

    with load.database.session() as session:
        assert data_kind(session) == "nyata"


def test_a_simulated_office_stays_one(load: Import, log: Log) -> None:
    with load.database.session.begin() as session:
        mark_data_kind(session, "contoh")

    load(log("A terima 2024-01-01"))

    with load.database.session() as session:
        assert data_kind(session) == "contoh"


def test_the_run_is_kept_with_its_summary(load: Import, log: Log) -> None:
    load(log("A terima 2024-01-01"))

    with load.database.session() as session:
        row = session.execute(sa.text("select source, summary, finished_at from import_run")).one()
    assert row.source == "impor:uji"
    assert row.summary["cases_loaded"] == 1
    assert row.finished_at is not None
