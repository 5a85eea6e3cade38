"""Whatever is asked and however, an account's answer is that of an office without the other rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.random_office import AREAS, LOCATED, PLACES, random_office

SCOPES = {
    "a place whose code begins another's": Scope(("KEC_1",)),
    "two places": Scope(("KEC_10", "TIDAK_DIKETAHUI")),
    "no place at all": Scope(()),
    "a kecamatan whose code begins another's": Scope(kecamatan=("32.75.0",)),
    "an unknown kecamatan": Scope(kecamatan=("TIDAK_DIKETAHUI",)),
    "a place and a kecamatan": Scope(("KEC_1", "KEC_100"), ("32.75.01",)),
}
PERIODS = {
    "all history": Filters(),
    "a month": Filters(dt.date(2026, 10, 15), dt.date(2026, 11, 14)),
    "a choice": Filters(lokasi=("KEC_1", "KEC_10"), kecamatan=("32.75.0",), layanan=("KK",)),
}
OF_PLACES = frozenset({"mutu_kalender"})
"""About the places themselves: those of a kecamatan are the ones that lie in it."""


def every_question(catalog: Catalog) -> list[tuple[str, dict[str, Any]]]:
    """Each metric, once for each value of each of its choices."""
    questions: list[tuple[str, dict[str, Any]]] = []
    for name in catalog.names():
        questions.append((name, {}))
        for option in catalog.definition(name).options:
            questions += [(name, {option.name: choice}) for choice in option.choices]
    return questions


@pytest.mark.parametrize(("who", "period"), list(zip(SCOPES, [*PERIODS] * 2, strict=True)))
def test_no_answer_knows_a_row_outside_the_scope(who: str, period: str) -> None:
    scope, filters = SCOPES[who], PERIODS[period]
    replica = random_office(seed=len(who) + len(period))
    catalog = Catalog(replica)
    questions = every_question(catalog)

    scoped = [catalog.run(name, filters, scope, **options).frame for name, options in questions]
    keep_only(replica.connection, scope)
    catalog.forget()

    of_places = [
        (asked, frame) for asked, frame in zip(questions, scoped, strict=True) if asked[0] in OF_PLACES
    ]
    for (name, options), frame in zip(questions, scoped, strict=True):
        if name not in OF_PLACES:
            assert_same(catalog, name, options, filters, frame)
    if scope.kecamatan is not None:
        replica.connection.execute(
            "delete from dim_lokasi where not list_contains($1, coalesce(kecamatan, 'TIDAK_DIKETAHUI'))",
            [list(scope.kecamatan)],
        )
    for (name, options), frame in of_places:
        assert_same(catalog, name, options, filters, frame)


def assert_same(
    catalog: Catalog, name: str, options: dict[str, Any], filters: Filters, frame: pd.DataFrame
) -> None:
    alone = catalog.run(name, filters, **options).frame
    pd.testing.assert_frame_equal(frame, alone, check_dtype=False, obj=f"{name} {options}")


def keep_only(connection: Any, scope: Scope) -> None:
    """Take every row out that lies beyond the scope, and the names of what lies there."""
    limits = {"lokasi": (scope.lokasi, "dim_lokasi"), "kecamatan": (scope.kecamatan, "dim_kecamatan")}
    for column, (allowed, dimension) in limits.items():
        if allowed is None:
            continue
        for table in LOCATED:
            connection.execute(f"delete from {table} where not list_contains($1, {column})", [list(allowed)])
        connection.execute(f"delete from {dimension} where not list_contains($1, code)", [list(allowed)])
        if column == "kecamatan":
            connection.execute(
                "delete from dim_kelurahan where not list_contains($1, kecamatan)", [list(allowed)]
            )
        if column == "lokasi":
            connection.execute("delete from calendar where not list_contains($1, lokasi)", [list(allowed)])


def test_the_offices_have_rows_on_both_sides() -> None:
    connection = random_office(seed=1).connection
    for table in LOCATED:
        if table == "visits":
            continue
        places = connection.execute(f"select count(distinct lokasi) from {table}").fetchall()
        assert places[0][0] >= 3, table
    assert set(PLACES) & {"KEC_1", "KEC_10", "KEC_100"}
    assert all(longer.startswith("32.75.0") for longer in AREAS[:2])
