"""Home visits: when a wish arises, what may be planned, and what a visit does to the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit, visits, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import (
    AuditEntry,
    HandoverCheck,
    HomeVisit,
    Request,
    Transition,
    UserAccount,
    UserScope,
    VisitWish,
)
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.workflow import Application, CaseMoved, RejectionChoice, StepNotAllowed
from tests.registry.conftest import TestOfficer, add_officer

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
TUESDAY = dt.date(2026, 11, 24)
SATURDAY, HOLIDAY = dt.date(2026, 11, 28), dt.date(2026, 12, 25)
RECEIPT = visits.Receipt("keluarga", "kk")


def on(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=WIB)


class Field:
    """One session with an officer who plans and goes out."""

    def __init__(self, session: Session, vault: PersonalDataVault, calendar: WorkCalendar) -> None:
        self.session, self.vault, self.calendar = session, vault, calendar
        self.ani, self.beni = add_officer(session, "ani"), add_officer(session, "beni")
        self.sari = add_officer(session, "sari", "penyelia")
        self.people = 0

    def submit(self, channel: str = "halo_petugas", **changes: str) -> Request:
        self.people += 1
        address = changes.pop("address", "Jalan Contoh 1")
        person = Person(nik=f"327599010190{self.people:04d}", name="Budi Santoso", address=address)
        values = {"service_code": "KTP_EL", "variant_code": "baru", "kelurahan_code": "32.75.09.1001"}
        values |= {"location_code": "KEC_09", **changes}
        application = Application(person=person, channel=channel, **values)  # type: ignore[arg-type]
        return workflow.submit(self.session, self.vault, self.calendar, application, at=MONDAY)

    def step(self, request: Request, take: object, *details: object) -> None:
        workflow.claim(self.session, self.ani, request.id, at=MONDAY)
        take(self.session, self.calendar, self.ani, request.id, *details, version=request.version, at=MONDAY)  # type: ignore[operator]

    def ready(self, channel: str = "halo_petugas", **changes: str) -> Request:
        request = self.submit(channel, **changes)
        self.step(request, workflow.accept)
        self.step(request, workflow.finish)
        return request

    def wish_of(self, request: Request) -> VisitWish | None:
        return self.session.scalar(
            sa.select(VisitWish).where(VisitWish.request_id == request.id, VisitWish.closed_at.is_(None))
        )

    def plan(self, request: Request, day: dt.date = TUESDAY, visitor: TestOfficer | None = None) -> HomeVisit:
        wished = self.wish_of(request)
        assert wished is not None
        visitor = visitor or self.ani
        return visits.schedule(
            self.session, self.calendar, self.ani, wished.id, day=day, visitor_id=visitor.id, at=MONDAY
        )

    def waiting(self, officer: TestOfficer | None = None, **filters: str) -> list[int]:
        page = visits.wish_page(self.session, self.vault, officer or self.ani, at=MONDAY, **filters)
        return [item.request_id for item in page.items]

    def opened_route(self, officer: TestOfficer, day: dt.date) -> list[visits.Stop]:
        """Ani's route, with its addresses, as asked for on Tuesday."""
        return visits.route(self.session, self.vault, officer, self.ani.id, day, opened=True, at=on(TUESDAY))

    def complete(
        self, visit: HomeVisit, officer: TestOfficer | None = None, receipt: visits.Receipt | None = RECEIPT
    ) -> None:
        visits.complete(
            self.session, self.calendar, officer or self.ani, visit.id, receipt=receipt, at=on(TUESDAY)
        )

    def reschedule(self, visit: HomeVisit, day: dt.date, **changes: int) -> HomeVisit:
        return visits.reschedule(
            self.session, self.calendar, self.ani, visit.id, day=day, at=MONDAY, **changes
        )


@pytest.fixture
def field(database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar) -> Iterator[Field]:
    with database.session() as session:
        yield Field(session, vault, calendar)


# --- wishes ---------------------------------------------------------------------------------------


