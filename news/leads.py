"""What leads the home page now."""

from django.db.models import Q, QuerySet

from news.models import HomeLead
from publishing import clock
from publishing.visibility import public

__all__ = ["leads"]


def leads() -> QuerySet[HomeLead]:
    """The leads whose time has begun and is not over and whose entry is visible, the one that leads first."""
    now = clock.now()
    lasting = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    return public(HomeLead).filter(lasting, starts_at__lte=now).select_related("entry")
