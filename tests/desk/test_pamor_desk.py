"""Halo Pamor over HTTP: one application per form, the own kelurahan only, and nobody but its Satgas."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from typing import Any

import dash
import pytest
import sqlalchemy as sa
import typst
from flask.testing import FlaskClient
from web_office import ROLES, call_back, journal
from werkzeug.test import TestResponse

from dashboard.access.guard import CALLBACK_PATH, ROUTER_OUTPUT
from dashboard.access.permissions import Permission, role_may
from dashboard.office import Office
from dashboard.registry import assisted, booking, workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.models import Kelurahan, Request, RequestDocument, UserAccount, VisitWish
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import Person
from dashboard.ui.pamor import ids, words
from dashboard.ui.pamor.listing import VIEWS
from tests.registry.conftest import TestOfficer

Clients = dict[str, FlaskClient]

HOME, ELSEWHERE = "32.75.01.1001", "32.75.09.1001"
PNG = typst.compile(b"#set page(width: 2cm, height: 2cm)\nCONTOH", format="png")
NOT_PAMOR = ["", *(name for name, role in ROLES.items() if not role_may(role, Permission.DAMPINGI_WARGA))]
NIK = "3275990101900001"


@pytest.fixture(scope="module", autouse=True)
def open_days(office: Office) -> None:
    with office.database.session.begin() as session:
        booking.open_slots(session, WorkCalendar(session))


@pytest.fixture
def nik(office: Office) -> str:
    """A NIK that no other test has used."""
    with office.database.session() as session:
        return str(int(NIK) + (session.scalar(sa.text("select count(*) from request")) or 0))


def submit(office: Office, kelurahan: str = HOME, channel: str = "halo_pamor", service: str = "KK") -> int:
    """An application that another Satgas Pamor has entered."""
    with office.database.session.begin() as session:
        number = session.scalar(sa.text("select count(*) from request")) or 0
        application = workflow.Application(
            person=Person(nik=f"327598{number:010d}", name="Siti Aminah"), service_code=service,
            variant_code="baru", kelurahan_code=kelurahan, location_code="KEC_01", channel=channel,
        )  # fmt: skip
        return workflow.submit(session, office.vault, WorkCalendar(session), application).id


def decide(office: Office, request_id: int, *steps: Any) -> int:
    """Let an officer take steps; without any the case is refused."""
    with office.database.session.begin() as session:
        account = session.scalars(sa.select(UserAccount).where(UserAccount.username == "petugas")).one()
        officer, calendar = TestOfficer(account.id, "petugas"), WorkCalendar(session)
        for step in steps or (workflow.reject,):
            workflow.claim(session, officer, request_id)
            version = session.get_one(Request, request_id).version
            why = (workflow.RejectionChoice("BERKAS_BURAM", is_primary=True),)
            given = (why,) if step is workflow.reject else ()
            step(session, calendar, officer, request_id, *given, version=version)
    return request_id


def callback(app: dash.Dash, sent: str) -> str:
    """The callback that a property sets off on the server."""
    return next(
        name
        for name, entry in app.callback_map.items()
        if "callback" in entry and any("{id}.{property}".format(**part) == sent for part in entry["inputs"])
    )


def ask(client: FlaskClient, app: dash.Dash, sent: str, values: dict[str, Any] | None = None) -> TestResponse:
    return call_back(client, app, callback(app, sent), {sent: 1, **(values or {})}, changed=sent)


def send(client: FlaskClient, app: dash.Dash, key: str, **typed: Any) -> TestResponse:
    """Fill in the form for a Kartu Keluarga and press the button."""
    form = {
        "name": "Budi Santoso", "kelurahan_code": HOME, "service_code": "KK", "variant_code": "baru",
        "location_code": "KEC_01", "pickup_day": "tidak", "visit": "tidak", "priority": "tidak",
        "consent": "hadir", **typed,
    }  # fmt: skip
    values = {f"{ids.NEW.field(name)}.value": value for name, value in form.items()}
    return ask(client, app, f"{ids.NEW.send}.n_clicks", {f"{ids.NEW.form_key}.data": key, **values})


def told(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    found: dict[str, Any] = answer.json["response"]
    return found


def applications(office: Office) -> int:
    with office.database.session() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Request)) or 0


def listed(client: FlaskClient, app: dash.Dash, asked: Any = None, last: Any = None) -> TestResponse:
    """The list as the page asks for it, with the tabs that it holds."""
    output = callback(app, f"{ids.ASKED}.data")
    entry, values = app.callback_map[output], {f"{ids.ASKED}.data": asked, f"{ids.SHOWN}.data": last}

    def named(name: str) -> Any:
        component, prop = name.rsplit(".", 1)
        if not component.startswith("{"):
            return {"id": component, "property": prop}
        kind = json.loads(component)["type"]
        return [{"id": {"type": kind, "tampilan": view}, "property": prop} for view in VIEWS]

    def given(part: dict[str, Any]) -> Any:
        return {**part, "value": values.get("{id}.{property}".format(**part))}

    body = {
        "output": output,
        "outputs": [named(name) for name in output.strip(".").split("...")],
        "inputs": [given(part) for part in entry["inputs"]],
        "state": [given(part) for part in entry["state"]],
        "changedPropIds": [f"{ids.ASKED}.data"],
    }
    return client.post(CALLBACK_PATH, json=body)


def shown(clients: Clients, app: dash.Dash, **asked: Any) -> str:
    """All that the list says to the demo Satgas Pamor."""
    return json.dumps(told(listed(clients["pamor"], app, asked)), ensure_ascii=False)


# --- who may enter --------------------------------------------------------------------------------


@pytest.mark.parametrize("username", NOT_PAMOR)
def test_every_callback_of_the_pages_is_closed_to_everybody_else(
    clients: Clients, app: dash.Dash, username: str
) -> None:
    names = [
        name for name, entry in app.callback_map.items()
        if "callback" in entry and any("pamor-" in part["id"] for part in entry["inputs"])
    ]  # fmt: skip
    assert len(names) >= 11

    refusals = {name: call_back(clients[username], app, name, {}).status_code for name in names}

    assert set(refusals.values()) == {403 if username else 401}


@pytest.mark.parametrize("path", ["/pamor", "/pamor/ajukan", "/pamor/ulang/EO-1", "/pamor/permohonan/EO-1"])
@pytest.mark.parametrize("username", ROLES)
def test_a_page_opens_to_a_satgas_pamor_and_admins(
    clients: Clients, app: dash.Dash, username: str, path: str
) -> None:
    entry = app.callback_map[ROUTER_OUTPUT]
    body = {
        "output": ROUTER_OUTPUT,
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {**part, "value": path if part["property"] == "pathname" else ""} for part in entry["inputs"]
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }

    answer = clients[username].post(CALLBACK_PATH, json=body)

    is_open = "Anda tidak memiliki akses" not in answer.text
    assert is_open is role_may(ROLES[username], Permission.DAMPINGI_WARGA)


# --- entering -------------------------------------------------------------------------------------


def test_a_form_sent_twice_is_one_application_and_both_answers_name_it(
    clients: Clients, app: dash.Dash, office: Office, nik: str
) -> None:
    before, key = applications(office), uuid.uuid4().hex

    first = told(send(clients["pamor"], app, key, nik=nik))
    second = told(send(clients["pamor"], app, key, nik=nik))

    ways = [answer[ids.NEW.go]["href"] for answer in (first, second)]
    assert applications(office) == before + 1
    assert ways[0].removesuffix("?baru=ya") == ways[1].removesuffix("?baru=sebelumnya")
    assert ways[0].startswith("/pamor/permohonan/EO-")


def test_what_was_typed_comes_back_in_no_answer_and_stays_in_no_journal(
    clients: Clients, app: dash.Dash, office: Office, nik: str
) -> None:
    person = {"nik": nik, "name": "Sangat Rahasia", "phone": "081234509876", "address": "Gang Rahasia 7"}
    answers = [
        send(clients["pamor"], app, uuid.uuid4().hex, **person, consent=""),
        send(clients["pamor"], app, uuid.uuid4().hex, **person),
        ask(clients["pamor"], app, f"{ids.NEW.field('nik')}.n_blur", {f"{ids.NEW.field('nik')}.value": nik}),
    ]

    kept = str([(line.subject, line.detail) for line in journal(office.database)])
    said = "".join(answer.text for answer in answers) + kept + shown(clients, app)
    for secret in (nik, "Rahasia", "081234509876"):
        assert secret not in said


@pytest.mark.parametrize(
    ("nik", "words_told"),
    [
        ("327501", "yang diisi 6 angka"),
        ("32750102x3990001", "hanya terdiri atas angka"),
        ("3275019913990001", "tidak ada di kalender"),
        ("3578010101900001", "di luar Kota Bekasi"),
        ("3275.0101.0190.0001", "sudah sesuai"),
        ("", ""),
    ],
)
def test_a_nik_is_checked_as_soon_as_it_is_typed(
    clients: Clients, app: dash.Dash, nik: str, words_told: str
) -> None:
    field = ids.NEW.field("nik")

    answer = told(ask(clients["pamor"], app, f"{field}.n_blur", {f"{field}.value": nik}))

    remark = answer[ids.NIK_REMARK]["children"]
    assert words_told in remark
    assert bool(remark) is bool(nik)


def test_every_mistake_is_told_beside_its_field_and_nothing_is_stored(
    clients: Clients, app: dash.Dash, office: Office
) -> None:
    before = applications(office)

    answer = told(
        send(clients["pamor"], app, uuid.uuid4().hex, nik="12", consent="belum", service_code="belum")
    )

    assert set(answer[ids.NEW.faults]["data"]) == {"nik", "consent", "service_code"}
    assert ids.NEW.go not in answer
    assert applications(office) == before


@pytest.mark.parametrize("code", [ELSEWHERE, HOME[:-1], HOME + "1", "%", ""])
def test_a_resident_of_another_kelurahan_is_not_entered(
    clients: Clients, app: dash.Dash, office: Office, nik: str, code: str
) -> None:
    with office.database.session.begin() as session:
        for known in (HOME[:-1], HOME + "1"):
            session.merge(Kelurahan(code=known, name="Tetangga", kecamatan_code="32.75.01"))

    answer = told(send(clients["pamor"], app, uuid.uuid4().hex, nik=nik, kelurahan_code=code))

    assert set(answer[ids.NEW.faults]["data"]) == {"kelurahan_code"}


@pytest.mark.parametrize("odd", [["KK"], {"a": 1}, "KK\0", "x" * 5_000, 17, True])
def test_odd_values_from_a_browser_are_mistakes_and_no_failure(
    clients: Clients, app: dash.Dash, office: Office, odd: Any
) -> None:
    before = applications(office)
    fields = dict.fromkeys(
        ("nik", "name", "service_code", "variant_code", "kelurahan_code", "pickup_day"), odd
    )

    answer = send(clients["pamor"], app, str(odd), **fields)

    assert told(answer)[ids.NEW.faults]["data"]
    assert applications(office) == before


def test_a_day_that_filled_up_meanwhile_is_told_and_its_place_count_is_drawn_anew(
    clients: Clients, app: dash.Dash, office: Office, nik: str
) -> None:
    with office.database.session.begin() as session:
        day = booking.pickup_days(WorkCalendar(session).at("KEC_02"), dt.datetime.now(dt.UTC).date())[1]
        session.execute(
            sa.text("update slot set quota = taken where location_code = 'KEC_02' and day = :day"),
            {"day": day},
        )
    asked = {"nik": nik, "service_code": "KTP_EL", "location_code": "KEC_02", "pickup_day": day.isoformat()}
    before = applications(office)

    answer = told(send(clients["pamor"], app, uuid.uuid4().hex, **asked))

    assert "sudah penuh" in answer[ids.NEW.faults]["data"]["pickup_day"]
    assert answer[ids.NEW.refresh]["data"] == 1
    assert applications(office) == before
    with office.database.session() as session:
        refused = session.scalar(sa.text("select count(*) from slot_refusal where channel = 'halo_pamor'"))
    assert refused == 1
    days = told(
        ask(
            clients["pamor"], app, f"{ids.NEW.refresh}.data",
            {f"{ids.NEW.field(name)}.value": value for name, value in asked.items()},
        )
    )  # fmt: skip
    assert days[ids.NEW.field("pickup_day")]["value"] == day.isoformat()
    assert "penuh" in json.dumps(days[ids.NEW.field("pickup_day")]["options"])
    assert "Tanggal ini penuh" in days[ids.NEW.day_hint]["children"]


def test_without_the_database_the_form_is_told_that_nothing_was_sent(
    clients: Clients, app: dash.Dash, monkeypatch: pytest.MonkeyPatch, nik: str
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise sa.exc.OperationalError("", {}, Exception())

    for name in ("enter", "repeat", "assisted_page", "places_for", "assisted_case", "ask_delivery"):
        monkeypatch.setattr(assisted, name, away)
    number = {f"{ids.NUMBER}.data": "EO-1", f"{ids.CASE_NUMBER}.data": "EO-1"}
    pamor = clients["pamor"]

    assert words.AWAY_FORM in str(told(send(pamor, app, uuid.uuid4().hex, nik=nik)))
    assert words.AWAY_FORM in str(told(ask(pamor, app, f"{ids.AGAIN.send}.n_clicks", number)))
    assert words.AWAY_LIST in str(told(listed(pamor, app)))
    assert words.AWAY_FURNISH in str(told(ask(pamor, app, f"{ids.NEW.tick}.n_intervals")))
    assert words.AWAY_FURNISH in str(told(ask(pamor, app, f"{ids.AGAIN.tick}.n_intervals", number)))
    assert words.AWAY_LIST in str(told(ask(pamor, app, f"{ids.CASE_TICK}.n_intervals", number)))
    assert words.AWAY_STEP in str(told(ask(pamor, app, f"{ids.DELIVER}.n_clicks", number)))


# --- following ------------------------------------------------------------------------------------


def test_the_list_holds_the_own_kelurahan_masked_and_nobody_elses(
    clients: Clients, app: dash.Dash, office: Office
) -> None:
    mine, foreign, by_app = submit(office), submit(office, ELSEWHERE), submit(office, channel="aplikasi")

    said = shown(clients, app)

    assert request_number(mine) in said
    assert "S*** A*****" in said
    assert "Aminah" not in said
    for number in (foreign, by_app):
        assert request_number(number) not in said
    forged = shown(clients, app, kelurahan=ELSEWHERE)
    assert request_number(foreign) not in forged
    assert "Tidak ada permohonan yang sesuai" in forged


def test_a_list_that_did_not_change_is_not_sent_again(clients: Clients, app: dash.Dash) -> None:
    first = told(listed(clients["pamor"], app))[ids.SHOWN]["data"]

    again = listed(clients["pamor"], app, last=first)

    assert again.status_code == 204


def test_a_refused_case_is_shown_with_its_reason_and_what_to_do(
    clients: Clients, app: dash.Dash, office: Office
) -> None:
    refused = decide(office, submit(office))

    said = shown(clients, app, tampilan="DITOLAK")

    assert "Berkas tidak terbaca" in said
    assert "Foto ulang di tempat terang" in said
    assert f"/pamor/ulang/{request_number(refused)}" in said


@pytest.mark.parametrize("page", ["case", "again"])
def test_a_foreign_case_and_an_unknown_one_are_told_alike(
    clients: Clients, app: dash.Dash, office: Office, page: str
) -> None:
    sent = {"case": f"{ids.CASE_TICK}.n_intervals", "again": f"{ids.AGAIN.tick}.n_intervals"}[page]

    def opened(number: str) -> dict[str, Any]:
        given = {f"{ids.NUMBER}.data": number, f"{ids.CASE_NUMBER}.data": number}
        return told(ask(clients["pamor"], app, sent, given))

    foreign, unknown = (
        opened(number) for number in (request_number(submit(office, ELSEWHERE)), "EO-99999999")
    )

    assert words.UNKNOWN_CASE in str(foreign)
    assert foreign == unknown
    assert "S*** A*****" in str(opened(request_number(submit(office))))


def test_steps_on_a_foreign_case_are_refused(clients: Clients, app: dash.Dash, office: Office) -> None:
    refused = decide(office, submit(office, ELSEWHERE))
    ready = decide(office, submit(office, ELSEWHERE), workflow.accept, workflow.finish)
    before = applications(office)

    again = told(
        ask(
            clients["pamor"], app, f"{ids.AGAIN.send}.n_clicks",
            {f"{ids.NUMBER}.data": request_number(refused), f"{ids.AGAIN.field('consent')}.value": "hadir"},
        )
    )  # fmt: skip
    number = {f"{ids.CASE_NUMBER}.data": request_number(ready)}
    brought = told(ask(clients["pamor"], app, f"{ids.DELIVER}.n_clicks", number))

    assert "bukan warga dampingan" in str(again)
    assert "bukan warga dampingan" in str(brought)
    assert applications(office) == before
    with office.database.session() as session:
        assert session.scalar(sa.select(VisitWish.id).where(VisitWish.request_id == ready)) is None


def test_own_cases_are_repeated_and_brought(clients: Clients, app: dash.Dash, office: Office) -> None:
    refused = decide(office, submit(office))
    ready = decide(office, submit(office), workflow.accept, workflow.finish)
    given = {f"{ids.NUMBER}.data": request_number(refused), f"{ids.AGAIN.field('consent')}.value": "hadir"}

    ways = [told(ask(clients["pamor"], app, f"{ids.AGAIN.send}.n_clicks", given)) for _ in range(2)]
    number = {f"{ids.CASE_NUMBER}.data": request_number(ready)}
    told(ask(clients["pamor"], app, f"{ids.DELIVER}.n_clicks", number))

    with office.database.session() as session:
        repeat = session.scalars(sa.select(Request).where(Request.resubmission_of == refused)).one()
        assert (
            session.scalar(sa.select(VisitWish.purpose).where(VisitWish.request_id == ready))
            == "antar_dokumen"
        )
    assert [way[ids.AGAIN.go]["href"].split("?")[0] for way in ways] == [
        f"/pamor/permohonan/{request_number(repeat.id)}"
    ] * 2


# --- documents ------------------------------------------------------------------------------------


def upload(client: FlaskClient, request_id: int) -> TestResponse:
    form = {
        "nomor": request_number(request_id),
        "jenis": "KTP_EL",
        "berkas": (io.BytesIO(PNG), "KTP Siti.png"),
    }
    return client.post(
        "/dokumen", data=form, content_type="multipart/form-data", headers={"Accept": "application/json"}
    )


def test_a_satgas_pamor_adds_documents_to_own_cases_and_opens_none(clients: Clients, office: Office) -> None:
    mine, foreign, by_app = submit(office), submit(office, ELSEWHERE), submit(office, channel="aplikasi")

    taken = upload(clients["pamor"], mine)
    refused = [upload(clients["pamor"], number) for number in (foreign, by_app, 99_999_999)]

    assert taken.status_code == 201, taken.text
    assert clients["pamor"].get(f"/dokumen/{taken.json['dokumen']}").status_code == 403
    assert [answer.status_code for answer in refused] == [422, 422, 422]
    with office.database.session() as session:
        others = sa.select(sa.func.count()).where(RequestDocument.request_id.in_([foreign, by_app]))
        assert session.scalar(others) == 0
