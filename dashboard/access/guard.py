"""The guard on every callback and route: what is not allowed by name is denied.

Dash serves all callbacks from one address, and hiding a page protects nothing. So a callback can
only be registered with a permission, the permission is checked again inside the call, and a request
for a callback without one is refused before Dash sees it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import dash
from flask import Flask, Response, jsonify, redirect, request, url_for
from werkzeug.exceptions import Forbidden, Unauthorized

from dashboard.access.accounts import signed_in
from dashboard.access.permissions import Permission

MARK = "eopen_permission"
CALLBACK_PATH = "/_dash-update-component"
ROUTER_OUTPUT = ".._pages_content.children..._pages_store.data.."
"""Dash's own page router; each page's layout checks the page's permission itself."""

PUBLIC_ENDPOINTS = frozenset(
    {
        "access.sign_in",
        "access.sign_in_post",
        "health",
        "bootstrap",
        "_dash_assets.static",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_favicon.ico",
    }
)
"""Open to everybody; everything else needs a signed-in account. Routes and not path prefixes:
Dash serves its first page under every path that nothing else takes."""


def guarded_callback(*args: Any, permission: Permission, **options: Any) -> Callable[[Any], Any]:
    """``dash.callback`` that only accounts with ``permission`` can call.

    The wrapped function raises 401 for nobody and 403 for accounts without the permission, whoever
    calls it and however.
    """

    def register(function: Callable[..., Any]) -> Any:
        return dash.callback(*args, **options)(require(permission, function))

    return register


def guarded_clientside_callback(*args: Any, **options: Any) -> Any:
    """A callback that runs in the browser only and so needs no permission."""
    return dash.clientside_callback(*args, **options)


def require(permission: Permission, function: Callable[..., Any]) -> Callable[..., Any]:
    """``function``, but only for accounts with ``permission``, and marked so."""

    @functools.wraps(function)
    def guarded(*args: Any, **keywords: Any) -> Any:
        check(permission)
        return function(*args, **keywords)

    setattr(guarded, MARK, permission)
    return guarded


def check(permission: Permission) -> None:
    """Raise 401 or 403 unless the account of this request has the permission."""
    account = signed_in()
    if account is None and permission is not Permission.UMUM:
        raise Unauthorized("Sesi Anda berakhir. Silakan masuk kembali.")
    if account is not None and not account.may(permission):
        raise Forbidden("Anda tidak memiliki akses ke bagian ini.")


def permission_of(app: dash.Dash, output: str) -> Permission | None:
    """The permission of a callback; ``None`` when it has none and must be refused."""
    if output == ROUTER_OUTPUT:
        return Permission.MASUK
    entry = app.callback_map.get(output)
    return getattr(entry.get("callback"), MARK, None) if entry else None


def install_guard(app: dash.Dash, server: Flask) -> None:
    """Deny by default: unknown callbacks, foreign origins, and everything to those not signed in."""

    @server.before_request
    def guard() -> Any:
        if request.method not in ("GET", "HEAD", "OPTIONS") and not _same_origin():
            raise Forbidden("Permintaan dari situs lain ditolak.")
        if request.endpoint in PUBLIC_ENDPOINTS:
            return None
        if signed_in() is None:
            return _ask_to_sign_in()
        if request.path == CALLBACK_PATH:
            _guard_callback(app)
        return None


def _guard_callback(app: dash.Dash) -> None:
    body = request.get_json(silent=True)
    output = body.get("output") if isinstance(body, dict) else None
    permission = permission_of(app, output) if isinstance(output, str) else None
    if permission is None:
        raise Forbidden("Bagian ini tidak dikenal.")
    check(permission)


def _ask_to_sign_in() -> Response | Any:
    wants_page = request.method == "GET" and not request.path.startswith("/_dash")
    if wants_page:
        return redirect(url_for("access.sign_in", next=request.full_path.rstrip("?")))
    return jsonify(pesan="Sesi Anda berakhir. Silakan masuk kembali."), 401


def _same_origin() -> bool:
    """Whether a state-changing request comes from our own pages.

    Browsers send Sec-Fetch-Site and Origin; a caller that sends neither is no browser and carries no
    one's cookie unknowingly.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    # Not urlsplit, which raises for some origins.
    return origin is None or origin.partition("://")[2] == request.host
