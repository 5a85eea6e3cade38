"""The page of home visits without a browser: its address and its words."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from dashboard.registry import visits
from dashboard.registry.visits import Visitor
from dashboard.registry.workflow import CaseResult
from dashboard.ui.kunjungan import outcome
from dashboard.ui.kunjungan.address import VisitsAddress
from dashboard.ui.kunjungan.frame import WHEN
from dashboard.ui.kunjungan.route import OUTCOMES
from dashboard.ui.kunjungan.wishes import counts_table
from dashboard.ui.kunjungan.words import day_options, officer_options, results

DAY = dt.date(2026, 11, 26)
ANI = Visitor(3, "Petugas Ani", 4, {DAY: 4, dt.date(2026, 11, 27): 6})


def words(components: Any) -> str:
    """All that a set of components says."""
    return json.dumps(components, default=lambda component: component.to_plotly_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("search", "address"),
    [
        (None, VisitsAddress()),
        ("?tampilan=rute&petugas=3&hari=2026-11-26", VisitsAddress("rute", officer=3, day=DAY)),
        (
            "?kecamatan=32.75.09&kapan=hari_ini&hal=2",
            VisitsAddress(kecamatan="32.75.09", when="hari_ini", page=2),
        ),
        ("?kecamatan=semua&kapan=semua", VisitsAddress()),
        ("?tampilan=x&kecamatan=32.75.09'&kapan=A B&hal=0&petugas=0&hari=2026-13-01", VisitsAddress()),
    ],
)
def test_the_address_holds_what_is_known_and_nothing_else(search: str | None, address: VisitsAddress) -> None:
    assert VisitsAddress.from_search(search) == address


def test_the_page_knows_the_wanted_days_and_the_outcomes_of_the_registry() -> None:
    assert tuple(WHEN) == visits.WHEN
    assert set(outcome.OUTCOMES) == set(OUTCOMES)
    assert {code: visits.outcome_in_words(code) for code in OUTCOMES} == {
        code: label for code, (_, label) in OUTCOMES.items()
    }


def test_room_is_told_beside_officers_and_days_and_never_less_than_none() -> None:
    later = DAY + dt.timedelta(days=1)

    assert [one["label"] for one in day_options([DAY, later, DAY + dt.timedelta(days=4)], ANI)] == [
        "Kam, 26 Nov (penuh)", "Jum, 27 Nov (penuh)", "Sen, 30 Nov (sisa 4 dari 4)",
    ]  # fmt: skip
    assert officer_options([ANI], DAY) == [{"label": "Petugas Ani (penuh)", "value": "3"}]
    assert officer_options([ANI], None) == [{"label": "Petugas Ani", "value": "3"}]


def test_counts_add_up_and_lead_to_their_lists() -> None:
    counts = {("32.75.09", "bebas"): 3, ("32.75.10", "hari_ini"): 2, ("", "hari_ini"): 1}

    said = words(counts_table(counts, {"32.75.09": "Jatiasih", "32.75.10": "Pondok Melati"}, VisitsAddress()))

    assert "Jatiasih, bebas: 3" in said
    assert "Semua kecamatan, hari ini: 3" in said
    assert "Semua kecamatan, kapan saja: 6" in said
    assert "Tanpa kecamatan" in said
    assert "kecamatan=32.75.10&kapan=hari_ini" in said


def test_results_are_short_when_all_went_well_and_told_one_by_one_otherwise() -> None:
    done = CaseResult(17, True, "dijadwalkan Kam, 26 Nov untuk Petugas Ani.")
    refused = CaseResult(18, False, "EO-00000018 sudah dijadwalkan.")

    assert "EO-00000017 dijadwalkan Kam" in words(results([done], done.message))
    assert "2 permintaan dijadwalkan Kam" in words(results([done, done], done.message))
    mixed = words(results([done, refused], done.message))
    assert "1 dari 2 berhasil." in mixed
    assert mixed.count("EO-00000018") == 1
