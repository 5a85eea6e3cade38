"""How guesses are slowed down: the same for every name, and not for ever."""

from __future__ import annotations

import datetime as dt

import dash
import pytest
import sqlalchemy as sa
from web_office import journal, sign_in

from dashboard.access.throttle import FORGET_AFTER, FREE_ATTEMPTS, Attempt
from dashboard.office import Office
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import SignInThrottle, UserAccount

pytestmark = pytest.mark.usefixtures("forgiven")

GUESS = "bukan-kata-sandi-ini"


def guesses(app: dash.Dash, username: str, times: int) -> list[int]:
    """Status codes of so many wrong sign-ins, each by a new visitor."""
    return [sign_in(app.server.test_client(), username, GUESS).status_code for _ in range(times)]


def attempt(session: sa.orm.Session, account: UserAccount | None, username: str = "petugas") -> Attempt:
    return Attempt(session, account, secret="of the tests", username=username, address="192.0.2.7")


def test_the_lock_does_not_tell_which_names_have_an_account(app: dash.Dash) -> None:
    known = guesses(app, "petugas", FREE_ATTEMPTS + 2)
    unknown = guesses(app, "tidak.ada", FREE_ATTEMPTS + 2)

    assert known == unknown == [401] * FREE_ATTEMPTS + [429] * 2


def test_a_lock_is_journalled_with_its_end(app: dash.Dash, office: Office) -> None:
    guesses(app, "pimpinan", FREE_ATTEMPTS)

    newest = journal(office.database)[-1]
    assert (newest.actor, newest.action) == ("sistem", "kunci masuk")
    assert dt.datetime.fromisoformat(newest.detail["sampai"]) > newest.occurred_at


def test_the_throttle_keeps_neither_names_nor_addresses(app: dash.Dash, office: Office) -> None:
    guesses(app, "siti.rahma", 1)

    with office.database.session() as session:
        keys = session.scalars(sa.select(SignInThrottle.address_hash)).all()
    assert {len(key) for key in keys} == {32}
    assert not any(b"siti" in key or b"127.0" in key for key in keys)


@pytest.mark.parametrize("is_known", [True, False])
def test_mistakes_of_an_earlier_day_no_longer_count(database: RequestDatabase, is_known: bool) -> None:
    long_ago = dt.datetime.now(dt.UTC) - FORGET_AFTER - dt.timedelta(minutes=1)
    with database.session.begin() as session:
        account = None
        if is_known:
            account = UserAccount(username="petugas", display_name="P", role="petugas", password_hash="!")
            session.add(account)
            session.flush()
        for _ in range(FREE_ATTEMPTS):
            attempt(session, account).note_failure()
        assert attempt(session, account).locked_until() is not None
        session.execute(sa.update(SignInThrottle).values(last_at=long_ago, locked_until=long_ago))
        session.execute(sa.update(UserAccount).values(locked_until=long_ago))
        session.expire_all()

        attempt(session, account).note_failure()

        assert attempt(session, account).locked_until() is None


def test_a_right_password_frees_the_address_but_not_a_guessed_name(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        account = UserAccount(username="petugas", display_name="P", role="petugas", password_hash="!")
        session.add(account)
        session.flush()
        for _ in range(FREE_ATTEMPTS):
            attempt(session, None, "tidak.ada").note_failure()

        attempt(session, account).note_success()

        assert attempt(session, account).locked_until() is None
        assert attempt(session, None, "tidak.ada").locked_until() is not None
