"""Rows outside an account's scope do not exist for it, in any metric; and no query escapes that."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.catalog import Catalog, MetricError, read_definition
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.hand_made import EmptyReplica
from tests.analytics.test_metric_properties import LOCATIONS, applications, choices, office

HEADER = "\n".join(
    f"-- {name}: isi" for name in ("title", "definition", "unit", "grain", "period", "excludes")
)
SCOPE = (
    "($scope_lokasi is null or list_contains($scope_lokasi, lokasi)) "
    "and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))"
)


def some_questions(catalog: Catalog, chance: Random) -> list[tuple[str, dict[str, Any]]]:
    """Each metric once, with any of the values of its choices."""
    return [
        (name, {o.name: chance.choice(o.choices) for o in catalog.definition(name).options if o.choices})
        for name in catalog.names()
    ]


@settings(max_examples=8, deadline=None)
@given(
    cases=applications,
    filters=choices,
    scope=st.sets(st.sampled_from(LOCATIONS), max_size=2).map(lambda some: Scope(tuple(sorted(some)))),
    chance=st.randoms(use_true_random=False),
)
def test_no_metric_knows_a_row_outside_the_scope(
    cases: list[dict[str, Any]], filters: Filters, scope: Scope, chance: Random
) -> None:
    catalog = office(cases)
    questions = some_questions(catalog, chance)

    scoped = [catalog.run(name, filters, scope, **options).frame for name, options in questions]
    for table in ("submissions", "transitions", "dim_lokasi"):
        column = "code" if table == "dim_lokasi" else "lokasi"
        catalog._replica.connection.execute(
            f"delete from {table} where not list_contains($1, {column})", [list(scope.lokasi or ())]
        )
    catalog.forget()

    for (name, options), frame in zip(questions, scoped, strict=True):
        alone = catalog.run(name, filters, **options).frame
        pd.testing.assert_frame_equal(frame, alone, check_dtype=False, obj=f"{name} {options}")


def test_a_location_sees_its_own_choice_only() -> None:
    replica = EmptyReplica()
    replica.connection.execute(
        "insert into dim_lokasi values "
        "('KEC_1', 'Satu', 'kecamatan', 1, null), ('KEC_2', 'Dua', 'kecamatan', 2, null)"
    )

    frame = Catalog(replica).run("pilihan_filter", Filters(), Scope(("KEC_2",))).frame

    known = frame[(frame["jenis"] == "lokasi") & (frame["kode"] != "TIDAK_DIKETAHUI")]
    assert list(known["kode"]) == ["KEC_2"]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select count(*) from stays", "row scope"),
        ("select count(*) from stays -- " + SCOPE, "row scope"),
        ("select count(*) from stays where lokasi = $scope_lokasi", "row scope"),
        (f"select count(*) from stays where {SCOPE[1:-1]}", "row scope"),
        (
            f"select (select count(*) from stays where {SCOPE}), (select count(*) from submissions)",
            "row scope",
        ),
        (f"select 1 from stays where {SCOPE}; select 2", "one statement"),
        (f"select 1 from stays where {SCOPE} and layanan = $apa", "apa"),
    ],
)
def test_a_query_that_could_escape_the_scope_is_not_loaded(tmp_path: Path, sql: str, message: str) -> None:
    path = tmp_path / "metrik.sql"
    path.write_text(f"{HEADER}\n{sql}")

    with pytest.raises(MetricError, match=message):
        read_definition(path)


@pytest.mark.parametrize(
    "header",
    ["-- option: urut = naik | turun (samping) - urutan", "-- option: batas = number (50) - tidak dipakai"],
)
def test_an_option_must_be_used_and_have_a_default_that_exists(tmp_path: Path, header: str) -> None:
    path = tmp_path / "metrik.sql"
    path.write_text(f"{HEADER}\n{header}\nselect 1 from stays where {SCOPE} and $urut = 'naik'")

    with pytest.raises(MetricError):
        read_definition(path)


@pytest.mark.parametrize("value", [-1, "x", [], {}, float("inf"), float("nan"), 10**12])
def test_a_number_from_a_browser_may_be_anything(value: Any) -> None:
    with pytest.raises(MetricError, match="batas"):
        Catalog(EmptyReplica()).run("kasus_lama", Filters(), batas=value)


def test_an_answer_too_heavy_pushes_older_ones_out() -> None:
    from dashboard.analytics.cache import AnswerCache

    cache: AnswerCache[int] = AnswerCache(most_bytes=10, weigh=lambda value: value)
    for key, weight in (("a", 4), ("b", 4), ("c", 4)):
        cache.get(key, lambda weight=weight: weight)

    assert [cache.get(key, lambda: 1)[1] for key in ("c", "b", "a")] == [True, True, False]
