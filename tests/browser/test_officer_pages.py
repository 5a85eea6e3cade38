"""The pages beside the queue in a real browser: one case, a printed stack, second looks, the supervisor's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from dashboard.registry import workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.desk_settings import change_desk_setting
from dashboard.registry.document_store import DOCUMENT_FOLDER, DocumentStore
from dashboard.registry.models import AuditEntry, QualityReview, Request, RequestDocument, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.workflow import RejectionChoice
from dashboard.simulation.papers import ensure_demo_documents
from dashboard.ui import second_look
from dashboard.ui.case import ids as case_ids
from dashboard.ui.load import ids as load_ids
from dashboard.ui.stack import FINISH, NUMBERS, RESULTS
from tests.browser.conftest import Visit
from tests.browser.desk_office import fill_office
from tests.browser.readable import grave_faults, show_in
from tests.browser.serving import web_server
from tests.registry.conftest import TestOfficer

pytestmark = pytest.mark.browser

FIRST_OFFICER, FIRST_OFFICER_NAME = "petugas2", "Petugas Contoh Dua"
WORDS_OF_THE_FIRST = "Nama ayah pada akta berbeda"
PAGES = ("/antrean/beban", "/antrean/periksa", "/antrean/selesaikan", "/antrean/kinerja-saya")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase, home: Path) -> RequestDatabase:
    """Waiting applications with sample documents, of which two were decided and wait for a second look."""
    fill_office(module_database, cases=24)
    with module_database.session.begin() as session:
        ensure_demo_documents(session, DocumentStore(home / DOCUMENT_FOLDER))
        change_desk_setting(session, "uji", "second_look_percent", 100)
        first = officer(session, FIRST_OFFICER)
        reasons = (RejectionChoice("LAINNYA", is_primary=True, note=WORDS_OF_THE_FIRST),)
        decide(session, first, with_papers(session)[-1], reasons)
        decide(session, first, with_papers(session)[-1], ())
        change_desk_setting(session, "uji", "second_look_percent", 0)
    return module_database


@pytest.fixture(scope="module")
def site(office: RequestDatabase, home: Path) -> Iterator[str]:
    with web_server(office.url, home) as url:
        yield url


@pytest.fixture(autouse=True)
def empty_hands(office: RequestDatabase) -> None:
    """No test begins with what an earlier one, or its repetition, has left in an officer's hands."""
    unclaimed = {"claimed_by": None, "claimed_at": None, "lease_until": None}
    answer = ("reviewer_id", "lease_until", "verdict", "reason_code", "same_verdict", "same_reason")
    unanswered = dict.fromkeys((*answer, "decided_at"))
    with office.session.begin() as session:
        session.execute(sa.update(Request).values(unclaimed))
        session.execute(sa.update(QualityReview).values(unanswered))


def officer(session: Session, username: str) -> TestOfficer:
    account = session.scalars(sa.select(UserAccount).where(UserAccount.username == username)).one()
    return TestOfficer(account.id, username, account.role)


def with_papers(session: Session, kind: str = "application/pdf") -> list[int]:
    """Cases in Verifikasi that have a document of a kind, and another one."""
    has_kind = sa.select(RequestDocument.request_id).where(RequestDocument.content_type == kind)
    several = sa.select(RequestDocument.request_id).group_by(RequestDocument.request_id)
    found = sa.select(Request.id).where(
        Request.status == "VERIFIKASI",
        Request.id.in_(has_kind),
        Request.id.in_(several.having(sa.func.count() > 1)),
    )
    return list(session.scalars(found.order_by(Request.id)))


def decide(session: Session, by: TestOfficer, case: int, reasons: tuple[RejectionChoice, ...]) -> None:
    """Accept a case, or reject it for reasons."""
    workflow.claim(session, by, case)
    calendar, version = WorkCalendar(session), session.get_one(Request, case).version
    if reasons:
        workflow.reject(session, calendar, by, case, reasons, version=version)
    else:
        workflow.accept(session, calendar, by, case, version=version)


def held_by(page: Page, name: str) -> Locator:
    """How many cases an officer holds, as the supervisor's table says."""
    row = page.locator(f"#{load_ids.PEOPLE} tr", has=page.get_by_role("button", name=name, exact=True))
    return row.locator("td").first


