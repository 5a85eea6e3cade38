"""A small cache of answers in which equal questions asked at once are computed once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Value = TypeVar("Value")


class AnswerCache(Generic[Value]):
    """Least-recently-used answers by key, from any thread.

    Args:
        most: how many answers are kept.
        most_bytes: how much they may weigh together; the oldest go first.
        weigh: the bytes of an answer.
    """

    def __init__(
        self, most: int = 512, most_bytes: int = 64 << 20, weigh: Callable[[Value], int] = lambda _: 0
    ) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._weigh = weigh
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Future[Value]] = OrderedDict()
        self._weights: dict[Hashable, int] = {}

    def get(self, key: Hashable, compute: Callable[[], Value]) -> tuple[Value, bool]:
        """The answer, and whether it was there already; a failure is passed on and not kept."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            else:
                mine = self._answers[key] = Future()
        if answer is not None:
            return answer.result(), True
        try:
            value = compute()
            weight = self._weigh(value)
        except BaseException as failure:
            self._drop(key, mine)
            mine.set_exception(failure)
            raise
        mine.set_result(value)
        self._keep(key, mine, weight)
        return value, False

    def clear(self) -> None:
        """Forget everything; what is being computed is still handed to those who wait for it."""
        with self._lock:
            self._answers.clear()
            self._weights.clear()

    def _keep(self, key: Hashable, answer: Future[Value], weight: int) -> None:
        with self._lock:
            if self._answers.get(key) is not answer:
                return
            self._weights[key] = weight
            total = sum(self._weights.values())
            while self._answers and (len(self._answers) > self._most or total > self._most_bytes):
                oldest, _ = self._answers.popitem(last=False)
                total -= self._weights.pop(oldest, 0)

    def _drop(self, key: Hashable, answer: Future[Value]) -> None:
        with self._lock:
            if self._answers.get(key) is answer:
                del self._answers[key]
