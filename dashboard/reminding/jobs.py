"""The background jobs of reminders: one per reminder, and a look at what was not taken."""

from __future__ import annotations

import asyncio

import procrastinate

from dashboard.registry.database import RequestDatabase
from dashboard.registry.reminders import AFTER_ALL_ELSE, SEND_REMINDER
from dashboard.reminding.delivering import Reminding
from dashboard.settings import Settings

EVERY_TEN_MINUTES = "*/10 * * * *"
TRY_AGAIN = "remind_again"


def add_reminder_jobs(jobs: procrastinate.App, database: RequestDatabase, settings: Settings) -> None:
    """Add the jobs; they carry the number of a reminder and nothing else."""
    reminding = Reminding(database, settings)

    async def send_pickup_reminder(reminder_id: int) -> None:
        await asyncio.to_thread(reminding.deliver, reminder_id)

    jobs.task(name=SEND_REMINDER)(send_pickup_reminder)

    async def remind_again(timestamp: int) -> None:  # noqa: ARG001 - the library passes it
        await asyncio.to_thread(reminding.try_again)

    again = jobs.task(name=TRY_AGAIN, queueing_lock=TRY_AGAIN, priority=AFTER_ALL_ELSE)(remind_again)
    jobs.periodic(cron=EVERY_TEN_MINUTES)(again)