def tick(page: Page, *positions: int) -> None:
    for position in positions:
        page.locator(f"#{load_ids.CASES} tbody input[type=checkbox]").nth(position).check()


def test_a_supervisor_gives_takes_back_and_hands_over_and_everybody_sees_it_at_once(visit: Visit) -> None:
    desk, page = visit("petugas", "/antrean"), visit("penyelia", "/antrean/beban")
    mine = desk.locator(".antrean-tab button", has_text="Milik saya").locator(".antrean-jumlah")
    message = page.locator(f"#{load_ids.MESSAGE}")
    expect(mine).to_have_text("0")

    # Nobody is chosen: nothing happens, and it is said.
    tick(page, 0, 1)
    page.get_by_role("button", name="Berikan yang dipilih").click()
    expect(message).to_contain_text("Pilih dahulu petugas penerima.")

    page.get_by_label("Kepada").select_option(label="Petugas Contoh")
    page.get_by_role("button", name="Berikan yang dipilih").click()
    expect(message).to_contain_text("2 dari 2 kasus berhasil.")
    expect(held_by(page, "Petugas Contoh")).to_have_text("2")
    expect(mine).to_have_text("2")

    page.get_by_role("button", name="Petugas Contoh", exact=True).click()
    expect(page.get_by_label("Di tangan")).to_have_value(re.compile(r"^\d+$"))
    expect(page.locator(f"#{load_ids.CASES} tbody tr")).to_have_count(2)
    expect(page.locator(f"#{load_ids.SPEED}")).to_contain_text("Petugas Contoh.")
    tick(page, 0)
    page.get_by_role("button", name="Tarik yang dipilih").click()
    expect(message).to_contain_text("1 dari 1 kasus berhasil.")
    expect(mine).to_have_text("1")

    page.get_by_label("Kepada").select_option(label=FIRST_OFFICER_NAME)
    page.get_by_role("button", name="Alihkan semua kasus petugas ini").click()
    expect(held_by(page, FIRST_OFFICER_NAME)).to_have_text("1")
    expect(held_by(page, "Petugas Contoh")).to_have_text("0")
    expect(mine).to_have_text("0")


def test_the_supervisors_page_follows_the_desk_and_keeps_focus_and_ticks(visit: Visit) -> None:
    desk, page = visit("petugas", "/antrean"), visit("penyelia", "/antrean/beban")
    expect(held_by(page, "Petugas Contoh")).to_have_text("0")
    last = page.locator(f"#{load_ids.CASES} tbody input[type=checkbox]").last
    chosen = str(last.get_attribute("id"))
    last.check()
    page.get_by_label("Kepada").focus()

    desk.get_by_role("button", name="Ambil berikutnya").first.click()

    expect(held_by(page, "Petugas Contoh")).to_have_text("1")
    expect(page.get_by_label("Kepada")).to_be_focused()
    expect(page.locator(f"[id='{chosen}']")).to_be_checked()


@pytest.mark.parametrize(
    ("account", "paths"),
    [("petugas", PAGES[:1]), ("pimpinan", (*PAGES, "/permohonan/EO-00000001"))],
)
def test_who_may_not_enter_is_told_so_and_sees_nothing(
    visit: Visit, site: str, account: str, paths: tuple[str, ...]
) -> None:
    page = visit(account, paths[0])

    for path in paths:
        page.goto(f"{site}{path}")
        expect(page.get_by_role("heading", name="Tidak ada akses")).to_be_visible()
        expect(page.locator("table, textarea, .panel, .kasus")).to_have_count(0)


