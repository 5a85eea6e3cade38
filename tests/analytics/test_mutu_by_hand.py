"""Quality of the data against a small office whose answers were worked out on paper.

"Now" is Tuesday 24 November 2026, 12.00 WIB. Location A is open Monday 16 to Friday 27 November, less
Thursday 19; B only Monday 23 and Tuesday 24.

    1  A  Mon 16 09.00  accepted Mon 16 09.00.59 (zero minutes), finished Tue 17 10.00
    2  A  Mon 16 09.00  same minute, service, variant, kelurahan, place and channel as 1: accepted
                        09.01 (exactly a minute: not zero), undone at 09.01.30 (both drop out)
    3  A  Wed 18 08.00  kelurahan unknown; rejected Wed 18 09.00
    4  A  Wed 18 10.00  repeats 3, after its rejection; open
    5  A  Wed 18 10.00  repeats 2, which has not ended; open
    6  A  Wed 18 08.00  kelurahan unknown, else as 3: unknown is no likeness
    7  B  Mon 23 09.00  accepted Mon 23 08.30 (before it came in and before it was entered), then finished
                        Mon 23 08.00 by a step recorded later (out of order, entered 08.30: backwards too)
    8  B  Tue 24 12.02  comes in after now; accepted Tue 24 12.30, after now
    9  B  Tue 24 12.01  within the minute that now is cut to; kecamatan and channel unknown
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.hand_made import EmptyReplica

ALL = Filters()
EVERYTHING = Scope()
UNKNOWN = "TIDAK_DIKETAHUI"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-{text}")


class QuestionableOffice(EmptyReplica):
    """Applications and steps put straight into the replica, however odd their times."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.applications: dict[int, dict[str, Any]] = {}

    def add(self, table: str, row: dict[str, Any]) -> None:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self.connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))

    def location(self, code: str, days: list[str]) -> None:
        self.add("dim_lokasi", {"code": code, "name": f"Kantor {code}", "kind": "kecamatan", "position": 1})
        for day in days:
            self.add("calendar", {"lokasi": code, "day": day, "open_seconds": 27000})

    def application(self, number: int, submitted: str, lokasi: str = "A", **more: Any) -> None:
        earlier = more.pop("repeats", None)
        row = {
            "layanan": "KK", "varian": "BARU", "kecamatan": "32.75.01", "kelurahan": "K1", "kanal": "loket",
        } | more  # fmt: skip
        self.applications[number] = row | {"lokasi": lokasi, "submitted_at": at(submitted)}
        self.add(
            "submissions",
            {
                "request_id": number, "root_id": earlier or number, "resubmission_of": earlier,
                "attempt": 2 if earlier else 1, "root_submitted_at": at(submitted), "source": "eopen",
                **self.applications[number],
            },
        )  # fmt: skip

    def step(self, number: int, status: str, entered: str, left: str, undoes: int | None = None) -> int:
        self.steps += 1
        come_from = {"PROSES": "VERIFIKASI", "SELESAI": "PROSES", "DITOLAK": "VERIFIKASI"}
        self.add(
            "transitions",
            {
                "transition_id": self.steps, "request_id": number,
                "from_status": come_from.get(status, "PROSES"), "to_status": status,
                "entered_at": at(entered), "left_at": at(left),
                "calendar_seconds": (at(left) - at(entered)).total_seconds(), "working_seconds": 0,
                "working_since_submission": 0, "reverses_id": undoes, "attempt": 1,
                **self.applications[number],
            },
        )  # fmt: skip
        if undoes:
            self.connection.execute("insert into reversals values (?), (?)", [undoes, self.steps])
        return self.steps


@pytest.fixture(scope="module")
def office() -> QuestionableOffice:
    office = QuestionableOffice()
    office.location("A", [f"2026-11-{day}" for day in (16, 17, 18, 20, 23, 24, 25, 26, 27)])
    office.location("B", ["2026-11-23", "2026-11-24"])
    office.application(1, "16 09:00")
    office.step(1, "PROSES", "16 09:00", "16 09:00:59")
    office.step(1, "SELESAI", "16 09:00:59", "17 10:00")
    office.application(2, "16 09:00")
    wrong = office.step(2, "PROSES", "16 09:00", "16 09:01")
    office.step(2, "VERIFIKASI", "16 09:01", "16 09:01:30", undoes=wrong)
    office.application(3, "18 08:00", kelurahan=UNKNOWN)
    office.step(3, "DITOLAK", "18 08:00", "18 09:00")
    office.application(4, "18 10:00", repeats=3)
    office.application(5, "18 10:00", repeats=2)
    office.application(6, "18 08:00", kelurahan=UNKNOWN)
    office.application(7, "23 09:00", "B")
    office.step(7, "PROSES", "23 09:00", "23 08:30")
    office.step(7, "SELESAI", "23 08:30", "23 08:00")
    office.application(8, "24 12:02", "B")
    office.step(8, "PROSES", "24 12:02", "24 12:30")
    office.application(9, "24 12:01", "B", kecamatan=UNKNOWN, kanal=UNKNOWN)
    return office


