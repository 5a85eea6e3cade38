"""The counter: a number becomes a case, and a ready document goes to whoever may have it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.lookup import UNKNOWN_APPLICANT, MaskedApplicant, masked_applicants
from dashboard.registry.models import (
    Applicant,
    Booking,
    HandoverCheck,
    PickupLocation,
    Request,
    Slot,
    Transition,
    UserAccount,
)
from dashboard.registry.numbers import request_number, scanned_number
from dashboard.registry.personal import PersonalDataVault, name_words
from dashboard.registry.search import SHORTEST_WORD, SearchKind, search_cases
from dashboard.registry.status import REPEATABLE_STATUSES, Status
from dashboard.registry.wording import moment_in_words
from dashboard.registry.workflow import (
    Handover,
    Officer,
    StepNotAllowed,
    correct,
    correctable_step,
    hand_over,
    newest_step,
)
from dashboard.registry.workflow.claims import locked_request, refuse_outside_scope, within_scope

SHOWN_FOR = {
    "pemohon": ("ktp_el", "ikd", "kk", "biodata"),
    "keluarga": ("kk",),
    "kuasa": ("surat_kuasa",),
}
"""Who may receive a document, and what proves it: relatives stand on one family card, others are sent."""

MOST_CANDIDATES = 10
# The status stands in the text, so that PostgreSQL sees that the partial index request_ready fits.
READY = Request.status == sa.literal_column("'SELESAI'")
HOW_TAKEN = {"loket": "di loket", "diantar": "diantar ke rumah", "cetak_mandiri": "dicetak sendiri"}
AT_COUNTER: Handover = "loket"


@dataclass(frozen=True)
class Candidates:
    """Applications that a typed or scanned text may mean: ready ones first, then the newest.

    ``kind`` is how the text was understood, ``kosong`` when there was nothing to look for.
    """

    kind: SearchKind
    request_ids: tuple[int, ...]
    has_more: bool


@dataclass(frozen=True)
class CounterCase:
    """One application as the counter sees it; the applicant is masked.

    ``refusal`` says why nothing can be handed over, and where the case is; empty when the document is
    ready. ``pickup_day`` is the booked day, ``is_missed`` whether nobody came on it. ``can_undo`` tells
    whether this officer may take the hand-over back.
    """

    request_id: int
    number: str
    version: int
    status: Status
    status_since: dt.datetime
    service_code: str | None
    variant_code: str | None
    location_code: str | None
    applicant: MaskedApplicant
    pickup_day: dt.date | None
    is_missed: bool
    refusal: str
    can_undo: bool


def find_cases(
    session: Session, vault: PersonalDataVault, calendar: WorkCalendar, officer: Officer, text: str
) -> Candidates:
    """Applications in the officer's scope for a number, NIK or name as typed, or for what a scanner read.

    Args:
        text: a NIK may stand in it: it is never logged or stored.
    """
    scanned = scanned_number(text)
    typed = text if scanned is None else request_number(scanned)
    found = search_cases(session, vault, calendar, officer, typed, limit=MOST_CANDIDATES)
    ready = [item.request_id for item in found.items if item.status is Status.SELESAI]
    if found.has_more:
        # The one whose document waits may not be among the newest.
        ready = _ready_ones(session, vault, officer, found.kind, typed)
    ids = list(dict.fromkeys([*ready, *(item.request_id for item in found.items)]))
    return Candidates(found.kind, tuple(ids[:MOST_CANDIDATES]), found.has_more)


def _ready_ones(
    session: Session, vault: PersonalDataVault, officer: Officer, kind: SearchKind, text: str
) -> list[int]:
    """Ready documents of the person of a NIK, or of the bearers of a name."""
    words = {word for word in name_words(text) if len(word) >= SHORTEST_WORD} if kind == "nama" else set()
    person = (
        Applicant.name_keys.contains(vault.name_keys(" ".join(words)))
        if words
        else Applicant.nik_hash == vault.nik_hash(text.replace(" ", ""))
    )
    rows = session.execute(
        sa.select(Request.id, Applicant.sealed)
        .join(Applicant, Applicant.id == Request.applicant_id)
        .where(READY, person, *within_scope(officer))
        .order_by(Request.status_since.desc(), Request.id.desc())
        .limit(MOST_CANDIDATES)
    )
    # Words may share a key: only the opened name says whether it was meant.
    return [row.id for row in rows if words <= name_words(vault.unseal(row.sealed).name)]


def counter_case(
    session: Session,
    vault: PersonalDataVault,
    officer: Officer,
    request_id: int,
    *,
    at: dt.datetime | None = None,
) -> CounterCase | None:
    """One application; ``None`` when it is unknown or outside the officer's scope."""
    request = session.scalars(
        sa.select(Request).where(Request.id == request_id, *within_scope(officer))
    ).first()
    if request is None:
        return None
    booked = session.execute(
        sa.select(Slot.day, Booking.outcome)
        .join(Booking, Booking.slot_id == Slot.id)
        .where(Booking.request_id == request_id, Booking.outcome != "batal")
        .order_by(Booking.id.desc())
        .limit(1)
    ).first()
    undoable = correctable_step(session, officer, request_id, at=at)
    return CounterCase(
        request_id=request_id,
        number=request_number(request_id),
        version=request.version,
        status=Status(request.status),
        status_since=request.status_since,
        service_code=request.service_code,
        variant_code=request.variant_code,
        location_code=request.location_code,
        applicant=masked_applicants(session, vault, [request_id]).get(request_id, UNKNOWN_APPLICANT),
        pickup_day=booked.day if booked else None,
        is_missed=booked is not None and booked.outcome == "tidak_hadir",
        refusal=why_not(session, request),
        can_undo=_is_of_counter(undoable),
    )


