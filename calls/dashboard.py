"""What calls put on the desk."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from calls.models import Call
from calls.models.calls import CLOSING_SOON
from calls.queries import answerable
from desk.admin.lists import in_stage
from desk.dashboard.panes import Work, work
from publishing import clock, formats, offices
from publishing.enums import Stage
from publishing.languages import active
from publishing.models import Entry

__all__: list[str] = []

CHANGE = "calls.change_call"


def closing(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What companies can apply to now and closes soon."""
    soon = Call.objects.filter(answerable(), deadline_at__lte=clock.now() + CLOSING_SOON)
    return (
        entries.filter(offices.held(user, CHANGE), in_stage(Stage.RELEASED), pk__in=soon.values("pk"))
        .annotate(closes_at=F("call__deadline_at"), closes_in=F("call__deadline_zone"))
        .order_by("closes_at", "pk")
    )


def days_left(entry: Any) -> str:
    left = formats.days_left(entry.closes_at, clock.now(), entry.closes_in, active())
    return f"{left} · {formats.moment(entry.closes_at, entry.closes_in, active())}"


work(
    Work(
        "calls-closing",
        _("Calls about to close"),
        61,
        may=lambda user: bool(user.has_perm(CHANGE)),
        select=closing,
        note=days_left,
    )
)
