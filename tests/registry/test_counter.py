"""The counter: who is found, what may be handed over to whom, and what everybody else is told.

Applications are submitted on Monday 23 November 2026 at 09.00; places are booked for Thursday the 26th.
"""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
import sqlalchemy as sa

from dashboard.registry import booking, counter, workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Booking, HandoverCheck, Request, Slot, Transition
from dashboard.registry.numbers import request_number, scanned_number
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.workflow import CaseMoved, StepNotAllowed
from tests.registry.conftest import TestOfficer, add_officer
from tests.registry.test_workflow import Desk, wib

THURSDAY = dt.date(2026, 11, 26)
NIK = "3275990101900001"
CHECKED = {"receiver": "pemohon", "identity": "ktp_el"}


@pytest.fixture(scope="module")
def calendar(module_database: RequestDatabase) -> WorkCalendar:
    with module_database.session() as session:
        return WorkCalendar(session)


@pytest.fixture
def desk(module_database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar):
    with module_database.session() as session:  # rolled back: every test begins with an empty office
        session.add(Slot(location_code="KEC_09", day=THURSDAY, quota=20))
        yield Desk(session, vault, calendar)


def submit(desk: Desk, nik: str = NIK, **changes: object) -> Request:
    """An application for a KTP-el at the counter of Jatiasih, to be fetched on Thursday."""
    usual = {"service_code": "KTP_EL", "variant_code": "baru", "pickup_day": THURSDAY}
    return desk.submit(nik, **{**usual, **changes})


def ready(desk: Desk, nik: str = NIK, **changes: object) -> Request:
    """One whose document has been ready since Tuesday at 09.00."""
    request = submit(desk, nik, **changes)
    desk.accept(request, wib(23, 10))
    workflow.claim(desk.session, desk.officer, request.id, at=wib(24, 9))
    step = (desk.session, desk.calendar, desk.officer, request.id)
    workflow.finish(*step, version=request.version, at=wib(24, 9))
    return request


def hand_over(
    desk: Desk, request: Request, officer: TestOfficer | None = None, **changes: object
) -> Transition:
    usual = {"version": request.version, "at": wib(26, 9), **CHECKED}
    return counter.hand_over_at_counter(
        desk.session, desk.calendar, officer or desk.officer, request.id, **{**usual, **changes}
    )


def seen(desk: Desk, request: Request, officer: TestOfficer | None = None, at: dt.datetime | None = None):
    return counter.counter_case(
        desk.session, desk.vault, officer or desk.officer, request.id, at=at or wib(26, 9)
    )


def found(desk: Desk, text: str, officer: TestOfficer | None = None) -> counter.Candidates:
    return counter.find_cases(desk.session, desk.vault, desk.calendar, officer or desk.officer, text)


# --- finding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "request_id"),
    [
        ("EO-00000017", 17),
        (" eo-17\n", 17),
        ("https://e-open.example/status/EO-00000017", 17),
        ("https://e-open.example/status?nomor=EO-00000017", 17),
        ("https://e-open.example/status/EO-00000017/", 17),
        ("17", None),
        ("EO-", None),
        ("EO-17 18", None),
        ("https://e-open.example/EO-17/berkas", None),
        ("3275990101900001", None),
        ("XEO-17", None),
    ],
)
def test_a_code_holds_the_number_or_a_link_that_ends_in_it(text: str, request_id: int | None) -> None:
    assert scanned_number(text) == request_id


def test_a_case_is_found_by_number_link_nik_and_name(desk: Desk) -> None:
    request = submit(desk)
    submit(desk, "3275990101900002", person=Person(nik="3275990101900002", name="Rina Wati"))
    number = request_number(request.id)

    for text in (number, number.lower(), str(request.id), f"https://e-open.example/status/{number}"):
        assert found(desk, text) == counter.Candidates("nomor", (request.id,), False)
    assert found(desk, "3275 9901 0190 0001") == counter.Candidates("nik", (request.id,), False)
    assert found(desk, "santoso BUDI") == counter.Candidates("nama", (request.id,), False)
    assert found(desk, "Budi Wati") == counter.Candidates("nama", (), False)
    assert found(desk, "  ") == counter.Candidates("kosong", (), False)