@pytest.fixture(scope="module")
def catalog(office: QuestionableOffice) -> Catalog:
    return Catalog(office)


def rows(
    catalog: Catalog, metric: str, filters: Filters = ALL, scope: Scope = EVERYTHING, **options: Any
) -> Any:
    return catalog.run(metric, filters, scope, **options).frame.to_dict("records")


def by(records: Any, key: str, *columns: str) -> dict[str, tuple[Any, ...]]:
    return {row[key]: tuple(row[column] for column in columns) for row in records}


def cases(catalog: Catalog, kind: str, **options: Any) -> list[int]:
    return [row["request_id"] for row in rows(catalog, "kasus_janggal", jenis=kind, **options)]


def test_open_days_without_anything_are_counted_from_the_first_day_with_data_to_yesterday(
    catalog: Catalog,
) -> None:
    found = by(
        rows(catalog, "mutu_hari_kosong"), "lokasi", "hari_buka", "tanpa_masuk", "tanpa_putusan", "kosong"
    )

    # A: 16, 17, 18, 20, 23. Came in on 16 and 18; decided on 16 (1), 17 (1) and 18 (3); neither on 20 and 23.
    # B: only 23, with both.
    assert found == {"A": (5, 3, 2, 2), "B": (1, 0, 0, 0)}


def test_the_last_day_without_anything_is_told(catalog: Catalog) -> None:
    first, second = rows(catalog, "mutu_hari_kosong")
    assert (first["lokasi"], first["nama"], str(first["terakhir_kosong"])[:10]) == (
        "A",
        "Kantor A",
        "2026-11-23",
    )
    assert second["terakhir_kosong"] is None or second["terakhir_kosong"] != second["terakhir_kosong"]


def test_a_day_on_which_only_something_undone_happened_has_no_decision(office: QuestionableOffice) -> None:
    alone = QuestionableOffice()
    alone.location("A", ["2026-11-16", "2026-11-17"])
    alone.application(1, "16 09:00")
    wrong = alone.step(1, "PROSES", "16 09:00", "17 09:00")
    alone.step(1, "VERIFIKASI", "17 09:00", "17 09:05", undoes=wrong)

    (row,) = rows(Catalog(alone), "mutu_hari_kosong")

    # Nothing on 17; on 16 one came in and none was decided.
    assert (row["hari_buka"], row["tanpa_masuk"], row["tanpa_putusan"], row["kosong"]) == (2, 1, 2, 1)


def test_odd_times_are_counted_by_kind(catalog: Catalog) -> None:
    # Steps that stand: 1 twice, 3, 7 twice, 8: six. Applications with one: 1, 3, 7, 8. Came in: nine.
    # Entered before it came in: the second step of 7 (08.30, before 09.00).
    assert by(rows(catalog, "mutu_waktu_janggal"), "jenis", "n", "dari") == {
        "nol_menit": (1, 6),
        "mundur": (2, 6),
        "sebelum_masuk": (1, 6),
        "tak_urut": (1, 4),
        "masa_depan": (1, 6),
        "masuk_masa_depan": (1, 9),
    }


def test_a_share_is_of_what_was_looked_at(catalog: Catalog) -> None:
    found = by(rows(catalog, "mutu_waktu_janggal"), "jenis", "porsi")
    assert found["tak_urut"] == (0.25,)


def test_a_period_without_steps_has_counts_of_zero_and_no_share(catalog: Catalog) -> None:
    empty = Filters(dt.date(2025, 1, 1), dt.date(2025, 1, 31))
    found = rows(catalog, "mutu_waktu_janggal", empty)
    assert [row["n"] for row in found] == [0] * 6
    assert all(row["porsi"] is None or row["porsi"] != row["porsi"] for row in found)


def test_possible_duplicates_are_counted_by_kind(catalog: Catalog) -> None:
    # Repeats: 4 (after the rejection of 3) and 5 (of 2, which goes on). In one minute: 1 and 2, of the first
    # applications with a known kelurahan 1, 2, 7, 8, 9.
    assert by(rows(catalog, "mutu_ganda"), "jenis", "n", "dari") == {
        "ulang_dini": (1, 2),
        "semenit": (1, 5),
    }


