"""The plan of two weeks: who has room when, moving and cancelling visits, capacities."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.desk.visits.given import (
    CHOICES,
    address_of,
    number_of,
    officer_and_day,
    outage_is_over,
    picked,
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
from dashboard.ui.kunjungan.board import board_table, planned_table, unreported_notice
from dashboard.ui.kunjungan.words import day_options, officer_options, results, told
from dashboard.ui.queue.words import fingerprint

MAY = Permission.KUNJUNGI
BOARD_DAYS = 14


def register_plan_callbacks() -> None:
    """The view of the plan, and the fields for officer and day of both bars."""
    _register_board()
    _register_moving()
    _register_capacity()
    _register_bar("jadwal", "permintaan")
    _register_bar("pindah", "jadwal")


def _register_board() -> None:
    @guarded_callback(
        Output(ids.BOARD, "children"),
        Output(ids.PLANNED, "children"),
        Output(ids.CAPACITY_OFFICER, "options"),
        Output(ids.SHOWN_BOARD, "data"),
        Input(ids.asked("jadwal"), "data"),
        State(ids.EVERY_VISIT, "id"),
        State(ids.EVERY_VISIT, "value"),
        State(ids.SHOWN_BOARD, "data"),
        State(ids.OUTAGE, "children"),
        permission=MAY,
    )
    def show_plan(asked: Any, boxes: Any, ticks: Any, shown: Any, outage: Any) -> Any:
        """Two weeks, and the visits of the chosen officer and day."""
        if not asked:
            raise PreventUpdate
        address, account, office = _dated(address_of(asked)), current_account(), current_office()
        try:
            with office.database.session() as session:
                names = names_of(session)
                people, days = places(session, BOARD_DAYS)
                left_over = visits.unreported(session, account)
                one, stops = _chosen(session, address)
        except DATABASE_AWAY:
            tell_outage(outage)
            return *[no_update] * 3, None
        outage_is_over(outage)
        state = fingerprint(address, people, days, left_over, stops)
        if state == shown:
            raise PreventUpdate
        chosen = set(picked(boxes, ticks, "kunjungan"))
        return (
            [unreported_notice(left_over), *board_table(people, days, address)],
            planned_table(
                stops, one, address.day, names, CHOICES, chosen, has_route=_may_see_route(address.officer)
            ),
            officer_options(people, None),
            state,
        )


def _dated(address: VisitsAddress) -> VisitsAddress:
    """An officer without a day is looked at today."""
    return address if address.officer is None else replace(address, day=address.day or visits.today())


def _may_see_route(officer: int | None) -> bool:
    account = current_account()
    return officer == account.id or account.role in visits.SUPERVISORS


def _chosen(session: Any, address: VisitsAddress) -> tuple[visits.Visitor | None, list[visits.Stop]]:
    """The officer of the address, if one of those who work here, and the visits of that day."""
    if address.officer is None or address.day is None:
        return None, []
    account = current_account()
    here = visits.visitors(session, account, [address.day])
    one = next((person for person in here if person.id == address.officer), None)
    if one is None:
        return None, []
    return one, visits.route(session, current_office().vault, account, one.id, address.day)


def _register_moving() -> None:
    officer, day = ids.bar("pindah")

    @guarded_callback(
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Output(ids.CHANGED, "data", allow_duplicate=True),
        Output(ids.MOVE_NOTE, "value"),
        Input(ids.MOVE, "n_clicks"),
        Input(ids.CANCEL, "n_clicks"),
        State(officer, "value"),
        State(day, "value"),
        State(ids.MOVE_NOTE, "value"),
        State(ids.EVERY_VISIT, "id"),
        State(ids.EVERY_VISIT, "value"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(name, "disabled"), True, False) for name in (ids.MOVE, ids.CANCEL)],
    )
    def move_or_cancel(
        _move: Any, _cancel: Any, who: Any, when: Any, note: Any, boxes: Any, ticks: Any
    ) -> Any:
        """Move the chosen visits to another officer or day, or take them off the plan."""
        if not ctx.triggered[0]["value"]:
            raise PreventUpdate
        account, calendar = current_account(), current_office().calendar()
        chosen, said = picked(boxes, ticks, "kunjungan"), str(note or "")

        def move(session: Any) -> Any:
            visitor_id, chosen_day = officer_and_day(who, when)
            found = visits.reschedule_all(
                session, calendar, account, chosen, day=chosen_day, visitor_id=visitor_id, note=said
            )
            return results(found, found[0].message)

        def cancel(session: Any) -> Any:
            found = visits.cancel_all(session, account, chosen, note=said)
            return results(found, found[0].message)

        words, mark = saved(move if ctx.triggered_id == ids.MOVE else cancel)
        return words, mark, "" if went_well(words, mark) else no_update


def _register_capacity() -> None:
    @guarded_callback(
        Output(ids.CAPACITY, "value"),
        Input(ids.CAPACITY_OFFICER, "value"),
        permission=Permission.ATUR_BEBAN,
        prevent_initial_call=True,
    )
    def show_capacity(officer: Any) -> Any:
        """The number as it is now."""
        try:
            with current_office().database.session() as session:
                people = visits.visitors(session, current_account(), [])
        except DATABASE_AWAY as error:
            raise PreventUpdate from error
        return next((one.per_day for one in people if one.id == number_of(officer)), None)

    @guarded_callback(
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Output(ids.CHANGED, "data", allow_duplicate=True),
        Input(ids.SET_CAPACITY, "n_clicks"),
        State(ids.CAPACITY_OFFICER, "value"),
        State(ids.CAPACITY, "value"),
        permission=Permission.ATUR_BEBAN,
        prevent_initial_call=True,
        running=[(Output(ids.SET_CAPACITY, "disabled"), True, False)],
    )
    def set_capacity(clicked: Any, officer: Any, per_day: Any) -> Any:
        """How many visits an officer makes a day."""
        if not clicked:
            raise PreventUpdate
        account = current_account()

        def change(session: Any) -> Any:
            visitor_id, count = number_of(officer), number_of(per_day)
            if visitor_id is None or count is None:
                raise StepNotAllowed("Pilih petugas dan isi jumlah kunjungan per hari.")
            visits.set_capacity(session, account, visitor_id, count)
            return told(f"Kapasitas disimpan: {count} kunjungan per hari.", True)

        return saved(change)


def _register_bar(name: str, view: str) -> None:
    officer, day = ids.bar(name)

    @guarded_callback(
        Output(officer, "options"),
        Output(day, "options"),
        Input(ids.asked(view), "data"),
        Input(officer, "value"),
        Input(day, "value"),
        State(officer, "options"),
        State(day, "options"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def show_room(_asked: Any, who: Any, when: Any, *known: Any) -> Any:
        """Officers with their room on the chosen day, days with the room of the chosen officer."""
        try:
            with current_office().database.session() as session:
                people, days = places(session)
        except DATABASE_AWAY as error:
            raise PreventUpdate from error  # the list tells it
        one = next((person for person in people if person.id == number_of(who)), None)
        options = (officer_options(people, day_of(when)), day_options(days, one))
        if options == known:
            raise PreventUpdate
        return options
