"""When the open case is drawn anew, whatever became of an earlier answer on its way."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.desk.case import is_shown

SEEN = {"number": "EO-00000017", "version": 2, "langkah": "08.00", "muat": 1}


@pytest.mark.parametrize(
    ("seen", "number", "asked", "shown"),
    [
        (SEEN, 17, {"langkah": "08.00", "muat": 1}, True),
        (SEEN, 17, {"langkah": "08.05", "muat": 1}, False),
        (SEEN, 17, {"langkah": "08.00", "muat": 2}, False),
        (SEEN, 18, {"langkah": "08.00", "muat": 1}, False),
        (SEEN, None, {"langkah": "08.00", "muat": 1}, False),
        (None, 17, {"langkah": "08.00", "muat": 1}, False),
        ({"number": "EO-00000017"}, 17, {"langkah": None, "muat": None}, True),
    ],
)
def test_a_case_is_drawn_anew_after_a_step_a_wish_or_for_another_number(
    seen: Any, number: int | None, asked: dict[str, Any], shown: bool
) -> None:
    assert is_shown(seen, number, asked) is shown
