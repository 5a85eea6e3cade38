"""Reminders as the worker sends them, against a mail server and an SMS program of the test."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import json
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
import sqlalchemy as sa
from web_office import journal

from dashboard.jobs import job_application
from dashboard.registry import reminders, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import PickupReminder
from dashboard.registry.office_facts import DATA_KIND, set_fact
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.reminding import ways
from dashboard.reminding.delivering import GIVE_UP_AFTER, Reminding
from dashboard.settings import Settings
from tests.registry.conftest import TestOfficer, add_officer
from tests.report.test_mail import Mailbox, free_port

KEYS = {
    "personal_data_key": base64.b64encode(b"s" * 32).decode(),
    "personal_hash_key": base64.b64encode(b"h" * 32).decode(),
}
READY = dt.datetime(2026, 11, 16, 9, tzinfo=WIB)  # a Monday
PERSON = Person(nik="", name="Budi Santoso", email="budi@warga.example", phone="0812-0000 0001")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    yield mailbox
    mailbox.close()


@pytest.fixture
def by_mail(mailbox: Mailbox, tmp_path: Path) -> Settings:
    return posting(mailbox.port, tmp_path)


def posting(port: int, home: Path) -> Settings:
    return Settings(
        home=home, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False,
        smtp_from="Dukcapil <dukcapil@contoh.go.id>", **KEYS,
    )  # fmt: skip


@pytest.fixture
def database(module_database: RequestDatabase) -> RequestDatabase:
    """An office of real data, shared by the tests; each has people of its own."""
    with module_database.session.begin() as session:
        set_fact(session, DATA_KIND, "nyata")
        session.execute(sa.text("update pickup_reminder set outcome = 'gagal', settled_at = now() "
                                "where outcome is null"))  # fmt: skip
    return module_database


def officer(database: RequestDatabase) -> TestOfficer:
    with database.session.begin() as session:
        number = session.scalar(sa.text("select count(*) from user_account"))
        return add_officer(session, f"petugas-{number}")


def waiting_card(database: RequestDatabase, **person: str) -> int:
    """A card that waits for somebody, and the request's id."""
    settings = Settings(**KEYS)
    ani = officer(database)
    with database.session.begin() as session:
        calendar, vault = WorkCalendar(session), PersonalDataVault.for_data(settings, session)
        number = session.scalar(sa.text("select count(*) from request"))
        owner = Person(**{**PERSON.__dict__, "nik": f"327599{number:010d}", **person})
        request = workflow.submit(
            session, vault, calendar,
            workflow.Application(
                person=owner, service_code="KTP_EL", variant_code="baru", kelurahan_code="32.75.09.1001",
                location_code="KEC_09", channel="aplikasi",
            ),
            at=READY,
        )  # fmt: skip
        for act in (workflow.accept, workflow.finish):
            workflow.claim(session, ani, request.id, at=READY)
            act(session, calendar, ani, request.id, version=request.version, at=READY)
        return request.id


def remind(database: RequestDatabase, request_id: int, at: dt.datetime | None = None) -> int:
    with database.session.begin() as session:
        return reminders.ask_to_remind(session, TestOfficer(1, "petugas-0"), request_id, at=at)


def outcome(database: RequestDatabase, reminder_id: int) -> str | None:
    with database.session() as session:
        return session.get_one(PickupReminder, reminder_id).outcome


def work(database: RequestDatabase, settings: Settings) -> None:
    """What a worker does until nothing is left to do now."""

    async def run() -> None:
        jobs = job_application(database, settings)
        async with jobs.open_async():
            await jobs.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(run())


