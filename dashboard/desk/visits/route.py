"""The route of a day: where to go, addresses for whoever goes there, and what came of each visit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.desk.visits.given import (
    CHOICES,
    address_of,
    number_of,
    outage_is_over,
    places,
    tell_outage,
)
from dashboard.desk.visits.saving import saved, went_well
from dashboard.office import current_office
from dashboard.registry import visits
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.workflow import StepNotAllowed
from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.address import VisitsAddress, day_of
from dashboard.ui.kunjungan.board import unreported_notice
from dashboard.ui.kunjungan.outcome import OUTCOMES
from dashboard.ui.kunjungan.route import people_options, route_list, route_summary
from dashboard.ui.kunjungan.words import day_options, told
from dashboard.ui.queue.words import fingerprint

MAY = Permission.KUNJUNGI


def register_route_callbacks() -> None:
    """The view of a route, and the form for outcomes."""
    _register_route()
    _register_again()
    _register_report()


def _whose(address: VisitsAddress) -> tuple[int, dt.date]:
    """Whose route and which day: a supervisor may look at another officer's, everybody else at the own."""
    account = current_account()
    other = address.officer if account.role in visits.SUPERVISORS else None
    return other or account.id, address.day or visits.today()


def _register_route() -> None:
    @guarded_callback(
        Output(ids.ROUTE, "children"),
        Output(ids.ROUTE_TEXT, "children"),
        Output(ids.filter_field("petugas"), "options"),
        Output(ids.OPEN, "hidden"),
        Output(ids.HIDE, "hidden"),
        Output(ids.SHOWN_ROUTE, "data"),
        Input(ids.asked("rute"), "data"),
        Input(ids.OPEN, "n_clicks"),
        Input(ids.HIDE, "n_clicks"),
        State(ids.SHOWN_ROUTE, "data"),
        State(ids.OUTAGE, "children"),
        permission=MAY,
    )
    def show_route(asked: Any, _open: Any, _hide: Any, shown: Any, outage: Any) -> Any:
        """The visits of the day. Opened addresses stay open until they are hidden or the page is left."""
        if not asked:
            raise PreventUpdate
        address = address_of(asked)
        visitor_id, day = _whose(address)
        known = shown if isinstance(shown, dict) else {}
        key = f"{visitor_id}:{day.isoformat()}"
        wants_open = ctx.triggered_id == ids.OPEN or known.get("terbuka") == key
        is_own = visits.is_own_route(current_account(), visitor_id, day)
        is_open = wants_open and is_own and ctx.triggered_id != ids.HIDE
        try:
            state, drawn = _draw(visitor_id, day, known.get("keadaan"), is_open=is_open, is_own=is_own)
        except DATABASE_AWAY:
            tell_outage(outage)
            return *[no_update] * 5, {**known, "keadaan": None}
        outage_is_over(outage)
        return (*drawn, not is_own or is_open, not is_open, {"keadaan": state, "terbuka": key * is_open})


def _draw(
    visitor_id: int, day: dt.date, shown: Any, *, is_open: bool, is_own: bool
) -> tuple[str, tuple[Any, Any, Any]]:
    """A mark of the route; and the route, its summary, and whose a supervisor may look at.

    Raises:
        PreventUpdate: nothing has changed. Addresses are read, and their reading kept, only when they
            are sent.
    """
    office, account = current_office(), current_account()
    with office.database.session.begin() as session:
        people = visits.visitors(session, account, [])
        name = next((one.name for one in people if one.id == visitor_id), account.display_name)
        stops = visits.route(session, office.vault, account, visitor_id, day)
        late = [one for one in visits.unreported(session, account) if one.visitor_id == visitor_id]
        late = [one for one in late if one.day != day]
        state = fingerprint(visitor_id, day, stops, late, is_open, is_own)
        if state == shown:
            raise PreventUpdate
        if is_open:
            stops = visits.route(session, office.vault, account, visitor_id, day, opened=True)
        names = names_of(session)
    summary = route_summary(stops, name, day, is_open=is_open, may_open=is_own)
    notice = unreported_notice(late, to="rute")
    others = people_options([(one.id, one.name) for one in people if one.id != account.id])
    return state, ([notice, *route_list(stops, names, CHOICES)], summary, others)


def _register_again() -> None:
    @guarded_callback(
        Output(ids.AGAIN_DAY, "options"),
        Input(ids.CHOSEN, "data"),
        State(ids.asked("rute"), "data"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def furnish_days(chosen: Any, asked: Any) -> Any:
        """The days on which the visiting officer has room for another try."""
        if not chosen:
            raise PreventUpdate
        visitor_id, _ = _whose(address_of(asked))
        try:
            with current_office().database.session() as session:
                people, days = places(session)
        except DATABASE_AWAY as error:
            raise PreventUpdate from error
        later = [day for day in days if day > visits.today()]
        return day_options(later, next((one for one in people if one.id == visitor_id), None))


def _register_report() -> None:
    @guarded_callback(
        Output(ids.FORM_MESSAGE, "children"),
        Output(ids.CHANGED, "data", allow_duplicate=True),
        Output(ids.FORM, "is_open"),
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Input(ids.REPORT, "n_clicks"),
        State(ids.CHOSEN, "data"),
        State(ids.OUTCOME, "value"),
        State(ids.RECEIVER, "value"),
        State(ids.IDENTITY, "value"),
        State(ids.AGAIN_DAY, "value"),
        State(ids.NOTE, "value"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(ids.REPORT, "disabled"), True, False)],
    )
    def report(clicked: Any, chosen: Any, outcome: Any, *form: Any) -> Any:
        """What came of the visit; a refusal leaves the form as it is."""
        visit_id = number_of(chosen.get("kunjungan")) if isinstance(chosen, dict) else None
        if not clicked or visit_id is None:
            raise PreventUpdate
        number = str(chosen.get("nomor") or "")[:20]

        def keep(session: Any) -> Any:
            _keep(session, visit_id, outcome, *form)
            return told(f"{number}: {OUTCOMES[outcome].lower()}, dicatat.", True)

        words, mark = saved(keep)
        if not went_well(words, mark):
            return words, mark, no_update, no_update
        return "", mark, False, words


def _keep(
    session: Any, visit_id: int, outcome: Any, receiver: Any, identity: Any, day: Any, note: Any
) -> None:
    account, calendar, said = current_account(), current_office().calendar(), str(note or "")
    if outcome == "selesai":
        receipt = visits.Receipt(str(receiver or ""), str(identity or ""))
        visits.complete(session, calendar, account, visit_id, receipt=receipt, note=said)
    elif outcome == "tidak_di_rumah":
        visits.nobody_home(session, account, visit_id, note=said)
    elif outcome == "dijadwal_ulang":
        following = day_of(day)
        if following is None:
            raise StepNotAllowed("Pilih dahulu hari kunjungan berikutnya.")
        visits.reschedule(session, calendar, account, visit_id, day=following, note=said)
    else:
        raise StepNotAllowed("Pilih dahulu hasil kunjungan.")
