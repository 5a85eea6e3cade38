"""Claims and decisions of several real operating-system processes on one PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.registry import workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.desk_settings import PREFIX
from dashboard.registry.models import Request, Transition, UserAccount
from dashboard.registry.office_facts import set_fact
from tests.registry.conftest import TestOfficer, add_officer
from tests.registry.crowd import at_once

WAITING = 20_000
PROCESSES = 32

MANY_WAITING = sa.text(
    """
    insert into request (root_id, id, root_submitted_at, submitted_at, status_since, last_change_at,
                         service_code, location_code, queue_at)
    select n, n, t, t, t, t, 'KK', case when n % 2 = 0 then 'KEC_10' else 'DINAS' end, t
    from (select n, timestamptz '2026-11-01' + n * interval '1 second' as t
          from generate_series(1, :waiting) n)
    """
)


def claim_all(database: RequestDatabase, officer: TestOfficer, ready: Callable[[], None]) -> list[int]:
    """One officer's process: claim until nothing is waiting."""
    ready()
    claimed: list[int] = []
    while True:
        with database.session.begin() as session:
            found = workflow.claim_next(session, officer)
        if found is None:
            return claimed
        claimed.append(found)


def double_click(database: RequestDatabase, officer: TestOfficer, ready: Callable[[], None]) -> int | None:
    """One click on "claim next" by an officer whose screen shows no case held."""
    ready()
    with database.session.begin() as session:
        return workflow.claim_next(session, officer, held_on_screen=0)


def hand_over(database: RequestDatabase, officer: TestOfficer, ready: Callable[[], None]) -> str:
    """One officer hands application 1 over, as seen ready."""
    return _decide(database, officer, ready, workflow.hand_over, "loket", version=2)


def accept(database: RequestDatabase, officer: TestOfficer, ready: Callable[[], None]) -> str:
    """One officer accepts application 1, as seen waiting."""
    return _decide(database, officer, ready, workflow.accept, version=0)


def _decide(
    database: RequestDatabase,
    officer: TestOfficer,
    ready: Callable[[], None],
    step: Any,
    *details: str,
    version: int,
) -> str:
    """What the officer is told: nothing when the step was taken."""
    with database.session() as session:
        calendar = WorkCalendar(session)
    ready()
    try:
        with database.session.begin() as session:
            step(session, calendar, officer, 1, *details, version=version)
    except workflow.WorkflowError as refusal:
        return str(refusal)
    return ""


def break_down(database: RequestDatabase, officer: TestOfficer, ready: Callable[[], None]) -> None:
    """A process that fails while the others wait for it."""
    if officer.username == "petugas1":
        raise ValueError("petugas1 jatuh")
    ready()


def fill(database: RequestDatabase, waiting: int, officers: int) -> list[TestOfficer]:
    with database.session.begin() as session:
        # Nobody decides here: the number of cases that one officer may hold is not what is proved.
        set_fact(session, f"{PREFIX}most_held", str(waiting))
        session.execute(MANY_WAITING, {"waiting": waiting})
        return [add_officer(session, f"petugas{number}") for number in range(officers)]


def test_every_case_goes_to_exactly_one_officer_and_none_is_lost(database: RequestDatabase) -> None:
    officers = fill(database, WAITING, PROCESSES)

    found = at_once(claim_all, database, officers)

    times_claimed = Counter(request_id for _, claimed in found for request_id in claimed)
    assert times_claimed == Counter(range(1, WAITING + 1))
    assert all(claimed for _, claimed in found), "not every process took part: less was proved"
    with database.session() as session:
        holders = dict(session.execute(sa.select(Request.id, Request.claimed_by)).all())
    assert holders == {request_id: officer for officer, claimed in found for request_id in claimed}


def test_officers_of_different_locations_claim_side_by_side(database: RequestDatabase) -> None:
    officers = fill(database, 400, 4)
    scoped = [
        replace(officer, locations=("KEC_10",) if number % 2 else ("DINAS",))
        for number, officer in enumerate(officers)
    ]

    found = dict(at_once(claim_all, database, scoped))

    head_office = sorted(found[officers[0].id] + found[officers[2].id])
    kecamatan = sorted(found[officers[1].id] + found[officers[3].id])
    assert head_office == list(range(1, 401, 2))
    assert kecamatan == list(range(2, 401, 2))


def test_two_clicks_of_one_officer_at_once_take_one_case(database: RequestDatabase) -> None:
    (officer,) = fill(database, 10, 1)

    clicks = at_once(double_click, database, [officer, officer])

    assert clicks == [(officer.id, 1), (officer.id, 1)]


@pytest.mark.parametrize("_", range(3))
def test_of_two_decisions_at_once_one_wins_and_the_other_is_told_who(
    database: RequestDatabase, _: int
) -> None:
    ani, beni = fill(database, 1, 2)
    with database.session.begin() as session:
        calendar = WorkCalendar(session)
        for version, step in enumerate((workflow.accept, workflow.finish)):
            workflow.claim(session, ani, 1)
            step(session, calendar, ani, 1, version=version)
    with database.session() as session:
        names = dict(session.execute(sa.select(UserAccount.id, UserAccount.display_name)).all())

    outcomes = dict(at_once(hand_over, database, [ani, beni]))

    (winner,) = [officer for officer, refusal in outcomes.items() if not refusal]
    (loser,) = [officer for officer, refusal in outcomes.items() if refusal]
    assert f"sudah diubah oleh {names[winner]} pada" in outcomes[loser]
    assert "Langkah Anda tidak disimpan" in outcomes[loser]
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Transition)) == 3


def test_a_decision_sent_twice_at_once_is_taken_once(database: RequestDatabase) -> None:
    (officer,) = fill(database, 1, 1)
    with database.session.begin() as session:
        workflow.claim(session, officer, 1)

    outcomes = at_once(accept, database, [officer, officer])

    assert sorted(bool(refusal) for _, refusal in outcomes) == [False, True]
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Transition)) == 1


def test_a_process_that_fails_ends_the_proof_with_its_error(database: RequestDatabase) -> None:
    officers = fill(database, 1, 3)

    with pytest.raises(ValueError, match="petugas1 jatuh"):
        at_once(break_down, database, officers)
