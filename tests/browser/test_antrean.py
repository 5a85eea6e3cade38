"""The officers' desk in a real browser: claims, decisions, conflicts, outages, and who may not enter."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboard.access.demo import DEMO_ACCOUNTS, ensure_demo_accounts
from dashboard.registry import booking, workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.embedded import start_embedded_server
from dashboard.registry.models import UserAccount, UserScope
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.reference_data import load_reference_data
from dashboard.ui.queue import ids, messages
from tests.browser.install_chromium import find_chromium
from tests.registry.conftest import add_officer

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PASSWORDS = {account.username: account.password for account in DEMO_ACCOUNTS}
REDRAW_MILLISECONDS = 6_000
SAVED_STEP_MILLISECONDS = 15_000
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

CASES = 60

expect.set_options(timeout=SAVED_STEP_MILLISECONDS)


def fill_office(database: RequestDatabase) -> None:
    """Demo accounts, one officer of a single location, and applications that wait."""
    vault = PersonalDataVault.demo()
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        calendar = WorkCalendar(session)
        booking.open_slots(session, calendar)
        now = dt.datetime.now(dt.UTC)
        for number in range(CASES):
            application = workflow.Application(
                person=Person(nik=f"327599{number:010d}", name="Budi Santoso"),
                service_code=("KK", "KTP_EL", "KIA")[number % 3],
                variant_code=("baru", "baru", "hilang")[number % 3],
                kelurahan_code="32.75.09.1001",
                location_code=("DINAS", "KEC_10")[number % 2],
                channel="aplikasi",
            )
            workflow.submit(
                session, vault, calendar, application, at=now - dt.timedelta(hours=CASES - number)
            )


@contextmanager
def web_server(database_url: str, home: Path) -> Iterator[str]:
    """The program as it is served, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "EOPEN_DATABASE_URL": database_url, "EOPEN_HOME": str(home)}
    command = [sys.executable, "-m", "gunicorn", "app:server", "--threads", "8", "-b", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_served(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_served(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(f"{url}/masuk", timeout=5)
            return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, "the web server ended before it served a page"
            assert time.monotonic() < deadline, "the web server did not come up"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase) -> RequestDatabase:
    fill_office(module_database)
    return module_database


@pytest.fixture(scope="module")
def site(office: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with web_server(office.url, tmp_path_factory.mktemp("home")) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET_CHROMIUM)
        yield browser
        browser.close()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(chromium: Browser, site: str) -> Iterator[SignIn]:
    """Signs an account in, each in a browser context of its own, and opens the desk."""
    contexts = []

    def enter(username: str, path: str = "/antrean", *, base: str = site, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SAVED_STEP_MILLISECONDS)
        page.goto(f"{base}{path}")
        page.fill("[name=nama]", username)
        page.fill("[name=sandi]", PASSWORDS[username])
        page.click("button[type=submit]")
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
    expect(page.locator(f"#{ids.CASE_HEAD} h2")).to_have_text(number)
    expect(action(page, "Lepas")).to_be_visible()
    return number


def claim_for_verification(page: Page) -> str:
    """Claim the next case that waits for verification; one accepted by an earlier test is finished first."""
    number = claim_next(page)
    while page.locator(f"#{ids.CASE_HEAD} .antrean-status").inner_text() == "Proses":
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
    expect(page.locator(f"#{ids.MESSAGE}")).to_contain_text(text)


def status(page: Page, label: str) -> None:
    expect(page.locator(f"#{ids.CASE_HEAD} .antrean-status")).to_have_text(label)


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
    expect(page.locator(f"#{ids.CASE_BODY}")).to_contain_text("Selesai → Diambil")
    expect(page.locator(f"#{ids.CASE_BODY}")).to_contain_text("B*** S******")
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
    page.fill(f"#{ids.REASON_TEXT}", "Nama ibu berbeda")
    page.keyboard.press("Tab")
    expect(page.locator(f"#{ids.REASON_PREVIEW}")).to_contain_text("Lainnya: Nama ibu berbeda")
    expect(page.locator(f"#{ids.REASON_PREVIEW}")).to_contain_text("Berkas tidak terbaca")
    page.get_by_role("button", name="Tolak permohonan").click()

    told(page, f"{number} ditolak.")
    status(page, "Ditolak")
    expect(page.locator(f"#{ids.CASE_BODY}")).to_contain_text("Lainnya: Nama ibu berbeda")
    assert page.input_value(f"#{ids.REASON_TEXT}") == ""


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
    expect(onlooker.locator(f"#{ids.CASE_HEAD}")).to_contain_text("Dipegang oleh Petugas Contoh")
    expect(action(onlooker, "Setujui")).to_be_hidden()

    action(holder, "Lepas").click()
    told(holder, "dilepas")
    expect(onlooker.locator(f"#{ids.CASE_MOVED}")).to_contain_text("tidak dipegang siapa pun")
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
    first.fill(f"#{ids.REASON_TEXT}", "Tanda tangan berbeda")
    action(same_officer_elsewhere, "Setujui").click()
    told(same_officer_elsewhere, "disetujui")

    first.get_by_role("button", name="Tolak permohonan").click()

    told(first, "sudah diubah oleh Petugas Contoh pada")
    told(first, "Langkah Anda tidak disimpan.")
    first.get_by_role("button", name="Muat ulang kasus").click()
    status(first, "Proses")
    assert first.input_value(f"#{ids.REASON_TEXT}") == "Tanda tangan berbeda"


def test_a_double_click_claims_and_decides_once(sign_in: SignIn) -> None:
    page = sign_in("petugas")
    held = count(page, "Milik saya")

    page.dblclick(f"#{ids.CLAIM_NEXT}")
    expect(action(page, "Lepas")).to_be_visible()
    expect(page.locator(".antrean-tab button", has_text="Milik saya")).to_contain_text(str(held + 1))
    events = page.locator(".antrean-peristiwa")
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
    page.fill(f"#{ids.NOTE_UNDO}", "Salah tekan")
    page.get_by_role("button", name="Batalkan langkah ini").click()

    told(page, "dibatalkan")
    status(page, "Verifikasi")
    expect(page.locator(f"#{ids.CASE_BODY}")).to_contain_text("“Salah tekan”")


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
    expect(page.locator(f"#{ids.SERVICE}")).to_have_value("KIA")
    expect(page.locator(".antrean-sel-layanan").first).to_contain_text("Kartu Identitas Anak")
    expect(page.locator(".antrean-sel-layanan", has_text="Kartu Keluarga")).to_have_count(0)

    page.locator(".antrean-buka").first.click()
    expect(page.locator(f"#{ids.CASE_HEAD}")).to_be_focused()
    page.get_by_role("button", name="Terlambat").click()
    page.wait_for_url(re.compile("tampilan=terlambat.*kasus="))
    page.reload()

    expect(page.locator(f"#{ids.CASE_HEAD} h2")).to_be_visible()
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
    page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")

    found = Axe().run(page).response["violations"]

    grave = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    assert grave == [], [(rule["id"], rule["nodes"][0]["html"]) for rule in grave]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
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
            page.fill(f"#{ids.REASON_TEXT}", "Nama ibu berbeda")

            _stop_postgres(cluster)
            page.get_by_role("button", name="Tolak permohonan").click()
            expect(page.locator(f"#{ids.OUTAGE}")).to_contain_text("Basis data sedang tidak dapat dihubungi")
            server.start()
            expect(page.locator(f"#{ids.OUTAGE}")).to_be_empty(timeout=60_000)

            assert page.input_value(f"#{ids.REASON_TEXT}") == "Nama ibu berbeda"
            page.get_by_role("button", name="Tolak permohonan").click()
            told(page, f"{number} ditolak.")
        database.dispose()
        server.stop()


def _stop_postgres(cluster: Path) -> None:
    pid_file = cluster / "postmaster.pid"
    os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)
    while pid_file.exists():
        time.sleep(0.1)
