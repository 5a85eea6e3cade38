"""How fast the queue's lists, counts and searches are among a million waiting and a million closed cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.bench.claims import BenchOfficer
from dashboard.bench.many_cases import fill_with_cases
from dashboard.bench.scratch import scratch_office
from dashboard.bench.timing import Spread, seconds, spread
from dashboard.registry import queue
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.lookup import masked_applicants
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.search import search_cases
from dashboard.registry.workflow import EVERYTHING, Officer, QueueFilter
from dashboard.simulation.people import FIRST_NAMES, LAST_NAMES

MANY, QUICK_MANY = 1_000_000, 2_000
RUNS, QUICK_RUNS = 20, 2
PAGE_SIZE = 50
NIK = "3275990101900001"

Ask = Callable[[Session], Any]
EVERYWHERE = BenchOfficer(0, "bench")


def measure_lists(beside: RequestDatabase, *, quick: bool, tell: Callable[[str], None]) -> dict[str, Any]:
    """Ask every list as a page does, again and again, in one office of many cases."""
    many, runs = (QUICK_MANY, QUICK_RUNS) if quick else (MANY, RUNS)
    tell(f"menyiapkan {many} kasus terbuka, {many} selesai")
    with scratch_office(beside) as database:
        fill_with_cases(database, open_cases=many, closed_cases=many)
        return {"open": many, "closed": many, "lists": ask_lists(database, runs, tell)}


def ask_lists(database: RequestDatabase, runs: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Times of every list, by name."""
    vault = PersonalDataVault.demo()
    with database.session.begin() as session:
        calendar = WorkCalendar(session)
        newest = session.scalar(sa.text("select max(id) from request")) or 0
        # One applicant has a number that can be looked for.
        session.execute(
            sa.text("update applicant set nik_hash = :hash where id = :id"),
            {"hash": vault.nik_hash(NIK), "id": newest},
        )
        places, services = (_by_frequency(session, column) for column in ("location_code", "service_code"))
    asks = {
        **dict(_pages(calendar)),
        **dict(_narrowed(calendar, places, services)),
        **dict(_searches(vault, calendar, newest, places[0])),
    }
    return ask_all(database, asks, runs, tell)


def ask_all(
    database: RequestDatabase, asks: Mapping[str, Ask], runs: int, tell: Callable[[str], None]
) -> dict[str, Spread]:
    """Times of every question by name; each is asked in a transaction of its own, after a first time."""
    found = {}
    for name, ask in asks.items():
        tell(name)
        _time(database, ask)
        found[name] = spread([_time(database, ask) for _ in range(runs)])
    return found


def _by_frequency(session: Session, column: str) -> list[str]:
    """The codes of the waiting cases, the rarest first."""
    counted = sa.text(f"select {column} from free_case group by 1 order by count(*)")  # noqa: S608
    return list(session.scalars(counted))


def _time(database: RequestDatabase, ask: Ask) -> float:
    def in_a_session() -> None:
        with database.session() as session:
            ask(session)

    return seconds(in_a_session)


def _pages(calendar: WorkCalendar) -> Iterator[tuple[str, Ask]]:
    """Every view, every order both ways, and the last page that can be reached."""
    for view in queue.VIEWS:
        yield f"tampilan {view}", _window(calendar, view=view)
    for sort in queue.SORTINGS:
        for descending in (False, True):
            name = f"urut {sort} {'turun' if descending else 'naik'}"
            yield name, _window(calendar, sort=sort, descending=descending)
        yield f"urut {sort}, halaman akhir", _window(calendar, sort=sort, page=queue.LIST_LIMIT // PAGE_SIZE)
    for view in queue.DUE_VIEWS:
        yield f"{view} urut masuk naik", _window(calendar, view=view, sort="masuk")
    yield "terlambat, halaman akhir", _window(calendar, view="terlambat", page=queue.LIST_LIMIT // PAGE_SIZE)
    yield "jumlah saja", lambda session: queue.queue_counts(session, EVERYWHERE)


def _narrowed(calendar: WorkCalendar, places: list[str], services: list[str]) -> Iterator[tuple[str, Ask]]:
    """Filters, rare and common, and officers with limits."""
    fewest, most = places[0], places[-1]
    rare, common = services[0], services[-1]
    officers: dict[str, tuple[Officer, QueueFilter]] = {
        "saring layanan jarang": (EVERYWHERE, QueueFilter(services=(rare,))),
        "saring layanan banyak": (EVERYWHERE, QueueFilter(services=(common,))),
        "saring layanan dan lokasi jarang": (EVERYWHERE, QueueFilter(services=(rare,), locations=(fewest,))),
        "saring status": (EVERYWHERE, QueueFilter(statuses=("PROSES",))),
        "saring kanal jarang": (EVERYWHERE, QueueFilter(channels=("halo_petugas",))),
        "saring kanal yang tidak ada": (EVERYWHERE, QueueFilter(channels=("halo_pamor",))),
        "saring prioritas": (EVERYWHERE, QueueFilter(only_priority=True)),
        "petugas lokasi kecil": (replace(EVERYWHERE, locations=(fewest,)), EVERYTHING),
        "petugas lokasi besar": (replace(EVERYWHERE, locations=(most,)), EVERYTHING),
        "petugas dua lokasi": (replace(EVERYWHERE, locations=(fewest, most)), EVERYTHING),
        "petugas satu kecamatan": (replace(EVERYWHERE, areas=("32.75.01",)), EVERYTHING),
        "petugas dua layanan": (replace(EVERYWHERE, services=(rare, common)), EVERYTHING),
    }
    for name, (officer, where) in officers.items():
        yield name, _window(calendar, officer=officer, where=where)


def _searches(
    vault: PersonalDataVault, calendar: WorkCalendar, newest: int, place: str
) -> Iterator[tuple[str, Ask]]:
    """By number, NIK and name; the applicants' names are opened as the page does."""
    texts = {
        "nomor": request_number(newest),
        "NIK": NIK,
        "NIK yang tidak ada": NIK[::-1],
        "nama": f"{FIRST_NAMES[0]} {LAST_NAMES[0]}",
        "nama banyak": LAST_NAMES[0],
        "nama yang tidak ada": f"{FIRST_NAMES[0]} Tiada",
    }
    officers = {"": EVERYWHERE, ", satu lokasi": replace(EVERYWHERE, locations=(place,))}
    for what, text in texts.items():
        for where, officer in officers.items():
            yield f"cari {what}{where}", _search(vault, calendar, officer, text)


def _window(calendar: WorkCalendar, *, officer: Officer = EVERYWHERE, **how: Any) -> Ask:
    how = {"view": "menunggu", **how}
    return lambda session: queue.queue_window(session, calendar, officer, page_size=PAGE_SIZE, **how)


def _search(vault: PersonalDataVault, calendar: WorkCalendar, officer: Officer, text: str) -> Ask:
    def search(session: Session) -> None:
        found = search_cases(session, vault, calendar, officer, text)
        masked_applicants(session, vault, [item.request_id for item in found.items])

    return search
