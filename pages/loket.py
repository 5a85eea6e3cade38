"""The counter: who comes today, is their document ready, and may this person have it?

Used by officers who hand documents over. The address holds what the lists look at; which case is open, and
what was typed to find it, stay in the page. ``assets/loket.js`` turns clicks into addresses. The case itself
is ``dashboard.desk.counter``.
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
from dashboard.desk.counter import register_counter_callbacks
from dashboard.desk.narrowing import offered, out_of_reach
from dashboard.desk.uncollected import register_uncollected_callbacks
from dashboard.office import current_office
from dashboard.registry import pickups
from dashboard.registry.calendar import WIB
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.lookup import masked_applicants
from dashboard.registry.wording import date_in_words
from dashboard.ui.loket import ids, messages
from dashboard.ui.loket.address import EVERYTHING, STATES, CounterAddress
from dashboard.ui.loket.frame import counter_frame, location_options
from dashboard.ui.loket.pickups import (
    counted,
    day_title,
    no_pickups,
    pickup_table,
    pickups_part,
    place_table,
)
from dashboard.ui.queue.words import count_in_words, fingerprint
from dashboard.ui.uncollected.frame import uncollected_part

PAGE_SIZE = 25
MAY = Permission.LAYANI_LOKET

dash.register_page(
    __name__,
    path="/loket",
    title="Loket",
    permission=MAY,
    nav_label="Loket",
    order=13,
)


def layout(**query: str) -> Any:
    """The frame without any data; the callbacks fill it. Each part of ``parts`` is one tab."""
    address = CounterAddress.from_query(query)
    parts = {"pengambilan": pickups_part(address.day or _today()), "belum_diambil": uncollected_part()}
    return counter_frame(address, parts)


def _today() -> dt.date:
    return dt.datetime.now(WIB).date()


register_counter_callbacks()
register_uncollected_callbacks()


@guarded_callback(
    Output(ids.LOCATION, "options"),
    Input(ids.ADDRESS, "pathname"),
    Input(ids.OUTAGE, "children"),
    State(ids.LOCATION, "options"),
    permission=MAY,
)
def furnish(_path: Any, _outage: Any, known: Any) -> Any:
    """The locations whose counter it may be, once per visit."""
    if len(known or ()) > 1:
        raise PreventUpdate
    try:
        with current_office().database.session() as session:
            return location_options(offered(current_account(), names_of(session))["lokasi"])
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # asked again when the outage is over


guarded_clientside_callback(
    ClientsideFunction("loket", "steer"),
    Output(ids.ADDRESS, "search"),
    Output(ids.LOCATION, "value"),
    Output(ids.DAY, "value"),
    Output(ids.ASKED, "data"),
    Output(ids.EVERY_TAB, "aria-pressed"),
    Output(ids.EVERY_PART, "hidden"),
    Input(ids.ADDRESS, "search"),
    Input(ids.LOCATION, "value"),
    Input(ids.DAY, "value"),
    Input(ids.EVERY_TAB, "n_clicks"),
    Input(ids.EVERY_STATE, "n_clicks"),
    Input(ids.EVERY_PLACE, "n_clicks"),
    Input(ids.EVERY_HEAD, "n_clicks"),
    Input(ids.DAY_BACK, "n_clicks"),
    Input(ids.DAY_ON, "n_clicks"),
    Input(ids.TODAY, "n_clicks"),
    Input(ids.PAGE_BACK, "n_clicks"),
    Input(ids.PAGE_ON, "n_clicks"),
    State(ids.ASKED, "data"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("loket", "beat"),
    Output(ids.BEAT, "data"),
    Input(ids.TICK, "n_intervals"),
    State(ids.ASKING, "data"),
    prevent_initial_call=True,
)


@guarded_callback(
    Output(ids.LIST, "children"),
    Output(ids.PLACES, "children"),
    Output(ids.DAY_TITLE, "children"),
    Output(ids.EVERY_COUNT, "children"),
    Output(ids.EVERY_STATE, "aria-pressed"),
    Output(ids.PAGE_TEXT, "children"),
    Output(ids.PAGE_BACK, "disabled"),
    Output(ids.PAGE_ON, "disabled"),
    Output(ids.PAGER, "hidden"),
    Output(ids.SHOWN, "data"),
    Input(ids.ASKED, "data"),
    Input(ids.BEAT, "data"),
    Input(ids.CHANGED, "data"),
    State(ids.SHOWN, "data"),
    State(ids.OUTAGE, "children"),
    permission=MAY,
    running=[(Output(ids.ASKING, "data"), True, False)],
)
def show_pickups(asked: Any, _beat: Any, _changed: Any, shown: Any, told: Any) -> Any:
    """The list and its counts; nothing is sent while nothing has changed."""
    address = CounterAddress.from_search(asked if isinstance(asked, str) else "")
    account, office = current_account(), current_office()
    today = _today()
    day, place = address.day or today, address.location or None
    state = None if address.state == EVERYTHING else cast(pickups.PickupState, address.state)
    try:
        with office.database.session() as session:
            names = names_of(session)
            counts = pickups.pickup_counts(session, account, day, location=place)
            window = pickups.pickup_window(
                session, account, day, location=place, state=state,
                order=cast(pickups.Order, address.order), page=address.page, page_size=PAGE_SIZE,
            )  # fmt: skip
            mark = fingerprint(address, today, counts, window)
            if mark == shown and not told:
                raise PreventUpdate
            persons = masked_applicants(session, office.vault, [item.request_id for item in window.items])
    except DATABASE_AWAY:
        tell_outage(messages.AWAY_LIST, told)
        return *[no_update] * 3, *[[no_update] * len(STATES)] * 2, *[no_update] * 5
    tell_outage("", told)
    reach = out_of_reach(account, {"lokasi": address.location}, names)
    table = pickup_table(window.items, persons, names, address.order)
    return (
        table if window.items else no_pickups(address.state, out_of_reach=reach),
        place_table(counts, names.locations),
        day_title(day, today, date_in_words(day)),
        *_numbers(address, counts, window),
        mark,
    )


def _numbers(
    address: CounterAddress, counts: list[pickups.PickupCounts], window: pickups.PickupWindow
) -> tuple[Any, ...]:
    """The counts, which of them is chosen, and where in the list the page stands."""
    sums, last = counted(counts), window.offset + len(window.items)
    return (
        [count_in_words(sums[name]) for name in STATES],
        [str(name == address.state).lower() for name in STATES],
        f"{window.offset + 1}–{last} dari {count_in_words(window.total)}",
        window.offset == 0,
        last >= window.total,
        window.total <= PAGE_SIZE,
    )


def tell_outage(text: str, told: Any) -> None:
    """Say above the page what keeps it from working, or (an empty text) that nothing does.

    No output of the list: the case would wait for the list's answer, on a slow server for ever.
    """
    if text != (told or ""):
        dash.set_props(ids.OUTAGE, {"children": text})
