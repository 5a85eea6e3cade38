"""Checks of the figures: asking for one, and what the last ones found."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import FigureCheck

CHECK = "check_figures"
"""Name of the background job, and of the lock that lets only one of them wait."""

CHECK_LOCK = 32750003
"""PostgreSQL's advisory lock of a running check; it goes when its process goes."""

DEFER = sa.text(
    """select procrastinate_defer_jobs_v1(array[row(
           'default', cast(:task as text), 0, null, cast(:task as text),
           jsonb_build_object('asked_by', cast(:asked_by as text)), null
       )::procrastinate_job_to_defer_v1])"""
)
UNDER_WAY = sa.text(
    """select exists (select from procrastinate_jobs where queueing_lock = :task and status = 'todo')
           or exists (
               select from pg_locks
               where locktype = 'advisory' and granted and classid = 0 and objid = :lock and objsubid = 1
                 and database = (select oid from pg_database where datname = current_database())
           )"""
)


def ask_for_check(session: Session, asked_by: str) -> bool:
    """Have the worker check the figures once this transaction is committed.

    Returns:
        Whether it was asked for now; ``False`` when a check waits already.
    """
    try:
        with session.begin_nested():
            session.execute(DEFER, {"task": CHECK, "asked_by": asked_by})
    except sa.exc.IntegrityError:  # The queueing lock is held by the one that waits.
        return False
    return True


def check_is_under_way(session: Session) -> bool:
    """Whether a check waits for the worker or runs."""
    return bool(session.scalar(UNDER_WAY, {"task": CHECK, "lock": CHECK_LOCK}))


def checks(session: Session, count: int) -> list[FigureCheck]:
    """The newest checks of the figures, newest first."""
    return list(session.scalars(sa.select(FigureCheck).order_by(FigureCheck.id.desc()).limit(count)))


def keep_check(
    session: Session,
    *,
    started_at: dt.datetime,
    asked_by: str,
    total: int,
    differences: list[dict[str, Any]],
    matching: int,
    duplicates: int,
) -> None:
    """Store what a check found, as finished now."""
    session.add(
        FigureCheck(
            started_at=started_at,
            finished_at=dt.datetime.now(dt.UTC),
            asked_by=asked_by,
            total=total,
            matching=matching,
            differences=differences,
            duplicates=duplicates,
        )
    )
