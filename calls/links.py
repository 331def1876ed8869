"""The secret links of applicants: to the page of an application, and to its receipt."""

from calls.models import Application
from intake import links

__all__ = ["RECEIPT", "STATUS", "found", "receipt_token", "status_token", "status_url"]

STATUS, RECEIPT = "calls.status", "calls.receipt"


def found(purpose: str, given: str) -> Application | None:
    """The application behind a token; ``None`` if nothing was signed here for it, or if it was erased."""
    key = links.key_of(purpose, given)
    rows = Application.objects.select_related("call__event").filter(erased_at__isnull=True)
    return rows.filter(key=key).first() if key else None


def status_token(application: Application) -> str:
    return links.token(STATUS, application.key)


def status_url(application: Application, language: str) -> str:
    """The whole address of the applicant's page; only a mail holds it."""
    return links.absolute("application", language, status_token(application))


def receipt_token(application: Application) -> str:
    return links.token(RECEIPT, application.key)
