"""A claim lasts as long as it is worked; a case is skipped, held, prioritised, given and taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.desk_settings import change_desk_setting, desk_settings
from dashboard.registry.models import AuditEntry, QueuePause, Request, Transition, UserAccount
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.queue import queue_item, queue_page
from dashboard.registry.urgency import keep_queue
from tests.registry.conftest import TestOfficer, add_officer

TODAY = dt.date(2026, 11, 23)  # a Monday


def at(hour: int, minute: int = 0, *, day: int = 23) -> dt.datetime:
    """A moment of November 2026."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=WIB)


class Desk:
    """Two officers, a supervisor and cases that came in on Monday morning."""

    def __init__(self, session: Session, vault: PersonalDataVault, calendar: WorkCalendar) -> None:
        self.session, self.vault, self.calendar = session, vault, calendar
        self.ani, self.beni = add_officer(session, "ani"), add_officer(session, "beni")
        self.dini = add_officer(session, "dini", "penyelia")
        self._submitted = 0

    def submit(self, location: str = "KEC_09", **details: object) -> Request:
        self._submitted += 1
        application = workflow.Application(
            person=Person(nik=f"327599{self._submitted:010d}", name="Warga Contoh"),
            service_code="KK",
            variant_code="baru",
            kelurahan_code="32.75.09.1001",
            location_code=location,
            channel="loket",
        )
        return workflow.submit(
            self.session, self.vault, self.calendar, replace(application, **details), at=at(8)
        )

    def claim_next(self, officer: TestOfficer, moment: dt.datetime) -> int | None:
        return workflow.claim_next(self.session, officer, at=moment)

    def accept(self, officer: TestOfficer, request: Request, moment: dt.datetime) -> Transition:
        return workflow.accept(self.session, self.calendar, officer, request.id, version=0, at=moment)

    def reason(self, request: Request, moment: dt.datetime, officer: TestOfficer | None = None) -> str:
        item = queue_item(self.session, self.calendar, officer or self.ani, request.id, at=moment)
        assert item is not None
        return item.reason

    def waiting(self, officer: TestOfficer, moment: dt.datetime) -> list[int]:
        page = queue_page(self.session, self.calendar, officer, "menunggu", at=moment)
        return [item.request_id for item in page]

    def journal(self) -> list[tuple[str, str]]:
        rows = self.session.execute(sa.select(AuditEntry.actor, AuditEntry.action).order_by(AuditEntry.id))
        return [(row.actor, row.action) for row in rows]


@pytest.fixture
def desk(database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar):
    with database.session() as session:
        yield Desk(session, vault, calendar)


# Leases ---------------------------------------------------------------------------------------


def test_a_case_comes_back_when_its_lease_is_over_and_not_before(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))

    assert desk.claim_next(desk.beni, at(9, 29)) is None
    assert desk.claim_next(desk.beni, at(9, 30)) == request.id


def test_the_lease_is_longer_while_the_case_is_worked(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))

    assert workflow.extend_lease(desk.session, desk.ani, request.id, at=at(9, 20)) == at(9, 50)

    assert desk.claim_next(desk.beni, at(9, 49)) is None


def test_nobody_else_prolongs_a_lease(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))

    assert workflow.extend_lease(desk.session, desk.beni, request.id, at=at(9, 20)) is None

    assert request.lease_until == at(9, 30)


def test_a_decision_after_the_lease_counts_while_nobody_took_the_case(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))
    keep_queue(desk.session, at=at(10))
    desk.session.refresh(request)
    assert request.claimed_by is None

    step = desk.accept(desk.ani, request, at(10, 5))

    assert (step.to_status, step.claimed_at) == ("PROSES", at(9))


def test_a_decision_after_the_lease_is_refused_when_somebody_took_the_case(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))
    desk.claim_next(desk.beni, at(9, 30))

    with pytest.raises(workflow.CaseMoved, match=r"dipegang oleh Petugas beni sejak .* 09\.30 WIB"):
        desk.accept(desk.ani, request, at(9, 31))


