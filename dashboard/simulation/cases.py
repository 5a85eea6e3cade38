"""The rows that the simulation passes from hand to hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

NOTHING = -1
"""An empty cell of a whole-number column."""

VERIFIKASI, PROSES, SELESAI, DIAMBIL, DITOLAK, GAGAL = range(6)
STATUS_NAMES = ("VERIFIKASI", "PROSES", "SELESAI", "DIAMBIL", "DITOLAK", "GAGAL")

LOKET, DIANTAR, CETAK_MANDIRI = range(3)
HANDOVER_NAMES = ("loket", "diantar", "cetak_mandiri")

HADIR, TIDAK_HADIR, BATAL = range(3)
OUTCOME_NAMES = ("hadir", "tidak_hadir", "batal")

Rows = npt.NDArray[Any]
"""A structured array of one of the kinds below; moments are UTC epoch seconds."""

CASE = np.dtype(
    [
        ("id", "i8"), ("root", "i8"), ("prior", "i8"), ("attempt", "i2"), ("root_submitted", "i8"),
        ("submitted", "i8"), ("applicant", "i8"), ("service", "i2"), ("variant", "i2"),
        ("kelurahan", "i2"), ("location", "i2"), ("channel", "i2"),
        ("slot", "i8"), ("slot_day", "i4"), ("deferrals", "i2"),
    ]
)  # fmt: skip
"""One application. ``slot_day`` is a position in the clock's days."""

STEP = np.dtype(
    [
        *CASE.descr,
        ("from", "i2"), ("to", "i2"), ("entered", "i8"), ("claimed", "i8"), ("left", "i8"),
        ("handover", "i2"),
    ]
)  # fmt: skip
"""One stay of an application, complete once ``left`` has passed; ``claimed`` may be NOTHING."""

BOOKING = np.dtype(
    [
        ("id", "i8"), ("slot", "i8"), ("applicant", "i8"), ("service", "i2"), ("booked", "i8"),
        ("outcome", "i2"), ("settled", "i8"),
    ]
)  # fmt: skip
"""A pickup place; ``id`` is the application's."""

REFUSAL = np.dtype(
    [
        ("location", "i2"),
        ("day", "i4"),
        ("at", "i8"),
        ("service", "i2"),
        ("kelurahan", "i2"),
        ("channel", "i2"),
    ]
)


def steps_of(cases: Rows, from_status: int, entered: npt.NDArray[np.int64]) -> Rows:
    """Open stays of ``cases`` in a status, to be filled in."""
    steps = np.zeros(len(cases), dtype=STEP)
    for name in CASE.names or ():
        steps[name] = cases[name]
    steps["from"], steps["entered"] = from_status, entered
    steps["claimed"], steps["handover"] = NOTHING, NOTHING
    return steps


def cases_of(steps: Rows) -> Rows:
    """The applications that steps belong to."""
    cases = np.zeros(len(steps), dtype=CASE)
    for name in CASE.names or ():
        cases[name] = steps[name]
    return cases


def empty(kind: np.dtype[Any]) -> Rows:
    """No rows."""
    return np.zeros(0, dtype=kind)