def test_a_finished_document_of_halo_petugas_wishes_to_be_brought(field: Field) -> None:
    brought, fetched = field.ready(), field.ready("aplikasi")

    wished = field.wish_of(brought)

    assert wished is not None
    assert (wished.purpose, wished.wished_at, wished.wished_by) == ("antar_dokumen", MONDAY, None)
    assert field.wish_of(fetched) is None
    assert field.waiting() == [brought.id]


def test_a_document_that_is_recalled_is_no_longer_brought(field: Field) -> None:
    request = field.ready()
    visit = field.plan(request)

    workflow.correct(
        field.session, field.calendar, field.ani, request.id, "Salah", version=request.version, at=MONDAY
    )
    field.session.refresh(visit)

    assert (request.status, visit.outcome) == ("PROSES", "batal")
    assert field.wish_of(request) is None


def test_a_document_fetched_at_the_counter_is_no_longer_brought(field: Field) -> None:
    request = field.ready()
    visit = field.plan(request)

    workflow.hand_over(
        field.session, field.calendar, field.beni, request.id, "loket", version=request.version, at=MONDAY
    )
    field.session.refresh(visit)

    assert (visit.outcome, field.wish_of(request), field.waiting()) == ("batal", None, [])


def test_a_hand_over_that_is_undone_brings_the_wish_back(field: Field) -> None:
    request = field.ready()
    field.complete(field.plan(request))

    workflow.correct(
        field.session, field.calendar, field.ani, request.id, "Salah", version=request.version, at=on(TUESDAY)
    )

    assert field.waiting() == [request.id]


@pytest.mark.parametrize(
    ("purpose", "steps", "fits"),
    [
        ("verifikasi", (), True),
        ("verifikasi", (workflow.accept,), False),
        ("perekaman", (), True),
        ("perekaman", (workflow.accept,), True),
        ("perekaman", (workflow.accept, workflow.finish), False),
        ("antar_dokumen", (workflow.accept,), False),
        ("antar_dokumen", (workflow.accept, workflow.finish), True),
        ("minum_teh", (), False),
    ],
)
def test_a_visit_is_asked_for_by_hand_only_where_it_makes_sense(
    field: Field, purpose: str, steps: tuple[object, ...], fits: bool
) -> None:
    request = field.submit("aplikasi")
    for step in steps:
        field.step(request, step)

    if not fits:
        with pytest.raises(StepNotAllowed):
            visits.wish(field.session, field.calendar, field.ani, request.id, purpose, at=MONDAY)
        return
    wished = visits.wish(
        field.session, field.calendar, field.ani, request.id, purpose, wanted_on=TUESDAY, at=MONDAY
    )

    assert (wished.wished_by, wished.wanted_on) == (field.ani.id, TUESDAY)
    with pytest.raises(CaseMoved, match="sudah memiliki permintaan"):
        visits.wish(field.session, field.calendar, field.ani, request.id, purpose, at=MONDAY)


def test_a_wish_ends_when_the_case_moves_on_or_is_refused(field: Field) -> None:
    accepted, refused = field.submit("aplikasi"), field.submit("aplikasi")
    for request in (accepted, refused):
        visits.wish(field.session, field.calendar, field.ani, request.id, "verifikasi", at=MONDAY)

    field.step(accepted, workflow.accept)
    field.step(refused, workflow.reject, (RejectionChoice("BERKAS_BURAM", is_primary=True),))

    assert field.waiting() == []


def test_a_withdrawn_wish_takes_its_visit_with_it(field: Field) -> None:
    visit = field.plan(request := field.ready())

    with pytest.raises(StepNotAllowed, match="Pilih alasan"):
        visits.withdraw(field.session, field.ani, visit.wish_id or 0, "malas", at=MONDAY)
    visits.withdraw(field.session, field.ani, visit.wish_id or 0, "batal_pemohon", at=MONDAY)
    field.session.refresh(visit)

    assert (visit.outcome, field.wish_of(request)) == ("batal", None)
    assert "tidak memerlukan lagi" in visit.note
    with pytest.raises(CaseMoved, match="sudah ditutup"):
        visits.withdraw(field.session, field.ani, visit.wish_id or 0, "batal_pemohon", at=MONDAY)


