"""What outcomes put on the desk: follow-ups that are late."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.dashboard.panes import Work, work
from events.presentation import FOLLOW_UPS, months_after
from outcomes.follow_ups import late_events, late_outcomes, today
from publishing import formats, offices
from publishing.languages import active
from publishing.models import Entry

__all__: list[str] = []

CHANGE = "outcomes.change_outcome"


def outcomes(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """Outcomes that should have been asked about again."""
    asked = entries.filter(offices.held(user, CHANGE), pk__in=late_outcomes().values("pk"))
    return asked.annotate(since=F("outcome__as_of")).order_by("since", "pk")


def events(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """Events that are over and of which no outcome is on record."""
    asked = entries.filter(offices.held(user, CHANGE), pk__in=late_events().values("pk"))
    ended = Coalesce(F("as_event__ends_on"), F("as_event__starts_on"))
    return asked.annotate(since=ended).order_by("since", "pk")


def due(entry: Any) -> str:
    """The latest day that has passed on which was to be asked."""
    days = [months_after(entry.since, months) for months in FOLLOW_UPS]
    passed = [day for day in days if day < today()]
    return _("due since %(day)s") % {"day": formats.date(passed[-1], active())} if passed else ""


def may(user: Any) -> bool:
    return bool(user.has_perm(CHANGE))


work(
    Work(
        "outcomes_late",
        gettext_lazy("Outcomes to ask about again"),
        62,
        may=may,
        select=outcomes,
        note=due,
        is_late=lambda _entry: True,
    )
)
work(
    Work(
        "outcomes_missing",
        gettext_lazy("Events without outcomes"),
        63,
        may=may,
        select=events,
        note=due,
        is_late=lambda _entry: True,
    )
)