def test_only_who_held_a_case_last_may_decide_it_late(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))
    keep_queue(desk.session, at=at(10))

    with pytest.raises(workflow.CaseMoved):
        desk.accept(desk.beni, request, at(10, 1))


def test_a_chosen_case_is_free_once_its_lease_is_over(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))

    with pytest.raises(workflow.CaseMoved, match="dipegang oleh Petugas ani"):
        workflow.claim(desk.session, desk.beni, request.id, at=at(9, 29))
    workflow.claim(desk.session, desk.beni, request.id, at=at(9, 30))

    assert request.claimed_by == desk.beni.id


def test_work_that_goes_on_takes_a_lapsed_case_up_again(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))
    keep_queue(desk.session, at=at(10))

    assert workflow.extend_lease(desk.session, desk.ani, request.id, at=at(10)) == at(10, 30)

    assert (request.claimed_by, request.claimed_at) == (desk.ani.id, at(9))


# The cap --------------------------------------------------------------------------------------


def test_an_officer_with_enough_in_hand_is_told_so(desk: Desk) -> None:
    requests = [desk.submit() for _ in range(10)]
    for _ in range(8):
        desk.claim_next(desk.ani, at(9))

    with pytest.raises(workflow.StepNotAllowed, match="sudah memegang 8 kasus"):
        desk.claim_next(desk.ani, at(9))
    with pytest.raises(workflow.StepNotAllowed, match="sudah memegang 8 kasus"):
        workflow.claim(desk.session, desk.ani, requests[9].id, at=at(9))

    workflow.release(desk.session, desk.ani, requests[0].id)
    assert desk.claim_next(desk.ani, at(9)) == requests[0].id


def test_the_office_sets_lease_and_cap(desk: Desk) -> None:
    for _ in range(3):
        desk.submit()
    change_desk_setting(desk.session, "citra", "most_held", 2)
    change_desk_setting(desk.session, "citra", "lease_minutes", 5)

    assert (desk_settings(desk.session).most_held, desk_settings(desk.session).lease_minutes) == (2, 5)
    for _ in range(2):
        desk.claim_next(desk.ani, at(9))
    with pytest.raises(workflow.StepNotAllowed, match="sudah memegang 2 kasus"):
        desk.claim_next(desk.ani, at(9, 4))
    assert desk.claim_next(desk.ani, at(9, 5)) is not None
    assert desk.journal() == [("citra", "atur")] * 2


@pytest.mark.parametrize("value", [0, 101])
def test_a_cap_out_of_bounds_is_refused(desk: Desk, value: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 100"):
        change_desk_setting(desk.session, "citra", "most_held", value)


def test_a_plain_claim_is_not_in_the_journal(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))
    workflow.extend_lease(desk.session, desk.ani, request.id, at=at(9))
    workflow.release(desk.session, desk.ani, request.id)

    assert desk.journal() == []


# Skipping and holding ---------------------------------------------------------------------------


def test_a_skipped_case_is_offered_to_colleagues_today_and_to_everybody_tomorrow(desk: Desk) -> None:
    first, second = desk.submit(), desk.submit()
    desk.claim_next(desk.ani, at(9))

    workflow.skip(desk.session, desk.ani, first.id, "KENAL_PEMOHON", at=at(9, 10))

    assert desk.waiting(desk.ani, at(9, 10)) == [second.id]
    assert desk.waiting(desk.beni, at(9, 10)) == [first.id, second.id]
    assert desk.reason(first, at(9, 10)) == "Anda lewati hari ini: Mengenal pemohon (benturan kepentingan)"
    assert "lewati" not in desk.reason(first, at(9, 10), desk.beni)
    assert desk.claim_next(desk.ani, at(9, 10)) == second.id
    assert desk.claim_next(desk.ani, at(8, day=24)) == first.id