def test_the_worker_writes_to_the_owner_and_keeps_that_it_did(
    database: RequestDatabase, mailbox: Mailbox, by_mail: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    request = waiting_card(database)
    caplog.set_level(logging.DEBUG)

    reminder = remind(database, request)
    work(database, by_mail)
    work(database, by_mail)

    [(receivers, message)] = mailbox.messages
    assert receivers == ["budi@warga.example"]
    text = message.get_body(("plain",)).get_content()
    assert f"EO-{request:08d}" in message["Subject"]
    assert "Kantor Kecamatan Jatiasih" in text
    assert "Senin, 16 November 2026" in text
    assert "Budi" not in text + message["Subject"]
    assert outcome(database, reminder) == "terkirim"
    assert [
        (each.actor, each.subject, each.detail) for each in journal(database) if "kirim" in each.action
    ] == [("sistem", f"permohonan:{request}", {"jalur": "surel"})]
    # aiosmtpd, the mail server of this test, logs what it is told; everything else is ours.
    ours = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert not [each for each in ("budi@", "0812", "Budi") if each in ours]


def test_an_sms_goes_through_the_offices_program_and_its_arguments_tell_nothing(
    database: RequestDatabase, mailbox: Mailbox, by_mail: Settings, tmp_path: Path
) -> None:
    program, told = tmp_path / "kirim.py", tmp_path / "told.json"
    program.write_text(
        "import json, sys, pathlib\n"
        f"pathlib.Path({str(told)!r}).write_text(json.dumps([sys.argv, json.load(sys.stdin)]))\n"
    )
    settings = by_mail.model_copy(update={"sms_command": f"{sys.executable} {program} --cepat"})
    request = waiting_card(database)

    reminder = remind(database, request)
    work(database, settings)

    arguments, message = json.loads(told.read_text())
    assert arguments == [str(program), "--cepat"]
    assert message["nomor"] == "081200000001"
    assert message["pesan"] == (
        f"Disdukcapil Kota Bekasi: dokumen EO-{request:08d} siap diambil di Kantor Kecamatan Jatiasih. "
        "Bawa KTP-el atau KK."
    )
    assert (outcome(database, reminder), mailbox.messages) == ("terkirim", [])


@pytest.mark.parametrize(
    ("person", "kind", "sends", "expected"),
    [
        ({}, "nyata", False, "belum_diatur"),
        ({}, "contoh", True, "contoh"),  # simulated people are written to by nobody
        ({"email": ""}, "nyata", True, "tanpa_alamat"),  # a telephone number, but no program for it
        ({"email": "budi@warga.example, lain@warga.example"}, "nyata", True, "tanpa_alamat"),
        ({"email": "budi@warga.example\nBcc: lain@warga.example"}, "nyata", True, "tanpa_alamat"),
    ],
)
def test_what_is_not_sent_says_why(
    database: RequestDatabase, mailbox: Mailbox, by_mail: Settings,
    person: dict, kind: str, sends: bool, expected: str,
) -> None:  # fmt: skip
    reminder = remind(database, waiting_card(database, **person))
    with database.session.begin() as session:
        set_fact(session, DATA_KIND, kind)

    work(database, by_mail if sends else Settings(**KEYS))

    assert (outcome(database, reminder), mailbox.messages) == (expected, [])


def test_a_document_that_was_fetched_meanwhile_is_not_asked_for(
    database: RequestDatabase, mailbox: Mailbox, by_mail: Settings
) -> None:
    request = waiting_card(database)
    reminder = remind(database, request)
    ani = officer(database)
    with database.session.begin() as session:
        version = session.scalar(sa.text("select version from request where id = :id"), {"id": request})
        workflow.hand_over(session, WorkCalendar(session), ani, request, "loket", version=version)

    work(database, by_mail)

    assert (outcome(database, reminder), mailbox.messages) == ("tidak_perlu", [])


def test_what_was_not_taken_is_sent_later_and_given_up_after_a_day(
    database: RequestDatabase, tmp_path: Path
) -> None:
    now = dt.datetime.now(dt.UTC)
    late = remind(database, waiting_card(database), now - GIVE_UP_AFTER - dt.timedelta(minutes=1))
    fresh = remind(database, waiting_card(database), now - dt.timedelta(minutes=6))
    port = free_port()
    settings = posting(port, tmp_path)

    work(database, settings)  # nobody answers there
    assert (outcome(database, late), outcome(database, fresh)) == (None, None)

    mailbox = Mailbox(port)
    try:
        Reminding(database, settings).try_again(now)  # another worker, or the next after a kill
        Reminding(database, settings).try_again(now)
    finally:
        mailbox.close()

    assert (outcome(database, late), outcome(database, fresh)) == ("gagal", "terkirim")
    assert mailbox.addresses() == ["budi@warga.example"]


def test_a_closed_way_is_not_tried_for_every_reminder(
    database: RequestDatabase, by_mail: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def closed(*_: object) -> None:
        tried.append(1)
        raise ways.WayClosed("tutup")

    monkeypatch.setattr("dashboard.reminding.delivering.send", closed)
    reminding = Reminding(database, by_mail)
    waiting = [remind(database, waiting_card(database)) for _ in range(3)]

    assert [reminding.deliver(each) for each in waiting] == [None] * 3
    assert len(tried) == 1
    assert [outcome(database, each) for each in waiting] == [None] * 3


def test_two_workers_at_once_send_one_message(
    database: RequestDatabase, mailbox: Mailbox, by_mail: Settings
) -> None:
    reminder = remind(database, waiting_card(database))
    mailbox.slow.clear()

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(Reminding(database, by_mail).deliver, reminder) for _ in range(2)]
        # One of them finds the other at it and leaves; only then does the mail server answer.
        wait(both, timeout=30, return_when=FIRST_COMPLETED)
        mailbox.slow.set()

    assert sorted(str(each.result()) for each in both) == ["None", "terkirim"]
    assert mailbox.addresses() == ["budi@warga.example"]