def test_a_repeat_at_the_very_moment_of_the_rejection_is_not_early() -> None:
    office = QuestionableOffice()
    office.application(1, "18 08:00")
    office.step(1, "DITOLAK", "18 08:00", "18 09:00")
    office.application(2, "18 09:00", repeats=1)

    assert by(rows(Catalog(office), "mutu_ganda"), "jenis", "n")["ulang_dini"] == (0,)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("nol_menit", [1]),
        ("mundur", [7, 7]),
        ("sebelum_masuk", [7]),
        ("tak_urut", [7]),
        ("masa_depan", [8]),
        ("masuk_masa_depan", [8]),
        ("ulang_dini", [5]),
        ("semenit", [2]),
    ],
)
def test_the_list_holds_the_cases_behind_each_count(catalog: Catalog, kind: str, expected: list[int]) -> None:
    counted = by([*rows(catalog, "mutu_waktu_janggal"), *rows(catalog, "mutu_ganda")], "jenis", "n")

    listed = rows(catalog, "kasus_janggal", jenis=kind)

    assert cases(catalog, kind) == expected
    assert {row["jumlah"] for row in listed} == {counted[kind][0]}


def test_a_list_goes_on_where_its_first_page_ended(catalog: Catalog) -> None:
    newest, oldest = rows(catalog, "kasus_janggal", jenis="mundur")
    assert (str(newest["pada"]), str(oldest["pada"])) == ("2026-11-23 08:30:00", "2026-11-23 08:00:00")
    (last,) = rows(catalog, "kasus_janggal", jenis="mundur", batas=1, mulai=1)
    assert (str(last["pada"]), last["jumlah"]) == ("2026-11-23 08:00:00", 2)
    (first,) = rows(catalog, "kasus_janggal", jenis="mundur", batas=1, urut="terlama")
    assert str(first["pada"]) == "2026-11-23 08:00:00"


def test_unknown_dimensions_are_shares_of_what_came_in(catalog: Catalog) -> None:
    # Of nine: kelurahan of 3 and 6, kecamatan and channel of 9.
    found = by(rows(catalog, "mutu_dimensi"), "dimensi", "n", "dari")
    assert found == {
        "layanan": (0, 9),
        "varian": (0, 9),
        "kecamatan": (1, 9),
        "kelurahan": (2, 9),
        "lokasi": (0, 9),
        "kanal": (1, 9),
    }


def test_the_calendar_is_told_per_location(catalog: Catalog) -> None:
    first, second = rows(catalog, "mutu_kalender")

    # B's ends today, A's on Friday, three days from now.
    assert (first["lokasi"], first["hari_ke_depan"]) == ("B", 0)
    assert (second["lokasi"], second["hari_ke_depan"]) == ("A", 3)
    assert (str(second["dari"])[:10], str(second["sampai"])[:10]) == ("2026-11-16", "2026-11-27")
    # 2026 has 261 weekdays (it begins on a Thursday and ends on one); A is open on nine of them, B on two.
    assert (second["tutup_tahun_ini"], first["tutup_tahun_ini"]) == (252, 259)
    # Neither calendar reaches 2027.
    assert second["tutup_tahun_depan"] != second["tutup_tahun_depan"] or second["tutup_tahun_depan"] is None


def test_a_location_without_a_calendar_stands_first() -> None:
    office = QuestionableOffice()
    office.location("A", ["2026-11-24"])
    office.location("C", [])

    first, _ = rows(Catalog(office), "mutu_kalender")

    assert first["lokasi"] == "C"
    assert first["hari_ke_depan"] != 0


@pytest.mark.parametrize(
    ("metric", "options", "expected"),
    [
        ("mutu_hari_kosong", {}, {"B"}),
        ("mutu_kalender", {}, {"B"}),
        ("kasus_janggal", {"jenis": "nol_menit"}, set()),
        ("kasus_janggal", {"jenis": "mundur"}, {"B"}),
        ("kasus_janggal", {"jenis": "ulang_dini"}, set()),
    ],
)
def test_a_limited_account_sees_only_its_location(
    catalog: Catalog, metric: str, options: dict[str, str], expected: set[str]
) -> None:
    found = rows(catalog, metric, ALL, Scope(("B",), None), **options)
    assert {row["lokasi"] for row in found} == expected


def test_counts_keep_to_the_scope(catalog: Catalog) -> None:
    scope = Scope(("A",), None)
    assert by(rows(catalog, "mutu_waktu_janggal", ALL, scope), "jenis", "n")["mundur"] == (0,)
    assert by(rows(catalog, "mutu_ganda", ALL, scope), "jenis", "n", "dari")["semenit"] == (1, 2)
    assert by(rows(catalog, "mutu_dimensi", ALL, scope), "dimensi", "n", "dari")["kanal"] == (0, 6)
