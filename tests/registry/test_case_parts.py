"""What belongs to a case beside its steps: reveals, judgements, notes, and a stack finished at one go."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.document_store import StoredFile
from dashboard.registry.documents import add_document, assess_document, required_documents
from dashboard.registry.history import reasons_offered
from dashboard.registry.models import AuditEntry, Request
from dashboard.registry.notes import notes_of, write_note
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.reveal import reveal_applicant
from dashboard.registry.workflow import CaseMoved, StepNotAllowed, finish_stack, stack_lines
from tests.registry.conftest import TestOfficer, add_officer

SCAN = StoredFile("0" * 32, "image/png", 100, bytes(32))


class Desk:
    """Two officers and as many applications as a test asks for."""

    def __init__(self, session: Session) -> None:
        self.session, self.calendar, self.vault = session, WorkCalendar(session), PersonalDataVault.demo()
        self.ani, self.beni = add_officer(session, "ani"), add_officer(session, "beni")
        self.elsewhere = replace(self.beni, locations=("DINAS",))
        self.people = 0

    def submit(self, service: str = "KK", variant: str = "baru") -> Request:
        self.people += 1
        application = workflow.Application(
            person=Person(nik=f"327599{self.people:010d}", name="Budi Santoso"),
            service_code=service,
            variant_code=variant,
            kelurahan_code="32.75.09.1001",
            location_code="KEC_09",
            channel="aplikasi",
        )
        return workflow.submit(self.session, self.vault, self.calendar, application)

    def processed(self, officer: TestOfficer) -> Request:
        request = self.submit()
        workflow.claim(self.session, officer, request.id)
        workflow.accept(self.session, self.calendar, officer, request.id, version=request.version)
        return request


@pytest.fixture
def desk(database: RequestDatabase):
    with database.session() as session:
        yield Desk(session)


def journal(session: Session, action: str) -> list[AuditEntry]:
    return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)))


def test_a_reveal_is_in_the_journal_with_its_purpose_and_without_the_data(desk: Desk) -> None:
    request = desk.submit()

    person = reveal_applicant(desk.session, desk.vault, desk.ani, request.id, "hubungi")

    (entry,) = journal(desk.session, "buka data pribadi")
    assert person.name == "Budi Santoso"
    assert (entry.actor, entry.subject, entry.detail) == (
        "ani", f"permohonan:{request.id}", {"tujuan": "hubungi"},
    )  # fmt: skip


@pytest.mark.parametrize("purpose", ["", "iseng", "belum"])
def test_without_a_purpose_of_the_list_nothing_is_revealed(desk: Desk, purpose: str) -> None:
    with pytest.raises(StepNotAllowed, match="untuk apa"):
        reveal_applicant(desk.session, desk.vault, desk.ani, desk.submit().id, purpose)

    assert journal(desk.session, "buka data pribadi") == []


def test_outside_the_scope_nothing_is_revealed(desk: Desk) -> None:
    with pytest.raises(StepNotAllowed, match="wilayah kerja"):
        reveal_applicant(desk.session, desk.vault, desk.elsewhere, desk.submit().id, "hubungi")

    assert journal(desk.session, "buka data pribadi") == []


def test_only_who_holds_the_case_judges_its_documents(desk: Desk) -> None:
    request = desk.submit()
    code = required_documents(desk.session, request.id)[0].code
    document = add_document(desk.session, desk.ani, request.id, code, SCAN)
    workflow.claim(desk.session, desk.ani, request.id)

    with pytest.raises(CaseMoved, match="Petugas ani"):
        assess_document(desk.session, desk.beni, document.id, "ok")
    with pytest.raises(StepNotAllowed):
        assess_document(desk.session, desk.elsewhere, document.id, "ok")
    with pytest.raises(StepNotAllowed):
        assess_document(desk.session, desk.ani, document.id, "bagus")
    assess_document(desk.session, desk.ani, document.id, "kurang", " buram ")

    (file,) = required_documents(desk.session, request.id)[0].files
    assert (file.assessment, file.assessment_note, file.assessed_by) == ("kurang", "buram", "Petugas ani")


def test_a_document_beyond_what_is_asked_is_shown_after_it(desk: Desk) -> None:
    request = desk.submit()
    asked = required_documents(desk.session, request.id)
    other = desk.session.scalar(
        sa.text("select min(code) from document_type where code <> all(:asked)"),
        {"asked": [document.code for document in asked]},
    )

    add_document(desk.session, desk.ani, request.id, str(other), SCAN)

    shown = required_documents(desk.session, request.id)
    assert [document.code for document in shown] == [*(document.code for document in asked), other]
    assert [document.is_uploaded for document in shown] == [*(False for _ in asked), True]


def test_a_decided_application_takes_no_further_document(desk: Desk) -> None:
    request = desk.submit()
    workflow.claim(desk.session, desk.ani, request.id)
    workflow.fail(desk.session, desk.calendar, desk.ani, request.id, version=0)

    with pytest.raises(StepNotAllowed, match="sudah diputuskan"):
        add_document(desk.session, desk.ani, request.id, "KK_LAMA", SCAN)


def test_notes_stay_in_their_order_and_cannot_be_changed(desk: Desk) -> None:
    request = desk.submit()
    write_note(desk.session, desk.ani, request.id, "  Ditelepon, tidak diangkat. ")
    write_note(desk.session, desk.beni, request.id, "Akan datang besok.")

    assert [(note.author, note.text) for note in notes_of(desk.session, request.id)] == [
        ("Petugas ani", "Ditelepon, tidak diangkat."),
        ("Petugas beni", "Akan datang besok."),
    ]
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        desk.session.execute(sa.text("update request_note set text = 'lain'"))


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_a_note_has_words_but_not_too_many(desk: Desk, text: str) -> None:
    with pytest.raises(StepNotAllowed, match="Tulis catatan"):
        write_note(desk.session, desk.ani, desk.submit().id, text)


def test_nobody_writes_on_a_case_outside_the_scope(desk: Desk) -> None:
    with pytest.raises(StepNotAllowed, match="wilayah kerja"):
        write_note(desk.session, desk.elsewhere, desk.submit().id, "Halo")


def test_reasons_are_offered_for_their_service_and_variant(desk: Desk) -> None:
    def offered(service: str, variant: str) -> set[str]:
        return {reason.code for reason in reasons_offered(desk.session, service, variant)}

    lost, new = offered("KTP_EL", "hilang"), offered("KTP_EL", "baru")

    assert "BERKAS_BURAM" in lost & new & offered("KK", "baru") & offered("LEGALISIR", "")
    assert "TANPA_SURAT_KEHILANGAN" in lost - new
    assert "BELUM_REKAM" in new - offered("KK", "baru")
    assert "LAINNYA" in new


def test_a_stack_is_finished_case_by_case(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        desk = Desk(session)
        free, own, others = (desk.processed(desk.ani) for _ in range(3))
        waiting = desk.submit()
        workflow.claim(session, desk.ani, own.id)
        workflow.claim(session, desk.beni, others.id)
        text = "\n".join(
            [
                request_number(free.id), " ", request_number(own.id).lower(), "abc",
                request_number(free.id), request_number(others.id), request_number(waiting.id), "EO-00009999",
            ]
        )  # fmt: skip

    lines, surplus = stack_lines(text)
    results = list(finish_stack(database.session.begin, desk.calendar, desk.ani, lines))

    assert surplus == []
    assert [result.is_finished for result in results] == [True, True, False, False, False, False, False]
    assert [result.refusal.split(".")[0][:30] for result in results[2:]] == [
        "Bukan nomor permohonan",
        "Sudah ada di baris sebelumnya",
        results[4].refusal.split(".")[0][:30],
        "Berstatus Verifikasi, bukan Pr",
        "EO-00009999 tidak ditemukan",
    ]
    assert "dipegang oleh Petugas beni" in results[4].refusal
    with database.session() as session:
        statuses = dict(session.execute(sa.select(Request.id, Request.status)).all())
    assert (statuses[free.id], statuses[own.id]) == ("SELESAI", "SELESAI")
    assert (statuses[others.id], statuses[waiting.id]) == ("PROSES", "VERIFIKASI")


def test_a_stack_beyond_what_is_taken_at_once_is_given_back() -> None:
    lines, surplus = stack_lines("\n".join(str(number) for number in range(502)))

    assert (len(lines), surplus) == (workflow.MOST_LINES, ["500", "501"])


def test_a_case_elsewhere_is_refused_in_a_stack(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        desk = Desk(session)
        request = desk.processed(desk.ani)

    (result,) = finish_stack(
        database.session.begin, desk.calendar, desk.elsewhere, [request_number(request.id)]
    )

    assert "di luar wilayah kerja" in result.refusal
