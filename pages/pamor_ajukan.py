"""The form of a Satgas Pamor at a doorstep: an application for a resident of the own kelurahan.

Nothing typed leaves this page but in the one answer to "Kirim"; the form's own key makes it safe to
send twice.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback, guarded_clientside_callback
from dashboard.desk.assisted import answer, read_day, typed
from dashboard.office import current_office
from dashboard.registry import assisted
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.documents import asked_documents
from dashboard.registry.nik import nik_remarks
from dashboard.ui.pamor import form, ids, words
from dashboard.ui.pamor.listing import ENTER_PATH

MAY = Permission.DAMPINGI_WARGA
HERE = ids.NEW

dash.register_page(__name__, path=ENTER_PATH, title="Ajukan untuk warga", permission=MAY)


def layout(**_: str) -> Any:
    """The empty form; the callbacks below fill its choices."""
    return form.entry_frame(assisted.CONSENTS, assisted.PRIORITIES)


@guarded_callback(
    Output(HERE.field("service_code"), "options"),
    Output(HERE.field("kelurahan_code"), "options"),
    Output(HERE.field("kelurahan_code"), "value"),
    Output(HERE.field("location_code"), "options"),
    Output(HERE.field("location_code"), "value"),
    Output(HERE.outage, "children"),
    Output(HERE.tick, "disabled"),
    Input(HERE.tick, "n_intervals"),
    permission=MAY,
)
def furnish(_tick: Any) -> Any:
    """The choices that lie within the account's reach, asked for until they are there."""
    try:
        with current_office().database.session() as session:
            services, _ = assisted.offered_services(session)
            kelurahan, locations = assisted.places_for(session, current_account())
    except DATABASE_AWAY:
        return *[no_update] * 5, words.AWAY_FURNISH, False
    return (
        form.choose_from({code: service.name for code, service in services.items()}),
        form.choose_from(kelurahan),
        next(iter(kelurahan)) if len(kelurahan) == 1 else form.NOT_CHOSEN,
        form.choose_from(locations),
        next(iter(locations), form.NOT_CHOSEN),
        "" if kelurahan else words.NO_KELURAHAN,
        True,
    )


@guarded_callback(
    Output(HERE.field("variant_code"), "options"),
    Output(HERE.field("variant_code"), "value"),
    Output(HERE.field("visit"), "options"),
    Output(HERE.field("visit"), "value"),
    Input(HERE.field("service_code"), "value"),
    State(HERE.field("visit"), "value"),
    permission=MAY,
    prevent_initial_call=True,
)
def offer_variants(service: Any, visit: Any) -> Any:
    """The variants and the visits of the chosen service."""
    code = typed(service)
    with current_office().database.session() as session:
        _, names = assisted.offered_services(session)
    variants = {variant: name for (of, variant), name in names.items() if of == code}
    offered = assisted.visits_for(code)
    return (
        form.choose_from(variants),
        next(iter(variants)) if len(variants) == 1 else form.NOT_CHOSEN,
        form.visit_options(offered),
        visit if visit in offered else form.NONE,
    )


@guarded_callback(
    Output(ids.DOCUMENTS, "children"),
    Input(HERE.field("variant_code"), "value"),
    Input(HERE.field("service_code"), "value"),
    permission=MAY,
    prevent_initial_call=True,
)
def list_documents(variant: Any, service: Any) -> Any:
    """What the chosen variant asks for."""
    with current_office().database.session() as session:
        return form.document_list(asked_documents(session, typed(service), typed(variant)))


@guarded_callback(
    Output(HERE.field("pickup_day"), "options"),
    Output(HERE.field("pickup_day"), "value"),
    Output(HERE.day_hint, "children"),
    Input(HERE.field("location_code"), "value"),
    Input(HERE.field("service_code"), "value"),
    Input(HERE.field("pickup_day"), "value"),
    Input(HERE.refresh, "data"),
    permission=MAY,
    prevent_initial_call=True,
)
def offer_days(location: Any, service: Any, chosen: Any, _refresh: Any) -> Any:
    """The days of the location with the places left, anew after a refusal."""
    office = current_office()
    with office.database.session() as session:
        services, _ = assisted.offered_services(session)
        known = services.get(typed(service))
        _, locations = assisted.places_for(session, current_account())
        if known is None or typed(location) not in locations:
            return [form.CHOOSE], form.NOT_CHOSEN, "Pilih layanan dan lokasi dahulu."
        choices = assisted.pickup_choices(session, office.calendar(), typed(location))
    options = form.day_options(choices, may_print=known.self_print)
    kept = chosen if chosen in [option["value"] for option in options] else options[0]["value"]
    return options, kept, form.day_hint(choices, kept, may_print=known.self_print)


@guarded_callback(
    Output(ids.NIK_REMARK, "children"),
    Input(HERE.field("nik"), "n_blur"),
    State(HERE.field("nik"), "value"),
    permission=MAY,
    prevent_initial_call=True,
)
def check_nik(_left: Any, nik: Any) -> str:
    """What is wrong with a NIK, or remarkable about it, as soon as it has been typed."""
    text = typed(nik)
    if not text.strip():
        return ""
    digits = "".join(sign for sign in text if sign.isdigit())
    return assisted.nik_fault(text) or " ".join(nik_remarks(digits)) or "16 angka, sudah sesuai."


@guarded_callback(
    Output(HERE.faults, "data"),
    Output(HERE.message, "children"),
    Output(HERE.refresh, "data"),
    Output(HERE.go, "href"),
    Input(HERE.send, "n_clicks"),
    State(HERE.form_key, "data"),
    *[State(HERE.field(name), "value") for name in form.FIELDS],
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(HERE.send, "disabled"), True, False)],
)
def send(clicks: Any, key: Any, *values: Any) -> Any:
    """Take the application in, once; what is wrong is told and the form stays as it is."""
    if not clicks:
        raise PreventUpdate
    entry = read_entry(typed(key), dict(zip(form.FIELDS, values, strict=True)))

    def take_in() -> assisted.Entered:
        office = current_office()
        return assisted.enter(
            office.database.session, office.vault, office.calendar(), current_account(), entry
        )

    return answer(take_in, clicks)


def read_entry(key: str, values: dict[str, Any]) -> assisted.Entry:
    """The form as the registry takes it; anything odd from the browser becomes a plain text."""
    texts = {name: typed(value) for name, value in values.items()}
    texts = {name: "" if text in (form.NONE, form.NOT_CHOSEN) else text for name, text in texts.items()}
    day = read_day(texts.pop("pickup_day"))
    return assisted.Entry(form_key=key, pickup_day=day, **texts)


guarded_clientside_callback(
    ClientsideFunction("pamor", "tellFaults"),
    Output(HERE.summary, "title"),
    Input(HERE.faults, "data"),
    prevent_initial_call=True,
)
