"""The applications that stand in a status now: kept up with each step, never counted anew.

A backlog is a few hundred rows out of millions; finding them again for every figure would cost as much
as the history is long.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

_ABOUT = "submitted_at, due_at, attempt, layanan, varian, kecamatan, kelurahan, lokasi, kanal"

_FILL = f"""
    insert into open_cases by name
    select request_id, 'VERIFIKASI' as status, submitted_at as entered_at, {_ABOUT}
    from submissions
    where request_id not in (select request_id from stays where from_status = 'VERIFIKASI')
    union all by name
    select request_id, to_status as status, left_at as entered_at, {_ABOUT}
    from stays
    where to_status in ('PROSES', 'SELESAI')
      and (request_id, to_status) not in (
          select (request_id, from_status) from stays where from_status in ('PROSES', 'SELESAI')
      )"""  # noqa: S608

_ARRIVED = f"""
    insert into open_cases by name
    select request_id, 'VERIFIKASI' as status, submitted_at as entered_at, {_ABOUT}
    from submissions
    where request_id in (select request_id from arrived)"""  # noqa: S608

# The newest step says where a case stands, corrections included: they lead back to the status before,
# in which the stay goes on as if it had never been left.
_NEWEST = f"""
    create or replace temp table newest_steps as
    select
        newest.request_id,
        newest.to_status as status,
        coalesce(undone.entered_at, newest.left_at) as entered_at,
        {_ABOUT.replace("submitted_at", "newest.submitted_at").replace(", ", ", newest.")}
    from (
        select *
        from transitions
        where transition_id in (select transition_id from moved)
        qualify row_number() over (partition by request_id order by left_at desc, transition_id desc) = 1
    ) as newest
    left join transitions as undone on undone.transition_id = newest.reverses_id"""  # noqa: S608


def fill_open_cases(connection: duckdb.DuckDBPyConnection) -> None:
    """Find them all once, in a replica that was just filled."""
    connection.execute("delete from open_cases")
    connection.execute(_FILL)


def follow_open_cases(connection: duckdb.DuckDBPyConnection, arrived: pa.Table, moved: pa.Table) -> None:
    """Bring them up to what one round of following read.

    Args:
        arrived: ``request_id`` of the applications that came in.
        moved: ``transition_id`` of the steps that came in.
    """
    connection.register("arrived", arrived)
    connection.execute(_ARRIVED)
    connection.unregister("arrived")
    if not moved.num_rows:
        return
    connection.register("moved", moved)
    connection.execute(_NEWEST)
    connection.unregister("moved")
    connection.execute("delete from open_cases where request_id in (select request_id from newest_steps)")
    connection.execute(
        """insert into open_cases by name
        select * from newest_steps where status in ('VERIFIKASI', 'PROSES', 'SELESAI')"""
    )
    connection.execute("drop table newest_steps")
