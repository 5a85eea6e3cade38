"""Pickup places against a small office whose answers were worked out on paper.

"Now" is Tuesday 24 November 2026, 12.00 WIB. Two locations, both open Monday to Friday, but B is closed on
Wednesday 25. Places (quota/taken), and the bookings (with the time of Selesai):

    A  Thu 19  4/3   1 came, ready Wed 15.00; 2 did not come, ready Thu 00.00 (too late by a moment);
                     3 came, ready Wed 23.59.59; 4 cancelled
    A  Fri 20  0/0   closed, yet asked for once
    A  Mon 23  4/4   5 came, ready Fri 10.00; 6 came, ready Fri 10.00 but undone, then Mon 09.00;
                     7 did not come, never finished; 8 came, ready Thu 09.00, kecamatan unknown
    A  Tue 24  2/1   9 still to come, ready Mon 10.00
    A  Wed 25  2/2   10 ready Tue 09.00; 11 in Proses
    A  Thu 26  2/2   12, 13 in Verifikasi
    A  Fri 27  2/2   14, 15 in Verifikasi
    A  Mon 30  2/0
    B  Thu 19 10/1   16 came, ready Wed 08.00
    B  Thu 26  3/1   17 in Verifikasi
    B  Mon 30  1/0

Refused: A Fri 20 once, A Mon 23 twice (one KIA), A Wed 25 once.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.hand_made import EmptyReplica

NOVEMBER = Filters(dt.date(2026, 11, 1), dt.date(2026, 11, 24))
AREAS = {"A": "32.75.01", "B": "32.75.02"}


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}")


class PickupOffice(EmptyReplica):
    """Slots, bookings and refusals, put straight into the replica."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def add(self, table: str, *values: Any) -> None:
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"insert into {table} values ({marks})", list(values))

    def location(self, code: str, position: int, closed: tuple[str, ...] = ()) -> None:
        self.add("dim_lokasi", code, f"Kantor {code}", "kecamatan", position, AREAS.get(code))
        day = dt.date(2026, 11, 2)
        while day < dt.date(2026, 12, 31):
            if day.weekday() < 5 and f"{day:%m-%d}" not in closed:
                self.add("calendar", code, day, 27000)
            day += dt.timedelta(days=1)

    def slot(self, lokasi: str, day: str, quota: int, taken: int) -> int:
        self.count += 1
        self.add("slots", self.count, lokasi, AREAS.get(lokasi, "-"), at(day).date(), quota, taken)
        return self.count

    def booking(self, request: int, slot: int, day: str, outcome: str = "aktif", **more: Any) -> None:
        booked = at(more.get("booked", "11-12 09:00"))
        settled = None if outcome == "aktif" else booked
        self.add(
            "bookings", request, slot, request, at(day).date(), booked, outcome, settled,
            at(more.get("submitted", more.get("booked", "11-12 09:00"))), more.get("layanan", "KK"),
            more.get("kecamatan", "32.75.01"), more.get("lokasi", "A"), more.get("kanal", "loket"),
            None,
        )  # fmt: skip

    def step(
        self, request: int, status: str, left: str, lokasi: str = "A", reverses: int | None = None
    ) -> int:
        self.count += 1
        origin = {"SELESAI": "PROSES", "PROSES": "VERIFIKASI"}[status]
        self.connection.execute(
            """
            insert into transitions values
            ($id, $request, $origin, $status, $left, null, $left, 0, null, 0, null, 0,
             $reverses, null, '2026-11-12 09:00', null, 1, 'KK', '-', '32.75.01', '-', $lokasi, 'loket', true)
            """,
            {"id": self.count, "request": request, "origin": origin, "status": status, "left": at(left),
             "lokasi": lokasi, "reverses": reverses},
        )  # fmt: skip
        return self.count

    def undone(self, transition: int) -> None:
        self.add("reversals", transition)

    def refused(self, lokasi: str, day: str, asked: str = "11-12 09:00", layanan: str = "KK") -> None:
        self.count += 1
        self.add("slot_refusals", self.count, lokasi, at(day).date(), at(asked), layanan, "32.75.01", "loket")


