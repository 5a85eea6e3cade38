"""The officers' desk in a real browser: claims, decisions, conflicts, outages, and who may not enter."""

from __future__ import annotations

import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, Route, expect

from dashboard.registry.database import RequestDatabase
from dashboard.registry.embedded import start_embedded_server
from dashboard.registry.models import Request, UserAccount, UserScope
from dashboard.registry.reference_data import load_reference_data
from dashboard.ui.case import ids as case_ids
from dashboard.ui.case import messages
from dashboard.ui.queue import ids
from tests.browser.conftest import Sessions, fill_sign_in
from tests.browser.desk_office import fill_office
from tests.browser.readable import grave_faults, show_in
from tests.browser.serving import PASSWORDS, web_server
from tests.registry.conftest import add_officer

pytestmark = pytest.mark.browser

REDRAW_MILLISECONDS = 6_000
SAVED_STEP_MILLISECONDS = 15_000

expect.set_options(timeout=SAVED_STEP_MILLISECONDS)


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase) -> RequestDatabase:
    fill_office(module_database)
    return module_database


@pytest.fixture(scope="module")
def site(office: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with web_server(office.url, tmp_path_factory.mktemp("home")) as url:
        yield url


@pytest.fixture(autouse=True)
def empty_hands(office: RequestDatabase) -> None:
    """No test begins with the cases an earlier one, or its repetition, has left in an officer's hands."""
    with office.session.begin() as session:
        session.execute(
            sa.update(Request)
            .where(Request.claimed_by.is_not(None))
            .values(claimed_by=None, claimed_at=None, lease_until=None)
        )


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(chromium: Browser, site: str, sessions: Sessions) -> Iterator[SignIn]:
    """Signs an account in, each in a browser context of its own, and opens the desk."""
    contexts = []

    def enter(username: str, path: str = "/antrean", *, base: str = site, **options: Any) -> Page:
        known = sessions.get(f"{username} {base}")
        look = {"viewport": {"width": 1280, "height": 900}, "storage_state": known}
        context = chromium.new_context(**{**look, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SAVED_STEP_MILLISECONDS)
        page.goto(f"{base}{path}")
        if known is None:
            fill_sign_in(page, username)
            sessions[f"{username} {base}"] = {"cookies": context.cookies(), "origins": []}
        return page

    yield enter
    for context in contexts:
        context.close()


def count(page: Page, view: str) -> int:
    """The number in the tab of a view."""
    tab = page.locator(".antrean-tab button", has_text=view)
    expect(tab.locator(".antrean-jumlah")).to_have_text(re.compile(r"^[\d.]+$"))
    return int(tab.locator(".antrean-jumlah").inner_text().replace(".", ""))


def claim_next(page: Page) -> str:
    """Click "claim next" and return the number of the case that opened."""
    before = page.url
    expect(page.locator(".antrean-tabel, .antrean-daftar .antrean-kosong")).to_be_visible()
    page.click(f"#{ids.CLAIM_NEXT}")
    page.wait_for_url(lambda url: "kasus=" in url and url != before)
    number = page.url.split("kasus=")[1]
    expect(page.locator(f"#{case_ids.CASE_HEAD} h2")).to_have_text(number)
    expect(action(page, "Lepas")).to_be_visible()
    return number


def claim_for_verification(page: Page) -> str:
    """Claim the next case that waits for verification; one accepted by an earlier test is finished first."""
    number = claim_next(page)
    while page.locator(f"#{case_ids.CASE_HEAD} .antrean-status").inner_text() == "Proses":
        action(page, "Tandai selesai").click()
        status(page, "Selesai")
        number = claim_next(page)
    return number


def action(page: Page, label: str) -> Any:
    return page.get_by_role("group", name="Tindakan").get_by_role("button", name=label)


def press(page: Page, label: str, shows: str) -> None:
    """Press an action until the one that follows it is offered; once more if the page was just redrawn."""
    action(page, label).click()
    try:
        expect(action(page, shows)).to_be_visible(timeout=REDRAW_MILLISECONDS)
    except AssertionError:
        action(page, label).click()
        expect(action(page, shows)).to_be_visible()


def told(page: Page, text: str) -> None:
    expect(page.locator(f"#{case_ids.MESSAGE}")).to_contain_text(text)


def status(page: Page, label: str) -> None:
    expect(page.locator(f"#{case_ids.CASE_HEAD} .antrean-status")).to_have_text(label)


def test_a_case_goes_from_the_queue_to_the_applicant(sign_in: SignIn) -> None:
    page = sign_in("petugas")
    waiting = count(page, "Menunggu")

    number = claim_for_verification(page)
    expect(page.locator(".antrean-tab button", has_text="Milik saya")).to_contain_text("1")
    assert count(page, "Menunggu") == waiting - 1

    action(page, "Setujui").click()
    told(page, f"{number} disetujui: Verifikasi → Proses.")
    told(page, "Berikutnya:")
    status(page, "Proses")
    press(page, "Ambil kasus ini", shows="Tandai selesai")
    action(page, "Tandai selesai").click()
    told(page, f"{number} selesai")
    status(page, "Selesai")
    action(page, "Serahkan").click()
    page.get_by_role("button", name="Simpan penyerahan").click()

    told(page, f"{number} diserahkan")
    status(page, "Diambil")
    expect(page.locator(f"#{case_ids.CASE}")).to_contain_text("Selesai → Diambil")
    expect(page.locator(f"#{case_ids.CASE}")).to_contain_text("B*** S******")
    expect(page.locator("body")).not_to_contain_text("Santoso")


def test_a_rejection_shows_what_the_applicant_reads_and_needs_a_text_for_lainnya(sign_in: SignIn) -> None:
    page = sign_in("petugas")
    number = claim_next(page)

    action(page, "Tolak").click()
    page.get_by_label("Lainnya", exact=True).first.check()
    page.get_by_role("button", name="Tolak permohonan").click()
    told(page, "memerlukan keterangan")
    expect(page.get_by_label("Lainnya", exact=True).first).to_be_checked()

    page.get_by_label("Berkas tidak terbaca (buram/terpotong/gelap)").first.check()
    page.fill(f"#{case_ids.REASON_TEXT}", "Nama ibu berbeda")
    page.keyboard.press("Tab")
    expect(page.locator(f"#{case_ids.REASON_PREVIEW}")).to_contain_text("Lainnya: Nama ibu berbeda")
    expect(page.locator(f"#{case_ids.REASON_PREVIEW}")).to_contain_text("Berkas tidak terbaca")
    page.get_by_role("button", name="Tolak permohonan").click()

    told(page, f"{number} ditolak.")
    status(page, "Ditolak")
    expect(page.locator(f"#{case_ids.CASE}")).to_contain_text("Lainnya: Nama ibu berbeda")
    expect(page.locator(f"#{case_ids.REASON_TEXT}")).to_have_value("")


@contextmanager
def slow_watching(page: Page, seconds: float) -> Iterator[None]:
    """Every answer of a live part takes longer than the next question takes to come."""

    def delayed(route: Route) -> None:
        outputs = route.request.post_data_json["output"]
        if any(part in outputs for part in (f"{ids.LIST}.children", f"{case_ids.CASE_MOVED}.children@")):
            page.wait_for_timeout(seconds * 1000)
        route.continue_()

    page.route("**/_dash-update-component*", delayed)
    try:
        yield
    finally:
        page.unroute_all(behavior="ignoreErrors")


def test_a_slow_server_keeps_no_case_from_being_opened_and_no_form_from_being_emptied(
    sign_in: SignIn,
) -> None:
    page = sign_in("petugas")
    count(page, "Menunggu")
    with slow_watching(page, seconds=5):
        number = claim_next(page)
        action(page, "Tolak").click()
        page.get_by_label("Lainnya", exact=True).first.check()
        page.fill(f"#{case_ids.REASON_TEXT}", "Nama ibu berbeda")
        page.get_by_role("button", name="Tolak permohonan").click()

        told(page, f"{number} ditolak.")
        status(page, "Ditolak")
        expect(page.locator(f"#{case_ids.REASON_TEXT}")).to_have_value("")
        expect(page.get_by_role("button", name="Tolak permohonan")).to_be_hidden()


def test_a_released_case_is_offered_to_the_next_officer(sign_in: SignIn) -> None:
    first, second = sign_in("petugas"), sign_in("petugas2")
    number = claim_next(first)

    action(first, "Lepas").click()

    told(first, f"{number} dilepas")
    assert claim_next(second) == number


def test_two_officers_never_hold_the_same_case(sign_in: SignIn) -> None:
    first, second = sign_in("petugas"), sign_in("petugas2")

    claimed = [claim_next(page) for _ in range(3) for page in (first, second)]

    assert len(set(claimed)) == len(claimed)


def test_an_officer_is_told_who_was_first_and_sees_the_case_move(sign_in: SignIn) -> None:
    holder = sign_in("petugas")
    number = claim_next(holder)
    onlooker = sign_in("petugas2", f"/antrean?kasus={number}")
    expect(onlooker.locator(f"#{case_ids.CASE_HEAD}")).to_contain_text("Dipegang oleh Petugas Contoh")
    expect(action(onlooker, "Setujui")).to_be_hidden()

    action(holder, "Lepas").click()
    told(holder, "dilepas")
    expect(onlooker.locator(f"#{case_ids.CASE_MOVED}")).to_contain_text("tidak dipegang siapa pun")
    onlooker.get_by_role("button", name="Muat ulang kasus").click()
    expect(action(onlooker, "Ambil kasus ini")).to_be_visible()
    action(holder, "Ambil kasus ini").click()
    told(holder, "Anda pegang")
    action(onlooker, "Ambil kasus ini").click()

    told(onlooker, f"{number} dipegang oleh Petugas Contoh sejak")


def test_a_decision_on_an_outdated_case_is_refused_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    first = sign_in("petugas")
    number = claim_for_verification(first)
    same_officer_elsewhere = sign_in("petugas", f"/antrean?kasus={number}")
    action(first, "Tolak").click()
    first.get_by_label("Lainnya", exact=True).first.check()
    first.fill(f"#{case_ids.REASON_TEXT}", "Tanda tangan berbeda")
    action(same_officer_elsewhere, "Setujui").click()
    told(same_officer_elsewhere, "disetujui")

    first.get_by_role("button", name="Tolak permohonan").click()

    told(first, "sudah diubah oleh Petugas Contoh pada")
    told(first, "Langkah Anda tidak disimpan.")
    first.get_by_role("button", name="Muat ulang kasus").click()
    status(first, "Proses")
    expect(first.locator(f"#{case_ids.REASON_TEXT}")).to_have_value("Tanda tangan berbeda")


def test_a_double_click_claims_and_decides_once(sign_in: SignIn) -> None:
    page = sign_in("petugas")
    held = count(page, "Milik saya")

    page.dblclick(f"#{ids.CLAIM_NEXT}")
    expect(action(page, "Lepas")).to_be_visible()
    expect(page.locator(".antrean-tab button", has_text="Milik saya")).to_contain_text(str(held + 1))
    events = page.locator(".kasus-peristiwa")
    before = events.count()
    # "Setujui" or "Tandai selesai", by what the queue holds now.
    page.get_by_role("group", name="Tindakan").locator(".btn-primary:visible").dblclick()

    expect(events).to_have_count(before + 1)
    assert count(page, "Milik saya") == held


def test_an_own_step_is_undone_with_a_note(sign_in: SignIn) -> None:
    page = sign_in("petugas")
    claim_for_verification(page)
    action(page, "Setujui").click()
    told(page, "disetujui")

    action(page, "Batalkan langkah").click()
    page.get_by_role("button", name="Batalkan langkah ini").click()
    told(page, "Tuliskan alasan pembatalan.")
    page.fill(f"#{case_ids.NOTE_UNDO}", "Salah tekan")
    page.get_by_role("button", name="Batalkan langkah ini").click()

    told(page, "dibatalkan")
    status(page, "Verifikasi")
    expect(page.locator(f"#{case_ids.CASE}")).to_contain_text("“Salah tekan”")


def test_counts_and_list_move_by_themselves_and_the_focus_stays(sign_in: SignIn) -> None:
    watcher, worker = sign_in("petugas2"), sign_in("petugas")
    waiting = count(watcher, "Menunggu")
    row = watcher.locator(".antrean-buka").nth(5)
    number = row.inner_text()
    row.focus()

    claim_next(worker)

    expect(watcher.locator(".antrean-tab button", has_text="Menunggu")).to_contain_text(str(waiting - 1))
    assert watcher.evaluate("document.activeElement.textContent") == number


def test_view_filter_and_case_are_in_the_address_and_come_back_with_it(sign_in: SignIn) -> None:
    page = sign_in("petugas", "/antrean?layanan=KIA")
    expect(page.get_by_label("Layanan", exact=True)).to_have_value("KIA")
    expect(page.locator(".antrean-sel-layanan").first).to_contain_text("Kartu Identitas Anak")
    expect(page.locator(".antrean-sel-layanan", has_text="Kartu Keluarga")).to_have_count(0)

    page.locator(".antrean-buka").first.click()
    expect(page.locator(f"#{case_ids.CASE_HEAD}")).to_be_focused()
    page.get_by_role("button", name="Terlambat").click()
    page.wait_for_url(re.compile("tampilan=terlambat.*kasus="))
    page.reload()

    expect(page.locator(f"#{case_ids.CASE_HEAD} h2")).to_be_visible()
    expect(page.locator(".antrean-tab [aria-pressed=true]")).to_contain_text("Terlambat")


def test_an_officer_of_one_location_reaches_no_other(sign_in: SignIn, office: RequestDatabase) -> None:
    with office.session.begin() as session:
        known = session.scalars(sa.select(UserAccount).where(UserAccount.username == "petugas")).one()
        officer = add_officer(session, "ktr10")
        session.get_one(UserAccount, officer.id).password_hash = known.password_hash
        session.add(UserScope(user_id=officer.id, location_code="KEC_10"))
    PASSWORDS["ktr10"] = PASSWORDS["petugas"]

    page = sign_in("ktr10", "/antrean?kasus=EO-00000059")  # an application for the head office

    expect(page.get_by_text(messages.UNKNOWN_CASE)).to_be_visible()
    expect(page.locator(".antrean-sel-lokasi").first).to_contain_text("Jatisampurna")
    expect(page.locator(".antrean-sel-lokasi", has_text="Disdukcapil")).to_have_count(0)


def test_a_filter_narrows_the_list_the_counts_and_the_next_case_and_is_kept_under_a_name(
    sign_in: SignIn,
) -> None:
    page = sign_in("petugas2", viewport={"width": 1920, "height": 1000})
    everything = count(page, "Menunggu")
    page.locator("summary", has_text="Saringan").click()
    page.get_by_label("Lokasi ambil").select_option("KEC_10")
    page.keyboard.press("Escape")
    expect(page.locator(".antrean-tersaring")).to_contain_text("Jatisampurna")
    expect(page.locator(".antrean-sel-lokasi", has_text="Disdukcapil")).to_have_count(0)
    narrowed = count(page, "Menunggu")
    assert 0 < narrowed < everything
    expect(page.locator(".antrean-tabel tbody tr")).to_have_count(narrowed)

    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Masuk")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Masuk")
    numbers = page.locator(".antrean-buka").all_inner_texts()
    assert numbers == sorted(numbers, reverse=True)
    page.locator("summary", has_text="Antrean tersimpan").click()
    page.get_by_label("Simpan tampilan dan saringan ini sebagai").fill("Jatisampurna, terbaru")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Antrean disimpan.")).to_be_visible()
    page.keyboard.press("Escape")

    number = claim_next(page).split("&")[0]
    expect(page.locator(f"#{case_ids.FACTS}")).to_contain_text("Jatisampurna")
    action(page, "Lepas").click()
    told(page, f"{number} dilepas")
    page.locator(".antrean-tersaring").get_by_role("button", name="Hapus saringan").click()
    expect(page.locator(".antrean-sel-lokasi", has_text="Disdukcapil").first).to_be_visible()
    page.reload()
    page.locator("summary", has_text="Antrean tersimpan").click()
    page.get_by_role("button", name="Jatisampurna, terbaru", exact=True).click()
    page.wait_for_url(re.compile("lokasi=KEC_10&urut=masuk-turun"))
    expect(page.locator(".antrean-tersaring")).to_contain_text("Jatisampurna")


def test_a_search_opens_cases_by_number_nik_and_name_and_no_nik_is_in_an_address(
    sign_in: SignIn, office: RequestDatabase
) -> None:
    page = sign_in("petugas")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    nik = f"327599{7:010d}"

    page.get_by_label("Cari kasus").fill(nik)
    page.keyboard.press("Enter")
    expect(page.locator(f"#{case_ids.CASE_HEAD} h2")).to_have_text("EO-00000008")
    expect(page.locator(f"#{case_ids.CASE_HEAD}")).to_be_focused()
    page.get_by_label("Cari kasus").fill("santoso")
    page.keyboard.press("Enter")
    first = page.locator(f"#{ids.RESULTS} .antrean-buka").first
    expect(first).to_be_focused()
    expect(page.locator(f"#{ids.RESULTS}")).to_contain_text("B*** S******")
    number = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{case_ids.CASE_HEAD} h2")).to_have_text(number)
    page.get_by_label("Cari kasus").fill("EO-99999999")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.RESULTS}")).to_contain_text("Tidak ada kasus dengan nomor itu")
    page.keyboard.press("Escape")

    expect(page.locator(f"#{ids.LIST}")).to_be_visible()
    expect(page.get_by_label("Cari kasus")).to_have_value("")
    assert addresses
    assert not [url for url in [*addresses, page.url] if nik in url or "santoso" in url]


