"""How fast the counter, home visits, Satgas Pamor and the blank cards are read, in the office as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.bench.lists import EVERYWHERE, QUICK_RUNS, RUNS, Ask, ask_all
from dashboard.desk.visits.plan import BOARD_DAYS
from dashboard.registry import counter, pickups, uncollected, uncollected_list, visits
from dashboard.registry.assisted import assisted_counts, assisted_page
from dashboard.registry.assisted.scope import CHANNEL
from dashboard.registry.blank_stock import movement_window, stocks
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import HomeVisit, Request, Slot, UserKelurahan, VisitWish
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import PersonalDataVault
from dashboard.settings import Settings
from dashboard.simulation.people import FIRST_NAMES, LAST_NAMES

PAST_THE_END = 1_000_000
"""A page that no list has, in place of which its last one is shown."""

READY_REQUESTS = sa.select(Request).where(uncollected.READY)
IS_ASSISTED = Request.channel == CHANNEL


def measure_counter(
    settings: Settings, database: RequestDatabase, *, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Ask every list as its page does, where most waits; nothing is written."""
    vault = PersonalDataVault.open(settings, database)
    with database.session() as session:
        calendar = WorkCalendar(session)
        sizes = {
            "siap diambil": _count(session, READY_REQUESTS),
            "permintaan kunjungan": _count(
                session, sa.select(VisitWish).where(VisitWish.closed_at.is_(None))
            ),
            "permohonan Halo Pamor": _count(session, sa.select(Request).where(IS_ASSISTED)),
        }
        asks = {
            **dict(_at_the_counter(session, vault, calendar)),
            **dict(_visits(session, vault, calendar)),
            **dict(_assisted(session, vault)),
            "blangko, persediaan": lambda asking: stocks(asking, calendar, EVERYWHERE),
            "blangko, buku": lambda asking: movement_window(asking, EVERYWHERE),
        }
    return {"sizes": sizes, "lists": ask_all(database, asks, QUICK_RUNS if quick else RUNS, tell)}


def _at_the_counter(
    session: Session, vault: PersonalDataVault, calendar: WorkCalendar
) -> Iterator[tuple[str, Ask]]:
    """The fullest day and the place with most documents, then the whole office; and who is asked for."""
    day = session.scalar(sa.select(Slot.day).order_by(Slot.taken.desc(), Slot.id).limit(1))
    if day is not None:
        yield "pengambilan sehari, jumlah", lambda asking: pickups.pickup_counts(asking, EVERYWHERE, day)
        yield "pengambilan sehari", lambda asking: pickups.pickup_window(asking, EVERYWHERE, day)
    most = READY_REQUESTS.with_only_columns(Request.location_code).group_by(Request.location_code)
    for place in (None, session.scalar(most.order_by(sa.func.count().desc()).limit(1))):
        where = ", satu lokasi" if place else ""
        yield f"belum diambil{where}, jumlah", _waiting_counts(place)
        yield f"belum diambil{where}", _waiting(place)
        yield f"belum diambil{where}, halaman akhir", _waiting(place, PAST_THE_END)
    ready = session.scalar(READY_REQUESTS.with_only_columns(sa.func.max(Request.id)))
    if ready is not None:
        yield "loket, satu permohonan", lambda asking: counter.counter_case(asking, vault, EVERYWHERE, ready)
        yield "loket, cari nomor", _find(vault, calendar, request_number(ready))
    yield "loket, cari nama", _find(vault, calendar, f"{FIRST_NAMES[0]} {LAST_NAMES[0]}")
    yield "loket, cari nama banyak", _find(vault, calendar, LAST_NAMES[0])


def _visits(session: Session, vault: PersonalDataVault, calendar: WorkCalendar) -> Iterator[tuple[str, Ask]]:
    def plan(asking: Session) -> None:
        days = visits.visiting_days(asking, calendar, EVERYWHERE, days=BOARD_DAYS)
        visits.visitors(asking, EVERYWHERE, days)

    yield "permintaan kunjungan, jumlah", lambda asking: visits.wish_counts(asking, EVERYWHERE)
    yield "permintaan kunjungan", lambda asking: visits.wish_page(asking, vault, EVERYWHERE)
    yield (
        "permintaan kunjungan, halaman akhir",
        lambda asking: visits.wish_page(asking, vault, EVERYWHERE, page=PAST_THE_END),
    )
    yield "jadwal kunjungan", plan
    fullest = (
        sa.select(HomeVisit.officer_id, HomeVisit.scheduled_on)
        .where(HomeVisit.officer_id.is_not(None))
        .group_by(HomeVisit.officer_id, HomeVisit.scheduled_on)
        .order_by(sa.func.count().desc())
        .limit(1)
    )
    if (found := session.execute(fullest).first()) is not None:
        visitor, day = found.officer_id, found.scheduled_on
        yield "rute sehari", lambda asking: visits.route(asking, vault, EVERYWHERE, visitor, day)


def _assisted(session: Session, vault: PersonalDataVault) -> Iterator[tuple[str, Ask]]:
    """As the Satgas Pamor whose kelurahan brought most."""
    busiest = (
        sa.select(UserKelurahan.user_id)
        .join(Request, UserKelurahan.kelurahan_code == Request.kelurahan_code)
        .where(IS_ASSISTED)
        .group_by(UserKelurahan.user_id)
        .order_by(sa.func.count().desc())
        .limit(1)
    )
    if (user_id := session.scalar(busiest)) is not None:
        helper = replace(EVERYWHERE, id=user_id, role="pamor")
        yield "Halo Pamor, jumlah", lambda asking: assisted_counts(asking, helper)
        yield "Halo Pamor", lambda asking: assisted_page(asking, vault, helper)


def _count(session: Session, chosen: sa.Select[Any]) -> int:
    return session.scalar(chosen.with_only_columns(sa.func.count())) or 0


def _waiting_counts(place: str | None) -> Ask:
    return lambda asking: uncollected.waiting_counts(asking, EVERYWHERE, location=place)


def _waiting(place: str | None, page: int = 1) -> Ask:
    return lambda asking: uncollected_list.waiting_window(asking, EVERYWHERE, None, location=place, page=page)


def _find(vault: PersonalDataVault, calendar: WorkCalendar, text: str) -> Ask:
    return lambda asking: counter.find_cases(asking, vault, calendar, EVERYWHERE, text)
