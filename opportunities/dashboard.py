"""What opportunities put on the desk: those about to close, those about to expire, and results that are due."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from desk.admin.lists import in_stage
from desk.dashboard.panes import Work, work
from opportunities.models import CLOSING_SOON, Opportunity, Result
from opportunities.notices import CHANGE, expiring
from opportunities.queries import answerable, archived
from publishing import clock, formats, offices
from publishing.enums import Stage
from publishing.languages import active
from publishing.models import Entry

__all__: list[str] = []

# So long after the deadline readers may expect a result.
RESULT_AFTER = timedelta(days=14)


def _among(entries: QuerySet[Entry], user: Any, found: QuerySet[Opportunity]) -> QuerySet[Entry]:
    """Those of ``entries`` that are ``found`` and ``user`` may change, by their deadline."""
    return (
        entries.filter(offices.held(user, CHANGE), in_stage(Stage.RELEASED), pk__in=found.values("pk"))
        .annotate(
            closes_at=F("opportunity__deadline_at"),
            closes_in=F("opportunity__deadline_zone"),
        )
        .order_by("closes_at", "pk")
    )


def closing(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What can be answered now and closes soon."""
    soon = Opportunity.objects.filter(answerable(), deadline_at__lte=clock.now() + CLOSING_SOON)
    return _among(entries, user, soon)


def results_due(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What closed some time ago, and nobody has said what came of it."""
    before = clock.now() - RESULT_AFTER
    closed = Opportunity.objects.filter(deadline_at__lte=before, result=Result.PENDING)
    return _among(entries, user, closed.exclude(archived()))


def about_to_expire(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What expires soon without a result."""
    return _among(entries, user, expiring())


def days_left(entry: Any) -> str:
    left = formats.days_left(entry.closes_at, clock.now(), entry.closes_in, active())
    return f"{left} · {_deadline(entry)}"


def _deadline(entry: Any) -> str:
    return formats.moment(entry.closes_at, entry.closes_in, active())


def _may(user: Any) -> bool:
    return bool(user.has_perm(CHANGE))


work(
    Work("closing", _("Opportunities about to close"), 60, may=_may, select=closing, note=days_left),
)
work(
    Work(
        "expiring",
        _("Opportunities about to expire"),
        61,
        may=_may,
        select=about_to_expire,
        note=_deadline,
    )
)
work(
    Work(
        "results",
        _("Results of opportunities that are due"),
        62,
        may=_may,
        select=results_due,
        note=_deadline,
        is_late=lambda _entry: True,
    )
)
