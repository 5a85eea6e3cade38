"""What only the request database knows of the quality of its data, as counts without persons."""

from __future__ import annotations

from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import Holiday

DUPLICATES = """
    select count(*) from (
        select submitted_at, resubmission_of, lag(submitted_at) over (
            partition by applicant_id, service_code order by submitted_at, id
        ) as before
        from request where applicant_id is not null
    ) chain
    where resubmission_of is null and submitted_at < before + interval '24 hours'"""

JOINT_LEAVE = "government"
"""The category of holidays that the government announces year by year."""


def duplicate_submissions(connection: psycopg.Connection[Any]) -> int:
    """Applications whose applicant applied for the same service less than 24 hours before.

    A repeat of a rejected application is none.
    """
    row = connection.execute(DUPLICATES).fetchone()
    assert row is not None
    return int(row[0])


def years_without_joint_leave(session: Session, since: int) -> list[int]:
    """Years of the calendar from ``since`` on whose joint leave was not announced or not put in."""
    year = sa.extract("year", Holiday.day)
    rows = session.execute(
        sa.select(year, sa.func.bool_or(Holiday.category == JOINT_LEAVE)).group_by(year).order_by(year)
    )
    return [int(found) for found, announced in rows if found >= since and not announced]
