"""What opportunities put on the desk."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from desk.admin.lists import in_stage
from desk.dashboard.panes import Work, work
from opportunities.models import CLOSING_SOON, Opportunity
from opportunities.queries import answerable
from publishing import clock, formats, offices
from publishing.enums import Stage
from publishing.languages import active
from publishing.models import Entry

__all__: list[str] = []

CHANGE = "opportunities.change_opportunity"


def closing(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What can be answered now and closes soon."""
    soon = Opportunity.objects.filter(answerable(), deadline_at__lte=clock.now() + CLOSING_SOON)
    return (
        entries.filter(offices.held(user, CHANGE), in_stage(Stage.RELEASED), pk__in=soon.values("pk"))
        .annotate(
            closes_at=F("opportunity__deadline_at"),
            closes_in=F("opportunity__deadline_zone"),
        )
        .order_by("closes_at", "pk")
    )


def days_left(entry: Any) -> str:
    left = formats.days_left(entry.closes_at, clock.now(), entry.closes_in, active())
    return f"{left} · {formats.moment(entry.closes_at, entry.closes_in, active())}"


work(
    Work(
        "closing",
        _("Opportunities about to close"),
        60,
        may=lambda user: bool(user.has_perm(CHANGE)),
        select=closing,
        note=days_left,
    )
)