def test_a_second_look_is_blind_kept_and_can_be_put_back(visit: Visit, office: RequestDatabase) -> None:
    page = visit("petugas", "/antrean/periksa")
    answers: list[str] = []
    page.on("response", lambda answer: "_dash" in answer.url and answers.append(answer.text()))
    expect(page.locator(f"#{second_look.WAITING}")).to_have_text("2 putusan menunggu periksa ulang.")
    page.keyboard.press("n")
    expect(page.locator(f"#{second_look.BODY}")).to_be_focused()
    page.get_by_role("button", name=re.compile("^Lihat")).first.click()
    expect(viewer(page, "gambar")).to_have_attribute("data-zoom", "100")
    assert any("halaman 2 dari 2" in place for place in look_through(page))
    expect(page.locator(f"#{case_ids.VIEWER}")).not_to_contain_text("dinilai")

    # Rejecting needs a reason; what was typed stays.
    page.fill(f"#{second_look.NOTE}", "Foto buram")
    page.get_by_role("button", name="Tolak", exact=True).click()
    expect(page.locator(f"#{second_look.MESSAGE}")).to_contain_text("alasan")
    expect(page.locator(f"#{second_look.NOTE}")).to_have_value("Foto buram")
    page.get_by_label("Alasan utama penolakan").select_option("BERKAS_BURAM")
    page.get_by_role("button", name="Tolak", exact=True).click()
    expect(page.locator(f"#{second_look.MESSAGE}")).to_contain_text(second_look.SAVED)
    expect(page.locator(f"#{second_look.CASE}")).to_be_hidden()

    # The next begins with an empty form, and goes back unanswered.
    expect(page.locator(f"#{second_look.TAKE}")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator(f"#{second_look.CASE}")).to_be_visible()
    expect(page.locator(f"#{second_look.NOTE}")).to_have_value("")
    expect(page.get_by_label("Alasan utama penolakan")).to_have_value(second_look.NO_REASON)
    page.get_by_role("button", name="Kembalikan tanpa jawaban").click()
    expect(page.locator(f"#{second_look.MESSAGE}")).to_contain_text(second_look.RETURNED)
    expect(page.locator(f"#{second_look.WAITING}")).to_have_text("1 putusan menunggu periksa ulang.")

    with office.session() as session:
        reviews = list(session.scalars(sa.select(QualityReview)))
    assert sorted((row.verdict or "", row.reason_code or "") for row in reviews) == [
        ("", ""),
        ("DITOLAK", "BERKAS_BURAM"),
    ]
    secrets = [WORDS_OF_THE_FIRST, FIRST_OFFICER_NAME, *(request_number(row.request_id) for row in reviews)]
    sent = "".join(answers)
    assert "KTP" in sent or "Kartu" in sent, "the answers of the server were not read"
    assert [secret for secret in secrets if secret in sent] == []


def viewer(page: Page, part: str) -> Locator:
    return page.locator(f"#{case_ids.VIEWER} [data-penampil={part}]")


def look_through(page: Page) -> list[str]:
    """From the page that is shown to the last of the last document: where each stands; all differ."""
    places, pictures = list[str](), set[str | None]()
    while True:
        expect(viewer(page, "kabar")).to_be_empty()
        places.append(viewer(page, "letak").inner_text())
        pictures.add(viewer(page, "gambar").get_attribute("src"))
        assert len(pictures) == len(places)
        if viewer(page, "berikut").is_disabled():
            return places
        viewer(page, "berikut").click()
        expect(viewer(page, "letak")).not_to_have_text(places[-1])


def test_the_viewer_zooms_turns_and_goes_on_to_the_next_document(
    visit: Visit, office: RequestDatabase
) -> None:
    with office.session() as session:
        case = with_papers(session)[0]
        counted = sa.select(sa.func.count()).where(RequestDocument.request_id == case)
        files = session.scalars(counted).one()
    page = visit("petugas", f"/permohonan/{request_number(case)}")
    picture, place, stage = viewer(page, "gambar"), viewer(page, "letak"), viewer(page, "panggung")
    expect(picture).to_have_attribute("data-zoom", "100")
    expect(place).to_contain_text(f"berkas 1 dari {files}")

    viewer(page, "besar").click(click_count=3)
    expect(picture).to_have_attribute("data-zoom", "200")
    # What was in the middle has stayed there, and the mouse drags it.
    middle = "stage => (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight"
    assert stage.evaluate(middle) == pytest.approx(0.5, abs=0.02)
    stage.hover()
    page.mouse.down()
    page.mouse.move(400, 100, steps=4)
    page.mouse.up()
    assert stage.evaluate(middle) > 0.52

    stage.focus()
    page.keyboard.press("r")
    expect(picture).to_have_attribute("data-putar", "90")
    page.keyboard.press("0")
    expect(picture).to_have_attribute("data-zoom", "100")
    expect(picture).to_have_attribute("data-putar", "0")

    pages = look_through(page)
    assert len(pages) > files, "every document, and every page, has a picture"
    expect(place).to_contain_text(f"berkas {files} dari {files}")
    expect(viewer(page, "berikut")).to_be_disabled()
    expect(page.locator(f"#{case_ids.PAPERS} [aria-pressed=true]")).to_have_count(1)


