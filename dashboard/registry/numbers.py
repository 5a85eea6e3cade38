"""The number under which residents and officers know an application."""

from __future__ import annotations

import re

PREFIX = "EO-"
_NUMBER = re.compile(rf"(?:{PREFIX})?0*(\d{{1,18}})", re.IGNORECASE)
_SCANNED = re.compile(rf"(?:\S*[/=])?{PREFIX}0*(\d{{1,18}})/?", re.IGNORECASE)


def request_number(request_id: int) -> str:
    """``17`` becomes ``EO-00000017``."""
    return f"{PREFIX}{request_id:08d}"


def parse_request_number(text: str) -> int | None:
    """The id behind a number as typed (``EO-00000017``, ``eo-17``, ``17``); ``None`` if it is none."""
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1]) if match else None


def scanned_number(text: str) -> int | None:
    """The id behind a QR code: the number with its prefix, or a link that ends in it; else ``None``."""
    match = _SCANNED.fullmatch(text.strip())
    return int(match[1]) if match else None
