from calls.models.applications import Application, ApplicationState, ApplicationStep, CannedReason
from calls.models.calls import Call, CallStatus, JoinsAs, Requirement, Wanted

__all__ = [
    "Application",
    "ApplicationState",
    "ApplicationStep",
    "Call",
    "CallStatus",
    "CannedReason",
    "JoinsAs",
    "Requirement",
    "Wanted",
]
