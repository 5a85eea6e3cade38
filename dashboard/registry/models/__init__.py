"""Typed SQLAlchemy models of the request database, one module per part of it.

The schema itself (keys, checks, triggers) is made by the migrations; a test holds the columns
declared here against a migrated database.
"""

from dashboard.registry.models.base import Base
from dashboard.registry.models.board import (
    Annotation,
    FigureCheck,
    KpiTarget,
    ReportDelivery,
    ReportSubscription,
    SavedView,
)
from dashboard.registry.models.desk import (
    BlankMovement,
    HandoverCheck,
    PickupReminder,
    QualityReview,
    QueuePause,
    VisitCapacity,
    VisitWish,
)
from dashboard.registry.models.office import (
    AuditEntry,
    ImportRun,
    OfficeFact,
    ReferenceChange,
)
from dashboard.registry.models.people import (
    Applicant,
    SignInThrottle,
    UserAccount,
    UserArea,
    UserKelurahan,
    UserScope,
    UserService,
    UserSession,
)
from dashboard.registry.models.pickup import (
    Booking,
    HomeVisit,
    Slot,
    SlotRefusal,
    SurveyResponse,
)
from dashboard.registry.models.reference import (
    CalendarOverride,
    DocumentType,
    Holiday,
    Kecamatan,
    Kelurahan,
    OfficeHours,
    PauseReason,
    PickupLocation,
    ReasonScope,
    RejectionReason,
    Requirement,
    Service,
    ServiceVariant,
)
from dashboard.registry.models.requests import (
    Request,
    RequestDocument,
    RequestNote,
    Transition,
    TransitionReason,
)

__all__ = [
    "Annotation",
    "Applicant",
    "AuditEntry",
    "Base",
    "BlankMovement",
    "Booking",
    "CalendarOverride",
    "DocumentType",
    "FigureCheck",
    "HandoverCheck",
    "Holiday",
    "HomeVisit",
    "ImportRun",
    "Kecamatan",
    "Kelurahan",
    "KpiTarget",
    "OfficeFact",
    "OfficeHours",
    "PauseReason",
    "PickupLocation",
    "PickupReminder",
    "QualityReview",
    "QueuePause",
    "ReasonScope",
    "ReferenceChange",
    "RejectionReason",
    "ReportDelivery",
    "ReportSubscription",
    "Request",
    "RequestDocument",
    "RequestNote",
    "Requirement",
    "SavedView",
    "Service",
    "ServiceVariant",
    "SignInThrottle",
    "Slot",
    "SlotRefusal",
    "SurveyResponse",
    "Transition",
    "TransitionReason",
    "UserAccount",
    "UserArea",
    "UserKelurahan",
    "UserScope",
    "UserService",
    "UserSession",
    "VisitCapacity",
    "VisitWish",
]
