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
from dashboard.registry.office_facts import set_fact
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.status import NEXT_STATUSES, WORKED_STATUSES, Status
from dashboard.registry.urgency import keep_queue
from dashboard.registry.workflow import RejectionChoice
from tests.registry.conftest import TestOfficer, add_officer

START = dt.datetime(2026, 11, 23, 8, tzinfo=WIB)
CAP = 2
LEASE = dt.timedelta(minutes=30)
OFFICERS = {"ani": "petugas", "beni": "petugas", "citra": "admin", "dini": "penyelia"}
OFFICER, NUMBER = st.integers(0, len(OFFICERS) - 1), st.integers(0, 9)
SAME = -1
ACTOR = st.just(SAME) | OFFICER
"""Often the officer who holds the case or held it last, else who acted last; or anybody."""
BURAM = (RejectionChoice("BERKAS_BURAM", is_primary=True),)


@dataclass
class Case:
    """What the model knows of one application."""

    submitted_at: dt.datetime
    queue_at: dt.datetime
    holder: int | None = None
    lease_until: dt.datetime | None = None
    lapsed: int | None = None
    hold_until: dt.datetime | None = None
    skipped: dict[int, dt.datetime] = field(default_factory=dict)
    priority: str | None = None
    # The steps that stand: (status left, entered, left, actor).
    steps: list[tuple[Status, dt.datetime, dt.datetime, int]] = field(default_factory=list)
    status: Status = Status.VERIFIKASI
    repeated: bool = False

    @property
    def since(self) -> dt.datetime:
        return self.steps[-1][2] if self.steps else self.submitted_at

    @property
    def is_worked(self) -> bool:
        return self.status in WORKED_STATUSES

    def is_offered(self, officer: int, now: dt.datetime) -> bool:
        free = self.is_worked and self.holder is None and self.hold_until is None
        return free and self.skipped.get(officer, now) <= now

    def is_in_hand(self, officer: int) -> bool:
        if self.holder is None:
            return self.lapsed == officer
        return self.holder == officer

    def put_back(self) -> None:
        self.holder = self.lease_until = self.lapsed = None

    def give(self, officer: int, until: dt.datetime) -> None:
        self.holder, self.lease_until, self.lapsed = officer, until, None

    def keep(self, now: dt.datetime) -> None:
        """What time alone changes."""
        if self.lease_until is not None and self.lease_until <= now:
            self.holder, self.lease_until, self.lapsed = None, None, self.holder
        if self.hold_until is not None and self.hold_until <= now:
            self.hold_until = None


