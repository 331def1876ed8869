"""What the editions of a series brought: the memory of a series, with its gaps, and nothing added up."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When

from events.models import Event, EventSeries, Participation
from events.models.series import OrdinalUnit
from events.presentation import cities, edition, reports, when
from events.queries import editions_of
from organizations.models.organizations import OrganizationType
from publishing import formats, models
from publishing.languages import active
from publishing.models import Entry
from publishing.presentation import Shown, figures, link
from publishing.queries import newest
from publishing.visibility import linked, public, visible, with_texts

__all__ = ["editions_whole", "memory", "with_gaps"]

# A strip shows every missing edition of a series up to this many, and of a longer one their range.
SHORT = 12


def editions_whole(line: EventSeries) -> QuerySet[Event]:
    """The editions of a series with the figures stated about them."""
    return editions_of(line).prefetch_related(
        Prefetch("money", models.Money.objects.prefetch_related(linked("stated_by", Entry))),
        Prefetch("counts", models.Count.objects.prefetch_related(linked("stated_by", Entry))),
    )


def memory(editions: Iterable[Event], line: EventSeries, *, before: Event | None = None) -> list[Shown]:
    """One row per edition, the first one first, and one for each gap; only those earlier than ``before``.

    Figures stand as they were stated then, each with who said it and as of when.
    """
    held = [each for each in editions if before is None or _is_earlier(each, before)]
    companies, about = _companies(held), _reports(held)
    rows = [
        {
            **link(each),
            "edition": edition(each, line).get("words", ""),
            "number": each.edition,
            "when": when(each),
            "places": cities(each),
            "companies": companies.get(each.pk, 0),
            "figures": figures(each),
            "reports": reports(about[each.pk]),
        }
        for each in held
    ]
    last = before.edition - 1 if before and before.edition else None
    return _filled(rows, line, last)


def _is_earlier(event: Event, other: Event) -> bool:
    if event.pk == other.pk:
        return False
    if event.edition and other.edition:
        return event.edition < other.edition
    return bool(event.starts_on and other.starts_on and event.starts_on < other.starts_on)


def _companies(events: list[Event]) -> dict[int, int]:
    """How many visible companies each event has on record."""
    taking_part = public(Participation).filter(
        visible(through="organization"), event__in=events, organization__type=OrganizationType.COMPANY
    )
    counted = taking_part.order_by().values("event").annotate(number=Count("organization", distinct=True))
    return {row["event"]: row["number"] for row in counted}


def _reports(events: list[Event]) -> dict[int, list[Entry]]:
    """What was released or written about each event, the newest first."""
    told = Q(pressrelease__event__in=events) | Q(mediacoverage__event__in=events)
    found: dict[int, list[Entry]] = defaultdict(list)
    event = Case(
        When(pressrelease__event__isnull=False, then=F("pressrelease__event")),
        default=F("mediacoverage__event"),
    )
    entries: Any = newest(with_texts(public(Entry)).filter(told).annotate(about_event=event))
    for entry in entries:
        found[entry.about_event].append(entry)
    return found


def _filled(rows: list[Shown], line: EventSeries, last: int | None) -> list[Shown]:
    """``rows`` with the gaps between their numbers, and up to the edition ``last``."""
    filled: list[Shown] = []
    known = 0
    for row in rows:
        if row["number"]:
            filled += _gap(known + 1, row["number"] - 1, line)
            known = row["number"]
        filled.append(row)
    if last:
        filled += _gap(known + 1, last, line)
    return filled


def _gap(first: int, last: int, line: EventSeries) -> list[Shown]:
    if first > last:
        return []
    unit: formats.OrdinalUnit = "meeting" if line.ordinal_unit == OrdinalUnit.MEETING else "event"
    return [{"gap": formats.ordinals(first, last, active(), unit), "first": first, "last": last}]


def with_gaps(strip: list[Shown]) -> list[Shown]:
    """The items of ``components/series_strip.html`` with those of the editions that are not on record."""
    filled: list[Shown] = []
    known = 0
    for item in strip:
        missing = range(known + 1, item["number"])
        if strip[-1]["number"] <= SHORT:
            filled += [{"number": number, "gap": True} for number in missing]
        elif missing:
            words = formats.span(str(missing[0]), str(missing[-1]), active())
            filled.append({"number": words, "gap": True})
        filled.append(item)
        known = item["number"]
    return filled
