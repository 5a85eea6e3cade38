"""The page of home visits over HTTP: what it does, and what it refuses to whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from visits_page import Page, account, chosen_in, form, open_day, plan, told, visit_of
from web_office import ROLES

from dashboard.access.guard import CALLBACK_PATH, MARK
from dashboard.access.permissions import role_may
from dashboard.office import Office
from dashboard.registry import visits, workflow
from dashboard.registry.models import (
    AuditEntry,
    HandoverCheck,
    HomeVisit,
    Request,
    VisitCapacity,
    VisitWish,
)
from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.words import AWAY, AWAY_LIST

Clients = dict[str, FlaskClient]
ELSEWHERE = "petugas2"
"""Sees the head office only; the case lies in Jatiasih."""


@pytest.fixture
def pages(app: dash.Dash, clients: Clients) -> dict[str, Page]:
    return {username: Page(app, client) for username, client in clients.items()}


@pytest.fixture
def wish(office: Office, case: int) -> int:
    """A wish of the case for a recording at home; its id."""
    with office.database.session.begin() as session:
        return visits.wish(session, office.calendar(), account(office, "petugas"), case, "perekaman").id


@pytest.fixture
def ready_wish(office: Office, case: int) -> int:
    """A wish to have the finished document of the case brought."""
    who, calendar = account(office, "petugas"), office.calendar()
    with office.database.session.begin() as session:
        for take in (workflow.accept, workflow.finish):
            workflow.claim(session, who, case)
            take(session, calendar, who, case, version=session.get_one(Request, case).version)
        return visits.wish(session, calendar, who, case, "antar_dokumen").id


# --- who may not ----------------------------------------------------------------------------------


def test_every_callback_of_the_page_is_refused_to_every_role_without_its_permission(
    app: dash.Dash, clients: Clients
) -> None:
    own = {
        output: entry["callback"]
        for output, entry in app.callback_map.items()
        if "kunjungan-" in output and "callback" in entry
    }
    assert len(own) >= 12

    for output, callback in own.items():
        permission = getattr(callback, MARK)
        for username, client in clients.items():
            if role_may(ROLES.get(username), permission):
                continue
            answer = client.post(CALLBACK_PATH, json={"output": output, "inputs": [], "state": []})
            assert answer.status_code == (403 if username else 401), (output, username)


@pytest.mark.parametrize("username", ["", "pimpinan", "inovasi", "pamor"])
def test_nobody_else_opens_the_page(clients: Clients, username: str) -> None:
    answer = clients[username].post(
        CALLBACK_PATH,
        json={
            "output": ".._pages_content.children..._pages_store.data..",
            "outputs": [
                {"id": "_pages_content", "property": "children"},
                {"id": "_pages_store", "property": "data"},
            ],
            "inputs": [
                {"id": "_pages_location", "property": "pathname", "value": "/kunjungan"},
                {"id": "_pages_location", "property": "search", "value": ""},
            ],
            "changedPropIds": ["_pages_location.pathname"],
        },
    )

    assert ids.WISHES not in answer.text
    assert answer.status_code == 401 or "tidak memiliki akses" in answer.text


def test_what_lies_elsewhere_is_neither_shown_nor_changed(
    pages: dict[str, Page], office: Office, wish: int, case: int
) -> None:
    stranger, day = pages[ELSEWHERE], open_day(office)
    me = account(office, "petugas")
    box = (ids.wish(wish),)

    assert f"EO-{case:08d}" not in told(stranger.ask("permintaan"))
    answers = [
        stranger.click(ids.SCHEDULE, chosen_in("jadwal", me.id, day), box),
        stranger.click(ids.WITHDRAW, {f"{ids.WITHDRAW_REASON}.value": "salah_catat"}, box),
        stranger.click(
            ids.NEW, {f"{ids.NEW_NUMBER}.value": str(case), f"{ids.NEW_PURPOSE}.value": "perekaman"}
        ),
    ]
    assert all("wilayah kerja Anda" in told(answer) for answer in answers)
    assert visit_of(office, wish) is None

    visit = plan(office, wish, visits.today())
    box = (ids.visit(visit),)
    answers = [
        stranger.click(ids.MOVE, chosen_in("pindah", me.id, day), box),
        stranger.click(ids.CANCEL, {}, box),
        stranger.click(ids.REPORT, form(visit, "tidak_di_rumah")),
        stranger.click(ids.REPORT, form(visit, "selesai", receiver="pemohon", identity="kk")),
        stranger.click(ids.REPORT, form(visit, "dijadwal_ulang", day=day.isoformat())),
    ]
    assert all("wilayah kerja Anda" in told(answer) for answer in answers)
    search = f"?tampilan=jadwal&petugas={me.id}&hari={visits.today().isoformat()}"
    assert f"EO-{case:08d}" not in told(stranger.ask("jadwal", search))
    found = visit_of(office, wish)
    assert found is not None
    assert found.outcome is None


def test_an_officer_sets_no_capacity_and_a_supervisor_does(pages: dict[str, Page], office: Office) -> None:
    me = account(office, "petugas")
    values = {f"{ids.CAPACITY_OFFICER}.value": str(me.id), f"{ids.CAPACITY}.value": 5}

    assert pages["petugas"].click(ids.SET_CAPACITY, values).status_code == 403
    assert "Kapasitas disimpan: 5" in told(pages["penyelia"].click(ids.SET_CAPACITY, values))

    with office.database.session.begin() as session:
        assert session.get_one(VisitCapacity, me.id).per_day == 5
        session.delete(session.get_one(VisitCapacity, me.id))


def test_addresses_open_for_the_own_route_of_today_only_and_every_opening_is_kept(
    pages: dict[str, Page], office: Office, wish: int
) -> None:
    plan(office, wish, visits.today())
    me = account(office, "petugas")
    opened = {f"{ids.SHOWN_ROUTE}.data": {"terbuka": f"{me.id}:{visits.today().isoformat()}"}}

    def openings() -> int:
        with office.database.session() as session:
            kept = sa.select(AuditEntry).where(AuditEntry.action == "buka rute kunjungan")
            return len(session.scalars(kept).all())

    before = openings()
    closed = told(pages["petugas"].ask("rute"))
    other = told(pages["penyelia"].ask("rute", f"?petugas={me.id}", **opened))
    assert "B*** S******" in closed
    assert "B*** S******" in other
    assert "Budi Santoso" not in closed + other
    assert openings() == before

    assert "Budi Santoso" in told(pages["petugas"].ask("rute", **opened))
    assert openings() == before + 1


def test_an_officer_who_asks_for_a_colleagues_route_gets_the_own_one(
    pages: dict[str, Page], office: Office, wish: int, case: int
) -> None:
    plan(office, wish, visits.today(), visitor="penyelia")
    search = f"?petugas={account(office, 'penyelia').id}"

    assert f"EO-{case:08d}" not in told(pages["petugas"].ask("rute", search))
    assert f"EO-{case:08d}" in told(pages["admin"].ask("rute", search))


# --- what it does ---------------------------------------------------------------------------------


def test_a_wish_is_noted_planned_moved_cancelled_and_withdrawn(
    pages: dict[str, Page], office: Office, case: int
) -> None:
    page, number = pages["petugas"], f"EO-{case:08d}"
    me, other = account(office, "petugas"), account(office, "penyelia")
    first, second = open_day(office), open_day(office, 2)
    asked = {f"{ids.NEW_NUMBER}.value": number.lower(), f"{ids.NEW_PURPOSE}.value": "perekaman"}

    assert f"{number} menunggu kunjungan" in told(page.click(ids.NEW, asked))
    with office.database.session() as session:
        wish = session.scalars(sa.select(VisitWish.id).where(VisitWish.request_id == case)).one()
    assert number in told(page.ask("permintaan"))

    box = (ids.wish(wish),)
    assert "dijadwalkan" in told(page.click(ids.SCHEDULE, chosen_in("jadwal", me.id, first), box))
    assert "sudah dijadwalkan" in told(page.click(ids.SCHEDULE, chosen_in("jadwal", me.id, first), box))
    assert number in told(page.ask("jadwal", f"?petugas={me.id}&hari={first.isoformat()}"))
    planned = visit_of(office, wish)
    assert planned is not None

    moved = page.click(ids.MOVE, chosen_in("pindah", other.id, second), (ids.visit(planned.id),))
    assert "dipindahkan" in told(moved)
    with office.database.session() as session:
        following = session.scalars(
            sa.select(HomeVisit).where(HomeVisit.rescheduled_from == planned.id)
        ).one()
    assert (following.officer_id, following.scheduled_on) == (other.id, second)

    assert "kembali ke daftar" in told(page.click(ids.CANCEL, {}, (ids.visit(following.id),)))
    assert "Pilih alasan" in told(page.click(ids.WITHDRAW, {}, box))
    reason = {f"{ids.WITHDRAW_REASON}.value": "ambil_sendiri"}
    assert "ditarik dari daftar" in told(page.click(ids.WITHDRAW, reason, box))
    assert number not in told(page.ask("permintaan"))


@pytest.mark.parametrize(
    ("number", "purpose", "message"),
    [
        ("", "perekaman", "Tulis nomor permohonan"),
        ("abc", "perekaman", "Tulis nomor permohonan"),
        ("999999999", "perekaman", "tidak ditemukan"),
        ("{case}", "", "Pilih keperluan"),
        ("{case}", "antar_dokumen", "tidak ada kunjungan antar dokumen"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_in_words(
    pages: dict[str, Page], case: int, number: str, purpose: str, message: str
) -> None:
    values = {f"{ids.NEW_NUMBER}.value": number.format(case=case), f"{ids.NEW_PURPOSE}.value": purpose}

    assert message in told(pages["petugas"].click(ids.NEW, values))


def test_nothing_chosen_is_told(pages: dict[str, Page], office: Office, wish: int) -> None:
    page, me, day = pages["petugas"], account(office, "petugas"), open_day(office)
    box = (ids.wish(wish),)

    assert "Pilih dahulu petugas" in told(page.click(ids.SCHEDULE, {}, box))
    no_day = {f"{ids.bar('jadwal')[0]}.value": str(me.id), f"{ids.bar('jadwal')[1]}.value": "besok"}
    assert "Pilih dahulu hari" in told(page.click(ids.SCHEDULE, no_day, box))
    assert "Pilih dahulu pada daftar" in told(page.click(ids.SCHEDULE, chosen_in("jadwal", me.id, day)))


def test_a_full_day_is_refused_with_the_next_free_one(
    pages: dict[str, Page], office: Office, wish: int
) -> None:
    me, day = account(office, "petugas"), open_day(office)
    with office.database.session.begin() as session:
        session.add(VisitCapacity(user_id=me.id, per_day=0))

    refused = told(pages["petugas"].click(ids.SCHEDULE, chosen_in("jadwal", me.id, day), (ids.wish(wish),)))

    assert "sudah penuh pada" in refused
    assert "Pilih petugas lain" in refused
    assert visit_of(office, wish) is None
    with office.database.session.begin() as session:
        session.delete(session.get_one(VisitCapacity, me.id))


def test_a_document_brought_home_is_handed_over_with_its_receiver(
    pages: dict[str, Page], office: Office, ready_wish: int, case: int
) -> None:
    page, visit = pages["petugas"], plan(office, ready_wish, visits.today())

    assert "Pilih dahulu hasil" in told(page.click(ids.REPORT, form(visit, "")))
    assert "Pilih siapa yang menerima" in told(page.click(ids.REPORT, form(visit, "selesai")))
    done = form(visit, "selesai", receiver="keluarga", identity="kk", note="Diterima istri")
    assert "selesai, dicatat" in told(page.click(ids.REPORT, done))
    assert "sudah dicatat: selesai" in told(page.click(ids.REPORT, done))

    with office.database.session() as session:
        assert session.get_one(Request, case).status == "DIAMBIL"
        assert session.get_one(HomeVisit, visit).note == "Diterima istri"
        checks = session.scalars(sa.select(HandoverCheck).order_by(HandoverCheck.transition_id)).all()
    assert (checks[-1].receiver, checks[-1].identity) == ("keluarga", "kk")


def test_nobody_at_home_and_another_day_are_outcomes_too(
    pages: dict[str, Page], office: Office, wish: int, case: int
) -> None:
    page, visit = pages["petugas"], plan(office, wish, visits.today())

    assert "tidak di rumah, dicatat" in told(page.click(ids.REPORT, form(visit, "tidak_di_rumah")))
    assert "1× tidak di rumah" in told(page.ask("permintaan"))
    again = plan(office, wish, visits.today())
    assert "Pilih dahulu hari" in told(page.click(ids.REPORT, form(again, "dijadwal_ulang")))
    day = open_day(office).isoformat()
    assert "dijadwal ulang, dicatat" in told(page.click(ids.REPORT, form(again, "dijadwal_ulang", day=day)))
    assert f"EO-{case:08d}" in told(page.ask("rute", f"?hari={day}"))


def test_a_visit_nobody_reported_on_is_told_on_the_plan_and_on_the_route(
    pages: dict[str, Page], office: Office, wish: int
) -> None:
    plan(office, wish, visits.today() - dt.timedelta(days=2))

    assert "Hasil hari sebelumnya belum dicatat" in told(pages["penyelia"].ask("jadwal"))
    assert "Hasil hari sebelumnya belum dicatat" in told(pages["petugas"].ask("rute"))
    assert "Hasil hari sebelumnya belum dicatat" not in told(pages[ELSEWHERE].ask("jadwal"))


# --- faults ---------------------------------------------------------------------------------------


def test_an_outage_is_told_and_nothing_is_lost(
    pages: dict[str, Page], office: Office, wish: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, me, day = pages["petugas"], account(office, "petugas"), open_day(office)
    visit = plan(office, wish, visits.today())

    def gone(*_: Any, **__: Any) -> Any:
        raise OperationalError("select", {}, Exception("gone"))

    for name in ("wish_page", "visitors", "route", "schedule_all", "withdraw_all", "wish", "cancel_all",
                 "reschedule_all", "nobody_home"):  # fmt: skip
        monkeypatch.setattr(visits, name, gone)

    for view in ("permintaan", "jadwal", "rute"):
        assert AWAY_LIST in told(page.ask(view))
    box, planned = (ids.wish(wish),), (ids.visit(visit),)
    answers = [
        page.click(ids.SCHEDULE, chosen_in("jadwal", me.id, day), box),
        page.click(ids.WITHDRAW, {f"{ids.WITHDRAW_REASON}.value": "salah_catat"}, box),
        page.click(ids.NEW, {f"{ids.NEW_NUMBER}.value": "1", f"{ids.NEW_PURPOSE}.value": "perekaman"}),
        page.click(ids.MOVE, chosen_in("pindah", me.id, day), planned),
        page.click(ids.CANCEL, {f"{ids.MOVE_NOTE}.value": "Banjir"}, planned),
        page.click(ids.REPORT, form(visit, "tidak_di_rumah", note="Sepi")),
    ]
    for answer in answers:
        assert AWAY in told(answer)
        fields = (answer.json or {})["response"]
        assert not {ids.NEW_NUMBER, ids.MOVE_NOTE, ids.NOTE, ids.FORM} & set(fields)


@pytest.mark.parametrize("search", ["?hal=x&kapan=';--&petugas=-1&hari=kemarin", "?hal=99999&kecamatan=1"])
def test_an_odd_address_is_read_as_the_usual_one(pages: dict[str, Page], search: str) -> None:
    for view in ("permintaan", "jadwal", "rute"):
        assert pages["penyelia"].ask(view, search).status_code == 200
