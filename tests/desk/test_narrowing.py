"""What officers narrow the queue to: from the browser to the filter, and what lies beyond their tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from dashboard.desk.narrowing import offered, out_of_reach, queue_filter
from dashboard.registry.case_file import Names
from dashboard.registry.workflow import EVERYTHING, QueueFilter

NAMES = Names(
    {"KK": "Kartu Keluarga", "KIA": "KIA (Anak)"},
    {},
    {"DINAS": "Disdukcapil", "KEC_10": "Jatisampurna"},
)


@dataclass(frozen=True)
class Officer:
    locations: tuple[str, ...] | None = None
    services: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    id: int = 1
    username: str = "ani"
    role: str = "petugas"


@pytest.mark.parametrize(
    ("chosen", "narrowed"),
    [
        (None, EVERYTHING),
        ("KK", EVERYTHING),
        ({}, EVERYTHING),
        ({"layanan": "KK"}, QueueFilter(services=("KK",))),
        ({"lokasi": "KEC_10", "kanal": "loket"}, QueueFilter(locations=("KEC_10",), channels=("loket",))),
        ({"status": "PROSES", "prioritas": "ya"}, QueueFilter(statuses=("PROSES",), only_priority=True)),
        ({"status": "SELESAI", "kanal": "surat", "prioritas": "1"}, EVERYTHING),
        ({"layanan": "KK' or 1=1 --", "lokasi": ["DINAS"]}, EVERYTHING),
    ],
)
def test_a_choice_becomes_a_filter_and_what_is_odd_is_left_out(chosen: Any, narrowed: QueueFilter) -> None:
    assert queue_filter(chosen) == narrowed


def test_only_what_lies_within_the_officers_tasks_is_offered() -> None:
    limited = Officer(locations=("KEC_10",), services=("KK",))

    assert offered(limited, NAMES) == {
        "layanan": {"KK": "Kartu Keluarga"},
        "lokasi": {"KEC_10": "Jatisampurna"},
    }
    assert offered(Officer(), NAMES) == {"layanan": NAMES.services, "lokasi": NAMES.locations}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"lokasi": "DINAS"}, "Disdukcapil"),
        ({"layanan": "KIA"}, "KIA (Anak)"),
        ({"layanan": "XX"}, "Layanan ini"),
        ({"layanan": "KK", "lokasi": "KEC_10"}, ""),
        ({"kanal": "loket"}, ""),
    ],
)
def test_what_lies_beyond_them_is_named(chosen: dict[str, str], said: str) -> None:
    assert out_of_reach(Officer(locations=("KEC_10",), services=("KK",)), chosen, NAMES) == said
    assert out_of_reach(Officer(), chosen, NAMES) == ""
