"""A printed stack is finished at one go: numbers scanned or pasted, a result per case.

Used by officers who have just printed: which documents of this pile are ready, and which are not, and why?
"""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.office import current_office
from dashboard.registry import workflow
from dashboard.registry.database import DATABASE_AWAY
from dashboard.ui.stack import FINISH, NUMBERS, RESULTS, nothing_typed, stack_page, stack_results

dash.register_page(
    __name__,
    path="/antrean/selesaikan",
    title="Selesaikan tumpukan",
    permission=Permission.KERJAKAN_ANTREAN,
    nav_label="Selesaikan tumpukan",
    order=11,
)


def layout(**_: str) -> Any:
    """The form; its callback fills the results."""
    return stack_page(workflow.MOST_LINES)


@guarded_callback(
    Output(RESULTS, "children"),
    Output(NUMBERS, "value"),
    Input(FINISH, "n_clicks"),
    State(NUMBERS, "value"),
    permission=Permission.KERJAKAN_ANTREAN,
    prevent_initial_call=True,
    running=[(Output(FINISH, "disabled"), True, False)],
)
def finish(clicked: Any, text: Any) -> Any:
    """Every line for itself; what was not tried stays in the form."""
    if not clicked:
        raise PreventUpdate
    lines, surplus = workflow.stack_lines(str(text or ""))
    if not lines:
        return nothing_typed(), text
    office, results = current_office(), []
    try:
        stack = workflow.finish_stack(
            office.database.session.begin, office.calendar(), current_account(), lines
        )
        for result in stack:
            results.append(result)
    except DATABASE_AWAY:
        pass
    left = lines[len(results) :]
    return stack_results(results, len(left)), "\n".join([*left, *surplus])
