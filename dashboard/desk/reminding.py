"""Has owners of uncollected documents reminded, one by one or a whole band after a question."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy.orm import Session

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.desk.steps import now
from dashboard.office import current_office
from dashboard.registry import reminders
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.office_facts import data_kind
from dashboard.registry.workflow import StepNotAllowed
from dashboard.reminding.ways import WAY_NAMES, ways_set_up
from dashboard.ui.blanks.words import place_name
from dashboard.ui.queue.words import count_in_words
from dashboard.ui.second_look import told
from dashboard.ui.uncollected import ids, words
from dashboard.ui.uncollected.choice import band_of, band_place, location_of

MAY = Permission.LAYANI_LOKET


def register_reminding_callbacks() -> None:
    """The buttons of the rows, and the one of the list with its question."""
    _register_reminding()
    _register_reminding_all()


def ways_in_words() -> list[str]:
    """The ways by which the office reaches applicants, the preferred one first."""
    return [WAY_NAMES[way] for way in ways_set_up(current_office().settings)]


def _register_reminding() -> None:
    @guarded_callback(
        Output(ids.MESSAGE, "children"),
        Output(ids.CHANGED, "data"),
        Input(ids.EVERY_REMIND, "n_clicks"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def remind(_clicks: Any) -> Any:
        """Have one owner reminded; the registry asks whether that may be."""
        clicked = ctx.triggered_id
        request_id = clicked.get("kasus") if isinstance(clicked, dict) else None
        if not ctx.triggered[0]["value"] or not isinstance(request_id, int):
            raise PreventUpdate  # a row that has just been drawn, not clicked
        try:
            with current_office().database.session.begin() as session:
                reminders.ask_to_remind(session, current_account(), request_id)
                said = words.asked(1, data_kind(session), ways_in_words())
        except StepNotAllowed as refusal:
            return told(str(refusal), False), now()
        except DATABASE_AWAY:
            return told(words.AWAY, False), no_update
        return told(said, True), now()


def _register_reminding_all() -> None:
    @guarded_callback(
        Output(ids.CONFIRM, "hidden"),
        Output(ids.CONFIRM_TEXT, "children"),
        Output(ids.YES, "children"),
        Output(ids.CONFIRMED, "data"),
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Input(ids.REMIND_ALL, "n_clicks"),
        Input(ids.NO, "n_clicks"),
        Input(ids.BAND, "data"),
        Input(ids.LOCATION, "value"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def ask(_clicks: Any, _no: Any, band: Any, place: Any) -> Any:
        """How many would be reminded; another band or place takes the question back."""
        if ctx.triggered_id != ids.REMIND_ALL or not ctx.triggered[0]["value"]:
            return True, no_update, no_update, None, no_update
        try:
            with current_office().database.session() as session:
                return _question(session, band, place)
        except DATABASE_AWAY:
            return True, no_update, no_update, None, told(words.AWAY, False)

    @guarded_callback(
        Output(ids.CONFIRM, "hidden", allow_duplicate=True),
        Output(ids.CONFIRM_TEXT, "children", allow_duplicate=True),
        Output(ids.YES, "children", allow_duplicate=True),
        Output(ids.CONFIRMED, "data", allow_duplicate=True),
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Output(ids.CHANGED, "data", allow_duplicate=True),
        Input(ids.YES, "n_clicks"),
        State(ids.CONFIRMED, "data"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(ids.YES, "disabled"), True, False)],
    )
    def remind_all(clicked: Any, confirmed: Any) -> Any:
        """Have exactly the number reminded that was agreed to; else ask again with the number of now."""
        if not clicked or not isinstance(confirmed, list) or len(confirmed) != 3:
            raise PreventUpdate
        try:
            return _reminded(*confirmed)
        except DATABASE_AWAY:
            return *[no_update] * 4, told(words.AWAY, False), no_update


def _reminded(band: Any, place: Any, count: Any) -> tuple[Any, ...]:
    """Exactly the number that was agreed to; else the question again, with the number of now."""
    sessions = current_office().database.session
    try:
        with sessions.begin() as session:
            done = reminders.ask_to_remind_all(
                session, current_account(), band_of(band), location=location_of(place), confirmed=count
            )
            said = words.asked(done, data_kind(session), ways_in_words())
    except StepNotAllowed as refusal:
        with sessions() as session:
            *question, _ = _question(session, band, place)
        return *question, told(str(refusal), False), now()
    return True, no_update, no_update, None, told(said, True), now()


def _question(session: Session, band: Any, place: Any) -> tuple[Any, ...]:
    due = reminders.due_count(session, current_account(), band_of(band), location=location_of(place))
    if not due:
        nobody = "Tidak ada yang perlu diingatkan: semua di sini sudah diingatkan dalam 7 hari terakhir."
        return True, no_update, no_update, None, told(nobody, False)
    count = min(due, reminders.MOST_AT_ONCE)
    names = names_of(session).locations
    where = place_name(str(place), names) if location_of(place) else "semua lokasi Anda"
    text = words.question(count, due - count, band_place(band), where)
    return False, text, f"Ya, ingatkan {count_in_words(count)}", [band, place, count], ""
