"""A Satgas Pamor at a doorstep, in a real browser on a telephone: enter, be told, send once, follow."""

from __future__ import annotations

import os
import re
import struct
import uuid
import zlib

import pytest
import sqlalchemy as sa
from playwright.sync_api import FilePayload, Page, Route, expect

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry import booking, workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.document_store import MOST_BYTES
from dashboard.registry.models import Request, RequestDocument, UserAccount
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.ui.pamor import ids
from tests.browser.conftest import Visit
from tests.browser.readable import grave_faults, show_in
from tests.registry.conftest import TestOfficer

pytestmark = pytest.mark.browser

HOME, HOME_TOO, ELSEWHERE = "32.75.01.1001", "32.75.01.1002", "32.75.09.1001"
TELEPHONE = {"viewport": {"width": 360, "height": 780}, "reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def city(module_database: RequestDatabase) -> RequestDatabase:
    """An office with open days, and a refused, a ready and a waiting case of the demo Satgas Pamor's."""
    with module_database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        booking.open_slots(session, WorkCalendar(session))
    for kelurahan in (HOME, HOME_TOO, ELSEWHERE):
        refuse(module_database, submit(module_database, kelurahan))
        submit(module_database, kelurahan)
    decide(module_database, submit(module_database, HOME), workflow.accept, workflow.finish)
    return module_database


def submit(database: RequestDatabase, kelurahan: str) -> int:
    """An application that a colleague has entered."""
    with database.session.begin() as session:
        application = workflow.Application(
            person=Person(nik=new_nik(), name="Siti Aminah"), service_code="KK", variant_code="baru",
            kelurahan_code=kelurahan, location_code="KEC_01", channel="halo_pamor",
        )  # fmt: skip
        return workflow.submit(session, PersonalDataVault.demo(), WorkCalendar(session), application).id


def decide(database: RequestDatabase, request_id: int, *steps: object) -> None:
    for step in steps:
        with database.session.begin() as session:
            account = session.scalars(sa.select(UserAccount).where(UserAccount.username == "petugas")).one()
            officer = TestOfficer(account.id, "petugas")
            workflow.claim(session, officer, request_id)
            version = session.get_one(Request, request_id).version
            step(session, WorkCalendar(session), officer, request_id, version=version)  # type: ignore[operator]


def refuse(database: RequestDatabase, request_id: int) -> None:
    reasons = (workflow.RejectionChoice("BERKAS_BURAM", is_primary=True),)

    def step(session: object, calendar: object, officer: object, number: int, *, version: int) -> None:
        workflow.reject(session, calendar, officer, number, reasons, version=version)  # type: ignore[arg-type]

    decide(database, request_id, step)


def photograph(side: int) -> bytes:
    """A PNG of noise, which cannot be packed: three bytes for every point."""
    rows = b"".join(b"\0" + os.urandom(side * 3) for _ in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def new_nik() -> str:
    """A NIK that no other test has used."""
    return f"327599010190{uuid.uuid4().int % 10_000:04d}"


def control(page: Page, name: str, form: ids.FormIds = ids.NEW):  # type: ignore[no-untyped-def]
    return page.locator(f"#{form.field(name)}")


def fill_in(page: Page, nik: str) -> None:
    """Everything but the consent, for a KTP-el on the second day."""
    control(page, "nik").fill(nik)
    control(page, "name").fill("Budi Contoh")
    control(page, "service_code").select_option("KTP_EL")
    expect(control(page, "variant_code").locator("option")).to_have_count(8)  # six, "Pilih" and none
    control(page, "variant_code").select_option("rusak")
    control(page, "kelurahan_code").select_option(HOME)
    expect(page.get_by_text("Kartu Keluarga (asli)")).to_be_visible()
    control(page, "pickup_day").select_option(index=3)


def applications(database: RequestDatabase) -> int:
    with database.session() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Request)) or 0


def send_button(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("button", name="Kirim permohonan")


def test_a_case_is_entered_from_the_doorstep_to_its_number_and_its_document(
    visit: Visit, city: RequestDatabase
) -> None:
    nik, before = new_nik(), applications(city)
    page = visit("pamor", "/masuk", by_form=True, **TELEPHONE)
    expect(page.get_by_role("heading", name="Halo Pamor")).to_be_visible()
    page.get_by_role("link", name="Ajukan untuk warga").click()

    fill_in(page, nik[:-2])
    control(page, "name").focus()
    expect(page.locator(f"#{ids.NIK_REMARK}")).to_contain_text("yang diisi 14 angka")
    send_button(page).click()
    summary = page.locator(f"#{ids.NEW.summary}")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_count(2)
    expect(control(page, "nik")).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name="yang diisi 14 angka").click()
    expect(control(page, "nik")).to_be_focused()
    control(page, "nik").fill(nik)
    control(page, "consent").select_option("hadir")
    send_button(page).dblclick()

    number = page.locator("#pamor-nomor-baru")
    expect(number).to_be_focused()
    expect(page.get_by_text("2 berkas wajib belum diunggah")).to_be_visible()
    assert applications(city) == before + 1
    assert (
        page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])").count(nik)
        == 0
    )
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Foto atau unggah Kartu Keluarga (asli)").click()
    photo = photograph(1_400)
    assert len(photo) > MOST_BYTES
    chooser.value.set_files(FilePayload(name="KTP Budi.png", mimeType="image/png", buffer=photo))
    expect(page.get_by_text("Berkas disimpan.")).to_be_visible()
    expect(page.get_by_text("1 berkas wajib belum diunggah")).to_be_visible()
    expect(page.locator(f"#{ids.RECEIPT}")).to_contain_text(number.inner_text())
    request_id = int(number.inner_text().removeprefix("EO-"))
    with city.session() as session:
        kept = session.scalars(
            sa.select(RequestDocument).where(RequestDocument.request_id == request_id)
        ).one()
    # Too large as it was taken, and made smaller on the telephone.
    assert (kept.document_code, kept.content_type) == ("KK", "image/jpeg")


