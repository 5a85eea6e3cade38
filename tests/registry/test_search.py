"""Cases are found by number, NIK and name, open and closed, within the officer's scope only."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Applicant, Request
from dashboard.registry.numbers import request_number
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.search import Found, fill_name_keys, kind_of, search_cases
from dashboard.settings import Settings
from tests.registry.conftest import TestOfficer, add_officer

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=WIB)
NIKS = {"Budi Santoso": "3275990101900001", "Siti Nur’aini, S.Pd.": "3275990101900002"}


class Desk:
    """An officer who searches among a few applications."""

    def __init__(self, session: Session, vault: PersonalDataVault, calendar: WorkCalendar) -> None:
        self.session, self.vault, self.calendar = session, vault, calendar
        self.officer = add_officer(session, "ani")

    def submit(self, name: str, *, nik: str = "", location: str = "DINAS") -> Request:
        application = workflow.Application(
            person=Person(nik=nik or NIKS[name], name=name),
            service_code="KK",
            variant_code="baru",
            kelurahan_code="32.75.09.1001",
            location_code=location,
            channel="loket",
        )
        return workflow.submit(self.session, self.vault, self.calendar, application, at=MONDAY)

    def search(self, text: str, officer: TestOfficer | None = None, limit: int = 50) -> Found:
        return search_cases(
            self.session, self.vault, self.calendar, officer or self.officer, text, limit=limit
        )

    def ids(self, text: str, officer: TestOfficer | None = None) -> list[int]:
        return [item.request_id for item in self.search(text, officer).items]


@pytest.fixture
def desk(database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar):
    with database.session() as session:
        yield Desk(session, vault, calendar)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("EO-00000017", "nomor"),
        (" 17 ", "nomor"),
        ("3275990101900001", "nik"),
        ("3275 9901 0190 0001", "nik"),
        ("Budi Santoso", "nama"),
        ("b. santoso", "nama"),
        ("", "kosong"),
        (" , . ", "kosong"),
        ("b", "kosong"),
    ],
)
def test_a_text_is_understood(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text", ["budi", "SANTOSO Budi", "  santoso ", "3275990101900001", "3275 9901 0190 0001"]
)
def test_a_person_is_found_by_nik_and_by_any_words_of_the_name(desk: Desk, text: str) -> None:
    budi = desk.submit("Budi Santoso")
    desk.submit("Siti Nur’aini, S.Pd.")

    assert desk.ids(text) == [budi.id]


@pytest.mark.parametrize("text", ["nuraini", "Nur'aini", "siti spd", "SITI NUR’AINI"])
def test_punctuation_and_case_make_no_difference(desk: Desk, text: str) -> None:
    siti = desk.submit("Siti Nur’aini, S.Pd.")

    assert desk.ids(text) == ([siti.id] if text != "siti spd" else [])


@pytest.mark.parametrize("text", ["bud", "budi siti", "3275990101900009", "EO-99999999"])
def test_nobody_else_is_found(desk: Desk, text: str) -> None:
    desk.submit("Budi Santoso")
    desk.submit("Siti Nur’aini, S.Pd.")

    assert desk.ids(text) == []


def test_closed_cases_are_found_too_the_newest_first(desk: Desk) -> None:
    first = desk.submit("Budi Santoso")
    workflow.claim(desk.session, desk.officer, first.id, at=MONDAY)
    workflow.fail(desk.session, desk.calendar, desk.officer, first.id, version=0, at=MONDAY)
    second = workflow.resubmit(desk.session, desk.calendar, first.id, at=MONDAY)

    found = desk.search("budi")

    assert [(item.request_id, item.status) for item in found.items] == [
        (second.id, "VERIFIKASI"),
        (first.id, "GAGAL"),
    ]
    assert desk.ids(request_number(first.id)) == [first.id]


def test_cases_outside_the_scope_are_not_found_by_any_means(desk: Desk) -> None:
    request = desk.submit("Budi Santoso", location="KEC_09")
    here = TestOfficer(desk.officer.id, "ani", locations=("DINAS",))
    elsewhere = TestOfficer(desk.officer.id, "ani", areas=("32.75.01",))
    texts = ("budi", NIKS["Budi Santoso"], request_number(request.id))

    for officer in (here, elsewhere):
        assert [desk.ids(text, officer) for text in texts] == [[], [], []]
    assert [desk.ids(text) for text in texts] == [[request.id]] * 3


def test_what_shares_a_key_by_chance_is_not_shown(desk: Desk) -> None:
    budi, siti = desk.submit("Budi Santoso"), desk.submit("Siti Nur’aini, S.Pd.")
    everybody = desk.vault.name_keys("Budi Siti")
    desk.session.execute(sa.update(Applicant).values(name_keys=everybody))

    assert (desk.ids("budi"), desk.ids("siti")) == ([budi.id], [siti.id])


def test_more_than_fit_are_told(desk: Desk) -> None:
    for number in range(4):
        desk.submit("Budi Santoso", nik=f"32759901019001{number:02d}")

    assert [desk.search("budi", limit=limit).has_more for limit in (3, 4)] == [True, False]
    assert len(desk.search("budi", limit=3).items) == 3


def test_keys_of_names_need_the_offices_own_hash_key() -> None:
    ours, theirs = PersonalDataVault(bytes(32), b"a" * 32), PersonalDataVault(bytes(32), b"b" * 32)

    assert ours.name_keys("Budi Santoso") == ours.name_keys("SANTOSO budi")
    assert not set(ours.name_keys("Budi")) & set(theirs.name_keys("Budi"))


def test_applicants_of_an_earlier_release_are_found_after_setup(
    database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")
        desk = Desk(session, vault, calendar)
        desk.submit("Budi Santoso")
        session.execute(sa.update(Applicant).values(name_keys=[]))
        assert desk.ids("budi") == []

    assert [fill_name_keys(Settings(), database) for _ in range(2)] == [1, 0]

    with database.session() as session:
        keys = session.scalars(sa.select(Applicant.name_keys)).all()
    assert keys == [vault.name_keys("Budi Santoso")]
