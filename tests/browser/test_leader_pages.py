"""Every page of leadership in a real browser: who may open it, what it shows, what may be done with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from dashboard.registry.database import RequestDatabase
from tests.browser.conftest import Visit
from tests.browser.readable import grave_faults

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class LeaderPage:
    """A page of figures: its panels, the table whose rows open cases, and the chart to click."""

    path: str
    panels: tuple[str, ...]
    tabled: str
    """The panel whose table is read, downloaded and opened by keyboard."""

    has_cards: bool = True

    @property
    def name(self) -> str:
        return self.path.strip("/")

    @property
    def prefix(self) -> str:
        """What its ids begin with."""
        return self.name.removesuffix("-data")


PAGES = {
    page.name: page
    for page in (
        LeaderPage("/ringkasan", ("arus", "tepat", "tunggakan", "umur", "tenggat", "ambil"), "ambil"),
        LeaderPage(
            "/slot", ("kalender", "lokasi", "bebas", "tren", "jarak", "belum-siap", "kurva"), "lokasi"
        ),
        LeaderPage(
            "/penolakan",
            ("alasan", "pihak", "lanjutan", "mingguan", "kelompok", "kesepakatan", "gagal"),
            "alasan",
        ),
        LeaderPage(
            "/wilayah",
            ("peta", "peringkat", "kelurahan", "kanal-wilayah", "aliran", "ragam", "bulanan"),
            "peringkat",
        ),
        LeaderPage("/proses", ("corong", "waktu", "tunggu", "tren", "layanan-waktu", "rantai"), "waktu"),
        LeaderPage("/mutu-data", ("waktu", "ganda", "dimensi", "kosong", "kalender"), "waktu", False),
    )
}
TARGETS = "/admin/target"
WITH_CASES = [name for name in PAGES if name not in ("proses", "mutu-data")]
"""The small city has no odd data to open; the page on processing times has tests of its own."""
EVERY_PAGE = [*PAGES, "admin/target"]


def ids(page: LeaderPage, panel: str, what: str) -> str:
    return f"#{page.prefix}-{panel}-{what}"


def wait_for_figures(page: Page, leader: LeaderPage) -> None:
    for panel in leader.panels:
        expect(page.locator(ids(leader, panel, "sub"))).not_to_have_text("Memuat …")
        expect(page.locator(f"{ids(leader, panel, 'grafik')} .js-plotly-plot")).to_be_attached()
    expect(page.locator(".kpi-memuat")).to_have_count(0)
    expect(page.locator(f"{ids(leader, leader.tabled, 'grafik')} .main-svg").first).to_be_visible()


def opened(visit: Visit, name: str, account: str = "pimpinan", query: str = "", **options: Any) -> Page:
    """A page of figures with everything drawn."""
    leader = PAGES[name]
    page = visit(account, f"{leader.path}{query}", **options)
    wait_for_figures(page, leader)
    return page


@pytest.fixture(scope="module")
def drawn(long_visit: Visit, request: pytest.FixtureRequest) -> Iterator[tuple[Page, LeaderPage]]:
    """A page of figures that stays open for the tests which change nothing on it."""
    page = opened(long_visit, request.param)
    yield page, PAGES[request.param]
    page.close()


@pytest.fixture
def reading(drawn: tuple[Page, LeaderPage], request: pytest.FixtureRequest) -> tuple[Page, LeaderPage]:
    """The open page as nobody has touched it; drawn anew for a test that is repeated."""
    page, leader = drawn
    if getattr(request.node, "execution_count", 1) > 1:
        page.reload()
        wait_for_figures(page, leader)
    page.keyboard.press("Escape")
    expect(page.locator(".kasus-laci")).to_be_hidden()
    page.evaluate("for (const part of document.querySelectorAll('details[open]')) part.open = false")
    return page, leader


def rows_of(page: Page, leader: LeaderPage, panel: str) -> Locator:
    """The rows of a panel's table, opened."""
    summary = page.locator(ids(leader, panel, "tabel-buka"))
    if not summary.locator("xpath=..").evaluate("details => details.open"):
        summary.click()
    rows = page.locator(f"{ids(leader, panel, 'tabel')} tbody tr")
    expect(rows.first).to_be_attached()
    return rows


def cells(rows: Locator) -> list[list[str]]:
    read: list[list[str]] = rows.evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return read


