"""``python app.py``: the whole office on one machine, from an empty folder to a served page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import Any

from gunicorn.app.base import BaseApplication
from rich.console import Console

from dashboard.registry.embedded import start_embedded_server
from dashboard.settings import Settings

PORT_RELEASE_SECONDS = 5
"""A killed run's worker notices within a second or two and lets go of the port."""

console = Console()


def run(settings: Settings) -> None:
    """Start database, worker and web server; return when the web server was stopped."""
    _wait_for_port(settings)
    embedded = None if settings.database_url else start_embedded_server(settings.home_path / "postgres")
    environment = dict(os.environ)
    if embedded is not None:
        # Children get the address, so that only this process starts and stops the server.
        environment["EOPEN_DATABASE_URL"] = os.environ["EOPEN_DATABASE_URL"] = embedded.get_uri()
    worker = None
    try:
        # In a process of its own: this one forks web workers and must stay free of threads.
        subprocess.run([sys.executable, "-m", "dashboard", "setup", "--demo"], env=environment, check=True)
        worker = subprocess.Popen(  # noqa: S603 - our own interpreter and our own command
            [sys.executable, "-m", "dashboard", "worker", "--parent", str(os.getpid())],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches it through us, after the web server is down
        )
        WebServer(Settings()).run()
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
    except KeyboardInterrupt:
        console.print("Dihentikan.")
    finally:
        _stop(worker)
        if embedded is not None:
            embedded.stop()


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn with the settings of an office, in this process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers,
            "worker_class": "gthread",
            "threads": self.settings.threads,
            "timeout": 120,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "post_worker_init": _announce,
            "proc_name": "eopen",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from dashboard.factory import create_app

        return create_app(self.settings).server

    def run(self) -> None:
        """Serve until stopped; gunicorn ends by SystemExit, which is our normal end too."""
        try:
            super().run()
        except SystemExit as ended:
            if ended.code not in (0, None):
                raise


def _announce(worker: Any) -> None:
    if worker.age > 1:
        return
    from dashboard.access.demo import demo_sign_ins
    from dashboard.office import EXTENSION

    settings = worker.app.settings
    with worker.app.callable.extensions[EXTENSION].database.session() as session:
        demo_accounts = demo_sign_ins(session)
    console.print(f"\n[bold]e-Open Dasbor[/bold] siap di http://{settings.host}:{settings.port}")
    for demo in demo_accounts:
        console.print(f"  {demo.username:<10} {demo.password:<24} {demo.purpose}")
    console.print("Tekan Ctrl-C untuk berhenti.\n")


def _wait_for_port(settings: Settings) -> None:
    deadline = time.monotonic() + PORT_RELEASE_SECONDS
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, settings.port))
                return
            except OSError:
                if time.monotonic() > deadline:
                    sys.exit(
                        f"Porta {settings.port} sedang dipakai. Hentikan pemakainya atau atur EOPEN_PORT."
                    )
        time.sleep(0.2)


def _stop(process: subprocess.Popen[bytes] | None) -> None:
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