# --- planning -------------------------------------------------------------------------------------


def test_a_planned_wish_leaves_the_list_and_is_on_the_route(field: Field) -> None:
    visit = field.plan(request := field.ready())

    assert (visit.scheduled_on, visit.officer_id, visit.kelurahan_code) == (
        TUESDAY,
        field.ani.id,
        "32.75.09.1001",
    )
    assert field.waiting() == []
    stops = visits.route(field.session, field.vault, field.ani, field.ani.id, TUESDAY)
    assert [stop.request_id for stop in stops] == [request.id]
    with pytest.raises(CaseMoved, match="sudah dijadwalkan Selasa, 24 November 2026 untuk Petugas ani"):
        field.plan(request, visitor=field.beni)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (dt.date(2026, 11, 22), "sudah lewat"),
        (SATURDAY, "bukan hari kerja"),
        (HOLIDAY, "bukan hari kerja"),
        (dt.date(2027, 1, 23), "paling jauh 60 hari"),
    ],
)
def test_a_visit_is_planned_on_a_coming_working_day(field: Field, day: dt.date, message: str) -> None:
    request = field.ready()

    with pytest.raises(StepNotAllowed, match=message):
        field.plan(request, day)


def test_a_visit_may_be_planned_for_today(field: Field) -> None:
    assert field.plan(field.ready(), MONDAY.date()).scheduled_on == MONDAY.date()


def test_a_full_day_takes_no_visit_more(field: Field) -> None:
    first, *_ = [field.plan(field.ready()) for _ in range(visits.VISITS_PER_DAY)]
    one_more = field.ready()

    with pytest.raises(visits.DayFull, match="8 dari 8"):
        field.plan(one_more)
    assert field.plan(one_more, visitor=field.beni).officer_id == field.beni.id

    visits.cancel(field.session, field.ani, first.id, at=MONDAY)
    assert field.plan(field.ready()).officer_id == field.ani.id


def test_an_officer_with_a_capacity_of_none_makes_no_visits(field: Field) -> None:
    visits.set_capacity(field.session, field.sari, field.ani.id, 0)

    with pytest.raises(visits.DayFull, match="0 dari 0"):
        field.plan(field.ready())


def test_a_capacity_may_fall_below_what_is_planned(field: Field) -> None:
    field.plan(field.ready()), field.plan(field.ready())

    visits.set_capacity(field.session, field.sari, field.ani.id, 1)

    (ani,) = [
        each for each in visits.visitors(field.session, field.ani, [TUESDAY]) if each.id == field.ani.id
    ]
    assert (ani.per_day, ani.booked) == (1, {TUESDAY: 2})
    with pytest.raises(visits.DayFull):
        field.plan(field.ready())


@pytest.mark.parametrize("per_day", [-1, 41])
def test_a_capacity_is_within_bounds(field: Field, per_day: int) -> None:
    with pytest.raises(StepNotAllowed):
        visits.set_capacity(field.session, field.sari, field.ani.id, per_day)


def test_only_a_supervisor_sets_a_capacity(field: Field) -> None:
    with pytest.raises(StepNotAllowed, match="penyelia"):
        visits.set_capacity(field.session, field.ani, field.ani.id, 3)


def test_only_working_officers_who_go_there_are_sent(field: Field) -> None:
    request = field.ready()
    gone = add_officer(field.session, "lama")
    field.session.get_one(UserAccount, gone.id).is_active = False
    leader = add_officer(field.session, "kepala", "pimpinan")
    elsewhere = add_officer(field.session, "jauh")
    field.session.add(UserScope(user_id=elsewhere.id, location_code="KEC_10"))
    field.session.flush()

    for visitor in (gone, leader):
        with pytest.raises(StepNotAllowed, match="tidak melakukan kunjungan"):
            field.plan(request, visitor=visitor)
    with pytest.raises(StepNotAllowed, match="di luar wilayah kerja Petugas jauh"):
        field.plan(request, visitor=elsewhere)
    near = replace(field.ani, locations=("KEC_09",))
    names = {visitor.name for visitor in visits.visitors(field.session, near, [TUESDAY])}
    assert names == {"Petugas ani", "Petugas beni", "Petugas sari"}


