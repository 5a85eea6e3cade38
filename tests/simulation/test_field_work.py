"""The demo's home visits: there on the day it is started, never doubled, filled anew when they are over."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry import visits, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import HomeVisit, UserAccount, VisitWish
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.workflow.people import stored_officer
from dashboard.simulation.field_work import CAPACITIES, FAILED_BEFORE, PLANS, ensure_demo_visits

TUESDAY = dt.datetime(2026, 11, 24, 8, 0, tzinfo=WIB)
CASES = 45


def submit_cases(session: Session) -> None:
    """Applications for a KTP-el that wait for verification."""
    mark_data_kind(session, "contoh")
    ensure_demo_accounts(session)
    calendar, vault = WorkCalendar(session), PersonalDataVault.demo()
    for number in range(CASES):
        application = workflow.Application(
            person=Person(nik=f"327599{number:010d}", name="Budi Santoso"),
            service_code="KTP_EL",
            variant_code="baru",
            kelurahan_code=f"32.75.09.100{number % 3 + 1}",
            location_code="KEC_09",
            channel="aplikasi",
        )
        workflow.submit(session, vault, calendar, application, at=TUESDAY - dt.timedelta(days=7))


def planned_on(session: Session, username: str, day: dt.date) -> int:
    mine = sa.select(UserAccount.id).where(UserAccount.username == username).scalar_subquery()
    return session.scalar(
        sa.select(sa.func.count())
        .select_from(HomeVisit)
        .where(HomeVisit.officer_id == mine, HomeVisit.scheduled_on == day, HomeVisit.outcome.is_(None))
    ) or 0  # fmt: skip


def test_today_and_the_days_ahead_have_visits_and_some_of_yesterday_met_nobody(
    database: RequestDatabase,
) -> None:
    with database.session.begin() as session:
        submit_cases(session)
        more_wishes(session)
        ensure_demo_visits(session, now=TUESDAY)
        days = [TUESDAY.date() + dt.timedelta(days=ahead) for ahead in range(4)]

        for username, counts in PLANS.items():
            assert [planned_on(session, username, day) for day in days] == list(counts[:4])
        user = session.scalars(sa.select(UserAccount.id).where(UserAccount.username == "petugas2")).one()
        officer = stored_officer(session, user)
        assert officer is not None
        (one,) = [each for each in visits.visitors(session, officer, days) if each.id == user]
        assert (one.per_day, one.left(days[1])) == (CAPACITIES["petugas2"], 0)
        page = visits.wish_page(session, PersonalDataVault.demo(), officer, at=TUESDAY)
        assert sum(item.failed for item in page.items) == FAILED_BEFORE
        assert page.total > FAILED_BEFORE


def more_wishes(session: Session) -> None:
    """The simulation asks for a third of what it wants at this early status; the others ask themselves."""
    calendar = WorkCalendar(session)
    user = session.scalars(sa.select(UserAccount.id).where(UserAccount.username == "petugas")).one()
    officer = stored_officer(session, user)
    assert officer is not None
    for request_id in session.scalars(sa.text("select id from request order by id limit 30")).all():
        visits.wish(session, calendar, officer, request_id, "perekaman", at=TUESDAY - dt.timedelta(days=2))


def test_a_second_start_adds_nothing_and_a_later_one_fills_the_days_anew(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        submit_cases(session)
        ensure_demo_visits(session, now=TUESDAY)
        count = sa.select(sa.func.count()).select_from(HomeVisit)
        wishes = sa.select(sa.func.count()).select_from(VisitWish)
        before = (session.scalar(count), session.scalar(wishes))
        assert before[0]

        ensure_demo_visits(session, now=TUESDAY + dt.timedelta(hours=3))
        assert (session.scalar(count), session.scalar(wishes)) == before

        for visit in session.scalars(sa.select(HomeVisit).where(HomeVisit.outcome.is_(None))):
            visit.outcome, visit.visited_at = "tidak_di_rumah", TUESDAY
        session.flush()
        ensure_demo_visits(session, now=TUESDAY + dt.timedelta(days=14))
        assert planned_on(session, "petugas", TUESDAY.date() + dt.timedelta(days=14))
