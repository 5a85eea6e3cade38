"""The report's background jobs: an hourly look at what is due, and one job per report to send."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued

from dashboard.registry.database import RequestDatabase
from dashboard.report import schedule
from dashboard.report.period import Frequency
from dashboard.report.schedule import Due, deliver, due_reports
from dashboard.settings import Settings

EVERY_HOUR = "0 * * * *"
"""06.00 WIB is when reports become due; the other hours catch up on what a stopped worker missed."""

FIRST_PAUSE_SECONDS = 60
LONGEST_PAUSE_SECONDS = 3600


class BackOff(procrastinate.BaseRetryStrategy):  # type: ignore[misc]
    """Twice as long before every new attempt, up to an hour; a report that is out of date ends by itself."""

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> procrastinate.RetryDecision:  # noqa: ARG002
        pause = min(FIRST_PAUSE_SECONDS * 2 ** min(job.attempts, 10), LONGEST_PAUSE_SECONDS)
        return procrastinate.RetryDecision(retry_in={"seconds": pause})


def add_report_jobs(jobs: procrastinate.App, database: RequestDatabase, settings: Settings) -> None:
    """Add the jobs; without a mail server in the settings nothing is ever due."""

    async def send_report(user_id: int, frequency: Frequency, period: str) -> None:
        await asyncio.to_thread(deliver, database, settings, Due(user_id, frequency, period))

    sending = jobs.task(name="send_report", retry=BackOff())(send_report)

    async def reports_due(timestamp: int) -> None:  # noqa: ARG001 - the library passes it
        if not settings.smtp_host:
            return
        for due in await asyncio.to_thread(_due_now, database):
            with contextlib.suppress(AlreadyEnqueued):  # it waits for its next attempt
                job = sending.configure(queueing_lock=due.key)
                await job.defer_async(user_id=due.user_id, frequency=due.frequency, period=due.period)

    looking = jobs.task(name="reports_due", queueing_lock="reports_due")(reports_due)
    jobs.periodic(cron=EVERY_HOUR)(looking)


def _due_now(database: RequestDatabase) -> list[Due]:
    with database.session() as session:
        return due_reports(session, schedule.clock())
