"""When anything that the public sees last changed."""

from datetime import datetime

from django.db.models import Subquery

from publishing import clock
from publishing.enums import TextState
from publishing.models import Entry, Text
from publishing.visibility import seen

__all__ = ["last_public_change"]


def last_public_change() -> datetime | None:
    """The moment of the last public change of the whole portal; ``None`` as long as nothing has been released.

    It is the portal's, not one record's: what tells of one also shows titles of others, which change without it.
    """
    now = clock.now()
    due = Text.objects.filter(state=TextState.SCHEDULED, live_at__lte=now).order_by("-live_at")
    changes = seen(Entry).filter(changed_at__lte=now).order_by("-changed_at")
    row = changes.values_list("changed_at", Subquery(due.values("live_at")[:1])).first()
    return max((moment for moment in row or () if moment), default=None)
