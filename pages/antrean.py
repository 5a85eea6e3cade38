"""The officers' desk: which case is next and why, who has it, and what happens to it.

Used by officers all day. The address holds what they look at (view, filters, order, page, open case);
``assets/antrean.js`` turns clicks into addresses, and everything else follows from them. The open case
itself, beside the list, is ``dashboard.desk.case``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import dash
from dash import ClientsideFunction, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import (
    Permission,
    current_account,
    guarded_callback,
    guarded_clientside_callback,
)
from dashboard.desk.blanks import register_blank_card
from dashboard.desk.case import tell_outage
from dashboard.desk.finding import register_search_callbacks
from dashboard.desk.narrowing import offered, out_of_reach, queue_filter
from dashboard.desk.saved_queues import register_saved_queue_callbacks
from dashboard.desk.steps import take_next
from dashboard.office import current_office
from dashboard.registry import queue
from dashboard.registry.case_file import Names, names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.ui.case import ids as case_ids
from dashboard.ui.case import messages
from dashboard.ui.queue import ids
from dashboard.ui.queue.address import FILTERS, VIEWS, DeskAddress
from dashboard.ui.queue.desk import desk
from dashboard.ui.queue.listing import empty_queue, queue_table
from dashboard.ui.queue.tools import filter_options, narrowed_to
from dashboard.ui.queue.words import count_in_words, fingerprint

PAGE_SIZE = 50
MAY = Permission.KERJAKAN_ANTREAN
NEIGHBOURS = ("/antrean/selesaikan", "/antrean/periksa", "/antrean/beban")
FIELDS = (*FILTERS, "urut")

dash.register_page(
    __name__,
    path="/antrean",
    title="Antrean kerja",
    permission=MAY,
    nav_label="Antrean kerja",
    order=10,
)


def layout(**query: str) -> Any:
    """The frame without any data; the callbacks fill it."""
    return desk(DeskAddress.from_query(query), neighbours())


def neighbours() -> list[tuple[str, str]]:
    """Label and path of the pages beside the queue that the account may open."""
    account, pages = current_account(), {page["path"]: page for page in dash.page_registry.values()}
    found = (pages[path] for path in NEIGHBOURS if path in pages)
    return [(page["nav_label"], page["path"]) for page in found if account.may(page["permission"])]


register_blank_card()
register_search_callbacks()
register_saved_queue_callbacks()


@guarded_callback(
    *[Output(ids.filter_field(name), "options") for name in FIELDS],
    Input(ids.ADDRESS, "pathname"),
    Input(case_ids.OUTAGE, "children"),
    State(ids.filter_field("layanan"), "options"),
    permission=MAY,
)
def furnish(_path: str | None, _outage: Any, known: Any) -> Any:
    """What the list can be narrowed by, once per visit: what lies within the account's reach."""
    if len(known or ()) > 1:
        raise PreventUpdate
    try:
        with current_office().database.session() as session:
            options = filter_options(offered(current_account(), names_of(session)))
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # asked again when the outage is over
    return [options[name] for name in FIELDS]


