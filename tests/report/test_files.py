"""The report as PDF/A and as a workbook: the same figures, and nothing that runs."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from dashboard.analytics.catalog import Catalog
from dashboard.registry.annotations import Note
from dashboard.registry.targets import Target
from dashboard.report import phrasing
from dashboard.report.content import Remarks, ReportContent, gather
from dashboard.report.pdf import in_words, to_pdf
from dashboard.report.period import Period
from dashboard.report.xlsx import to_xlsx
from tests.analytics.hand_made import EmptyReplica
from tests.report.small_city import small_city

PERIOD = Period.read("2026-10")
NOTES = [Note(1, dt.date(2026, 10, 5), "Server pindah ke ruang baru")]
TARGETS = [Target(1, "tepat_waktu", None, 95, dt.date(2026, 1, 1), dt.date(2026, 1, 1))]
NASTY = [
    "#panic()",
    "=1+1",
    "+SUM(A1)",
    "@import url",
    '"); #sys.inputs',
    r"$x^2$ *tebal* _miring_ \ <label> @kutip",
    "a -- b // c /* d */ https://contoh",
]


@pytest.fixture(scope="module")
def content() -> ReportContent:
    return gather(Catalog(small_city()), PERIOD, remarks=Remarks(TARGETS, NOTES, "contoh"))


@pytest.fixture(scope="module")
def pdf(content: ReportContent) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(content)))


def squeezed(text: str) -> str:
    """Without spaces: where a line breaks says nothing about what stands there."""
    return re.sub(r"[\s\u200b]+", "", text)


def text_of(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def book_of(content: ReportContent) -> Any:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(content)))


def as_stored(value: float | None) -> float | None:
    """A workbook keeps sixteen digits."""
    return None if value is None else float(f"{value:.16G}")


def all_texts(value: Any) -> list[str]:
    """Every text in what the template is given."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in all_texts(one)]
    return [text for one in value for text in all_texts(one)] if isinstance(value, list | tuple) else []


def test_the_paper_holds_every_figure_and_every_word(content: ReportContent, pdf: PdfReader) -> None:
    printed = text_of(pdf).upper()  # the letterhead is set in capitals
    given = all_texts(in_words(content))

    assert len(given) > 300
    assert [text for text in given if squeezed(text).upper() not in printed] == []
    for figure in content.key_figures:
        row = [figure.key.label, figure.key.meaning, phrasing.value_of(figure), phrasing.basis_of(figure)]
        assert squeezed("".join(row)).upper() in printed


