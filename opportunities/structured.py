"""Opportunities as schema.org nodes: an offer, or a demand, until its deadline."""

from opportunities.models import OpportunityType
from organizations.structured import named
from publishing import formats
from publishing.clock import now
from publishing.structured import Node, Statement, moment

__all__ = ["opportunity"]

_OFFERS = (OpportunityType.TECHNOLOGY_OFFER, OpportunityType.BUSINESS_OFFER, OpportunityType.TRAINING)


def opportunity(said: Statement) -> list[Node]:
    """What is offered or sought, and whose it is, by its name on the day of the release."""
    entry = said.entry
    offers = entry.type in _OFFERS
    closes = moment(entry.deadline_at, entry.deadline_zone)
    thing = said.thing(
        "Offer" if offers else "Demand",
        availabilityStarts=formats.local_day(entry.opens_at, entry.deadline_zone).isoformat()
        if entry.opens_at
        else "",
        availabilityEnds=closes,
        validThrough=closes,
        areaServed=said.places(),
    )
    released = formats.local_day(entry.release_at or now(), entry.release_zone)
    owner = named(entry.owner, released, said.absolute)
    if not owner:
        return [thing]
    if offers:
        return [{**thing, "offeredBy": owner}]
    return [thing, {**owner, "seeks": {"@id": said.reference}}]
