"""Security headers on every answer."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, request

from dashboard.settings import Settings

POLICY = "EOPEN_CONTENT_SECURITY_POLICY"
CAMERA_PAGE = "/loket"
"""The one page that may ask for the camera."""


def content_security_policy(script_hashes: Sequence[str]) -> str:
    """Only our own files, and the inline scripts with these hashes; styles may be inline (plotly)."""
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def permissions_policy(path: str) -> str:
    """No device for any page, but the camera for the counter's."""
    camera = "(self)" if path == CAMERA_PAGE else "()"
    return f"camera={camera}, geolocation=(), microphone=(), payment=()"


def install_headers(server: Flask, settings: Settings) -> None:
    """Send the headers with every answer; :func:`allow_scripts` completes the policy later."""
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if settings.secure_cookies:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    server.config[POLICY] = content_security_policy(())

    @server.after_request
    def add_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", server.config[POLICY])
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Permissions-Policy", permissions_policy(request.path))
        if response.mimetype in ("text/html", "application/json"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def allow_scripts(server: Flask, script_hashes: Sequence[str]) -> None:
    """Allow the inline scripts with these hashes, known only once all callbacks are registered."""
    server.config[POLICY] = content_security_policy(script_hashes)
