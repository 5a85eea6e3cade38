"""The ledger of blank cards: what is left where, what came in, was spoiled or counted again.

Used by officers who receive, print and count blanks: how many are left, for how long, and who wrote what?
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import dash
from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy.orm import Session

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.office import current_office
from dashboard.registry import blanks
from dashboard.registry.blank_stock import movement_window, stocks
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.workflow import StepNotAllowed
from dashboard.ui.blanks import ids, ledger
from dashboard.ui.blanks.card import stock_table
from dashboard.ui.blanks.frame import (
    ACTS,
    ALL,
    AMOUNT_LABELS,
    CHOOSE,
    CORRECT,
    RECEIVE,
    SPOIL,
    blank_page,
    options_of,
)
from dashboard.ui.blanks.words import place_name
from dashboard.ui.queue.words import count_in_words, fingerprint

MAY = Permission.KERJAKAN_ANTREAN
PAGE_SIZE = 20
MOST_PAGES = 100_000
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2}")
KINDS = {RECEIVE: "diterima", SPOIL: "rusak", CORRECT: "koreksi"}

dash.register_page(
    __name__,
    path="/antrean/blangko",
    title="Blangko",
    permission=MAY,
    nav_label="Blangko",
    order=15,
)


def layout(**_: str) -> Any:
    """The frame without any figure; the callbacks below fill it."""
    return blank_page()


@guarded_callback(
    Output(ids.LOCATION, "options"),
    Output(ids.LOCATION, "value"),
    Output(ids.FILTER_LOCATION, "options"),
    Input(ids.OUTAGE, "children"),
    State(ids.LOCATION, "value"),
    permission=MAY,
)
def furnish(_outage: Any, chosen: Any) -> Any:
    """The locations of the account; a single one is chosen already."""
    try:
        with current_office().database.session() as session:
            names = names_of(session).locations
            mine = {
                code: place_name(code, names) for code in blanks.blank_locations(session, current_account())
            }
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # asked again when the outage is over
    first = {} if len(mine) == 1 else {CHOOSE: "Pilih lokasi …"}
    value = chosen if chosen in mine else next(iter({**first, **mine}))
    return options_of({**first, **mine}), value, options_of({ALL: "Semua lokasi", **mine})


@guarded_callback(
    Output(ids.STOCKS, "children"),
    Output(ids.OUTAGE, "children"),
    Output(ids.SHOWN, "data"),
    Input(ids.TICK, "n_intervals"),
    Input(ids.CHANGED, "data"),
    State(ids.SHOWN, "data"),
    permission=MAY,
)
def show_stocks(_tick: Any, _changed: Any, shown: Any) -> Any:
    """The stock of every location; nothing is sent while nothing has changed."""
    office = current_office()
    try:
        with office.database.session() as session:
            rows = stocks(session, office.calendar(), current_account())
            names = names_of(session).locations
    except DATABASE_AWAY:
        return no_update, ledger.AWAY_LIST, None
    state = fingerprint(rows)
    if state == shown:
        raise PreventUpdate
    return stock_table(rows, names), "", state


@guarded_callback(
    Output(ids.AMOUNT_LABEL, "children"),
    Output(ids.HINT, "children"),
    Output(ids.SEEN, "data"),
    Input(ids.ACT, "value"),
    Input(ids.LOCATION, "value"),
    Input(ids.BLANK, "value"),
    Input(ids.CHANGED, "data"),
    permission=MAY,
)
def show_form(act: Any, location: Any, blank: Any, _changed: Any) -> Any:
    """What the amount means, and what the ledger says; counting starts from that."""
    label = AMOUNT_LABELS.get(act, AMOUNT_LABELS[RECEIVE])
    office = current_office()
    try:
        with office.database.session() as session:
            rows = stocks(session, office.calendar(), current_account(), locations=[str(location)])
    except DATABASE_AWAY:
        return label, no_update, no_update
    found = next((row.stock for row in rows if row.blank == blank), None)
    if found is None:
        return label, "", None
    return label, ledger.stock_seen(found), [location, blank, found]


@guarded_callback(
    Output(ids.MESSAGE, "children"),
    Output(ids.AMOUNT, "value"),
    Output(ids.NOTE, "value"),
    Output(ids.CHANGED, "data"),
    Input(ids.SAVE, "n_clicks"),
    State(ids.ACT, "value"),
    State(ids.LOCATION, "value"),
    State(ids.BLANK, "value"),
    State(ids.AMOUNT, "value"),
    State(ids.NOTE, "value"),
    State(ids.SEEN, "data"),
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(ids.SAVE, "disabled"), True, False)],
)
def save(clicked: Any, act: Any, location: Any, blank: Any, amount: Any, note: Any, seen: Any) -> Any:
    """Write one line; what was refused stays in the form."""
    if not clicked or act not in ACTS:
        raise PreventUpdate
    number = _whole_number(amount)
    if location in (None, "", CHOOSE):
        return ledger.refused(ledger.NO_PLACE), *[no_update] * 3
    if number is None:
        return ledger.refused(ledger.NO_NUMBER), *[no_update] * 3
    try:
        with current_office().database.session.begin() as session:
            told = _write(session, act, str(location), str(blank), number, str(note or ""), seen)
    except blanks.StockMoved as moved:
        return ledger.refused(str(moved)), no_update, no_update, _now()
    except StepNotAllowed as refusal:
        return ledger.refused(str(refusal)), *[no_update] * 3
    except DATABASE_AWAY:
        return ledger.refused(ledger.AWAY), *[no_update] * 3
    return told, "", "", _now()


def _write(session: Session, act: str, location: str, blank: str, number: int, note: str, seen: Any) -> Any:
    """One line of the ledger, and what the screen says of it; raises :class:`StepNotAllowed`."""
    account = current_account()
    if act == CORRECT:
        stock = blanks.correct(
            session, account, location, blank, number, note, seen=_stock_seen(seen, location, blank)
        )
    else:
        write = blanks.receive if act == RECEIVE else blanks.spoil
        stock = write(session, account, location, blank, number, note)
    place = place_name(location, names_of(session).locations)
    return ledger.saved(KINDS[act], blank, place, number, stock)


@guarded_callback(
    Output(ids.PAGE, "data"),
    Input(ids.PAGE_BACK, "n_clicks"),
    Input(ids.PAGE_ON, "n_clicks"),
    Input(ids.FILTER_LOCATION, "value"),
    Input(ids.FILTER_BLANK, "value"),
    State(ids.PAGE, "data"),
    permission=MAY,
    prevent_initial_call=True,
)
def turn_page(_back: Any, _on: Any, _location: Any, _blank: Any, page: Any) -> int:
    """Another filter begins on its first page."""
    step = {ids.PAGE_BACK: -1, ids.PAGE_ON: 1}.get(str(ctx.triggered_id))
    return 1 if step is None else max(1, _page(page) + step)


@guarded_callback(
    Output(ids.LINES, "children"),
    Output(ids.PAGE_TEXT, "children"),
    Output(ids.PAGE_BACK, "disabled"),
    Output(ids.PAGE_ON, "disabled"),
    Output(ids.SHOWN_LINES, "data"),
    Input(ids.TICK, "n_intervals"),
    Input(ids.CHANGED, "data"),
    Input(ids.PAGE, "data"),
    Input(ids.FILTER_LOCATION, "value"),
    Input(ids.FILTER_BLANK, "value"),
    State(ids.SHOWN_LINES, "data"),
    permission=MAY,
)
def show_lines(_tick: Any, _changed: Any, page: Any, location: Any, blank: Any, shown: Any) -> Any:
    """What people wrote, newest first."""
    try:
        with current_office().database.session() as session:
            names = names_of(session).locations
            found = movement_window(
                session, current_account(), location=_code(location), blank=_code(blank), page=_page(page),
                page_size=PAGE_SIZE,
            )  # fmt: skip
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # the stock above tells it
    state = fingerprint(found)
    if state == shown:
        raise PreventUpdate
    last = found.offset + len(found.items)
    text = f"{found.offset + 1}–{last} dari {count_in_words(found.total)}" if found.items else ""
    return ledger.line_table(found, names), text, found.offset == 0, last >= found.total, state


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


# What comes from a browser may be anything.


def _whole_number(value: Any) -> int | None:
    text = str(value if value is not None else "").strip()
    return int(text.replace(".", "")) if WHOLE_NUMBER.fullmatch(text) else None


def _code(value: Any) -> str | None:
    return None if value in (None, "", ALL) else str(value)[:40]


def _page(value: Any) -> int:
    return min(value, MOST_PAGES) if isinstance(value, int) and value > 0 else 1


def _stock_seen(seen: Any, location: str, blank: str) -> int | None:
    is_of_this = isinstance(seen, list) and seen[:2] == [location, blank] and len(seen) == 3
    return seen[2] if is_of_this and isinstance(seen[2], int) else None
