"""Every figure of the report is the catalogue's, and the report says what it stands on."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.replica import Position
from dashboard.registry.annotations import Note
from dashboard.registry.targets import KPIS, Target
from dashboard.report import phrasing
from dashboard.report.content import ALL_AREAS, Remarks, ReportContent, gather
from dashboard.report.parts import BEFORE, KEYS, PARTS
from dashboard.report.period import Period, PeriodError
from tests.analytics.hand_made import EmptyReplica
from tests.report.small_city import OCTOBER, SEPTEMBER, small_city

PERIOD = Period.read("2026-10")
SCOPES = [
    Scope(),
    Scope(lokasi=("KEC_01",)),
    Scope(kecamatan=("32.75.01",)),
    Scope(("DINAS",), ("32.75.02",)),
]


@pytest.fixture(scope="module")
def city() -> EmptyReplica:
    return small_city()


@pytest.fixture(scope="module")
def catalog(city: EmptyReplica) -> Catalog:
    return Catalog(city)


def key_of(content: ReportContent, label: str) -> Any:
    return next(key for key in content.key_figures if key.key.label == label)


def section_of(content: ReportContent, name: str) -> list[dict[str, Any]]:
    found = next(section for section in content.sections if section.part.name == name)
    return [dict(zip([c.key for c in found.columns], row, strict=True)) for row in found.rows]


def same(one: Any, other: Any) -> bool:
    nothing = [value is None or (not isinstance(value, str) and pd.isna(value)) for value in (one, other)]
    if any(nothing):
        return all(nothing)
    return bool(one == other)


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_every_key_figure_is_a_cell_of_its_metric_for_both_months(catalog: Catalog, scope: Scope) -> None:
    content = gather(catalog, PERIOD, scope)

    assert [figure.key for figure in content.key_figures] == list(KEYS)
    for figure in content.key_figures:
        for value, days in ((figure.value, OCTOBER), (figure.before, SEPTEMBER)):
            frame = catalog.run(figure.key.metric, Filters(*days), scope).frame
            column = frame[figure.key.column]
            expected = column.sum() if figure.key.is_sum else column.iloc[0]
            assert same(value, expected), figure.key.label
        now = catalog.run(figure.key.metric, Filters(*OCTOBER), scope).frame
        for value, name in ((figure.part, figure.key.part), (figure.whole, figure.key.whole)):
            assert (value is None) == (name is None)
            assert name is None or value == now[name].iloc[0]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_every_cell_of_a_table_is_a_cell_of_its_metric(catalog: Catalog, scope: Scope) -> None:
    content = gather(catalog, PERIOD, scope)

    assert [section.part for section in content.sections] == list(PARTS)
    for section in content.sections:
        part = section.part
        days = part.reach(Filters(*OCTOBER))
        now = part.prepare(catalog.run(part.metric, days, scope, **part.options).frame)
        old = part.prepare(catalog.run(part.metric, Filters(*SEPTEMBER), scope, **part.options).frame)
        assert section.total == len(now)
        assert len(section.rows) == min(len(now), part.most or len(now))
        for place, row in enumerate(section.rows):
            there = now.iloc[place]
            for column, value in zip(section.columns, row, strict=True):
                if column.key == BEFORE:
                    match = old
                    for name in part.identity:
                        match = match[match[name] == there[name]]
                    expected = match[part.compare].iloc[0] if len(match) else None
                    if part.compare in part.guarded and len(match) and not match[part.enough].iloc[0]:
                        expected = None
                elif column.key in part.guarded and not there[part.enough]:
                    expected = None
                else:
                    expected = there[column.key]
                if isinstance(expected, pd.Timestamp):
                    expected = expected.date()
                assert same(value, expected), (part.name, place, column.key)


def test_the_headlines_are_what_plain_sql_counts(city: EmptyReplica, catalog: Catalog) -> None:
    content = gather(catalog, PERIOD)

    def count(sql: str) -> int:
        return int(city.connection.execute(sql).fetchall()[0][0])

    october = "between timestamp '2026-10-01' and timestamp '2026-10-31 23:59:59.999999'"
    came = count(f"select count(*) from submissions where submitted_at {october}")
    finished = count(f"select count(*) from transitions where to_status = 'SELESAI' and left_at {october}")
    rejected = count(f"select count(*) from rejections where left_at {october}")
    # A month of 31 days has 744 hours: an application every 5 hours makes 148 or 149.
    assert came in (148, 149)
    assert key_of(content, "Permohonan masuk").value == came
    assert key_of(content, "Mencapai Selesai").value == finished
    assert key_of(content, "Ditolak").part == rejected
    assert section_of(content, "Perjalanan")[0]["n"] == came


def test_parts_of_a_whole_add_up(catalog: Catalog) -> None:
    content = gather(catalog, PERIOD)

    steps = {row["langkah"]: row["n"] for row in section_of(content, "Perjalanan")}
    assert (
        steps["masuk"]
        == sum(
            steps[f"{end}_{where}"]
            for end in ("ditolak", "gagal", "terbuka")
            for where in ("verifikasi", "proses")
        )
        + steps["selesai"]
    )
    backlog = section_of(content, "Tunggakan")
    assert sum(row["n"] for row in backlog) == key_of(content, "Tunggakan berkas").value
    on_time = {row["hasil"]: row["n"] for row in section_of(content, "Ketepatan waktu")}
    assert on_time["tepat"] + on_time["terlambat"] == key_of(content, "Tepat waktu").whole
    reasons = section_of(content, "Alasan penolakan")
    assert sum(row["n"] for row in reasons) == key_of(content, "Ditolak").part
    areas = section_of(content, "Permintaan per kecamatan")
    assert sum(row["n"] for row in areas) == key_of(content, "Permohonan masuk").value
    places = section_of(content, "Slot per lokasi")
    assert sum(row["terisi"] for row in places) == key_of(content, "Kuota pengambilan terisi").part


def test_a_scope_leaves_the_rest_out(catalog: Catalog) -> None:
    everything, limited = gather(catalog, PERIOD), gather(catalog, PERIOD, Scope(lokasi=("KEC_01",)))

    assert key_of(limited, "Permohonan masuk").value < key_of(everything, "Permohonan masuk").value
    assert [row["nama"] for row in section_of(limited, "Slot per lokasi")] == ["Kantor Kecamatan"]
    assert everything.area == ALL_AREAS
    assert limited.area == "Terbatas pada lokasi Kantor Kecamatan"


def test_the_words_are_those_of_the_figures(catalog: Catalog) -> None:
    content = gather(catalog, PERIOD)
    figure = key_of(content, "Tepat waktu")

    assert phrasing.value_of(figure) == f"{figure.value * 100:.1f} %".replace(".", ",")
    assert phrasing.basis_of(figure) == f"{figure.part} dari {figure.whole} jatuh tempo"
    assert phrasing.title(content) == "Laporan kinerja pelayanan Oktober 2026"
    assert ("Pembanding", "1 September 2026 sampai 30 September 2026") in phrasing.facts(content)


@pytest.mark.parametrize(
    ("kpi", "label", "value", "target", "met"),
    [
        ("tepat_waktu", "Tepat waktu", 0.95, 95, True),  # exactly the target is met
        ("tepat_waktu", "Tepat waktu", 0.9499, 95, False),
        ("ditolak", "Ditolak", 0.08, 8, True),
        ("ditolak", "Ditolak", 0.0801, 8, False),
        ("p50_selesai", "Masuk sampai Selesai, P50", 4.0, 4, True),
    ],
)
def test_a_target_is_met_on_its_own_side(
    catalog: Catalog, kpi: str, label: str, value: float, target: float, met: bool
) -> None:
    content = gather(
        catalog,
        PERIOD,
        remarks=Remarks(targets=[Target(1, kpi, None, target, dt.date(2026, 10, 31), dt.date(2026, 10, 1))]),
    )

    figure = replace(key_of(content, label), value=value)
    assert figure.is_met is met
    assert phrasing.target_of(figure).endswith("belum tercapai") is not met
    assert phrasing.target_of(figure).endswith(", tercapai") is met


def test_a_target_set_after_the_period_does_not_judge_it(catalog: Catalog) -> None:
    target = Target(1, "tepat_waktu", None, 95, dt.date(2026, 11, 1), dt.date(2026, 10, 1))
    content = gather(catalog, PERIOD, remarks=Remarks(targets=[target]))

    assert key_of(content, "Tepat waktu").target is None
    assert phrasing.target_of(key_of(content, "Tepat waktu")) == "–"


def test_every_target_of_a_key_figure_exists() -> None:
    asked = {key.kpi for key in KEYS if key.kpi}

    assert asked <= set(KPIS)
    assert set(KPIS) <= asked, "a figure with a target is missing from the report"


def test_only_notes_of_the_period_are_told(catalog: Catalog) -> None:
    days = [dt.date(2026, 9, 30), dt.date(2026, 10, 1), dt.date(2026, 10, 31), dt.date(2026, 11, 1)]
    notes = [Note(number, day, f"Catatan {number}") for number, day in enumerate(days)]

    content = gather(catalog, PERIOD, remarks=Remarks(notes=notes))

    assert [note.text for note in content.notes] == ["Catatan 1", "Catatan 2"]


def test_a_month_that_is_not_over_is_named_partial_and_held_against_as_many_days(catalog: Catalog) -> None:
    content = gather(catalog, Period.read("2026-11"))  # as of 24 November

    assert content.is_partial
    assert phrasing.title(content) == "Laporan kinerja pelayanan November 2026 (sebagian)"
    assert content.compared == Filters(dt.date(2026, 10, 1), dt.date(2026, 10, 24))
    assert ("Catatan", "Periode belum berakhir; angkanya masih akan berubah.") in phrasing.facts(content)


@pytest.mark.parametrize(
    ("as_of", "partial"), [("2026-10-31 23:59:59", True), ("2026-11-01 00:00:00", False)]
)
def test_a_month_is_over_at_midnight(as_of: str, partial: bool) -> None:
    content = gather(Catalog(small_city(as_of)), PERIOD)

    assert content.is_partial is partial


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("2026-12", "Periode Desember 2026 belum dimulai. Data tersedia sampai 24 November 2026."),
        ("2026-W49", "Periode minggu ke-49 tahun 2026 belum dimulai. Data tersedia sampai 24 November 2026."),
        ("2026-08", "Tidak ada data untuk periode Agustus 2026. Data dimulai September 2026."),
        ("2026-W35", "Tidak ada data untuk periode minggu ke-35 tahun 2026. Data dimulai September 2026."),
    ],
)
def test_a_period_without_data_is_refused_in_words(catalog: Catalog, code: str, told: str) -> None:
    # Week 35 is 24 to 30 August; the first application came in on 1 September, in week 36.
    with pytest.raises(PeriodError) as error:
        gather(catalog, Period.read(code))

    assert str(error.value) == told


def test_the_first_month_and_the_week_of_today_have_reports(catalog: Catalog) -> None:
    first_month = gather(catalog, Period.read("2026-09"))

    # Nothing to compare with, which is not the same as none.
    assert first_month.compared is None
    assert key_of(first_month, "Permohonan masuk").before is None
    assert dict(phrasing.facts(first_month))["Pembanding"].startswith("tidak ada")
    assert gather(catalog, Period.read("2026-W48")).is_partial


def test_an_office_without_applications_gets_a_report_that_says_so() -> None:
    content = gather(Catalog(EmptyReplica()), PERIOD)

    assert key_of(content, "Permohonan masuk").value == 0
    assert phrasing.value_of(key_of(content, "Tepat waktu")) == "–"
    assert phrasing.value_of(key_of(content, "Masuk sampai Selesai, P50")) == "data terlalu sedikit"
    assert content.sections[0].finding == "Tidak ada permohonan yang masuk"
    assert all(math.isfinite(f.value) for f in content.key_figures if f.value is not None)


@pytest.mark.parametrize(("n", "shown"), [(19, False), (20, True)])
def test_durations_of_fewer_than_twenty_cases_are_not_shown(n: int, shown: bool) -> None:
    city = small_city()
    city.connection.execute("delete from transitions where to_status = 'SELESAI' and left_at < '2026-11-01'")
    city.connection.execute(
        "insert into transitions by name select *, 9000 + row_number() over () as transition_id, 'PROSES' as "
        "from_status, 'SELESAI' as to_status, timestamp '2026-10-05 09:00' as entered_at, timestamp "
        "'2026-10-05 10:00' as left_at, 3600 as working_seconds from (select * exclude (transition_id, "
        "from_status, to_status, entered_at, left_at, working_seconds) from transitions "
        f"where to_status = 'PROSES' limit {n})"
    )

    content = gather(Catalog(city), PERIOD)

    row = next(row for row in section_of(content, "Lama per status") if row["status"] == "PROSES")
    assert row["n"] == n
    assert (row["p50"] is not None) is shown
    part = next(section.part for section in content.sections if section.part.name == "Lama per status")
    column = next(column for column in part.columns if column.key == "p50")
    assert phrasing.cell(row["p50"], column, part) == ("1,0 jam" if shown else "n < 20")
    assert (
        phrasing.value_of(key_of(content, "Masuk sampai Selesai, P50")) != "data terlalu sedikit"
    ) is shown


@pytest.mark.parametrize(("n", "shown"), [(19, False), (20, True)])
def test_a_figure_of_the_month_before_needs_twenty_cases_too(n: int, shown: bool) -> None:
    city = small_city()
    city.connection.execute(
        "delete from transitions where from_status = 'PROSES' and transition_id not in (select transition_id "
        f"from transitions where from_status = 'PROSES' and left_at < '2026-10-01' order by all limit {n}) "
        "and left_at < '2026-10-01'"
    )

    content = gather(Catalog(city), PERIOD)

    row = next(row for row in section_of(content, "Lama per status") if row["status"] == "PROSES")
    assert row["p50"] is not None
    assert (row[BEFORE] is not None) is shown
    label = "Masuk sampai Selesai, P50"
    assert (phrasing.before_of(key_of(content, label)) != "data terlalu sedikit") is shown


def test_a_report_stands_on_one_state_of_the_facts() -> None:
    class Busy(EmptyReplica):
        """Takes rows in while the first pass runs."""

        asked = 0

        @property
        def position(self) -> Position:
            type(self).asked += 1
            return Position(min(self.asked, 5), self.as_of)

    busy = Busy()
    catalog = Catalog(busy)
    ran: list[int] = []
    asked: list[str] = []
    run = catalog.run

    def counted(*args: Any, **options: Any) -> Any:
        result = run(*args, **options)
        ran.append(result.position.txid)
        asked.append(result.name)
        return result

    catalog.run = counted  # type: ignore[method-assign]
    gather(catalog, PERIOD)

    first_pass, second_pass = ran[: len(ran) // 2], ran[len(ran) // 2 :]
    assert asked[: len(first_pass)] == asked[len(first_pass) :], "the metrics were asked for twice"
    assert len(set(first_pass)) > 1
    assert set(second_pass) == {5}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
    ],
)
def test_periods_are_whole_months_and_weeks(text: str, start: str, end: str) -> None:
    period = Period.read(text)

    assert (period.start, period.end) == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert period.code == text


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "2026-1", "2025-W53", "2026-W00", "0001-01", "9999-12", "#panic()"],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="Tulis bulan seperti"):
        Period.read(text)


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), weekly=st.booleans())
def test_periods_follow_one_another_without_a_gap(day: dt.date, weekly: bool) -> None:
    period = Period.week_of(day) if weekly else Period.month_of(day)

    assert period.start <= day <= period.end
    assert period.before().end + dt.timedelta(days=1) == period.start
    assert Period.read(period.code) == period
    assert Period.last_complete(period.frequency, day) == period.before()
