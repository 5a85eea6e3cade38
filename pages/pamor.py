"""Halo Pamor: which of my residents' applications needs something, and the way to enter a new one.

Used by Satgas Pamor on a telephone. The address holds what is listed and no personal data.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback, guarded_clientside_callback
from dashboard.office import current_office
from dashboard.registry import assisted
from dashboard.registry.calendar import WIB
from dashboard.registry.case_file import Names, names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.ui.pamor import ids, words
from dashboard.ui.pamor.listing import (
    PATH,
    VIEWS,
    ListAddress,
    case_list,
    empty_list,
    kelurahan_options,
    list_frame,
    without_kelurahan,
)
from dashboard.ui.queue.words import count_in_words, fingerprint

MAY = Permission.DAMPINGI_WARGA

dash.register_page(__name__, path=PATH, title="Halo Pamor", permission=MAY, nav_label="Halo Pamor", order=18)


def layout(**query: str) -> Any:
    """The frame without any case; the callbacks below fill it."""
    return list_frame(ListAddress.read(query))


guarded_clientside_callback(
    ClientsideFunction("pamor", "steer"),
    Output(ids.ASKED, "data"),
    Input(ids.EVERY_TAB, "n_clicks"),
    Input(ids.KELURAHAN_FILTER, "value"),
    Input(ids.PAGE_BACK, "n_clicks"),
    Input(ids.PAGE_ON, "n_clicks"),
    State(ids.ASKED, "data"),
    prevent_initial_call=True,
)


@guarded_callback(
    Output(ids.LIST, "children"),
    Output(ids.EVERY_COUNT, "children"),
    Output(ids.EVERY_TAB, "aria-pressed"),
    Output(ids.EVERY_TAB, "hidden"),
    Output(ids.KELURAHAN_FILTER, "options"),
    Output(ids.KELURAHAN_BOX, "hidden"),
    Output(ids.PAGE_TEXT, "children"),
    Output(ids.PAGE_BACK, "disabled"),
    Output(ids.PAGE_ON, "disabled"),
    Output(ids.PAGER, "hidden"),
    Output(ids.OUTAGE, "children"),
    Output(ids.SHOWN, "data"),
    Input(ids.ASKED, "data"),
    Input(ids.TICK, "n_intervals"),
    State(ids.SHOWN, "data"),
    permission=MAY,
)
def show_list(asked: Any, _tick: Any, shown: Any) -> Any:
    """The list and the counts; nothing is sent while nothing has changed."""
    address, account, office = ListAddress.read(asked), current_account(), current_office()
    try:
        with office.database.session() as session:
            helps = assisted.own_kelurahan(session, account) != ()
            names, kelurahan = names_of(session), assisted.assisted_kelurahan(session, account)
            counts = assisted.assisted_counts(session, account, kelurahan=address.kelurahan)
            page = assisted.assisted_page(
                session, office.vault, account,
                status=address.status, kelurahan=address.kelurahan, page=address.page,
            )  # fmt: skip
    except DATABASE_AWAY:
        views = [[no_update] * len(VIEWS)] * 3
        return (no_update, *views, *[no_update] * 6, words.AWAY_LIST, None)
    today = dt.datetime.now(WIB).date()
    state = fingerprint(address, helps, kelurahan, counts, page, today)
    if state == shown:
        raise PreventUpdate
    return (
        _listed(address, page, names, today, helps=helps),
        *_tabs(address, counts),
        kelurahan_options(kelurahan, address.kelurahan),
        len(kelurahan) < 2 and not address.kelurahan,
        *_paged(page),
        "",
        state,
    )


def _listed(
    address: ListAddress, page: assisted.AssistedPage, names: Names, today: dt.date, *, helps: bool
) -> Any:
    if page.items:
        return case_list(page.items, names, today)
    return empty_list(address) if helps else without_kelurahan(words.NO_KELURAHAN)


def _tabs(address: ListAddress, counts: dict[str, int]) -> tuple[list[str], list[str], list[bool]]:
    """What each view counts, which is chosen, and which have nothing to show."""
    cases = {view: counts.get(ListAddress(view).status, 0) for view in VIEWS}
    always = ("semua", "perlu_warga", address.view)
    return (
        [count_in_words(number) for number in cases.values()],
        [str(view == address.view).lower() for view in VIEWS],
        [not number and view not in always for view, number in cases.items()],
    )


def _paged(page: assisted.AssistedPage) -> tuple[str, bool, bool, bool]:
    last = page.offset + len(page.items)
    return (
        f"{page.offset + 1}–{last} dari {count_in_words(page.total)}",
        page.offset == 0,
        last >= page.total,
        page.total <= len(page.items),
    )
