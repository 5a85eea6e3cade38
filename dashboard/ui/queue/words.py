"""Times and numbers as short as a dense list needs them, in WIB and the Indonesian format."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import Any

from dashboard.ui.format import DAYS, MONTHS

WIB = dt.timezone(dt.timedelta(hours=7), "WIB")


def day_in_short(day: dt.date) -> str:
    """``Sel, 24 Nov``."""
    return f"{DAYS[day.weekday()][:3]}, {day.day} {MONTHS[day.month - 1][:3]}"


def moment_in_short(at: dt.datetime) -> str:
    """``Sel, 24 Nov 08.15``."""
    local = at.astimezone(WIB)
    return f"{day_in_short(local.date())} {local:%H.%M}"


def moment_in_full(at: dt.datetime) -> str:
    """``Sel, 24 Nov 2026, 08.15 WIB``."""
    local = at.astimezone(WIB)
    return f"{day_in_short(local.date())} {local.year}, {local:%H.%M} WIB"


def working_time(seconds: int, unit: str = " kerja") -> str:
    """``2 jam 5 menit kerja``; minutes only under an hour."""
    minutes = max(0, seconds) // 60
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} jam"] * bool(hours) + [f"{minutes} menit"] * bool(minutes or not hours)
    return f"{' '.join(parts)}{unit}"


def time_left(until: dt.datetime, at: dt.datetime) -> str:
    """``12 menit``, rounded up, so that nothing is over before it is."""
    minutes = -int((at - until).total_seconds() // 60)
    return f"{minutes} menit" if minutes > 0 else "kurang dari 1 menit"


def count_in_words(number: int) -> str:
    """``1.234``."""
    return f"{number:,}".replace(",", ".")


def fingerprint(*parts: Any) -> str:
    """A short mark that differs when what is shown differs; the same in every process."""
    return sha256(repr(parts).encode()).hexdigest()[:16]
