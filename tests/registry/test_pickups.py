"""Who is expected at a pickup place on a day: counts that equal the lists, within an officer's places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from office_builder import OfficeBuilder

from dashboard.registry.database import RequestDatabase
from dashboard.registry.pickups import (
    ORDERS,
    STATES,
    PickupCounts,
    counter_locations,
    pickup_counts,
    pickup_window,
)
from tests.registry.conftest import TestOfficer

DAY = dt.date(2026, 11, 26)
ANYBODY = TestOfficer(1, "ani")


class Places:
    """Bookings of 26 November 2026 (and one of the 27th), each in a state of its own."""

    def __init__(self, office: OfficeBuilder) -> None:
        self.office = office
        self.slots = {
            (place, day): office.slot(place, day, 30)
            for place in ("DINAS", "KEC_09")
            for day in ("2026-11-26", "2026-11-27")
        }

    def book(self, place: str, to: str, *, day: str = "2026-11-26", outcome: str = "", **more: str) -> int:
        """An application that got as far as ``to``, with its booking; the application's id."""
        office = self.office
        request = office.application("2026-11-23 09:00", layanan="KTP_EL", lokasi=place, **more)
        booked = office.booking(self.slots[place, day], request, "2026-11-23 09:00", layanan="KTP_EL")
        for status, at in (("PROSES", "24 09:00"), ("SELESAI", "25 09:00"), ("DIAMBIL", "26 10:00")):
            office.step(request, status, f"2026-11-{at}", handover="loket" if status == "DIAMBIL" else None)
            if status == to:
                break
        if outcome:
            office.settle_booking(booked, outcome, "2026-11-26 15:30")
        return request


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase) -> Iterator[OfficeBuilder]:
    office = OfficeBuilder(module_database)
    yield office
    office.close()


@pytest.fixture(scope="module")
def booked(office: OfficeBuilder) -> dict[str, int]:
    """Two ready, one not and one served at the head office; one missed and one come later at Jatiasih."""
    places = Places(office)
    return {
        "siap": places.book("DINAS", "SELESAI"),
        "siap_juga": places.book("DINAS", "SELESAI", kecamatan="32.75.09"),
        "belum_siap": places.book("DINAS", "PROSES"),
        "dilayani": places.book("DINAS", "DIAMBIL", outcome="hadir"),
        "tidak_hadir": places.book("KEC_09", "SELESAI", outcome="tidak_hadir"),
        "datang_kemudian": places.book("KEC_09", "DIAMBIL", outcome="tidak_hadir"),
        # Not expected on that day: given up, or of the next one.
        "batal": places.book("DINAS", "PROSES", outcome="batal"),
        "besok": places.book("DINAS", "SELESAI", day="2026-11-27"),
    }


def test_bookings_are_counted_per_location_by_what_became_of_them(
    module_database: RequestDatabase, booked: dict[str, int]
) -> None:
    with module_database.session() as session:
        counts = pickup_counts(session, ANYBODY, DAY)

    # In the office's order the kecamatan come before the head office.
    assert counts == [
        PickupCounts("KEC_09", siap=0, belum_siap=0, dilayani=0, tidak_hadir=2),
        PickupCounts("DINAS", siap=2, belum_siap=1, dilayani=1, tidak_hadir=0),
    ]
    assert [count.expected for count in counts] == [2, 4]


@pytest.mark.parametrize("location", [None, "DINAS", "KEC_09", "KEC_10"])
@pytest.mark.parametrize("state", [None, *STATES])
def test_every_count_is_the_length_of_its_list(
    module_database: RequestDatabase, booked: dict[str, int], location: str | None, state: str | None
) -> None:
    with module_database.session() as session:
        counts = pickup_counts(session, ANYBODY, DAY, location=location)
        window = pickup_window(session, ANYBODY, DAY, location=location, state=state)

    counted = sum(count.expected if state is None else getattr(count, state) for count in counts)
    assert counted == window.total == len(window.items)
    assert {item.state for item in window.items} <= ({state} if state else set(STATES))


def test_ready_ones_come_first_and_a_late_comer_stays_missed(
    module_database: RequestDatabase, booked: dict[str, int]
) -> None:
    with module_database.session() as session:
        items = pickup_window(session, ANYBODY, DAY).items

    names = {request_id: name for name, request_id in booked.items()}
    assert [(names[item.request_id], item.state, item.status) for item in items] == [
        ("siap", "siap", "SELESAI"),
        ("siap_juga", "siap", "SELESAI"),
        ("belum_siap", "belum_siap", "PROSES"),
        ("dilayani", "dilayani", "DIAMBIL"),
        ("tidak_hadir", "tidak_hadir", "SELESAI"),
        ("datang_kemudian", "tidak_hadir", "DIAMBIL"),
    ]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ({"locations": ("DINAS",)}, {"siap", "siap_juga", "belum_siap", "dilayani"}),
        ({"areas": ("32.75.09",)}, {"siap_juga"}),
        ({"locations": ("KEC_09",), "areas": ("32.75.09",)}, set()),
    ],
)
def test_an_officer_sees_only_the_bookings_of_the_own_places(
    module_database: RequestDatabase, booked: dict[str, int], limit: dict, expected: set[str]
) -> None:
    officer = replace(ANYBODY, **limit)
    with module_database.session() as session:
        window = pickup_window(session, officer, DAY)
        counts = pickup_counts(session, officer, DAY)

    assert {item.request_id for item in window.items} == {booked[name] for name in expected}
    assert sum(count.expected for count in counts) == len(expected)


def test_a_location_of_others_asked_for_by_name_stays_empty(
    module_database: RequestDatabase, booked: dict[str, int]
) -> None:
    officer = replace(ANYBODY, locations=("KEC_09",))
    with module_database.session() as session:
        assert pickup_window(session, officer, DAY, location="DINAS").total == 0
        assert pickup_counts(session, officer, DAY, location="DINAS") == []
        assert counter_locations(session, officer) == ["KEC_09"]
        assert {"DINAS", "KEC_09"} <= set(counter_locations(session, ANYBODY))


@pytest.mark.parametrize("order", ORDERS)
def test_the_pages_of_a_list_hold_every_booking_once(
    module_database: RequestDatabase, booked: dict[str, int], order: str
) -> None:
    with module_database.session() as session:
        pages = [pickup_window(session, ANYBODY, DAY, order=order, page=page, page_size=4) for page in (1, 2)]
        beyond = pickup_window(session, ANYBODY, DAY, order=order, page=9, page_size=4)
        before = pickup_window(session, ANYBODY, DAY, order=order, page=-3, page_size=4)

    listed = [item.request_id for page in pages for item in page.items]
    assert [len(page.items) for page in pages] == [4, 2]
    assert len(set(listed)) == 6
    assert beyond == pages[1]
    assert before == pages[0]
    if order == "nomor":
        assert listed == sorted(listed)
