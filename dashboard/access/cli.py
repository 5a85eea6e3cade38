"""``python -m dashboard users``: accounts from the command line."""

from __future__ import annotations

import sys
from typing import Annotated

import sqlalchemy as sa
import typer
from sqlalchemy.orm import Session

from dashboard.access.passwords import MINIMUM_LENGTH, MOST_CHARACTERS, hash_password
from dashboard.access.permissions import PERMISSIONS
from dashboard.access.sessions import revoke_all
from dashboard.registry import audit
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import PickupLocation, UserAccount, UserScope
from dashboard.settings import Settings

ACTOR = "baris perintah"

users = typer.Typer(no_args_is_help=True, help="Accounts and their roles.")

Role = Annotated[str, typer.Option(help=f"One of {', '.join(PERMISSIONS)}.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@users.command("add")
def add(username: str, role: Role, name: str = "", password_stdin: FromStdin = False) -> None:
    """Add an account; the password is asked for and never an argument."""
    _check_role(role)
    # Asked before the transaction: it must not stand open while somebody types.
    password_hash = hash_password(_ask_password(password_stdin))
    with RequestDatabase.open(Settings()).session.begin() as session:
        if _find(session, username) is not None:
            raise typer.BadParameter(f"Akun {username} sudah ada.")
        session.add(
            UserAccount(
                username=username.lower(),
                display_name=name or username,
                role=role,
                password_hash=password_hash,
            )
        )
        audit.record(session, ACTOR, "tambah akun", f"akun:{username.lower()}", peran=role)
    typer.echo(f"Akun {username.lower()} ({role}) dibuat.")


@users.command("list")
def list_accounts() -> None:
    """List the accounts."""
    with RequestDatabase.open(Settings()).session() as session:
        for row in session.scalars(sa.select(UserAccount).order_by(UserAccount.username)):
            state = "aktif" if row.is_active else "nonaktif"
            typer.echo(f"{row.username:<20} {row.role:<10} {state:<9} {row.display_name}")


@users.command("disable")
def disable(username: str) -> None:
    """Shut an account; its sessions end at once."""
    _set_active(username, False)


@users.command("enable")
def enable(username: str) -> None:
    """Open an account again."""
    _set_active(username, True)


@users.command("role")
def change_role(username: str, role: str) -> None:
    """Give an account another role."""
    _check_role(role)
    with RequestDatabase.open(Settings()).session.begin() as session:
        _required(session, username).role = role
        audit.record(session, ACTOR, "ubah peran", f"akun:{username.lower()}", peran=role)
    typer.echo(f"Akun {username.lower()} kini {role}.")


@users.command("password")
def change_password(username: str, password_stdin: FromStdin = False) -> None:
    """Set a new password; all sessions of the account end."""
    password_hash = hash_password(_ask_password(password_stdin))
    with RequestDatabase.open(Settings()).session.begin() as session:
        account = _required(session, username)
        account.password_hash = password_hash
        account.failed_count, account.locked_until = 0, None
        revoke_all(session, account.id)
        audit.record(session, ACTOR, "ganti kata sandi", f"akun:{account.username}")
    typer.echo("Kata sandi diganti.")


@users.command("scope")
def scope(username: str, locations: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Limit an account to pickup locations; without any it sees all."""
    with RequestDatabase.open(Settings()).session.begin() as session:
        account = _required(session, username)
        known = set(session.scalars(sa.select(PickupLocation.code)))
        unknown = set(locations or ()) - known
        if unknown:
            raise typer.BadParameter(f"Lokasi tidak dikenal: {', '.join(sorted(unknown))}.")
        session.execute(sa.delete(UserScope).where(UserScope.user_id == account.id))
        session.add_all(UserScope(user_id=account.id, location_code=code) for code in set(locations or ()))
        audit.record(
            session, ACTOR, "ubah lokasi kerja", f"akun:{account.username}", lokasi=sorted(locations or ())
        )
    typer.echo("Lokasi kerja disimpan.")


def _set_active(username: str, active: bool) -> None:
    with RequestDatabase.open(Settings()).session.begin() as session:
        account = _required(session, username)
        account.is_active = active
        if not active:
            revoke_all(session, account.id)
        audit.record(session, ACTOR, "aktifkan" if active else "nonaktifkan", f"akun:{account.username}")
    typer.echo(f"Akun {username.lower()} {'aktif' if active else 'nonaktif'}.")


def _find(session: Session, username: str) -> UserAccount | None:
    return session.scalar(sa.select(UserAccount).where(UserAccount.username == username.lower()))


def _required(session: Session, username: str) -> UserAccount:
    account = _find(session, username)
    if account is None:
        raise typer.BadParameter(f"Akun {username} tidak ada.")
    return account


def _check_role(role: str) -> None:
    if role not in PERMISSIONS:
        raise typer.BadParameter(f"Peran harus salah satu dari: {', '.join(PERMISSIONS)}.")


def _ask_password(from_stdin: bool) -> str:
    password = (
        sys.stdin.readline().rstrip("\n")
        if from_stdin
        else str(typer.prompt("Kata sandi", hide_input=True, confirmation_prompt=True))
    )
    if not MINIMUM_LENGTH <= len(password) <= MOST_CHARACTERS:
        raise typer.BadParameter(f"Kata sandi harus {MINIMUM_LENGTH} sampai {MOST_CHARACTERS} karakter.")
    return password