def small_office() -> PickupOffice:
    office = PickupOffice()
    office.location("A", 1)
    office.location("B", 2, closed=("11-25",))
    slot = office.slot("A", "11-19", 4, 3)
    office.booking(1, slot, "11-19", "hadir")
    office.step(1, "SELESAI", "11-18 15:00")
    office.booking(2, slot, "11-19", "tidak_hadir")
    office.step(2, "SELESAI", "11-19 00:00")
    office.booking(3, slot, "11-19", "hadir")
    office.step(3, "SELESAI", "11-18 23:59:59")
    office.booking(4, slot, "11-19", "batal")
    office.slot("A", "11-20", 0, 0)
    slot = office.slot("A", "11-23", 4, 4)
    office.booking(5, slot, "11-23", "hadir", layanan="KIA")
    office.step(5, "SELESAI", "11-20 10:00")
    office.booking(6, slot, "11-23", "hadir")
    office.undone(office.step(6, "SELESAI", "11-20 10:00"))
    office.step(6, "SELESAI", "11-23 09:00")
    office.booking(7, slot, "11-23", "tidak_hadir")
    office.booking(8, slot, "11-23", "hadir", kecamatan="TIDAK_DIKETAHUI")
    office.step(8, "SELESAI", "11-19 09:00")
    office.booking(9, office.slot("A", "11-24", 2, 1), "11-24")
    office.step(9, "SELESAI", "11-23 10:00")
    slot = office.slot("A", "11-25", 2, 2)
    office.booking(10, slot, "11-25")
    office.step(10, "SELESAI", "11-24 09:00")
    office.booking(11, slot, "11-25")
    office.step(11, "PROSES", "11-24 08:00")
    for request, day in ((12, "11-26"), (14, "11-27")):
        slot = office.slot("A", day, 2, 2)
        office.booking(request, slot, day)
        office.booking(request + 1, slot, day)
    office.slot("A", "11-30", 2, 0)
    office.booking(16, office.slot("B", "11-19", 10, 1), "11-19", "hadir", lokasi="B")
    office.step(16, "SELESAI", "11-18 08:00", lokasi="B")
    office.booking(17, office.slot("B", "11-26", 3, 1), "11-26", lokasi="B")
    office.slot("B", "11-30", 1, 0)
    office.refused("A", "11-20")
    office.refused("A", "11-23")
    office.refused("A", "11-23", layanan="KIA")
    office.refused("A", "11-25")
    return office


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(small_office())


def one(catalog: Catalog, metric: str, filters: Filters = NOVEMBER, **more: Any) -> dict[str, Any]:
    return rows_of(catalog, metric, filters, **more)[0]


def rows_of(catalog: Catalog, metric: str, filters: Filters = NOVEMBER, **more: Any) -> list[dict[str, Any]]:
    """Plain rows; what is missing is ``None``."""
    frame = catalog.run(metric, filters, **more).frame
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def test_the_month_in_one_row(catalog: Catalog) -> None:
    row = one(catalog, "ringkas_slot")

    # Open days to today: A 19, 23, 24 and B 19. Quota 4 + 4 + 2 + 10 = 20, taken 3 + 4 + 1 + 1 = 9.
    assert (row["hari_buka"], row["quota"], row["terisi"], row["porsi_terisi"]) == (4, 20, 9, 9 / 20)
    # Before today 1, 2, 3, 5, 6, 7, 8, 16 = 8; all but 2 and 7 came.
    assert (row["dipesan_lewat"], row["datang"], row["tidak_datang"]) == (8, 6, 2)
    assert (row["porsi_datang"], row["porsi_tidak_datang"]) == (6 / 8, 2 / 8)
    # Refused Friday once (closed) and Monday twice; booked the eight and today's.
    assert (row["ditolak_kuota"], row["porsi_ditolak_kuota"]) == (3, 3 / (9 + 3))
    # Ready before the day: 1, 3, 5, 8, 9, 16; not 2 (midnight), 6 (undone), 7 (never).
    assert (row["siap"], row["diperiksa_siap"], row["porsi_siap"]) == (6, 9, 6 / 9)
    assert (row["cukup_datang"], row["cukup_siap"]) == (False, False)


