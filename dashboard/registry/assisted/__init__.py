"""Applications that a Satgas Pamor enters and follows for residents."""

from dashboard.registry.assisted.checking import (
    CONSENTS,
    Entry,
    EntryRefused,
    nik_fault,
    offered_services,
    visits_for,
)
from dashboard.registry.assisted.delivering import ask_delivery
from dashboard.registry.assisted.details import Refusal
from dashboard.registry.assisted.entering import Entered, PickupChoice, enter, pickup_choices, repeat
from dashboard.registry.assisted.following import (
    NEEDS_RESIDENT,
    AssistedCase,
    AssistedPage,
    assisted_case,
    assisted_counts,
    assisted_kelurahan,
    assisted_page,
)
from dashboard.registry.assisted.scope import follows, own_kelurahan, places_for, refuse_foreign
from dashboard.registry.urgency import PRIORITIES

__all__ = [
    "CONSENTS",
    "NEEDS_RESIDENT",
    "PRIORITIES",
    "AssistedCase",
    "AssistedPage",
    "Entered",
    "Entry",
    "EntryRefused",
    "PickupChoice",
    "Refusal",
    "ask_delivery",
    "assisted_case",
    "assisted_counts",
    "assisted_kelurahan",
    "assisted_page",
    "enter",
    "follows",
    "nik_fault",
    "offered_services",
    "own_kelurahan",
    "pickup_choices",
    "places_for",
    "refuse_foreign",
    "repeat",
    "visits_for",
]