def test_a_held_case_is_offered_to_nobody_until_its_day(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))
    days = workflow.hold_days(desk.calendar.at("KEC_09"), at(9))

    workflow.hold(desk.session, desk.calendar, desk.ani, request.id, "TUNGGU_BLANGKO", days[1], at=at(9))

    assert days == [dt.date(2026, 11, day) for day in (24, 25, 26, 27, 30)]
    assert desk.reason(request, at(9)) == "Ditahan sampai Rab, 25 Nov: Menunggu blangko"
    assert desk.claim_next(desk.beni, at(23, 59, day=24)) is None
    with pytest.raises(workflow.StepNotAllowed, match="ditahan sampai 25 November 2026"):
        workflow.claim(desk.session, desk.beni, request.id, at=at(12))
    assert desk.claim_next(desk.beni, at(0, day=25)) == request.id


def test_what_a_case_waited_for_may_come_earlier(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))
    day = dt.date(2026, 11, 30)
    workflow.hold(desk.session, desk.calendar, desk.ani, request.id, "TUNGGU_PUSAT", day, at=at(9))

    workflow.resume(desk.session, desk.beni, request.id, at=at(11))

    assert desk.claim_next(desk.beni, at(11)) == request.id
    assert desk.session.scalars(sa.select(QueuePause.ended_at)).all() == [at(11)]
    assert desk.journal() == [("ani", "tahan"), ("beni", "lanjutkan")]


@pytest.mark.parametrize("day", [dt.date(2026, 11, 23), dt.date(2026, 11, 28), dt.date(2026, 12, 1)])
def test_a_hold_ends_on_one_of_the_next_five_working_days(desk: Desk, day: dt.date) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))

    with pytest.raises(workflow.StepNotAllowed, match="paling lama lima hari kerja"):
        workflow.hold(desk.session, desk.calendar, desk.ani, request.id, "TUNGGU_PUSAT", day, at=at(9))


@pytest.mark.parametrize(
    ("reason", "note", "message"),
    [
        ("TUNGGU_PUSAT", "", "tidak dikenal"),
        ("TIDAK_ADA", "", "tidak dikenal"),
        ("LAIN_LEWATI", "  ", "memerlukan keterangan"),
    ],
)
def test_a_skip_needs_a_reason_of_its_kind(desk: Desk, reason: str, note: str, message: str) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))

    with pytest.raises(workflow.StepNotAllowed, match=message):
        workflow.skip(desk.session, desk.ani, request.id, reason, note, at=at(9))

    assert request.claimed_by == desk.ani.id


def test_only_who_holds_a_case_skips_or_holds_it(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))

    with pytest.raises(workflow.CaseMoved, match="Petugas ani"):
        workflow.skip(desk.session, desk.beni, request.id, "KENAL_PEMOHON", at=at(9))
    with pytest.raises(workflow.CaseMoved, match="Petugas ani"):
        workflow.hold(
            desk.session,
            desk.calendar,
            desk.beni,
            request.id,
            "TUNGGU_PUSAT",
            dt.date(2026, 11, 24),
            at=at(9),
        )


def test_reasons_are_offered_by_kind(desk: Desk) -> None:
    skips, holds = (workflow.pause_reasons(desk.session, kind) for kind in ("lewati", "tahan"))

    assert skips["KENAL_PEMOHON"] == "Mengenal pemohon (benturan kepentingan)"
    assert "TUNGGU_BLANGKO" in holds
    assert not skips.keys() & holds.keys()


# Priority ---------------------------------------------------------------------------------------


def test_a_priority_moves_a_case_one_day_ahead_with_its_reason(desk: Desk) -> None:
    first, second = desk.submit(), desk.submit()

    workflow.set_priority(desk.session, desk.calendar, desk.ani, second.id, "lansia")

    assert desk.waiting(desk.ani, at(9)) == [second.id, first.id]
    assert first.queue_at - second.queue_at == dt.timedelta(days=1)
    assert desk.reason(second, at(9)) == "Jatuh tempo besok; prioritas lanjut usia"
    assert desk.journal() == [("ani", "prioritas")]

    workflow.set_priority(desk.session, desk.calendar, desk.ani, second.id, None)
    assert desk.waiting(desk.ani, at(9)) == [first.id, second.id]


