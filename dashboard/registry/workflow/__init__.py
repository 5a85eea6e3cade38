"""What may happen to an application, and the one way to make it happen.

Every function works in the caller's transaction. A refused step raises a :class:`WorkflowError`
whose text an officer can be shown; the database's own triggers stand behind these checks.
"""

from dashboard.registry.workflow.actions import NOTE_LIMIT, Action, Filled, rejection_choices, take_action
from dashboard.registry.workflow.claims import claim, claim_next, release
from dashboard.registry.workflow.people import (
    ApplicationInvalid,
    CaseMoved,
    Officer,
    StepNotAllowed,
    WorkflowError,
)
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

__all__ = [
    "CORRECTION_WINDOW",
    "NOTE_LIMIT",
    "Action",
    "Application",
    "ApplicationInvalid",
    "CaseMoved",
    "Filled",
    "Handover",
    "Officer",
    "RejectionChoice",
    "StepNotAllowed",
    "WorkflowError",
    "accept",
    "claim",
    "claim_next",
    "correct",
    "correctable_step",
    "fail",
    "finish",
    "hand_over",
    "newest_step",
    "reject",
    "rejection_choices",
    "release",
    "resubmit",
    "submit",
    "take_action",
]
