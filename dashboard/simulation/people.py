"""Made-up people."""

from __future__ import annotations

import datetime as dt

import numpy as np

from dashboard.registry.personal import Person
from dashboard.simulation.assumptions import SIMULATED_REGION, Assumptions
from dashboard.simulation.clock import Numbers

FIRST_NAMES = (
    "Andika", "Ayu", "Bagas", "Citra", "Damar", "Dewi", "Eka", "Farah", "Galih", "Hana", "Indra", "Intan",
    "Joko", "Kartika", "Lestari", "Made", "Nadia", "Oki", "Putri", "Rangga", "Ratna", "Satria", "Sekar",
    "Taufan", "Utami", "Vina", "Wahyu", "Yuda", "Yulia", "Zaki",
)  # fmt: skip
LAST_NAMES = (
    "Contoh", "Percobaan", "Simulasi", "Tiruan", "Latihan", "Peraga", "Rekaan", "Uji Coba", "Misalan",
    "Ilustrasi",
)  # fmt: skip
FIRST_BIRTHDAY = dt.date(1945, 1, 1)
BIRTHDAYS = 22_000
SERIALS = 9_000
STRIDE = 15_485_863  # a prime that shares no factor with BIRTHDAYS * SERIALS: every place is met once


class Applicants:
    """Who applies: mostly new people, some who applied long before.

    People are numbered from 0 in order of their first application. Nobody returns more than once
    and nobody soon, so that no person ever holds two pickup places for one service.
    """

    def __init__(self, assumptions: Assumptions) -> None:
        self._share = assumptions.returning_share
        self._returning = 0
        self.count = 0

    def choose(self, rng: np.random.Generator, opening: int) -> Numbers:
        """Applicant numbers for ``opening`` new chains."""
        returns = rng.random(opening) < self._share
        earlier = self._returning + np.cumsum(rng.integers(1, 4, opening) * returns)
        returns &= earlier < self.count // 2
        numbers = np.where(returns, earlier, 0)
        numbers[~returns] = self.count + np.arange(int((~returns).sum()))
        if returns.any():
            self._returning = int(earlier[returns][-1])
        self.count += int((~returns).sum())
        return numbers


def person(number: int) -> Person:
    """The made-up person of a number; every number has a NIK of its own."""
    place = number * STRIDE % (BIRTHDAYS * SERIALS)
    birthday = FIRST_BIRTHDAY + dt.timedelta(days=place % BIRTHDAYS)
    serial = place // BIRTHDAYS + 1
    day = birthday.day + 40 * (number % 2)  # women's day of birth is raised by 40
    first = FIRST_NAMES[number * 7 % len(FIRST_NAMES)]
    last = LAST_NAMES[number * 13 // len(FIRST_NAMES) % len(LAST_NAMES)]
    return Person(
        nik=f"{SIMULATED_REGION}{day:02d}{birthday:%m%y}{serial:04d}",
        name=f"{first} {last}",
        kk=f"{SIMULATED_REGION}010120{number % 10_000:04d}",
        email=f"warga{number}@contoh.invalid",
        phone=f"0800{number % 10**8:08d}",
        address=f"Jalan Contoh Nomor {number % 120 + 1}, {_neighbourhood(number)} (data contoh)",
    )


def _neighbourhood(number: int) -> str:
    return f"RT {number % 9 + 1:03d}/RW {number // 9 % 14 + 1:03d}"
