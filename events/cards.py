"""What the cards of events and series say beside their titles."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import pgettext

from events.models import Event, EventSeries
from events.models.events import DatePrecision, EventStatus
from events.presentation import edition, when
from publishing import formats, kinds
from publishing.cards import Numeral
from publishing.dates import PartialDate
from publishing.fields import wording
from publishing.languages import Language, active

__all__ = ["event", "series"]


def event(entry: Event) -> dict[str, Any]:
    """When and where, and the edition, or else the first day, as the figure; what is not sure is said."""
    language = active()
    status = EventStatus(entry.status)
    unsure = "" if status == EventStatus.CONFIRMED else capfirst(str(status.label))
    separator = "、" if language == Language.CHINESE else ", "
    places = separator.join(wording(place, "name")[0] for place in entry.places.all())
    return {
        "kind": " · ".join(filter(None, [capfirst(str(kinds.get(entry.kind).label)), unsure])),
        "facts": (when(entry, weekday=True), places),
        "numeral": _numeral(entry),
    }


def _numeral(entry: Event) -> Numeral | None:
    if number := edition(entry):
        line = entry.series.title if entry.series else ""
        return Numeral(str(number["value"]), line, before=number["prefix"], after=number["suffix"])
    day = entry.starts_on
    if day is None:
        return None
    if entry.date_precision != DatePrecision.DAY:
        return Numeral(str(day.year))
    return Numeral(str(day.day), formats.date(PartialDate(day.year, day.month), active()))


def series(entry: EventSeries) -> dict[str, Any]:
    """The year it began."""
    founded = Numeral(str(entry.founded.year), pgettext("series", "Founded")) if entry.founded else None
    return {"kind": capfirst(str(EventSeries.KIND.label)), "numeral": founded}
