"""``python -m dashboard users``: accounts from the command line."""

from __future__ import annotations

import re
import sys
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from sqlalchemy.orm import Session

from dashboard.access.passwords import MINIMUM_LENGTH, MOST_CHARACTERS, hash_password
from dashboard.access.permissions import PERMISSIONS, Permission, role_may
from dashboard.access.sessions import revoke_all
from dashboard.registry import audit
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import (
    Kecamatan,
    Kelurahan,
    PickupLocation,
    ReportSubscription,
    UserAccount,
    UserArea,
    UserKelurahan,
    UserScope,
)
from dashboard.settings import Settings

ACTOR = "baris perintah"
FREQUENCIES = ("mingguan", "bulanan")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

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
def scope(
    username: str,
    locations: Annotated[list[str] | None, typer.Argument(help="Codes of pickup locations.")] = None,
    kecamatan: Annotated[list[str] | None, typer.Option(help="Code of a kecamatan; may be repeated.")] = None,
    kelurahan: Annotated[
        list[str] | None, typer.Option(help="Code of a kelurahan a Satgas Pamor helps in; may be repeated.")
    ] = None,
) -> None:
    """Limit an account to pickup locations and kecamatan; without any it sees all.

    A Satgas Pamor helps in the kelurahan named, and without any nowhere.
    """
    asked_locations, asked_areas = set(locations or ()), set(kecamatan or ())
    asked_kelurahan = set(kelurahan or ())
    with RequestDatabase.open(Settings()).session.begin() as session:
        account = _required(session, username)
        _check_known(session, PickupLocation.code, asked_locations, "Lokasi")
        _check_known(session, Kecamatan.code, asked_areas, "Kecamatan")
        _check_known(session, Kelurahan.code, asked_kelurahan, "Kelurahan")
        session.execute(sa.delete(UserScope).where(UserScope.user_id == account.id))
        session.execute(sa.delete(UserArea).where(UserArea.user_id == account.id))
        session.execute(sa.delete(UserKelurahan).where(UserKelurahan.user_id == account.id))
        session.add_all(UserScope(user_id=account.id, location_code=code) for code in asked_locations)
        session.add_all(UserArea(user_id=account.id, kecamatan_code=code) for code in asked_areas)
        session.add_all(UserKelurahan(user_id=account.id, kelurahan_code=code) for code in asked_kelurahan)
        audit.record(
            session,
            ACTOR,
            "ubah wilayah kerja",
            f"akun:{account.username}",
            lokasi=sorted(asked_locations),
            kecamatan=sorted(asked_areas),
            kelurahan=sorted(asked_kelurahan),
        )
    typer.echo("Wilayah kerja disimpan.")


def _check_known(session: Session, column: Any, asked: set[str], what: str) -> None:
    unknown = asked - set(session.scalars(sa.select(column)))
    if unknown:
        raise typer.BadParameter(f"{what} tidak dikenal: {', '.join(sorted(unknown))}.")


@users.command("email")
def change_email(username: str, address: str) -> None:
    """Where an account gets its reports."""
    if not EMAIL.fullmatch(address):
        raise typer.BadParameter("Tulis satu alamat surel, misalnya kepala@contoh.go.id.")
    with RequestDatabase.open(Settings()).session.begin() as session:
        account = _required(session, username)
        account.email = address
        # The address is personal: the journal says that it changed, not to what.
        audit.record(session, ACTOR, "ubah alamat surel", f"akun:{account.username}")
    typer.echo("Alamat surel disimpan.")


@users.command("subscribe")
def subscribe(
    username: str,
    frequency: Annotated[str, typer.Argument(help="mingguan or bulanan.")],
    off: Annotated[bool, typer.Option("--off", help="Stop it.")] = False,
) -> None:
    """Send an account the report by e-mail, every week or every month."""
    if frequency not in FREQUENCIES:
        raise typer.BadParameter(f"Pilih salah satu dari: {', '.join(FREQUENCIES)}.")
    with RequestDatabase.open(Settings()).session.begin() as session:
        account = _required(session, username)
        if not off and not role_may(account.role, Permission.UNDUH):
            raise typer.BadParameter(f"Peran {account.role} tidak boleh mengunduh laporan.")
        if not off and account.email is None:
            raise typer.BadParameter(f"Isi dahulu alamat surel: users email {account.username} ALAMAT.")
        key = {"user_id": account.id, "frequency": frequency}
        known = session.get(ReportSubscription, tuple(key.values()))
        if off and known is not None:
            session.delete(known)
        elif not off and known is None:
            session.add(ReportSubscription(**key))
        else:
            typer.echo("Tidak ada yang berubah.")
            return
        what = "berhenti langganan laporan" if off else "langganan laporan"
        audit.record(session, ACTOR, what, f"akun:{account.username}", jenis=frequency)
    typer.echo(f"Laporan {frequency} untuk {account.username} {'dihentikan' if off else 'akan dikirim'}.")


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