def test_a_service_narrows_bookings_and_refusals_but_never_the_quota(catalog: Catalog) -> None:
    row = one(catalog, "ringkas_slot", Filters(NOVEMBER.start, NOVEMBER.end, layanan=("KIA",)))

    # Only 5 and one refusal are KIA.
    assert (row["quota"], row["terisi"]) == (20, 9)
    assert (row["dipesan"], row["datang"], row["ditolak_kuota"], row["siap"]) == (1, 1, 1, 1)
    assert row["porsi_ditolak_kuota"] == 1 / 2


def test_an_unknown_kecamatan_is_a_choice_like_any_other(catalog: Catalog) -> None:
    row = one(catalog, "ringkas_slot", Filters(NOVEMBER.start, NOVEMBER.end, kecamatan=("TIDAK_DIKETAHUI",)))

    assert (row["dipesan"], row["siap"]) == (1, 1)


def test_a_period_of_closed_days_has_no_utilisation_rather_than_none_used(catalog: Catalog) -> None:
    row = one(catalog, "ringkas_slot", Filters(dt.date(2026, 11, 20), dt.date(2026, 11, 20)))

    assert (row["quota"], row["terisi"], row["ditolak_kuota"]) == (0, 0, 1)
    assert row["porsi_terisi"] is None
    assert row["porsi_ditolak_kuota"] == 1


@pytest.mark.parametrize(
    ("scope", "quota", "dipesan"),
    [
        (Scope(("A",)), 10, 8),
        (Scope(("B",)), 10, 1),
        # The quota of the locations in the kecamatan; bookings of its residents (all but 8, who is unknown).
        (Scope(kecamatan=("32.75.01",)), 10, 8),
        (Scope(kecamatan=("32.75.02",)), 10, 0),
        (Scope(("B",), ("32.75.01",)), 0, 1),
    ],
)
def test_a_scope_hides_what_lies_outside(catalog: Catalog, scope: Scope, quota: int, dipesan: int) -> None:
    row = catalog.run("ringkas_slot", NOVEMBER, scope).frame.iloc[0]

    assert (row["quota"], row["dipesan"]) == (quota, dipesan)


@pytest.mark.parametrize(("count", "enough"), [(19, False), (20, True)])
def test_twenty_bookings_are_enough_for_a_share(count: int, enough: bool) -> None:
    office = PickupOffice()
    slot = office.slot("A", "11-19", 30, count)
    for request in range(count):
        office.booking(request, slot, "11-19", "hadir")

    row = one(Catalog(office), "ringkas_slot")

    assert (bool(row["cukup_datang"]), bool(row["cukup_siap"])) == (enough, enough)


def test_weeks_add_up_and_the_present_one_is_partial(catalog: Catalog) -> None:
    weeks = catalog.run("slot_mingguan", NOVEMBER).frame

    # 16 to 22: A 19, B 19. 23 to 24: A 23, A 24. Earlier weeks had no slot.
    assert [f"{day:%m-%d}" for day in weeks["minggu"]] == ["11-16", "11-23"]
    assert weeks["quota"].tolist() == [14, 6]
    assert weeks["terisi"].tolist() == [4, 5]
    assert weeks["datang"].tolist() == [3, 3]
    assert weeks["ditolak_kuota"].tolist() == [1, 2]
    assert weeks["siap"].tolist() == [3, 3]
    assert weeks["sebagian"].tolist() == [False, True]


def test_a_week_without_places_is_a_gap() -> None:
    office = PickupOffice()
    office.slot("A", "11-05", 4, 2)
    office.slot("A", "11-19", 4, 2)

    weeks = Catalog(office).run("slot_mingguan", NOVEMBER).frame

    assert [f"{day:%m-%d}" for day in weeks["minggu"]] == ["11-02", "11-09", "11-16", "11-23"]
    assert weeks["porsi_terisi"].isna().tolist() == [False, True, False, True]


