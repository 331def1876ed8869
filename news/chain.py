"""From an announcement to what can be done about it: releases, the event with its parts, opportunities."""

from typing import Any

from django.db.models import Q, QuerySet

from events.models import Event, ProgrammeItem
from events.presentation import cities, when
from events.queries import events
from news.models import PressRelease
from opportunities.models import Opportunity
from opportunities.presentation import row
from opportunities.queries import opportunities
from organizations.models import Organization
from organizations.presentation import named
from publishing.models import Entry
from publishing.presentation import Shown, link
from publishing.visibility import linked, public, visible, with_texts

__all__ = ["chain", "chained"]

# More than these of one kind are found on the page of the event.
MOST = 4
EVENTS = ("delegation", "forum", "exhibition", "meeting")


def chained(entry: Entry) -> dict[str, Any]:
    """For the pages of events and opportunities."""
    return {"chain": chain(entry)}


def chain(entry: Entry, about: Entry | None = None) -> Shown:
    """The three links for ``entry``, which is one of them: ``announced``, ``held`` and ``answerable``.

    ``about`` is the event that a release is about. Empty where nothing can be answered, or nothing leads to it.
    """
    seeds = {entry.pk} if entry.kind in EVENTS else {about.pk} if about else set()
    if not seeds:
        seeds = {other.pk for other in entry.related.all() if other.kind in EVENTS}
    parts = list(
        public(ProgrammeItem)
        .filter(visible(through="about"), Q(about__in=seeds) | Q(event__in=seeds))
        .values_list("event", "about")
    )
    family = seeds | {pk for pair in parts for pk in pair}
    wholes = {whole for whole, _part in parts} or seeds
    held = sorted(events(Event).filter(pk__in=family), key=lambda event: event.pk not in wholes)
    shown = {
        "announced": [_announced(release, entry) for release in _releases(family, entry)[:MOST]],
        "held": [_held(event, entry, is_part=event.pk not in wholes) for event in held],
        "answerable": [
            {**row(opportunity), "is_current": opportunity.pk == entry.pk}
            for opportunity in _opportunities(family, entry)[:MOST]
        ],
    }
    return shown if shown["answerable"] and (shown["announced"] or shown["held"]) else {}


def _releases(family: set[int], entry: Entry) -> QuerySet[PressRelease]:
    """What was said about the events, and what ``entry`` is related to without one."""
    direct = {entry.pk}
    if entry.kind == Opportunity.KIND.code:
        direct |= {other.pk for other in entry.related.all()}
    releases = with_texts(public(PressRelease)).filter(Q(event__in=family) | Q(pk__in=direct))
    return releases.order_by("release_at", "pk").prefetch_related(
        linked("issuer", Organization), "issuer__names"
    )


def _opportunities(family: set[int], entry: Entry) -> QuerySet[Opportunity]:
    ways = {entry.pk, *family}
    concerned = Opportunity.objects.filter(Q(related__in=ways) | Q(pk=entry.pk))
    return opportunities().filter(pk__in=concerned.values("pk"))


def _announced(release: PressRelease, entry: Entry) -> Shown:
    return {
        **link(release),
        "is_current": release.pk == entry.pk,
        "issuer": named(release.issuer, release.dated.earliest()),
        "at": release.release_at,
        "zone": release.release_zone,
    }


def _held(event: Event, entry: Entry, *, is_part: bool) -> Shown:
    return {
        **link(event),
        "is_current": event.pk == entry.pk,
        "is_part": is_part,
        "when": when(event),
        "places": cities(event),
    }
