"""Signing in and out, seen from those who must not get in."""

from __future__ import annotations

import datetime as dt

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from web_office import PASSWORDS, csrf_of, is_signed_in, journal, sign_in

from dashboard.access.sign_in import CSRF_KEY, SESSION_COOKIE, WRONG
from dashboard.access.throttle import ADDRESS_FREE_ATTEMPTS, FREE_ATTEMPTS, lock_for
from dashboard.office import Office
from dashboard.registry import audit
from dashboard.registry.models import UserAccount, UserSession
from dashboard.registry.office_facts import DATA_KIND, set_fact

pytestmark = pytest.mark.usefixtures("forgiven")

GUESS = "bukan-kata-sandi-ini"


def change_account(office: Office, username: str, **values: object) -> None:
    with office.database.session.begin() as session:
        session.execute(sa.update(UserAccount).where(UserAccount.username == username).values(**values))


def change_newest_session(office: Office, **values: object) -> None:
    with office.database.session.begin() as session:
        newest = session.scalars(sa.select(UserSession).order_by(UserSession.created_at.desc())).first()
        assert newest is not None
        for name, value in values.items():
            setattr(newest, name, value)


# --- the form -------------------------------------------------------------------------------------


def test_the_right_password_opens_a_session_in_a_cookie_that_scripts_cannot_read(
    client: FlaskClient,
) -> None:
    answer = sign_in(client, "petugas")

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(SESSION_COOKIE))
    assert (answer.status_code, answer.location) == (303, "/")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert is_signed_in(client)


def test_the_user_name_is_accepted_in_any_case_and_with_spaces_around_it(client: FlaskClient) -> None:
    answer = sign_in(client, "  PETUGAS ", PASSWORDS["petugas"])

    assert answer.status_code == 303


def test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nothing(app: dash.Dash) -> None:
    wrong, unknown = (
        sign_in(app.server.test_client(), username, GUESS) for username in ("petugas", "peXugas")
    )

    assert wrong.status_code == unknown.status_code == 401
    assert WRONG in wrong.text
    assert len(wrong.text) == len(unknown.text)
    assert wrong.headers.getlist("Set-Cookie") == unknown.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("username", ["pet\x00ugas", "é" * 500, "'; drop table user_account --", ""])
def test_a_name_that_cannot_be_one_is_refused_like_any_other(client: FlaskClient, username: str) -> None:
    answer = sign_in(client, username, GUESS)

    assert answer.status_code == 401
    assert WRONG in answer.text


def test_a_failed_sign_in_leaves_no_session(client: FlaskClient) -> None:
    sign_in(client, "petugas", GUESS)

    assert not is_signed_in(client)


def test_a_name_with_markup_is_shown_as_text(client: FlaskClient) -> None:
    answer = sign_in(client, '"><script>alert(1)</script>', GUESS)

    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize("token", [None, "", "a token of nobody", "é"])
def test_a_form_without_its_own_token_is_refused(client: FlaskClient, token: str | None) -> None:
    csrf_of(client)
    form = {"nama": "petugas", "sandi": PASSWORDS["petugas"]}

    answer = client.post("/masuk", data=form if token is None else {**form, "csrf": token})

    assert answer.status_code == 400
    assert not is_signed_in(client)


def test_the_token_of_another_visitor_is_refused(app: dash.Dash, client: FlaskClient) -> None:
    stolen = csrf_of(app.server.test_client())
    csrf_of(client)

    answer = client.post("/masuk", data={"csrf": stolen, "nama": "petugas", "sandi": PASSWORDS["petugas"]})

    assert answer.status_code == 400


def test_a_form_sent_without_ever_seeing_it_is_refused(client: FlaskClient) -> None:
    answer = client.post("/masuk", data={"csrf": "", "nama": "petugas", "sandi": PASSWORDS["petugas"]})

    assert answer.status_code == 400