def test_another_day_makes_the_following_visit(field: Field) -> None:
    visit = field.plan(request := field.ready())

    following = field.reschedule(visit, dt.date(2026, 11, 25))

    assert (visit.outcome, following.rescheduled_from, following.wish_id) == (
        "dijadwal_ulang",
        visit.id,
        visit.wish_id,
    )
    assert (following.scheduled_on, following.officer_id, following.outcome) == (
        dt.date(2026, 11, 25),
        field.ani.id,
        None,
    )
    assert field.waiting() == []
    assert field.wish_of(request) is not None
    with pytest.raises(CaseMoved, match="sudah dicatat: dijadwal ulang"):
        field.reschedule(visit, dt.date(2026, 11, 26))


def test_another_officer_on_the_same_day_is_no_new_visit(field: Field) -> None:
    visit = field.plan(field.ready())

    moved = field.reschedule(visit, TUESDAY, visitor_id=field.beni.id)

    assert (moved.id, moved.officer_id, moved.outcome) == (visit.id, field.beni.id, None)
    with pytest.raises(StepNotAllowed, match="Pilih hari lain"):
        field.reschedule(visit, TUESDAY)


def test_a_visit_is_not_moved_to_a_full_day(field: Field) -> None:
    visits.set_capacity(field.session, field.sari, field.beni.id, 1)
    field.plan(field.ready(), visitor=field.beni)
    visit = field.plan(field.ready())

    with pytest.raises(visits.DayFull):
        field.reschedule(visit, TUESDAY, visitor_id=field.beni.id)

    assert (visit.officer_id, visit.outcome) == (field.ani.id, None)


# --- outcomes -------------------------------------------------------------------------------------


def test_a_document_that_was_brought_is_handed_over(field: Field) -> None:
    visit = field.plan(request := field.ready())

    field.complete(visit)

    step = field.session.scalars(sa.select(Transition).order_by(Transition.id.desc())).first()
    assert step is not None
    check = field.session.get_one(HandoverCheck, step.id)
    assert (request.status, step.handover, step.actor_id) == ("DIAMBIL", "diantar", field.ani.id)
    assert (check.receiver, check.identity, check.checked_by) == ("keluarga", "kk", field.ani.id)
    assert (visit.outcome, visit.visited_at) == ("selesai", on(TUESDAY))
    assert field.wish_of(request) is None
    assert audit.verify(field.session) is None


@pytest.mark.parametrize(
    "receipt", [None, visits.Receipt("tetangga", "kk"), visits.Receipt("pemohon", "sim")]
)
def test_nothing_is_handed_over_without_knowing_to_whom(field: Field, receipt: visits.Receipt | None) -> None:
    visit = field.plan(request := field.ready())

    with pytest.raises(StepNotAllowed, match="Pilih siapa yang menerima"):
        field.complete(visit, receipt=receipt)

    assert (request.status, visit.outcome) == ("SELESAI", None)


def test_a_recording_at_home_leaves_the_status_as_it_is(field: Field) -> None:
    request = field.submit("aplikasi")
    visits.wish(field.session, field.calendar, field.ani, request.id, "perekaman", at=MONDAY)

    field.complete(field.plan(request), receipt=None)

    assert (request.status, field.wish_of(request)) == ("VERIFIKASI", None)


def test_nobody_at_home_puts_the_wish_back_on_the_list(field: Field) -> None:
    visit = field.plan(request := field.ready())

    visits.nobody_home(field.session, field.ani, visit.id, note="Pagar terkunci", at=on(TUESDAY))

    (item,) = visits.wish_page(field.session, field.vault, field.ani, at=MONDAY).items
    assert (item.request_id, item.failed, visit.note) == (request.id, 1, "Pagar terkunci")
    # The officer was there: the place of the day is used.
    (ani, *_) = visits.visitors(field.session, field.ani, [TUESDAY])
    assert ani.booked == {TUESDAY: 1}
    assert field.plan(request, dt.date(2026, 11, 25)).wish_id == visit.wish_id


