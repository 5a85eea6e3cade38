"""What people read when something goes wrong: plain, and without details that help an attacker."""

from __future__ import annotations

import logging
import secrets
from html import escape
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from dashboard.registry.personal import MissingKeyError

log = logging.getLogger("eopen")

DATABASE_AWAY = (
    "Basis data sedang tidak dapat dihubungi. Coba lagi sebentar; yang Anda ketik di halaman tetap ada."
)
RETRY_SECONDS = 5


def install_errors(server: Flask) -> None:
    """Answer every failure in words; the log gets an incident number and no personal data."""

    @server.errorhandler(HTTPException)
    def told(error: HTTPException) -> Response:
        return _answer(error.code or 500, error.description or "")

    @server.errorhandler(sa.exc.OperationalError)
    @server.errorhandler(sa.exc.InterfaceError)
    def database_away(error: Exception) -> Response:
        log.warning("request database away: %s", type(error).__name__)
        answer = _answer(503, DATABASE_AWAY)
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
        return answer

    @server.errorhandler(MissingKeyError)
    def key_missing(error: MissingKeyError) -> Response:
        return _answer(503, str(error))

    @server.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        incident = secrets.token_hex(4)
        # Arguments of an error may quote a row, so only its kind and place are logged.
        log.error("incident %s: %s in %s", incident, type(error).__name__, _place(error))
        return _answer(500, f"Terjadi kesalahan pada sistem. Sebutkan nomor {incident} kepada admin.")


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
