"""Home visits in a real browser: from the wish to the hand-over at the door, full days, and who stays out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry import booking, visits, workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import (
    CalendarOverride,
    HandoverCheck,
    HomeVisit,
    PickupLocation,
    Request,
    UserAccount,
    VisitCapacity,
    VisitWish,
)
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.workflow.people import stored_officer
from dashboard.ui.kunjungan import ids
from tests.browser.conftest import Visit
from tests.browser.readable import grave_faults, show_in

pytestmark = pytest.mark.browser

READY = 6
"""Finished documents of Halo Petugas, each with a wish of its own."""


@pytest.fixture(scope="module")
def city(module_database: RequestDatabase) -> RequestDatabase:
    """An office with a few documents to bring, open today whatever day it is."""
    vault = PersonalDataVault.demo()
    with module_database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        open_always(session)
        calendar = WorkCalendar(session)
        booking.open_slots(session, calendar)
        user = session.scalars(sa.select(UserAccount.id).where(UserAccount.username == "petugas")).one()
        officer = stored_officer(session, user)
        assert officer is not None
        for number in range(READY):
            application = workflow.Application(
                person=Person(
                    nik=f"327599{number:010d}", name="Budi Santoso", phone="081200000000",
                    address=f"Jalan Contoh {number}, RT 00{number + 1}/RW 002",
                ),
                service_code="KTP_EL",
                variant_code="baru",
                kelurahan_code=f"32.75.09.100{number % 2 + 1}",
                location_code="KEC_09",
                channel="halo_petugas",
            )  # fmt: skip
            request = workflow.submit(session, vault, calendar, application)
            for take in (workflow.accept, workflow.finish):
                workflow.claim(session, officer, request.id)
                take(session, calendar, officer, request.id, version=request.version)
    return module_database


def open_always(session: Any) -> None:
    """Every office is open on each of the coming days."""
    for code in session.scalars(sa.select(PickupLocation.code)).all():
        for ahead in range(30):
            session.add(
                CalendarOverride(
                    location_code=code,
                    day=visits.today() + dt.timedelta(days=ahead),
                    opens_at=dt.time(8),
                    closes_at=dt.time(16),
                    note="uji",
                )
            )


@pytest.fixture(autouse=True)
def nothing_planned(city: RequestDatabase) -> None:
    """No test begins with what an earlier one, or its repetition, has planned or handed over."""
    with city.session.begin() as session:
        session.execute(sa.delete(VisitCapacity))
        session.execute(
            sa.update(HomeVisit)
            .where(HomeVisit.outcome.is_(None))
            .values(outcome="batal", visited_at=dt.datetime.now(dt.UTC))
        )
        # What was made today took a place of the day.
        session.execute(sa.update(HomeVisit).values(scheduled_on=visits.today() - dt.timedelta(days=30)))


def account(city: RequestDatabase, username: str) -> int:
    with city.session() as session:
        return session.scalars(sa.select(UserAccount.id).where(UserAccount.username == username)).one()


def wishes(city: RequestDatabase) -> list[VisitWish]:
    with city.session() as session:
        still_open = sa.select(VisitWish).where(VisitWish.closed_at.is_(None)).order_by(VisitWish.id)
        return list(session.scalars(still_open))


def plan(city: RequestDatabase, wish: VisitWish, username: str, day: dt.date | None = None) -> None:
    visitor = account(city, username)
    with city.session.begin() as session:
        officer = stored_officer(session, visitor)
        assert officer is not None
        visits.schedule(
            session, WorkCalendar(session), officer, wish.id, day=day or visits.today(), visitor_id=visitor
        )


def number_of(request_id: int) -> str:
    return f"EO-{request_id:08d}"


def choose(page: Page, bar: str, name: str, day: dt.date) -> None:
    """An officer and a day in a bar; their options change with each other."""
    officer, when = (page.locator(f"#{field}") for field in ids.bar(bar))
    officer.select_option(label=officer.locator("option", has_text=name).first.inner_text())
    expect(when.locator("option", has_text="sisa").first).to_be_attached()
    when.select_option(day.isoformat())


def message(page: Page) -> Any:
    return page.locator(f"#{ids.MESSAGE}")


def test_a_wish_becomes_a_visit_and_the_document_is_handed_over(visit: Visit, city: RequestDatabase) -> None:
    wish = wishes(city)[0]
    number = number_of(wish.request_id)
    page = visit("petugas", "/kunjungan", viewport={"width": 360, "height": 740})

    page.get_by_label(f"Pilih {number}").check()
    choose(page, "jadwal", "Petugas Contoh", visits.today())
    page.get_by_role("button", name="Jadwalkan yang dipilih").click()
    expect(message(page)).to_contain_text(f"{number} dijadwalkan")
    expect(page.locator(f"#{ids.WISHES}")).not_to_contain_text(number)

    page.get_by_role("button", name="Rute saya").click()
    stop = page.locator(".kunjungan-titik", has_text=number)
    expect(stop).to_contain_text("B*** S******")
    assert "tampilan=rute" in page.url
    page.get_by_role("button", name="Tampilkan nama dan alamat").click()
    expect(stop).to_contain_text("Jalan Contoh")
    stop.get_by_role("button", name="Catat hasil").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Selesai").check()
    sheet.get_by_label("Catatan").fill("Diterima istri")
    sheet.get_by_role("button", name="Simpan hasil").click()
    expect(sheet).to_contain_text("Pilih siapa yang menerima dokumen")
    expect(sheet.get_by_label("Catatan")).to_have_value("Diterima istri")
    sheet.get_by_label("Diterima oleh").select_option("keluarga")
    sheet.get_by_label("Identitas yang diperiksa").select_option("kk")
    sheet.get_by_role("button", name="Simpan hasil").dblclick()

    expect(sheet).to_be_hidden()
    expect(message(page)).to_contain_text(f"{number}: selesai, dicatat.")
    expect(stop).to_contain_text("selesai")
    expect(stop).not_to_contain_text("Santoso")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with city.session() as session:
        assert session.get_one(Request, wish.request_id).status == "DIAMBIL"
        assert session.scalar(sa.select(HandoverCheck.receiver)) == "keluarga"


def test_a_full_day_is_refused_and_what_was_chosen_stays(visit: Visit, city: RequestDatabase) -> None:
    first, second, *_ = wishes(city)
    with city.session.begin() as session:
        session.add(VisitCapacity(user_id=account(city, "petugas"), per_day=1))
    page = visit("penyelia", "/kunjungan")
    box = page.get_by_label(f"Pilih {number_of(second.request_id)}")
    box.check()
    choose(page, "jadwal", "Petugas Contoh", visits.today())
    plan(city, first, "petugas")

    page.get_by_role("button", name="Jadwalkan yang dipilih").click()

    expect(message(page)).to_contain_text("sudah penuh pada")
    expect(message(page)).to_contain_text("Hari kosong berikutnya")
    expect(box).to_be_checked()
    expect(page.locator(f"#{ids.bar('jadwal')[1]}")).to_have_value(visits.today().isoformat())
    expect(page.locator(f"#{ids.bar('jadwal')[1]} option:checked")).to_contain_text("penuh")

    page.get_by_role("button", name="Jadwal", exact=True).click()
    page.get_by_role("button", name="Petugas Contoh, ").first.focus()
    page.keyboard.press("Enter")
    planned = page.locator(f"#{ids.PLANNED}")
    expect(planned).to_contain_text(number_of(first.request_id))
    page.locator(f"#{ids.CAPACITY_OFFICER}").select_option(label="Petugas Contoh")
    expect(page.get_by_label("Kunjungan per hari")).to_have_value("1")
    page.get_by_label("Kunjungan per hari").fill("3")
    page.get_by_role("button", name="Simpan kapasitas").click()
    expect(page.locator(f"#{ids.BOARD}")).to_contain_text("1/3")
    page.get_by_label(f"Pilih {number_of(first.request_id)}").check()
    page.get_by_role("button", name="Batalkan yang dipilih").click()
    expect(message(page)).to_contain_text("kembali ke daftar permintaan")


def test_of_two_officers_who_plan_one_wish_one_is_told(visit: Visit, city: RequestDatabase) -> None:
    wish = wishes(city)[0]
    page = visit("petugas", "/kunjungan")
    page.get_by_label(f"Pilih {number_of(wish.request_id)}").check()
    choose(page, "jadwal", "Petugas Contoh", visits.today())
    plan(city, wish, "penyelia", visits.today() + dt.timedelta(days=1))

    page.get_by_role("button", name="Jadwalkan yang dipilih").click()

    expect(message(page)).to_contain_text("sudah dijadwalkan")
    expect(message(page)).to_contain_text("Penyelia Contoh")


def test_the_page_is_worked_by_keyboard(visit: Visit, city: RequestDatabase) -> None:
    plan(city, wishes(city)[0], "petugas")
    page = visit("petugas", "/kunjungan?tampilan=rute")
    report = page.get_by_role("button", name="Catat hasil").first
    page.get_by_role("button", name="Cetak rute").focus()
    while not report.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_label("Tidak di rumah")).to_be_visible()
    while not sheet.get_by_label("Selesai").evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    while not page.locator(f"#{ids.REPORT}").evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(message(page)).to_contain_text("tidak di rumah, dicatat")
    expect(message(page)).to_be_focused()


def test_the_page_is_closed_to_others(visit: Visit) -> None:
    page = visit("pimpinan", "/kunjungan")

    expect(page.locator("main")).to_contain_text("Anda tidak memiliki akses")
    expect(page.get_by_role("link", name="Kunjungan")).to_have_count(0)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_grave(visit: Visit, city: RequestDatabase, theme: str, width: int) -> None:
    plan(city, wishes(city)[0], "penyelia")
    page = visit("penyelia", "/kunjungan", color_scheme=theme, viewport={"width": width, "height": 780})
    show_in(page, theme)
    found = []

    expect(page.locator(".kunjungan-tabel")).to_be_visible()
    page.locator("summary", has_text="Tarik permintaan").click()
    found += grave_faults(page)
    page.get_by_role("button", name="Jadwal", exact=True).click()
    page.get_by_role("button", name="Penyelia Contoh, ").first.click()
    expect(page.locator(f"#{ids.PLANNED} .kunjungan-tabel")).to_be_visible()
    found += grave_faults(page)
    page.get_by_role("button", name="Rute saya").click()
    page.get_by_role("button", name="Tampilkan nama dan alamat").click()
    expect(page.locator(".kunjungan-alamat")).to_be_visible()
    found += grave_faults(page)
    page.get_by_role("button", name="Catat hasil").click()
    page.get_by_role("dialog").get_by_label("Selesai").check()
    found += grave_faults(page)
    assert found == []
