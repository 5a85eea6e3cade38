"""What may happen to an application, and the one way to make it happen.

Every function works in the caller's transaction. A refused step raises a :class:`WorkflowError`
whose text an officer can be shown; the database's own triggers stand behind these checks.
"""

from dashboard.registry.workflow.actions import NOTE_LIMIT, Action, Filled, rejection_choices, take_action
from dashboard.registry.workflow.batch import MOST_LINES, BatchResult, finish_stack, stack_lines
from dashboard.registry.workflow.claims import (
    EVERYTHING,
    QueueFilter,
    claim,
    claim_next,
    extend_lease,
    release,
)
from dashboard.registry.workflow.pauses import hold, hold_days, pause_reasons, resume, skip
from dashboard.registry.workflow.people import (
    ApplicationInvalid,
    CaseMoved,
    Officer,
    StepNotAllowed,
    WorkflowError,
)
from dashboard.registry.workflow.priority import set_priority
from dashboard.registry.workflow.steps import (
    CORRECTION_WINDOW,
    Handover,
    RejectionChoice,
    accept,
    correct,
    correctable_step,
    fail,
    finish,
    hand_over,
    newest_step,
    reject,
)
from dashboard.registry.workflow.submission import Application, resubmit, submit
from dashboard.registry.workflow.supervision import (
    CaseResult,
    assign,
    hand_over_held,
    receivers,
    take_back,
)

__all__ = [
    "CORRECTION_WINDOW",
    "EVERYTHING",
    "MOST_LINES",
    "NOTE_LIMIT",
    "Action",
    "Application",
    "ApplicationInvalid",
    "BatchResult",
    "CaseMoved",
    "CaseResult",
    "Filled",
    "Handover",
    "Officer",
    "QueueFilter",
    "RejectionChoice",
    "StepNotAllowed",
    "WorkflowError",
    "accept",
    "assign",
    "claim",
    "claim_next",
    "correct",
    "correctable_step",
    "extend_lease",
    "fail",
    "finish",
    "finish_stack",
    "hand_over",
    "hand_over_held",
    "hold",
    "hold_days",
    "newest_step",
    "pause_reasons",
    "receivers",
    "reject",
    "rejection_choices",
    "release",
    "resubmit",
    "resume",
    "set_priority",
    "skip",
    "stack_lines",
    "submit",
    "take_action",
    "take_back",
]
