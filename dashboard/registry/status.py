"""The statuses of an application and the graph they move on."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Public status words of e-Open."""

    VERIFIKASI = "VERIFIKASI"
    PROSES = "PROSES"
    SELESAI = "SELESAI"
    DIAMBIL = "DIAMBIL"
    DITOLAK = "DITOLAK"
    GAGAL = "GAGAL"

    @property
    def label(self) -> str:
        """The word a resident reads."""
        return "Gagal proses pengiriman data" if self is Status.GAGAL else self.value.capitalize()


NEXT_STATUSES: dict[Status, frozenset[Status]] = {
    Status.VERIFIKASI: frozenset({Status.PROSES, Status.DITOLAK, Status.GAGAL}),
    Status.PROSES: frozenset({Status.SELESAI, Status.DITOLAK, Status.GAGAL}),
    Status.SELESAI: frozenset({Status.DIAMBIL}),
    Status.DIAMBIL: frozenset(),
    Status.DITOLAK: frozenset(),
    Status.GAGAL: frozenset(),
}
"""Where an application may go from each status. The database's own trigger holds the same edges."""

WORKED_STATUSES = (Status.VERIFIKASI, Status.PROSES)
"""Statuses in which an officer has something to do."""

REPEATABLE_STATUSES = (Status.DITOLAK, Status.GAGAL)
"""Ends that open the way to a resubmission."""
