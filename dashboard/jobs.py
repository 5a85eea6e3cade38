"""Background jobs, kept in the request database and run by ``python -m dashboard worker``."""

from __future__ import annotations

import asyncio
import contextlib

import procrastinate

from dashboard.analytics.checking import AlreadyCheckingError, check_and_keep
from dashboard.registry import booking, urgency
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.figure_checks import CHECK
from dashboard.reminding.jobs import add_reminder_jobs
from dashboard.report.jobs import add_report_jobs
from dashboard.settings import Settings

EVERY_MINUTE = "* * * * *"
EVERY_DAY_AT_0005_WIB = "5 17 * * *"  # the library's clock is UTC
EVERY_DAY_AT_0010_WIB = "10 17 * * *"
EVERY_DAY_AT_0200_WIB = "0 19 * * *"
AT_NIGHT = "setiap malam"
"""Who asked for the nightly check, as its result tells."""

MOST_SETTLED_AT_ONCE = 500
"""Bookings ended in one transaction: a counter must not wait for the rest."""


def job_application(database: RequestDatabase, settings: Settings | None = None) -> procrastinate.App:
    """The jobs of an office, on its request database."""
    settings = settings or Settings()
    jobs = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=database.url))

    async def open_slots(timestamp: int) -> None:  # noqa: ARG001 - the library passes it
        await asyncio.to_thread(open_coming_slots, database)

    task = jobs.task(name="open_slots", queueing_lock="open_slots")(open_slots)
    jobs.periodic(cron=EVERY_DAY_AT_0005_WIB)(task)

    async def settle_missed(timestamp: int) -> None:  # noqa: ARG001 - the library passes it
        await asyncio.to_thread(settle_missed_pickups, database)

    settling = jobs.task(name="settle_missed", queueing_lock="settle_missed")(settle_missed)
    jobs.periodic(cron=EVERY_DAY_AT_0010_WIB)(settling)

    async def keep_queue(timestamp: int) -> None:  # noqa: ARG001 - the library passes it
        await asyncio.to_thread(keep_queue_now, database)

    keeping = jobs.task(name="keep_queue", queueing_lock="keep_queue")(keep_queue)
    jobs.periodic(cron=EVERY_MINUTE)(keeping)

    async def check(asked_by: str = AT_NIGHT, timestamp: int | None = None) -> None:  # noqa: ARG001
        with contextlib.suppress(AlreadyCheckingError):
            await asyncio.to_thread(check_and_keep, database, settings, asked_by)

    checking = jobs.task(name=CHECK, queueing_lock=CHECK)(check)
    jobs.periodic(cron=EVERY_DAY_AT_0200_WIB)(checking)
    add_report_jobs(jobs, database, settings)
    add_reminder_jobs(jobs, database, settings)
    return jobs


def open_coming_slots(database: RequestDatabase) -> int:
    """Make sure every location has pickup places for the days residents may choose from.

    Returns:
        The number of days opened.
    """
    with database.session.begin() as session:
        return booking.open_slots(session, WorkCalendar(session))


def settle_missed_pickups(database: RequestDatabase) -> int:
    """End the bookings of past days that nobody came for; a second run finds none.

    Returns:
        The number of bookings ended.
    """
    ended, last = 0, MOST_SETTLED_AT_ONCE
    while last == MOST_SETTLED_AT_ONCE:
        with database.session.begin() as session:
            last = booking.settle_missed(session, WorkCalendar(session), most=MOST_SETTLED_AT_ONCE)
        ended += last
    return ended


def keep_queue_now(database: RequestDatabase) -> None:
    """End claims and holds whose time is over, and pull near pickups ahead, though nobody claims."""
    with database.session.begin() as session:
        urgency.keep_queue(session)