def why_not(session: Session, request: Request) -> str:
    """Why an application's document cannot be handed over, in words for the counter; "" when it can."""
    status = Status(request.status)
    if status is Status.SELESAI:
        return ""
    if status is Status.DIAMBIL:
        return _who_has_it(session, request)
    if status in REPEATABLE_STATUSES:
        return _ended(session, request, status)
    holder = session.get(UserAccount, request.claimed_by) if request.claimed_by else None
    hands = f"sedang dikerjakan {holder.display_name}" if holder else "menunggu petugas"
    target = f" Targetnya {moment_in_words(request.due_at)}." if request.due_at else ""
    return (
        f"Belum siap: masih di {status.label} sejak {moment_in_words(request.status_since)}, {hands}.{target}"
    )


def _who_has_it(session: Session, request: Request) -> str:
    step = newest_step(session, request.id)
    if step is None:
        return "Sudah diambil."
    check = session.get(HandoverCheck, step.id)
    officer = session.get(UserAccount, step.actor_id) if step.actor_id else None
    receiver = f" oleh {check.receiver}" if check else ""
    by = f", diserahkan {officer.display_name}" if officer else ""
    how = HOW_TAKEN.get(step.handover or "", "")
    return f"Sudah diambil{receiver} pada {moment_in_words(step.left_at)}{f' {how}' if how else ''}{by}."


def _ended(session: Session, request: Request, status: Status) -> str:
    again = session.scalar(sa.select(Request.id).where(Request.resubmission_of == request.id))
    what = "ditolak" if status is Status.DITOLAK else "gagal dikirim"
    then = (
        f"Sudah diajukan ulang sebagai {request_number(again)}."
        if again
        else "Pemohon dapat mengajukan ulang."
    )
    return f"Permohonan {what} pada {moment_in_words(request.status_since)}. {then}"


def hand_over_at_counter(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    *,
    version: int,
    receiver: str,
    identity: str,
    counter: str | None = None,
    although_elsewhere: bool = False,
    at: dt.datetime | None = None,
) -> Transition:
    """The document goes to somebody whose identity was checked: Selesai -> Diambil, in one transaction.

    The second of a double click gets the step that the first one made.

    Args:
        version: the version of the case that the officer saw.
        receiver, identity: who receives it and what was shown, one of ``SHOWN_FOR``.
        counter: the location of the counter; ``None`` when the officer serves several.
        although_elsewhere: the officer has the document here although it was to be fetched elsewhere.

    Raises:
        CaseMoved: somebody was faster; the text says who and when.
        StepNotAllowed: not ready, of another location, or nothing that proves who receives it.
    """
    if identity not in SHOWN_FOR.get(receiver, ()):
        raise StepNotAllowed("Pilih penerima dan dokumen yang ditunjukkan.")
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if request.version == version:  # else the workflow tells what happened meanwhile
        _refuse_unready(session, request)
        if not although_elsewhere:
            _refuse_elsewhere(session, request, counter)
    elif done := _same_click(session, officer, request, version, (receiver, identity)):
        return done
    step = hand_over(session, calendar, officer, request_id, AT_COUNTER, version=version, at=at)
    session.add(
        HandoverCheck(
            transition_id=step.id,
            receiver=receiver,
            identity=identity,
            checked_by=officer.id,
            checked_at=step.left_at,
        )
    )
    session.flush()
    return step


def undo_at_counter(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    note: str,
    *,
    version: int,
    at: dt.datetime | None = None,
) -> Transition:
    """Take a hand-over at the counter back, with a note; other steps are corrected in the case itself.

    Raises:
        CaseMoved: the case is no longer as the officer saw it.
        StepNotAllowed: no hand-over at the counter, no note, too late, or another officer's.
    """
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if request.version == version and not _is_of_counter(newest_step(session, request_id)):
        raise StepNotAllowed(f"{request_number(request_id)} tidak diserahkan di loket.")
    return correct(session, calendar, officer, request_id, note, version=version, at=at)


def is_elsewhere(location_code: str | None, counter: str | None) -> bool:
    """Whether a document lies at another location than the counter's."""
    return counter is not None and location_code is not None and location_code != counter


def _is_of_counter(step: Transition | None) -> bool:
    return step is not None and step.to_status == Status.DIAMBIL and step.handover == AT_COUNTER


def _same_click(
    session: Session, officer: Officer, request: Request, version: int, checked: tuple[str, str]
) -> Transition | None:
    """The hand-over that this officer made, in the same words, of the version that the officer saw."""
    step = newest_step(session, request.id)
    if step is None or step.actor_id != officer.id or request.version != version + 1:
        return None
    check = session.get(HandoverCheck, step.id)
    return step if check is not None and (check.receiver, check.identity) == checked else None


def _refuse_unready(session: Session, request: Request) -> None:
    if reason := why_not(session, request):
        raise StepNotAllowed(f"{request_number(request.id)}: {reason}")


def _refuse_elsewhere(session: Session, request: Request, counter: str | None) -> None:
    if is_elsewhere(request.location_code, counter):
        place = session.get_one(PickupLocation, request.location_code)
        raise StepNotAllowed(
            f"{request_number(request.id)} diambil di {place.name}, bukan di loket ini. Serahkan hanya bila "
            "dokumennya ada di sini."
        )