def test_of_several_cases_the_ready_one_comes_first(desk: Desk) -> None:
    first = ready(desk)
    second = submit(desk, service_code="KK", pickup_day=None)

    assert found(desk, NIK).request_ids == (first.id, second.id)


def test_of_a_common_name_the_ready_one_is_found_behind_all_newer_ones(desk: Desk) -> None:
    waiting = ready(desk)
    for number in range(12):  # more than are offered at one go
        submit(desk, f"327599010190{number + 100:04d}", service_code="KK", pickup_day=None)

    cases = found(desk, "Budi Santoso")

    assert (cases.request_ids[0], len(cases.request_ids), cases.has_more) == (waiting.id, 10, True)


def test_of_a_person_with_many_cases_the_ready_one_is_found_behind_all_newer_ones(desk: Desk) -> None:
    waiting = ready(desk)
    for _ in range(11):
        submit(desk, service_code="KK", pickup_day=None)

    cases = found(desk, "3275 9901 0190 0001")

    assert (cases.request_ids[0], len(cases.request_ids), cases.has_more) == (waiting.id, 10, True)


@pytest.mark.parametrize("limit", [{"locations": ("DINAS",)}, {"areas": ("32.75.01",)}])
def test_a_case_of_another_place_does_not_exist_for_an_officer(desk: Desk, limit: dict) -> None:
    request = ready(desk)
    stranger = replace(desk.officer, **limit)

    for text in (request_number(request.id), NIK, "Budi Santoso"):
        assert found(desk, text, stranger).request_ids == ()
    assert seen(desk, request, stranger) is None
    with pytest.raises(StepNotAllowed, match="di luar wilayah kerja Anda"):
        hand_over(desk, request, stranger)
    assert request.status == "SELESAI"


# --- what the counter sees --------------------------------------------------------------------------


def test_the_counter_sees_a_masked_applicant_and_the_booked_day(desk: Desk) -> None:
    case = seen(desk, ready(desk))

    assert (case.applicant.name, case.applicant.nik) == ("B*** S******", "3275********0001")
    assert (case.pickup_day, case.is_missed, case.refusal, case.can_undo) == (THURSDAY, False, "", False)


def test_a_missed_day_is_seen_and_keeps_nobody_from_the_document(desk: Desk) -> None:
    request = ready(desk)
    # Thursday's place is missed at closing, 15.30; nobody came until Friday.
    assert booking.settle_missed(desk.session, desk.calendar, wib(27, 8)) == 1

    assert (seen(desk, request).is_missed, seen(desk, request).refusal) == (True, "")
    hand_over(desk, request, at=wib(27, 9))
    assert desk.session.scalar(sa.select(Booking.outcome)) == "tidak_hadir"


def test_an_unready_case_says_where_it_is_and_when_it_is_due(desk: Desk) -> None:
    request = submit(desk)
    # KTP-el has a target of 24 hours: one working day after Monday is Tuesday, closing at 15.30.
    assert seen(desk, request).refusal == (
        "Belum siap: masih di Verifikasi sejak 23 November 2026 pukul 09.00 WIB, menunggu petugas. "
        "Targetnya 24 November 2026 pukul 15.30 WIB."
    )

    desk.accept(request, wib(23, 10))
    workflow.claim(desk.session, desk.officer, request.id, at=wib(23, 11))
    assert "masih di Proses sejak 23 November 2026 pukul 10.00 WIB, sedang dikerjakan Petugas ani." in (
        seen(desk, request).refusal
    )


def test_an_ended_case_says_how_it_goes_on(desk: Desk) -> None:
    request = submit(desk)
    desk.reject(request, wib(23, 10))
    assert seen(desk, request).refusal == (
        "Permohonan ditolak pada 23 November 2026 pukul 10.00 WIB. Pemohon dapat mengajukan ulang."
    )

    again = workflow.resubmit(desk.session, desk.calendar, request.id, at=wib(24, 8))

    assert f"Sudah diajukan ulang sebagai {request_number(again.id)}." in seen(desk, request).refusal
    # The rejected one gave its place back.
    assert seen(desk, request).pickup_day is None