# --- where it leads -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/proses", "/proses"),
        ("/proses?dari=2026-01-01&layanan=KK", "/proses?dari=2026-01-01&layanan=KK"),
        ("/antrean?kasus=EO-00000017", "/antrean?kasus=EO-00000017"),
        ("", "/"),
        ("proses", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("https://evil.example/", "/"),
        ("https:evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        (" //evil.example", "/"),
        ("/proses\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("//[", "/"),
    ],
)
def test_signing_in_leads_to_pages_of_this_site_only(app: dash.Dash, asked: str, leads_to: str) -> None:
    visitor = app.server.test_client()

    sent_along = sign_in(visitor, "petugas", then=asked)
    already_in = visitor.get("/masuk", query_string={"next": asked})

    assert (sent_along.status_code, sent_along.location) == (303, leads_to)
    assert (already_in.status_code, already_in.location) == (303, leads_to)


# --- guessing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mistakes", "seconds"),
    [
        (0, 0),
        (1, 0),
        (4, 0),
        (5, 30),
        (6, 60),
        (7, 120),
        (8, 240),
        (9, 480),
        (10, 900),
        (11, 900),
        (9999, 900),
    ],
)
def test_every_further_mistake_doubles_the_lock_up_to_a_quarter_of_an_hour(
    mistakes: int, seconds: int
) -> None:
    assert lock_for(mistakes, FREE_ATTEMPTS) == dt.timedelta(seconds=seconds)


def test_five_mistakes_lock_the_account_even_for_the_right_password(client: FlaskClient) -> None:
    mistakes = [sign_in(client, "petugas2", GUESS).status_code for _ in range(FREE_ATTEMPTS)]

    answer = sign_in(client, "petugas2")

    assert mistakes == [401] * FREE_ATTEMPTS
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.text
    assert not is_signed_in(client)


def test_a_locked_account_keeps_no_other_account_out(app: dash.Dash, office: Office) -> None:
    change_account(office, "petugas2", locked_until=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))

    locked, other = (sign_in(app.server.test_client(), name) for name in ("petugas2", "petugas"))

    assert locked.status_code == 429
    assert other.status_code == 303


def test_a_lock_ends_by_itself_and_the_right_password_clears_the_count(
    client: FlaskClient, office: Office
) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    change_account(office, "petugas2", failed_count=9, locked_until=past)

    answer = sign_in(client, "petugas2")

    with office.database.session() as session:
        count = session.scalar(sa.select(UserAccount.failed_count).where(UserAccount.username == "petugas2"))
    assert answer.status_code == 303
    assert count == 0


def test_twenty_mistakes_from_one_address_lock_that_address_for_every_name(app: dash.Dash) -> None:
    visitor = app.server.test_client()
    for number in range(ADDRESS_FREE_ATTEMPTS):
        sign_in(visitor, f"orang{number}", GUESS)

    here = sign_in(visitor, "petugas")
    elsewhere = app.server.test_client()
    form = {"csrf": csrf_of(elsewhere), "nama": "petugas", "sandi": PASSWORDS["petugas"]}
    there = elsewhere.post("/masuk", data=form, environ_base={"REMOTE_ADDR": "10.9.8.7"})

    assert here.status_code == 429
    assert there.status_code == 303


# --- the end of a session -------------------------------------------------------------------------


def test_signing_out_ends_the_session_for_a_copied_cookie_too(app: dash.Dash, client: FlaskClient) -> None:
    sign_in(client, "petugas")
    copied = client.get_cookie(SESSION_COOKIE)
    thief = app.server.test_client()
    assert copied is not None
    thief.set_cookie(SESSION_COOKIE, copied.value)
    assert is_signed_in(thief)

    answer = client.post("/keluar")

    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert client.get_cookie(SESSION_COOKIE) is None
    assert not is_signed_in(thief)


def test_signing_out_of_one_session_leaves_the_others_of_the_account(app: dash.Dash) -> None:
    here, there = app.server.test_client(), app.server.test_client()
    sign_in(here, "petugas")
    sign_in(there, "petugas")

    here.post("/keluar")

    assert is_signed_in(there)


def test_signing_in_again_ends_the_session_that_the_browser_held(app: dash.Dash, client: FlaskClient) -> None:
    sign_in(client, "petugas")
    earlier = client.get_cookie(SESSION_COOKIE)
    assert earlier is not None
    form = {"csrf": csrf_of(app.server.test_client()), "nama": "pimpinan", "sandi": PASSWORDS["pimpinan"]}
    with client.session_transaction() as kept:
        kept[CSRF_KEY] = form["csrf"]  # the form was open before the first sign-in

    answer = client.post("/masuk", data=form)

    later, thief = client.get_cookie(SESSION_COOKIE), app.server.test_client()
    thief.set_cookie(SESSION_COOKIE, earlier.value)
    assert answer.status_code == 303
    assert later is not None
    assert later.value != earlier.value
    assert not is_signed_in(thief)
    assert is_signed_in(client)


def test_a_link_cannot_sign_anybody_out(client: FlaskClient) -> None:
    sign_in(client, "petugas")

    client.get("/keluar")

    assert is_signed_in(client)


