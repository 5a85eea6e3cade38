"""The check of the figures behind the web application: asked for on the page, done by the worker."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import dash
import duckdb
import pytest
import sqlalchemy as sa
from croniter import croniter
from flask.testing import FlaskClient
from web_office import call_back, journal

from dashboard.jobs import EVERY_DAY_AT_0200_WIB, job_application
from dashboard.office import Office
from dashboard.registry.figure_checks import ask_for_check, checks
from dashboard.registry.models import FigureCheck

OUTPUT = "..mutu-hasil.children"
CLICK = {"mutu-periksa.n_clicks": 1}


def look(client: FlaskClient, app: dash.Dash, values: dict[str, Any] | None = None) -> Any:
    (output,) = [name for name in app.callback_map if name.startswith(OUTPUT)]
    changed = "mutu-periksa.n_clicks" if values else "eopen-detak.n_intervals"
    return call_back(client, app, output, values or {}, changed)


def shown(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.text)["response"]
    return {f"{part}.{name}": value for part, some in found.items() for name, value in some.items()}


def said(response: Any) -> str:
    return json.dumps(shown(response)["mutu-hasil.children"], ensure_ascii=False)


def work(office: Office) -> None:
    """What a worker does until nothing is left to do now."""

    async def run() -> None:
        jobs = job_application(office.database, office.settings)
        async with jobs.open_async():
            await jobs.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(run())


def kept(office: Office) -> list[FigureCheck]:
    with office.database.session() as session:
        return checks(session, 100)


@pytest.fixture(autouse=True)
def _no_checks(office: Office) -> None:
    with office.database.session.begin() as session:
        session.execute(sa.text("delete from figure_check"))
        session.execute(sa.text("delete from procrastinate_jobs where task_name = 'check_figures'"))


def test_a_check_asked_for_on_the_page_is_done_by_the_worker_and_shown(
    office: Office, app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    assert "Angka belum pernah diperiksa" in said(look(clients["pimpinan"], app))

    waiting = look(clients["pimpinan"], app, CLICK)
    assert "Sedang diperiksa" in said(waiting)
    assert shown(waiting)["mutu-periksa.disabled"] is True
    work(office)
    done = look(clients["pimpinan"], app)

    (check,) = kept(office)
    assert check.asked_by == "pimpinan"
    assert check.matching == check.total
    assert f"{check.total} dari {check.total} angka cocok" in said(done)
    assert shown(done)["mutu-periksa.disabled"] is False
    assert journal(office.database)[-1].action == "minta pemeriksaan angka"


def test_asking_twice_makes_one_check(
    office: Office, app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    look(clients["pimpinan"], app, CLICK)
    look(clients["admin"], app, CLICK)
    with office.database.session.begin() as session:
        assert ask_for_check(session, "lain") is False
    work(office)

    assert [check.asked_by for check in kept(office)] == ["pimpinan"]


def test_what_did_not_change_is_not_sent_again(app: dash.Dash, clients: dict[str, FlaskClient]) -> None:
    first = shown(look(clients["inovasi"], app))

    again = shown(look(clients["inovasi"], app, {"mutu-terbaca.data": first["mutu-terbaca.data"]}))

    assert list(again) == ["mutu-tertinggal.children"]


@pytest.mark.parametrize("role", ["petugas", "pamor"])
def test_others_may_neither_see_nor_ask(role: str, app: dash.Dash, clients: dict[str, FlaskClient]) -> None:
    assert look(clients[role], app).status_code == 403
    assert look(clients[role], app, CLICK).status_code == 403


def test_a_limited_account_is_told_the_count_but_not_the_rows(
    office: Office, app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    now = dt.datetime.now(dt.UTC)
    row = {"metric": "corong", "where": "baris 1, n", "replica": "7771", "database": "7772"}
    figures = {"total": 9, "matching": 8, "differences": [row], "duplicates": 0}
    with office.database.session.begin() as session:
        session.add(FigureCheck(started_at=now, finished_at=now, asked_by="x", **figures))

    everything, limited = said(look(clients["admin"], app)), said(look(clients["setempat"], app))

    assert "8 dari 9 angka cocok" in everything
    assert "7771" in everything
    assert "8 dari 9 angka cocok" in limited
    assert "7771" not in limited


def test_the_nightly_check_runs_at_two_in_the_morning_and_tells_so(office: Office) -> None:
    noon = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
    due = croniter(EVERY_DAY_AT_0200_WIB, noon).get_next(dt.datetime)
    assert due.astimezone(ZoneInfo("Asia/Jakarta")).isoformat() == "2026-11-25T02:00:00+07:00"

    async def at_night() -> None:
        jobs = job_application(office.database, office.settings)
        async with jobs.open_async():
            await jobs.configure_task("check_figures").defer_async(timestamp=0)
            await jobs.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(at_night())

    assert [check.asked_by for check in kept(office)] == ["setiap malam"]


def test_a_fault_in_the_held_replica_is_shown_by_name(
    office: Office, app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    office.replica.close()
    with duckdb.connect(office.replica.path) as connection:
        connection.execute("delete from submissions where request_id = 1")
    office.replica.open()
    try:
        look(clients["admin"], app, CLICK)
        work(office)
        told = said(look(clients["admin"], app))
        (check,) = kept(office)
        assert check.matching < check.total
        assert "ringkas_proses" in {one["metric"] for one in check.differences}
        assert office.catalog.definition("ringkas_proses").title in told
    finally:
        office.replica.path.with_suffix(".rebuild").touch()
        office.replica.catch_up()
