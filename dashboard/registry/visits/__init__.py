"""Home visits: who is visited when and by whom, and what came of it.

Every function works in the caller's transaction. A refusal raises a ``WorkflowError`` whose text an
officer can be shown.
"""

from dashboard.registry.visits.board import Unreported, Visitor, unreported, visiting_days, visitors
from dashboard.registry.visits.capacity import set_capacity
from dashboard.registry.visits.many import cancel_all, reschedule_all, schedule_all, withdraw_all
from dashboard.registry.visits.outcomes import Receipt, complete, nobody_home
from dashboard.registry.visits.planning import cancel, reschedule, schedule, wish, withdraw
from dashboard.registry.visits.route import Stop, is_own_route, route
from dashboard.registry.visits.rules import (
    IDENTITIES,
    MOST_DAYS_AHEAD,
    MOST_VISITS_PER_DAY,
    NOTE_LIMIT,
    PURPOSES,
    RECEIVERS,
    SUPERVISORS,
    VISITING_ROLES,
    VISITS_PER_DAY,
    WITHDRAWALS,
    DayFull,
    outcome_in_words,
    today,
)
from dashboard.registry.visits.waiting import WHEN, WishItem, WishPage, areas_of, wish_counts, wish_page

__all__ = [
    "IDENTITIES",
    "MOST_DAYS_AHEAD",
    "MOST_VISITS_PER_DAY",
    "NOTE_LIMIT",
    "PURPOSES",
    "RECEIVERS",
    "SUPERVISORS",
    "VISITING_ROLES",
    "VISITS_PER_DAY",
    "WHEN",
    "WITHDRAWALS",
    "DayFull",
    "Receipt",
    "Stop",
    "Unreported",
    "Visitor",
    "WishItem",
    "WishPage",
    "areas_of",
    "cancel",
    "cancel_all",
    "complete",
    "is_own_route",
    "nobody_home",
    "outcome_in_words",
    "reschedule",
    "reschedule_all",
    "route",
    "schedule",
    "schedule_all",
    "set_capacity",
    "today",
    "unreported",
    "visiting_days",
    "visitors",
    "wish",
    "wish_counts",
    "wish_page",
    "withdraw",
    "withdraw_all",
]
