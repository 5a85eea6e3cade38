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
    """Claim, decide and judge again what colleagues decided."""
    BUKA_DATA_PRIBADI = "buka_data_pribadi"
    """Read an applicant's data unmasked, for a purpose that is kept in the journal."""
    LAYANI_LOKET = "layani_loket"
    KUNJUNGI = "kunjungi"
    DAMPINGI_WARGA = "dampingi_warga"
    """A Satgas Pamor's own cases."""
    ATUR_BEBAN = "atur_beban"
    """Give cases to officers and take them back."""
    LIHAT_PROSES = "lihat_proses"
    LIHAT_KASUS_TERSAMAR = "lihat_kasus_tersamar"
    UNDUH = "unduh"
    LIHAT_MUTU_DATA = "lihat_mutu_data"
    KELOLA = "kelola"


_LEADERS = frozenset(
    {
        Permission.LIHAT_PROSES,
        Permission.LIHAT_KASUS_TERSAMAR,
        Permission.UNDUH,
        Permission.LIHAT_MUTU_DATA,
    }
)

_OFFICERS = frozenset(
    {
        Permission.KERJAKAN_ANTREAN,
        Permission.BUKA_DATA_PRIBADI,
        Permission.LAYANI_LOKET,
        Permission.KUNJUNGI,
        Permission.LIHAT_KASUS_TERSAMAR,
    }
)

PERMISSIONS: dict[str, frozenset[Permission]] = {
    "petugas": _OFFICERS,
    "penyelia": _OFFICERS | _LEADERS | {Permission.ATUR_BEBAN},
    "pamor": frozenset({Permission.DAMPINGI_WARGA}),
    "pimpinan": _LEADERS,
    "inovasi": _LEADERS,
    "admin": _OFFICERS | _LEADERS | {Permission.ATUR_BEBAN, Permission.DAMPINGI_WARGA, Permission.KELOLA},
}
"""Permissions of each role beyond ``UMUM`` and ``MASUK``."""

ROLE_NAMES = {
    "petugas": "Petugas",
    "penyelia": "Penyelia",
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
