"""What feeds say of events."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.models import Event
from events.presentation import cities, hours, when
from publishing.feeds.telling import Telling
from publishing.presentation import Shown, fact, worded
from publishing.queries import whole
from publishing.visibility import public

__all__ = ["telling"]


def telling(model: type[Event]) -> Telling:
    """How feeds tell events of ``model``: their days, hours and place come before the text."""

    def entries() -> QuerySet[Event]:
        return whole(public(model))

    return Telling(model, entries, facts=_facts)


def _facts(event: Event) -> list[Shown]:
    clocks = [{"value": f"{each['clock']} {each['city']}"} for each in hours(event)]
    return [
        fact(_("Date"), when(event, weekday=True)),
        fact(_("Time"), *clocks),
        fact(_("Place"), cities(event)),
        fact(_("Venue"), worded(event, "venue")),
    ]