def test_a_made_up_cookie_is_nobody(client: FlaskClient) -> None:
    client.set_cookie(SESSION_COOKIE, "a" * 43)

    assert not is_signed_in(client)


def test_the_stored_hash_is_no_cookie(client: FlaskClient, office: Office) -> None:
    sign_in(client, "petugas")
    cookie = client.get_cookie(SESSION_COOKIE)
    assert cookie is not None

    with office.database.session() as session:
        stored = session.scalars(sa.select(UserSession.token_hash)).all()

    assert cookie.value.encode() not in stored
    assert all(len(token_hash) == 32 for token_hash in stored)


def test_a_session_ends_after_an_hour_without_use(client: FlaskClient, office: Office) -> None:
    limit = dt.timedelta(minutes=office.settings.session_idle_minutes)
    sign_in(client, "petugas")

    change_newest_session(office, last_seen_at=dt.datetime.now(dt.UTC) - limit + dt.timedelta(seconds=30))
    shortly_before = is_signed_in(client)
    change_newest_session(office, last_seen_at=dt.datetime.now(dt.UTC) - limit - dt.timedelta(seconds=1))

    assert shortly_before
    assert not is_signed_in(client)


def test_use_keeps_a_session_alive(client: FlaskClient, office: Office) -> None:
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=50)
    sign_in(client, "petugas")
    change_newest_session(office, last_seen_at=long_ago)

    is_signed_in(client)

    with office.database.session() as session:
        seen = session.scalar(sa.select(sa.func.max(UserSession.last_seen_at)))
        stale = session.scalar(sa.select(UserSession).where(UserSession.last_seen_at == long_ago))
    assert seen is not None
    assert dt.datetime.now(dt.UTC) - seen < dt.timedelta(minutes=1)
    assert stale is None


def test_a_session_ends_at_its_limit_however_busy_it_is(client: FlaskClient, office: Office) -> None:
    sign_in(client, "petugas")
    change_newest_session(office, expires_at=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))

    assert not is_signed_in(client)


def test_a_shut_account_is_out_at_once_and_cannot_come_back(
    app: dash.Dash, client: FlaskClient, office: Office
) -> None:
    sign_in(client, "petugas2")

    change_account(office, "petugas2", is_active=False)

    again = sign_in(app.server.test_client(), "petugas2")
    assert not is_signed_in(client)
    assert again.status_code == 401
    assert WRONG in again.text


@pytest.mark.parametrize("kind", ["nyata", "kosong"])
def test_demo_accounts_work_with_simulated_data_only(
    app: dash.Dash, client: FlaskClient, office: Office, kind: str
) -> None:
    sign_in(client, "admin")

    with office.database.session.begin() as session:
        set_fact(session, DATA_KIND, kind)

    newcomer = app.server.test_client()
    again = sign_in(newcomer, "admin")
    assert not is_signed_in(client)
    assert again.status_code == 401
    assert not is_signed_in(newcomer)


def test_demo_passwords_are_printed_with_simulated_data_only(client: FlaskClient, office: Office) -> None:
    simulated = client.get("/masuk").text

    with office.database.session.begin() as session:
        set_fact(session, DATA_KIND, "nyata")

    assert PASSWORDS["admin"] in simulated
    assert PASSWORDS["admin"] not in client.get("/masuk").text


# --- the journal ----------------------------------------------------------------------------------


def test_signing_in_and_out_is_journalled_and_the_journal_stays_whole(
    client: FlaskClient, office: Office
) -> None:
    before = len(journal(office.database))

    sign_in(client, "petugas", GUESS)
    sign_in(client, "petugas")
    client.post("/keluar")

    entries = [(entry.actor, entry.action) for entry in journal(office.database)[before:]]
    assert entries == [("sistem", "gagal masuk"), ("petugas", "masuk"), ("petugas", "keluar")]
    with office.database.session() as session:
        assert audit.verify(session) is None


def test_a_failed_sign_in_writes_neither_the_name_nor_the_password(
    client: FlaskClient, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    before = len(journal(office.database))

    sign_in(client, "sandi-salah-kolom", GUESS)
    sign_in(client, "pimpinan", GUESS)

    entries = journal(office.database)[before:]
    written = str([(e.actor, e.action, e.subject, e.detail) for e in entries]) + caplog.text
    assert [entry.action for entry in entries] == ["gagal masuk", "gagal masuk"]
    for secret in ("sandi-salah-kolom", "pimpinan", GUESS):
        assert secret not in written
