"""An applicant's data unmasked: for a purpose, and never without a line in the journal."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.models import Applicant, Request
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.workflow import Officer, StepNotAllowed
from dashboard.registry.workflow.claims import within_scope

PURPOSES: dict[str, str] = {
    "cocokkan": "Mencocokkan isian dengan berkas",
    "hubungi": "Menghubungi pemohon tentang permohonannya",
    "antar": "Mengantar dokumen ke rumah",
    "aduan": "Menjawab pertanyaan atau aduan pemohon",
}
"""Why an officer may need to read the data; there is no other reason."""


def reveal_applicant(
    session: Session, vault: PersonalDataVault, officer: Officer, request_id: int, purpose: str
) -> Person:
    """The applicant of an application, unmasked, once the journal says who asked and why.

    The caller shows the data only after the transaction was committed: no data without its line.

    Raises:
        StepNotAllowed: no purpose of the list, an application outside the officer's scope, or one whose
            applicant is not known.
    """
    if purpose not in PURPOSES:
        raise StepNotAllowed("Pilih dahulu untuk apa data ini dibuka.")
    sealed = session.scalar(
        sa.select(Applicant.sealed)
        .join(Request, Request.applicant_id == Applicant.id)
        .where(Request.id == request_id, *within_scope(officer))
    )
    if sealed is None:
        raise StepNotAllowed("Data pemohon tidak ada, atau di luar wilayah kerja Anda.")
    audit.record(session, officer.username, "buka data pribadi", f"permohonan:{request_id}", tujuan=purpose)
    return vault.unseal(sealed)