def test_the_calendar_knows_open_closed_and_future_days(catalog: Catalog) -> None:
    cells = {(row["lokasi"], f"{row['hari']:%m-%d}"): row for row in rows_of(catalog, "slot_harian")}

    assert (cells["A", "11-23"]["porsi_terisi"], cells["A", "11-23"]["ditolak"]) == (1, 2)
    closed = cells["A", "11-20"]
    assert (closed["keadaan"], closed["porsi_terisi"], closed["ditolak"]) == ("tutup", None, 1)
    assert cells["A", "11-21"]["keadaan"] == "tutup"
    assert cells["B", "11-25"]["keadaan"] == "tutup"
    # B's Friday 20 is a working day for which nobody opened places.
    assert cells["B", "11-20"]["keadaan"] == "belum_dibuka"
    tomorrow = cells["A", "11-25"]
    assert (tomorrow["keadaan"], tomorrow["akan_datang"], tomorrow["porsi_terisi"]) == ("buka", True, 1)
    assert (tomorrow["dipesan"], tomorrow["ditolak"]) == (2, 1)
    assert not cells["A", "11-24"]["akan_datang"]


def test_a_period_in_the_past_shows_no_future_days(catalog: Catalog) -> None:
    frame = catalog.run("slot_harian", Filters(dt.date(2026, 11, 1), dt.date(2026, 11, 23))).frame

    assert f"{frame['hari'].max():%m-%d}" == "11-23"


def test_the_calendar_by_week_sums_its_days(catalog: Catalog) -> None:
    cells = catalog.run("slot_harian", NOVEMBER, rentang="minggu").frame

    found = [(row.lokasi, f"{row.hari:%m-%d}", row.kuota, row.terisi) for row in cells.itertuples()]
    # To today only: B has no place from Monday 23 to Tuesday 24.
    assert found == [
        ("A", "11-16", 4, 3), ("A", "11-23", 6, 5), ("B", "11-16", 10, 1), ("B", "11-23", 0, 0),
    ]  # fmt: skip
    assert cells["sebagian"].tolist() == [False, True, False, True]
    assert cells["keadaan"].tolist() == ["buka", "buka", "buka", "belum_dibuka"]


def test_each_location_has_its_next_free_date(catalog: Catalog) -> None:
    rows = {row.lokasi: row for row in catalog.run("slot_lokasi", NOVEMBER).frame.itertuples()}

    # A: working days after today 25, 26, 27; the third is full, so Monday 30.
    assert f"{rows['A'].hari_pertama:%m-%d}" == "11-27"
    assert f"{rows['A'].tanggal_bebas:%m-%d}" == "11-30"
    assert rows["A"].hari_menunggu == 6
    assert (rows["A"].penuh_mendatang, rows["A"].dibuka_mendatang) == (1, 2)
    # B is closed on the 25th: 26, 27, 30; the third is Monday 30 and free.
    assert f"{rows['B'].hari_pertama:%m-%d}" == "11-30"
    assert f"{rows['B'].tanggal_bebas:%m-%d}" == "11-30"
    assert (rows["A"].quota, rows["A"].terisi, rows["A"].hari_penuh) == (10, 8, 1)
    assert (rows["A"].ditolak_kuota, rows["A"].porsi_ditolak_kuota) == (3, 3 / 11)
    assert (rows["B"].porsi_terisi, rows["B"].cukup_datang) == (1 / 10, False)


def test_a_location_that_is_full_throughout_has_no_free_date() -> None:
    office = PickupOffice()
    office.location("A", 1)
    office.slot("A", "11-27", 2, 2)
    office.slot("A", "11-30", 2, 3)

    row = one(Catalog(office), "slot_lokasi")

    assert row["tanggal_bebas"] is None
    assert row["penuh_mendatang"] == 2


