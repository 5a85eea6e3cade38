"""Downloads hold exactly what is shown, and nothing in them runs."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import pytest

from dashboard.ui.export import to_csv, to_xlsx


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_a_formula_is_disarmed_in_csv(start: str) -> None:
    frame = pd.DataFrame({"Layanan": [f"{start}cmd()"], "n": [3]})

    read = pd.read_csv(io.StringIO(to_csv(frame).removeprefix("\ufeff")), lineterminator="\n")

    assert read["Layanan"].tolist()[0].startswith("'")
    assert read["n"].tolist() == [3]


def test_a_csv_says_that_it_is_utf_8() -> None:
    text = to_csv(pd.DataFrame({"Nama": ["Akta · Kelahiran"]}))

    assert text.splitlines() == ["\ufeffNama", "Akta · Kelahiran"]


def test_a_workbook_holds_rows_and_their_meaning_and_no_formula() -> None:
    frame = pd.DataFrame({"Layanan": ["=1+1", "KK"], "n": [3, None]})

    book = zipfile.ZipFile(io.BytesIO(to_xlsx(frame, {"Definisi": "=2+2"})))

    sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    assert not any("<f>" in sheet for sheet in sheets)
    assert "<v>3</v>" in sheets[0]
    strings = book.read("xl/sharedStrings.xml").decode()
    assert all(text in strings for text in ("Layanan", "=1+1", "Definisi", "=2+2"))
