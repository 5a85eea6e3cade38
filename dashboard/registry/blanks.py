"""Blank cards: a ledger per location, whose sum is the stock.

KTP-el and KIA are printed on blanks that run out sooner than officers do. A finished card takes one blank
of its location in the transaction of its step, and never waits for the ledger: a stock below zero says
that something was not recorded.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.calendar import WIB
from dashboard.registry.models import BlankMovement, PickupLocation, Request, Transition
from dashboard.registry.status import Status
from dashboard.registry.workflow.people import Officer, StepNotAllowed

BLANKS = {"KTP_EL": "Blangko KTP-el", "KIA": "Blangko KIA"}
"""Kinds of blanks by the code of the service that uses them."""

MOST_AT_ONCE = 100_000
NOTE_LIMIT = 200
LEDGER_LOCK = 32750010


def follow_step(session: Session, request: Request, step: Transition, undoes: Transition | None) -> None:
    """Take a blank for a finished card, or give back the one that an undone step took."""
    if undoes is None and step.to_status == Status.SELESAI:
        if request.service_code in BLANKS and request.location_code is not None:
            _move_by_step(session, request.location_code, str(request.service_code), step, -1)
    elif undoes is not None and undoes.to_status == Status.SELESAI:
        taken = session.scalar(sa.select(BlankMovement).where(BlankMovement.transition_id == undoes.id))
        if taken is not None:
            _move_by_step(session, taken.location_code, taken.blank, step, +1)


def _move_by_step(session: Session, location: str, blank: str, step: Transition, amount: int) -> None:
    session.add(
        BlankMovement(
            location_code=location,
            blank=blank,
            kind="terpakai" if amount < 0 else "koreksi",
            amount=amount,
            moved_on=step.left_at.astimezone(WIB).date(),
            moved_at=step.left_at,
            user_id=step.actor_id,
            transition_id=step.id,
        )
    )
    session.flush()


class StockMoved(StepNotAllowed):
    """The ledger is no longer what the officer saw; ``stock`` is what it says now."""

    def __init__(self, seen: int, stock: int) -> None:
        super().__init__(
            f"Sejak formulir dibuka, stok tercatat berubah dari {seen} menjadi {stock}. Hitung ulang, atau "
            "simpan lagi bila hasil hitung Anda sudah memuat perubahan itu."
        )
        self.stock = stock


def receive(
    session: Session, officer: Officer, location: str, blank: str, amount: int, note: str = ""
) -> int:
    """Blanks came in. Returns the stock afterwards; raises :class:`StepNotAllowed`."""
    _check_amount(amount)
    stock = _stock_for_writing(session, officer, location, blank)
    return _write(session, officer, location, blank, "diterima", amount, note, stock)


def spoil(session: Session, officer: Officer, location: str, blank: str, amount: int, note: str = "") -> int:
    """Blanks were spoiled. Returns the stock afterwards.

    Raises:
        StepNotAllowed: also when more are said to be spoiled than are there.
    """
    _check_amount(amount)
    stock = _stock_for_writing(session, officer, location, blank)
    if amount > stock:
        raise StepNotAllowed(
            f"Stok tercatat hanya {max(stock, 0)}. Catat penerimaan atau hitung ulang dahulu."
        )
    return _write(session, officer, location, blank, "rusak", -amount, note, stock)


def correct(
    session: Session,
    officer: Officer,
    location: str,
    blank: str,
    counted: int,
    note: str,
    *,
    seen: int | None = None,
) -> int:
    """The blanks were counted: the ledger follows. Returns the stock afterwards.

    Args:
        seen: the stock that the officer saw before counting; ``None`` for whatever it is now.

    Raises:
        StepNotAllowed: also without a reason, or when the count is what the ledger says.
        StockMoved: the ledger moved since; the count may or may not include that.
    """
    if not 0 <= counted <= MOST_AT_ONCE:
        raise StepNotAllowed(f"Isi hasil hitung antara 0 dan {MOST_AT_ONCE}.")
    if not note.strip():
        raise StepNotAllowed("Tuliskan mengapa stok dikoreksi.")
    stock = _stock_for_writing(session, officer, location, blank)
    if seen is not None and seen != stock:
        raise StockMoved(seen, stock)
    if counted == stock:
        raise StepNotAllowed(f"Stok tercatat sudah {stock}. Tidak ada yang dikoreksi.")
    return _write(session, officer, location, blank, "koreksi", counted - stock, note, stock)


def _check_amount(amount: int) -> None:
    if not 1 <= amount <= MOST_AT_ONCE:
        raise StepNotAllowed(f"Isi jumlah antara 1 dan {MOST_AT_ONCE}.")


def _stock_for_writing(session: Session, officer: Officer, location: str, blank: str) -> int:
    """The stock, after those who write the same ledger at this moment."""
    if blank not in BLANKS:
        raise StepNotAllowed("Jenis blangko tidak dikenal. Pilih dari daftar.")
    if location not in blank_locations(session, officer):
        raise StepNotAllowed("Lokasi ini di luar wilayah kerja Anda.")
    ledger = sa.func.hashtext(f"{location}:{blank}")
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(LEDGER_LOCK, ledger)))
    total = sa.select(sa.func.coalesce(sa.func.sum(BlankMovement.amount), 0)).where(
        BlankMovement.location_code == location, BlankMovement.blank == blank
    )
    return int(session.scalars(total).one())


def _write(
    session: Session,
    officer: Officer,
    location: str,
    blank: str,
    kind: str,
    amount: int,
    note: str,
    stock: int,
) -> int:
    session.add(
        BlankMovement(
            location_code=location,
            blank=blank,
            kind=kind,
            amount=amount,
            moved_on=dt.datetime.now(WIB).date(),
            user_id=officer.id,
            note=note.strip()[:NOTE_LIMIT],
        )
    )
    subject = f"blangko:{location}:{blank}"
    audit.record(session, officer.username, f"blangko {kind}", subject, jumlah=amount, stok=stock + amount)
    return stock + amount


def blank_locations(session: Session, officer: Officer) -> list[str]:
    """The locations whose blanks an officer sees and writes, in the office's order."""
    limits = (
        (PickupLocation.code, officer.locations),
        (PickupLocation.kecamatan_code, officer.areas),
    )
    inside = [column.in_(allowed) for column, allowed in limits if allowed is not None]
    return list(
        session.scalars(sa.select(PickupLocation.code).where(*inside).order_by(PickupLocation.position))
    )
