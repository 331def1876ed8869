"""A list as long as that of a ministry after decades: press releases with little text, which the search does not know."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from bench.content import BATCH, MOMENT, insert, tell
from bench.vocabulary import SECTORS, TITLES
from news.models import PressRelease
from publishing.enums import EntryState, TextOrigin, TextState
from publishing.languages import Language
from publishing.models import Entry, Place, Sector, Text

__all__ = ["PROVINCES", "prolong", "ready"]

# More than twenty years of releases at full size.
STEP = timedelta(hours=2)
# Numbers that the other content does not reach.
FIRST = 10_000_000
COUNTRIES, PROVINCES, BRANCHES = 2, 10, 3
TYPES = ["release", "release", "release", "statement", "speech"]


def ready(number: int) -> bool:
    """Whether there are so many press releases."""
    return PressRelease.objects.count() == number


def prolong(number: int, report: Callable[[str], None]) -> None:
    """Add press releases until there are ``number``: in one or two fields, at a place, of all issuers."""
    issuers = list(
        PressRelease.objects.order_by("issuer").values_list("issuer", flat=True).distinct().order_by()
    )
    sectors, places = _branches(), _provinces()
    missing = number - PressRelease.objects.count()
    for start in range(0, missing, BATCH):
        numbers = range(start, min(start + BATCH, missing))
        with transaction.atomic():
            _store(numbers, issuers, sectors, places)
        report(f"{numbers[-1] + 1} of {missing} further press releases")


def _branches() -> list[int]:
    """Fields below the fields there are; all of them."""
    for parent in Sector.objects.filter(slug__in=SECTORS):
        Sector.objects.bulk_create(
            Sector(slug=f"{parent.slug}-{number}", name_en=f"{parent.slug} {number}", parent=parent)
            for number in range(BRANCHES)
        )
    return list(Sector.objects.order_by("pk").values_list("pk", flat=True))


def _provinces() -> list[int]:
    provinces = []
    for country in range(COUNTRIES):
        top = Place.objects.create(slug=f"country-{country}", name_en=f"Country {country}")
        provinces += Place.objects.bulk_create(
            Place(slug=f"province-{country}-{number}", name_en=f"Province {country} {number}", parent=top)
            for number in range(PROVINCES)
        )
    return [place.pk for place in provinces]


def _store(numbers: range, issuers: list[int], sectors: list[int], places: list[int]) -> None:
    entries = Entry.objects.bulk_create(_entry(number) for number in numbers)
    tell(entries)
    numbered = dict(zip(numbers, entries, strict=True))
    insert(
        PressRelease,
        [
            PressRelease(
                **{field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields},
                entry_ptr_id=entry.pk,
                issuer_id=issuers[number % len(issuers)],
                type=TYPES[number % len(TYPES)],
                dated=entry.created_at.date().isoformat(),
            )
            for number, entry in numbered.items()
        ],
    )
    Entry.sectors.through.objects.bulk_create(
        Entry.sectors.through(entry_id=entry.pk, sector_id=sectors[each % len(sectors)])
        for number, entry in numbered.items()
        for each in {number * 7, number * 7 + number % 2}
    )
    Entry.places.through.objects.bulk_create(
        Entry.places.through(entry_id=entry.pk, place_id=places[number * 3 % len(places)])
        for number, entry in numbered.items()
    )
    Text.objects.bulk_create(
        Text(
            entry=entry,
            language=Language.KOREAN,
            state=TextState.LIVE,
            title=TITLES[number % len(TITLES)].ko.format(number),
            body="<p>…</p>",
            origin=TextOrigin.ORIGINAL,
            live_at=entry.release_at,
        )
        for number, entry in numbered.items()
    )


def _entry(number: int) -> Entry:
    release_at = MOMENT - timedelta(hours=1, minutes=30) - STEP * number
    return Entry(
        ref=f"KC-{release_at.year}-{FIRST + number}",
        kind=PressRelease.KIND.code,
        slug=f"release-{number}",
        state=EntryState.APPROVED,
        release_at=release_at,
        changed_at=release_at,
        created_at=release_at,
    )
