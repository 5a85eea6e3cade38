"""One typed settings object, read from ``EOPEN_*`` environment variables or ``.env``."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an operator can set. The README's settings table lists these fields."""

    model_config = SettingsConfigDict(env_prefix="EOPEN_", env_file=".env", extra="ignore")

    home: Path = Path(".eopen")
    """Folder of the embedded PostgreSQL data, the replica files and generated secrets."""

    database_url: str | None = None
    """SQLAlchemy/libpq URL of a PostgreSQL server; the embedded server is used when empty."""

    host: str = "127.0.0.1"
    port: int = 8050
    threads: int = 8
    """Threads per web worker process."""

    workers: int = 1
    """Web worker processes that ``python app.py`` starts; each keeps its own replica."""

    secret_key: SecretStr | None = None
    """Signs session cookies. Generated once under ``home`` when empty."""

    personal_data_key: SecretStr | None = None
    """Encrypts personal data (32 bytes, base64). Required as soon as the data are not simulated."""

    personal_hash_key: SecretStr | None = None
    """Keys the hash by which a NIK is found again (32 bytes, base64). Required like the above."""

    secure_cookies: bool = False
    """Set to true behind HTTPS."""

    session_idle_minutes: int = 60
    session_hours: int = 12

    duckdb_memory_limit: str = "2GB"
    duckdb_threads: int = 2

    geojson: Path | None = None
    """Outlines of the kecamatan (property ``kode``) for the area map; tiles when empty."""

    smtp_host: str | None = None
    """Mail server that scheduled reports and reminders go out by; none goes out when empty."""

    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = True
    """Off only for a mail server on the same machine."""

    smtp_from: str = "e-Open Dasbor <dasbor@localhost>"

    sms_command: str | None = None
    """Program that sends an SMS: reads ``{"nomor": ..., "pesan": ...}`` from its input and ends with 0."""

    demo_requests: int = 200_000
    demo_months: int = 24
    demo_seed: int = 3275

    @property
    def home_path(self) -> Path:
        """``home`` as an absolute folder that exists."""
        path = self.home.expanduser().resolve()
        path.mkdir(parents=True, exist_ok=True)
        return path

    def cookie_secret(self) -> str:
        """The cookie signing key: from the settings, else one kept in ``home`` with mode 600."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.home_path / "secret_key"
        if not path.exists():
            # Written whole, then linked: of two processes at the very first start, one key wins.
            with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
                draft.write(secrets.token_urlsafe(48))
                draft.flush()
                with contextlib.suppress(FileExistsError):
                    os.link(draft.name, path)
        return path.read_text()
