"""Signatures after Standard Webhooks 1.0 (https://www.standardwebhooks.com), and the secrets they are made with."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from django.db import transaction

from publishing import clock
from publishing.sealing import sealed, unsealed
from webhooks.models import OVERLAP_OF_SECRETS, Endpoint, Secret

__all__ = ["headers", "new_secret", "rotate", "signature"]

PREFIX = "whsec_"
PURPOSE = "webhooks.secret"
BYTES = 32


def new_secret() -> str:
    """A secret as consumers get it: ``whsec_`` and 32 random bytes in Base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(secret: str, event_id: str, timestamp: int, body: str) -> str:
    """The signature ``v1,…`` of one call; ``timestamp`` is in seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{event_id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def headers(endpoint: Endpoint, event_id: str, body: str, at: datetime) -> dict[str, str]:
    """The three headers of a call ``at`` a moment, signed with every secret that holds then, the newest first."""
    timestamp = int(at.timestamp())
    held = [each for each in endpoint.secrets.all() if each.ends_at is None or each.ends_at > at]
    signatures = [signature(unsealed(PURPOSE, each.sealed), event_id, timestamp, body) for each in held]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


@transaction.atomic
def rotate(endpoint: Endpoint, *, at_once: bool = False) -> str:
    """Give ``endpoint`` a new secret and return it, the only time that it is told.

    The former one signs beside it for 24 hours; ``at_once`` ends all former ones now, because others know them.
    """
    Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    now = clock.now()
    if at_once:
        endpoint.secrets.all().delete()
    endpoint.secrets.filter(ends_at__lte=now).delete()
    endpoint.secrets.filter(ends_at__isnull=True).update(ends_at=now + OVERLAP_OF_SECRETS)
    secret = new_secret()
    Secret.objects.create(endpoint=endpoint, sealed=sealed(PURPOSE, secret), created_at=now)
    return secret
