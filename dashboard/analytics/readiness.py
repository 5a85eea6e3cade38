"""When each booked application reached SELESAI: kept beside the booking, never looked up anew.

Whether an application was ready on its day is asked of every booking of a period; to find its step again
among millions would take most of the time of a figure.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

# An application is booked at the place where it was submitted, so a scope has both or neither.
_MARK = """
    update bookings set ready_at = reached.left_at
    from (
        select asked.request_id, max(finished.left_at) as left_at
        from ({asked}) as asked
        left join (select request_id, left_at from stays where to_status = 'SELESAI') as finished
            using (request_id)
        group by asked.request_id
    ) as reached
    where bookings.request_id = reached.request_id"""

_MOVED = """
    select request_id from booked
    union
    select request_id from transitions
    where transition_id in (select transition_id from moved)
      and (to_status = 'SELESAI' or reverses_id is not null)"""


def fill_readiness(connection: duckdb.DuckDBPyConnection) -> None:
    """Mark every booking, in a replica that was just filled."""
    connection.execute(_MARK.format(asked="select request_id from bookings"))


def follow_readiness(connection: duckdb.DuckDBPyConnection, booked: pa.Table, moved: pa.Table) -> None:
    """Bring the marks up to what one round of following read.

    Args:
        booked: ``request_id`` of the bookings that came in.
        moved: ``transition_id`` of the steps that came in.
    """
    if not booked.num_rows and not moved.num_rows:
        return
    connection.register("booked", booked)
    connection.register("moved", moved)
    connection.execute(_MARK.format(asked=_MOVED))
    connection.unregister("booked")
    connection.unregister("moved")