def test_a_taken_document_says_who_has_it_and_from_whom(desk: Desk) -> None:
    request = ready(desk)
    hand_over(desk, request, receiver="keluarga", identity="kk")

    assert seen(desk, request).refusal == (
        "Sudah diambil oleh keluarga pada 26 November 2026 pukul 09.00 WIB di loket, diserahkan Petugas ani."
    )


# --- handing over -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("receiver", "identity"),
    [(receiver, identity) for receiver, shown in counter.SHOWN_FOR.items() for identity in shown],
)
def test_a_hand_over_keeps_who_received_it_and_what_was_shown(
    desk: Desk, receiver: str, identity: str
) -> None:
    request = ready(desk)

    step = hand_over(desk, request, receiver=receiver, identity=identity)

    check = desk.session.get_one(HandoverCheck, step.id)
    assert (check.receiver, check.identity, check.checked_by, check.checked_at) == (
        receiver,
        identity,
        desk.officer.id,
        wib(26, 9),
    )
    assert (request.status, step.handover) == ("DIAMBIL", "loket")
    assert desk.session.scalar(sa.select(Booking.outcome)) == "hadir"


@pytest.mark.parametrize(
    ("receiver", "identity"),
    [("keluarga", "ktp_el"), ("kuasa", "kk"), ("pemohon", "surat_kuasa"), ("", ""), ("tetangga", "kk")],
)
def test_nothing_is_handed_to_somebody_who_shows_the_wrong_thing(
    desk: Desk, receiver: str, identity: str
) -> None:
    request = ready(desk)

    with pytest.raises(StepNotAllowed, match="Pilih penerima"):
        hand_over(desk, request, receiver=receiver, identity=identity)

    assert request.status == "SELESAI"


def test_an_unready_document_is_not_handed_over(desk: Desk) -> None:
    request = submit(desk)

    with pytest.raises(StepNotAllowed, match=f"{request_number(request.id)}: Belum siap"):
        hand_over(desk, request)


def test_a_taken_document_is_not_handed_over_again(desk: Desk) -> None:
    request = ready(desk)
    hand_over(desk, request)

    with pytest.raises(StepNotAllowed, match="Sudah diambil oleh pemohon"):
        hand_over(desk, request, at=wib(26, 10))


def test_an_officer_who_saw_an_older_version_is_told_what_happened_since(desk: Desk) -> None:
    request = ready(desk)
    hand_over(desk, request, add_officer(desk.session, "beni"))

    with pytest.raises(CaseMoved, match=r"Petugas beni .* Selesai → Diambil.* tidak disimpan"):
        hand_over(desk, request, version=request.version - 1)

    assert desk.session.scalar(sa.select(sa.func.count()).select_from(HandoverCheck)) == 1


def test_the_second_click_of_a_double_click_gets_what_the_first_did(desk: Desk) -> None:
    request = ready(desk)
    version = request.version
    step = hand_over(desk, request)

    assert hand_over(desk, request, version=version).id == step.id
    with pytest.raises(CaseMoved):  # no double click: something else was shown
        hand_over(desk, request, version=version, identity="kk")
    assert desk.session.scalar(sa.select(sa.func.count()).select_from(HandoverCheck)) == 1


def test_a_document_of_another_counter_needs_the_officers_word_that_it_is_here(desk: Desk) -> None:
    request = ready(desk)

    with pytest.raises(StepNotAllowed, match="diambil di Kantor Kecamatan Jatiasih, bukan di loket ini"):
        hand_over(desk, request, counter="DINAS")
    assert request.status == "SELESAI"

    hand_over(desk, request, counter="DINAS", although_elsewhere=True)
    assert request.status == "DIAMBIL"


def test_an_unknown_number_is_told(desk: Desk) -> None:
    with pytest.raises(StepNotAllowed, match="EO-00000999 tidak ditemukan"):
        counter.hand_over_at_counter(desk.session, desk.calendar, desk.officer, 999, version=0, **CHECKED)