@pytest.mark.parametrize("drawn", PAGES, indirect=True)
def test_every_figure_of_a_page_is_drawn_with_its_finding(reading: tuple[Page, LeaderPage]) -> None:
    page, leader = reading

    titles = {panel: page.locator(ids(leader, panel, "judul")).inner_text() for panel in leader.panels}
    definitions = page.evaluate(
        "() => [...document.querySelectorAll('.panel-definisi dt')]"
        ".filter(term => term.textContent == 'Judul').map(term => term.nextSibling.textContent)"
    )

    assert [title for title in titles.values() if title in definitions] == [], "a title names no finding"
    expect(page.get_by_text("Memuat …", exact=True).locator("visible=true")).to_have_count(0)
    expect(page.locator(".keadaan")).to_contain_text("Data per")
    assert page.locator(".kpi-nilai").count() > 3 or not leader.has_cards


@pytest.mark.parametrize("account", ["petugas", "pamor"])
def test_staff_at_the_counter_are_told_that_a_page_is_not_theirs(
    visit: Visit, site: str, account: str
) -> None:
    page = visit(account, "/proses")

    for name in EVERY_PAGE:
        page.goto(f"{site}/{name}")
        expect(page.get_by_role("heading", name="Tidak ada akses")).to_be_visible()
        expect(page.locator(".panel, .kpi")).to_have_count(0)


@pytest.mark.parametrize("account", ["pimpinan", "inovasi"])
def test_targets_are_for_an_admin_alone(visit: Visit, account: str) -> None:
    page = visit(account, TARGETS)

    expect(page.get_by_role("heading", name="Tidak ada akses")).to_be_visible()
    expect(page.get_by_role("link", name="Target dan catatan")).to_have_count(0)


@pytest.mark.parametrize("name", [name for name in PAGES if name != "proses"])
def test_a_filter_narrows_a_page_and_outlives_a_reload(visit: Visit, name: str) -> None:
    page, leader = opened(visit, name), PAGES[name]
    rows_of(page, leader, leader.tabled)
    table = page.locator(ids(leader, leader.tabled, "tabel"))
    before = table.text_content() or ""

    page.locator(f"#{leader.prefix}-layanan-ringkas").click()
    page.locator(f"#{leader.prefix}-layanan").get_by_label("Kartu Keluarga", exact=True).check()
    expect(table).not_to_have_text(before)
    expect(table.locator("tbody tr").first).to_be_attached()
    narrowed = cells(rows_of(page, leader, leader.tabled))
    page.reload()
    wait_for_figures(page, leader)

    assert "layanan=KK" in page.url
    expect(page.locator(f"#{leader.prefix}-layanan-ringkas")).to_have_text("Kartu Keluarga")
    assert cells(rows_of(page, leader, leader.tabled)) == narrowed


@pytest.mark.parametrize("drawn", WITH_CASES, indirect=True)
def test_cases_open_with_a_click_on_a_chart(reading: tuple[Page, LeaderPage]) -> None:
    page, leader = reading
    graph = page.locator(f"{ids(leader, leader.tabled, 'grafik')} .js-plotly-plot")
    graph.scroll_into_view_if_needed()

    # Plotly takes clicks on a layer of its own: this asks it where a mark with cases stands.
    spot = graph.evaluate(
        """graph => {
            const box = graph.getBoundingClientRect(), full = graph._fullLayout;
            for (const trace of graph._fullData) {
                const keys = trace.customdata || [];
                for (let mark = 0; mark < keys.length; mark++) {
                    if (keys[mark] === null || keys[mark] === undefined) continue;
                    const x = full[trace.xaxis.replace('x', 'xaxis')];
                    const y = full[trace.yaxis.replace('y', 'yaxis')];
                    const bar = trace.type === 'bar';
                    if (bar && Math.abs(x.d2p(trace.x[mark]) - x.d2p(0)) < 8) continue;
                    const across = bar ? trace.x[mark] / 2 + (trace.base?.[mark] || 0) : trace.x[mark];
                    const at = [box.x + x._offset + x.d2p(across), box.y + y._offset + y.d2p(trace.y[mark])];
                    return at;
                }
            }
        }"""
    )
    assert spot is not None, "no mark of this chart leads to cases"
    page.mouse.move(*spot)
    page.mouse.click(*spot)

    expect(page.locator(".kasus-laci tbody tr").first).to_be_visible()
    people = page.locator(".kasus-laci td small").all_inner_texts()
    assert people
    assert all(re.fullmatch(r"\d{4}\*{8}\d{4}|—|-", nik) for nik in people), people


