"""Why something is not done, as problems."""

from django.utils.translation import gettext as _

from publishing.api.problems import NotReady, Refusal
from publishing.readiness import Reason

__all__ = ["lacking", "refusal", "told_reasons"]


def lacking(permission: str) -> Refusal:
    """The problem of somebody whose role does not include what he wants to do."""
    detail = _("Your role does not include this. It lacks the right: %(right)s.")
    return Refusal("forbidden", detail % {"right": permission}, permission=permission)


def refusal(reasons: list[Reason]) -> NotReady | Refusal:
    """The problem that says why a step was refused."""
    missing = [reason for reason in reasons if reason.code in ("permission", "office")]
    if missing:
        detail = " ".join(str(reason) for reason in missing)
        return Refusal("forbidden", detail, reasons=told_reasons(missing))
    return NotReady(told_reasons(reasons))


def told_reasons(reasons: list[Reason]) -> list[dict[str, str]]:
    """Reasons as JSON."""
    return [{"code": reason.code, "language": reason.language, "message": str(reason)} for reason in reasons]
