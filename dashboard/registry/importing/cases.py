"""From the events of one case to its applications: order among equal times, repeats, resubmissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.registry.status import NEXT_STATUSES, REPEATABLE_STATUSES, Status

FOLLOWERS: dict[Status | None, frozenset[Status]] = {
    None: frozenset({Status.VERIFIKASI}),
    **{
        status: frozenset({Status.VERIFIKASI}) if status in REPEATABLE_STATUSES else onward
        for status, onward in NEXT_STATUSES.items()
    },
}
"""What may follow in a case; VERIFIKASI after DITOLAK or GAGAL opens a resubmission."""

SEARCH_LIMIT = 20_000
"""Dead ends after which a case with absurdly many equal times counts as having no legal order."""


@dataclass(frozen=True, slots=True)
class Event:
    """A mapped event. ``at``: microseconds since 1970 UTC; ``values``: the raw attributes."""

    at: int
    status: Status
    line: int
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a case cannot be loaded: the event that breaks the graph, and the status it met."""

    event: Event
    standing: Status | None


@dataclass(frozen=True, slots=True)
class History:
    """The applications of a case, each a list of events: its opening, then one per step."""

    applications: list[list[Event]]
    repeats: int


def history_of(events: Sequence[Event]) -> History | Objection:
    """The applications of one case.

    Args:
        events: at least one, ordered by time and then by line.

    Returns:
        The history. Equal times keep the file's order where the graph allows it; otherwise the
        allowed order that departs from it last. Where no order is allowed, the first objection
        to the file's order.
    """
    result = _walk(events)
    if isinstance(result, Objection):
        order = _legal_order(events)
        return result if order is None else _walk(order)
    return result


def _walk(events: Sequence[Event]) -> History | Objection:
    applications: list[list[Event]] = []
    repeats = 0
    standing: Status | None = None
    for event in events:
        if event.status is standing:
            repeats += 1
            continue
        if event.status not in FOLLOWERS[standing]:
            return Objection(event, standing)
        if event.status is Status.VERIFIKASI:
            applications.append([])
        applications[-1].append(event)
        standing = event.status
    return History(applications, repeats)


State = tuple[int, tuple[int, ...], Status | None]
"""Group of equal times, how many of its events of each status are used, and the status stood in."""


class _Ties:
    """The events in groups of equal times; within a group, in queues by status, in file order."""

    def __init__(self, events: Sequence[Event]) -> None:
        groups = [list(group) for _, group in groupby(events, key=lambda event: event.at)]
        self.queues = [[[e for e in group if e.status is status] for status in Status] for group in groups]

    def first(self) -> State:
        return (0, (0,) * len(Status), None)

    def choices(self, state: State) -> Iterator[tuple[Event, State]]:
        """The events that may come next, those earlier in the file first."""
        group, used, standing = state
        heads = [
            (queue[used[kind]], kind)
            for kind, queue in enumerate(self.queues[group])
            if used[kind] < len(queue)
        ]
        for event, kind in sorted(heads, key=lambda head: head[0].line):
            if event.status is standing or event.status in FOLLOWERS[standing]:
                yield event, self._after(group, used, kind, event.status)

    def _after(self, group: int, used: tuple[int, ...], kind: int, standing: Status) -> State:
        used = (*used[:kind], used[kind] + 1, *used[kind + 1 :])
        if all(count == len(queue) for count, queue in zip(used, self.queues[group], strict=True)):
            return (group + 1, (0,) * len(Status), standing)
        return (group, used, standing)


def _legal_order(events: Sequence[Event]) -> list[Event] | None:
    """Depth first over all groups at once: a choice among equal times may only fail at a later time."""
    ties = _Ties(events)
    dead: set[State] = set()
    path: list[Event] = []
    frames = [(ties.first(), ties.choices(ties.first()))]
    while frames and len(dead) < SEARCH_LIMIT:
        state, choices = frames[-1]
        onward = next(((event, after) for event, after in choices if after not in dead), None)
        if onward is None:
            dead.add(state)
            frames.pop()
            if path:
                path.pop()
            continue
        event, after = onward
        path.append(event)
        if after[0] == len(ties.queues):
            return path
        frames.append((after, ties.choices(after)))
    return None