guarded_clientside_callback(
    ClientsideFunction("antrean", "steer"),
    Output(ids.ADDRESS, "search"),
    Output(ids.EVERY_FILTER, "value"),
    Output(ids.ASKED, "data"),
    Output(case_ids.NUMBER, "data"),
    Output(case_ids.NARROWED, "data"),
    Input(ids.ADDRESS, "search"),
    Input(ids.EVERY_FILTER, "value"),
    Input(case_ids.GO, "data"),
    Input(ids.EVERY_TAB, "n_clicks"),
    Input(ids.EVERY_HEAD, "n_clicks"),
    Input(ids.EVERY_ROW_BUTTON, "n_clicks"),
    Input(ids.EVERY_RESULT, "n_clicks"),
    Input(ids.EVERY_SAVED, "n_clicks"),
    Input(ids.EVERY_CLEAR, "n_clicks"),
    Input(ids.PAGE_BACK, "n_clicks"),
    Input(ids.PAGE_ON, "n_clicks"),
    Input(case_ids.CLOSE, "n_clicks"),
    State(ids.ASKED, "data"),
    State(case_ids.NUMBER, "data"),
    State(case_ids.NARROWED, "data"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("antrean", "beat"),
    Output(ids.BEAT, "data"),
    Input(ids.TICK, "n_intervals"),
    State(ids.ASKING, "data"),
    prevent_initial_call=True,
)


@guarded_callback(
    Output(ids.LIST, "children"),
    Output(ids.NARROWED_TO, "children"),
    Output(ids.EVERY_COUNT, "children"),
    Output(ids.EVERY_TAB, "aria-pressed"),
    Output(ids.PAGE_TEXT, "children"),
    Output(ids.PAGE_BACK, "disabled"),
    Output(ids.PAGE_ON, "disabled"),
    Output(ids.PAGER, "hidden"),
    Output(ids.SHOWN, "data"),
    Input(ids.ASKED, "data"),
    Input(ids.BEAT, "data"),
    Input(case_ids.CHANGED, "data"),
    State(ids.SHOWN, "data"),
    State(case_ids.OUTAGE, "children"),
    permission=MAY,
    running=[(Output(ids.ASKING, "data"), True, False)],
)
def show_queue(asked: str | None, _beat: Any, _changed: Any, shown: Any, told: Any) -> Any:
    """The list and the counts; nothing is sent while nothing has changed."""
    address, account, at = DeskAddress.from_search(asked), current_account(), dt.datetime.now(dt.UTC)
    office = current_office()
    try:
        with office.database.session() as session:
            window = queue.queue_window(
                session, office.calendar(), account, cast(queue.View, address.view),
                where=queue_filter(address.narrowed), sort=cast(queue.Sorting, address.sort),
                descending=address.is_descending, page=address.page, page_size=PAGE_SIZE, at=at,
            )  # fmt: skip
            state = fingerprint(address, window, _minute(address, at))
            if shown and state == shown["state"]:
                raise PreventUpdate
            names = names_of(session)
    except DATABASE_AWAY:
        return _outage(told)
    if not shown:  # at first, and after an outage
        tell_outage("", told)
    return (*_drawn(address, window, names, at), {"state": state, "held": window.held})


def _minute(address: DeskAddress, at: dt.datetime) -> int:
    """What runs out by the minute is drawn anew by the minute."""
    return int(at.timestamp()) // 60 if address.view == "milik_saya" else 0


def _drawn(address: DeskAddress, window: queue.QueueWindow, names: Names, at: dt.datetime) -> tuple[Any, ...]:
    last = window.offset + len(window.items)
    reach = out_of_reach(current_account(), address.narrowed, names)
    return (
        queue_table(window.items, names, address.order, at)
        if window.items
        else empty_queue(address, out_of_reach=reach),
        narrowed_to(address, names.services, names.locations),
        [_counted(getattr(window.counts, view)) for view in VIEWS],
        [str(view == address.view).lower() for view in VIEWS],
        f"{window.offset + 1}–{last} dari {count_in_words(window.total)}{'+' if window.has_more else ''}",
        window.offset == 0,
        last >= window.total,
        window.total <= PAGE_SIZE,
    )


def _outage(told: Any) -> tuple[Any, ...]:
    # What was shown is forgotten, so that the list is drawn anew once the database is back.
    tell_outage(messages.AWAY_LIST, told)
    return (no_update, no_update, *[[no_update] * len(VIEWS)] * 2, *[no_update] * 4, None)


def _counted(cases: int) -> str:
    """How many cases a view holds; they are counted no further than they can be paged through."""
    more = "+" if cases > queue.LIST_LIMIT else ""
    return f"{count_in_words(min(cases, queue.LIST_LIMIT))}{more}"


@guarded_callback(
    Output(case_ids.MESSAGE, "children", allow_duplicate=True),
    Output(case_ids.CLAIM_AFTER, "hidden", allow_duplicate=True),
    Output(case_ids.CHANGED, "data", allow_duplicate=True),
    Output(case_ids.GO, "data", allow_duplicate=True),
    Input(ids.CLAIM_NEXT, "n_clicks"),
    State(case_ids.NARROWED, "data"),
    State(ids.SHOWN, "data"),
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(ids.CLAIM_NEXT, "disabled"), True, False)],
)
def claim_next(clicked: int | None, narrowed: Any, shown: Any) -> Any:
    """The most urgent free case becomes this officer's and is opened."""
    if not clicked:
        raise PreventUpdate
    return take_next(queue_filter(narrowed), int(shown["held"]) if shown else None)


guarded_clientside_callback(
    ClientsideFunction("antrean", "keepMark"),
    Output(ids.LIST, "title"),
    Input(ids.SHOWN, "data"),
    prevent_initial_call=True,
)
