"""Random officers at random work: the database always agrees with a plain model of the workflow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dashboard.registry import audit, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Request, Transition
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.status import NEXT_STATUSES, WORKED_STATUSES, Status
from dashboard.registry.workflow import RejectionChoice
from tests.registry.conftest import TestOfficer, add_officer

START = dt.datetime(2026, 11, 23, 8, tzinfo=WIB)
BURAM = (RejectionChoice("BERKAS_BURAM", is_primary=True),)


@dataclass
class Case:
    """What the model knows of one application."""

    submitted_at: dt.datetime
    holder: int | None = None
    # The steps that stand: (status left, entered, left, actor).
    steps: list[tuple[Status, dt.datetime, dt.datetime, int]] = field(default_factory=list)
    status: Status = Status.VERIFIKASI
    repeated: bool = False

    @property
    def since(self) -> dt.datetime:
        return self.steps[-1][2] if self.steps else self.submitted_at


class Office(RuleBasedStateMachine):
    """Two officers and an admin submit, claim, decide, undo and repeat, while time goes on."""

    def __init__(self, database: RequestDatabase) -> None:
        super().__init__()
        self.session = database.session()
        self.calendar = WorkCalendar(self.session)
        self.vault = PersonalDataVault.demo()
        self.cases: dict[int, Case] = {}
        self.now = START

    def teardown(self) -> None:
        # Deferred rules are checked too, then everything is undone for the next example.
        self.session.execute(sa.text("set constraints all immediate"))
        self.session.rollback()
        self.session.close()

    @initialize()
    def officers(self) -> None:
        self.officers_by_id: dict[int, TestOfficer] = {}
        for name, role in (("ani", "petugas"), ("beni", "petugas"), ("citra", "admin")):
            officer = add_officer(self.session, f"{name}-model", role)
            self.officers_by_id[officer.id] = officer

    def officer(self, number: int) -> TestOfficer:
        return list(self.officers_by_id.values())[number]

    def case(self, number: int) -> tuple[int, Case] | None:
        ids = sorted(self.cases)
        return (ids[number % len(ids)], self.cases[ids[number % len(ids)]]) if ids else None

    def version(self, request_id: int) -> int:
        return self.session.execute(sa.select(Request.version).where(Request.id == request_id)).scalar_one()

    @rule(minutes=st.integers(1, 600))
    def time_goes_on(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @rule()
    def submit(self) -> None:
        request = workflow.submit(
            self.session,
            self.vault,
            self.calendar,
            workflow.Application(
                person=Person(nik=f"327599{len(self.cases):010d}", name="Warga Contoh"),
                service_code="KK",
                variant_code="baru",
                kelurahan_code="32.75.09.1001",
                location_code="KEC_09",
                channel="loket",
            ),
            at=self.now,
        )
        self.cases[request.id] = Case(self.now)

    @rule(officer=st.integers(0, 2))
    def claim_next(self, officer: int) -> None:
        claimed = workflow.claim_next(self.session, self.officer(officer), at=self.now)
        free = {
            request_id
            for request_id, case in self.cases.items()
            if case.holder is None and case.status in WORKED_STATUSES
        }

        assert (claimed in free) if free else (claimed is None)
        if claimed is not None:
            self.cases[claimed].holder = self.officer(officer).id

    @rule(officer=st.integers(0, 2), number=st.integers(0, 9))
    def release(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor = self.officer(officer)
        allowed = case.holder == actor.id or actor.role == "admin"

        self.attempt(allowed, lambda: workflow.release(self.session, actor, request_id))
        if allowed:
            case.holder = None

    @rule(
        officer=st.integers(0, 2),
        number=st.integers(0, 9),
        outcome=st.sampled_from([Status.PROSES, Status.SELESAI, Status.DITOLAK, Status.GAGAL]),
        stale=st.booleans(),
    )
    def decide(self, officer: int, number: int, outcome: Status, stale: bool) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor, version = self.officer(officer), self.version(request_id) - stale
        allowed = not stale and case.holder == actor.id and outcome in NEXT_STATUSES[case.status]
        common = (self.session, self.calendar, actor, request_id)
        act = {
            Status.PROSES: lambda: workflow.accept(*common, version=version, at=self.now),
            Status.SELESAI: lambda: workflow.finish(*common, version=version, at=self.now),
            Status.DITOLAK: lambda: workflow.reject(*common, BURAM, version=version, at=self.now),
            Status.GAGAL: lambda: workflow.fail(*common, version=version, at=self.now),
        }[outcome]

        self.attempt(allowed, act)
        if allowed:
            self.move(case, outcome, actor.id)

    @rule(officer=st.integers(0, 2), number=st.integers(0, 9))
    def hand_over(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor, version = self.officer(officer), self.version(request_id)
        allowed = case.status is Status.SELESAI

        self.attempt(
            allowed,
            lambda: workflow.hand_over(
                self.session, self.calendar, actor, request_id, "loket", version=version, at=self.now
            ),
        )
        if allowed:
            self.move(case, Status.DIAMBIL, actor.id)

    @rule(officer=st.integers(0, 2), number=st.integers(0, 9))
    def correct(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor, version = self.officer(officer), self.version(request_id)
        recent_own = bool(case.steps) and (
            case.steps[-1][3] == actor.id and self.now - case.steps[-1][2] <= workflow.CORRECTION_WINDOW
        )
        allowed = bool(case.steps) and not case.repeated and (recent_own or actor.role == "admin")

        self.attempt(
            allowed,
            lambda: workflow.correct(
                self.session, self.calendar, actor, request_id, "keliru", version=version, at=self.now
            ),
        )
        if allowed:
            case.status = case.steps.pop()[0]
            case.holder = None

    @rule(number=st.integers(0, 9))
    def resubmit(self, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        allowed = case.status in (Status.DITOLAK, Status.GAGAL) and not case.repeated
        repeats: list[Request] = []

        self.attempt(
            allowed,
            lambda: repeats.append(workflow.resubmit(self.session, self.calendar, request_id, at=self.now)),
        )
        if allowed:
            case.repeated = True
            self.cases[repeats[0].id] = Case(self.now)

    def attempt(self, allowed: bool, act) -> None:
        if allowed:
            act()
            return
        with pytest.raises(workflow.WorkflowError):
            act()

    def move(self, case: Case, target: Status, actor: int) -> None:
        case.steps.append((case.status, case.since, self.now, actor))
        case.status, case.holder = target, None

    @invariant()
    def the_database_agrees_with_the_model(self) -> None:
        rows = self.session.execute(
            sa.select(Request.id, Request.status, Request.status_since, Request.claimed_by)
        ).all()
        assert {row.id: (row.status, row.status_since, row.claimed_by) for row in rows} == {
            request_id: (case.status.value, case.since, case.holder)
            for request_id, case in self.cases.items()
        }

    @invariant()
    def times_in_status_add_up_to_the_throughput(self) -> None:
        undone = sa.select(Transition.reverses_id).where(Transition.reverses_id.is_not(None))
        rows = self.session.execute(
            sa.select(
                Transition.request_id,
                sa.func.sum(Transition.working_seconds).label("in_status"),
                sa.func.max(Transition.working_since_submission).label("throughput"),
            )
            .where(Transition.reverses_id.is_(None), Transition.id.not_in(undone))
            .group_by(Transition.request_id)
        )
        for row in rows:
            assert row.in_status == row.throughput

    @invariant()
    def the_journal_is_whole(self) -> None:
        assert audit.verify(self.session) is None


def test_random_work_never_leaves_the_model(database: RequestDatabase) -> None:
    run_state_machine_as_test(
        lambda: Office(database),
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
