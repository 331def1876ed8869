"""The content that is measured: entries of many kinds with three live texts each, the same on every machine."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, sql

from bench.vocabulary import BODIES, DECKS, PEOPLE, SECTORS, TERMS, TITLES, Wording
from events.models import Event, Meeting
from news.models import MediaCoverage, PressRelease
from opportunities.models import Opportunity
from organizations.models import Company, Organization, OrganizationName, Person, PersonName
from programs.models import Project
from publishing import search
from publishing.enums import EntryState, Happening, TextOrigin, TextState
from publishing.languages import LANGUAGES, Language
from publishing.models import Entry, PublicChange, Sector, Text

__all__ = ["BATCH", "MOMENT", "build", "holds", "insert", "ready", "tell"]

# When everything is read; the newest entry was released an hour before.
MOMENT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
# About twenty years of releases at full size, the newest first in time, not in number.
STEP = timedelta(hours=5)
BATCH = 2_000
ORGANIZATIONS, PERSONS = 40, 60
# Of a hundred further entries so many are of each kind.
SHARES: list[tuple[type[Entry], int]] = [
    (PressRelease, 60),
    (MediaCoverage, 15),
    (Opportunity, 10),
    (Company, 8),
    (Meeting, 4),
    (Project, 3),
]
MODELS = [model for model, share in SHARES for _number in range(share)]


def holds(number: int, position: int) -> bool:
    """Whether the entry ``number`` speaks of the term at ``position``; evenly spread and known beforehand."""
    scattered = (number * 7_919 + position * 104_729) * 2_654_435_761 % 2**32
    return scattered % 1_000 < TERMS[position].permille


def model_of(number: int) -> type[Entry]:
    """The kind of the entry ``number``: first the organizations and people, then all kinds mixed."""
    if number < ORGANIZATIONS:
        return Organization
    return Person if number < ORGANIZATIONS + PERSONS else MODELS[number * 37 % 100]


def ready(texts: int) -> bool:
    """Whether the database holds the content at this size."""
    return Text.objects.count() == texts // 3 * 3


def build(texts: int, report: Callable[[str], None]) -> None:
    """Fill an empty database with a third of ``texts`` entries in three languages each."""
    Sector.objects.bulk_create(
        Sector(slug=slug, name_en=slug, name_ko=slug, name_zh_hans=slug) for slug in SECTORS
    )
    sectors = list(Sector.objects.order_by("pk").values_list("pk", flat=True))
    count = texts // 3
    organizations: list[int] = []
    for start in range(0, count, BATCH):
        with transaction.atomic():
            _store(range(start, min(start + BATCH, count)), count, sectors, organizations)
        report(f"{min(start + BATCH, count) * 3} of {texts} texts")


def _store(numbers: range, count: int, sectors: list[int], organizations: list[int]) -> None:
    """Store the entries ``numbers``; the ids of the organizations among them are added to ``organizations``."""
    entries = Entry.objects.bulk_create(_entry(number, count) for number in numbers)
    tell(entries)
    numbered = dict(zip(numbers, entries, strict=True))
    organizations += [entry.pk for number, entry in numbered.items() if number < ORGANIZATIONS]
    for model in dict.fromkeys(map(model_of, numbers)):
        alike = {number: entry for number, entry in numbered.items() if model_of(number) is model}
        _add_facts(model, alike, organizations)
    Entry.sectors.through.objects.bulk_create(
        Entry.sectors.through(entry_id=entry.pk, sector_id=sectors[number % len(sectors)])
        for number, entry in numbered.items()
    )
    texts = [text for number, entry in numbered.items() for text in _texts(number, entry)]
    Text.objects.bulk_create(texts)
    names = {entry.pk: list(_names(number).values()) for number, entry in numbered.items()}
    search.store(search.document(text, names[text.entry_id]) for text in texts)


def _entry(number: int, count: int) -> Entry:
    release_at = MOMENT - timedelta(hours=1) - STEP * (number * 7_919 % count)
    return Entry(
        ref=f"KC-{release_at.year}-{number:05d}",
        kind=model_of(number).KIND.code,
        slug=f"entry-{number}",
        state=EntryState.APPROVED,
        release_at=release_at,
        created_at=release_at,
    )


def tell(entries: Iterable[Entry]) -> None:
    """Record that the ``entries`` were released."""
    PublicChange.objects.bulk_create(
        PublicChange(at=entry.release_at, change=Happening.RELEASED, entry_id=entry.pk, kind=entry.kind)
        for entry in entries
    )


def _add_facts(model: type[Entry], numbered: dict[int, Entry], organizations: list[int]) -> None:
    """The rows of ``model`` and of what it inherits below the entries, and their names."""
    rows = [_facts(model, number, entry, organizations) for number, entry in numbered.items()]
    for each in dict.fromkeys((Organization, Event, model)):
        if issubclass(model, each) and rows:
            insert(each, rows)
    if issubclass(model, Organization):
        OrganizationName.objects.bulk_create(
            OrganizationName(organization_id=entry.pk, language=language, text=text)
            for number, entry in numbered.items()
            for language, text in _names(number).items()
        )
    if model is Person:
        PersonName.objects.bulk_create(
            PersonName(person_id=entry.pk, language=language, text=text)
            for number, entry in numbered.items()
            for language, text in _names(number).items()
        )


def insert(model: type[Model], rows: list[Any]) -> None:
    """Store what ``rows`` have in the table of ``model`` alone, which no manager does for inherited models."""
    fields = model._meta.local_concrete_fields
    size = 500
    for start in range(0, len(rows), size):
        query = sql.InsertQuery(model)
        query.insert_values(fields, rows[start : start + size])
        query.get_compiler(connection=connection).execute_sql()


def _facts(model: type[Entry], number: int, entry: Entry, organizations: list[int]) -> Entry:
    values: dict[str, Any] = {
        field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields
    }
    organization = organizations[number % len(organizations)]
    if issubclass(model, Organization):
        values |= {"organization_ptr_id": entry.pk} if model is Company else {}
        values |= {"type": "company" if model is Company else "institute", "country": "KR"}
    elif issubclass(model, Event):
        day = entry.created_at.date()
        values |= {"event_ptr_id": entry.pk, "starts_on": day, "ends_on": day, "type": "seminar"}
    elif model is PressRelease:
        values |= {"issuer_id": organization, "dated": entry.created_at.date().isoformat()}
    elif model is MediaCoverage:
        values |= {"outlet_id": organization, "published": entry.created_at.date().isoformat()}
    elif model is Opportunity:
        values |= {"owner_id": organization, "type": "technology_offer", "direction": "kr-cn"}
        values |= {"deadline_at": entry.created_at + timedelta(days=60), "partnership_types": ["licence"]}
    return model(entry_ptr_id=entry.pk, **values)


def _names(number: int) -> dict[str, str]:
    """Further names of organizations and people; the first organization is the one of the measured acronym."""
    if number < ORGANIZATIONS:
        return {
            "en": "MCEE" if number == 0 else f"Acronym{number}",
            "ko": f"제{number}환경연구원",
            "zh-hans": f"第{number}环境研究院",
        }
    if number < ORGANIZATIONS + PERSONS:
        person = PEOPLE[number % len(PEOPLE)]
        return {"en": f"{person.en} {number}"}
    return {}


def _titles(number: int) -> Wording | None:
    if number < ORGANIZATIONS:
        return Wording(f"Environment Institute {number}", f"환경원 {number}", f"环境院{number}")
    if number < ORGANIZATIONS + PERSONS:
        person = PEOPLE[number % len(PEOPLE)]
        return Wording(*(f"{name} {number}" for name in person))
    return None


def _texts(number: int, entry: Entry) -> Iterator[Text]:
    spoken = [position for position in range(len(TERMS)) if holds(number, position)] or [9]
    # The rarer a term, the more it is what the entry is about.
    about = spoken[-1 - number % min(2, len(spoken))]
    titles = _titles(number) or TITLES[number % len(TITLES)]
    for language in LANGUAGES:
        say = partial(_say, language.suffix[:2])
        body = [
            say(BODIES[(number + turn + position) % len(BODIES)], position)
            for turn in range(2)
            for position in spoken
        ]
        yield Text(
            entry=entry,
            language=language,
            state=TextState.LIVE,
            title=say(titles, about),
            deck=say(DECKS[number % len(DECKS)], spoken[-1]),
            body="".join(f"<p>{sentence}</p>" for sentence in body),
            origin=TextOrigin.ORIGINAL if language == Language.KOREAN else TextOrigin.TRANSLATION,
            live_at=entry.release_at,
        )


def _say(language: str, wording: Wording, position: int) -> str:
    return str(getattr(wording, language)).format(getattr(TERMS[position], language))
