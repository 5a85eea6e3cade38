"""Wishes: the list, planning several, withdrawing, and asking for a visit by hand."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.desk.visits.given import (
    CHOICES,
    address_of,
    officer_and_day,
    outage_is_over,
    picked,
    tell_outage,
)
from dashboard.desk.visits.saving import saved, went_well
from dashboard.office import current_office
from dashboard.registry import visits
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.numbers import parse_request_number, request_number
from dashboard.registry.workflow import StepNotAllowed
from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.address import day_of
from dashboard.ui.kunjungan.wishes import counts_table, place_in_list, wish_table
from dashboard.ui.kunjungan.words import results, told
from dashboard.ui.queue.words import fingerprint

MAY = Permission.KUNJUNGI
PAGE_SIZE = 25
NO_CASE = "Tulis nomor permohonan, misalnya EO-00000017."


def register_wish_callbacks() -> None:
    """The view of wishes."""
    _register_list()
    _register_planning()
    _register_new()


def _register_list() -> None:
    @guarded_callback(
        Output(ids.COUNTS, "children"),
        Output(ids.WISHES, "children"),
        Output(ids.PAGE_TEXT, "children"),
        Output(ids.PAGE_BACK, "disabled"),
        Output(ids.PAGE_ON, "disabled"),
        Output(ids.PICK_ALL, "value"),
        Output(ids.SHOWN_WISHES, "data"),
        Input(ids.asked("permintaan"), "data"),
        State(ids.EVERY_WISH, "id"),
        State(ids.EVERY_WISH, "value"),
        State(ids.SHOWN_WISHES, "data"),
        State(ids.OUTAGE, "children"),
        permission=MAY,
    )
    def show_wishes(asked: Any, boxes: Any, ticks: Any, shown: Any, outage: Any) -> Any:
        """Who waits, where and for when; a redrawn list keeps what was ticked."""
        if not asked:
            raise PreventUpdate
        address, account, office = address_of(asked), current_account(), current_office()
        try:
            with office.database.session() as session:
                names, areas = names_of(session), visits.areas_of(session, account)
                counts = visits.wish_counts(session, account)
                page = visits.wish_page(
                    session, office.vault, account, kecamatan=address.kecamatan, when=address.when,
                    page=address.page, page_size=PAGE_SIZE,
                )  # fmt: skip
        except DATABASE_AWAY:
            tell_outage(outage)
            return *[no_update] * 6, None
        outage_is_over(outage)
        state = fingerprint(address, counts, page)
        if state == shown:
            raise PreventUpdate
        return (
            counts_table(counts, areas, address),
            wish_table(page, names, CHOICES, set(picked(boxes, ticks, "permintaan")), address),
            place_in_list(page),
            page.offset == 0,
            page.offset + len(page.items) >= page.total,
            False,
            state,
        )


def _register_planning() -> None:
    officer, day = ids.bar("jadwal")

    @guarded_callback(
        Output(ids.MESSAGE, "children"),
        Output(ids.CHANGED, "data"),
        Input(ids.SCHEDULE, "n_clicks"),
        Input(ids.WITHDRAW, "n_clicks"),
        State(officer, "value"),
        State(day, "value"),
        State(ids.WITHDRAW_REASON, "value"),
        State(ids.EVERY_WISH, "id"),
        State(ids.EVERY_WISH, "value"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(name, "disabled"), True, False) for name in (ids.SCHEDULE, ids.WITHDRAW)],
    )
    def plan_or_withdraw(
        _plan: Any, _off: Any, who: Any, when: Any, reason: Any, boxes: Any, ticks: Any
    ) -> Any:
        """Plan the chosen wishes for an officer and a day, or take them off the list."""
        if not ctx.triggered[0]["value"]:
            raise PreventUpdate
        account, calendar = current_account(), current_office().calendar()
        chosen = picked(boxes, ticks, "permintaan")

        def plan(session: Any) -> Any:
            visitor_id, chosen_day = officer_and_day(who, when)
            found = visits.schedule_all(
                session, calendar, account, chosen, day=chosen_day, visitor_id=visitor_id
            )
            return results(found, found[0].message)

        def withdraw(session: Any) -> Any:
            found = visits.withdraw_all(session, account, chosen, str(reason or ""))
            return results(found, found[0].message)

        return saved(plan if ctx.triggered_id == ids.SCHEDULE else withdraw)


def _register_new() -> None:
    @guarded_callback(
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Output(ids.CHANGED, "data", allow_duplicate=True),
        Output(ids.NEW_NUMBER, "value"),
        Output(ids.NEW_DAY, "value"),
        Input(ids.NEW, "n_clicks"),
        Input(ids.NEW_NUMBER, "n_submit"),
        State(ids.NEW_NUMBER, "value"),
        State(ids.NEW_PURPOSE, "value"),
        State(ids.NEW_DAY, "value"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(ids.NEW, "disabled"), True, False)],
    )
    def ask(clicked: Any, submitted: Any, number: Any, purpose: Any, day: Any) -> Any:
        """A wish for an application, by its number."""
        if not clicked and not submitted:
            raise PreventUpdate
        account, calendar = current_account(), current_office().calendar()

        def wish(session: Any) -> Any:
            request_id = parse_request_number(str(number or ""))
            if request_id is None:
                raise StepNotAllowed(NO_CASE)
            wanted = day_of(day)
            visits.wish(session, calendar, account, request_id, str(purpose or ""), wanted_on=wanted)
            return told(f"{request_number(request_id)} menunggu kunjungan.", True)

        words, mark = saved(wish)
        empty = "" if went_well(words, mark) else no_update
        return words, mark, empty, empty
