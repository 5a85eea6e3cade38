"""What a log says about time in each status, worked out from the CSV alone.

Shares no code with the importer: another reading, another ordering, another walk, so that an error
would have to be made twice to go unseen.
"""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

EDGES = {
    "": "V",
    "V": "PXG",
    "P": "SXG",
    "S": "D",
    "D": "",
    "X": "V",
    "G": "V",
}
NAMES = {"V": "VERIFIKASI", "P": "PROSES", "S": "SELESAI", "D": "DIAMBIL", "X": "DITOLAK", "G": "GAGAL"}


@dataclass(frozen=True)
class Rules:
    """How to read a log: its columns, and which text in an activity means which status letter.

    The first text that occurs in an activity wins; ``^`` means at its beginning.
    """

    case: str
    activity: str
    time: str
    letters: tuple[tuple[str, str], ...]

    def letter(self, activity: str) -> str:
        return next((letter for text, letter in self.letters if text in f"^{activity}"), "")


WABO = Rules("case_id", "activity", "ts", (("^Confirmation of receipt", "V"), ("^T06 ", "P"), ("^T10 ", "S")))

PAYMENT = Rules(
    "case_id",
    "activity",
    "ts",
    (
        ("SUBMITTED", "V"),
        ("FINAL_APPROVED", "P"),
        ("REJECTED", "X"),
        ("Request Payment", "S"),
        ("Payment Handled", "D"),
    ),
)


@dataclass(frozen=True)
class Expected:
    """What a correct import holds: seconds per completed stay by status, and the counts."""

    stays: dict[str, list[float]]
    cases: int
    applications: int
    broken: int
    empty: int


def expected(path: Path, rules: Rules) -> Expected:
    """Work out a whole log."""
    events: dict[str, list[tuple[float, int, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            letter = rules.letter(row[rules.activity])
            at = datetime.fromisoformat(row[rules.time]).timestamp()
            events[row[rules.case]] += [(at, number, letter)] if letter else []
    stays: dict[str, list[float]] = defaultdict(list)
    cases = applications = broken = empty = 0
    for case in events.values():
        if not case:
            empty += 1
            continue
        steps = _steps(sorted(case))
        if steps is None:
            broken += 1
            continue
        cases += 1
        applications += sum(letter == "V" for _, letter in steps)
        for (start, letter), (end, following) in itertools.pairwise(steps):
            if following in EDGES[letter] and letter not in "XG":
                stays[NAMES[letter]].append(end - start)
    return Expected(dict(stays), cases, applications, broken, empty)


def expected_stays(path: Path, rules: Rules) -> dict[str, list[float]]:
    """Seconds of every completed stay, by status."""
    return expected(path, rules).stays


def summary(seconds: list[float]) -> tuple[int, float, float]:
    """Count, median and 90th percentile (linear interpolation) of stays."""
    return len(seconds), float(np.median(seconds)), float(np.quantile(seconds, 0.9))


def _steps(case: list[tuple[float, int, str]]) -> list[tuple[float, str]] | None:
    """The statuses in turn, repeats left out; tries every order of equal times. None if none is legal."""
    ties = [[*group] for _, group in itertools.groupby(case, key=lambda event: event[0])]
    for order in itertools.product(*(itertools.permutations(tie) for tie in ties)):
        steps: list[tuple[float, str]] = []
        standing = ""
        for at, _, letter in itertools.chain.from_iterable(order):
            if letter == standing:
                continue
            if letter not in EDGES[standing]:
                break
            steps.append((at, letter))
            standing = letter
        else:
            return steps
    return None
