"""The files of applications: random names, outside of everything that is served, told by their content."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dashboard.registry.workflow import WorkflowError

DOCUMENT_FOLDER = "dokumen"
"""Folder of the files under the office's home."""

ONE_MIB = 1024 * 1024
MOST_BYTES = 5 * ONE_MIB
TOO_LARGE = f"Berkas terlalu besar. Paling besar {MOST_BYTES // ONE_MIB} MB."
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
"""First bytes of the files that are taken in; the name and the type a browser tells are not asked."""

STORAGE_NAME = re.compile(r"[0-9a-f]{32}|contoh-[a-z]+")
"""Random, or one of the samples of a simulated city."""


class DocumentRefused(WorkflowError):
    """A file that is not taken in; the message is meant for the screen."""


class DocumentMissing(LookupError):
    """The file of a document is not in the store."""


@dataclass(frozen=True)
class StoredFile:
    """A file in the store."""

    storage_name: str
    content_type: str
    size_bytes: int
    sha256: bytes


class DocumentStore:
    """The folder of the files, outside of everything that is served.

    Args:
        folder: made at the first file, readable by this program alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, data: bytes, *, name: str | None = None) -> StoredFile:
        """Keep a file under a random name.

        Args:
            name: a name of its own, for the samples of a simulated city.

        Raises:
            DocumentRefused: it is empty, too large, or no PDF, JPEG or PNG.
        """
        kind = content_type_of(data)
        stored = StoredFile(name or secrets.token_hex(16), kind, len(data), sha256(data).digest())
        path = self.path(stored.storage_name)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written whole, then named: a reader never meets half a file.
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as draft:
            draft.write(data)
        os.replace(draft.name, path)
        return stored

    def path(self, storage_name: str) -> Path:
        """Where a file lies."""
        if STORAGE_NAME.fullmatch(storage_name) is None:
            raise DocumentMissing(storage_name)
        return self.folder / storage_name

    def read(self, storage_name: str) -> bytes:
        """The bytes of a file.

        Raises:
            DocumentMissing: it is not there.
        """
        try:
            return self.path(storage_name).read_bytes()
        except FileNotFoundError as error:
            raise DocumentMissing(storage_name) from error

    def remove(self, storage_name: str) -> None:
        """Take back a file whose row was not saved."""
        self.path(storage_name).unlink(missing_ok=True)


def content_type_of(data: bytes) -> str:
    """What a file is, by its first bytes.

    Raises:
        DocumentRefused: it is empty, too large, or none of the kinds taken in.
    """
    if len(data) > MOST_BYTES:
        raise DocumentRefused(TOO_LARGE)
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            return kind
    raise DocumentRefused("Jenis berkas tidak diterima. Unggah PDF, JPEG, atau PNG.")
