"""``python -m dashboard users``: what it does to accounts, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from typer.testing import CliRunner
from web_office import journal

from dashboard.access.accounts import to_account
from dashboard.access.cli import users
from dashboard.access.passwords import MINIMUM_LENGTH, MOST_CHARACTERS, verify_password
from dashboard.access.sessions import account_of, open_session
from dashboard.registry import audit
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import PickupLocation, UserAccount, UserKelurahan
from dashboard.settings import Settings

PASSWORD = "sebuah kalimat sandi"


@pytest.fixture(autouse=True)
def _the_office_of_the_test(
    database: RequestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EOPEN_DATABASE_URL", database.url)
    monkeypatch.setenv("EOPEN_HOME", str(tmp_path))


def run(*arguments: str, password: str = "") -> Result:
    return CliRunner().invoke(users, list(arguments), input=f"{password}\n")


def add(username: str = "ani", role: str = "petugas") -> Result:
    return run("add", username, "--role", role, "--password-stdin", password=PASSWORD)


def stored(database: RequestDatabase, username: str = "ani") -> UserAccount:
    with database.session() as session:
        return session.scalars(sa.select(UserAccount).where(UserAccount.username == username)).one()


def count(database: RequestDatabase) -> int:
    with database.session() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(UserAccount)) or 0


def signed_in(database: RequestDatabase, username: str = "ani") -> str:
    with database.session.begin() as session:
        return open_session(session, Settings(), stored(database, username).id)


def is_live(database: RequestDatabase, token: str) -> bool:
    with database.session() as session:
        return account_of(session, Settings(), token) is not None


def test_an_added_account_has_its_role_and_its_password_as_a_hash(database: RequestDatabase) -> None:
    result = run(
        "add", "Ani", "--role", "petugas", "--name", "Ani Wijaya", "--password-stdin", password=PASSWORD
    )

    account = stored(database)
    assert result.exit_code == 0, result.output
    assert (account.role, account.display_name, account.is_active, account.is_demo) == (
        "petugas", "Ani Wijaya", True, False,
    )  # fmt: skip
    assert account.password_hash.startswith("$argon2id$")
    assert verify_password(account.password_hash, PASSWORD)
    assert not verify_password(account.password_hash, PASSWORD.upper())


def test_the_password_is_asked_for_twice_and_not_shown(database: RequestDatabase) -> None:
    result = CliRunner().invoke(users, ["add", "ani", "--role", "admin"], input=f"{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert verify_password(stored(database).password_hash, PASSWORD)


def test_the_password_is_no_argument(database: RequestDatabase) -> None:
    result = run("add", "ani", "--role", "petugas", "--password", PASSWORD)

    assert result.exit_code == 2
    assert count(database) == 0


@pytest.mark.parametrize("length", [0, 1, MINIMUM_LENGTH - 1, MOST_CHARACTERS + 1])
def test_a_password_that_is_too_short_or_too_long_is_refused(database: RequestDatabase, length: int) -> None:
    result = run("add", "ani", "--role", "petugas", "--password-stdin", password="x" * length)

    assert result.exit_code == 2
    assert str(MINIMUM_LENGTH) in result.output
    assert count(database) == 0
    assert journal(database) == []


@pytest.mark.parametrize("role", ["", "Admin", "kepala", "umum"])
def test_an_unknown_role_is_refused(database: RequestDatabase, role: str) -> None:
    add()

    added = add("budi", role)
    changed = run("role", "ani", role)

    assert (added.exit_code, changed.exit_code) == (2, 2)
    assert count(database) == 1
    assert stored(database).role == "petugas"


def test_a_name_is_taken_in_any_case(database: RequestDatabase) -> None:
    add("ani")

    result = add("ANI", "admin")

    assert result.exit_code == 2
    assert "sudah ada" in result.output
    assert stored(database).role == "petugas"


def test_the_list_shows_names_roles_and_state_but_no_hash(database: RequestDatabase) -> None:
    add("ani")
    add("budi", "pimpinan")
    run("disable", "budi")

    output = run("list").output

    lines = [line.split() for line in output.splitlines()]
    assert [line[:3] for line in lines] == [["ani", "petugas", "aktif"], ["budi", "pimpinan", "nonaktif"]]
    assert "argon2" not in output


def test_a_disabled_account_loses_its_sessions_and_they_stay_lost(database: RequestDatabase) -> None:
    add()
    token = signed_in(database)
    before = is_live(database, token)

    disabled = run("disable", "ani")
    while_disabled = is_live(database, token)
    run("enable", "ani")

    assert disabled.exit_code == 0
    assert before
    assert not while_disabled
    assert stored(database).is_active
    assert not is_live(database, token)


def test_a_new_role_is_stored(database: RequestDatabase) -> None:
    add()

    result = run("role", "ANI", "pimpinan")

    assert result.exit_code == 0
    assert stored(database).role == "pimpinan"


def test_a_new_password_ends_all_sessions_and_lifts_the_lock(database: RequestDatabase) -> None:
    add()
    tokens = [signed_in(database), signed_in(database)]
    with database.session.begin() as session:
        session.execute(sa.update(UserAccount).values(failed_count=7, locked_until=sa.func.now()))

    result = run("password", "ani", "--password-stdin", password="sandi lain yang panjang")

    account = stored(database)
    assert result.exit_code == 0
    assert verify_password(account.password_hash, "sandi lain yang panjang")
    assert not verify_password(account.password_hash, PASSWORD)
    assert (account.failed_count, account.locked_until) == (0, None)
    assert [is_live(database, token) for token in tokens] == [False, False]


def test_a_too_short_new_password_changes_nothing(database: RequestDatabase) -> None:
    add()
    token = signed_in(database)

    result = run("password", "ani", "--password-stdin", password="pendek")

    assert result.exit_code == 2
    assert verify_password(stored(database).password_hash, PASSWORD)
    assert is_live(database, token)


def test_an_account_is_limited_to_locations_and_freed_again(database: RequestDatabase) -> None:
    add()
    with database.session() as session:
        codes = tuple(session.scalars(sa.select(PickupLocation.code).order_by(PickupLocation.code).limit(2)))

    limited = run("scope", "ani", *codes)
    with database.session() as session:
        while_limited = to_account(session, stored(database)).locations
    freed = run("scope", "ani")

    assert (limited.exit_code, freed.exit_code) == (0, 0)
    assert while_limited == codes
    with database.session() as session:
        assert to_account(session, stored(database)).locations is None


AREAS = ("32.75.01", "32.75.02")


def test_an_account_is_limited_to_kecamatan_and_freed_again(database: RequestDatabase) -> None:
    add()

    limited = run("scope", "ani", "--kecamatan", AREAS[0], "--kecamatan", AREAS[1])
    with database.session() as session:
        while_limited = to_account(session, stored(database)).areas
    unknown = run("scope", "ani", "--kecamatan", AREAS[0][:-1])
    freed = run("scope", "ani")

    assert (limited.exit_code, unknown.exit_code, freed.exit_code) == (0, 2, 0)
    assert while_limited == AREAS
    with database.session() as session:
        assert to_account(session, stored(database)).areas is None


HELPED = ("32.75.01.1001", "32.75.01.1002")


def test_a_satgas_pamor_is_given_kelurahan_and_loses_them_again(database: RequestDatabase) -> None:
    add()

    def kelurahan() -> list[str]:
        with database.session() as session:
            return sorted(session.scalars(sa.select(UserKelurahan.kelurahan_code)))

    given = run("scope", "ani", "--kelurahan", HELPED[0], "--kelurahan", HELPED[1])
    while_given = kelurahan()
    unknown = run("scope", "ani", "--kelurahan", HELPED[0][:-1])
    while_unknown = kelurahan()
    taken = run("scope", "ani")

    assert (given.exit_code, unknown.exit_code, taken.exit_code) == (0, 2, 0)
    assert tuple(while_given) == tuple(while_unknown) == HELPED
    assert kelurahan() == []


def test_an_unknown_location_leaves_the_limit_as_it_was(database: RequestDatabase) -> None:
    add()
    with database.session() as session:
        code = session.scalars(sa.select(PickupLocation.code)).first()
    assert code is not None
    run("scope", "ani", code)

    result = run("scope", "ani", "TIDAK_ADA")

    assert result.exit_code == 2
    assert "TIDAK_ADA" in result.output
    with database.session() as session:
        assert to_account(session, stored(database)).locations == (code,)


@pytest.mark.parametrize(
    "command",
    [("disable",), ("enable",), ("role", "admin"), ("password", "--password-stdin"), ("scope",)],
    ids=lambda command: command[0],
)
def test_an_unknown_account_is_refused_and_not_journalled(
    database: RequestDatabase, command: tuple[str, ...]
) -> None:
    result = run(command[0], "tidak-ada", *command[1:], password=PASSWORD)

    assert result.exit_code == 2
    assert "tidak ada" in result.output
    assert journal(database) == []


def test_every_change_is_journalled_without_passwords_and_the_journal_stays_whole(
    database: RequestDatabase,
) -> None:
    add()
    run("role", "ani", "admin")
    run("password", "ani", "--password-stdin", password="sandi lain yang panjang")
    run("scope", "ani")
    run("disable", "ani")
    run("enable", "ani")

    entries = journal(database)
    written = str([(entry.actor, entry.action, entry.subject, entry.detail) for entry in entries])
    assert [entry.action for entry in entries] == [
        "tambah akun", "ubah peran", "ganti kata sandi", "ubah wilayah kerja", "nonaktifkan", "aktifkan",
    ]  # fmt: skip
    assert {(entry.actor, entry.subject) for entry in entries} == {("baris perintah", "akun:ani")}
    assert PASSWORD not in written
    assert "sandi lain" not in written
    with database.session() as session:
        assert audit.verify(session) is None
