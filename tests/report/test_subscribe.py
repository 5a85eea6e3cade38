"""``python -m dashboard users subscribe``: who gets the report by e-mail."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from typer.testing import CliRunner
from web_office import journal

from dashboard.access.cli import users
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import ReportSubscription, UserAccount


@pytest.fixture(autouse=True)
def _an_office_with_accounts(
    database: RequestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EOPEN_DATABASE_URL", database.url)
    monkeypatch.setenv("EOPEN_HOME", str(tmp_path))
    with database.session.begin() as session:
        for name, role, address in (
            ("kepala", "pimpinan", "kepala@contoh.go.id"),
            ("baru", "pimpinan", None),
            ("ani", "petugas", "ani@contoh.go.id"),
        ):
            account = UserAccount(
                username=name, display_name=name, role=role, password_hash="-", email=address
            )
            session.add(account)


def subscribe(*arguments: str) -> Result:
    return CliRunner().invoke(users, ["subscribe", *arguments])


def subscriptions(database: RequestDatabase) -> list[str]:
    with database.session() as session:
        return sorted(session.scalars(sa.select(ReportSubscription.frequency)))


def test_a_subscription_is_kept_once_and_told_to_the_journal(database: RequestDatabase) -> None:
    first, second = subscribe("Kepala", "bulanan"), subscribe("kepala", "bulanan")
    subscribe("kepala", "mingguan")

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "akan dikirim" in first.output
    assert "Tidak ada yang berubah" in second.output
    assert subscriptions(database) == ["bulanan", "mingguan"]
    told = [(entry.action, entry.subject, entry.detail) for entry in journal(database)]
    assert told == [
        ("langganan laporan", "akun:kepala", {"jenis": "bulanan"}),
        ("langganan laporan", "akun:kepala", {"jenis": "mingguan"}),
    ]


def test_it_ends_when_it_is_switched_off(database: RequestDatabase) -> None:
    subscribe("kepala", "bulanan")
    subscribe("kepala", "mingguan")

    result = subscribe("kepala", "mingguan", "--off")

    assert "dihentikan" in result.output
    assert subscriptions(database) == ["bulanan"]


def test_who_lost_the_permission_can_still_be_switched_off(database: RequestDatabase) -> None:
    subscribe("kepala", "bulanan")
    with database.session.begin() as session:
        session.execute(sa.update(UserAccount).values(role="petugas", email=None))

    assert subscribe("kepala", "bulanan", "--off").exit_code == 0
    assert subscriptions(database) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("kepala", "harian"), "mingguan, bulanan"),
        (("ani", "bulanan"), "tidak boleh"),
        (("baru", "bulanan"), "alamat surel"),
        (("siapa", "bulanan"), "tidak ada"),
    ],
)
def test_what_cannot_be_is_refused(database: RequestDatabase, arguments: tuple[str, ...], told: str) -> None:
    result = subscribe(*arguments)

    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", " ").split())
    assert subscriptions(database) == []
    assert journal(database) == []
