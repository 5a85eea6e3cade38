"""The keys of the officers' pages: one table, from which buttons, help and browser know them.

A key works where a visible button carries it (``aria-keyshortcuts``), see ``assets/pintasan.js``.
"""

from __future__ import annotations

NEXT = "n"
SEARCH = "/"
HELP = "?"
CLOSE_CASE = "x"
RELOAD = "u"

ACTION_KEYS: dict[str, str] = {
    "ambil": "a",
    "setujui": "s",
    "selesai": "e",
    "serahkan": "d",
    "tolak": "t",
    "gagal": "g",
    "lewati": "w",
    "tahan": "h",
    "lanjutkan": "c",
    "prioritas": "p",
    "lepas": "l",
    "batalkan": "b",
}
"""The key of each button of a case."""


def key(name: str, said: str = "") -> dict[str, str]:
    """Properties of a button that a key presses.

    Args:
        said: what the button does, for its tooltip; the key stands behind it.
    """
    tip = f"{said} (tombol {name.upper()})" if said else f"Tombol {name.upper()}"
    return {"aria-keyshortcuts": name, "title": tip}
