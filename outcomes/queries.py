"""Public reads of outcomes."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from events.models import Event, EventSeries
from opportunities.models import Opportunity
from organizations.models import Organization
from outcomes.models import Evidence, Outcome, Party
from outcomes.stages import RANKS
from publishing.models import Entry
from publishing.queries import newest, whole
from publishing.visibility import linked, public, visible, with_texts

__all__ = ["editions", "outcomes", "outcomes_told", "outcomes_whole", "path", "told_evidence", "told_parties"]

# A stage stands once in the path of a matter, so none is longer.
_LONGEST = len(RANKS)


def outcomes() -> QuerySet[Outcome]:
    """Outcomes as lists show them, those that hold for the latest day first."""
    return (
        with_texts(public(Outcome))
        .prefetch_related(
            linked("event", Event), Prefetch("outcome_parties", _parties()), "sectors", "places"
        )
        .order_by("-as_of", "-pk")
    )


def told_parties() -> QuerySet[Party]:
    """Parties that readers are told of: by their name, or that it is withheld; not those whose organization is not public."""
    in_words = ~Q(name_en="", name_ko="", name_zh_hans="")
    return Party.objects.filter(Q(is_withheld=True) | visible(through="organization") | in_words)


def told_evidence() -> QuerySet[Evidence]:
    """Evidence that readers are told of: a record of the portal only while the public sees it."""
    return Evidence.objects.filter(Q(record__isnull=True) | visible(through="record"))


def _parties() -> QuerySet[Party]:
    return told_parties().prefetch_related(linked("organization", Organization), "organization__names")


def outcomes_whole() -> QuerySet[Outcome]:
    return _with_facts(whole(newest(public(Outcome)))).prefetch_related(
        linked("from_opportunity", Opportunity), "follow_ups"
    )


def outcomes_told() -> QuerySet[Outcome]:
    """Outcomes as feeds tell them."""
    return _with_facts(whole(public(Outcome)))


def _with_facts(rows: QuerySet[Outcome]) -> QuerySet[Outcome]:
    return rows.prefetch_related(
        linked("event", Event),
        linked("confirmed_by", Organization),
        "confirmed_by__names",
        Prefetch("outcome_parties", _parties()),
        Prefetch("evidence", told_evidence().prefetch_related(linked("record", Entry))),
    )


def path(outcome: Outcome) -> list[Outcome]:
    """The matter that ``outcome`` belongs to: its earlier and later stages that are public, in their order."""
    steps = ["__".join(["follows"] * depth) for depth in range(1, _LONGEST)]
    above = Outcome.objects.filter(pk=outcome.pk).values_list(*steps).get()
    earlier = [pk for pk in above if pk is not None]
    # From each outcome a matter may go on in several directions; what lies beside the way to this one is left out.
    later = Q(pk__in=earlier)
    for step in steps:
        later |= Q(**{step: outcome.pk})
    found = [outcome, *with_texts(public(Outcome)).filter(later)]
    return sorted(found, key=lambda each: (RANKS[each.outcome_stage], each.as_of, each.pk))


def editions(ids: Iterable[int]) -> dict[int, Event]:
    """The visible events with these ``ids``."""
    rows = with_texts(public(Event)).filter(pk__in=set(ids)).prefetch_related(linked("series", EventSeries))
    return {event.pk: event for event in rows}
