"""Personal data of applicants: sealed at rest, found by a keyed hash, masked unless revealed."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import re
import unicodedata
from dataclasses import asdict, dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr
from sqlalchemy.orm import Session

from dashboard.registry.database import RequestDatabase
from dashboard.registry.office_facts import data_kind
from dashboard.settings import Settings

KEY_BYTES = 32
NONCE_BYTES = 12
SEAL_VERSION = b"\x01"
VISIBLE_PREFIX, VISIBLE_SUFFIX = 4, 4
NAME_KEY_BYTES = 4
_WORD = re.compile(r"\w+")

# Public on purpose: these keys protect nobody and only ever open simulated people.
DEMO_SEAL_KEY = sha256(b"e-Open Dasbor: data contoh, kunci enkripsi").digest()
DEMO_HASH_KEY = sha256(b"e-Open Dasbor: data contoh, kunci sidik").digest()


class MissingKeyError(RuntimeError):
    """Real data need keys of their own."""


class SealBrokenError(RuntimeError):
    """A sealed record was changed, or was sealed with another key."""


@dataclass(frozen=True)
class Person:
    """An applicant's personal data, as typed."""

    nik: str
    name: str
    kk: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


class PersonalDataVault:
    """Seals persons with AES-256-GCM and hashes NIKs with HMAC-SHA256, each with a key of its own.

    A plain hash would not do: all NIKs of one city can be tried in minutes.
    """

    def __init__(self, seal_key: bytes, hash_key: bytes) -> None:
        self._cipher = AESGCM(seal_key)
        self._hash_key = hash_key

    @classmethod
    def open(cls, settings: Settings, database: RequestDatabase) -> PersonalDataVault:
        """The vault with the keys of the settings, or with the demo keys while the data allow it.

        Raises:
            MissingKeyError: the data are not simulated and a key is not set.
        """
        with database.session() as session:
            return cls.for_data(settings, session)

    @classmethod
    def for_data(cls, settings: Settings, session: Session) -> PersonalDataVault:
        """Like :meth:`open`, on an open session."""
        keys = (settings.personal_data_key, settings.personal_hash_key)
        if all(keys):
            return cls(
                _read_key("EOPEN_PERSONAL_DATA_KEY", keys[0]), _read_key("EOPEN_PERSONAL_HASH_KEY", keys[1])
            )
        if data_kind(session) != "contoh":
            raise MissingKeyError(
                "Data yang bukan data contoh memerlukan EOPEN_PERSONAL_DATA_KEY dan EOPEN_PERSONAL_HASH_KEY. "
                "Buat masing-masing dengan: python -c 'import base64, os; "
                "print(base64.b64encode(os.urandom(32)).decode())'"
            )
        return cls(DEMO_SEAL_KEY, DEMO_HASH_KEY)

    @classmethod
    def demo(cls) -> PersonalDataVault:
        """The vault for simulated people."""
        return cls(DEMO_SEAL_KEY, DEMO_HASH_KEY)

    def seal(self, person: Person) -> bytes:
        """Encrypt a person; every call gives other bytes."""
        nonce = os.urandom(NONCE_BYTES)
        record = json.dumps(asdict(person), ensure_ascii=False).encode()
        return SEAL_VERSION + nonce + self._cipher.encrypt(nonce, record, SEAL_VERSION)

    def unseal(self, sealed: bytes) -> Person:
        """Decrypt a person.

        Raises:
            SealBrokenError: the record was changed or another key sealed it.
        """
        nonce, secret = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return Person(**json.loads(self._cipher.decrypt(nonce, secret, sealed[:1])))
        except (InvalidTag, ValueError) as failure:
            raise SealBrokenError("a personal record cannot be opened with this office's key") from failure

    def nik_hash(self, nik: str) -> bytes:
        """32 bytes by which a NIK is found again without being stored."""
        return hmac.digest(self._hash_key, nik.strip().encode(), "sha256")

    def name_keys(self, name: str) -> list[int]:
        """A signed 32-bit keyed hash of each word of a name, by which it is found again; sorted.

        So short that a few words share one: what is found must still be opened and compared.
        """
        return sorted({self._word_key(word) for word in name_words(name)})

    def _word_key(self, word: str) -> int:
        # Another text than that of any NIK, so that no key tells of both.
        digest = hmac.digest(self._hash_key, b"nama:" + word.encode(), "sha256")
        return int.from_bytes(digest[:NAME_KEY_BYTES], "big", signed=True)


def name_words(name: str) -> set[str]:
    """The words of a name as they are compared: lower case, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’`")
    return set(_WORD.findall(kept))


def mask_nik(nik: str) -> str:
    """``3275011203900001`` becomes ``3275********0001``; anything too short shows nothing."""
    hidden = len(nik) - VISIBLE_PREFIX - VISIBLE_SUFFIX
    if hidden < VISIBLE_PREFIX:
        return "*" * len(nik)
    return nik[:VISIBLE_PREFIX] + "*" * hidden + nik[-VISIBLE_SUFFIX:]


def mask_name(name: str) -> str:
    """``Budi Santoso`` becomes ``B*** S******``."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())


def _read_key(name: str, key: SecretStr | None) -> bytes:
    assert key is not None
    try:
        raw = base64.b64decode(key.get_secret_value(), validate=True)
    except binascii.Error as failure:
        raise MissingKeyError(f"{name} bukan base64 yang sah.") from failure
    if len(raw) != KEY_BYTES:
        raise MissingKeyError(f"{name} harus {KEY_BYTES} bita dalam base64, bukan {len(raw)}.")
    return raw
