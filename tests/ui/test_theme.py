"""Colours can be read in both themes."""

from __future__ import annotations

import itertools

import pytest

from dashboard.ui.theme import PALETTES, STATUS_COLOURS, Palette, layout

TEXT_CONTRAST = 4.5
"""WCAG AA for text."""


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES.keys())
def test_words_in_figures_can_be_read(colours: Palette) -> None:
    assert contrast(colours.ink, colours.paper) >= TEXT_CONTRAST
    assert contrast(colours.quiet, colours.paper) >= TEXT_CONTRAST


def test_no_two_statuses_share_a_colour() -> None:
    assert all(one != other for one, other in itertools.combinations(STATUS_COLOURS.values(), 2))


def test_a_change_to_an_axis_keeps_the_rest_of_the_axis() -> None:
    drawn = layout("dark", height=200, xaxis={"title": {"text": "jam"}})

    assert drawn["xaxis"]["title"] == {"text": "jam"}
    assert drawn["xaxis"]["gridcolor"] == PALETTES["dark"].grid
    assert drawn["separators"] == ",."
    assert drawn["uirevision"], "live data would reset zoom and selection"


def test_an_unknown_theme_is_light() -> None:
    assert layout("ungu", height=200) == layout("light", height=200)