def test_of_two_counters_exactly_one_hands_over_and_the_other_is_told(
    database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        session.add(Slot(location_code="KEC_09", day=THURSDAY, quota=20))
        desk = Desk(session, vault, calendar)
        request, officers = ready(desk), [desk.officer, add_officer(session, "beni")]
        request_id, version = request.id, request.version
    both = Barrier(2)

    def click(officer: TestOfficer) -> str:
        # A connection of its own; both have read the case before either writes.
        with database.session.begin() as session:
            case = counter.counter_case(session, vault, officer, request_id)
            assert case is not None
            assert case.version == version
            both.wait(30)
            try:
                counter.hand_over_at_counter(
                    session, calendar, officer, request_id, version=version, at=wib(26, 9), **CHECKED
                )
            except CaseMoved as lost:
                return str(lost)
        return "diserahkan"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(click, officers))

    assert answers[1] == "diserahkan"
    assert answers[0].startswith(f"{request_number(request_id)} sudah diubah oleh Petugas ")
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(HandoverCheck)) == 1
        assert session.scalars(sa.select(Transition.to_status).order_by(Transition.id)).all() == [
            "PROSES",
            "SELESAI",
            "DIAMBIL",
        ]


# --- taking back ------------------------------------------------------------------------------------


def undo(desk: Desk, request: Request, officer: TestOfficer | None = None, **changes: object) -> None:
    usual = {"version": request.version, "at": wib(26, 9, 20)}
    counter.undo_at_counter(
        desk.session,
        desk.calendar,
        officer or desk.officer,
        request.id,
        "Salah orang",
        **{**usual, **changes},
    )


def test_a_hand_over_is_taken_back_and_its_place_is_open_again(desk: Desk) -> None:
    request = ready(desk)
    step = hand_over(desk, request)
    assert seen(desk, request, at=wib(26, 9, 20)).can_undo

    undo(desk, request)

    case = seen(desk, request, at=wib(26, 9, 20))
    assert (case.status, case.refusal, case.can_undo) == ("SELESAI", "", False)
    assert desk.session.scalar(sa.select(Booking.outcome)) == "aktif"
    assert desk.session.get(HandoverCheck, step.id) is not None  # what was checked stays in the history
    hand_over(desk, request, at=wib(26, 9, 30))
    assert request.status == "DIAMBIL"


def test_only_the_same_officer_takes_it_back_and_only_for_half_an_hour(desk: Desk) -> None:
    request = ready(desk)
    hand_over(desk, request)
    colleague, admin = add_officer(desk.session, "beni"), add_officer(desk.session, "cici", "admin")

    # 09.00 + 30 minutes = 09.30 is the last moment.
    assert seen(desk, request, at=wib(26, 9, 30)).can_undo
    assert not seen(desk, request, at=wib(26, 9, 31)).can_undo
    assert not seen(desk, request, colleague).can_undo
    assert seen(desk, request, admin, at=wib(27, 9)).can_undo
    for officer, at in ((desk.officer, wib(26, 9, 31)), (colleague, wib(26, 9, 5))):
        with pytest.raises(StepNotAllowed, match="petugas yang sama dalam 30 menit"):
            undo(desk, request, officer, at=at)
    assert request.status == "DIAMBIL"


def test_taking_back_needs_a_reason_the_version_seen_and_the_place(desk: Desk) -> None:
    request = ready(desk)
    hand_over(desk, request)

    with pytest.raises(StepNotAllowed, match="alasan pembatalan"):
        counter.undo_at_counter(
            desk.session,
            desk.calendar,
            desk.officer,
            request.id,
            "  ",
            version=request.version,
            at=wib(26, 9),
        )
    with pytest.raises(CaseMoved):
        undo(desk, request, version=request.version - 1)
    with pytest.raises(StepNotAllowed, match="di luar wilayah"):
        undo(desk, request, replace(desk.officer, locations=("DINAS",)))
    assert request.status == "DIAMBIL"


def test_what_did_not_happen_at_the_counter_is_not_taken_back_there(desk: Desk) -> None:
    request = ready(desk)
    step = (desk.session, desk.calendar, desk.officer, request.id)
    with pytest.raises(StepNotAllowed, match="tidak diserahkan di loket"):
        undo(desk, request)  # finished by the same officer, and never handed over

    workflow.hand_over(*step, "diantar", version=request.version, at=wib(26, 9))

    assert not seen(desk, request).can_undo
    assert seen(desk, request).refusal == (
        "Sudah diambil pada 26 November 2026 pukul 09.00 WIB diantar ke rumah, diserahkan Petugas ani."
    )
    with pytest.raises(StepNotAllowed, match="tidak diserahkan di loket"):
        undo(desk, request)
