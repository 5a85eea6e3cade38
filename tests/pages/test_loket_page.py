"""The counter without a browser: its address, its words, and where a tab finds its place."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from dash import html

from dashboard.registry.case_file import Names
from dashboard.registry.counter import SHOWN_FOR, CounterCase
from dashboard.registry.lookup import MaskedApplicant
from dashboard.registry.pickups import ORDERS as LISTED_ORDERS
from dashboard.registry.pickups import STATES as PICKUP_STATES
from dashboard.registry.pickups import Pickup, PickupCounts
from dashboard.registry.queue import QueueItem
from dashboard.registry.status import Status
from dashboard.ui.loket import ids
from dashboard.ui.loket.address import ORDERS, STATES, CounterAddress
from dashboard.ui.loket.case import SHOWN, candidate_list, case_body
from dashboard.ui.loket.frame import counter_frame
from dashboard.ui.loket.pickups import counted, day_title, no_pickups, pickup_table, place_table

DAY = dt.date(2026, 11, 26)
MORNING = dt.datetime(2026, 11, 26, 1, 5, tzinfo=dt.UTC)  # 08.05 WIB
NAMES = Names({"KK": "Kartu Keluarga"}, {("KK", "baru"): "Baru"}, {"KEC_09": "Kantor Kecamatan Jatiasih"})
PERSON = MaskedApplicant(nik="3275********0001", name="B*** S******")
CASE = CounterCase(
    request_id=17, number="EO-00000017", version=2, status=Status.SELESAI, status_since=MORNING,
    service_code="KK", variant_code="baru", location_code="KEC_09", applicant=PERSON, pickup_day=DAY,
    is_missed=False, refusal="", can_undo=False,
)  # fmt: skip
PICKUP = Pickup(17, "EO-00000017", "KK", "baru", "KEC_09", DAY, "siap", Status.SELESAI, MORNING)


def words(components: Any) -> str:
    """All that a set of components says."""
    return json.dumps(components, default=lambda component: component.to_plotly_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("search", "address", "listed"),
    [
        (None, CounterAddress(), ""),
        ("?tab=belum_diambil", CounterAddress("belum_diambil"), ""),
        (
            "?lokasi=KEC_09&hari=2026-11-26&keadaan=siap&urut=nomor&hal=2",
            CounterAddress("pengambilan", "KEC_09", DAY, "siap", "nomor", 2),
            "?lokasi=KEC_09&hari=2026-11-26&keadaan=siap&urut=nomor&hal=2",
        ),
        ("?lokasi=semua&keadaan=semua&urut=keadaan&hal=1", CounterAddress(), ""),
        ("?hari=2026-13-01&keadaan=hilang&urut=nama&hal=0&tab=x&lokasi=K'9", CounterAddress(), ""),
        ("?hari=besok&hal=" + "9" * 5000, CounterAddress(), ""),
        ("?lokasi=DINAS&lokasi=KEC_09", CounterAddress(location="KEC_09"), "?lokasi=KEC_09"),
    ],
)
def test_an_address_is_read_leniently_and_written_without_what_is_usual(
    search: str | None, address: CounterAddress, listed: str
) -> None:
    assert CounterAddress.from_search(search) == address
    assert address.list_search() == listed


def test_the_choices_on_screen_are_those_of_the_registry() -> None:
    assert set(SHOWN) == {f"{who}:{shown}" for who, every in SHOWN_FOR.items() for shown in every}
    assert set(STATES) - {"semua"} == set(PICKUP_STATES)
    assert set(ORDERS) == set(LISTED_ORDERS)


def test_a_tab_shows_the_part_it_was_given_and_one_without_a_part_is_not_there() -> None:
    one = words(counter_frame(CounterAddress("belum_diambil"), {"pengambilan": html.P("ini hari")}))
    both = counter_frame(
        CounterAddress("belum_diambil"),
        {"pengambilan": html.P("ini hari"), "belum_diambil": html.P("menunggu")},
    )

    assert '"Belum diambil"' not in one
    parts = {part.id["tab"]: part.hidden for part in both.children if getattr(part, "id", "") in
             (ids.part("pengambilan"), ids.part("belum_diambil"))}  # fmt: skip
    assert parts == {"pengambilan": True, "belum_diambil": False}


@pytest.mark.parametrize(
    ("changes", "elsewhere", "said"),
    [
        ({}, False, "Siap diserahkan."),
        ({}, True, "Siap, tetapi diambil di Kantor Kecamatan Jatiasih."),
        ({"refusal": "Belum siap: masih di Proses."}, True, "Belum siap: masih di Proses."),
        ({"is_missed": True}, False, "tidak hadir pada hari itu"),
        ({"pickup_day": None}, False, "tanpa pesanan tempat"),
        ({"service_code": None, "location_code": None}, False, "Layanan tidak diketahui"),
    ],
)
def test_a_case_says_whether_it_may_be_handed_over(changes: dict, elsewhere: bool, said: str) -> None:
    body = words(case_body(replace(CASE, **changes), NAMES, elsewhere=elsewhere))

    assert said in body
    assert "B*** S******" in body


def test_a_slip_is_offered_only_where_there_is_one() -> None:
    assert "/loket/tanda-bukti/EO-00000017" in words(
        case_body(CASE, NAMES, elsewhere=False, slip="/loket/tanda-bukti/EO-00000017")
    )
    assert "Cetak tanda bukti" not in words(case_body(CASE, NAMES, elsewhere=False))


def test_several_cases_are_offered_masked_and_more_are_hinted_at() -> None:
    item = QueueItem(
        request_id=17, number="EO-00000017", version=2, status=Status.SELESAI, service_code="KK",
        variant_code="baru", kecamatan_code=None, location_code="KEC_09", channel="aplikasi", attempt=1,
        submitted_at=MORNING, due_at=None, pickup_day=DAY, holder=None, urgency="nanti", reason="",
    )  # fmt: skip
    other = replace(item, request_id=18, number="EO-00000018", pickup_day=None)

    listed = words(candidate_list([item, other], {17: PERSON}, NAMES, has_more=True))

    assert "2+ permohonan cocok" in listed
    assert "B*** S******" in listed
    assert "ambil Kam, 26 Nov" in listed
    assert listed.count("ambil ") == 1
    assert "tidak diketahui" in listed  # the person of 18


def test_the_counts_of_all_places_are_the_sums_of_theirs() -> None:
    counts = [PickupCounts("KEC_09", 1, 2, 3, 4), PickupCounts("DINAS", 10, 20, 30, 40)]

    # 1+10, 2+20, 3+30, 4+40; expected are all of them together.
    assert counted(counts) == {
        "semua": 110, "siap": 11, "belum_siap": 22, "dilayani": 33, "tidak_hadir": 44,
    }  # fmt: skip
    assert counted([]) == dict.fromkeys(STATES, 0)
    table = words(place_table(counts, NAMES.locations))
    assert all(text in table for text in ("Kecamatan Jatiasih", '"100"', '"10"', "DINAS"))
    assert place_table(counts[:1], NAMES.locations) is None


def test_a_row_says_state_person_service_and_place() -> None:
    table = words(pickup_table([PICKUP, replace(PICKUP, request_id=18)], {17: PERSON}, NAMES, "nomor"))

    for text in ("Siap", "EO-00000017", "B*** S******", "Kartu Keluarga", "Baru", "Kecamatan Jatiasih"):
        assert text in table
    assert "tidak diketahui" in table  # the person of 18
    heads = pickup_table([PICKUP], {}, NAMES, "nomor").children[1].children.children
    sorts = {head.to_plotly_json()["props"].get("aria-sort") for head in heads}
    assert sorts == {"none", "ascending", None}


@pytest.mark.parametrize(
    ("day", "said"),
    [(0, "Hari ini, Kamis"), (1, "Besok, Kamis"), (-1, "Kemarin, Kamis"), (5, "Kamis")],
)
def test_near_days_are_named(day: int, said: str) -> None:
    assert day_title(DAY + dt.timedelta(days=day), DAY, "Kamis") == said


def test_an_empty_list_says_why() -> None:
    assert "Tidak ada yang memesan tempat" in words(no_pickups("semua"))
    assert "tidak hadir" in words(no_pickups("tidak_hadir"))
    assert "Kantor Camat di luar tugas Anda." in words(no_pickups("semua", out_of_reach="Kantor Camat"))
