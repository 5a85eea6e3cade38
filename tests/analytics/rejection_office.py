"""An office of rejections and failures, put straight into the replica."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.analytics.hand_made import EmptyReplica


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}")


class RejectionOffice(EmptyReplica):
    """Applications and their steps; a rejection with its reasons."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.cases: dict[int, dict[str, Any]] = {}
        self.hinted: dict[str, bool] = {}

    def add(self, table: str, *values: Any) -> None:
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"insert into {table} values ({marks})", list(values))

    def reason(self, code: str, fault: str | None, hint: str = "") -> None:
        self.hinted[code] = bool(hint.strip())
        self.add("dim_alasan", code, f"Alasan {code}", fault, hint)

    def case(self, request: int, submitted: str, again: int | None = None, **more: Any) -> None:
        """An application; ``again`` is the one that it repeats."""
        earlier = self.cases[again] if again is not None else None
        case = {
            "root": earlier["root"] if earlier else request,
            "attempt": earlier["attempt"] + 1 if earlier else 1,
            "root_submitted": earlier["root_submitted"] if earlier else at(submitted),
            "submitted": at(submitted),
            "layanan": more.get("layanan", "KK"),
            "varian": more.get("varian", "baru"),
            "kecamatan": more.get("kecamatan", "32.75.01"),
            "lokasi": more.get("lokasi", "A"),
            "kanal": more.get("kanal", "aplikasi"),
        }
        self.cases[request] = case
        self.add(
            "submissions", request, case["root"], again, case["attempt"], case["root_submitted"],
            case["submitted"], None, None, case["layanan"], case["varian"], case["kecamatan"], "-",
            case["lokasi"], case["kanal"], "aplikasi",
        )  # fmt: skip

    def step(self, request: int, origin: str, status: str, left: str, reverses: int | None = None) -> int:
        self.count += 1
        case = self.cases[request]
        self.add(
            "transitions", self.count, request, origin, status, case["submitted"], None, at(left), 0, None, 0,
            None, 0, reverses, None, case["submitted"], None, case["attempt"], case["layanan"],
            case["varian"], case["kecamatan"], "-", case["lokasi"], case["kanal"], True,
        )  # fmt: skip
        return self.count

    def accept(self, request: int, left: str) -> int:
        return self.step(request, "VERIFIKASI", "PROSES", left)

    def finish(self, request: int, left: str) -> int:
        return self.step(request, "PROSES", "SELESAI", left)

    def fail(self, request: int, left: str) -> int:
        return self.step(request, "VERIFIKASI", "GAGAL", left)

    def reject(self, request: int, left: str, *reasons: tuple[str, str], origin: str = "VERIFIKASI") -> int:
        """Rejected for the reasons (code, fault), the primary one first."""
        transition = self.step(request, origin, "DITOLAK", left)
        case = self.cases[request]
        for place, (code, fault) in enumerate(reasons):
            self.add(
                "rejections", transition, request, case["root"], code, place == 0, fault, origin, at(left),
                case["submitted"], case["attempt"], case["layanan"], case["varian"], case["kecamatan"], "-",
                case["lokasi"], case["kanal"], self.hinted.get(code, False),
            )  # fmt: skip
        return transition

    def undo(self, request: int, transition: int, status: str, left: str) -> None:
        """Take a step back: both steps no longer count."""
        back = self.step(request, status, "VERIFIKASI", left, reverses=transition)
        self.add("reversals", transition)
        self.add("reversals", back)
