"""A small cache of answers in which equal questions asked at once are computed once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Value = TypeVar("Value")


class AnswerCache(Generic[Value]):
    """Least-recently-used answers by key.

    Args:
        most: how many answers are kept.
    """

    def __init__(self, most: int = 512) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Future[Value]] = OrderedDict()

    def get(self, key: Hashable, compute: Callable[[], Value]) -> tuple[Value, bool]:
        """The answer, and whether it was there already; a failure is passed on and not kept."""
        with self._lock:
            answer = self._answers.get(key)
            known = answer is not None
            if answer is None:
                answer = self._answers[key] = Future()
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            else:
                self._answers.move_to_end(key)
        if not known:
            try:
                answer.set_result(compute())
            except BaseException as failure:
                with self._lock:
                    self._answers.pop(key, None)
                answer.set_exception(failure)
        return answer.result(), known

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
