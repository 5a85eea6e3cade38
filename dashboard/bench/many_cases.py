"""A queue of any length, made in a few statements: the shape of an office, none of its people."""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.simulation.people import FIRST_NAMES, LAST_NAMES

PEOPLE = sa.text("""
    insert into applicant (id, nik_hash, sealed, name_keys)
    select n, sha256(('nik ' || n)::bytea), names.sealed, names.keys::integer[]
    from generate_series(1, cast(:people as bigint)) n
    join unnest(cast(:sealed as bytea[]), cast(:keys as text[])) with ordinality names (sealed, keys, place)
      on names.place = n % cast(:names as bigint) + 1""")

# Open cases came in over the last days and are due within days, so that about half are late; a few
# services and locations have most of them. Closed ones lie behind them.
CASES = sa.text("""
    with work as (select code, (row_number() over (order by position, code))::int as place from service),
    office as (select code, (row_number() over (order by position, code))::int as place from pickup_location),
    area as (select code, (row_number() over (order by code))::int as place from kecamatan),
    sizes as (select (select count(*) from work) as works, (select count(*) from office) as offices,
                     (select count(*) from area) as areas),
    drawn as (
        select n, 1 + floor(power(random(), 2) * works)::int as work,
               1 + floor(power(random(), 2) * offices)::int as office,
               1 + floor(random() * areas)::int as area,
               now() - case when n > :closed then random() * interval '6 days'
                            else interval '7 days' + random() * interval '700 days' end as at,
               random() as chance
        from sizes, generate_series(1, cast(:closed as bigint) + cast(:open as bigint)) n
    )
    insert into request (id, root_id, root_submitted_at, submitted_at, status_since, last_change_at,
                         applicant_id, service_code, kecamatan_code, location_code, channel, sla_days, due_at,
                         queue_at, status, priority)
    select n, n, at, at, at, at, case when :people then n end, work.code, area.code, office.code,
           case when chance < 0.02 then 'halo_petugas' when chance < 0.2 then 'loket' else 'aplikasi' end,
           3, at + interval '3 days', at + interval '3 days' * (0.5 + chance / 2),
           case when n <= :closed then 'DIAMBIL' when chance < 0.6 then 'VERIFIKASI' else 'PROSES' end,
           case when chance > 0.97 then 'lansia' end
    from drawn
    join work on work.place = drawn.work
    join office on office.place = drawn.office
    join area on area.place = drawn.area
    order by n""")


def fill_with_cases(
    database: RequestDatabase, *, open_cases: int, closed_cases: int = 0, people: bool = False
) -> None:
    """Put so many cases into an office without any.

    The rules that watch over a case's history are off while it is done: closed cases have none here.

    Args:
        people: give each case an applicant of its own, to be found by name.
    """
    if people:
        _fill_with_people(database, open_cases + closed_cases)
    with database.engine.begin() as connection:
        is_superuser = connection.scalar(
            sa.text("select rolsuper from pg_roles where rolname = current_user")
        )
        rules = "all" if is_superuser else "user"  # only a superuser may leave out foreign keys too
        connection.execute(sa.text("select setseed(0.3275)"))
        connection.execute(sa.text(f"alter table request disable trigger {rules}"))
        connection.execute(CASES, {"open": open_cases, "closed": closed_cases, "people": people})
    with database.engine.begin() as connection:
        connection.execute(sa.text(f"alter table request enable trigger {rules}"))
    with database.connect(autocommit=True) as bare:
        bare.execute("vacuum analyze request, applicant")


def _fill_with_people(database: RequestDatabase, people: int) -> None:
    vault = PersonalDataVault.demo()
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    with database.engine.begin() as connection:
        connection.execute(
            PEOPLE,
            {
                "people": people,
                "sealed": [vault.seal(Person(nik="", name=name)) for name in names],
                "keys": ["{" + ",".join(map(str, vault.name_keys(name))) + "}" for name in names],
                "names": len(names),
            },
        )