def test_an_outcome_is_recorded_once(field: Field) -> None:
    visit = field.plan(field.ready())
    field.complete(visit)

    with pytest.raises(CaseMoved, match="sudah dicatat: selesai"):
        visits.nobody_home(field.session, field.ani, visit.id, at=on(TUESDAY))
    with pytest.raises(CaseMoved, match="sudah dicatat: selesai"):
        field.complete(visit)


def test_only_the_visiting_officer_or_a_supervisor_reports(field: Field) -> None:
    visit = field.plan(field.ready())

    with pytest.raises(StepNotAllowed, match="dicatat oleh petugas yang berkunjung"):
        field.complete(visit, field.beni)
    field.complete(visit, field.sari)

    assert visit.outcome == "selesai"


def test_a_visit_is_not_reported_before_its_day(field: Field) -> None:
    visit = field.plan(field.ready(), dt.date(2026, 11, 25))

    with pytest.raises(StepNotAllowed, match="baru dijadwalkan Rabu, 25 November 2026"):
        field.complete(visit)


# --- who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [{"locations": ("KEC_10",)}, {"areas": ("32.75.10",)}])
def test_what_lies_elsewhere_does_not_exist(field: Field, limit: dict[str, tuple[str, ...]]) -> None:
    waiting, visit = field.ready(), field.plan(field.ready())
    stranger = replace(field.ani, **limit)
    wished = field.wish_of(waiting)
    assert wished is not None

    refused = (
        lambda: visits.schedule(
            field.session,
            field.calendar,
            stranger,
            wished.id,
            day=TUESDAY,
            visitor_id=field.ani.id,
            at=MONDAY,
        ),
        lambda: visits.withdraw(field.session, stranger, wished.id, "salah_catat"),
        lambda: visits.cancel(field.session, stranger, visit.id),
        lambda: visits.nobody_home(field.session, stranger, visit.id, at=on(TUESDAY)),
        lambda: field.complete(visit, stranger),
        lambda: visits.wish(field.session, field.calendar, stranger, waiting.id, "antar_dokumen", at=MONDAY),
        lambda: visits.reschedule(
            field.session, field.calendar, stranger, visit.id, day=dt.date(2026, 11, 25), at=MONDAY
        ),
    )
    for attempt in refused:
        with pytest.raises(StepNotAllowed, match="di luar wilayah kerja Anda"):
            attempt()
    assert field.waiting(stranger) == []
    assert visits.wish_counts(field.session, stranger, at=MONDAY) == {}
    opened = visits.route(
        field.session, field.vault, stranger, field.ani.id, TUESDAY, opened=True, at=on(TUESDAY)
    )
    assert opened == []
    assert visits.unreported(field.session, stranger, at=on(dt.date(2026, 11, 25))) == []


def test_a_route_shows_no_address_until_it_is_opened_and_every_opening_is_kept(field: Field) -> None:
    request = field.ready()
    field.plan(request)

    (closed,) = visits.route(field.session, field.vault, field.ani, field.ani.id, TUESDAY)
    assert (closed.person, closed.applicant) == (None, "B*** S******")
    assert not _openings(field.session)

    (opened,) = field.opened_route(field.ani, TUESDAY)
    (entry,) = _openings(field.session)
    assert opened.person is not None
    assert opened.person.address == "Jalan Contoh 1"
    assert (entry.actor, entry.subject, entry.detail) == (
        "ani",
        "rute:ani:2026-11-24",
        {"permohonan": [request.id]},
    )


def test_only_the_officer_who_goes_there_today_opens_the_addresses(field: Field) -> None:
    field.plan(field.ready())

    for officer, day in ((field.beni, TUESDAY), (field.sari, TUESDAY), (field.ani, MONDAY.date())):
        with pytest.raises(StepNotAllowed, match="hanya dibuka oleh petugas yang berkunjung"):
            field.opened_route(officer, day)

    assert not _openings(field.session)


