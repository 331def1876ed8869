from calls.admin.applications import ApplicationAdmin
from calls.admin.calls import CallAdmin
from calls.admin.reasons import CannedReasonAdmin

__all__ = ["ApplicationAdmin", "CallAdmin", "CannedReasonAdmin"]