@pytest.mark.parametrize("drawn", WITH_CASES, indirect=True)
def test_cases_open_from_the_table_by_keyboard_alone(reading: tuple[Page, LeaderPage]) -> None:
    page, leader = reading
    page.locator(ids(leader, leader.tabled, "tabel-buka")).focus()
    page.keyboard.press("Enter")
    row = page.locator(f"{ids(leader, leader.tabled, 'tabel')} .tombol-baris").first
    expect(row).to_be_visible()

    row.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".kasus-laci tbody tr").first).to_be_visible()
    expect(page.locator(f"#{leader.prefix}-kasus-nomor")).to_contain_text(re.compile(r"^1–\d+ dari [\d.]+$"))
    page.keyboard.press("Escape")
    expect(page.locator(".kasus-laci")).to_be_hidden()


@pytest.mark.parametrize("drawn", PAGES, indirect=True)
def test_a_csv_holds_exactly_what_the_table_shows(reading: tuple[Page, LeaderPage]) -> None:
    page, leader = reading
    shown = cells(rows_of(page, leader, leader.tabled))
    panel = page.locator("section.panel", has=page.locator(ids(leader, leader.tabled, "judul")))

    with page.expect_download() as waiting:
        panel.get_by_role("button", name=re.compile("^Unduh CSV")).click()

    text = Path(waiting.value.path()).read_text("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == shown


@pytest.mark.parametrize("drawn", ["ringkasan", "slot"], indirect=True)
def test_a_chart_is_taken_away_as_a_picture_by_keyboard_alone(reading: tuple[Page, LeaderPage]) -> None:
    page, leader = reading
    panel = page.locator("section.panel", has=page.locator(ids(leader, leader.tabled, "judul")))
    panel.get_by_role("button", name=re.compile("^Unduh gambar PNG")).focus()

    with page.expect_download() as waiting:
        page.keyboard.press("Enter")

    assert waiting.value.suggested_filename == f"{leader.prefix}-{leader.tabled}.png"
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    expect(panel.locator(".panel-per")).to_contain_text("Data per")


def test_filters_go_along_from_page_to_page(visit: Visit) -> None:
    page = opened(
        visit, "ringkasan", query="?dari=2026-01-01&sampai=2026-01-31&kecamatan=32.75.09&banding=tahun"
    )

    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Slot pengambilan").click()
    wait_for_figures(page, PAGES["slot"])

    for part in ("/slot?", "dari=2026-01-01", "sampai=2026-01-31", "kecamatan=32.75.09", "banding=tahun"):
        assert part in page.url
    expect(page.locator("#slot-kecamatan-ringkas")).to_have_text("Jatiasih")
    expect(page.locator(".menu .active")).to_have_text(["Slot pengambilan"])


def test_on_a_narrow_screen_a_button_opens_the_filters(visit: Visit) -> None:
    page = opened(visit, "ringkasan", viewport={"width": 360, "height": 780})
    button = page.locator(".saring-buka")
    expect(page.locator("#ringkasan-dari")).to_be_hidden()
    expect(page.locator("#ringkasan-saringan-kata")).to_contain_text("sampai")

    button.click()

    expect(page.locator("#ringkasan-dari")).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")


def test_charts_are_drawn_as_wide_as_the_paper_and_again_as_the_screen(visit: Visit) -> None:
    page = opened(visit, "ringkasan", viewport={"width": 1920, "height": 900})
    width = "() => document.querySelector('#ringkasan-tunggakan-grafik .main-svg').clientWidth"
    on_screen = page.evaluate(width)

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    on_paper = page.evaluate(width)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")

    assert on_paper < 937 < on_screen
    assert page.evaluate(width) == on_screen


@pytest.mark.parametrize("drawn", ["ringkasan"], indirect=True)
@pytest.mark.parametrize(("kind", "begins"), [("PDF", b"%PDF"), ("XLSX", b"PK")])
def test_the_monthly_report_comes_as_a_file(
    reading: tuple[Page, LeaderPage], kind: str, begins: bytes
) -> None:
    page, _ = reading

    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=f"Unduh laporan {kind}").click()

    assert waiting.value.suggested_filename.endswith(f".{kind.lower()}")
    assert Path(waiting.value.path()).read_bytes().startswith(begins)


OVERDUE = sa.text(
    """
    insert into request (id, root_id, root_submitted_at, submitted_at, status_since, last_change_at, queue_at,
                         service_code, location_code, sla_days, sla_version, due_at)
    select id, id, at, at, at, at, at, 'KK', 'DINAS', 5, 1, at + interval '7 days'
    from (select max(id) + n as id, now() - interval '30 days' as at
          from request, generate_series(1, 3) n group by n)
    where not exists (select from request where applicant_id is null)
    """
)
"""Three late cases, once: a repeated test finds them there."""


