"""Who acts, and how a refused step is told."""

from __future__ import annotations

from typing import Protocol

ADMIN = "admin"


class WorkflowError(Exception):
    """A step that was refused; the message is meant for the screen."""


class ApplicationInvalid(WorkflowError):
    """What was submitted cannot be accepted."""


class StepNotAllowed(WorkflowError):
    """The status graph, the holder or the role does not allow the step."""


class CaseMoved(WorkflowError):
    """Somebody else changed the application since the officer looked at it."""


class Officer(Protocol):
    """Who acts. ``locations`` is ``None`` for an officer of every location."""

    @property
    def id(self) -> int: ...
    @property
    def username(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def locations(self) -> tuple[str, ...] | None: ...
