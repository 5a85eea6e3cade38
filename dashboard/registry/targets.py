"""Targets of KPIs. A target holds from its day on; the earlier one stays true of the days before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB
from dashboard.registry.models import KpiTarget, Service

Unit = Literal["persen", "jam kerja", "permohonan"]


@dataclass(frozen=True)
class Kpi:
    """A figure that can have a target; ``higher_is_better`` says which side of it is good."""

    label: str
    unit: Unit
    higher_is_better: bool
    most: float


KPIS: dict[str, Kpi] = {
    "tepat_waktu": Kpi("Tepat waktu", "persen", True, 100),
    "sekali_jadi": Kpi("Sekali jadi", "persen", True, 100),
    "ditolak": Kpi("Ditolak", "persen", False, 100),
    "p50_selesai": Kpi("Masuk sampai Selesai, P50", "jam kerja", False, 10_000),
    "tunggakan": Kpi("Tunggakan berkas", "permohonan", False, 10_000_000),
    "belum_diambil": Kpi("Selesai, belum diambil", "permohonan", False, 10_000_000),
    "gagal": Kpi("Gagal kirim", "permohonan", False, 10_000_000),
    "slot_terisi": Kpi("Slot terisi", "persen", True, 100),
    "siap_diambil": Kpi("Siap sebelum hari pengambilan", "persen", True, 100),
}


class TargetError(ValueError):
    """A target that cannot be; the message says what can."""


@dataclass(frozen=True)
class Target:
    """A target as it was set: ``value`` in the KPI's unit (12,5 for 12,5 %), ``None`` where one ended."""

    id: int
    kpi: str
    service: str | None
    value: float | None
    valid_from: dt.date
    set_on: dt.date


def words_of(number: float) -> str:
    """A bound as officials write it: ``10.000.000``."""
    return f"{number:,.0f}".replace(",", ".")


def all_targets(session: Session) -> list[Target]:
    """Every target ever set, the newest day last."""
    rows = session.scalars(sa.select(KpiTarget).order_by(KpiTarget.valid_from, KpiTarget.id))
    return [
        Target(
            row.id,
            row.kpi,
            row.service_code,
            None if row.value is None else float(row.value),
            row.valid_from,
            row.set_at.astimezone(WIB).date(),
        )
        for row in rows
    ]


def target_on(targets: list[Target], kpi: str, service: str | None, day: dt.date) -> float | None:
    """What held on a day: the service's own target, else the one for all services."""
    for whose in dict.fromkeys((service, None)):
        held = [t for t in targets if (t.kpi, t.service) == (kpi, whose) and t.valid_from <= day]
        if held and held[-1].value is not None:
            return held[-1].value
    return None


def withdrawable(targets: list[Target], today: dt.date) -> list[Target]:
    """The targets that still say something: those that hold on this day and those that are to come."""
    holding = {(t.kpi, t.service): t for t in targets if t.valid_from <= today}
    return [t for t in targets if t.value is not None and (t in holding.values() or _is_erasable(t, today))]


def _is_erasable(target: Target, today: dt.date) -> bool:
    """Whether no page of an earlier day can have stood beside it."""
    return target.valid_from >= today or target.set_on == today


def set_target(
    session: Session, *, kpi: str, service: str | None, value: float, valid_from: dt.date, by: int
) -> None:
    """Set a target from a day on; set again for the same day, the later word counts.

    The first target of a KPI may begin in the past; a later one may not, because reports and pages of
    days gone by already stood beside the one that held.

    Raises:
        TargetError: no such KPI or service, a value it cannot have, or a day that is gone.
    """
    if kpi not in KPIS:
        raise TargetError("Pilih salah satu ukuran yang tersedia.")
    if service is not None and (not service.isprintable() or session.get(Service, service) is None):
        raise TargetError("Pilih salah satu layanan yang tersedia.")
    if not 0 <= value <= KPIS[kpi].most:
        raise TargetError(f"Target {KPIS[kpi].label} harus antara 0 dan {words_of(KPIS[kpi].most)}.")
    held = [t for t in all_targets(session) if t.kpi == kpi and t.service in (service, None)]
    if held and valid_from < dt.datetime.now(WIB).date():
        raise TargetError(
            f"Target {KPIS[kpi].label} sudah ada; target baru berlaku paling awal hari ini, supaya angka "
            "yang lalu tidak berubah."
        )
    values = {"value": value, "set_by": by}
    row = insert(KpiTarget).values(kpi=kpi, service_code=service, valid_from=valid_from, **values)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[
                KpiTarget.kpi,
                sa.func.coalesce(KpiTarget.service_code, sa.literal_column("''")),
                KpiTarget.valid_from,
            ],
            set_={**values, "set_at": sa.func.now()},
        )
    )


def withdraw_target(session: Session, target_id: int, by: int) -> Target:
    """Take a target off: one of today or of days to come is erased, an older one ends today.

    Returns:
        What was taken off.

    Raises:
        TargetError: it is gone, has ended or was replaced.
    """
    today = dt.datetime.now(WIB).date()
    found = next((t for t in withdrawable(all_targets(session), today) if t.id == target_id), None)
    if found is None:
        raise TargetError("Target ini sudah dicabut atau sudah diganti; tidak ada yang diubah.")
    if _is_erasable(found, today):
        session.execute(sa.delete(KpiTarget).where(KpiTarget.id == found.id))
    else:
        # Two may end it at once: once is enough.
        ended = {"kpi": found.kpi, "service_code": found.service, "valid_from": today, "set_by": by}
        session.execute(insert(KpiTarget).values(value=None, **ended).on_conflict_do_nothing())
    return found
