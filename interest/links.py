"""The secret links of senders: to the page of an expression, and for a while to its receipt."""

from intake import links
from interest.models import Expression

__all__ = ["RECEIPT", "STATUS", "found", "receipt_token", "status_url"]

STATUS, RECEIPT = "interest.status", "interest.receipt"


def found(purpose: str, given: str) -> Expression | None:
    """The expression behind a token; ``None`` if nothing was signed here for it, or if it was erased."""
    key = links.key_of(purpose, given)
    rows = Expression.objects.select_related("opportunity").filter(erased_at__isnull=True)
    return rows.filter(key=key).first() if key else None


def status_url(expression: Expression, language: str) -> str:
    """The whole address of the sender's page; only a mail holds it."""
    return links.absolute("interest:status", language, links.token(STATUS, expression.key))


def receipt_token(expression: Expression) -> str:
    return links.token(RECEIPT, expression.key)
