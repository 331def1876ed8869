"""Settings that would let calls reach what is nobody's business."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

__all__ = ["calls_stay_outside"]


@register(Tags.security, deploy=True)
def calls_stay_outside(**_options: Any) -> list[CheckMessage]:
    """An error where the portal serves the world and its calls may go inside its own network."""
    if not settings.WEBHOOK_PRIVATE_ADDRESSES:
        return []
    return [
        Error(
            "Webhooks may call this machine and private networks, also without TLS.",
            hint="Leave WEBHOOK_PRIVATE_ADDRESSES unset: it is for tests.",
            id="webhooks.E001",
        )
    ]