def test_a_priority_is_given_at_submission_and_kept_by_a_resubmission(desk: Desk) -> None:
    request = desk.submit(priority="disabilitas")
    desk.claim_next(desk.ani, at(9))
    workflow.fail(desk.session, desk.calendar, desk.ani, request.id, version=0, at=at(9))

    repeat = workflow.resubmit(desk.session, desk.calendar, request.id, at=at(10))

    assert (request.priority, repeat.priority) == ("disabilitas", "disabilitas")
    assert repeat.due_at is not None
    assert repeat.due_at - repeat.queue_at == dt.timedelta(days=1)


def test_an_unknown_priority_is_refused(desk: Desk) -> None:
    with pytest.raises(workflow.ApplicationInvalid, match="prioritas tidak dikenal"):
        desk.submit(priority="teman")
    request = desk.submit()
    with pytest.raises(workflow.StepNotAllowed, match="prioritas tidak dikenal"):
        workflow.set_priority(desk.session, desk.calendar, desk.ani, request.id, "teman")


# What a supervisor does ---------------------------------------------------------------------------


def test_cases_are_given_until_the_end_of_the_day_with_a_result_each(desk: Desk) -> None:
    free, held, done = desk.submit(), desk.submit(), desk.submit()
    workflow.claim(desk.session, desk.beni, held.id, at=at(9))
    workflow.claim(desk.session, desk.beni, done.id, at=at(9))
    workflow.fail(desk.session, desk.calendar, desk.beni, done.id, version=0, at=at(9))

    results = workflow.assign(
        desk.session, desk.calendar, desk.dini, desk.ani.id, [done.id, free.id, held.id, 999], at=at(9, 5)
    )

    assert [(row.request_id, row.done, row.message) for row in results] == [
        (done.id, False, "Tidak lagi menunggu petugas."),
        (free.id, True, "Diberikan kepada Petugas ani."),
        (held.id, True, "Diberikan kepada Petugas ani."),
        (999, False, "Tidak ditemukan atau di luar wilayah kerja Anda."),
    ]
    assert {(row.claimed_by, row.lease_until) for row in (free, held)} == {(desk.ani.id, at(15, 30))}
    assert desk.journal()[-2:] == [("dini", "beri")] * 2
    with pytest.raises(workflow.CaseMoved, match="dipegang oleh Petugas ani"):
        desk.accept(desk.beni, held, at(9, 6))


def test_given_cases_may_exceed_the_cap_but_then_no_more_is_claimed(desk: Desk) -> None:
    requests = [desk.submit() for _ in range(10)]

    results = workflow.assign(
        desk.session, desk.calendar, desk.dini, desk.ani.id, [row.id for row in requests[:9]], at=at(9)
    )

    assert all(row.done for row in results)
    with pytest.raises(workflow.StepNotAllowed, match="memegang 9 kasus"):
        desk.claim_next(desk.ani, at(9))


def test_cases_outside_the_receivers_or_the_supervisors_locations_are_not_given(desk: Desk) -> None:
    request = desk.submit(location="DINAS")
    desk.session.execute(
        sa.text("insert into user_scope values (:officer, 'KEC_09')"), {"officer": desk.ani.id}
    )
    branch_supervisor = replace(desk.dini, locations=("KEC_09",))

    to_scoped = workflow.assign(desk.session, desk.calendar, desk.dini, desk.ani.id, [request.id], at=at(9))
    by_scoped = workflow.assign(
        desk.session, desk.calendar, branch_supervisor, desk.beni.id, [request.id], at=at(9)
    )

    assert [row.message for row in to_scoped] == ["Di luar wilayah kerja Petugas ani."]
    assert [row.message for row in by_scoped] == ["Tidak ditemukan atau di luar wilayah kerja Anda."]
    assert request.claimed_by is None


def test_a_held_case_that_is_given_is_no_longer_held(desk: Desk) -> None:
    request = desk.submit()
    desk.claim_next(desk.ani, at(9))
    day = dt.date(2026, 11, 30)
    workflow.hold(desk.session, desk.calendar, desk.ani, request.id, "TUNGGU_PUSAT", day, at=at(9))

    workflow.assign(desk.session, desk.calendar, desk.dini, desk.beni.id, [request.id], at=at(10))

    assert (request.hold_until, request.claimed_by) == (None, desk.beni.id)


