"""The catalogue: every query file is whole, runs, keeps the scope and says what it means."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest

from dashboard.analytics.cache import AnswerCache
from dashboard.analytics.catalog import Catalog, MetricError, read_definition
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.hand_made import EmptyReplica

EVERYTHING = Filters()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(EmptyReplica())


NAMES = Catalog(EmptyReplica()).names()


@pytest.mark.parametrize("name", NAMES)
def test_every_metric_answers_an_empty_office(catalog: Catalog, name: str) -> None:
    result = catalog.run(name, EVERYTHING)

    assert result.frame.columns.is_unique


@pytest.mark.parametrize("name", NAMES)
def test_every_metric_says_what_it_means(catalog: Catalog, name: str) -> None:
    definition = catalog.definition(name)

    for field in (
        definition.title,
        definition.definition,
        definition.unit,
        definition.grain,
        definition.period,
    ):
        assert field


def test_an_unknown_metric_names_those_that_exist(catalog: Catalog) -> None:
    with pytest.raises(MetricError, match="waktu_status"):
        catalog.run("tidak_ada", EVERYTHING)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"satuan": "menit"}, "kerja, kalender"),
        ({"warna": "biru"}, "satuan"),
    ],
)
def test_an_unknown_option_is_refused_in_words(
    catalog: Catalog, options: dict[str, str], message: str
) -> None:
    with pytest.raises(MetricError, match=message):
        catalog.run("waktu_status", EVERYTHING, **options)


HEADER = "\n".join(
    f"-- {name}: isi" for name in ("title", "definition", "unit", "grain", "period", "excludes")
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + "\nselect 1", "scope"),
        ("-- title: x\nselect $scope_lokasi", "missing"),
        (HEADER + "\n-- warna: biru\nselect $scope_lokasi", "unknown"),
    ],
)
def test_a_file_without_its_duties_cannot_be_loaded(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "metrik.sql"
    path.write_text(text)

    with pytest.raises(MetricError, match=message):
        read_definition(path)


def test_an_answer_is_kept_for_its_question_only(catalog: Catalog) -> None:
    catalog.forget()
    first = catalog.run("corong", EVERYTHING)
    again = catalog.run("corong", EVERYTHING)
    other_scope = catalog.run("corong", EVERYTHING, Scope(("KEC_09",)))
    other_filter = catalog.run("corong", Filters(layanan=("KK",)))

    assert [r.from_cache for r in (first, again, other_scope, other_filter)] == [False, True, False, False]


def test_a_caller_cannot_spoil_the_kept_answer(catalog: Catalog) -> None:
    mine = catalog.run("corong", EVERYTHING).frame
    mine["n"] = -1

    assert (catalog.run("corong", EVERYTHING).frame["n"] == 0).all()


def test_equal_questions_at_once_are_computed_once() -> None:
    cache: AnswerCache[int] = AnswerCache()
    calls, begun, go_on = [], threading.Event(), threading.Event()

    def compute() -> int:
        calls.append(1)
        begun.set()
        go_on.wait(10)
        return 7

    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(cache.get("q", compute)[0])) for _ in range(8)]
    threads[0].start()
    begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()

    assert (answers, len(calls)) == ([7] * 8, 1)


def test_a_failure_is_told_and_not_kept() -> None:
    cache: AnswerCache[int] = AnswerCache()

    with pytest.raises(ZeroDivisionError):
        cache.get("q", lambda: 1 // 0)

    assert cache.get("q", lambda: 7) == (7, False)


def test_the_cache_is_bounded() -> None:
    cache: AnswerCache[int] = AnswerCache(most=2)
    for key in ("a", "b", "c"):
        cache.get(key, lambda: 1)

    assert [cache.get(key, lambda: 2)[0] for key in ("c", "a")] == [1, 2]


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ({}, dt.date(2025, 11, 25), dt.date(2026, 11, 24)),
        ({"dari": "2026-01-01", "sampai": "2026-01-31"}, dt.date(2026, 1, 1), dt.date(2026, 1, 31)),
        ({"dari": "2026-02-01", "sampai": "2026-01-01"}, dt.date(2026, 1, 1), dt.date(2026, 2, 1)),
        ({"dari": "bukan tanggal"}, dt.date(2025, 11, 25), dt.date(2026, 11, 24)),
        ({"dari": "0001-01-01"}, dt.date(2025, 11, 25), dt.date(2026, 11, 24)),
        ({"dari": "semua"}, None, None),
    ],
)
def test_an_address_is_read_leniently(query: dict[str, str], start: dt.date, end: dt.date) -> None:
    filters = Filters.from_query(query, on=dt.date(2026, 11, 24))

    assert (filters.start, filters.end) == (start, end)


def test_codes_from_an_address_are_held_to_their_shape() -> None:
    filters = Filters.from_query({"layanan": "KK,KIA,'; drop table--", "kecamatan": ["32.75.01", "x" * 500]})

    assert (filters.layanan, filters.kecamatan) == (("KIA", "KK"), ("32.75.01",))


def test_an_address_comes_back_as_it_was() -> None:
    from urllib.parse import parse_qsl

    for filters in (
        Filters.default(),
        Filters(),
        Filters(dt.date(2026, 1, 1), dt.date(2026, 2, 1), layanan=("KIA", "KK"), kanal=("loket",)),
    ):
        assert Filters.from_query(dict(parse_qsl(filters.to_query()))) == filters


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    before = Filters(dt.date(2026, 2, 1), dt.date(2026, 2, 28)).previous_period()

    assert (before.start, before.end) == (dt.date(2026, 1, 4), dt.date(2026, 1, 31))
