"""What the card of an opportunity says beside its title."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from opportunities.models import Opportunity, Result
from publishing import clock, formats
from publishing.cards import Numeral
from publishing.dates import PartialDate
from publishing.languages import active

__all__ = ["opportunity"]


def opportunity(entry: Opportunity) -> dict[str, Any]:
    """Type and direction, the deadline on both clocks, and its day as the figure."""
    language, zone = active(), entry.deadline_zone
    released = formats.local_day(entry.release_at or clock.now(), entry.release_zone)
    owner = entry.owner.name_on(released, language)[0] if entry.owner else ""
    at = entry.deadline_at
    if at is None:
        return {"kind": capfirst(entry.get_type_display()), "facts": (owner,)}
    day = formats.local_day(at, zone)
    closes = f"{formats.date(day, language, weekday=True)} {formats.zone_pair(at, zone, language)}"
    decided = "" if entry.result == Result.PENDING else capfirst(entry.get_result_display())
    return {
        "kind": " · ".join(filter(None, [capfirst(entry.get_type_display()), decided])),
        "facts": (owner, f"{_('Deadline')} · {closes}"),
        "numeral": Numeral(
            str(day.day),
            formats.date(PartialDate(day.year, day.month), language),
            urgent=not decided,
        ),
    }