def test_text_that_is_being_selected_stays_while_the_queue_moves(sign_in: SignIn) -> None:
    watcher, worker = sign_in("petugas2"), sign_in("petugas")
    waiting = count(watcher, "Menunggu")
    watcher.evaluate("getSelection().selectAllChildren(document.querySelectorAll('.antrean-sel-layanan')[3])")
    chosen = watcher.evaluate("getSelection().toString()")

    with watcher.expect_response(re.compile("_dash-update-component")):
        claim_next(worker)
    watcher.wait_for_timeout(REDRAW_MILLISECONDS)

    assert watcher.evaluate("getSelection().toString()") == chosen
    watcher.evaluate("getSelection().empty()")
    expect(watcher.locator(".antrean-tab button", has_text="Menunggu")).to_contain_text(str(waiting - 1))
    action(worker, "Lepas").click()


class Keyboard:
    """An officer without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_focused()

    def tab_to(self, selector: str, key: str = "Tab") -> None:
        """Press the tabulator until an element has the focus."""
        for _ in range(120):
            self.press(key)
            if self.page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(f"{selector} is not reached by the tabulator")

    def take_next(self) -> str:
        """N: the next case, which is in focus; one that is in Proses is finished first."""
        before = self.page.locator(f"#{case_ids.CASE_HEAD} h2").all_inner_texts()
        self.press("n")
        expect(self.page.locator(f"#{case_ids.MESSAGE}")).to_contain_text("Anda pegang")
        heading = self.page.locator(f"#{case_ids.CASE_HEAD} h2")
        expect(heading).not_to_have_text(before[0] if before else "-")
        expect(action(self.page, "Lepas")).to_be_visible()
        self.focused(f"#{case_ids.CASE_HEAD}")
        return str(heading.inner_text())


def test_a_whole_day_is_worked_by_keyboard_alone(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SAVED_STEP_MILLISECONDS)
    page.goto(f"{site}/antrean?layanan=KTP_EL&status=VERIFIKASI")
    keys = Keyboard(page)

    # Sign in, and see what can be pressed.
    keys.focused("[name=nama]")
    page.keyboard.type("petugas")
    keys.press("Tab")
    page.keyboard.type(PASSWORDS["petugas"])
    keys.press("Enter")
    expect(page.locator(".antrean-tabel")).to_be_visible()
    keys.press("?")
    expect(page.get_by_role("dialog", name="Tombol pintasan")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog", name="Tombol pintasan")).to_be_hidden()

    # Claim, look at the requirements, accept.
    accepted = keys.take_next()
    keys.tab_to(f"#{case_ids.PURPOSE}")
    keys.tab_to(".kasus-tindakan button", key="Shift+Tab")
    keys.press("s")
    told(page, f"{accepted} disetujui")

    # Reject with a reason: the form's first field has the focus, and letters are typed there.
    rejected = keys.take_next()
    keys.press("t")
    keys.focused(".kasus-formulir:not([hidden]) input")
    keys.press("Space")
    keys.tab_to(f"#{case_ids.REASON_TEXT}")
    page.keyboard.type("Foto kabur, n s t")
    expect(page.locator(f"#{case_ids.REASON_PREVIEW}")).to_contain_text("Foto kabur, n s t")
    keys.press("Control+Enter")
    told(page, f"{rejected} ditolak")

    # Skip with a reason; without one it is refused.
    skipped = keys.take_next()
    keys.press("w")
    keys.focused(".kasus-formulir:not([hidden]) input")
    keys.press("Control+Enter")
    told(page, "Pilih alasannya dahulu.")
    keys.focused(".kasus-formulir:not([hidden]) input")
    keys.press("Space", "Control+Enter")
    told(page, f"{skipped} dilewati")

    # Hold until a day, find it among the held, resume it.
    held = keys.take_next()
    keys.press("h")
    keys.focused(".kasus-formulir:not([hidden]) input")
    keys.press("Space", "Tab", "Space", "Control+Enter")
    told(page, f"{held} ditahan")
    keys.press("6")
    expect(page.locator(".antrean-daftar")).to_contain_text(held)
    expect(page.locator(".antrean-daftar")).to_contain_text("Anda lewati hari ini")
    expect(action(page, "Lanjutkan")).to_be_visible()
    keys.press("c")
    told(page, f"{held} dilanjutkan")

    # Search the accepted case, take it and finish it.
    keys.press("/")
    page.keyboard.type(accepted)
    keys.press("Enter")
    expect(page.locator(f"#{case_ids.CASE_HEAD} h2")).to_have_text(accepted)
    keys.focused(f"#{case_ids.CASE_HEAD}")
    expect(action(page, "Ambil kasus ini")).to_be_visible()
    keys.press("a")
    told(page, f"{accepted} Anda pegang")
    expect(action(page, "Tandai selesai")).to_be_visible()
    keys.press("e")
    told(page, f"{accepted} selesai")

    # Rows up and down, one is opened and left again.
    keys.press("Escape", "1")
    expect(page.locator(".antrean-tab [aria-pressed=true]")).to_contain_text("Menunggu")
    expect(page.locator(".antrean-daftar .antrean-buka").nth(1)).to_be_visible()
    keys.press("j", "j", "k", "j")
    opened = page.evaluate("document.activeElement.textContent")
    assert opened == page.locator(".antrean-daftar .antrean-buka").nth(1).inner_text()
    keys.press("Enter")
    expect(page.locator(f"#{case_ids.CASE_HEAD} h2")).to_have_text(opened)
    keys.press("x")
    expect(page.locator(f"#{case_ids.CASE_EMPTY}")).to_be_visible()

    # The last of the day goes back; sign out.
    last = keys.take_next()
    keys.press("l")
    told(page, f"{last} dilepas")
    keys.tab_to(".akun form button", key="Shift+Tab")
    keys.press("Enter")
    page.wait_for_url(re.compile("/masuk"))
    context.close()


def test_single_letters_can_be_turned_off(sign_in: SignIn) -> None:
    page = sign_in("petugas")
    held = count(page, "Milik saya")
    page.get_by_role("button", name="Pintasan").click()
    page.get_by_role("button", name="Pintasan satu huruf").click()
    page.get_by_role("button", name="Tutup", exact=True).click()

    page.keyboard.press("n")
    page.keyboard.press("?")

    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Pintasan").click()
    expect(page.get_by_role("button", name="Pintasan satu huruf: mati")).to_be_visible()
    page.reload()
    assert count(page, "Milik saya") == held


@pytest.mark.parametrize("username", ["pimpinan", "inovasi", "pamor"])
def test_others_are_told_that_the_desk_is_not_theirs(sign_in: SignIn, username: str) -> None:
    page = sign_in(username)

    expect(page.get_by_text("akses").first).to_be_visible()
    expect(page.locator(f"#{ids.CLAIM_NEXT}")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_is_accessible_local_and_never_wider_than_the_screen(
    sign_in: SignIn, site: str, theme: str, width: int
) -> None:
    hosts: set[str] = set()
    page = sign_in("petugas", color_scheme=theme, viewport={"width": width, "height": 780})
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    claim_next(page)
    action(page, "Tolak").click()
    page.get_by_label("Lainnya", exact=True).first.check()
    show_in(page, theme)

    found = grave_faults(page)
    action(page, "Tahan").click()
    if width > 360:  # on a telephone the open case takes the place of the list
        page.get_by_label("Cari kasus").fill("santoso")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{ids.RESULTS} .antrean-buka").first).to_be_focused()
        page.locator("summary", has_text="Saringan").click()
        found += grave_faults(page)
    page.locator(f"#{ids.HELP_OPEN}").click()
    found += grave_faults(page)
    page.keyboard.press("Escape")

    assert found == []
    assert hosts == {site.removeprefix("http://")}
    action(page, "Lepas").click()


def test_an_outage_of_the_database_is_told_and_loses_nothing(
    sign_in: SignIn, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with tempfile.TemporaryDirectory(prefix="eopen-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        cluster = Path(folder) / "pg"
        server = start_embedded_server(cluster)
        database = RequestDatabase(server.get_uri())
        database.migrate()
        with database.session.begin() as session:
            load_reference_data(session)
        fill_office(database)
        with web_server(database.url, tmp_path_factory.mktemp("home")) as url:
            page = sign_in("petugas", base=url)
            number = claim_next(page)
            action(page, "Tolak").click()
            page.get_by_label("Lainnya", exact=True).first.check()
            page.fill(f"#{case_ids.REASON_TEXT}", "Nama ibu berbeda")

            _stop_postgres(cluster)
            page.get_by_role("button", name="Tolak permohonan").click()
            outage = page.locator(f"#{case_ids.OUTAGE}")
            expect(outage).to_contain_text("Basis data sedang tidak dapat dihubungi")
            server.start()
            expect(outage).to_be_empty(timeout=60_000)

            expect(page.locator(f"#{case_ids.REASON_TEXT}")).to_have_value("Nama ibu berbeda")
            page.get_by_role("button", name="Tolak permohonan").click()
            told(page, f"{number} ditolak.")
        database.dispose()
        server.stop()


def _stop_postgres(cluster: Path) -> None:
    pid_file = cluster / "postmaster.pid"
    os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)
    while pid_file.exists():
        time.sleep(0.1)
