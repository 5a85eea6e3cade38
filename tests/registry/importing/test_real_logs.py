"""Two public logs through the shipped mappings, held against a computation straight from the CSV."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

import dashboard.registry
from dashboard.registry.database import RequestDatabase
from dashboard.registry.importing.mapping import read_mapping
from dashboard.registry.importing.run import import_events
from tests.registry.importing.independent import PAYMENT, WABO, Rules, expected, summary

MAPPINGS = Path(dashboard.registry.__file__).parent / "mappings"
CHECKOUT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("EOPEN_REAL_LOGS") or CHECKOUT.parent.joinpath("shared", "data"))
LOGS = [
    ("wabo_receipt.csv", "wabo_receipt.toml", WABO),
    ("bpic2020_RequestForPayment.csv", "bpic2020_request_for_payment.toml", PAYMENT),
]


@pytest.mark.parametrize(("events", "mapping", "rules"), LOGS, ids=["wabo", "payment"])
def test_time_in_each_status_equals_the_computation_from_the_csv(
    database: RequestDatabase, tmp_path: Path, events: str, mapping: str, rules: Rules
) -> None:
    path = FOLDER / events
    if not path.exists():
        pytest.skip(f"the real log {events} is not in {FOLDER}; set EOPEN_REAL_LOGS to its folder")
    truth = expected(path, rules)

    told = import_events(database, read_mapping(MAPPINGS / mapping), path, tmp_path / "karantina.csv")

    assert told.cases_loaded == truth.cases
    assert told.applications == truth.applications
    assert told.cases_without_mapped_event == truth.empty
    assert told.cases_quarantined == truth.broken
    stored = _stays(database)
    assert stored.keys() == truth.stays.keys()
    for status, seconds in truth.stays.items():
        assert stored[status] == pytest.approx(summary(seconds), abs=1e-3), status


def _stays(database: RequestDatabase) -> dict[str, tuple[int, float, float]]:
    with database.session() as session:
        rows = session.execute(
            sa.text(
                """
                select from_status, count(*),
                       percentile_cont(0.5) within group (order by extract(epoch from left_at - entered_at)),
                       percentile_cont(0.9) within group (order by extract(epoch from left_at - entered_at))
                from transition
                group by from_status
                """
            )
        )
        return {status: (count, float(median), float(p90)) for status, count, median, p90 in rows}
