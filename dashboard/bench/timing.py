"""Timing a call and putting many times into few numbers."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypedDict

import numpy as np

MILLI = 1000.0


class Spread(TypedDict):
    """Times of one thing, in milliseconds."""

    p50_ms: float
    p95_ms: float
    runs: int


def seconds(call: Callable[[], Any]) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def spread(times: Sequence[float]) -> Spread:
    """Median and 95th percentile of times in seconds."""
    p50, p95 = np.percentile(np.asarray(times) * MILLI, [50, 95])
    return {"p50_ms": round(float(p50), 3), "p95_ms": round(float(p95), 3), "runs": len(times)}


def ratio(above: float, below: float) -> float | None:
    """``above / below``; nothing when there is nothing to divide by."""
    return round(above / below, 3) if below else None
