"""Released entries that have every fact and part of their kind, for tests that look at whole records."""

from datetime import date, datetime, timedelta
from typing import Any

from calls.models import Call, Requirement
from events.models import (
    Delegation,
    Event,
    EventSeries,
    Exhibition,
    Forum,
    Meeting,
    Participation,
    Pavilion,
    ProgrammeItem,
    Stop,
    Talk,
)
from news.models import Byline, MediaCoverage, PressContact, PressRelease, Quote
from opportunities.models import Clarification, Criterion, Opportunity
from organizations.models import (
    CenterService,
    CenterSite,
    Certification,
    Company,
    CooperationCenter,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Role,
    Technology,
    Verification,
)
from outcomes.models import Evidence, FollowUp, Outcome
from outcomes.models import Party as OutcomeParty
from programs.models import Instrument, Mechanism, Milestone, Party, Program, ProgressReport, Project
from publishing.models import Count, Entry, Money, Place, Sector
from tests import factories
from tests.factories import NOON
from tests.world import files_of

__all__ = ["World", "filled"]

# When entries are released that others need as parts: early, so that they are no part of a test's newest ones.
EARLIER = NOON - timedelta(days=2)

World = dict[type[Entry], Any]


def filled(model: type[Any], world: World, *, at: Any = NOON, files: bool = False, **facts: Any) -> Any:
    """A released entry of ``model`` whose relations lead to the entries of ``world``."""
    entry = factories.released(model, at=at, **{**_facts(model, world), **facts})
    entry.sectors.add(*Sector.objects.all())
    entry.places.add(*Place.objects.all())
    entry.related.add(world[Person], world[Project])
    for source in (world[Organization], None):
        Money.objects.create(entry=entry, label_en="Money", amount=1, currency="KRW", stated_by=source)
        Count.objects.create(entry=entry, label_en="Count", value=1, stated_by=source)
    if files:
        files_of(entry, "Open")
    for ancestor, add in _PARTS.items():
        if issubclass(model, ancestor):
            add(entry, world)
    return entry


def _instrument() -> Instrument:
    plan, _created = Instrument.objects.get_or_create(
        slug="plan", defaults={"type": "plan", "name_en": "Plan", "signed_on": "2019-11"}
    )
    return plan


def _mechanism() -> Mechanism:
    committee, _created = Mechanism.objects.get_or_create(
        slug="committee",
        defaults={"type": "joint_committee", "name_en": "Committee", "instrument": _instrument()},
    )
    return committee


def _facts(model: type[Any], world: World) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    place = Place.objects.first()
    if issubclass(model, Organization):
        facts |= {
            "parent": world[Organization],
            "seat": place,
            "founded": "2001-05",
            "website": "https://example.org/",
        }
    if issubclass(model, Event):
        facts |= {
            "series": world[EventSeries],
            "edition": Event.objects.count() + 1,
            "center": world[CooperationCenter],
            "instrument": _instrument(),
            "starts_at": datetime.fromisoformat(f"{factories.FACTS[model]['starts_on']}T03:00+00:00"),
            "venue_en": "Hall",
        }
    own: dict[type[Any], dict[str, Any]] = {
        CooperationCenter: {
            "host_institute": world[Organization],
            "phone": "000",
            "email": "center@example.org",
        },
        Company: {"size_class": "small", "employees": 12},
        Person: {"spoken_title_en": "Director"},
        Program: {"instrument": _instrument(), "valid_from": "2019", "valid_to": "2026-12"},
        Project: {"instrument": _instrument(), "program": world[Program], "is_flagship": True},
        EventSeries: {"organizer": world[Organization], "founded": "2001"},
        Forum: {"theme_ko": "주제", "working_languages": ["ko", "zh-hans"]},
        Meeting: {"mechanism": _mechanism()},
        PressRelease: {
            "issuer": world[Organization],
            "unit": world[Organization],
            "event": world[Delegation],
            "dateline": place,
            "distributed_at": NOON - timedelta(days=3),
            "embargo_note_en": "Tuesday morning papers",
            "source_url": "https://example.org/release",
        },
        MediaCoverage: {
            "outlet": world[Organization],
            "event": world[Forum],
            "url": "https://example.org/article",
        },
        Opportunity: {
            "owner": world[Company],
            "center": world[CooperationCenter],
            "languages_accepted": ["ko", "en"],
            "opens_at": NOON - timedelta(days=1),
            "ipr": "granted",
        },
        Call: {
            "event": world[Delegation],
            "pavilion": Pavilion.objects.filter(exhibition=world[Exhibition]).first(),
            "opens_at": NOON - timedelta(days=1),
        },
        Outcome: {
            "event": world[Delegation],
            "from_opportunity": world[Opportunity],
            "amount": 2,
            "currency": "USD",
            "counting_en": "As stated.",
        },
    }
    return {**facts, **own.get(model, {})}


def _organization(entry: Organization, world: World) -> None:
    factories.released(Organization, at=EARLIER, parent=entry)
    entry.predecessors.add(world[Organization])
    world[Company].predecessors.add(entry)
    OrganizationName.objects.create(organization=entry, text="Name", language="en", valid_from="2001")
    Role.objects.create(
        person=world[Person], organization=entry, type="head", title_en="Head", valid_from="2005-06"
    )


