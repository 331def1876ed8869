"""What else a reader of an opportunity may answer."""

from django.db.models import Count, F, Q, QuerySet

from opportunities.models import Opportunity
from opportunities.queries import answerable, opportunities

__all__ = ["similar"]


def similar(opportunity: Opportunity) -> QuerySet[Opportunity]:
    """Others in the same fields that can be answered now: those with most fields in common first."""
    shared = Count("sectors", filter=Q(sectors__in=opportunity.sectors.all()), distinct=True)
    return (
        opportunities()
        .filter(answerable())
        .exclude(pk=opportunity.pk)
        .annotate(shared=shared)
        .filter(shared__gt=0)
        .order_by("-shared", F("nearest").asc(nulls_last=True), "pk")
    )
