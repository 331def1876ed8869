"""What the card of a call says beside its title."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from calls.models import Call, CallStatus
from publishing import deadlines, formats
from publishing.cards import Numeral
from publishing.dates import PartialDate
from publishing.languages import active

__all__ = ["call"]


def call(entry: Call) -> dict[str, Any]:
    """What is joined and in what capacity, the deadline on both clocks, and its day as the figure."""
    language, zone = active(), entry.deadline_zone
    is_decided = entry.status() == CallStatus.DECIDED
    words = [capfirst(str(Call.KIND.label)), capfirst(str(CallStatus.DECIDED.label)) if is_decided else ""]
    event = entry.event.title if entry.event else ""
    shown = {"kind": " · ".join(filter(None, words)), "facts": (event,)}
    if entry.deadline_at is None:
        return shown
    day = formats.local_day(entry.deadline_at, zone)
    return {
        **shown,
        "facts": (event, f"{_('Deadline')} · {deadlines.closes(entry.deadline_at, zone)}"),
        "numeral": Numeral(
            str(day.day),
            formats.date(PartialDate(day.year, day.month), language),
            urgent=not is_decided,
        ),
    }