def _center(entry: CooperationCenter, world: World) -> None:
    entry.supervising_bodies.add(world[Organization])
    place = Place.objects.earliest("pk")
    CenterSite.objects.create(
        center=entry, place=place, address_en="Street 1", valid_from="2001-05", valid_to="2005"
    )
    CenterService.objects.create(center=entry, type="legal", name_en="Advice", languages=["ko"])


def _company(entry: Company, world: World) -> None:
    entry.export_markets.add(Place.objects.earliest("pk"))
    technology = Technology.objects.create(company=entry, name_en="Filter", stage="demonstrable")
    technology.sectors.add(*Sector.objects.all())
    Certification.objects.create(company=entry, name_en="Certificate", number="1")
    Verification.objects.create(
        company=entry,
        checked_on=date(2026, 3, 2),
        checked_by=world[Organization],
        checks=["registration"],
        note_en="Register seen",
    )


def _person(entry: Person, world: World) -> None:
    PersonName.objects.create(person=entry, text="KIM", language="en", type="romanized")
    Role.objects.create(person=entry, organization=world[Organization], type="minister", title_en="Minister")


def _undertaking(entry: Entry, world: World) -> None:
    Party.objects.create(entry=entry, organization=world[Organization], capacity="lead")
    Milestone.objects.create(entry=entry, title_en="Step", due="2020-05", done="2021")


def _program(entry: Program, world: World) -> None:
    _undertaking(entry, world)
    factories.released(Project, at=EARLIER, program=entry)


def _series(entry: EventSeries, world: World) -> None:
    factories.released(Forum, at=EARLIER, series=entry, edition=1)


def _project(entry: Project, world: World) -> None:
    _undertaking(entry, world)
    ProgressReport.objects.create(project=entry, as_of="2020", progress_en="Much", needs_ko="더")


def _event(entry: Event, world: World) -> None:
    role = Role.objects.get_or_create(
        person=world[Person], organization=world[Organization], type="director", title_en="Director"
    )[0]
    Participation.objects.create(event=entry, capacity="guest", role=role)
    Participation.objects.create(event=entry, capacity="host", organization=world[Organization])
    item = ProgrammeItem.objects.create(
        event=entry, type="matching", title_en="Item", about=world[Forum], place=Place.objects.earliest("pk")
    )
    Talk.objects.create(item=item, title_en="Talk").speakers.add(role)
    ProgrammeItem.objects.create(event=world[Delegation], type="forum", title_en="Part", about=entry)


def _delegation(entry: Delegation, world: World) -> None:
    place = Place.objects.earliest("pk")
    Stop.objects.create(delegation=entry, place=place, role="partner_city", host=world[Organization])


def _exhibition(entry: Exhibition, world: World) -> None:
    pavilion = Pavilion.objects.create(exhibition=entry, name_en="Pavilion", organizer=world[Organization])
    Participation.objects.create(
        event=entry, capacity="exhibitor", organization=world[Company], pavilion=pavilion, booth="A1"
    )


def _meeting(entry: Meeting, world: World) -> None:
    entry.prepares.add(world[Meeting])
    world[Meeting].prepares.add(entry)


def _release(entry: PressRelease, world: World) -> None:
    entry.co_issuers.add(world[CooperationCenter])
    role = Role.objects.create(
        person=world[Person], organization=world[Organization], type="minister", title_en="Minister"
    )
    Quote.objects.create(release=entry, role=role, text_en="Well said.", original_language="ko")
    PressContact.objects.create(release=entry, name_en="Desk", email="press@example.org")


def _coverage(entry: MediaCoverage, world: World) -> None:
    Byline.objects.create(coverage=entry, name="Kim Yon-se", person=world[Person])


def _opportunity(entry: Opportunity, world: World) -> None:
    Criterion.objects.create(opportunity=entry, question_en="Are you?")
    Clarification.objects.create(
        opportunity=entry, question_en="Who?", answer_en="You.", answered_on="2026-05-20"
    )


def _call(entry: Call, world: World) -> None:
    Requirement.objects.create(call=entry, question_en="Are you?", wanted="no")


def _outcome(entry: Outcome, world: World) -> None:
    OutcomeParty.objects.create(
        outcome=entry, role="supplier", country="KR", organization=world[Company], name_en="Maker"
    )
    Evidence.objects.create(
        outcome=entry, type="record", label_en="Report", record=world[PressRelease], seen_on="2026-05-20"
    )
    FollowUp.objects.create(
        outcome=entry, months=3, done_on="2026-05-21", answer="changed", finding_en="More."
    )
    entry.follows, entry.outcome_stage = world[Outcome], "contract"
    entry.save()
    later = factories.released(Outcome, at=EARLIER)
    Outcome.objects.filter(pk=later.pk).update(follows=entry, outcome_stage="delivered")


_PARTS: dict[type[Entry], Any] = {
    Organization: _organization,
    CooperationCenter: _center,
    Company: _company,
    Person: _person,
    Program: _program,
    Project: _project,
    EventSeries: _series,
    Event: _event,
    Delegation: _delegation,
    Exhibition: _exhibition,
    Meeting: _meeting,
    PressRelease: _release,
    MediaCoverage: _coverage,
    Opportunity: _opportunity,
    Outcome: _outcome,
    Call: _call,
}
