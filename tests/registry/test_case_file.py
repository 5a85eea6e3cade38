"""The case file: what an officer sees of an application, and what that officer may do with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.registry import workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.case_file import CaseFile, case_file, names_of
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.workflow import RejectionChoice
from tests.registry.conftest import TestOfficer, add_officer
from tests.registry.test_workflow import Desk, wib

LEAVE = ("lepas", "lewati", "tahan")
"""What whoever holds a case may do without deciding it."""


@pytest.fixture
def desk(database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar) -> Iterator[Desk]:
    with database.session() as session:
        yield Desk(session, vault, calendar)


def read(desk: Desk, request_id: int, officer: TestOfficer | None = None) -> CaseFile:
    found = case_file(
        desk.session, desk.vault, desk.calendar, officer or desk.officer, request_id, at=wib(23, 12)
    )
    assert found is not None
    return found


def test_the_applicant_is_masked_and_the_documents_are_those_of_the_variant(desk: Desk) -> None:
    request = desk.submit()

    file = read(desk, request.id)

    assert (file.applicant.nik, file.applicant.name) == ("3275********0001", "B*** S******")
    assert file.documents
    assert file.documents[0].is_mandatory
    assert names_of(desk.session).variants["KK", "baru"]


def test_a_case_outside_the_officers_locations_has_no_file(desk: Desk) -> None:
    request = desk.submit(location_code="KEC_09")
    stranger = TestOfficer(desk.officer.id, "ani", locations=("KEC_10",))

    assert case_file(desk.session, desk.vault, desk.calendar, stranger, request.id) is None
    assert case_file(desk.session, desk.vault, desk.calendar, desk.officer, request.id + 1) is None


def test_what_may_be_done_follows_holder_and_status(desk: Desk) -> None:
    beni = add_officer(desk.session, "beni")
    admin = add_officer(desk.session, "citra", role="admin")
    request = desk.submit()
    assert read(desk, request.id).actions == {"prioritas", "ambil"}

    workflow.claim(desk.session, desk.officer, request.id, at=wib(23, 10))
    assert read(desk, request.id).actions == {"prioritas", *LEAVE, "setujui", "tolak", "gagal"}
    assert read(desk, request.id, beni).actions == {"prioritas"}
    assert read(desk, request.id, admin).actions == {"prioritas", "lepas"}

    desk.accept(request, wib(23, 11, 50))
    assert read(desk, request.id).actions == {"prioritas", "ambil", "batalkan"}
    assert read(desk, request.id, beni).actions == {"prioritas", "ambil"}

    workflow.claim(desk.session, beni, request.id, at=wib(23, 11, 55))
    assert read(desk, request.id, beni).actions == {"prioritas", *LEAVE, "selesai", "tolak", "gagal"}

    workflow.finish(desk.session, desk.calendar, beni, request.id, version=1, at=wib(23, 11, 58))
    assert read(desk, request.id).actions == {"serahkan"}
    assert read(desk, request.id, admin).actions == {"serahkan", "batalkan"}


def test_every_action_offered_is_one_that_the_workflow_takes(desk: Desk) -> None:
    request = desk.submit()
    desk.accept(request, wib(23, 11, 50))
    file = read(desk, request.id)
    assert file.undoable is not None
    assert file.undoable.to_status == "PROSES"

    workflow.correct(
        desk.session, desk.calendar, desk.officer, request.id, "keliru", version=file.item.version,
        at=wib(23, 12),
    )  # fmt: skip

    assert "batalkan" not in read(desk, request.id).actions


def test_a_repeated_application_shows_why_the_earlier_ones_were_refused(desk: Desk) -> None:
    first = desk.submit()
    desk.reject(first, wib(23, 10), RejectionChoice("LAINNYA", True, "Tanda tangan beda"))
    second = workflow.resubmit(desk.session, desk.calendar, first.id, at=wib(23, 11))

    (earlier,) = read(desk, second.id).chain

    assert (earlier.application.request_id, earlier.reasons) == (first.id, ("Lainnya: Tanda tangan beda",))
    (later,) = read(desk, first.id).chain
    assert (later.application.request_id, later.reasons) == (second.id, ())
