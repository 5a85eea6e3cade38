"""Personal data: sealed, found again, masked, and never under a demo key once the data are real."""

from __future__ import annotations

import base64

import pytest

from dashboard.registry.database import RequestDatabase
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import (
    MissingKeyError,
    Person,
    PersonalDataVault,
    SealBrokenError,
    mask_name,
    mask_nik,
)
from dashboard.settings import Settings

PERSON = Person(nik="3275990101900001", name="Budi Santoso", email="budi@contoh.invalid")
KEY, OTHER_KEY = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def settings_with(**keys: str) -> Settings:
    return Settings(_env_file=None, **keys)  # type: ignore[call-arg,arg-type]


def test_a_sealed_person_comes_back_whole() -> None:
    vault = PersonalDataVault.demo()

    assert vault.unseal(vault.seal(PERSON)) == PERSON


def test_the_same_person_never_looks_the_same() -> None:
    vault = PersonalDataVault.demo()

    assert vault.seal(PERSON) != vault.seal(PERSON)
    assert b"3275" not in vault.seal(PERSON)


def test_a_nik_is_found_again_only_with_the_right_key() -> None:
    ours, theirs = PersonalDataVault(b"a" * 32, b"b" * 32), PersonalDataVault(b"a" * 32, b"c" * 32)

    assert ours.nik_hash(PERSON.nik) == ours.nik_hash(f" {PERSON.nik} ")
    assert ours.nik_hash(PERSON.nik) != theirs.nik_hash(PERSON.nik)


@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_a_changed_record_is_noticed(position: int) -> None:
    vault = PersonalDataVault.demo()
    sealed = bytearray(vault.seal(PERSON))
    sealed[position] ^= 1

    with pytest.raises(SealBrokenError):
        vault.unseal(bytes(sealed))


def test_another_key_opens_nothing() -> None:
    sealed = PersonalDataVault(b"a" * 32, b"h" * 32).seal(PERSON)

    with pytest.raises(SealBrokenError):
        PersonalDataVault(b"b" * 32, b"h" * 32).unseal(sealed)


@pytest.mark.parametrize(
    ("nik", "masked"),
    [("3275990101900001", "3275********0001"), ("", ""), ("123", "***"), ("12345678", "********")],
)
def test_masked_nik(nik: str, masked: str) -> None:
    assert mask_nik(nik) == masked


def test_masked_name() -> None:
    assert mask_name("Budi  Santoso") == "B*** S******"


def test_simulated_data_open_with_the_demo_key(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")

    assert PersonalDataVault.open(settings_with(), database)


@pytest.mark.parametrize("real", [True, False])
def test_without_keys_anything_but_simulated_data_is_refused(database: RequestDatabase, real: bool) -> None:
    if real:
        with database.session.begin() as session:
            mark_data_kind(session, "nyata")

    with pytest.raises(MissingKeyError, match="EOPEN_PERSONAL_DATA_KEY"):
        PersonalDataVault.open(settings_with(), database)
    with pytest.raises(MissingKeyError):
        PersonalDataVault.open(settings_with(personal_data_key=KEY), database)
    assert PersonalDataVault.open(settings_with(personal_data_key=KEY, personal_hash_key=OTHER_KEY), database)


@pytest.mark.parametrize("key", ["bukan base64!", base64.b64encode(b"short").decode()])
def test_a_malformed_key_is_refused_with_its_name(database: RequestDatabase, key: str) -> None:
    with pytest.raises(MissingKeyError, match="EOPEN_PERSONAL_DATA_KEY"):
        PersonalDataVault.open(settings_with(personal_data_key=key, personal_hash_key=KEY), database)


def test_simulated_and_real_data_never_share_a_database(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")

    with pytest.raises(ValueError, match="contoh"), database.session.begin() as session:
        mark_data_kind(session, "nyata")
