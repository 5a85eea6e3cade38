"""What the request database already holds of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

Step = tuple[str, int]
"""A status and when it was entered, microseconds since 1970 UTC."""


@dataclass
class StoredApplication:
    """An application of an earlier import, with its history as it stands (corrections taken out)."""

    id: int
    root_id: int
    root_submitted: int
    submitted: int
    location: str | None
    last_change: int
    is_repeated_elsewhere: bool
    steps: list[Step] = field(default_factory=list)


def stored_applications(
    connection: psycopg.Connection[Any], source: str, external_ids: Iterable[str]
) -> dict[str, StoredApplication]:
    """The applications of these external ids, locked until the transaction ends."""
    cursor = connection.cursor(row_factory=dict_row)
    found: dict[str, StoredApplication] = {}
    by_id: dict[int, StoredApplication] = {}
    cursor.execute(
        f"""
        select external_id, id, root_id, {_micros("root_submitted_at")} as root_submitted,
               {_micros("submitted_at")} as submitted, location_code as location,
               {_micros("last_change_at")} as last_change,
               exists (select from request other
                       where other.resubmission_of = request.id and other.source <> request.source)
                   as is_repeated_elsewhere
        from request
        where source = %s and external_id = any(%s)
        order by id for no key update
        """,  # noqa: S608 - columns named here
        (source, list(external_ids)),
    )
    for row in cursor:
        application = StoredApplication(**{key: row[key] for key in row if key != "external_id"})
        application.steps.append(("VERIFIKASI", application.submitted))
        found[row["external_id"]] = by_id[application.id] = application
    cursor.execute(
        f"""
        select request_id, to_status, {_micros("left_at")} as left_at
        from transition
        where request_id = any(%s) and reverses_id is null
          and not exists (select from transition undo where undo.reverses_id = transition.id)
        order by id
        """,  # noqa: S608 - columns named here
        (list(by_id),),
    )
    for row in cursor:
        by_id[row["request_id"]].steps.append((row["to_status"], row["left_at"]))
    return found


def _micros(column: str) -> str:
    return f"(extract(epoch from {column}) * 1000000)::bigint"
