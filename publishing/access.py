"""Links by which people without an account read an entry before its release: tokens, what they open, and mails."""

import hashlib
import secrets
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock
from publishing.enums import AccessPurpose, Stage
from publishing.models import AccessLink

__all__ = ["LinkState", "find", "hashed", "make_token", "state"]


class LinkState(TextChoices):
    """What a link does at a moment."""

    OPEN = "open", pgettext_lazy("link", "opens")
    WAITING = "waiting", _("waits for the approval")
    RELEASED = "released", _("over: released")
    WITHDRAWN = "withdrawn", _("over: withdrawn")
    EXPIRED = "expired", pgettext_lazy("link", "expired")
    REVOKED = "revoked", pgettext_lazy("link", "revoked")


def make_token() -> str:
    """A name that cannot be guessed, of 43 characters; it is given out once and not stored."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> AccessLink | None:
    """The link with this token, whether it still opens or not."""
    return AccessLink.objects.select_related("entry").filter(token_hash=hashed(token)).first()


def state(link: AccessLink, at: datetime | None = None) -> LinkState:
    """What ``link`` does ``at`` a moment, by default now; journalists read only what has been approved."""
    at = at or clock.now()
    stage = link.entry.stage(at)
    if link.revoked_at:
        return LinkState.REVOKED
    if stage in (Stage.RELEASED, Stage.WITHDRAWN):
        return LinkState(stage.value)
    if link.expires_at <= at:
        return LinkState.EXPIRED
    if link.purpose == AccessPurpose.PRESS and stage is not Stage.SCHEDULED:
        return LinkState.WAITING
    return LinkState.OPEN
