"""Random offices with rows in every table of facts, in places and areas whose codes begin alike."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pyarrow as pa

from tests.analytics.hand_made import EmptyReplica

NOW = dt.datetime(2026, 11, 24, 12)
PLACES = ("KEC_1", "KEC_10", "KEC_100", "TIDAK_DIKETAHUI")
AREAS = ("32.75.0", "32.75.01", "TIDAK_DIKETAHUI")
SERVICES = ("KK", "KIA")
CHANNELS = ("aplikasi", "halo_pamor", "halo_petugas")
PATHS = (
    (),
    ("PROSES",),
    ("DITOLAK",),
    ("GAGAL",),
    ("PROSES", "SELESAI"),
    ("PROSES", "DITOLAK"),
    ("PROSES", "GAGAL"),
    ("PROSES", "SELESAI", "DIAMBIL"),
)
REASONS = ("BURAM", "KURANG")
LOCATED = (
    "submissions", "transitions", "rejections", "slots", "bookings", "slot_refusals", "visits", "reviews",
)  # fmt: skip


def random_office(seed: int, applications: int = 40) -> EmptyReplica:
    """An office of so many applications within eight weeks before "now"."""
    return _Builder(seed).build(applications)


class _Builder:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.step_id = 0

    def build(self, applications: int) -> EmptyReplica:
        slots = [self._slot(number) for number in range(1, 25)]
        failed: list[dict[str, Any]] = []
        for case in range(1, applications + 1):
            about = self._application(case, failed)
            ended = self._course(about)
            if ended in ("DITOLAK", "GAGAL"):
                failed.append(about)
            self._booking(case, about, [slot for slot in slots if slot["lokasi"] == about["lokasi"]])
        for number in range(1, 15):
            self._refusal(number)
        replica = EmptyReplica(as_of=NOW.isoformat(" "))
        for table, rows in {**self.rows, **_dimensions()}.items():
            replica.connection.register("given", pa.Table.from_pylist(rows))
            replica.connection.execute(f"insert into {table} by name select * from given")
            replica.connection.unregister("given")
        return replica

    def _add(self, table: str, **row: Any) -> dict[str, Any]:
        self.rows.setdefault(table, []).append(row)
        return row

    def _moment(self) -> dt.datetime:
        return NOW - dt.timedelta(minutes=self.chance.randrange(60 * 24 * 56))

    def _application(self, case: int, failed: list[dict[str, Any]]) -> dict[str, Any]:
        at = self._moment()
        repeats = failed.pop() if failed and self.chance.random() < 0.6 else None
        if repeats is not None:
            at = min(NOW, max(at, repeats["submitted_at"] + dt.timedelta(days=1)))
        due = at + dt.timedelta(hours=self.chance.randrange(240)) if self.chance.random() < 0.8 else None
        area = self.chance.choice(AREAS)
        return self._add(
            "submissions",
            request_id=case,
            root_id=repeats["root_id"] if repeats else case,
            resubmission_of=repeats["request_id"] if repeats else None,
            attempt=repeats["attempt"] + 1 if repeats else 1,
            root_submitted_at=repeats["root_submitted_at"] if repeats else at,
            submitted_at=at,
            due_at=due,
            sla_days=1 if due else None,
            layanan=self.chance.choice(SERVICES),
            varian="BARU",
            kecamatan=area,
            kelurahan="K" if area == AREAS[0] else "TIDAK_DIKETAHUI",
            lokasi=self.chance.choice(PLACES),
            kanal=self.chance.choice(CHANNELS),
            source="uji",
        )

    def _course(self, about: dict[str, Any]) -> str:
        entered, status = about["submitted_at"], "VERIFIKASI"
        shared = {
            name: about[name]
            for name in (
                "submitted_at",
                "attempt",
                "layanan",
                "varian",
                "kecamatan",
                "kelurahan",
                "lokasi",
                "kanal",
            )
        }
        for target in self.chance.choice(PATHS):
            left = entered + dt.timedelta(minutes=self.chance.randrange(60 * 24 * 6))
            if left > NOW:
                break
            self.step_id += 1
            seconds = (left - entered).total_seconds()
            self._add(
                "transitions",
                transition_id=self.step_id,
                request_id=about["request_id"],
                from_status=status,
                to_status=target,
                entered_at=entered,
                claimed_at=entered + (left - entered) / 2 if self.chance.random() < 0.7 else None,
                left_at=left,
                calendar_seconds=seconds,
                calendar_wait_seconds=seconds / 2,
                working_seconds=int(seconds / 3),
                working_wait_seconds=int(seconds / 6),
                working_since_submission=int((left - about["submitted_at"]).total_seconds() / 3),
                reverses_id=None,
                handover="loket" if target == "DIAMBIL" else None,
                due_at=about["due_at"],
                **shared,
            )
            if target == "DITOLAK":
                self._reasons(about, status, left, shared)
            if status == "VERIFIKASI" and target != "GAGAL":
                self._second_look(about, target, left, shared)
            entered, status = left, target
        return status

    def _reasons(self, about: dict[str, Any], status: str, left: dt.datetime, shared: dict[str, Any]) -> None:
        for place, reason in enumerate(self.chance.sample(REASONS, self.chance.choice((1, 2)))):
            self._add(
                "rejections",
                transition_id=self.step_id,
                request_id=about["request_id"],
                root_id=about["root_id"],
                reason=reason,
                is_primary=place == 0,
                fault=self.chance.choice(("pemohon", "petugas", "sistem")),
                from_status=status,
                left_at=left,
                preventable=self.chance.random() < 0.8,
                **shared,
            )

    def _second_look(
        self, about: dict[str, Any], target: str, left: dt.datetime, shared: dict[str, Any]
    ) -> None:
        second = self.chance.choice((target, target, "PROSES", "DITOLAK"))
        self._add(
            "reviews",
            review_id=self.step_id,
            transition_id=self.step_id,
            request_id=about["request_id"],
            first_verdict=target,
            second_verdict=second,
            first_reason=self.chance.choice(REASONS) if target == "DITOLAK" else None,
            second_reason=self.chance.choice(REASONS) if second == "DITOLAK" else None,
            left_at=left,
            reviewed_at=left,
            **shared,
        )

    def _slot(self, number: int) -> dict[str, Any]:
        quota = self.chance.choice((0, 5, 10))
        return self._add(
            "slots",
            slot_id=number,
            lokasi=PLACES[number % len(PLACES)],
            kecamatan=self.chance.choice(AREAS),
            day=(NOW + dt.timedelta(days=self.chance.randrange(-50, 8))).date(),
            quota=quota,
            taken=self.chance.randrange(quota + 1),
        )

    def _booking(self, case: int, about: dict[str, Any], slots: list[dict[str, Any]]) -> None:
        # The registry books a place at the application's own location, so a scope has both or neither.
        slot = self.chance.choice(slots)
        self._add(
            "bookings",
            booking_id=case,
            slot_id=slot["slot_id"],
            request_id=case,
            day=slot["day"],
            booked_at=about["submitted_at"],
            outcome=self.chance.choice(("aktif", "hadir", "tidak_hadir", "batal")),
            settled_at=None,
            submitted_at=about["submitted_at"],
            layanan=about["layanan"],
            kecamatan=about["kecamatan"],
            lokasi=slot["lokasi"],
            kanal=about["kanal"],
        )

    def _refusal(self, number: int) -> None:
        at = self._moment()
        self._add(
            "slot_refusals",
            refusal_id=number,
            lokasi=self.chance.choice(PLACES),
            day=(at + dt.timedelta(days=4)).date(),
            refused_at=at,
            layanan=self.chance.choice(SERVICES),
            kecamatan=self.chance.choice(AREAS),
            kanal=self.chance.choice(CHANNELS),
        )


def _dimensions() -> dict[str, list[dict[str, Any]]]:
    days = [(NOW + dt.timedelta(days=number)).date() for number in range(-90, 60)]
    return {
        "dim_layanan": [
            {"code": code, "name": code, "sla_days": 1, "position": place}
            for place, code in enumerate(SERVICES)
        ],
        "dim_lokasi": [
            {
                "code": code,
                "name": code,
                "kind": "kecamatan",
                "position": place,
                "kecamatan": AREAS[place % 2],
            }
            for place, code in enumerate(PLACES[:3])
        ],
        "dim_kecamatan": [
            {
                "code": code,
                "name": code,
                "population": 1000,
                "population_year": 2023,
                "tile_row": 1,
                "tile_col": place,
            }
            for place, code in enumerate(AREAS[:2])
        ],
        "dim_kelurahan": [{"code": "K", "name": "Kelurahan", "kecamatan": AREAS[0]}],
        "dim_alasan": [
            {"code": code, "label": code, "fault": "pemohon", "preventable_hint": "cek"} for code in REASONS
        ],
        "calendar": [
            {"lokasi": code, "day": day, "open_seconds": 27000}
            for code in PLACES
            for day in days
            if day.isoweekday() < 6
        ],
    }
