"""Which facts of a record each filter looks at, told from the records alone: what a reader would expect."""

from collections.abc import Iterable
from typing import Any

__all__ = ["BODIES", "DATES", "FREE", "MOMENTS", "NODES", "NUMBERS", "PERIODS", "VALUES", "leaves", "way"]

# Filters by a value, with the ways to it; a resource of its own may know another way.
VALUES: dict[str, tuple[str, ...]] = {
    **{
        name: (name,)
        for name in (
            *("type", "status", "edition", "kind", "date_precision", "licence", "authoritative_language"),
            *("is_sample", "number", "is_flagship", "direction", "open_for_interest", "extended", "result"),
            *("stage_of_development", "ipr", "partner_type", "partner_size", "size_class", "center_type"),
            *("interpreting", "ordinal_unit", "country", "language", "iso_code"),
        )
    },
    **{
        name: (f"{name}.slug",)
        for name in (
            "series",
            "center",
            "instrument",
            "mechanism",
            "prepares",
            "prepared_by",
            "program",
            "parent",
        )
    },
    "available_in": ("languages",),
    "related": ("related.ref",),
    "currency": ("money.currency",),
    "count_of": ("counts.unit",),
    "event": ("event.uid",),
    # Events among what it is related to: told by the test itself.
    "opportunities:event": (),
    "part_of": ("part_of.slug",),
    "item": ("items.type",),
    "capacity": ("participations.capacity",),
    "stop": ("stops.role",),
    "working_language": ("working_languages",),
    "partnership_type": ("partnership_types",),
    "language_accepted": ("languages_accepted",),
    "open": ("takes_interest",),
    "speaker": ("quotes.speaker.person.slug",),
    "author": ("bylines.name",),
    "person": ("participations.role.person.slug", "items.talks.speakers.person.slug"),
    "stage": ("technologies.stage",),
    "outcomes:stage": ("stage",),
    "outcomes:opportunity": ("opportunity.slug",),
    "follows": ("follows.slug",),
    "stated_currency": ("currency",),
    "party_role": ("parties.role",),
    "party_country": ("parties.country",),
    "evidence_type": ("evidence.type",),
    "answer": ("follow_ups.answer",),
    "is_followed": ("is_followed",),
    "service": ("services.type",),
    "role": ("roles.type",),
    "predecessor": ("predecessors.slug",),
    "companies:ipr": ("technologies.ipr",),
    "calls:capacity": ("capacity",),
    "calls:open": ("takes_applications",),
    "programs:capacity": ("parties.capacity",),
    "projects:capacity": ("parties.capacity",),
    "sectors:parent": ("parent",),
    "places:parent": ("parent",),
}
# Filters by an organization, which count those it succeeded and was succeeded by, and take any of its names.
BODIES: dict[str, tuple[str, ...]] = {
    "issuer": ("issuer.slug", "co_issuers.slug"),
    "unit": ("unit.slug",),
    "outlet": ("outlet.slug",),
    "owner": ("owner.slug",),
    "organizer": ("organizer.slug",),
    "host_institute": ("host_institute.slug",),
    "supervising_body": ("supervising_bodies.slug",),
    "verified_by": ("verifications.checked_by.slug",),
    "host": ("stops.host.slug",),
    "pavilion_organizer": ("pavilions.organizer.slug",),
    "party": ("parties.slug",),
    "outcomes:party": ("parties.organization.slug",),
    "confirmed_by": ("confirmed_by.slug",),
    "organization": ("participations.organization.slug",),
    "programs:organization": ("parties.organization.slug",),
    "projects:organization": ("parties.organization.slug",),
    "people:organization": ("roles.organization.slug",),
}
EVENT_PLACES = ("places.slug", "items.place.slug")
# Filters by a node of a tree, which count all that is below it.
NODES: dict[str, tuple[str, ...]] = {
    "sector": ("sectors.slug",),
    "companies:sector": ("sectors.slug", "technologies.sectors.slug"),
    "place": ("places.slug",),
    **{f"{name}:place": ("places.slug", "seat.slug") for name in ("organizations", "companies")},
    "centers:place": ("places.slug", "seat.slug", "sites.place.slug"),
    **{f"{name}:place": EVENT_PLACES for name in ("events", "forums", "exhibitions", "meetings")},
    "delegations:place": (*EVENT_PLACES, "stops.place.slug"),
    "press-releases:place": ("places.slug", "dateline.slug"),
    "site": ("sites.place.slug",),
    "export_market": ("export_markets.slug",),
    "within": ("slug",),
}
# Ranges from … to …: of days and dates, of moments with the zone that days of theirs are in, of numbers.
DATES: dict[str, tuple[str, ...]] = {
    "founded": ("founded",),
    "dissolved": ("dissolved",),
    "dated": ("dated",),
    "published": ("published",),
    "starts": ("starts_on",),
    "programs:starts": ("valid_from",),
    "projects:starts": ("valid_from",),
    "programs:ends": ("valid_to",),
    "projects:ends": ("valid_to",),
    "due": ("milestones.due",),
    "done": ("milestones.done",),
    "reported": ("reports.as_of",),
    "signed": ("signed_on",),
    "money_as_of": ("money.as_of",),
    "clarified": ("clarifications.answered_on",),
    "decision": ("decision_on",),
    "decided": ("decided_on",),
    "verified": ("verifications.checked_on",),
    "as_of": ("as_of",),
    "confirmed": ("confirmed_on",),
    "seen": ("evidence.seen_on",),
    "asked": ("follow_ups.done_on",),
}
MOMENTS: dict[str, str] = {
    "released": "released_at",
    "changed": "changed_at",
    "corrected": "corrections.at",
    "distributed": "distributed_at",
    "opens": "opens_at",
    "deadline": "deadline_at",
    "expires": "expires_at",
    "extended": "extended_at",
}
NUMBERS: dict[str, tuple[str, str, str]] = {
    "edition": ("edition", "", ""),
    "employees": ("employees", "", ""),
    "amount": ("money", "amount", "currency"),
    "count": ("counts", "value", "unit"),
}
# Ranges that a period need only touch; an end that is not known is open.
PERIODS: dict[str, tuple[str, str, str]] = {
    "in_office": ("roles", "valid_from", "valid_to"),
    "in_force": ("", "valid_from", "valid_to"),
    "site": ("sites", "valid_from", "valid_to"),
    "certified": ("certifications", "valid_from", "valid_to"),
    "takes_place": ("", "starts_on", "ends_on"),
    "ends": ("", "ends_on", "ends_on"),
}
# Filters that take any text.
FREE = frozenset({"q", "number", "author"})


def way(table: dict[str, Any], resource: str, name: str) -> Any:
    """What ``table`` says of the filter ``name`` of a resource."""
    return table.get(f"{resource}:{name}", table.get(name))


def leaves(record: Any, ways: Iterable[str]) -> list[Any]:
    """The values at the ends of the ways, which fork at lists; nothing where there is none."""
    return [value for each in ways for value in _at(record, each.split(".") if each else [])]


def _at(value: Any, path: list[str]) -> list[Any]:
    if isinstance(value, list):
        return [leaf for each in value for leaf in _at(each, path)]
    if value is None:
        return []
    return _at(value[path[0]], path[1:]) if path else [value]
