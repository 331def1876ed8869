"""Objects for tests, brought to the stage they are needed in by the kernel's own actions."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from calls.models import Call
from events.models import Delegation, EventSeries, Exhibition, Forum, Meeting
from news.models import MediaCoverage, PressRelease
from opportunities.models import Opportunity
from organizations.models import Company, CooperationCenter, Organization, Person
from outcomes.models import Outcome
from programs.models import Program, Project
from publishing import clock
from publishing.actions import Actor, Approve, Create, DraftText, Submit, Withdraw
from publishing.enums import ReleasePolicy, TextState
from publishing.languages import Language
from publishing.models import Entry, Page, Sector, Text

__all__ = [
    "NOON",
    "actor",
    "administrator",
    "draft",
    "in_review",
    "released",
    "scheduled",
    "withdrawn",
    "writer",
    "written",
]

# Monday 1 June 2026, 12:00 in Seoul.
NOON = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)

_numbers = count(1)

FACTS: dict[type[Entry], dict[str, Any]] = {
    Organization: {"type": "ministry", "country": "KR"},
    CooperationCenter: {"type": "center", "center_type": "cooperation"},
    Company: {"type": "company", "country": "KR"},
    Person: {"country": "KR"},
    Program: {"type": "training"},
    Project: {},
    EventSeries: {},
    Delegation: {"starts_on": "2026-06-02", "ends_on": "2026-06-05"},
    Forum: {"starts_on": "2026-06-03", "ends_on": "2026-06-03"},
    Exhibition: {"starts_on": "2026-06-03", "ends_on": "2026-06-05"},
    Meeting: {"starts_on": "2026-06-04", "ends_on": "2026-06-04", "type": "seminar"},
    PressRelease: {"dated": "2026-06-01"},
    MediaCoverage: {"published": "2026-06-01"},
    Opportunity: {
        "type": "technology_offer",
        "direction": "kr-cn",
        "partnership_types": ["licence"],
        "deadline_at": NOON + timedelta(days=30),
    },
    Call: {"deadline_at": NOON + timedelta(days=30), "place_count": 14, "decision_on": "2026-07-15"},
    Outcome: {"outcome_stage": "unspecified", "as_of": "2026-01-20", "confirmed_on": "2026-01-21"},
    Page: {},
}
# A fact that the kind cannot be released without, and the model that serves it.
NEEDED: dict[type[Entry], tuple[str, type[Entry]]] = {
    PressRelease: ("issuer", Organization),
    MediaCoverage: ("outlet", Organization),
    Opportunity: ("owner", Organization),
    Outcome: ("confirmed_by", Organization),
    Call: ("event", Delegation),
}
# Kinds that are not released without a field.
CLASSIFIED = (Opportunity,)


def administrator() -> User:
    """One user who may do everything."""
    user = User.objects.filter(username="administrator").first()
    return user or User.objects.create_superuser(
        "administrator", "administrator@example.org", "secret-for-tests"
    )


def actor(user: User | None = None) -> Actor:
    return Actor(user or administrator(), channel="test")


def writer() -> Actor:
    """Who begins and writes everything here: somebody else approves it."""
    user = User.objects.filter(username="writer").first()
    return actor(user or User.objects.create_superuser("writer", "writer@example.org", "secret-for-tests"))


def draft(model: type[Any], *, title: str = "", at: datetime = NOON - timedelta(days=3), **facts: Any) -> Any:
    """A new entry of ``model`` without texts, created ``at`` a moment; ``title`` also names what it needs."""
    number = next(_numbers)
    if model in NEEDED:
        name, needed = NEEDED[model]
        if name not in facts:
            facts[name] = released(needed, at=at - timedelta(days=1))
    with clock.as_of(at):
        entry = model(slug=facts.pop("slug", f"entry-{number}"), **{**FACTS[model], **facts})
        entry.full_clean()
        entry.save()
        if model in CLASSIFIED:
            entry.sectors.add(_field())
        Create(entry, writer()).execute()
    return entry


def _field() -> Sector:
    """Any field; the first one comes into being without anybody being told."""
    if not Sector.objects.exists():
        Sector.objects.bulk_create([Sector(slug="field", name_en="Field")])
    return Sector.objects.earliest("pk")


def written(entry: Entry, language: str = Language.KOREAN, **wording: Any) -> Text:
    """The open version of ``entry`` in ``language``, filled with ``wording``."""
    DraftText(entry, writer(), language=language).execute()
    text = entry.texts.open().get(language=language)
    wording = {"title": f"{entry.slug} {language}", "body": f"<p>{entry.slug} {language}</p>", **wording}
    for name, value in wording.items():
        setattr(text, name, value)
    text.full_clean(exclude=["entry"])
    text.save()
    return text


def in_review(
    model: type[Any], *, languages: tuple[str, ...] = tuple(Language.values), title: str = "", **facts: Any
) -> Any:
    """An entry with texts in ``languages``, all handed over for review."""
    entry = draft(
        model, release_policy=facts.pop("release_policy", ReleasePolicy.AUTHORITATIVE_FIRST), **facts
    )
    with clock.as_of(NOON - timedelta(days=2)):
        for language in sorted(languages, key=lambda code: code != entry.authoritative_language):
            written(entry, language, **({"title": f"{title} {language}"} if title else {}))
        Submit(entry, writer()).execute()
    return entry


def scheduled(model: type[Any], *, at: datetime = NOON, **facts: Any) -> Any:
    """An entry approved for release ``at`` a moment, by default 1 June 2026 at noon in Seoul."""
    entry = in_review(model, **{"at": at - timedelta(days=3), **facts})
    with clock.as_of(at - timedelta(days=1)):
        Approve(entry, actor(), release_at=at).execute()
    return entry


released = scheduled


def withdrawn(model: type[Any], *, at: datetime = NOON, reason: str = "Wrong figures.", **facts: Any) -> Any:
    """An entry released ``at`` a moment and withdrawn a day later."""
    entry = scheduled(model, at=at, **facts)
    with clock.as_of(at + timedelta(days=1)):
        Withdraw(entry, actor(), reason=reason).execute()
    return entry


def live(entry: Entry, language: str) -> Text:
    """The live text of ``entry`` in ``language``."""
    return entry.texts.get(language=language, state=TextState.LIVE)
