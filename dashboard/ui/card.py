"""A KPI card: never a bare number."""

from __future__ import annotations

from dash import html


def kpi_card(
    *, label: str, value: str, basis: str, change: str | None = None, help_text: str = ""
) -> html.Div:
    """One headline figure.

    Args:
        label: what is counted.
        value: the figure with its unit.
        basis: what it stands on (n, numerator and denominator).
        change: against the period before, ready with its sign.
        help_text: the definition, shown when pointed at.

    Example:
        >>> kpi_card(label="Ditolak", value="12,3 %", basis="123 dari 1.000 putusan", change="+1,0 %")
    """
    against = html.Span(f"{change} dari periode sebelumnya", className="kpi-ubah") if change else None
    return html.Div(
        [
            html.Span(label, className="kpi-label"),
            html.Strong(value, className="kpi-nilai"),
            html.Span(basis, className="kpi-dasar"),
            against,
        ],
        className="kpi",
        title=help_text,
    )


def kpi_skeleton(count: int) -> list[html.Div]:
    """The same number of cards, still without figures, so that nothing moves when they come."""
    return [
        html.Div(
            [
                html.Span("Memuat …", className="kpi-label"),
                html.Strong("–", className="kpi-nilai"),
                html.Span("\u00a0", className="kpi-dasar"),
                html.Span("\u00a0", className="kpi-ubah"),
            ],
            className="kpi kpi-memuat",
        )
        for _ in range(count)
    ]