def test_the_paper_is_an_archival_pdf_with_its_fonts_and_without_scripts(pdf: PdfReader) -> None:
    metadata = pdf.xmp_metadata
    assert metadata is not None
    xml = metadata.rdf_root.toxml()
    assert re.search(r"pdfaid:part(>|=\")2", xml)
    assert re.search(r"pdfaid:conformance(>|=\")B", xml)
    fonts = [
        font.get_object()
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    for font in fonts:
        for part in font["/DescendantFonts"]:
            descriptor = part.get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
    raw = str(pdf.trailer["/Root"])
    assert "/OpenAction" not in raw
    assert "/JavaScript" not in raw


def test_the_paper_says_what_it_is_and_numbers_its_pages(content: ReportContent, pdf: PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Laporan kinerja pelayanan Oktober 2026"
    for number, page in enumerate(pdf.pages, start=1):
        text = squeezed(page.extract_text())
        assert f"Halaman{number}dari{len(pdf.pages)}" in text
        assert squeezed(phrasing.SAMPLE) in text


def test_real_data_carry_no_sample_banner() -> None:
    content = gather(Catalog(small_city()), PERIOD, remarks=Remarks(data_kind="nyata"))

    assert "CONTOH" not in text_of(PdfReader(io.BytesIO(to_pdf(content)))).upper()
    assert "CONTOH" not in str([[c.value for c in row] for row in book_of(content)["Laporan"]]).upper()


def test_the_same_report_is_the_same_file(content: ReportContent) -> None:
    assert to_pdf(content) == to_pdf(content)


def test_the_sheets_hold_the_figures_themselves(content: ReportContent) -> None:
    book = book_of(content)

    assert book.sheetnames == [
        "Laporan", "Angka kunci", *[s.part.name for s in content.sections], "Catatan", "Definisi",
    ]  # fmt: skip
    for place, figure in enumerate(content.key_figures, start=2):
        cells = [cell.value for cell in book["Angka kunci"][place]]
        assert cells[0] == figure.key.label
        assert cells[2] == (as_stored(figure.value) if figure.enough else "data terlalu sedikit")
        assert cells[3] == (as_stored(figure.before) if figure.enough_before else "data terlalu sedikit")
        assert cells[5] == figure.target
        assert cells[7:9] == [figure.part, figure.whole]
    for section in content.sections:
        rows = list(book[section.part.name].iter_rows(min_row=2))
        assert len(rows) == len(section.rows)
        for cells, values in zip(rows, section.rows, strict=True):
            for cell, value, column in zip(cells, values, section.columns, strict=True):
                if column.kind in phrasing.NUMBERS:
                    assert cell.value == as_stored(value)
                    assert isinstance(cell.value, int | float | None)
                elif column.kind == "yatidak":
                    assert cell.value == ("ya" if value else "tidak")
                elif column.kind in ("hari", "bulan"):
                    assert cell.value == value.isoformat()
                else:
                    assert cell.value == column.names.get(value, value)


def test_the_sheets_define_every_metric(content: ReportContent) -> None:
    text = " ".join(str(cell.value) for row in book_of(content)["Definisi"] for cell in row)

    for definition in content.definitions:
        assert f"({definition.name})" in text
        assert definition.definition in text


@pytest.mark.parametrize("name", NASTY)
def test_a_name_that_looks_like_code_stays_text(name: str) -> None:
    city = small_city()
    city.connection.execute("update dim_lokasi set name = ?", [name])
    city.connection.execute("update dim_layanan set name = ?", [name])
    content = gather(Catalog(city), PERIOD, remarks=Remarks(notes=[Note(1, dt.date(2026, 10, 5), name)]))

    printed = text_of(PdfReader(io.BytesIO(to_pdf(content))))
    book = book_of(content)

    assert printed.count(squeezed(name)) >= 4  # two locations, two services, the note
    assert book["Catatan"]["B2"].value == name
    assert book["Slot per lokasi"]["A2"].value == name
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}  # no "f", a formula


def test_a_name_without_spaces_stays_on_the_page() -> None:
    city = small_city()
    city.connection.execute("update dim_lokasi set name = ?", ["W" * 80])
    content = gather(Catalog(city), PERIOD, remarks=Remarks(notes=[Note(1, dt.date(2026, 10, 5), "M" * 120)]))

    reader = PdfReader(io.BytesIO(to_pdf(content)))

    lines = [line for page in reader.pages for line in page.extract_text().splitlines()]
    assert "W" * 80 in text_of(reader)
    assert "M" * 120 in text_of(reader)
    # The widest letter takes an em: 17 cm hold 48 of them at 10 pt, and a column of the table fewer.
    assert max(line.count("W") for line in lines) <= 48
    assert max(line.count("M") for line in lines) <= 58


def test_an_empty_office_gets_both_files() -> None:
    content = gather(Catalog(EmptyReplica()), PERIOD)

    printed = text_of(PdfReader(io.BytesIO(to_pdf(content))))
    book = book_of(content)

    assert squeezed("Tidak ada permohonan yang masuk") in printed
    assert squeezed("Tidak ada data dalam periode ini.") in printed
    assert squeezed("Tidak ada catatan bertanggal dalam periode ini.") in printed
    assert book["Angka kunci"]["C2"].value == 0