def test_the_distance_is_counted_in_days_of_the_location() -> None:
    office = PickupOffice()
    office.location("A", 1)
    slot = office.slot("A", "11-19", 9, 3)
    # Thursday 12 to Thursday 19: 13, 16, 17, 18, 19 = 5 working days, 7 calendar days.
    office.booking(1, slot, "11-19", "hadir", submitted="11-12 09:00")
    # Saturday 14, 23.59 to the 19th: 16, 17, 18, 19 = 4; 5 calendar days.
    office.booking(2, slot, "11-19", "hadir", submitted="11-14 23:59")
    office.booking(3, slot, "11-19", "batal", submitted="11-17 09:00")
    # A location without a calendar: known in calendar days only.
    office.booking(4, slot, "11-19", "hadir", submitted="11-12 00:00", lokasi="TIDAK_DIKETAHUI")
    catalog = Catalog(office)

    working = catalog.run("slot_jarak", NOVEMBER).frame
    calendar = catalog.run("slot_jarak", NOVEMBER, satuan="kalender").frame

    assert working["hari"].dropna().tolist() == [4, 5]
    assert working["n"].tolist() == [1, 1, 1]
    assert working["kumulatif"].tolist()[:2] == [1 / 3, 2 / 3]
    assert list(zip(calendar["hari"], calendar["n"], strict=True)) == [(5, 1), (7, 2)]
    assert calendar["kumulatif"].tolist() == [1 / 3, 1.0]


def test_the_curve_counts_what_was_booked_by_then() -> None:
    office = PickupOffice()
    first, second = office.slot("A", "11-19", 4, 2), office.slot("A", "11-20", 6, 1)
    closed = office.slot("A", "11-17", 0, 1)
    office.booking(1, first, "11-19", "hadir", booked="11-12 23:59")  # 7 days before
    office.booking(2, first, "11-19", "tidak_hadir", booked="11-16 00:00")  # 3
    office.booking(3, first, "11-19", "batal", booked="11-10 09:00")
    office.booking(4, second, "11-20", "hadir", booked="10-20 09:00")  # 31, shown as 21 or more
    office.booking(5, closed, "11-17", "hadir")
    curve = Catalog(office).run("slot_kurva", NOVEMBER).frame.set_index("sebelum")

    # Quota 4 + 6 = 10: one booked three weeks ahead, two by 7 days, three by 3 days.
    assert [curve.loc[days, "porsi"] for days in (21, 8, 7, 4, 3, 0)] == [0.1, 0.1, 0.2, 0.2, 0.3, 0.3]
    assert curve["dipesan"].iloc[-1] == 3


def test_the_next_open_day_lists_what_is_not_ready(catalog: Catalog) -> None:
    rows = [
        (row.lokasi, f"{row.hari:%m-%d}", row.dipesan, row.siap, row.belum, row.di_verifikasi, row.di_proses)
        for row in catalog.run("belum_siap", NOVEMBER).frame.itertuples()
    ]

    # Tomorrow at A; B is closed tomorrow, so Thursday 26.
    assert sorted(rows) == [("A", "11-25", 2, 1, 1, 0, 1), ("B", "11-26", 1, 0, 1, 1, 0)]
    cases = catalog.run("kasus_belum_siap", NOVEMBER).frame
    assert cases["request_id"].tolist() == [11, 17]
    assert cases["posisi"].tolist() == ["Proses", "Verifikasi"]
    assert cases["jumlah"].tolist() == [2, 2]
    assert catalog.run("kasus_belum_siap", NOVEMBER, tempat="B").frame["request_id"].tolist() == [17]
    assert catalog.run("kasus_belum_siap", NOVEMBER, Scope(("A",))).frame["request_id"].tolist() == [11]


def test_the_cases_behind_a_cell_are_its_bookings(catalog: Catalog) -> None:
    def ids(**options: Any) -> list[int]:
        return sorted(catalog.run("kasus_slot", NOVEMBER, **options).frame["request_id"])

    assert ids(tempat="A", hari="2026-11-19") == [1, 2, 3]
    assert ids(tempat="A", hari="2026-11-25") == [10, 11]
    assert ids(tempat="A", hari="2026-11-23", rentang="minggu") == [5, 6, 7, 8, 9]
    assert ids(nasib="tidak_hadir") == [2, 7]
    assert ids(nasib="belum_siap") == [2, 6, 7]
    assert ids() == [1, 2, 3, 5, 6, 7, 8, 9, 16]
    assert ids(tempat="' or 1=1 --") == []
    fates = catalog.run("kasus_slot", NOVEMBER, tempat="A").frame.set_index("request_id")["nasib"]
    assert [fates[request] for request in (1, 2, 9)] == ["datang", "tidak datang", "belum datang"]


