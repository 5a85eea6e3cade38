"""``create_app``: the Flask server and the Dash application of one office."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import dash
import sqlalchemy as sa
from flask import Flask, jsonify, send_from_directory
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.access.errors import install_errors
from dashboard.access.guard import install_guard
from dashboard.access.headers import allow_scripts, install_headers
from dashboard.access.permissions import Permission
from dashboard.access.sign_in import install_sign_in
from dashboard.desk.documents import install_document_routes
from dashboard.desk.receipt import install_receipt_route
from dashboard.desk.scanning import install_scanning_route
from dashboard.office import EXTENSION, Office
from dashboard.registry.database import DATABASE_AWAY
from dashboard.report.route import install_report_route
from dashboard.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
ONE_MIB = 1024 * 1024
MOST_REQUEST_BYTES = 2 * ONE_MIB
"""Callbacks carry filters and short texts; documents have a route of their own."""

ONE_YEAR_SECONDS = 365 * 24 * 3600


class _Application(dash.Dash):  # type: ignore[misc]
    def _config(self) -> dict[str, Any]:
        """Without the address at which Dash asks for newer versions of itself: no page names another host."""
        return {**super()._config(), "dash_version_url": ""}


def create_app(settings: Settings | None = None, *, office: Office | None = None) -> dash.Dash:
    """Build the application of an office; ``app.server`` is what a WSGI server runs.

    Args:
        settings: from the environment when missing.
        office: an open office; opened from the settings, with its replica following, when missing.
    """
    settings = settings or (office.settings if office else Settings())
    if office is None:
        office = Office.open(settings)
        office.replica.open()
        office.replica.start()
    server = _server(settings, office)
    app = _Application(
        __name__,
        server=server,
        use_pages=True,
        pages_folder=str(ROOT / "pages"),
        assets_folder=str(ROOT / "assets"),
        assets_ignore=r"masuk\.css|tema\.js",
        title="e-Open Dasbor",
        update_title=None,
        suppress_callback_exceptions=True,  # else every page's layout is in the first page for anybody
        serve_locally=True,
        enable_mcp=False,
        use_async=False,  # Dash would turn it on by itself when asgiref happens to be installed
        # The wheel's version in the address: browsers keep the file for a year.
        external_stylesheets=[f"/statis/bootstrap/css/bootstrap.min.css?v={version('bootstrap-flask')}"],
        index_string=_INDEX,
    )
    _guard_pages()
    from dashboard.desk.case import register_case_callbacks
    from dashboard.frame import frame, register_frame_callbacks

    register_frame_callbacks()
    register_case_callbacks()
    app.layout = frame
    install_guard(app, server)
    install_headers(server, settings)
    allow_scripts(server, _script_hashes(app, server))
    return app


def _server(settings: Settings, office: Office) -> Flask:
    server = Flask("eopen")
    server.config.update(
        SECRET_KEY=settings.cookie_secret(),
        SESSION_COOKIE_NAME="eopen_formulir",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=MOST_REQUEST_BYTES,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
    )
    server.extensions[EXTENSION] = office
    if settings.secure_cookies:  # behind exactly one HTTPS proxy
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    Compress(server)
    install_errors(server)
    install_sign_in(server, office)
    _serve_bootstrap(server)
    _serve_health(server, office)
    install_report_route(server, office)
    install_document_routes(server, office)
    install_scanning_route(server)
    install_receipt_route(server, office)
    return server


def _serve_bootstrap(server: Flask) -> None:
    folder = str(files("flask_bootstrap") / "static" / "bootstrap5")

    @server.get("/statis/bootstrap/<path:name>")
    def bootstrap(name: str) -> Any:
        return send_from_directory(folder, name, max_age=ONE_YEAR_SECONDS)


def _serve_health(server: Flask, office: Office) -> None:
    @server.get("/sehat")
    def health() -> Any:
        try:
            with office.database.engine.connect() as connection:
                connection.execute(sa.text("select 1"))
            reachable = True
        except DATABASE_AWAY:
            reachable = False
        ready = office.replica.state.ready
        return jsonify(basis_data=reachable, replika=ready), 200 if reachable else 503


def _guard_pages() -> None:
    for page in dash.page_registry.values():
        permission = page.get("permission")
        if permission is None:
            raise RuntimeError(f"page {page['module']} declares no permission")
        page["layout"] = _guarded_layout(permission, page["layout"])


def _guarded_layout(permission: Permission, layout: Any) -> Any:
    from dashboard.access.accounts import current_account
    from dashboard.ui.empty import no_access

    def guarded(**values: Any) -> Any:
        if not current_account().may(permission):
            return no_access()
        return layout(**values) if callable(layout) else layout

    return guarded


def _script_hashes(app: dash.Dash, server: Flask) -> list[str]:
    """Hashes of the inline scripts, after one request that makes Dash register them all.

    The request also takes the cold start: without it the first simultaneous callbacks can fail.
    """
    with server.test_client() as client:
        client.get("/masuk")
    import plotly.graph_objects as go

    go.Figure([go.Bar(x=[1], y=[1])]).to_dict()
    hashes: list[str] = app.csp_hashes()
    return hashes


_INDEX = """<!doctype html>
<html lang="id">
  <head>
    {%metas%}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{%title%}</title>
    <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
    <script src="/assets/tema.js"></script>
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <footer>{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>"""