def test_cases_are_taken_back_into_the_queue(desk: Desk) -> None:
    held, free = desk.submit(), desk.submit()
    workflow.claim(desk.session, desk.ani, held.id, at=at(9))

    results = workflow.take_back(desk.session, desk.dini, [held.id, free.id])

    assert [(row.done, row.message) for row in results] == [
        (True, "Kembali ke antrean."),
        (False, "Tidak sedang dipegang siapa pun."),
    ]
    assert desk.journal() == [("dini", "tarik")]
    with pytest.raises(workflow.CaseMoved, match="tidak lagi Anda pegang"):
        desk.accept(desk.ani, held, at(9, 5))


@pytest.mark.parametrize("to_colleague", [True, False])
def test_everything_an_absent_colleague_holds_is_handed_over(desk: Desk, to_colleague: bool) -> None:
    requests = [desk.submit() for _ in range(3)]
    for request in requests:
        workflow.claim(desk.session, desk.ani, request.id, at=at(9))
    receiver = desk.beni.id if to_colleague else None

    results = workflow.hand_over_held(
        desk.session, desk.calendar, desk.dini, desk.ani.id, receiver, at=at(9, 5)
    )

    assert [(row.request_id, row.done) for row in results] == [(request.id, True) for request in requests]
    assert {request.claimed_by for request in requests} == {receiver}


def test_only_supervisors_give_and_take(desk: Desk) -> None:
    request = desk.submit()
    acts = (
        lambda: workflow.assign(desk.session, desk.calendar, desk.ani, desk.ani.id, [request.id], at=at(9)),
        lambda: workflow.take_back(desk.session, desk.ani, [request.id]),
        lambda: workflow.hand_over_held(desk.session, desk.calendar, desk.ani, desk.beni.id, desk.ani.id),
    )

    for act in acts:
        with pytest.raises(workflow.StepNotAllowed, match="Hanya penyelia"):
            act()


@pytest.mark.parametrize("role", ["pamor", "pimpinan", "inovasi"])
def test_cases_are_not_given_to_who_works_on_none(desk: Desk, role: str) -> None:
    request, other = desk.submit(), add_officer(desk.session, "eka", role)

    with pytest.raises(workflow.StepNotAllowed, match="tidak mengerjakan kasus"):
        workflow.assign(desk.session, desk.calendar, desk.dini, other.id, [request.id], at=at(9))


def test_cases_are_not_given_to_a_closed_account(desk: Desk) -> None:
    request = desk.submit()
    desk.session.execute(sa.update(UserAccount).where(UserAccount.id == desk.ani.id).values(is_active=False))

    with pytest.raises(workflow.StepNotAllowed, match="tidak aktif"):
        workflow.assign(desk.session, desk.calendar, desk.dini, desk.ani.id, [request.id], at=at(9))
    names = [officer.username for officer in workflow.receivers(desk.session)]
    assert "beni" in names
    assert "ani" not in names


# Who is offered what -------------------------------------------------------------------------------


def test_services_of_an_officer_limit_the_offer_but_not_what_is_held(desk: Desk) -> None:
    request = desk.submit()
    specialist = replace(desk.ani, services=("KIA",))

    assert desk.claim_next(specialist, at(9)) is None
    assert desk.waiting(specialist, at(9)) == []

    workflow.claim(desk.session, specialist, request.id, at=at(9))
    held = queue_page(desk.session, desk.calendar, specialist, "milik_saya", at=at(9))
    assert [item.request_id for item in held] == [request.id]


def test_a_filter_never_widens_what_an_officer_may_be_offered(desk: Desk) -> None:
    desk.submit(location="DINAS")
    branch = replace(desk.ani, locations=("KEC_09",), services=("KIA",))
    wide = workflow.QueueFilter(locations=("DINAS", "KEC_09"), services=("KK",))

    assert workflow.claim_next(desk.session, branch, where=wide, at=at(9)) is None
