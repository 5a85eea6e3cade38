"""What hangs on finished steps: officers, corrections, reasons, home visits, survey answers."""

from __future__ import annotations

import numpy as np

from dashboard.registry.calendar import SECONDS_PER_DAY
from dashboard.simulation.assumptions import Assumptions
from dashboard.simulation.cases import (
    CETAK_MANDIRI,
    DIAMBIL,
    DIANTAR,
    DITOLAK,
    NOTHING,
    PROSES,
    STEP,
    VERIFIKASI,
    Rows,
)
from dashboard.simulation.city import City
from dashboard.simulation.clock import Numbers
from dashboard.simulation.demand import Floats

RECORD = np.dtype([*STEP.descr, ("number", "i8"), ("actor", "i4"), ("reverses", "i8")])
"""A step as it is stored; ``number`` counts transitions, ``reverses`` is the number of one, or NOTHING."""

REASON = np.dtype([("number", "i8"), ("reason", "i2"), ("primary", "?")])
VISIT = np.dtype(
    [("id", "i8"), ("kelurahan", "i2"), ("day", "i4"), ("actor", "i4"), ("outcome", "i2"), ("at", "i8")]
)
SURVEY = np.dtype([("id", "i8"), ("service", "i2"), ("at", "i8"), ("answers", "i2", (9,))])

VISIT_DONE, VISIT_NOBODY_HOME = 0, 1
VISIT_OUTCOMES = ("selesai", "tidak_di_rumah")
SHORTEST_CORRECTED_SECONDS, LONGEST_CORRECTED_SECONDS = 120, 2400
"""Only decisions made within one short sitting are undone, well inside the correction window."""


def records(
    rng: np.random.Generator,
    assumptions: Assumptions,
    steps: Rows,
    *,
    first_number: int,
    officers: Numbers,
    repeated: Numbers,
) -> Rows:
    """Steps in the order of their time, numbered, with officers, some of them undone and redone.

    Args:
        steps: steps that are complete.
        officers: officer numbers, locations x officers per location.
        repeated: applications of the same batch that were submitted again; the database refuses
            corrections of those.
    """
    rows = np.zeros(len(steps), dtype=RECORD)
    for name in STEP.names or ():
        rows[name] = steps[name]
    rows["reverses"] = NOTHING
    rows["number"] = np.arange(len(rows)) * 3 + 2  # for now, an order that leaves room before each step
    rows["actor"] = officers[rows["location"], rng.integers(0, officers.shape[1], len(rows))]
    rows["actor"][rows["handover"] == CETAK_MANDIRI] = NOTHING
    rows = np.concatenate([rows, _corrections(rng, assumptions, rows, repeated)])
    # Time order is id order. Steps of one case at one moment keep their own order.
    order = np.lexsort(
        (rows["number"], rows["from"] * (rows["reverses"] == NOTHING), rows["id"], rows["left"])
    )
    order = np.lexsort((rows["number"], rows["id"], rows["left"]))
    rows = rows[order]
    final = dict(zip(rows["number"].tolist(), range(first_number, first_number + len(rows)), strict=True))
    undoing = np.flatnonzero(rows["reverses"] != NOTHING)
    rows["reverses"][undoing] = [final[number] for number in rows["reverses"][undoing].tolist()]
    rows["number"] = first_number + np.arange(len(rows))
    return rows


def _corrections(rng: np.random.Generator, assumptions: Assumptions, rows: Rows, repeated: Numbers) -> Rows:
    """Wrong decisions and their undoing, put before the decision that stands; changes ``rows``."""
    handling = rows["left"] - rows["claimed"]
    may = (
        (rows["from"] == VERIFIKASI)
        & np.isin(rows["to"], (PROSES, DITOLAK))
        & (rows["claimed"] != NOTHING)
        & (handling > SHORTEST_CORRECTED_SECONDS)
        & (handling < LONGEST_CORRECTED_SECONDS)
        & ~np.isin(rows["id"], repeated)
    )
    chosen = np.flatnonzero(may)
    chosen = chosen[rng.random(len(chosen)) < assumptions.correction_share]
    wrong = rows[chosen]
    wrong["to"] = np.where(wrong["to"] == PROSES, DITOLAK, PROSES)
    wrong["left"] = wrong["claimed"] + handling[chosen] // 3
    wrong["number"] -= 2
    undoing = wrong.copy()
    undoing["number"] += 1
    undoing["reverses"] = wrong["number"]
    undoing["from"], undoing["to"] = wrong["to"], wrong["from"]
    undoing["entered"], undoing["claimed"] = wrong["left"], NOTHING
    undoing["left"] = wrong["claimed"] + handling[chosen] * 2 // 3
    rows["claimed"][chosen] = undoing["left"]
    return np.concatenate([wrong, undoing])


