"""The counter in a real browser: scanner, camera, hand-over, undoing, two counters, and who may not enter."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry import counter, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Slot
from dashboard.registry.numbers import request_number
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.ui.loket import ids
from tests.browser.conftest import Visit
from tests.browser.install_chromium import find_chromium
from tests.browser.readable import grave_faults, show_in
from tests.browser.serving import QUIET_CHROMIUM
from tests.registry.conftest import TestOfficer, add_officer

pytestmark = pytest.mark.browser

FIRST_CHOICE = "Pemohon, KTP-el"


class Counter:
    """The office behind the page: cases of today at Jatiasih, and a colleague at the next counter."""

    def __init__(self, database: RequestDatabase) -> None:
        self.database, self.vault, self._people = database, PersonalDataVault.demo(), itertools.count(1)
        with database.session.begin() as session:
            mark_data_kind(session, "contoh")
            ensure_demo_accounts(session)
            self.colleague: TestOfficer = add_officer(session, "beni")
            self.calendar = WorkCalendar(session)
            for place, days in (("KEC_09", (0, 1)), ("DINAS", (0,))):
                for ahead in days:
                    session.add(Slot(location_code=place, day=_today() + dt.timedelta(days=ahead), quota=500))

    def case(self, *, is_ready: bool = True, place: str = "KEC_09", name: str = "Budi Santoso") -> int:
        """An application with a place booked for today; its id."""
        with self.database.session.begin() as session:
            application = workflow.Application(
                person=Person(nik=f"327599{next(self._people):010d}", name=name),
                service_code="KTP_EL",
                variant_code="baru",
                kelurahan_code="32.75.09.1001",
                location_code=place,
                channel="aplikasi",
                pickup_day=_today(),
            )
            at = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
            case = workflow.submit(session, self.vault, self.calendar, application, at=at)
            for step in (workflow.accept, workflow.finish) if is_ready else ():
                workflow.claim(session, self.colleague, case.id)
                step(session, self.calendar, self.colleague, case.id, version=case.version)
            return case.id

    def hand_over_elsewhere(self, case: int) -> None:
        """The colleague at the next counter was faster."""
        with self.database.session.begin() as session:
            counter.hand_over_at_counter(
                session,
                self.calendar,
                self.colleague,
                case,
                version=2,
                receiver="kuasa",
                identity="surat_kuasa",
            )


def _today() -> dt.date:
    return dt.datetime.now(WIB).date()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees, of :func:`show`; read anew whenever it is opened."""
    return show(tmp_path_factory.mktemp("kamera") / "kode.y4m", "")


def show(film: Path, text: str) -> Path:
    """Hold a QR code before the camera: a film of two grey pictures of it; "" for an empty desk."""
    frame = np.full((480, 640), 220, dtype=np.uint8)
    if text:
        code = np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=8))
        frame[80 : 80 + code.shape[0], 160 : 160 + code.shape[1]] = code
    grey = b"FRAME\n" + frame.tobytes() + bytes([128]) * (2 * 320 * 240)
    film.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420\n" + 2 * grey)
    return film


@pytest.fixture(scope="module")
def chromium(film: Path) -> Iterator[Browser]:
    """A browser with a camera that sees the film."""
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    seen = f"--use-file-for-fake-video-capture={film}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*QUIET_CHROMIUM, *camera, seen]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase) -> Counter:
    office = Counter(module_database)
    for name in ("Rina Wati", "Rina Sari"):
        office.case(is_ready=False, place="DINAS", name=name)
    return office


@pytest.fixture(scope="module")
def city(office: Counter) -> RequestDatabase:
    """The small office above is what the browser's fixtures serve here."""
    return office.database


def state(page: Page, label: str) -> Locator:
    """The button that narrows the list to a state."""
    return page.locator(".loket-keadaan button").filter(has=page.get_by_text(label, exact=True))


def counted(page: Page, label: str, number: int) -> None:
    expect(state(page, label).locator(".antrean-jumlah")).to_have_text(str(number))


def count(page: Page, label: str) -> int:
    shown = state(page, label).locator(".antrean-jumlah")
    expect(shown).not_to_have_text("–")
    return int(shown.inner_text())


def open_case(page: Page, case: int) -> None:
    """Scan a number: typed and ended with Enter, wherever the focus is."""
    expect(page.locator(".loket-tabel, .loket-daftar .antrean-kosong").first).to_be_visible()
    page.keyboard.type(request_number(case))
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.BODY} h2")).to_have_text(request_number(case))


def told(page: Page, text: str) -> None:
    expect(page.locator(f"#{ids.MESSAGE}")).to_contain_text(text)


