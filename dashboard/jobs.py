"""Background jobs, kept in the request database and run by ``python -m dashboard worker``."""

from __future__ import annotations

import asyncio

import procrastinate

from dashboard.registry import booking
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase

EVERY_DAY_AT_0005_WIB = "5 17 * * *"  # the library's clock is UTC


def job_application(database: RequestDatabase) -> procrastinate.App:
    """The jobs of an office, on its request database."""
    jobs = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=database.url))

    async def open_slots(timestamp: int) -> None:  # noqa: ARG001 - the library passes it
        await asyncio.to_thread(open_coming_slots, database)

    task = jobs.task(name="open_slots", queueing_lock="open_slots")(open_slots)
    jobs.periodic(cron=EVERY_DAY_AT_0005_WIB)(task)
    return jobs


def open_coming_slots(database: RequestDatabase) -> int:
    """Make sure every location has pickup places for the days residents may choose from.

    Returns:
        The number of days opened.
    """
    with database.session.begin() as session:
        return booking.open_slots(session, WorkCalendar(session))
