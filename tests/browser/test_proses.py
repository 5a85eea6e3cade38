"""The page on processing times in a real browser: figures, filters, cases, downloads, themes, widths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.readable import grave_faults

pytestmark = pytest.mark.browser

PANELS = ("corong", "waktu", "tunggu", "tren", "layanan-waktu", "rantai")


def wait_for_figures(page: Page) -> None:
    for panel in PANELS:
        expect(page.locator(f"#proses-{panel}-sub")).not_to_have_text("Memuat …")
    expect(page.locator(".kpi-memuat")).to_have_count(0)
    expect(page.locator("#proses-waktu-grafik .js-plotly-plot .main-svg").first).to_be_visible()


@pytest.fixture(scope="module")
def drawn(long_visit: Visit) -> Page:
    """The page as pimpinan sees it; it stays open for the tests which change nothing on it."""
    page = long_visit("pimpinan", "/proses")
    wait_for_figures(page)
    return page


@pytest.fixture
def reading(drawn: Page, request: pytest.FixtureRequest) -> Page:
    """The open page as nobody has touched it; drawn anew for a test that is repeated."""
    if getattr(request.node, "execution_count", 1) > 1:
        drawn.reload()
        wait_for_figures(drawn)
    drawn.keyboard.press("Escape")
    expect(drawn.locator(".kasus-laci")).to_be_hidden()
    drawn.evaluate("for (const part of document.querySelectorAll('details[open]')) part.open = false")
    return drawn


def applications_received(page: Page) -> int:
    card = page.locator(".kpi", has_text="Permohonan masuk").locator(".kpi-nilai")
    expect(card).to_have_text(re.compile(r"^[\d.]+$"))
    return int(card.inner_text().replace(".", ""))


def choose(page: Page, dimension: str, label: str) -> None:
    page.locator(f"#proses-{dimension}-ringkas").click()
    page.locator(f"#proses-{dimension}").get_by_label(label, exact=True).check()


def table_of(page: Page, panel: str) -> list[list[str]]:
    summary = page.locator(f"#proses-{panel}-tabel-buka")
    if not summary.locator("xpath=..").evaluate("details => details.open"):
        summary.click()
    rows = page.locator(f"#proses-{panel}-tabel tbody tr")
    expect(rows.first).to_be_attached()
    read = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    cells: list[list[str]] = rows.evaluate_all(read)
    return cells


@pytest.mark.parametrize("account", ["inovasi", "admin"])
def test_who_reads_the_figures_finds_every_panel_filled(visit: Visit, account: str) -> None:
    page = visit(account, "/proses")

    wait_for_figures(page)

    assert applications_received(page) > 1_000
    titles = [page.locator(f"#proses-{panel}-judul").inner_text() for panel in PANELS]
    assert all(re.search(r"\d", title) for title in titles), "a title should state a finding"
    expect(page.locator(".keadaan")).to_contain_text("Data per")
    expect(page.get_by_role("note")).to_contain_text("Data contoh")
    assert table_of(page, "waktu")[0][0] == "Verifikasi"


@pytest.mark.parametrize("account", ["pimpinan", "inovasi"])
def test_the_way_in_leads_to_the_own_page(visit: Visit, account: str) -> None:
    page = visit(account, "/")

    page.wait_for_url(re.compile(r"/ringkasan"))


def test_signing_out_ends_the_visit(visit: Visit) -> None:
    page = visit("pimpinan", "/proses", by_form=True)
    wait_for_figures(page)

    page.get_by_role("button", name="Keluar").click()

    page.wait_for_url(re.compile(r"/masuk"))
    page.goto(page.url.replace("/masuk", "/proses"))
    expect(page.locator("[name=sandi]")).to_be_visible()


def test_a_filter_narrows_the_figures_and_can_be_shared_as_an_address(visit: Visit) -> None:
    page = visit("pimpinan", "/proses")
    wait_for_figures(page)
    everything = applications_received(page)

    choose(page, "layanan", "Kartu Keluarga")
    expect(page.locator("#proses-layanan-ringkas")).to_have_text("Kartu Keluarga")
    card = page.locator(".kpi", has_text="Permohonan masuk").locator(".kpi-nilai")
    expect(card).not_to_have_text(f"{everything:,}".replace(",", "."))
    narrowed = applications_received(page)
    page.reload()
    wait_for_figures(page)

    assert 0 < narrowed < everything
    assert "layanan=KK" in page.url
    assert applications_received(page) == narrowed


def test_a_choice_that_matches_nothing_says_what_to_do(visit: Visit) -> None:
    page = visit("pimpinan", "/proses?dari=2001-01-01&sampai=2001-01-31")
    wait_for_figures(page)

    expect(page.locator("#proses-corong-judul")).to_have_text("Tidak ada permohonan")
    expect(page.locator("#proses-corong-grafik")).to_contain_text("Perpanjang periode")


def test_calendar_hours_are_longer_than_working_hours(visit: Visit) -> None:
    page = visit("pimpinan", "/proses")
    wait_for_figures(page)
    working = table_of(page, "waktu")

    page.get_by_label("Jam kalender").check()
    expect(page.locator("#proses-waktu-sub")).to_contain_text("jam kalender")
    expect(page.locator("#proses-waktu-tabel tbody td").nth(1)).not_to_have_text(working[0][2])
    calendar = table_of(page, "waktu")

    def hours(rows: list[list[str]]) -> float:
        return float(rows[0][2].replace(".", "").replace(",", "."))

    assert [row[1] for row in calendar] == [row[1] for row in working]
    assert hours(calendar) > hours(working)


def open_cases_of_the_first_bar(page: Page) -> None:
    # Plotly takes clicks on its own layer: the place of the first bar is what a reader points at.
    box = page.locator("#proses-corong-grafik .barlayer .point path").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
    expect(page.locator(".kasus-laci tbody tr").first).to_be_visible()


def test_behind_a_bar_are_as_many_cases_as_it_says_and_nobody_is_named(reading: Page) -> None:
    page = reading
    counted = table_of(page, "corong")[0][1]
    page.locator("#proses-corong-judul").scroll_into_view_if_needed()

    open_cases_of_the_first_bar(page)

    expect(page.locator("#proses-kasus-nomor")).to_have_text(f"1–25 dari {counted}")
    people = page.locator(".kasus-laci td small").all_inner_texts()
    assert len(people) == 25
    assert all(re.fullmatch(r"\d{4}\*{8}\d{4}", nik) for nik in people)
    page.get_by_role("button", name="Berikutnya").click()
    expect(page.locator("#proses-kasus-nomor")).to_have_text(f"26–50 dari {counted}")


def test_the_same_bar_opens_again_after_its_cases_were_closed(reading: Page) -> None:
    page = reading
    page.locator("#proses-corong-grafik").scroll_into_view_if_needed()
    open_cases_of_the_first_bar(page)
    page.keyboard.press("Escape")
    expect(page.locator(".kasus-laci")).to_be_hidden()

    open_cases_of_the_first_bar(page)


def test_a_download_holds_what_the_table_shows(reading: Page) -> None:
    page = reading
    shown = table_of(page, "waktu")

    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("Unduh CSV: Lama di tiap status$")).click()

    text = Path(waiting.value.path()).read_text("utf-8-sig")
    assert waiting.value.suggested_filename.startswith("waktu_status_")
    assert text.splitlines()[1].startswith(f"{shown[0][0]},{shown[0][1]},")


def test_the_chosen_theme_is_kept(visit: Visit) -> None:
    page = visit("pimpinan", "/proses", color_scheme="light")
    wait_for_figures(page)

    page.get_by_role("button", name=re.compile("[Tt]ema")).click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_cases_of_a_row_are_reached_by_keyboard_alone(reading: Page) -> None:
    page = reading
    page.locator("#proses-waktu-tabel-buka").focus()
    page.keyboard.press("Enter")
    row = page.locator("#proses-waktu-tabel").get_by_role("button", name="Verifikasi")
    expect(row).to_be_visible()
    counted = table_of(page, "waktu")[0][1]

    row.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#proses-kasus-nomor")).to_have_text(f"1–25 dari {counted}")
    longest = page.locator(".kasus-laci tbody tr td:last-child").first.inner_text()
    page.locator("#proses-kasus-urut").select_option("tercepat")
    expect(page.locator(".kasus-laci tbody tr td:last-child").first).not_to_have_text(longest)


def test_going_back_returns_to_the_earlier_choice(visit: Visit) -> None:
    page = visit("pimpinan", "/proses")
    wait_for_figures(page)
    everything = applications_received(page)
    choose(page, "layanan", "Kartu Keluarga")
    card = page.locator(".kpi", has_text="Permohonan masuk").locator(".kpi-nilai")
    expect(card).not_to_have_text(f"{everything:,}".replace(",", "."))

    page.go_back()

    expect(card).to_have_text(f"{everything:,}".replace(",", "."))
    expect(page.locator("#proses-layanan-ringkas")).to_have_text("Semua")


def test_a_period_is_chosen_by_its_name(visit: Visit) -> None:
    page = visit("pimpinan", "/proses")
    wait_for_figures(page)

    page.get_by_label("Periode", exact=True).select_option("tahun-lalu")

    expect(page.locator("#proses-dari")).to_have_value(re.compile(r"^\d{4}-01-01$"))
    expect(page.locator("#proses-sampai")).to_have_value(re.compile(r"^\d{4}-12-31$"))
    expect(page.locator("#proses-corong-sub")).to_contain_text("1 Januari")


def test_a_view_is_kept_under_a_name_and_found_again(visit: Visit) -> None:
    page = visit("pimpinan", "/proses")
    wait_for_figures(page)
    choose(page, "layanan", "Kartu Keluarga")
    expect(page.locator("#proses-layanan-ringkas")).to_have_text("Kartu Keluarga")
    page.get_by_text("Tampilan tersimpan", exact=True).click()
    page.get_by_label("Simpan saringan ini sebagai").fill("KK saja")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Tampilan disimpan.")).to_be_visible()

    page.goto(page.url.split("?")[0])
    wait_for_figures(page)
    page.get_by_text("Tampilan tersimpan", exact=True).click()
    page.get_by_role("link", name="KK saja").click()

    expect(page.locator("#proses-layanan-ringkas")).to_have_text("Kartu Keluarga")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_can_be_read_by_everybody_at_every_width(visit: Visit, theme: str) -> None:
    page = visit("pimpinan", "/proses", viewport={"width": 360, "height": 900}, color_scheme=theme)
    wait_for_figures(page)

    for width in (360, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(500)  # the charts follow the window a moment later
        assert grave_faults(page) == [], f"at {width}"