def test_a_scanned_document_is_handed_over_and_taken_back_by_keyboard_alone(
    visit: Visit, office: Counter
) -> None:
    case, other = office.case(), office.case()
    number = request_number(case)
    page = visit("petugas", "/loket")
    expect(page.locator(f"#{ids.FIND}")).to_be_focused()
    ready, taken = count(page, "Siap"), count(page, "Sudah diambil")

    open_case(page, case)
    expect(page.locator(f"#{ids.CASE}")).to_contain_text("Siap diserahkan.")
    expect(page.locator(f"#{ids.CASE}")).to_contain_text("B*** S******")
    expect(page.get_by_label(FIRST_CHOICE)).to_be_focused()
    page.keyboard.press("Enter")
    told(page, "Pilih siapa yang menerima")
    page.keyboard.press("ArrowDown")  # the second choice, as the first had the focus
    expect(page.get_by_label("Pemohon, IKD di ponsel")).to_be_checked()
    page.keyboard.press("Enter")

    told(page, f"{number} diserahkan.")
    expect(page.locator(f"#{ids.FIND}")).to_be_focused()
    expect(page.locator(f"#{ids.CASE}")).to_contain_text("Sudah diambil oleh pemohon")
    counted(page, "Siap", ready - 1)
    counted(page, "Sudah diambil", taken + 1)

    page.get_by_label("Salah serah? Tulis alasannya").focus()
    page.keyboard.press("Enter")
    told(page, "Tuliskan alasan pembatalan.")
    page.keyboard.type("Salah orang")
    page.keyboard.press("Enter")
    told(page, f"Penyerahan {number} dibatalkan.")
    counted(page, "Siap", ready)

    # A scanner types wherever the focus is, also a link.
    page.locator(f"#{ids.TODAY}").focus()
    page.keyboard.type(f"https://e-open.example/status/{request_number(other)}")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.BODY} h2")).to_have_text(request_number(other))
    expect(page.locator(f"#{ids.FIND}")).to_have_value("")
    expect(page.locator("body")).not_to_contain_text("Santoso")


def test_a_name_leads_to_a_choice_a_nik_to_its_case_and_neither_to_an_address(
    visit: Visit, office: Counter
) -> None:
    page, addresses = visit("petugas", "/loket"), list[str]()
    page.on("request", lambda request: addresses.append(request.url))
    count(page, "Siap")

    page.get_by_label("Nomor permohonan, NIK").fill("rina")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.CANDIDATES} .antrean-buka")).to_have_count(2)
    expect(page.locator(f"#{ids.CANDIDATES} .antrean-buka").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.CASE}")).to_contain_text("Belum siap: masih di Verifikasi")
    expect(page.locator(f"#{ids.FORM}")).to_be_hidden()
    expect(page.locator(f"#{ids.FIND}")).to_be_focused()

    page.keyboard.type("3275990000000001")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.BODY}")).to_contain_text("3275********0001")
    page.keyboard.type("3275990000099999")
    page.keyboard.press("Enter")
    told(page, "Tidak ada permohonan dengan NIK itu")
    assert not [address for address in [*addresses, page.url] if "rina" in address or "327599" in address]


def _no_watching(route: Route) -> None:
    """The case on the screen is not followed, as in the seconds between two looks."""
    outputs = route.request.post_data_json["output"]
    watching = f"{ids.STIRRED}.data" in outputs and f"{ids.CHANGED}.data" not in outputs
    route.fulfill(status=204) if watching else route.continue_()


def test_of_two_counters_the_slower_is_told_and_keeps_what_was_chosen(visit: Visit, office: Counter) -> None:
    case = office.case()
    page = visit("petugas", "/loket")
    page.route("**/_dash-update-component*", _no_watching)
    open_case(page, case)
    page.get_by_label("Keluarga satu KK").check()
    office.hand_over_elsewhere(case)

    page.get_by_role("button", name="Serahkan dokumen").click()

    told(page, f"{request_number(case)} sudah diubah oleh Petugas beni")
    told(page, "Langkah Anda tidak disimpan.")
    expect(page.locator(f"#{ids.CASE}")).to_contain_text("Sudah diambil oleh kuasa")
    expect(page.locator(f"#{ids.FORM}")).to_be_hidden()
    assert page.locator(f"#{ids.FORM} input:checked").count() == 1
    page.unroute_all(behavior="ignoreErrors")


def test_list_and_case_move_by_themselves_and_focus_and_typing_stay(visit: Visit, office: Counter) -> None:
    case, other = office.case(), office.case()
    page = visit("petugas", "/loket?keadaan=siap&urut=nomor&lokasi=KEC_09")
    ready = count(page, "Siap")
    open_case(page, case)
    row = page.locator(".loket-tabel .antrean-buka", has_text=request_number(other))
    if not row.is_visible():  # the list has more than one page by now
        page.get_by_role("button", name="Berikutnya", exact=True).click()
    row.focus()
    page.locator(f"#{ids.FIND}").evaluate("field => field.value = 'setengah'")

    office.hand_over_elsewhere(case)

    expect(page.locator(f"#{ids.CASE}")).to_contain_text("diserahkan Petugas beni")
    counted(page, "Siap", ready - 1)
    expect(row).to_be_focused()
    expect(page.locator(f"#{ids.FIND}")).to_have_value("setengah")


