"""How fast the desk answers twenty officers at once, while the city goes on."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from dashboard.access.passwords import hash_password
from dashboard.bench.desk import Desk
from dashboard.bench.scratch import scratch_office
from dashboard.bench.serving import ROOT, environment_of, processor_seconds, web_server
from dashboard.bench.timing import MILLI, spread
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount
from dashboard.registry.personal import PersonalDataVault
from dashboard.settings import Settings
from dashboard.simulation.live import LOOK_BACK
from dashboard.simulation.loading import load_city

PASSWORD = "sandi bench petugas 2026"  # noqa: S105 - of accounts that live as long as the scratch office
OFFICER = "bench-"

# How often the page asks by itself (see the intervals of ui.queue.desk, ui.case.panel and ui.shell).
LIST_SECONDS, CASE_SECONDS, PAGE_SECONDS = 3.0, 4.0, 5.0

CHOICES = {"setujui": 6, "selesai": 7, "tolak": 2, "gagal": 1, "lewati": 1, "lepas": 1}
"""How often an officer presses what, of the buttons that the case offers."""

FIND_SHARE = 0.1


@dataclass(frozen=True)
class Scale:
    """How large the measurement is.

    ``pause_seconds`` lie on average between two presses of one officer; ``arrivals_per_second`` of the
    living city bring twice as many decisions of its own officers.
    """

    requests: int = 60_000
    months: int = 6
    officers: int = 20
    seconds: float = 120.0
    pause_seconds: float = 3.0
    arrivals_per_second: float = 1.0


QUICK = Scale(requests=600, months=3, officers=2, seconds=4.0, pause_seconds=0.1)


@dataclass
class Times:
    """What an officer waited for, by action, in seconds; and how often a step was refused."""

    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: Counter[str] = field(default_factory=Counter)

    def take(self, name: str, call: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        found = call()
        self.waited[name].append(time.perf_counter() - started)
        return found


def measure_actions(
    settings: Settings, beside: RequestDatabase, *, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Let officers work at a real web server of an office of its own, over HTTP."""
    scale = QUICK if quick else Scale()
    with scratch_office(beside) as database, tempfile.TemporaryDirectory(prefix="eopen-bench-") as home:
        tell(f"simulasi {scale.requests} permohonan")
        load_city(database, PersonalDataVault.demo(), requests=scale.requests, months=scale.months)
        _hire(database, scale.officers)
        own = settings.model_copy(update={"home": Path(home)})
        tell("server mulai")
        with web_server(own, database) as (port, server), _living_city(own, database, scale):
            return _work_together(port, server, scale, tell)


def _hire(database: RequestDatabase, officers: int) -> None:
    password_hash = hash_password(PASSWORD)
    with database.session.begin() as session:
        session.add_all(
            UserAccount(
                username=f"{OFFICER}{number}",
                display_name=f"Bench {number}",
                role="petugas",
                password_hash=password_hash,
            )
            for number in range(officers)
        )


@contextmanager
def _living_city(settings: Settings, database: RequestDatabase, scale: Scale) -> Iterator[None]:
    """``simulate --live``, as fast as asked."""
    lately = sa.text("select count(*) from request where submitted_at >= now() - cast(:back as interval)")
    with database.session() as session:
        usual = (session.scalar(lately, {"back": LOOK_BACK}) or 1) / LOOK_BACK.total_seconds()
    speed = scale.arrivals_per_second / usual
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "dashboard", "simulate", "--live", "--speed", f"{speed:.2f}"],
        cwd=ROOT,
        env=environment_of(settings, database),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError(f"the living city ended with {process.returncode}")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _work_together(
    port: int, server: psutil.Process, scale: Scale, tell: Callable[[str], None]
) -> dict[str, Any]:
    tell(f"{scale.officers} petugas masuk")
    desks = [Desk(port, f"{OFFICER}{number}", PASSWORD) for number in range(scale.officers)]
    all_times = [Times() for _ in desks]
    tell(f"{scale.officers} petugas bekerja")
    worked, started = processor_seconds(server), time.perf_counter()
    with ThreadPoolExecutor(len(desks)) as pool:
        list(pool.map(_work, desks, all_times, range(len(desks)), [scale] * len(desks)))
    taken, worked = time.perf_counter() - started, processor_seconds(server) - worked
    for desk in desks:
        desk.leave()
    names = sorted({name for times in all_times for name in times.waited})
    together = {name: [one for times in all_times for one in times.waited[name]] for name in names}
    calls = sum(map(len, together.values()))
    return {
        "officers": scale.officers,
        "arrivals_per_second": scale.arrivals_per_second,
        "calls_per_second": round(calls / taken, 1),
        "server_cpu_ms_per_call": round(worked / calls * MILLI, 1),
        "server_cpu_share": round(worked / taken, 3),
        "refused": dict(sum((times.refused for times in all_times), Counter())),
        "actions": {name: spread(waited) for name, waited in together.items()},
    }


def _work(desk: Desk, times: Times, number: int, scale: Scale) -> None:
    """One officer's time: presses something now and then, while the page asks by itself."""
    chance = random.Random(3275 + number)  # noqa: S311 - no secret
    end = time.monotonic() + scale.seconds
    every = {
        "tanya daftar": (desk.look_at_list, LIST_SECONDS),
        "tanya kasus": (desk.watch_case, CASE_SECONDS),
        "tanya halaman": (desk.watch_page, PAGE_SECONDS),
    }
    due = {name: time.monotonic() + chance.random() * pause for name, (_, pause) in every.items()}
    due["tekan"] = time.monotonic() + chance.random() * scale.pause_seconds
    while (moment := min(due.values())) < end:
        time.sleep(max(0.0, moment - time.monotonic()))
        name = min(due, key=due.__getitem__)
        if name == "tekan":
            _press(desk, times, chance)
            due[name] = time.monotonic() + chance.expovariate(1 / scale.pause_seconds)
        else:
            ask, pause = every[name]
            times.take(name, ask)
            due[name] = time.monotonic() + pause


def _press(desk: Desk, times: Times, chance: random.Random) -> None:
    """The next thing that an officer does: find, take and open a case, or a step on the open one."""
    if chance.random() < FIND_SHARE:
        times.take("cari", lambda: desk.find(f"EO-{chance.randint(1, 500):08d}"))
    elif not desk.number:
        if times.take("ambil", desk.claim):
            times.take("buka kasus", desk.open)
        else:
            times.refused["ambil"] += 1
    else:
        may = [name for name in CHOICES if name in desk.may]
        action = chance.choices(may, [CHOICES[name] for name in may])[0] if may else ""
        if action and not times.take(action, lambda: desk.take(action)):
            times.refused[action] += 1
        desk.number = ""
        times.take("daftar setelah langkah", desk.look_at_list)
