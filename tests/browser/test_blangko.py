"""Blank cards and uncollected documents in a real browser: written here, seen there, nothing typed lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from office_builder import OfficeBuilder
from playwright.sync_api import Page, expect

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import BlankMovement, PickupReminder, UserAccount, UserScope
from dashboard.registry.office_facts import mark_data_kind
from dashboard.ui.blanks import ids
from dashboard.ui.queue.ids import SEARCH
from dashboard.ui.uncollected import ids as uncollected
from tests.browser.conftest import Visit
from tests.browser.readable import grave_faults, show_in

pytestmark = pytest.mark.browser

USED_PER_DAY = 5
LEDGER, LIST = "/antrean/blangko", "/loket?tab=belum_diambil"


@pytest.fixture(scope="module")
def city(module_database: RequestDatabase) -> RequestDatabase:
    """An office in which one officer serves the head office alone, with three cards nobody fetched."""
    with module_database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        account = session.scalars(sa.select(UserAccount).where(UserAccount.username == "petugas2")).one()
        session.add(UserScope(user_id=account.id, location_code="DINAS"))
    builder = OfficeBuilder(module_database)
    for _ in range(3):
        request = builder.application("2025-03-03 09:00", layanan="KTP_EL", lokasi="DINAS")
        builder.step(request, "PROSES", "2025-03-03 10:00")
        builder.step(request, "SELESAI", "2025-03-04 09:00")
    builder.close()
    return module_database


@pytest.fixture(autouse=True)
def fifty_blanks(city: RequestDatabase) -> None:
    """Every test, and its repetition, begins with 50 blanks of which a working day takes 5."""
    with city.session.begin() as session:
        session.execute(sa.delete(PickupReminder))
        stock = session.scalar(sa.select(sa.func.coalesce(sa.func.sum(BlankMovement.amount), 0))) or 0
        if not stock:
            stock = _ten_days(session)
        if stock != 50:
            today = dt.datetime.now(WIB).date()
            session.add(_line("koreksi", 50 - stock, today))


def _ten_days(session: Any) -> int:
    """What came in, and what the last ten working days took."""
    hours, day, used = WorkCalendar(session).at("DINAS"), dt.datetime.now(WIB).date(), 0
    while used < 10:
        day -= dt.timedelta(days=1)
        if hours.is_open(day):
            session.add(_line("terpakai", -USED_PER_DAY, day))
            used += 1
    session.add(_line("diterima", 100, day))
    session.flush()
    return 100 - 10 * USED_PER_DAY


def _line(kind: str, amount: int, day: dt.date) -> BlankMovement:
    return BlankMovement(location_code="DINAS", blank="KTP_EL", kind=kind, amount=amount, moved_on=day)


def fill(page: Page, act: str, amount: str, note: str = "") -> None:
    page.get_by_label(act, exact=True).check()
    page.locator(f"#{ids.AMOUNT}").fill(amount)
    page.locator(f"#{ids.NOTE}").fill(note)


def message(page: Page, text: str) -> None:
    expect(page.locator(f"#{ids.MESSAGE}")).to_contain_text(text)


def test_what_is_recorded_changes_stock_and_days_left_beside_the_queue(visit: Visit) -> None:
    queue, page = visit("petugas2", "/antrean"), visit("petugas2", LEDGER)
    line = queue.locator(f"#{ids.CARD_LINE}")
    expect(line).to_contain_text("KTP-el 50 · 5,0 per hari kerja")
    expect(line).to_contain_text("cukup 10 hari kerja")
    queue.locator(f"#{SEARCH}").fill("EO-0000")  # somebody is typing while the line changes

    expect(page.locator(f"#{ids.HINT}")).to_have_text("Stok tercatat: 50")  # the only location is chosen
    fill(page, "Rusak", "40", "Terlipat")
    page.locator(f"#{ids.NOTE}").press("Tab")
    page.keyboard.press("Enter")
    message(page, "Stok kini 10")
    expect(page.locator(f"#{ids.LINES} tbody tr").first).to_contain_text("Terlipat")
    expect(line).to_contain_text("menipis, 2 hari kerja")

    fill(page, "Terima", "90", "Surat jalan 12")
    page.get_by_role("button", name="Simpan catatan").click()
    message(page, "Stok kini 100")
    expect(page.locator(f"#{ids.STOCKS} tbody")).to_contain_text("cukup 20 hari kerja")
    expect(line).to_contain_text("KTP-el 100")
    expect(line).to_contain_text("cukup 20 hari kerja")
    expect(queue.locator(f"#{SEARCH}")).to_be_focused()
    expect(queue.locator(f"#{SEARCH}")).to_have_value("EO-0000")


def test_what_is_refused_stays_in_the_form_and_a_colleague_is_not_written_over(
    visit: Visit, city: RequestDatabase
) -> None:
    page = visit("petugas2", LEDGER)
    expect(page.locator(f"#{ids.HINT}")).to_have_text("Stok tercatat: 50")
    save = page.get_by_role("button", name="Simpan catatan")

    fill(page, "Rusak", "lima", "Tergores")
    save.click()
    message(page, "bilangan bulat")
    page.locator(f"#{ids.AMOUNT}").fill("51")
    save.click()
    message(page, "Stok tercatat hanya 50")
    expect(page.locator(f"#{ids.AMOUNT}")).to_have_value("51")
    expect(page.locator(f"#{ids.NOTE}")).to_have_value("Tergores")

    fill(page, "Koreksi setelah dihitung", "48", "Hitung sore")
    expect(page.locator(f"#{ids.AMOUNT_LABEL}")).to_contain_text("Hasil hitung")
    with city.session.begin() as session:
        session.add(_line("diterima", 25, dt.datetime.now(WIB).date()))
    save.click()
    message(page, "berubah dari 50 menjadi 75")
    expect(page.locator(f"#{ids.HINT}")).to_have_text("Stok tercatat: 75")
    expect(page.locator(f"#{ids.AMOUNT}")).to_have_value("48")
    save.click()
    message(page, "Stok kini 48")


def test_owners_are_reminded_one_by_one_and_all_after_a_question(visit: Visit) -> None:
    page = visit("petugas2", LIST)
    tab = page.locator(".antrean-tab button", has_text="Lebih dari 90 hari")
    expect(tab.locator(".antrean-jumlah")).to_have_text("3")
    tab.click()
    expect(tab).to_have_attribute("aria-pressed", "true")
    rows = page.locator(f"#{uncollected.LIST} tbody tr")
    expect(rows).to_have_count(3)

    first = rows.first.get_by_role("button", name="Ingatkan")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{uncollected.MESSAGE}")).to_contain_text("1 pengingat diminta")
    expect(rows.first).to_contain_text("menunggu dikirim")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{uncollected.MESSAGE}")).to_contain_text("sudah diingatkan")

    page.locator(f"#{uncollected.REMIND_ALL}").click()
    expect(page.locator(f"#{uncollected.CONFIRM_TEXT}")).to_contain_text("Ingatkan 2 pemohon")
    page.get_by_role("button", name="Batal").click()
    expect(page.locator(f"#{uncollected.CONFIRM}")).to_be_hidden()
    page.locator(f"#{uncollected.REMIND_ALL}").click()
    page.get_by_role("button", name="Ya, ingatkan 2").click()
    expect(page.locator(f"#{uncollected.MESSAGE}")).to_contain_text("2 pengingat diminta")
    expect(page.locator(f"#{uncollected.LIST}")).not_to_contain_text("belum pernah")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_line_ledger_and_list_are_readable_to_everybody(visit: Visit, theme: str, width: int) -> None:
    page = visit("petugas2", "/antrean", viewport={"width": width, "height": 900}, color_scheme=theme)
    expect(page.locator(f"#{ids.CARD_LINE}")).to_contain_text("KTP-el 50")
    page.locator(".blangko-lipat > summary").click()
    expect(page.locator(f"#{ids.CARD_TABLE} table")).to_be_visible()
    show_in(page, theme)
    found = grave_faults(page)

    page.goto(page.url.split("/antrean")[0] + LEDGER)
    expect(page.locator(f"#{ids.STOCKS} table")).to_be_visible()
    fill(page, "Terima", "x")
    page.get_by_role("button", name="Simpan catatan").click()
    message(page, "bilangan bulat")
    show_in(page, theme)
    found += grave_faults(page)

    page.goto(page.url.split("/antrean")[0] + LIST)
    expect(page.locator(f"#{uncollected.LIST} tbody tr")).to_have_count(3)
    page.locator(f"#{uncollected.REMIND_ALL}").click()
    expect(page.locator(f"#{uncollected.CONFIRM}")).to_be_visible()
    show_in(page, theme)
    found += grave_faults(page)
    assert found == []
