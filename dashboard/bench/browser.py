"""The least of a browser that the pages need: one kept connection, cookies, forms and callbacks."""

from __future__ import annotations

import gzip
import http.client
import json
import re
from collections.abc import Mapping, Sequence
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

TIMEOUT_SECONDS = 120
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')

Callback = dict[str, Any]
"""One entry of ``/_dash-dependencies``."""

Parts = Mapping[str, Sequence[dict[str, str]]]
"""The ids of the components that a pattern stands for, by the pattern as Dash spells it."""


class Browser:
    """Talks to a server on this machine.

    Args:
        port: where it listens on 127.0.0.1.
    """

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> bytes:
        """A page. Raises ``RuntimeError`` for an error status, like every call here."""
        return self._ask("GET", path, None, {})

    def sign_in(self, username: str, password: str) -> None:
        """Fill in the form as a person would."""
        form = _CSRF.search(self.get("/masuk").decode())
        if form is None:
            raise RuntimeError("the sign-in page has no form")
        fields = urlencode({"csrf": form[1], "nama": username, "sandi": password, "next": "/"})
        self._ask("POST", "/masuk", fields.encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_out(self) -> None:
        """End the session on the server."""
        self._ask("POST", "/keluar", b"", {})

    def callbacks(self) -> list[Callback]:
        """What Dash tells its own scripts of every callback."""
        found: list[Callback] = json.loads(self.get("/_dash-dependencies"))
        return found

    def call(
        self, callback: Callback, values: dict[str, Any], changed: str, parts: Parts | None = None
    ) -> bytes:
        """Ask for a callback as Dash does.

        Args:
            values: of inputs and states, by ``id.property``; missing ones are empty.
            changed: the ``id.property`` that set it off.
            parts: the components of each pattern, such as a list of buttons, that the page holds.
        """
        known = parts or {}
        body = {
            "output": callback["output"],
            "outputs": _outputs(callback["output"], known),
            "inputs": [_with_value(part, values, known) for part in callback["inputs"]],
            "changedPropIds": [changed],
            "parsedChangedPropsIds": [changed.rsplit(".", 1)[0]],
            "state": [_with_value(part, values, known) for part in callback.get("state", ())],
        }
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return self._ask("POST", "/_dash-update-component", json.dumps(body).encode(), headers)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = {**headers, "Accept-Encoding": "gzip", **({"Cookie": cookies} if cookies else {})}
        try:
            answer = self._send(method, path, body, sent)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server closes a connection that was idle for some seconds; a browser opens another.
            self._connection.close()
            answer = self._send(method, path, body, sent)
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if answer.status >= http.client.BAD_REQUEST:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}")
        if answer.headers.get("Content-Encoding") == "gzip":
            return gzip.decompress(content)
        return content

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()


def spelled(identity: dict[str, Any]) -> str:
    """How Dash spells an id of several parts."""
    return json.dumps(identity, sort_keys=True, separators=(",", ":"))


def _outputs(output: str, parts: Parts) -> Any:
    """``..a.b...c.d..`` names several outputs, ``a.b`` one."""
    several = output.startswith("..")
    names = output.strip(".").split("...") if several else [output]
    found = [_output(name, parts) for name in names]
    return found if several else found[0]


def _output(named: str, parts: Parts) -> Any:
    name, prop = named.rsplit(".", 1)
    if name in parts:
        return [{"id": part, "property": prop} for part in parts[name]]
    return {"id": json.loads(name) if name.startswith("{") else name, "property": prop}


def _with_value(part: dict[str, Any], values: dict[str, Any], parts: Parts) -> Any:
    name, prop = part["id"], part["property"]
    if name.startswith("{"):
        return [
            {"id": one, "property": prop, "value": values.get(f"{spelled(one)}.{prop}")}
            for one in parts.get(name, ())
        ]
    return {"id": name, "property": prop, "value": values.get(f"{name}.{prop}")}
