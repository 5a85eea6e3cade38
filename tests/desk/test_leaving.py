"""Leaving a case for later: what the forms say becomes what the workflow does, and who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.desk.later import by_name, filled_for_later
from dashboard.office import Office
from dashboard.registry import workflow
from dashboard.registry.case_file import CaseFile, case_file
from dashboard.registry.models import QueuePause, Request, UserAccount
from dashboard.registry.workflow.people import StoredOfficer, stored_officer
from dashboard.ui.case import ids, pauses


def officer(office: Office, username: str = "petugas") -> StoredOfficer:
    with office.database.session() as session:
        user = session.scalars(sa.select(UserAccount.id).where(UserAccount.username == username)).one()
        found = stored_officer(session, user)
    assert found is not None
    return found


def seen(office: Office, who: StoredOfficer, case: int) -> CaseFile:
    with office.database.session() as session:
        file = case_file(session, office.vault, office.calendar(), who, case)
    assert file is not None
    return file


def take(office: Office, who: StoredOfficer, action: str, case: int, **fields: Any) -> None:
    form = filled_for_later(action, fields) if fields else None
    with office.database.session.begin() as session:
        workflow.take_action(session, office.calendar(), who, action, case, version=0, filled=form)


def test_fields_are_known_by_their_names_in_whatever_order_they_come() -> None:
    sent = [
        {"id": ids.field(pauses.HOLD_NOTE), "property": "value", "value": "Datang Rabu"},
        {"id": ids.field(pauses.HOLD_REASON), "property": "value"},
    ]

    assert by_name(sent) == {pauses.HOLD_NOTE: "Datang Rabu", pauses.HOLD_REASON: None}


@pytest.mark.parametrize("action", ["lewati", "tahan", "prioritas"])
def test_without_a_reason_nothing_is_left_for_later(action: str) -> None:
    with pytest.raises(workflow.StepNotAllowed, match="Pilih alasannya"):
        filled_for_later(action, {pauses.SKIP_NOTE: "x", pauses.HOLD_UNTIL: "2026-11-27"})


@pytest.mark.parametrize("until", [None, "", "besok", 7])
def test_a_hold_needs_a_day(office: Office, case: int, until: Any) -> None:
    who = officer(office)
    take(office, who, "ambil", case)

    with pytest.raises(workflow.StepNotAllowed, match="sampai kapan"):
        take(office, who, "tahan", case, **{pauses.HOLD_REASON: "TUNGGU_BLANGKO", pauses.HOLD_UNTIL: until})


def test_a_skipped_case_goes_back_and_says_to_the_officer_why(office: Office, case: int) -> None:
    who = officer(office)
    take(office, who, "ambil", case)
    assert {"lewati", "tahan"} <= seen(office, who, case).actions
    assert "BUKAN_BIDANG" in seen(office, who, case).skip_reasons

    take(office, who, "lewati", case, **{pauses.SKIP_REASON: "BUKAN_BIDANG"})

    file = seen(office, who, case)
    assert file.item.holder is None
    assert file.item.reason == "Anda lewati hari ini: Bukan bidang saya"
    assert not {"lewati", "tahan"} & file.actions
    assert seen(office, officer(office, "penyelia"), case).item.pause is None


def test_a_held_case_is_resumed_before_it_is_taken(office: Office, case: int) -> None:
    who = officer(office)
    take(office, who, "ambil", case)
    day = seen(office, who, case).hold_days[0]
    form = {pauses.HOLD_REASON: "TUNGGU_BLANGKO", pauses.HOLD_UNTIL: day.isoformat()}
    take(office, who, "tahan", case, **form, **{pauses.HOLD_NOTE: "Kosong"})
    held = seen(office, who, case)
    assert "lanjutkan" in held.actions
    assert "ambil" not in held.actions
    assert held.item.pause is not None
    assert held.item.pause.note == "Kosong"

    take(office, who, "lanjutkan", case)

    assert "ambil" in seen(office, who, case).actions
    with office.database.session() as session:
        assert session.get_one(Request, case).hold_until is None
        pause = session.scalars(sa.select(QueuePause).where(QueuePause.request_id == case)).one()
        assert pause.ended_at is not None


@pytest.mark.parametrize(("chosen", "stored"), [("lansia", "lansia"), (pauses.NO_PRIORITY, None)])
def test_a_priority_is_given_and_taken_away(
    office: Office, case: int, chosen: str, stored: str | None
) -> None:
    take(office, officer(office), "prioritas", case, **{pauses.PRIORITY: "sakit"})

    take(office, officer(office), "prioritas", case, **{pauses.PRIORITY: chosen})

    with office.database.session() as session:
        assert session.get_one(Request, case).priority == stored


def test_an_officer_leaves_no_case_that_a_colleague_holds_or_that_lies_elsewhere(
    office: Office, case: int
) -> None:
    holder, limited = officer(office), officer(office, "petugas2")
    take(office, holder, "ambil", case)
    tomorrow = (dt.date.today() + dt.timedelta(days=1)).isoformat()
    forms = {
        "lewati": {pauses.SKIP_REASON: "BUKAN_BIDANG"},
        "tahan": {pauses.HOLD_REASON: "TUNGGU_BLANGKO", pauses.HOLD_UNTIL: tomorrow},
        "prioritas": {pauses.PRIORITY: "lansia"},
    }

    for action, form in forms.items():
        with pytest.raises(workflow.WorkflowError):
            take(office, limited, action, case, **form)

    assert seen(office, holder, case).held_by_me
