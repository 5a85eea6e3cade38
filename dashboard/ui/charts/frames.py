"""A query's answer as the drawing reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

Row = Mapping[str, Any]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame one by one."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