# --- demand ---------------------------------------------------------------------------------------
# Eight whole weeks before Tuesday 24 November: Monday 28 September to Sunday 22 November.


def demand(office: PickupOffice, **more: Any) -> list[tuple[str, str, int, int, int]]:
    return [
        (row["lokasi"], f"{row['hari']:%m-%d}", row["kuota"], row["ditolak"], row["permintaan"])
        for row in rows_of(Catalog(office), "slot_permintaan", Filters(), **more)
    ]


def test_demand_is_bookings_and_refusals_of_eight_whole_weeks() -> None:
    office = PickupOffice()
    for number, day in enumerate(("09-25", "09-28", "11-20", "11-23"), start=1):
        office.booking(number, office.slot("A", day, 3, 1), day, "hadir", booked=f"{day} 08:00")
    office.refused("A", "11-20", asked="11-16 09:00", layanan="KIA")
    office.refused("B", "11-20", asked="11-16 09:00")

    # The 25th of September is before the window and the 23rd of November in the present week.
    assert demand(office) == [
        ("A", "09-28", 3, 0, 1),
        ("A", "11-20", 3, 1, 2),
        ("B", "11-20", 0, 1, 1),
    ]
    assert demand(office, scope=Scope(("B",))) == [("B", "11-20", 0, 1, 1)]


def test_a_resident_who_was_refused_and_took_another_day_is_counted_once_on_the_first() -> None:
    office = PickupOffice()
    slot = office.slot("A", "11-20", 2, 1)
    office.slot("A", "11-18", 1, 0)
    office.slot("A", "11-19", 1, 0)
    office.refused("A", "11-18", asked="11-12 09:00")
    office.refused("A", "11-19", asked="11-12 09:30")
    # An hour after the last refusal, to the second.
    office.booking(1, slot, "11-20", "hadir", booked="11-12 10:30")

    assert demand(office) == [("A", "11-18", 1, 1, 1), ("A", "11-19", 1, 1, 0), ("A", "11-20", 2, 0, 0)]


@pytest.mark.parametrize(
    "other",
    [{"booked": "11-12 10:00:01"}, {"layanan": "KIA"}, {"kecamatan": "32.75.09"}, {"kanal": "aplikasi"}],
)
def test_a_later_or_different_booking_is_another_resident(other: dict[str, str]) -> None:
    office = PickupOffice()
    slot = office.slot("A", "11-20", 2, 1)
    office.refused("A", "11-18", asked="11-12 09:00")
    office.booking(1, slot, "11-20", "hadir", **{"booked": "11-12 09:30", **other})

    assert demand(office) == [("A", "11-18", 0, 1, 1), ("A", "11-20", 2, 0, 1)]


def test_those_refused_on_one_and_the_same_day_are_as_many_residents() -> None:
    office = PickupOffice()
    slot = office.slot("A", "11-19", 2, 1)
    for minute in (0, 5, 10):
        office.refused("A", "11-18", asked=f"11-12 09:{minute:02d}")
    # The last of the three took the day after; somebody else asked for an earlier day.
    office.booking(1, slot, "11-19", "hadir", booked="11-12 09:11")
    office.refused("A", "11-17", asked="11-12 09:20")

    assert demand(office) == [("A", "11-17", 0, 1, 1), ("A", "11-18", 0, 3, 3), ("A", "11-19", 2, 0, 0)]


def test_two_bookings_in_a_row_are_two_residents_and_a_cancelled_one_still_wanted_its_day() -> None:
    office = PickupOffice()
    slot = office.slot("A", "11-20", 2, 1)
    office.booking(1, slot, "11-20", "hadir", booked="11-12 09:00")
    office.booking(2, slot, "11-20", "batal", booked="11-12 09:01")

    assert demand(office) == [("A", "11-20", 2, 0, 2)]
