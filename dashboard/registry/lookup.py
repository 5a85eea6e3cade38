"""Applicants of requests, masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import Applicant, Request, Service
from dashboard.registry.personal import PersonalDataVault, mask_name, mask_nik


@dataclass(frozen=True)
class MaskedApplicant:
    """What a list may show of a person."""

    nik: str
    name: str


UNKNOWN_APPLICANT = MaskedApplicant(nik="tidak diketahui", name="tidak diketahui")


def masked_applicants(
    session: Session, vault: PersonalDataVault, request_ids: Sequence[int]
) -> dict[int, MaskedApplicant]:
    """Masked applicants by request id; imported requests have none and are told so."""
    rows = session.execute(
        sa.select(Request.id, Applicant.sealed)
        .outerjoin(Applicant, Applicant.id == Request.applicant_id)
        .where(Request.id.in_(request_ids))
    )
    return {request_id: _masked(vault, sealed) for request_id, sealed in rows}


def service_names(session: Session) -> dict[str, str]:
    """Names of the services by code, in the office's order."""
    rows = session.execute(sa.select(Service.code, Service.name).order_by(Service.position))
    return {row.code: row.name for row in rows}


def _masked(vault: PersonalDataVault, sealed: bytes | None) -> MaskedApplicant:
    if sealed is None:
        return UNKNOWN_APPLICANT
    person = vault.unseal(sealed)
    return MaskedApplicant(nik=mask_nik(person.nik), name=mask_name(person.name))