def test_an_applicants_data_are_shown_for_a_purpose_and_leave_a_line_in_the_journal(
    visit: Visit, office: RequestDatabase
) -> None:
    with office.session() as session:
        case = with_papers(session)[0]
    page = visit("petugas", f"/permohonan/{request_number(case)}")
    shown = page.locator(f"#{case_ids.REVEALED}")
    expect(page.locator(f"#{case_ids.FACTS}")).to_contain_text("B*** S******")

    page.get_by_role("button", name="Tampilkan data").click()
    expect(page.locator(f"#{case_ids.REVEAL_MESSAGE}")).to_contain_text("Pilih dahulu")
    expect(shown).to_be_empty()
    page.locator(f"#{case_ids.PURPOSE}").select_option("cocokkan")
    page.get_by_role("button", name="Tampilkan data").click()
    expect(shown).to_contain_text("Budi Santoso")
    page.get_by_role("button", name="Sembunyikan").click()
    expect(shown).to_be_empty()

    with office.session() as session:
        lines = session.scalars(
            sa.select(AuditEntry.subject).where(AuditEntry.action == "buka data pribadi")
        ).all()
    assert lines == [f"permohonan:{case}"]


def test_a_printed_stack_has_a_result_per_line(visit: Visit, office: RequestDatabase) -> None:
    with office.session.begin() as session:
        waiting, ready = with_papers(session)[:2]
        decide(session, officer(session, "petugas"), ready, ())
        session.execute(sa.update(Request).values(claimed_by=None, claimed_at=None, lease_until=None))
    page = visit("petugas", "/antrean/selesaikan")
    results = page.locator(f"#{RESULTS}")
    expect(page.locator(f"#{NUMBERS}")).to_be_focused()

    page.click(f"#{FINISH}")
    expect(results).to_contain_text("Belum ada nomor")
    page.fill(f"#{NUMBERS}", f"{request_number(ready)}\n{request_number(waiting)}\nsalah pindai")
    page.click(f"#{FINISH}")

    expect(results).to_contain_text("1 selesai, 2 ditolak.")
    lines = results.locator("li").all_inner_texts()
    assert [line.split("\n")[-1] for line in lines] == [
        "Ditolak: Berstatus Verifikasi, bukan Proses.",
        "Ditolak: Bukan nomor permohonan.",
        "Selesai",
    ]
    expect(page.locator(f"#{NUMBERS}")).to_have_value("")
    with office.session() as session:
        assert [session.get_one(Request, case).status for case in (ready, waiting)] == [
            "SELESAI",
            "VERIFIKASI",
        ]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_accessible_in_both_themes_and_never_wider_than_the_screen(
    visit: Visit, office: RequestDatabase, site: str, width: int
) -> None:
    with office.session() as session:
        case = request_number(with_papers(session)[0])
    page = visit("penyelia", PAGES[0], viewport={"width": width, "height": 780})
    found = []
    for path in (*PAGES, f"/permohonan/{case}"):
        if path != PAGES[0]:
            page.goto(f"{site}{path}")
        settle(page, path)
        for theme in ("light", "dark"):
            show_in(page, theme)
            found += [(path, theme, *fault) for fault in grave_faults(page)]

    assert found == []


def settle(page: Page, path: str) -> None:
    """Wait until a page shows what it has to show, with something in hand where there is something."""
    if path == "/antrean/periksa":
        page.locator(f"#{second_look.TAKE}").click()
        page.get_by_role("button", name=re.compile("^Lihat")).first.click()
        expect(viewer(page, "gambar")).to_have_attribute("data-zoom", "100")
    elif path.startswith("/permohonan"):
        expect(viewer(page, "gambar")).to_have_attribute("data-zoom", "100")
    elif path == "/antrean/beban":
        expect(page.locator(f"#{load_ids.CASES} tbody tr").first).to_be_visible()
        expect(page.locator(f"#{load_ids.OPEN_WORK} tbody tr").first).to_be_visible()
    expect(page.get_by_text("Memuat …", exact=True).locator("visible=true")).to_have_count(0)
