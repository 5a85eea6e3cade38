"""The way in: everybody lands on the first page of the own role."""

from __future__ import annotations

from typing import Any

import dash
from dash import dcc

from dashboard.access import Permission, current_account
from dashboard.ui.empty import no_access

dash.register_page(__name__, path="/", title="e-Open Dasbor", permission=Permission.MASUK)


def layout(**_: str) -> Any:
    """Straight on to the first page that the account may open."""
    account = current_account()
    pages = sorted(
        (
            page
            for page in dash.page_registry.values()
            if "nav_label" in page and account.may(page["permission"])
        ),
        key=lambda page: page["order"],
    )
    if not pages:
        return no_access()
    # A full load: without one Dash takes an address set at first display for the present one.
    return dcc.Location(id="beranda-ke", pathname=pages[0]["path"], refresh=True)
