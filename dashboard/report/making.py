"""Makes a report of an office, as a file of either kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dashboard.analytics.filters import Scope
from dashboard.office import Office
from dashboard.registry.database import RequestDatabase
from dashboard.registry.office_facts import data_kind
from dashboard.report.content import Remarks, ReportContent, gather
from dashboard.report.pdf import to_pdf
from dashboard.report.period import Period
from dashboard.report.xlsx import to_xlsx
from dashboard.settings import Settings

MIME_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WRITERS: dict[str, Callable[[ReportContent], bytes]] = {"pdf": to_pdf, "xlsx": to_xlsx}


def report_of(office: Office, period: Period, scope: Scope) -> ReportContent:
    """The report of a period within a row scope.

    Raises:
        PeriodError: there is no report on that period.
        ReplicaNotReady: the replica is being filled.
    """
    with office.database.session() as session:
        kind = data_kind(session)
    return gather(office.catalog, period, scope, Remarks(office.targets(), office.notes(), kind))


def file_name(period: Period, kind: str) -> str:
    """``laporan-2026-10.pdf``."""
    return f"laporan-{period.code}.{kind}"


@contextmanager
def office_caught_up(settings: Settings, database: RequestDatabase | None = None) -> Iterator[Office]:
    """An office whose figures stand on what the request database holds now.

    Raises:
        SourceUnreachableError: the request database does not answer.
        RowsAheadOfServerError: see ``dashboard.analytics.restamp``.
    """
    office = Office.open(settings, database)
    office.replica.open()
    try:
        office.replica.catch_up()
        yield office
    finally:
        office.replica.close()
