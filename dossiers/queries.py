"""Public reads of dossiers. Everything goes through the one door: what is hidden is as absent as what never was."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from dossiers.asked import Asked
from events.models import Delegation, Event, EventSeries, Exhibition, Forum, Participation, Pavilion
from events.queries import items, participations
from opportunities.models import Opportunity
from opportunities.queries import answerable
from organizations.marks import marks
from organizations.models import Company, CooperationCenter
from organizations.queries import centers, roles
from publishing.models import Entry, FormerAddress
from publishing.visibility import linked, public, visible, with_texts

__all__ = [
    "EVENTS",
    "companies_asked",
    "event_asked",
    "found_companies",
    "offers",
    "standing",
    "taking_part",
    "ways_of_contact",
]

# The kinds of events that a dossier is made for; where two have one address, the first of them is meant.
EVENTS = tuple(model.KIND.code for model in (Delegation, Exhibition, Forum))


def _found(kinds: Sequence[str], names: Iterable[str]) -> dict[str, int]:
    """The ids of visible entries by those of ``names`` that are their address, were one, or are their reference."""
    names = set(names)
    rows = public(Entry).filter(Q(slug__in=names) | Q(ref__in=names), kind__in=kinds)
    found: dict[str, int] = {}
    for pk, _kind, slug, ref in sorted(
        rows.values_list("pk", "kind", "slug", "ref"), key=lambda row: kinds.index(row[1])
    ):
        for name in (slug, ref):
            found.setdefault(name, pk)
    if missing := names - found.keys():
        former = FormerAddress.objects.filter(visible(through="entry"), kind__in=kinds, slug__in=missing)
        found |= dict(former.values_list("slug", "entry"))
    return found


def event_asked(asked: Asked) -> Event | None:
    """The event of a dossier with its programme and who takes part."""
    if not asked.event_name:
        return None
    pk = _found(EVENTS, [asked.event_name]).get(asked.event_name)
    if pk is None:
        return None
    rows = with_texts(public(Event).filter(pk=pk)).prefetch_related(
        "places",
        linked("series", EventSeries),
        linked("related", Entry),
        Prefetch("items", items()),
        Prefetch("participations", participations()),
    )
    return rows.first()


def found_companies(asked: Asked) -> list[int]:
    """The ids of the companies that can be seen, in the order they were asked for, each once."""
    names = asked.names
    found = _found([Company.KIND.code], names) if names else {}
    return list(dict.fromkeys(found[name] for name in names if name in found))


def companies_asked(asked: Asked) -> list[Company]:
    """The companies of a dossier with all that stands on their sheets, in the order they were asked for, each once."""
    wanted = found_companies(asked)
    held = roles().prefetch_related("person__names").order_by(F("valid_from").asc(), "pk")
    rows = (
        with_texts(public(Company), whole=True)
        .select_related("seat")
        .prefetch_related(
            "names",
            "sectors",
            "technologies__sectors",
            "certifications",
            "export_markets",
            marks(whole=True),
            Prefetch("roles", held),
        )
        .in_bulk(wanted)
    )
    return [rows[pk] for pk in wanted if pk in rows]


def taking_part(event: Event) -> dict[int, Participation]:
    """The participations of companies in ``event``, by the id of the company."""
    found: dict[int, Participation] = {}
    for each in event.participations.all():
        body = each.organization
        if body and body.kind == Company.KIND.code and not each.role_id:
            held = found.get(body.pk)
            if held is None or (each.booth and not held.booth):
                found[body.pk] = each
    return found


def standing(event: Event, companies: Iterable[int]) -> dict[int, Participation]:
    """Where ``companies`` stand at ``event`` or at one it belongs with, by their ids; the event's own booths first."""
    near = {each.pk for each in event.related.all() if each.kind in EVENTS}
    near |= {item.about.pk for item in event.items.all() if item.about}
    rows: Iterable[Any] = (
        public(Participation)
        .filter(organization__in=companies, event__in={event.pk, *near})
        .filter(Q(pavilion__isnull=False) | ~Q(booth=""))
        .prefetch_related(Prefetch("pavilion", public(Pavilion)), linked("event", Event))
    )
    found: dict[int, Participation] = {}
    for each in sorted(rows, key=lambda row: (row.event_id != event.pk, row.pk)):
        if each.event:
            found.setdefault(each.organization_id, each)
    return found


def offers(companies: Iterable[int]) -> dict[int, list[Opportunity]]:
    """Opportunities of ``companies`` that can be answered, by the id of the company, the nearest deadline first."""
    rows: Iterable[Any] = (
        with_texts(public(Opportunity))
        .filter(answerable(), owner__in=companies)
        .prefetch_related(linked("center", CooperationCenter))
        .order_by(F("deadline_at").asc(nulls_last=True), "pk")
    )
    found: dict[int, list[Opportunity]] = {}
    for each in rows:
        found.setdefault(each.owner_id, []).append(each)
    return found


def ways_of_contact() -> QuerySet[CooperationCenter]:
    """The centers through which companies are written to."""
    return centers().order_by("founded", "slug")
