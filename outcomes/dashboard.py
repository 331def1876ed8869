"""What outcomes put on the desk: follow-ups that are late."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.dashboard.panes import Work, work
from outcomes.follow_ups import late_events, late_outcomes
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
    late = [event.pk for event, _dues in late_events()]
    asked = entries.filter(offices.held(user, CHANGE), pk__in=late)
    return asked.annotate(since=F("as_event__starts_on")).order_by("since", "pk")


def held_for(entry: Any) -> str:
    """The day from which the follow-ups of an outcome count."""
    return _("as of %(day)s") % {"day": formats.date(entry.since, active())}


def began(entry: Any) -> str:
    """When an event took place."""
    return _("began %(day)s") % {"day": formats.date(entry.since, active())}


def may(user: Any) -> bool:
    return bool(user.has_perm(CHANGE))


work(
    Work(
        "outcomes_late",
        gettext_lazy("Outcomes to ask about again"),
        62,
        may=may,
        select=outcomes,
        note=held_for,
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
        note=began,
        is_late=lambda _entry: True,
    )
)
