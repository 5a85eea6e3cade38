"""The cases a Satgas Pamor follows: Halo Pamor's in its kelurahan, whoever entered them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.assisted import details
from dashboard.registry.assisted.details import Refusal
from dashboard.registry.assisted.scope import followed, follows
from dashboard.registry.lookup import UNKNOWN_APPLICANT, MaskedApplicant, masked_applicants
from dashboard.registry.models import Kelurahan, Request, Service
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.status import Status
from dashboard.registry.urgency import PRIORITIES
from dashboard.registry.workflow import Officer

NEEDS_RESIDENT = "perlu_warga"
"""Filter: mandatory documents are missing, ready to be fetched, or ended without a document and not yet
applied for again."""

PAGE_SIZE = 25


@dataclass(frozen=True)
class AssistedCase:
    """One case, masked, with what its resident has to know.

    ``refusals`` are the reasons of a refusal in the applicant's words, the primary one first.
    ``repeated_by`` is the number of the application that followed a refused or failed one.
    ``has_missed`` tells that nobody came on ``pickup_day``, ``has_wish`` that a visit is wished for,
    ``visit_on`` when it is planned. ``missing_documents`` counts the mandatory ones of a case that is
    still to be examined.
    """

    request_id: int
    number: str
    status: Status
    status_since: dt.datetime
    submitted_at: dt.datetime
    due_at: dt.datetime | None
    service_code: str | None
    variant_code: str | None
    location_code: str | None
    kelurahan: str
    priority: str | None
    is_mine: bool
    self_print: bool
    applicant: MaskedApplicant
    pickup_day: dt.date | None
    has_missed: bool
    visit_on: dt.date | None
    has_wish: bool
    missing_documents: int
    refusals: tuple[Refusal, ...]
    repeated_by: str | None

    @property
    def priority_in_words(self) -> str | None:
        """Why the resident is served earlier."""
        return PRIORITIES[self.priority] if self.priority else None

    @property
    def is_our_fault(self) -> bool:
        """Whether the resident could not have prevented the end without a document."""
        if self.status is Status.GAGAL:
            return True
        return bool(self.refusals) and self.refusals[0].fault in ("sistem", "petugas")

    @property
    def may_repeat(self) -> bool:
        """Whether it can be applied for again."""
        return self.status in (Status.DITOLAK, Status.GAGAL) and self.repeated_by is None

    @property
    def needs_resident(self) -> bool:
        """Whether the resident, or who helps the resident, has something to do."""
        return self.may_repeat or self.status is Status.SELESAI or self.missing_documents > 0


@dataclass(frozen=True)
class AssistedPage:
    """One page, what needs its resident first, and how many cases there are under the filters."""

    items: tuple[AssistedCase, ...]
    offset: int
    total: int


def assisted_page(
    session: Session,
    vault: PersonalDataVault,
    officer: Officer,
    *,
    status: str = "",
    kelurahan: str = "",
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> AssistedPage:
    """Cases of an account: what somebody has to do something for first, then the newest change.

    Past the end, the last page.

    Args:
        status: a status, ``NEEDS_RESIDENT``, or empty for all.
        kelurahan: a code, or empty for all.
    """
    conditions = [*followed(session, officer), *_in_status(status), *_in_kelurahan(kelurahan)]
    total = session.scalar(sa.select(sa.func.count()).select_from(Request).where(*conditions)) or 0
    offset = min(max(1, page) - 1, max(0, total - 1) // page_size) * page_size
    # The details are asked for these alone: a page far behind costs no more than the first.
    chosen = session.scalars(
        sa.select(Request.id)
        .where(*conditions)
        .order_by(details.urgency(), Request.status_since.desc(), Request.id.desc())
        .offset(offset)
        .limit(page_size)
    ).all()
    return AssistedPage(tuple(_read(session, vault, officer, chosen)), offset, total)


def assisted_case(
    session: Session, vault: PersonalDataVault, officer: Officer, request_id: int
) -> AssistedCase | None:
    """One case of an account; ``None`` when it is unknown or not one that the account follows."""
    if not follows(session, officer, request_id):
        return None
    return _read(session, vault, officer, [request_id])[0]


def assisted_counts(session: Session, officer: Officer, *, kelurahan: str = "") -> dict[str, int]:
    """Cases by status, ``NEEDS_RESIDENT`` and "" (all); each equals the length of that list."""
    conditions = [*followed(session, officer), *_in_kelurahan(kelurahan)]
    counted = session.execute(
        sa.select(Request.status, sa.func.count().label("cases")).where(*conditions).group_by(Request.status)
    )
    counts = {row.status: row.cases for row in counted}
    needy = sa.select(sa.func.count()).select_from(Request).where(*conditions, *_in_status(NEEDS_RESIDENT))
    return {"": sum(counts.values()), NEEDS_RESIDENT: session.scalar(needy) or 0, **counts}


def assisted_kelurahan(session: Session, officer: Officer) -> dict[str, str]:
    """Names by code of the kelurahan that the account's cases come from."""
    rows = session.execute(
        sa.select(Kelurahan.code, Kelurahan.name)
        .where(
            Kelurahan.code.in_(
                sa.select(Request.kelurahan_code).where(*followed(session, officer)).distinct()
            )
        )
        .order_by(Kelurahan.name, Kelurahan.code)
    )
    return {row.code: row.name for row in rows}


def _in_status(status: str) -> list[sa.ColumnElement[bool]]:
    if status == NEEDS_RESIDENT:
        return [details.needs_somebody()]
    return [Request.status == status] if status in Status.__members__ else []


def _in_kelurahan(code: str) -> list[sa.ColumnElement[bool]]:
    return [Request.kelurahan_code == code] if code else []


def _read(
    session: Session, vault: PersonalDataVault, officer: Officer, ids: Sequence[int]
) -> list[AssistedCase]:
    """The cases of the ids, in their order."""
    rows = session.execute(
        sa.select(
            Request,
            Kelurahan.name,
            Service.self_print,
            details.booked_on(),
            details.missed_on(),
            details.visit_day(),
            details.has_wish(),
            details.missing_documents().label("missing_documents"),
            details.repeat_id(),
        )
        .outerjoin(Kelurahan, Kelurahan.code == Request.kelurahan_code)
        .outerjoin(Service, Service.code == Request.service_code)
        .where(Request.id.in_(ids))
    )
    people, reasons = masked_applicants(session, vault, ids), details.refusals(session, ids)
    found = {row.Request.id: row for row in rows}
    return [_case(officer, found[number], people, reasons.get(number, [])) for number in ids]


def _case(
    officer: Officer, row: Any, people: dict[int, MaskedApplicant], refusals: list[Refusal]
) -> AssistedCase:
    request = row.Request
    return AssistedCase(
        request_id=request.id,
        number=request_number(request.id),
        status=Status(request.status),
        status_since=request.status_since,
        submitted_at=request.submitted_at,
        due_at=request.due_at,
        service_code=request.service_code,
        variant_code=request.variant_code,
        location_code=request.location_code,
        kelurahan=row.name or "Kelurahan tidak diketahui",
        priority=request.priority,
        is_mine=request.entered_by == officer.id,
        self_print=bool(row.self_print),
        applicant=people.get(request.id, UNKNOWN_APPLICANT),
        pickup_day=row.booked_on or row.missed_on,
        has_missed=row.booked_on is None and row.missed_on is not None,
        visit_on=row.visit_on,
        has_wish=row.has_wish,
        missing_documents=row.missing_documents,
        refusals=tuple(refusals),
        repeated_by=request_number(row.repeat_id) if row.repeat_id else None,
    )
