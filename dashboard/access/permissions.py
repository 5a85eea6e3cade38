"""Who may do what, as data."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a callback, page or route asks for."""

    UMUM = "umum"
    """Anybody, signed in or not."""
    MASUK = "masuk"
    """Any signed-in account."""
    KERJAKAN_ANTREAN = "kerjakan_antrean"
    LIHAT_PROSES = "lihat_proses"
    LIHAT_KASUS_TERSAMAR = "lihat_kasus_tersamar"
    UNDUH = "unduh"
    KELOLA = "kelola"


_LEADERS = frozenset({Permission.LIHAT_PROSES, Permission.LIHAT_KASUS_TERSAMAR, Permission.UNDUH})

PERMISSIONS: dict[str, frozenset[Permission]] = {
    "petugas": frozenset({Permission.KERJAKAN_ANTREAN, Permission.LIHAT_KASUS_TERSAMAR}),
    "pamor": frozenset(),
    "pimpinan": _LEADERS,
    "inovasi": _LEADERS,
    "admin": _LEADERS | {Permission.KERJAKAN_ANTREAN, Permission.KELOLA},
}
"""Permissions of each role beyond ``UMUM`` and ``MASUK``."""

ROLE_NAMES = {
    "petugas": "Petugas",
    "pamor": "Satgas Pamor",
    "pimpinan": "Pimpinan",
    "inovasi": "Tim inovasi",
    "admin": "Admin",
}


def role_may(role: str | None, permission: Permission) -> bool:
    """Whether a role (``None``: nobody signed in) has a permission."""
    if permission is Permission.UMUM:
        return True
    if role is None or role not in PERMISSIONS:
        return False
    return permission is Permission.MASUK or permission in PERMISSIONS[role]
