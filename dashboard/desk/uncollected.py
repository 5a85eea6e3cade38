"""Fills the list of uncollected documents on the page that shows it."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.desk.reminding import register_reminding_callbacks, ways_in_words
from dashboard.office import current_office
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.lookup import masked_applicants
from dashboard.registry.office_facts import data_kind
from dashboard.registry.pickups import counter_locations
from dashboard.registry.uncollected import BANDS, WaitingCounts, waiting_counts
from dashboard.registry.uncollected_list import waiting_window
from dashboard.ui.blanks.words import place_name
from dashboard.ui.queue.words import count_in_words, fingerprint
from dashboard.ui.uncollected import ids, words
from dashboard.ui.uncollected.choice import band_of, band_place, location_of, page_of
from dashboard.ui.uncollected.frame import ALL
from dashboard.ui.uncollected.listing import waiting_table

MAY = Permission.LAYANI_LOKET
PAGE_SIZE = 25


def register_uncollected_callbacks() -> None:
    """The list, its filters, and reminders."""
    _register_filters()
    _register_list()
    register_reminding_callbacks()


def _register_filters() -> None:
    @guarded_callback(
        Output(ids.LOCATION, "options"),
        Output(ids.WAY, "children"),
        Input(ids.OUTAGE, "children"),
        permission=MAY,
    )
    def furnish(_outage: Any) -> Any:
        """The counters of the account, and by which way reminders go out."""
        try:
            with current_office().database.session() as session:
                names = names_of(session).locations
                mine = {
                    code: place_name(code, names) for code in counter_locations(session, current_account())
                }
                way = words.way_line(ways_in_words(), data_kind(session))
        except DATABASE_AWAY as error:
            raise PreventUpdate from error  # asked again when the outage is over
        places = {ALL: "Semua lokasi saya", **mine}
        return [{"label": label, "value": value} for value, label in places.items()], way

    @guarded_callback(
        Output(ids.BAND, "data"),
        Output(ids.PAGE, "data"),
        Input(ids.EVERY_BAND, "n_clicks"),
        Input(ids.PAGE_BACK, "n_clicks"),
        Input(ids.PAGE_ON, "n_clicks"),
        Input(ids.LOCATION, "value"),
        Input(ids.ORDER, "value"),
        State(ids.BAND, "data"),
        State(ids.PAGE, "data"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def turn(*inputs: Any) -> Any:
        """Another band, place or order begins on its first page."""
        band, page = inputs[-2:]
        step = {ids.PAGE_BACK: -1, ids.PAGE_ON: 1}.get(str(ctx.triggered_id))
        if step is not None:
            return no_update, max(1, page_of(page) + step)
        clicked = ctx.triggered_id["umur"] if isinstance(ctx.triggered_id, dict) else band
        return band_place(clicked), 1


def _register_list() -> None:
    @guarded_callback(
        Output(ids.LIST, "children"),
        Output(ids.EVERY_COUNT, "children"),
        Output(ids.EVERY_BAND, "aria-pressed"),
        Output(ids.PAGE_TEXT, "children"),
        Output(ids.PAGE_BACK, "disabled"),
        Output(ids.PAGE_ON, "disabled"),
        Output(ids.OUTAGE, "children"),
        Output(ids.SHOWN, "data"),
        Input(ids.TICK, "n_intervals"),
        Input(ids.CHANGED, "data"),
        Input(ids.BAND, "data"),
        Input(ids.PAGE, "data"),
        Input(ids.LOCATION, "value"),
        Input(ids.ORDER, "value"),
        State(ids.SHOWN, "data"),
        permission=MAY,
    )
    def show(_tick: Any, _changed: Any, band: Any, page: Any, place: Any, order: Any, shown: Any) -> Any:
        """The list and its counts; nothing is sent while nothing has changed."""
        office, account = current_office(), current_account()
        try:
            with office.database.session() as session:
                location = location_of(place)
                counts = waiting_counts(session, account, location=location)
                window = waiting_window(
                    session, account, band_of(band), location=location, newest_first=order == "terbaru",
                    page=page_of(page), page_size=PAGE_SIZE,
                )  # fmt: skip
                state = fingerprint(counts, window, band)
                if state == shown:
                    raise PreventUpdate
                ids_shown = [item.request_id for item in window.items]
                applicants = masked_applicants(session, office.vault, ids_shown)
                table = waiting_table(window.items, applicants, names_of(session))
        except DATABASE_AWAY:
            return no_update, *[[no_update] * len(words.BANDS)] * 2, *[no_update] * 3, words.AWAY_LIST, None
        last = window.offset + len(window.items)
        return (
            table,
            [count_in_words(number) for number in _by_tab(counts)],
            [str(each == band_place(band)).lower() for each in words.BANDS],
            f"{window.offset + 1}–{last} dari {count_in_words(window.total)}" if window.items else "",
            window.offset == 0,
            last >= window.total,
            "",
            state,
        )


def _by_tab(counts: list[WaitingCounts]) -> list[int]:
    """The counts in the order of the tabs: all, then each band."""
    return [
        sum(row.total for row in counts),
        *[sum(row.by_band[band] for row in counts) for band in range(len(BANDS))],
    ]