class Office(RuleBasedStateMachine):
    """Two officers, a supervisor and an admin at work, while time goes on."""

    def __init__(self, database: RequestDatabase) -> None:
        super().__init__()
        self.session = database.session()
        self.calendar = WorkCalendar(self.session)
        self.vault = PersonalDataVault.demo()
        self.cases: dict[int, Case] = {}
        self.now = START

    def teardown(self) -> None:
        assert audit.verify(self.session) is None
        # Deferred rules are checked too, then everything is undone for the next example.
        self.session.execute(sa.text("set constraints all immediate"))
        self.session.rollback()
        self.session.close()

    @initialize()
    def officers(self) -> None:
        self.officers_by_id: dict[int, TestOfficer] = {}
        set_fact(self.session, "desk_most_held", str(CAP))
        for name, role in OFFICERS.items():
            officer = add_officer(self.session, f"{name}-model", role)
            self.officers_by_id[officer.id] = officer
        self.last = min(self.officers_by_id)
        for _ in range(2):
            self.submit()

    def officer(self, number: int) -> TestOfficer:
        return list(self.officers_by_id.values())[number]

    def actor(self, number: int, case: Case | None = None) -> TestOfficer:
        holder = (case.holder or case.lapsed) if case else None
        self.last = (holder or self.last) if number == SAME else list(self.officers_by_id)[number]
        return self.officers_by_id[self.last]

    def case(self, number: int) -> tuple[int, Case] | None:
        ids = sorted(self.cases)
        return (ids[number % len(ids)], self.cases[ids[number % len(ids)]]) if ids else None

    def version(self, request_id: int) -> int:
        return self.session.execute(sa.select(Request.version).where(Request.id == request_id)).scalar_one()

    def held(self, officer: int) -> int:
        return sum(case.holder == officer for case in self.cases.values())

    def keep(self) -> None:
        for case in self.cases.values():
            case.keep(self.now)

    @rule(minutes=st.integers(1, 40) | st.integers(1, 2000))
    def time_goes_on(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from([0, 30]))
    def the_queue_is_kept(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)
        keep_queue(self.session, at=self.now)
        self.keep()

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
        self.cases[request.id] = Case(self.now, request.queue_at)

    @rule(officer=ACTOR)
    def claim_next(self, officer: int) -> None:
        actor = self.actor(officer)
        self.keep()
        if self.held(actor.id) >= CAP:
            self.attempt(False, lambda: workflow.claim_next(self.session, actor, at=self.now))
            return
        claimed = workflow.claim_next(self.session, actor, at=self.now)
        offered = [
            (case.queue_at, request_id)
            for request_id, case in self.cases.items()
            if case.is_offered(actor.id, self.now)
        ]

        assert claimed == (min(offered)[1] if offered else None)
        if claimed is not None:
            self.cases[claimed].give(actor.id, self.now + LEASE)

    @rule(officer=ACTOR, number=NUMBER)
    def claim(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor = self.actor(officer, case)
        is_free = case.holder is None or (case.lease_until is not None and case.lease_until <= self.now)
        is_held = case.hold_until is not None and case.hold_until > self.now
        may_take = case.is_worked and is_free and not is_held and self.held(actor.id) < CAP

        self.attempt(
            case.holder == actor.id or may_take,
            lambda: workflow.claim(self.session, actor, request_id, at=self.now),
        )
        if case.holder != actor.id and may_take:
            case.give(actor.id, self.now + LEASE)

    @rule(officer=ACTOR, number=NUMBER)
    def work_on(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor = self.actor(officer, case)
        holds = case.holder == actor.id
        may = holds or (case.is_in_hand(actor.id) and self.held(actor.id) < CAP)

        until = workflow.extend_lease(self.session, actor, request_id, at=self.now)

        if may:
            longer = max(case.lease_until or self.now, self.now + LEASE)
            case.give(actor.id, longer)
        assert until == (case.lease_until if may else None)

    @rule(officer=ACTOR, number=NUMBER)
    def release(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor = self.actor(officer, case)
        allowed = case.is_in_hand(actor.id) or actor.role in ("admin", "penyelia")

        self.attempt(allowed, lambda: workflow.release(self.session, actor, request_id))
        if allowed:
            case.put_back()

    @rule(officer=ACTOR, number=NUMBER, reason=st.sampled_from(["KENAL_PEMOHON", "LAIN_LEWATI"]))
    def skip(self, officer: int, number: int, reason: str) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor = self.actor(officer, case)
        allowed = case.is_in_hand(actor.id) and reason != "LAIN_LEWATI"

        self.attempt(
            allowed, lambda: workflow.skip(self.session, actor, request_id, reason, " ", at=self.now)
        )
        if allowed:
            case.put_back()
            midnight = self.now.replace(hour=0, minute=0) + dt.timedelta(days=1)
            case.skipped[actor.id] = midnight

    @rule(officer=ACTOR, number=NUMBER, days=st.integers(0, 6))
    def hold(self, officer: int, number: int, days: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor = self.actor(officer, case)
        day = self.calendar.at("KEC_09").open_day_after(self.now.date(), days) if days else self.now.date()
        may = case.is_in_hand(actor.id) or (actor.role in ("admin", "penyelia") and case.is_worked)
        allowed = may and 1 <= days <= 5

        self.attempt(
            allowed,
            lambda: workflow.hold(
                self.session, self.calendar, actor, request_id, "TUNGGU_PUSAT", day, at=self.now
            ),
        )
        if allowed:
            case.put_back()
            case.hold_until = dt.datetime.combine(day, dt.time(), tzinfo=WIB)

    @rule(officer=ACTOR, number=NUMBER)
    def resume(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        allowed = case.hold_until is not None

        self.attempt(
            allowed, lambda: workflow.resume(self.session, self.actor(officer, case), request_id, at=self.now)
        )
        case.hold_until = None

    @rule(officer=ACTOR, number=NUMBER, priority=st.sampled_from([None, "lansia", "sakit"]))
    def give_priority(self, officer: int, number: int, priority: str | None) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found

        self.attempt(
            case.is_worked,
            lambda: workflow.set_priority(
                self.session, self.calendar, self.actor(officer, case), request_id, priority
            ),
        )
        if case.is_worked:
            moved = (case.priority is not None) - (priority is not None)
            case.queue_at += dt.timedelta(days=1) * moved
            case.priority = priority

    @rule(officer=OFFICER, to=OFFICER, numbers=st.lists(NUMBER, max_size=3))
    def assign(self, officer: int, to: int, numbers: list[int]) -> None:
        actor, receiver = self.officer(officer), self.officer(to)
        ids = list(dict.fromkeys(found[0] for number in numbers if (found := self.case(number))))
        results: list[workflow.CaseResult] = []
        allowed = actor.role in ("admin", "penyelia")

        self.attempt(
            allowed,
            lambda: results.extend(
                workflow.assign(self.session, self.calendar, actor, receiver.id, ids, at=self.now)
            ),
        )
        if allowed:
            assert [(row.request_id, row.done) for row in results] == [
                (request_id, self.cases[request_id].is_worked) for request_id in ids
            ]
            self.given(ids, receiver.id)

    def given(self, ids: list[int], officer: int) -> None:
        closing = int(self.calendar.at("KEC_09").due(int(self.now.timestamp()), 0))
        until = max(self.now + LEASE, dt.datetime.fromtimestamp(closing, dt.UTC))
        for case in (self.cases[request_id] for request_id in ids):
            if case.is_worked and case.holder != officer:
                case.give(officer, until)
                case.hold_until = None

    @rule(officer=OFFICER, numbers=st.lists(NUMBER, max_size=3))
    def take_back(self, officer: int, numbers: list[int]) -> None:
        actor = self.officer(officer)
        ids = list(dict.fromkeys(found[0] for number in numbers if (found := self.case(number))))
        results: list[workflow.CaseResult] = []
        allowed = actor.role in ("admin", "penyelia")

        self.attempt(allowed, lambda: results.extend(workflow.take_back(self.session, actor, ids)))
        if allowed:
            assert [row.done for row in results] == [
                self.cases[request_id].holder is not None for request_id in ids
            ]
            for case in (self.cases[request_id] for request_id in ids):
                if case.holder is not None:
                    case.put_back()

    @rule(officer=OFFICER, away=OFFICER, to=OFFICER)
    def hand_over_held(self, officer: int, away: int, to: int) -> None:
        actor, absent, receiver = self.officer(officer), self.officer(away), self.officer(to)
        allowed = actor.role in ("admin", "penyelia") and absent != receiver
        ids = [request_id for request_id, case in self.cases.items() if case.holder == absent.id]

        self.attempt(
            allowed,
            lambda: workflow.hand_over_held(
                self.session, self.calendar, actor, absent.id, receiver.id, at=self.now
            ),
        )
        if allowed:
            self.given(ids, receiver.id)

    @rule(
        officer=ACTOR,
        number=NUMBER,
        outcome=st.sampled_from([Status.PROSES, Status.SELESAI, Status.DITOLAK, Status.GAGAL]),
        stale=st.sampled_from([False, False, True]),
    )
    def decide(self, officer: int, number: int, outcome: Status, stale: bool) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor, version = self.actor(officer, case), self.version(request_id) - stale
        allowed = not stale and case.is_in_hand(actor.id) and outcome in NEXT_STATUSES[case.status]
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

    @rule(officer=ACTOR, number=NUMBER)
    def hand_over(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor, version = self.actor(officer, case), self.version(request_id)
        allowed = case.status is Status.SELESAI

        self.attempt(
            allowed,
            lambda: workflow.hand_over(
                self.session, self.calendar, actor, request_id, "loket", version=version, at=self.now
            ),
        )
        if allowed:
            self.move(case, Status.DIAMBIL, actor.id)

    @rule(officer=ACTOR, number=NUMBER)
    def correct(self, officer: int, number: int) -> None:
        if (found := self.case(number)) is None:
            return
        request_id, case = found
        actor, version = self.actor(officer, case), self.version(request_id)
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
            case.put_back()
            case.hold_until = None

    @rule(number=NUMBER)
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
            self.cases[repeats[0].id] = Case(self.now, repeats[0].queue_at, priority=repeats[0].priority)

    def attempt(self, allowed: bool, act) -> None:
        if allowed:
            act()
            return
        with pytest.raises(workflow.WorkflowError):
            act()

    def move(self, case: Case, target: Status, actor: int) -> None:
        case.steps.append((case.status, case.since, self.now, actor))
        case.status = target
        case.put_back()
        case.hold_until = None

    @invariant()
    def the_database_agrees_with_the_model(self) -> None:
        rows = self.session.execute(
            sa.select(
                Request.id,
                Request.status,
                Request.status_since,
                Request.claimed_by,
                Request.lease_until,
                Request.lapsed_by,
                Request.hold_until,
                Request.queue_at,
            )
        )
        assert {row.id: tuple(row)[1:] for row in rows} == {
            request_id: (
                case.status.value,
                case.since,
                case.holder,
                case.lease_until,
                case.lapsed,
                case.hold_until,
                case.queue_at,
            )
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


def test_random_work_never_leaves_the_model(database: RequestDatabase) -> None:
    run_state_machine_as_test(
        lambda: Office(database),
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
