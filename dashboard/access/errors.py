"""What people read when something goes wrong: plain, and without details that help an attacker."""

from __future__ import annotations

import logging
import secrets
from html import escape
from typing import Any

from dash.exceptions import DependencyException
from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import HTTPException, default_exceptions

from dashboard.registry.database import DATABASE_AWAY as DATABASE_AWAY_ERRORS
from dashboard.registry.personal import MissingKeyError

log = logging.getLogger("eopen")

DATABASE_AWAY = (
    "Basis data sedang tidak dapat dihubungi. Coba lagi sebentar; yang Anda ketik di halaman tetap ada."
)
RETRY_SECONDS = 5

IN_WORDS = {
    400: "Permintaan tidak dapat dibaca. Muat ulang halaman lalu coba lagi.",
    404: "Alamat ini tidak ada, atau sudah dipindahkan.",
    405: "Alamat ini tidak dapat dipakai dengan cara itu.",
    413: "Isian terlalu besar.",
}
"""For refusals of the web framework itself, whose own words are English."""


def install_errors(server: Flask) -> None:
    """Answer every failure in words; the log gets an incident number and no personal data."""

    @server.errorhandler(HTTPException)
    def told(error: HTTPException) -> Response:
        return _answer(error.code or 500, _told_in_words(error))

    @server.errorhandler(DependencyException)
    def no_such_library(_error: DependencyException) -> Response:
        return _answer(404, IN_WORDS[404])

    def database_away(error: Exception) -> Response:
        log.warning("request database away: %s", type(error).__name__)
        answer = _answer(503, DATABASE_AWAY)
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
        return answer

    for kind in DATABASE_AWAY_ERRORS:
        server.register_error_handler(kind, database_away)

    @server.errorhandler(MissingKeyError)
    def key_missing(error: MissingKeyError) -> Response:
        return _answer(503, str(error))

    @server.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        incident = secrets.token_hex(4)
        # Arguments of an error may quote a row, so only its kind and place are logged.
        log.error("incident %s: %s in %s", incident, type(error).__name__, _place(error))
        return _answer(500, f"Terjadi kesalahan pada sistem. Sebutkan nomor {incident} kepada admin.")


def _told_in_words(error: HTTPException) -> str:
    """Our own description, else a sentence for the framework's."""
    code = error.code or 500
    usual = default_exceptions.get(code, HTTPException).description
    if error.description and error.description != usual:
        return error.description
    return IN_WORDS.get(code, "Permintaan ini tidak dapat dilayani.")


def _place(error: BaseException) -> str:
    trace, places = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-6:])


def _answer(status: int, message: str) -> Response:
    if request.path.startswith("/_dash") or request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(pesan=message), status)
    page: Any = (
        "<!doctype html><html lang=id><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        "<title>e-Open Dasbor</title><link rel=stylesheet href=/assets/masuk.css>"
        f"<main class=masuk><h1>e-Open Dasbor</h1><p role=alert>{escape(message)}</p>"
        '<p><a href="/">Kembali ke beranda</a></p></main>'
    )
    return make_response(page, status)