def test_a_lost_answer_is_told_and_sending_again_finds_the_same_application(
    visit: Visit, city: RequestDatabase
) -> None:
    before = applications(city)
    page = visit("pamor", "/pamor/ajukan", **TELEPHONE)
    fill_in(page, new_nik())
    control(page, "consent").select_option("keluarga")

    lost: list[str] = []

    def lose(route: Route) -> None:
        if not lost and f'"{ids.NEW.send}.n_clicks"' in (route.request.post_data or ""):
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    page.route("**/_dash-update-component*", lose)
    send_button(page).click()
    expect(page.get_by_text("Server tidak menjawab")).to_be_visible()
    assert applications(city) == before + 1
    expect(control(page, "name")).to_have_value("Budi Contoh")
    send_button(page).click()

    expect(page.get_by_text("Sudah diterima sebelumnya")).to_be_visible()
    assert applications(city) == before + 1


def test_a_day_that_fills_up_at_the_doorstep_is_told_and_the_form_stays(
    visit: Visit, city: RequestDatabase
) -> None:
    before = applications(city)
    page = visit("pamor", "/pamor/ajukan", **TELEPHONE)
    fill_in(page, new_nik())
    control(page, "consent").select_option("hadir")
    chosen = control(page, "pickup_day").input_value()
    with city.session.begin() as session:
        session.execute(
            sa.text("update slot set quota = 0 where location_code = 'KEC_01' and day = :day"),
            {"day": chosen},
        )
    send_button(page).click()

    expect(page.locator(f"#{ids.NEW.summary}")).to_contain_text("sudah penuh")
    expect(page.locator(f"#{ids.NEW.day_hint}")).to_contain_text("Tanggal ini penuh")
    expect(control(page, "pickup_day")).to_have_value(chosen)
    expect(control(page, "name")).to_have_value("Budi Contoh")
    assert applications(city) == before
    control(page, "pickup_day").select_option(index=4)
    send_button(page).click()
    expect(page.get_by_text("Catat nomor ini")).to_be_visible()
    with city.session.begin() as session:
        session.execute(sa.text("update slot set quota = 30 where quota = 0"))


def test_a_refused_case_stands_first_with_its_hint_and_is_repeated(
    visit: Visit, city: RequestDatabase
) -> None:
    refuse(city, submit(city, HOME_TOO))
    page = visit("pamor", "/pamor", viewport={"width": 1280, "height": 900})
    first = page.locator(".pamor-kasus").first
    expect(first).to_contain_text("Foto ulang di tempat terang")
    expect(page.locator(".pamor-kasus", has_text="Jatimekar")).to_have_count(0)

    refused = page.get_by_role("button", name="Ditolak")
    refused.focus()
    page.keyboard.press("Enter")
    expect(refused).to_have_attribute("aria-pressed", "true")
    expect(refused).to_be_focused()
    expect(page.locator(".pamor-kasus")).to_have_count(int(refused.locator("span").inner_text()))
    expect(page).to_have_url(re.compile(r"/pamor\?tampilan=DITOLAK$"))
    page.get_by_label("Kelurahan").select_option(HOME_TOO)
    expect(page.locator(".pamor-kasus", has_text="Bekasi Jaya")).to_have_count(0)

    page.get_by_role("link", name="Ajukan ulang").first.click()
    expect(page.get_by_role("heading", name="Ajukan ulang EO-")).to_be_visible()
    expect(page.get_by_text("Foto ulang di tempat terang")).to_be_visible()
    page.get_by_role("button", name="Ajukan ulang").click()
    expect(page.locator(f"#{ids.AGAIN.summary}")).to_be_focused()
    control(page, "consent", ids.AGAIN).select_option("tertulis")
    page.get_by_role("button", name="Ajukan ulang").click()
    expect(page.get_by_text("Catat nomor ini")).to_be_visible()


@pytest.mark.parametrize("username", ["petugas", "pimpinan"])
def test_nobody_else_is_shown_the_pages(visit: Visit, username: str) -> None:
    page = visit(username, "/pamor/ajukan")

    expect(page.get_by_text("Anda tidak memiliki akses ke halaman ini.")).to_be_visible()
    expect(page.get_by_role("link", name="Halo Pamor")).to_have_count(0)
    expect(send_button(page)).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_accessible_and_never_wider_than_the_screen(
    visit: Visit, city: RequestDatabase, width: int
) -> None:
    with city.session() as session:
        refused = session.scalar(
            sa.select(sa.func.max(Request.id)).where(
                Request.status == "DITOLAK", Request.kelurahan_code == HOME
            )
        )
    page = visit("pamor", "/pamor", viewport={"width": width, "height": 780})
    expect(page.locator(".pamor-kasus").first).to_be_visible()
    found = looked_at(page)
    page.get_by_role("link", name=f"EO-{refused:08d}", exact=True).click()
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
    found += looked_at(page)
    page.get_by_role("link", name="‹ Halo Pamor").click()
    page.get_by_role("link", name="Ajukan untuk warga").click()
    fill_in(page, "12")
    send_button(page).click()
    expect(page.locator(f"#{ids.NEW.summary}")).to_be_focused()
    found += looked_at(page)

    assert found == []


def looked_at(page: Page) -> list[tuple[str, str, str]]:
    """What cannot be read in either theme."""
    found = []
    for theme in ("light", "dark"):
        show_in(page, theme)
        found += [(theme, *fault) for fault in grave_faults(page)]
    return found
