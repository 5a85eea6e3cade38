"""Second looks: drawn by lot, judged blind by another officer, and without effect on the case."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import booking, second_look, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.desk_settings import change_desk_setting
from dashboard.registry.models import QualityReview, Request, RequestDocument, Transition
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.workflow import Application, CaseMoved, RejectionChoice, StepNotAllowed, quality_draw
from dashboard.registry.workflow.quality_draw import quality_share
from tests.registry.conftest import TestOfficer, add_officer

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
BLURRED = (RejectionChoice("BERKAS_BURAM", is_primary=True),)


def later(minutes: float) -> dt.datetime:
    return MONDAY + dt.timedelta(minutes=minutes)


class Desk:
    """An office in which every decision is drawn; ani decides first, beni and cici look again."""

    def __init__(self, session: Session, vault: PersonalDataVault, calendar: WorkCalendar) -> None:
        self.session, self.vault, self.calendar = session, vault, calendar
        self.ani, self.beni, self.cici = (add_officer(session, name) for name in ("ani", "beni", "cici"))
        change_desk_setting(session, "uji", "second_look_percent", 100)
        self._people = 0

    def submit(self, **changes: object) -> Request:
        self._people += 1
        application = Application(
            **{
                "person": Person(nik=f"3275990101{self._people:06d}", name="Budi Santoso"),
                "service_code": "KK",
                "variant_code": "baru",
                "kelurahan_code": "32.75.09.1001",
                "location_code": "KEC_09",
                "channel": "aplikasi",
                **changes,
            }
        )
        return workflow.submit(self.session, self.vault, self.calendar, application, at=MONDAY)

    def accept(self, request: Request, minutes: float = 10, officer: TestOfficer | None = None) -> Transition:
        return self._step(workflow.accept, request, minutes, officer or self.ani)

    def finish(self, request: Request, minutes: float, officer: TestOfficer | None = None) -> Transition:
        return self._step(workflow.finish, request, minutes, officer or self.ani)

    def reject(
        self, request: Request, minutes: float = 10, reasons: tuple[RejectionChoice, ...] = BLURRED
    ) -> Transition:
        return self._step(workflow.reject, request, minutes, self.ani, reasons)

    def undo(self, request: Request, minutes: float) -> Transition:
        return workflow.correct(
            self.session, self.calendar, self.ani, request.id, "Salah tekan",
            version=request.version, at=later(minutes),
        )  # fmt: skip

    def reviews(self) -> list[QualityReview]:
        return list(self.session.scalars(sa.select(QualityReview).order_by(QualityReview.id)))

    def take(self, officer: TestOfficer, minutes: float = 20) -> int | None:
        return second_look.take_next(self.session, officer, at=later(minutes))

    def judge(self, officer: TestOfficer, review_id: int, *answer: str) -> QualityReview:
        second_look.judge(self.session, officer, review_id, *answer, at=later(25))
        return self.session.get_one(QualityReview, review_id)

    def _step(self, take, request: Request, minutes: float, officer: TestOfficer, *details) -> Transition:
        workflow.claim(self.session, officer, request.id, at=later(minutes - 5))
        return take(
            self.session, self.calendar, officer, request.id, *details,
            version=request.version, at=later(minutes),
        )  # fmt: skip


@pytest.fixture
def desk(database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar) -> Iterator[Desk]:
    with database.session() as session:
        yield Desk(session, vault, calendar)


@pytest.mark.parametrize(("percent", "share"), [(None, 0.1), (25, 0.25), (0, 0.0), (100, 1.0)])
def test_the_share_is_a_setting_and_one_in_ten_without_it(
    database: RequestDatabase, percent: int | None, share: float
) -> None:
    with database.session() as session:
        if percent is not None:
            change_desk_setting(session, "uji", "second_look_percent", percent)
        assert quality_share(session) == share


@pytest.mark.parametrize(("lot", "drawn"), [(0.0999, 1), (0.1, 0)])
def test_a_decision_is_drawn_when_its_lot_falls_under_the_share(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, lot: float, drawn: int
) -> None:
    change_desk_setting(desk.session, "uji", "second_look_percent", 10)
    monkeypatch.setattr(quality_draw._lots, "random", lambda: lot)

    desk.accept(desk.submit())

    assert len(desk.reviews()) == drawn


def test_only_the_verdict_on_the_documents_is_drawn(desk: Desk) -> None:
    accepted, rejected, failed = desk.submit(), desk.submit(), desk.submit()
    verdicts = [desk.accept(accepted), desk.reject(rejected)]
    desk.finish(accepted, 30)
    desk._step(workflow.fail, failed, 10, desk.ani)

    assert [review.transition_id for review in desk.reviews()] == [step.id for step in verdicts]
    assert {review.first_officer for review in desk.reviews()} == {desk.ani.id}


def test_a_decision_and_its_lot_are_undone_together(
    database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        desk = Desk(session, vault, calendar)
        request_id = desk.submit().id
    with database.session() as session:
        desk.session = session
        desk.accept(session.get_one(Request, request_id))
        assert len(desk.reviews()) == 1
        session.rollback()  # the power fails before the commit
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(QualityReview)) == 0


def test_the_first_officer_is_never_offered_the_own_decision(desk: Desk) -> None:
    desk.accept(desk.submit())

    assert second_look.waiting_count(desk.session, desk.ani, at=later(20)) == 0
    assert desk.take(desk.ani) is None
    assert second_look.waiting_count(desk.session, desk.beni, at=later(20)) == 1
    assert desk.take(desk.beni) == desk.reviews()[0].id


def test_an_officer_who_knows_how_the_case_went_on_is_not_offered_it(desk: Desk) -> None:
    finished, held = desk.submit(), desk.submit()
    desk.accept(finished)
    desk.accept(held)
    desk.finish(finished, 15, desk.beni)
    workflow.claim(desk.session, desk.beni, held.id, at=later(16))

    assert desk.take(desk.beni) is None
    assert desk.take(desk.cici) == desk.reviews()[0].id


@pytest.mark.parametrize(
    "limits",
    [{"locations": ("KEC_01",)}, {"areas": ("32.75.01",)}, {"services": ("KIA",)}],
    ids=["location", "kecamatan", "service"],
)
def test_a_case_outside_the_limits_is_neither_counted_nor_offered(
    desk: Desk, limits: dict[str, tuple[str, ...]]
) -> None:
    desk.accept(desk.submit())
    limited = dataclasses.replace(desk.beni, **limits)

    assert second_look.waiting_count(desk.session, limited, at=later(20)) == 0
    assert desk.take(limited) is None


def test_the_longest_waiting_comes_first_and_one_officer_holds_one(desk: Desk) -> None:
    for minutes in (12, 11):
        desk.accept(desk.submit(), minutes)
    late, early = desk.reviews()

    assert desk.take(desk.beni) == early.id
    assert desk.take(desk.beni) == early.id  # a second click
    assert desk.take(desk.cici) == late.id


def test_two_officers_at_once_get_different_ones(
    database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        desk = Desk(session, vault, calendar)
        desk.accept(desk.submit())
        desk.accept(desk.submit())
    with database.session() as one, database.session() as other:
        first = second_look.take_next(one, desk.beni, at=later(20))
        second = second_look.take_next(other, desk.cici, at=later(20))  # the first is not committed
        assert {first, second} == {review.id for review in Desk.reviews(desk)}


def test_a_second_look_that_was_left_lying_comes_back_after_its_lease(desk: Desk) -> None:
    desk.accept(desk.submit())
    review_id = desk.take(desk.beni, 20)

    assert desk.take(desk.cici, 49.9) is None
    assert desk.take(desk.cici, 50.1) == review_id
    with pytest.raises(CaseMoved, match="tidak lagi Anda pegang"):
        second_look.judge(desk.session, desk.beni, review_id or 0, "setuju")


def test_an_answer_after_the_lease_counts_while_nobody_else_took_it(desk: Desk) -> None:
    desk.accept(desk.submit())
    review_id = desk.take(desk.beni, 20) or 0

    second_look.judge(desk.session, desk.beni, review_id, "setuju", at=later(90))

    assert desk.reviews()[0].verdict == "PROSES"


@pytest.mark.parametrize(
    ("first", "answer", "same_verdict", "same_reason"),
    [
        ("accept", ("setuju",), True, None),
        ("accept", ("tolak", "BERKAS_BURAM"), False, None),
        ("reject", ("setuju",), False, None),
        ("reject", ("tolak", "BERKAS_BURAM"), True, True),
        ("reject", ("tolak", "BERKAS_TIDAK_LENGKAP"), True, False),
    ],
)
def test_an_answer_is_compared_with_the_first_and_changes_no_case(
    desk: Desk, first: str, answer: tuple[str, ...], same_verdict: bool, same_reason: bool | None
) -> None:
    request = desk.submit()
    getattr(desk, first)(request)
    before = (request.status, request.version, request.last_change_at)

    review = desk.judge(desk.beni, desk.take(desk.beni) or 0, *answer)

    assert (review.same_verdict, review.same_reason) == (same_verdict, same_reason)
    desk.session.refresh(request)
    assert (request.status, request.version, request.last_change_at) == before


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (("lulus",), "setuju atau tolak"),
        (("tolak",), "alasan utama"),
        (("tolak", "TIDAK_ADA"), "alasan utama"),
        (("tolak", "LAINNYA"), "memerlukan keterangan"),
    ],
)
def test_an_incomplete_answer_is_refused_in_words(desk: Desk, answer: tuple[str, ...], told: str) -> None:
    desk.accept(desk.submit())
    review_id = desk.take(desk.beni) or 0

    with pytest.raises(StepNotAllowed, match=told):
        desk.judge(desk.beni, review_id, *answer)
    assert desk.reviews()[0].verdict is None


def test_the_same_answer_twice_is_kept_once(desk: Desk) -> None:
    desk.reject(desk.submit())
    review_id = desk.take(desk.beni) or 0
    desk.judge(desk.beni, review_id, "setuju")

    assert desk.judge(desk.beni, review_id, "tolak", "BERKAS_BURAM").verdict == "PROSES"


def test_nobody_answers_for_another(desk: Desk) -> None:
    desk.accept(desk.submit())
    review_id = desk.take(desk.beni) or 0

    for officer in (desk.ani, desk.cici):
        with pytest.raises(CaseMoved):
            desk.judge(officer, review_id, "setuju")
        assert second_look.blind_case(desk.session, desk.vault, officer, review_id, at=later(20)) is None


def test_a_correction_withdraws_what_waits(desk: Desk) -> None:
    request = desk.submit()
    desk.accept(request)
    review_id = desk.take(desk.beni, 12) or 0
    desk.undo(request, 15)

    assert second_look.waiting_count(desk.session, desk.cici, at=later(60)) == 0
    with pytest.raises(StepNotAllowed, match="tidak diperlukan lagi"):
        desk.judge(desk.beni, review_id, "setuju")


def test_a_corrected_decision_that_was_judged_is_marked_and_the_next_one_drawn_anew(desk: Desk) -> None:
    request = desk.submit()
    desk.accept(request)
    desk.judge(desk.beni, desk.take(desk.beni, 12) or 0, "setuju")
    desk.undo(request, 26)
    desk.reject(request, 40)

    first, again = desk.reviews()
    assert (first.verdict, first.withdrawn_at) == ("PROSES", later(26))
    assert (again.verdict, again.withdrawn_at) == (None, None)


def test_undoing_a_later_step_keeps_the_second_look(desk: Desk) -> None:
    request = desk.submit()
    desk.accept(request)
    desk.finish(request, 30)
    desk.undo(request, 35)

    assert desk.reviews()[0].withdrawn_at is None


def test_the_case_is_shown_as_it_stood_at_the_decision(desk: Desk) -> None:
    booking.open_slots(desk.session, desk.calendar, today=MONDAY.date())
    request = desk.submit(pickup_day=dt.date(2026, 11, 27))
    for code, minutes in (("F_1_02", 1), ("BUKU_NIKAH", 12)):
        desk.session.add(
            RequestDocument(
                request_id=request.id, document_code=code, storage_name=code, content_type="image/png",
                size_bytes=1, sha256=bytes(32), uploaded_at=later(minutes), assessment="kurang",
            )
        )  # fmt: skip
    desk.reject(request)  # ends the booking
    desk.session.flush()

    case = second_look.blind_case(
        desk.session, desk.vault, desk.beni, desk.take(desk.beni) or 0, at=later(21)
    )

    assert case is not None
    assert (case.as_of, case.pickup_day) == (later(10), dt.date(2026, 11, 27))
    assert case.applicant.name.startswith("B")
    shown = {document.code: len(document.files) for document in case.documents}
    assert (shown["F_1_02"], shown["BUKU_NIKAH"]) == (1, 0)  # one came after the decision
    assert "kurang" not in repr(case)


def test_the_earlier_attempts_are_shown_but_not_the_later_ones(desk: Desk) -> None:
    first = desk.submit()
    desk.reject(first)
    second = workflow.resubmit(desk.session, desk.calendar, first.id, at=later(12))
    desk.reject(second, 30)
    workflow.resubmit(desk.session, desk.calendar, second.id, at=later(40))
    of_first, of_second = desk.reviews()

    def seen(review: QualityReview) -> second_look.BlindCase:
        review.reviewer_id, review.lease_until = desk.beni.id, later(90)
        desk.session.flush()
        case = second_look.blind_case(desk.session, desk.vault, desk.beni, review.id, at=later(50))
        assert case is not None
        return case

    assert seen(of_first).earlier == ()
    assert [(row.attempt, row.status, row.reasons) for row in seen(of_second).earlier] == [
        (1, "DITOLAK", ("Berkas tidak terbaca (buram/terpotong/gelap)",))
    ]


def test_a_second_look_that_was_put_back_is_offered_to_others(desk: Desk) -> None:
    desk.accept(desk.submit())
    review_id = desk.take(desk.beni) or 0

    second_look.put_back(desk.session, desk.beni, review_id)

    assert desk.take(desk.cici) == review_id


def test_the_database_itself_refuses_the_first_officer_as_the_second(desk: Desk) -> None:
    desk.accept(desk.submit())
    desk.reviews()[0].reviewer_id = desk.ani.id

    with pytest.raises(sa.exc.IntegrityError, match="reviewed_by_another"):
        desk.session.flush()
