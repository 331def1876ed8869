"""Calls as schema.org nodes: an offer of places at an event, until the deadline."""

from calls.models import Call
from publishing import formats
from publishing.structured import Node, Statement, link, moment

__all__ = ["call"]


def call(said: Statement) -> list[Node]:
    """What can be joined, from when and until when."""
    entry: Call = said.entry
    closes = moment(entry.deadline_at, entry.deadline_zone)
    offer = said.thing(
        "Offer",
        availabilityStarts=formats.local_day(entry.opens_at, entry.deadline_zone).isoformat()
        if entry.opens_at
        else "",
        availabilityEnds=closes,
        validThrough=closes,
        areaServed=said.places(),
        itemOffered=link(entry.event, "Event", said.absolute),
    )
    return [offer]
