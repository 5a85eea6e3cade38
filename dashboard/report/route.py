"""``/laporan``: the report as a download."""

from __future__ import annotations

from flask import Flask, Response, make_response, request
from werkzeug.exceptions import BadRequest, ServiceUnavailable

from dashboard.access.accounts import current_account
from dashboard.access.guard import check
from dashboard.access.permissions import Permission
from dashboard.analytics.filters import Scope
from dashboard.analytics.replica import ReplicaNotReady
from dashboard.office import Office
from dashboard.registry import audit
from dashboard.report.making import MIME_TYPES, WRITERS, file_name, report_of
from dashboard.report.period import Period, PeriodError

PATH = "/laporan"


def install_report_route(server: Flask, office: Office) -> None:
    """Serve ``/laporan?periode=2026-10&jenis=pdf`` to accounts that may download, within their scope."""

    @server.get(PATH, endpoint="laporan")
    def download() -> Response:
        check(Permission.UNDUH)
        account = current_account()
        kind = request.args.get("jenis", "pdf")
        if kind not in WRITERS:
            raise BadRequest("Jenis laporan harus pdf atau xlsx.")
        try:
            period = Period.read(request.args.get("periode", ""))
            content = report_of(office, period, Scope(account.locations, account.areas))
        except PeriodError as error:
            raise BadRequest(str(error)) from None
        except ReplicaNotReady as error:
            raise ServiceUnavailable(f"{error} Coba lagi sebentar.") from None
        made = WRITERS[kind](content)
        with office.database.session.begin() as session:
            audit.record(session, account.username, "unduh laporan", f"laporan:{period.code}", jenis=kind)
        answer = make_response(made)
        answer.headers["Content-Type"] = MIME_TYPES[kind]
        answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(period, kind)}"'
        answer.headers["Cache-Control"] = "no-store"
        return answer