def reasons(rng: np.random.Generator, city: City, assumptions: Assumptions, rows: Rows) -> Rows:
    """One primary reason for every rejection, and sometimes further ones."""
    rejected = rows[(rows["to"] == DITOLAK) & (rows["reverses"] == NOTHING)]
    weights = reason_weights(city, assumptions)
    kind = np.where(rejected["from"] == PROSES, len(city.services), rejected["service"])
    count = 1 + (rng.random((len(rejected), 2)) < assumptions.extra_reason_share).cumprod(axis=1).sum(axis=1)
    # Exponential races: the first of all competing reasons to arrive is drawn by weight, the next
    # ones are drawn among the rest, never the same twice.
    races = rng.exponential(1.0, (len(rejected), len(city.reasons))) / np.maximum(weights[kind], 1e-12)
    first_three = np.argsort(races, axis=1)[:, :3]
    taken = np.arange(3)[None, :] < count[:, None]
    found = np.zeros(int(taken.sum()), dtype=REASON)
    found["number"] = np.repeat(rejected["number"], count)
    found["reason"] = first_three[taken]
    found["primary"] = np.broadcast_to(np.arange(3) == 0, taken.shape)[taken]
    return found


def reason_weights(city: City, assumptions: Assumptions) -> Floats:
    """Weights of the reasons per service, and in the last row those of rejections in Proses."""
    position = {code: number for number, code in enumerate(city.reasons)}
    weights = np.zeros((len(city.services) + 1, len(city.reasons)))
    for code, weight in assumptions.reason_weights.items():
        weights[:-1, position[code]] = weight
    for service, own in assumptions.service_reason_weights.items():
        for code, weight in own.items():
            weights[city.services.index(service), position[code]] += weight
    for code, weight in assumptions.late_reason_weights.items():
        weights[-1, position[code]] = weight
    return weights


def visits(rng: np.random.Generator, city: City, assumptions: Assumptions, rows: Rows) -> Rows:
    """The visit that delivered a document, and sometimes an earlier one that met nobody."""
    delivered = rows[(rows["to"] == DIAMBIL) & (rows["handover"] == DIANTAR)]
    done = np.zeros(len(delivered), dtype=VISIT)
    for name in ("id", "kelurahan", "actor"):
        done[name] = delivered[name]
    done["at"], done["outcome"] = delivered["left"], VISIT_DONE
    done["day"] = city.clock.day_index(done["at"])
    earlier = delivered["left"] - SECONDS_PER_DAY
    location = delivered["location"].astype(np.int64)
    was_open = city.clock.is_open[location, city.clock.day_index(earlier)]
    before = was_open & (earlier > delivered["entered"])
    failed = done[before & (rng.random(len(done)) < assumptions.failed_visit_share)]
    failed["at"] -= SECONDS_PER_DAY
    failed["day"] -= 1
    failed["outcome"] = VISIT_NOBODY_HOME
    return np.sort(np.concatenate([failed, done]), order=["at", "id"])


def survey_answers(rng: np.random.Generator, assumptions: Assumptions, rows: Rows, until: int) -> Rows:
    """Answers of some of those who received their document, given before ``until``."""
    served = rows[rows["to"] == DIAMBIL]
    served = served[rng.random(len(served)) < assumptions.survey_share]
    answers = np.zeros(len(served), dtype=SURVEY)
    answers["id"], answers["service"] = served["id"], served["service"]
    answers["at"] = served["left"] + rng.integers(60, 3 * 3600, len(served))
    waited_days = (served["entered"] - served["root_submitted"]) / SECONDS_PER_DAY
    penalty = assumptions.survey_wait_penalty * np.log2(np.maximum(waited_days, 1.0))
    means = np.asarray(assumptions.survey_mean)[None, :] - penalty[:, None]
    mood = rng.normal(0, assumptions.survey_spread / 2, (len(served), 1))
    scores = means + mood + rng.normal(0, assumptions.survey_spread, means.shape)
    answers["answers"] = np.clip(np.rint(scores), 1, 4)
    return np.asarray(answers[answers["at"] < until])


def officer_numbers(locations: int, officers: int) -> Numbers:
    """Which officers work where: locations x officers there, everyone used."""
    each = -(-officers // locations)
    return (np.arange(locations)[:, None] + np.arange(each)[None, :] * locations) % officers