def test_day_place_and_state_are_in_the_address_and_come_back_with_it(visit: Visit, office: Counter) -> None:
    office.case()  # so that two places have pickups
    page = visit("petugas", "/loket")
    count(page, "Siap")
    page.get_by_role("button", name="Hari berikutnya").click()
    expect(page.locator(f"#{ids.DAY_TITLE}")).to_contain_text("Besok, ")
    counted(page, "Diharapkan", 0)
    expect(page.locator(".loket-daftar")).to_contain_text("Tidak ada yang memesan tempat")
    page.get_by_role("button", name="Hari ini").click()
    expect(page.locator(f"#{ids.DAY_TITLE}")).to_contain_text("Hari ini, ")
    page.locator(".loket-lokasi").get_by_role("button", name="Disdukcapil").click()
    counted(page, "Diharapkan", 2)
    state(page, "Belum siap").click()
    expect(page.locator(".loket-tabel tbody tr")).to_have_count(2)
    assert page.url.endswith("/loket?lokasi=DINAS&keadaan=belum_siap")

    page.reload()
    expect(page.locator(".loket-tabel tbody tr")).to_have_count(2)
    expect(page.locator(f"#{ids.LOCATION}")).to_have_value("DINAS")
    page.go_back()
    expect(page.locator(".loket-keadaan button", has_text="Diharapkan")).to_have_attribute(
        "aria-pressed", "true"
    )


@pytest.mark.parametrize("username", ["pimpinan", "inovasi", "pamor"])
def test_others_are_told_that_the_counter_is_not_theirs(visit: Visit, username: str) -> None:
    page = visit(username, "/loket")

    expect(page.get_by_text("Anda tidak memiliki akses ke halaman ini.")).to_be_visible()
    expect(page.locator(f"#{ids.FIND}")).to_have_count(0)
    expect(page.locator(".menu")).not_to_contain_text("Loket")


# --- the camera -----------------------------------------------------------------------------------


NO_CAMERA = """() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
}"""


def test_a_code_before_the_camera_opens_its_case_also_for_who_came_by_the_menu(
    visit: Visit, office: Counter, film: Path
) -> None:
    case = office.case()
    show(film, f"https://e-open.example/status/{request_number(case)}")
    page = visit("petugas", "/antrean/kinerja-saya")
    page.locator(".menu").get_by_role("link", name="Loket").click()  # the page is not loaded anew by this
    count(page, "Siap")

    page.get_by_role("button", name="Pindai dengan kamera").click()

    expect(page.locator(f"#{ids.BODY} h2")).to_have_text(request_number(case))
    expect(page.locator(f"#{ids.CAMERA_PLACE}")).to_be_hidden()
    expect(page.get_by_label(FIRST_CHOICE)).to_be_focused()


def test_another_code_and_a_missing_camera_are_told_and_typing_still_works(
    visit: Visit, office: Counter, film: Path
) -> None:
    show(film, "https://lain.example/KK/3275")
    page = visit("petugas", "/loket")
    count(page, "Siap")
    page.get_by_role("button", name="Pindai dengan kamera").click()
    expect(page.locator(f"#{ids.CAMERA_SAID}")).to_contain_text("Kode ini bukan nomor permohonan.")
    page.get_by_role("button", name="Tutup kamera").click()
    expect(page.locator(f"#{ids.CAMERA_PLACE}")).to_be_hidden()

    page.evaluate(NO_CAMERA)
    page.get_by_role("button", name="Pindai dengan kamera").click()
    expect(page.locator(f"#{ids.CAMERA_SAID}")).to_contain_text("Tidak ada kamera yang dapat dipakai.")
    open_case(page, office.case())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_counter_is_accessible_and_never_wider_than_the_screen(
    visit: Visit, office: Counter, film: Path, theme: str, width: int
) -> None:
    show(film, "")
    look = {"color_scheme": theme, "viewport": {"width": width, "height": 780}}
    page = visit("petugas", "/loket?lokasi=DINAS", **look)
    show_in(page, theme)
    open_case(page, office.case())  # ready, at another place: all of the form is shown
    page.get_by_role("button", name="Serahkan dokumen").click()
    told(page, "Pilih siapa yang menerima")
    page.get_by_role("button", name="Pindai dengan kamera").click()
    expect(page.locator(f"#{ids.CAMERA_SAID}")).to_contain_text("Arahkan kode QR")
    found = grave_faults(page)
    page.get_by_label("Loket di").select_option("semua")
    page.get_by_label("Nomor permohonan, NIK").fill("rina")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.CANDIDATES} .antrean-buka")).to_have_count(2)
    expect(page.locator(".loket-lokasi")).to_be_visible()
    found += grave_faults(page)
    assert found == []