def test_a_sentence_of_the_attention_list_opens_its_cases(visit: Visit, city: RequestDatabase) -> None:
    with city.session.begin() as session:
        session.execute(OVERDUE)
    page = opened(visit, "ringkasan")
    sentence = page.locator(".perhatian .tombol-baris", has_text="3 permohonan Kartu Keluarga")
    expect(sentence).to_contain_text("lewat tenggat", timeout=60_000)

    sentence.click()

    expect(page.locator(".kasus-laci tbody tr")).to_have_count(3)
    expect(page.locator("#ringkasan-kasus-nomor")).to_have_text("1–3 dari 3")


def ask_for_quota(page: Page, amount: str) -> None:
    places = page.locator("#slot-andai-tambah-di option:not([disabled])")
    expect(places.first).to_be_attached()
    page.locator("#slot-andai-tambah-di").select_option(index=1)
    page.locator("#slot-andai-tambah").fill(amount)
    page.locator("#slot-andai-hitung").click()


def test_more_quota_gives_a_table_of_before_and_after(visit: Visit) -> None:
    page = opened(visit, "slot")

    ask_for_quota(page, "5")

    answer = page.locator("#slot-andai-hasil")
    heads = answer.locator("table").first.locator("thead th")
    expect(heads).to_have_text(["Semua lokasi", "Sebelum", "Sesudah", "Perubahan"])
    _, before, after, change = cells(answer.locator("table").first.locator("tbody tr"))[0]
    added = [int(text.replace(".", "")) for text in (before, after, change.removeprefix("+"))]
    assert added[1] - added[0] == added[2] > 0
    expect(page.locator("#slot-andai-pesan")).to_be_empty()


def test_a_number_of_places_that_makes_no_sense_is_explained_and_kept(visit: Visit) -> None:
    page = opened(visit, "slot")

    ask_for_quota(page, "lima")

    expect(page.locator("#slot-andai-pesan")).to_contain_text(re.compile("500|angka|bilangan"))
    expect(page.locator("#slot-andai-tambah")).to_have_value("lima")
    expect(page.locator("#slot-andai-tambah")).to_have_class(re.compile("salah"))
    expect(page.locator("#slot-andai-hasil table")).to_have_count(0)


def test_a_target_and_a_note_of_an_admin_appear_on_the_summary(visit: Visit) -> None:
    page = visit("admin", TARGETS)
    page.get_by_label("Ukuran").select_option("tepat_waktu")
    page.locator("#target-nilai").fill("sembilan puluh")
    page.get_by_role("button", name="Simpan target").click()
    expect(page.locator("#target-kabar")).to_contain_text("Tulis target sebagai angka")
    expect(page.locator("#target-nilai")).to_have_value("sembilan puluh")

    page.locator("#target-nilai").fill("97,5")
    page.get_by_role("button", name="Simpan target").click()
    expect(page.locator("#target-kabar")).to_have_text("Target disimpan.")
    expect(page.locator("#target-daftar")).to_contain_text("97,5 %")
    page.locator("#target-catatan-teks").fill("server pindah")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator("#target-catatan-kabar")).to_have_text("Catatan disimpan.")
    page.goto(page.url.replace(TARGETS, "/ringkasan"))
    wait_for_figures(page, PAGES["ringkasan"])

    on_time = page.locator(".kpi", has_text="tepat waktu").first
    expect(on_time).to_contain_text("target paling sedikit 97,5 %")
    expect(page.locator("#ringkasan-tepat-grafik")).to_contain_text("97,5")
    expect(page.locator("#ringkasan-tunggakan-grafik")).to_contain_text("server pindah")


@pytest.mark.parametrize(("theme", "widths"), [("light", (360, 1280)), ("dark", (1920, 360))])
@pytest.mark.parametrize("name", [name for name in EVERY_PAGE if name != "proses"])
def test_a_page_can_be_read_by_everybody_at_every_width(
    visit: Visit, name: str, theme: str, widths: tuple[int, ...]
) -> None:
    options: dict[str, Any] = {"viewport": {"width": widths[0], "height": 900}, "color_scheme": theme}
    if name in PAGES:
        page = opened(visit, name, "admin", **options)
    else:
        page = visit("admin", f"/{name}", **options)
        expect(page.locator("#target-daftar")).not_to_be_empty()

    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(500)  # the charts follow the window a moment later
        assert grave_faults(page) == [], f"at {width} in {theme}"