def test_what_is_settled_is_not_opened_again(field: Field) -> None:
    first, second = field.plan(field.ready()), field.plan(field.ready())
    field.complete(first)

    stops = {stop.visit_id: stop for stop in field.opened_route(field.ani, TUESDAY)}

    assert stops[first.id].person is None
    assert stops[second.id].person is not None
    (entry,) = _openings(field.session)
    assert entry.detail == {"permohonan": [second.request_id]}


def test_a_visit_moved_away_before_its_day_is_not_on_that_days_route(field: Field) -> None:
    early, late = field.plan(field.ready()), field.plan(field.ready())
    field.reschedule(early, dt.date(2026, 11, 25))
    visits.reschedule(
        field.session, field.calendar, field.ani, late.id, day=dt.date(2026, 11, 26), at=on(TUESDAY)
    )

    stops = visits.route(field.session, field.vault, field.ani, field.ani.id, TUESDAY, at=on(TUESDAY))

    assert [(stop.visit_id, stop.outcome) for stop in stops] == [(late.id, "dijadwal_ulang")]


def test_a_visit_is_reported_by_whom_and_when_the_registry_would_take_it(field: Field) -> None:
    field.plan(field.ready())

    def may(officer: TestOfficer, at: dt.datetime) -> bool:
        (stop,) = visits.route(field.session, field.vault, officer, field.ani.id, TUESDAY, at=at)
        return stop.may_report

    assert [may(who, on(TUESDAY)) for who in (field.ani, field.sari, field.beni)] == [True, True, False]
    assert not may(field.ani, MONDAY)


def _openings(session: Session) -> list[AuditEntry]:
    return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "buka rute kunjungan")))


def test_a_route_goes_by_kelurahan_and_then_by_rw_and_rt(field: Field) -> None:
    places = [
        ("32.75.09.1002", "Jalan A RT 001/RW 001"),
        ("32.75.09.1001", "Jalan A RT 002/RW 010"),
        ("32.75.09.1001", "Jalan B, RT.03 RW.2"),
        ("32.75.09.1001", "Jalan C tanpa RT"),
        ("32.75.09.1001", "Jalan D rt 1 rw 2"),
        ("32.75.09.1001", "Jalan E RT/RW 002/002"),
        ("32.75.09.1001", "Jalan F RT 005/001"),
    ]
    made = [field.ready(kelurahan_code=code, address=address) for code, address in places]
    for request in made:
        field.plan(request)

    stops = visits.route(field.session, field.vault, field.ani, field.ani.id, TUESDAY)

    assert [stop.request_id for stop in stops] == [made[place].id for place in (6, 4, 5, 2, 1, 3, 0)]


def test_the_counts_agree_with_the_list_whatever_is_chosen(field: Field) -> None:
    days = [None, MONDAY.date(), TUESDAY, dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2027, 1, 4)]
    for number, day in enumerate(days):
        kelurahan = ("32.75.09.1001", "32.75.10.1001")[number % 2]
        request = field.submit("aplikasi", kelurahan_code=kelurahan)
        visits.wish(
            field.session, field.calendar, field.ani, request.id, "perekaman", wanted_on=day, at=MONDAY
        )
    field.session.execute(
        sa.update(VisitWish).where(VisitWish.wanted_on == TUESDAY).values(wanted_on=dt.date(2026, 11, 20))
    )

    counts = visits.wish_counts(field.session, field.ani, at=MONDAY)

    assert counts == {
        ("32.75.09", "bebas"): 1, ("32.75.09", "lewat"): 1, ("32.75.09", "nanti"): 1,
        ("32.75.10", "hari_ini"): 1, ("32.75.10", "minggu_ini"): 1, ("32.75.10", "nanti"): 1,
    }  # fmt: skip
    for (kecamatan, when), wanted in counts.items():
        assert len(field.waiting(kecamatan=kecamatan, when=when)) == wanted
    everything = field.waiting()
    assert len(everything) == len(days)
    last = visits.wish_page(field.session, field.vault, field.ani, page=99, page_size=4, at=MONDAY)
    assert ([item.request_id for item in last.items], last.offset, last.total) == (everything[4:], 4, 6)
