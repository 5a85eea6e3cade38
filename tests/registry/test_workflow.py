"""The workflow: what officers may do, and what they are told when they may not."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit, booking, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Applicant, Booking, Request, Slot, Transition, TransitionReason
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.status import NEXT_STATUSES, Status
from dashboard.registry.workflow import Application, RejectionChoice
from tests.registry.conftest import TestOfficer, add_officer

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
PERSON = Person(nik="3275990101900001", name="Budi Santoso", address="Jalan Contoh 1")


def wib(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of November 2026."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=WIB)


class Desk:
    """One session with an officer at it."""

    def __init__(self, session: Session, vault: PersonalDataVault, calendar: WorkCalendar) -> None:
        self.session, self.vault, self.calendar = session, vault, calendar
        self.officer = add_officer(session, "ani")

    def submit(self, nik: str = PERSON.nik, **changes: object) -> Request:
        at = changes.pop("at", MONDAY)
        application = Application(
            **{
                "person": Person(nik=nik, name="Budi Santoso"),
                "service_code": "KK",
                "variant_code": "baru",
                "kelurahan_code": "32.75.09.1001",
                "location_code": "KEC_09",
                "channel": "aplikasi",
                **changes,
            }
        )
        return workflow.submit(self.session, self.vault, self.calendar, application, at=at)

    def accept(self, request: Request, at: dt.datetime, officer: TestOfficer | None = None) -> Transition:
        officer = officer or self.officer
        workflow.claim(self.session, officer, request.id, at=at)
        return workflow.accept(
            self.session, self.calendar, officer, request.id, version=request.version, at=at
        )

    def reject(self, request: Request, at: dt.datetime, *reasons: RejectionChoice) -> Transition:
        workflow.claim(self.session, self.officer, request.id, at=at)
        reasons = reasons or (RejectionChoice("BERKAS_BURAM", is_primary=True),)
        return workflow.reject(
            self.session, self.calendar, self.officer, request.id, reasons, version=request.version, at=at
        )


@pytest.fixture
def desk(database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar):
    with database.session() as session:
        yield Desk(session, vault, calendar)


def test_a_submitted_application_waits_in_verifikasi_with_its_deadline_stored(desk: Desk) -> None:
    request = desk.submit()

    # One working day after Monday the 23rd is Tuesday the 24th, closing at 15.30.
    assert (request.status, request.sla_days, request.due_at) == ("VERIFIKASI", 1, wib(24, 15, 30))
    assert request.queue_at == request.due_at


def test_a_service_without_target_queues_behind_but_never_starves(desk: Desk) -> None:
    request = desk.submit(service_code="PERMISI")

    # Five working days after Monday the 23rd: 24, 25, 26, 27, 30 November.
    assert (request.due_at, request.queue_at) == (None, wib(30, 15, 30))


def test_an_application_travels_from_verifikasi_to_diambil(desk: Desk) -> None:
    request = desk.submit()
    desk.accept(request, wib(23, 10))
    workflow.claim(desk.session, desk.officer, request.id, at=wib(23, 11))
    workflow.finish(
        desk.session, desk.calendar, desk.officer, request.id, version=request.version, at=wib(24, 9)
    )
    workflow.hand_over(
        desk.session, desk.calendar, desk.officer, request.id, "loket", version=request.version, at=wib(25, 9)
    )

    steps = desk.session.scalars(sa.select(Transition).order_by(Transition.id)).all()
    assert [step.to_status for step in steps] == ["PROSES", "SELESAI", "DIAMBIL"]
    # Verifikasi 09.00-10.00 = 1 h. Proses Mon 10.00-15.30 + Tue 08.00-09.00 = 6.5 h.
    # Selesai Tue 09.00-15.30 + Wed 08.00-09.00 = 7.5 h. Together 15 h.
    assert [step.working_seconds / 3600 for step in steps] == [1, 6.5, 7.5]
    assert [step.working_since_submission / 3600 for step in steps] == [1, 7.5, 15]
    assert steps[1].working_wait_seconds == 3600
    assert request.status == "DIAMBIL"


def test_a_decision_needs_the_case_in_hand(desk: Desk) -> None:
    request = desk.submit()

    with pytest.raises(workflow.CaseMoved, match="Ambil kembali dari antrean"):
        workflow.accept(desk.session, desk.calendar, desk.officer, request.id, version=0)


def test_a_colleague_who_decided_first_is_named(desk: Desk) -> None:
    request = desk.submit()
    colleague = add_officer(desk.session, "beni")
    desk.accept(request, wib(23, 10), colleague)

    with pytest.raises(workflow.CaseMoved, match=r"Petugas beni .* Verifikasi → Proses"):
        workflow.accept(desk.session, desk.calendar, desk.officer, request.id, version=0, at=wib(23, 10, 5))


def test_a_case_held_by_a_colleague_cannot_be_claimed(desk: Desk) -> None:
    request = desk.submit()
    workflow.claim(desk.session, add_officer(desk.session, "beni"), request.id)

    with pytest.raises(workflow.CaseMoved, match="dipegang oleh Petugas beni"):
        workflow.claim(desk.session, desk.officer, request.id)


def test_a_released_case_is_next_again(desk: Desk) -> None:
    request = desk.submit()
    assert workflow.claim_next(desk.session, desk.officer) == request.id
    assert workflow.claim_next(desk.session, desk.officer) is None

    workflow.release(desk.session, desk.officer, request.id)

    assert workflow.claim_next(desk.session, desk.officer) == request.id


def test_the_most_urgent_case_comes_first(desk: Desk) -> None:
    later = desk.submit(nik="3275990101900002", at=wib(24, 9))
    earlier = desk.submit(nik="3275990101900003", at=wib(23, 9))

    order = [workflow.claim_next(desk.session, desk.officer) for _ in range(2)]

    assert order == [earlier.id, later.id]


def test_an_officer_only_gets_cases_of_own_locations(desk: Desk) -> None:
    desk.submit(location_code="KEC_09")
    officer = TestOfficer(desk.officer.id, "ani", locations=("KEC_0", "KEC_10"))

    assert workflow.claim_next(desk.session, officer) is None


@pytest.mark.parametrize(
    ("reasons", "message"),
    [
        ((), "paling sedikit satu alasan"),
        ((RejectionChoice("BERKAS_BURAM"),), "satu alasan utama"),
        (
            (RejectionChoice("BERKAS_BURAM", True), RejectionChoice("BUKAN_ASLI", True)),
            "satu alasan utama",
        ),
        ((RejectionChoice("LAINNYA", True, "  "),), "memerlukan keterangan"),
        ((RejectionChoice("TIDAK_ADA", True),), "tidak dikenal"),
    ],
)
def test_a_rejection_without_proper_reasons_is_refused(
    desk: Desk, reasons: tuple[RejectionChoice, ...], message: str
) -> None:
    request = desk.submit()
    workflow.claim(desk.session, desk.officer, request.id)

    with pytest.raises(workflow.StepNotAllowed, match=message):
        workflow.reject(desk.session, desk.calendar, desk.officer, request.id, reasons, version=0)


def test_a_rejection_stores_its_reasons(desk: Desk) -> None:
    request = desk.submit()

    desk.reject(
        request,
        wib(23, 10),
        RejectionChoice("LAINNYA", True, "Tanda tangan beda"),
        RejectionChoice("BUKAN_ASLI"),
    )

    rows = desk.session.scalars(sa.select(TransitionReason).order_by(TransitionReason.reason_code)).all()
    assert [(row.reason_code, row.is_primary) for row in rows] == [("BUKAN_ASLI", False), ("LAINNYA", True)]


def test_a_refused_application_is_repeated_as_a_linked_one(desk: Desk) -> None:
    first = desk.submit()
    desk.reject(first, wib(23, 10))

    second = workflow.resubmit(desk.session, desk.calendar, first.id, at=wib(24, 8))
    desk.session.commit()

    assert (second.attempt, second.root_id, second.resubmission_of) == (2, first.id, first.id)
    assert second.applicant_id == first.applicant_id
    with pytest.raises(workflow.StepNotAllowed, match="tidak dapat diajukan ulang"):
        workflow.resubmit(desk.session, desk.calendar, first.id, at=wib(24, 9))


def test_an_open_application_cannot_be_repeated(desk: Desk) -> None:
    request = desk.submit()

    with pytest.raises(workflow.StepNotAllowed):
        workflow.resubmit(desk.session, desk.calendar, request.id)


def test_an_officer_undoes_an_own_step_and_the_stay_goes_on(desk: Desk) -> None:
    request = desk.submit()
    desk.accept(request, wib(23, 10))

    workflow.correct(
        desk.session, desk.calendar, desk.officer, request.id, "salah klik", version=request.version,
        at=wib(23, 10, 30),
    )  # fmt: skip

    assert (request.status, request.status_since) == ("VERIFIKASI", MONDAY)
    step = desk.accept(request, wib(23, 12))
    assert step.working_seconds == 3 * 3600  # 09.00-12.00: as if the first decision had never been


@pytest.mark.parametrize(
    ("minutes", "who", "allowed"), [(30, "ani", True), (31, "ani", False), (5, "beni", False)]
)
def test_undoing_is_for_the_same_officer_within_half_an_hour(
    desk: Desk, minutes: int, who: str, allowed: bool
) -> None:
    request = desk.submit()
    desk.accept(request, wib(23, 10))
    officer = desk.officer if who == "ani" else add_officer(desk.session, who)
    at = wib(23, 10) + dt.timedelta(minutes=minutes)

    def undo() -> None:
        workflow.correct(
            desk.session, desk.calendar, officer, request.id, "keliru", version=request.version, at=at
        )

    if allowed:
        undo()
        assert request.status == "VERIFIKASI"
    else:
        with pytest.raises(workflow.StepNotAllowed, match="30 menit"):
            undo()


def test_an_admin_undoes_at_any_time_but_never_under_a_resubmission(desk: Desk) -> None:
    admin = add_officer(desk.session, "citra", role="admin")
    request = desk.submit()
    desk.reject(request, wib(23, 10))
    workflow.resubmit(desk.session, desk.calendar, request.id, at=wib(23, 11))

    with pytest.raises(workflow.StepNotAllowed, match="sudah diajukan ulang"):
        workflow.correct(
            desk.session, desk.calendar, admin, request.id, "keliru", version=request.version, at=wib(30, 9)
        )


def test_ktp_el_cannot_be_printed_at_home(desk: Desk) -> None:
    request = desk.submit(service_code="KTP_EL")
    desk.accept(request, wib(23, 10))
    workflow.claim(desk.session, desk.officer, request.id, at=wib(23, 10))
    workflow.finish(
        desk.session, desk.calendar, desk.officer, request.id, version=request.version, at=wib(23, 11)
    )

    with pytest.raises(workflow.StepNotAllowed, match="tidak dapat dicetak mandiri"):
        workflow.hand_over(
            desk.session, desk.calendar, desk.officer, request.id, "cetak_mandiri", version=request.version
        )


@pytest.mark.parametrize("step", ["hand_over", "correct"])
def test_a_ready_case_of_another_location_cannot_be_touched(desk: Desk, step: str) -> None:
    request = desk.submit(location_code="KEC_09")
    desk.accept(request, wib(23, 10))
    stranger = TestOfficer(desk.officer.id, "ani", locations=("KEC_10",))

    with pytest.raises(workflow.StepNotAllowed, match="di luar wilayah kerja Anda"):
        getattr(workflow, step)(
            desk.session, desk.calendar, stranger, request.id, "loket", version=request.version
        )


def test_a_booking_takes_a_place_and_an_early_end_gives_it_back(desk: Desk) -> None:
    day = dt.date(2026, 11, 26)
    slot = Slot(location_code="KEC_09", day=day, quota=1)
    desk.session.add(slot)
    desk.session.flush()
    request = desk.submit(pickup_day=day)
    with (
        pytest.raises(booking.SlotFull, match="Kamis, 26 November 2026 sudah penuh"),
        desk.session.begin_nested(),
    ):
        desk.submit(nik="3275990101900009", pickup_day=day)

    desk.reject(request, wib(23, 10))

    desk.session.refresh(slot)
    assert slot.taken == 0
    assert desk.session.scalar(sa.select(Booking.outcome)) == "batal"
    workflow.correct(
        desk.session,
        desk.calendar,
        desk.officer,
        request.id,
        "keliru",
        version=request.version,
        at=wib(23, 10, 5),
    )
    desk.session.refresh(slot)
    assert slot.taken == 1


def test_a_nik_must_have_sixteen_digits(desk: Desk) -> None:
    with pytest.raises(workflow.ApplicationInvalid, match="16 angka"):
        desk.submit(nik="32759901019000")


def test_personal_data_are_not_readable_in_the_database(desk: Desk) -> None:
    desk.submit()

    sealed = desk.session.scalar(sa.select(Applicant.sealed))
    assert sealed is not None
    assert PERSON.nik.encode() not in sealed
    assert b"Budi" not in sealed
    assert desk.vault.unseal(sealed).name == "Budi Santoso"


def test_every_step_is_in_the_journal(desk: Desk) -> None:
    request = desk.submit()
    desk.accept(request, wib(23, 10))

    actions = desk.session.scalars(sa.text("select action from audit_entry")).all()
    assert actions == ["proses"]
    assert audit.verify(desk.session) is None


def test_graph_in_code_and_graph_in_the_database_are_the_same(desk: Desk) -> None:
    for row, origin in enumerate(Status):
        for column, target in enumerate(Status):
            request = desk.submit(nik=f"327599010190{row:02d}{column:02d}")
            _bring_to(desk, request, origin)

            accepted = True
            try:
                with desk.session.begin_nested():
                    _insert_raw(desk, request, target)
            except sa.exc.IntegrityError:
                accepted = False

            assert accepted == (target in NEXT_STATUSES[origin]), (origin, target)


PATHS = {
    Status.VERIFIKASI: [],
    Status.PROSES: ["PROSES"],
    Status.SELESAI: ["PROSES", "SELESAI"],
    Status.DIAMBIL: ["PROSES", "SELESAI", "DIAMBIL"],
    Status.DITOLAK: ["DITOLAK"],
    Status.GAGAL: ["GAGAL"],
}


def _bring_to(desk: Desk, request: Request, status: Status) -> None:
    for step in PATHS[status]:
        _insert_raw(desk, request, step)


def _insert_raw(desk: Desk, request: Request, to_status: str) -> None:
    desk.session.execute(
        sa.text(
            "insert into transition (request_id, from_status, to_status, entered_at, left_at,"
            " working_seconds, working_since_submission)"
            " select id, status, :to, status_since, status_since + interval '1 hour', 0, 0"
            " from request where id = :id"
        ),
        {"to": str(to_status), "id": request.id},
    )
