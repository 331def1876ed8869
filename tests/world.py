"""A small world of visible entries, and what is hidden in it: for tests that look for leaks."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Pillow

from calls.models import Call
from events.models import (
    Booth,
    Delegation,
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
from news.models import Byline, HomeLead, MediaCoverage, PressRelease, Quote
from opportunities.models import Opportunity
from organizations.models import (
    Company,
    CooperationCenter,
    Organization,
    OrganizationName,
    Person,
    Role,
    Verification,
)
from outcomes.models import Evidence, FollowUp, Outcome
from outcomes.models import Party as OutcomeParty
from programs.models import Party, Program, Project
from publishing.models import Attachment, Count, Entry, EntryImage, Image, Money, Place, Sector
from publishing.renditions import make_renditions
from tests import factories
from tests.factories import FACTS, NEEDED, NOON

__all__ = ["add_additively", "add_hidden", "picture", "point_at_hidden", "visible_world"]

# What the newsroom knows of parties whose names are withheld; in no answer ever, whatever is released.
HIDDEN_NAME = "verschwiegen"
LONG_AGO = NOON - timedelta(days=30)


def visible_world() -> dict[type[Entry], Any]:
    """One released entry of every kind, connected to the others."""
    world: dict[type[Entry], Any] = {}
    sector, _created = Sector.objects.get_or_create(slug="water", defaults={"name_en": "water"})
    place, _created = Place.objects.get_or_create(
        slug="beijing", defaults={"name_en": "Beijing", "zone": "Asia/Shanghai"}
    )
    for model in FACTS:
        facts: dict[str, Any] = {"slug": f"open-{model.KIND.code}", "title": f"Open {model.KIND.code}"}
        if model in NEEDED:
            name, needed = NEEDED[model]
            facts[name] = world[needed]
        world[model] = factories.released(model, at=LONG_AGO, **facts)
        world[model].sectors.add(sector)
        world[model].places.add(place)
    attach(world, world)
    return world


def add_hidden(bring_in: Any, word: str) -> dict[type[Entry], Any]:
    """One entry of every kind that ``bring_in`` leaves invisible, with ``word`` in all its wording and its slug."""
    hidden: dict[type[Entry], Any] = {}
    for model in FACTS:
        facts: dict[str, Any] = {}
        slug = f"{word}-{model.KIND.code}"
        if model in NEEDED:
            name, needed = NEEDED[model]
            facts[name] = needed._default_manager.get(slug=f"open-{needed.KIND.code}")
        hidden[model] = bring_in(model, slug=slug, title=f"{word} {model.KIND.code}", **facts)
    return hidden


def add_additively(world: dict[type[Entry], Any], hidden: dict[type[Entry], Any], word: str) -> None:
    """Connect what is hidden to what is visible in every way that leaves the visible as it is."""
    for entry in hidden.values():
        entry.related.add(*world.values())
        entry.sectors.add(*Sector.objects.all())
        entry.places.add(*Place.objects.all())
        Money.objects.create(entry=entry, label_en=f"{word} money", amount=1, currency="KRW")
        Count.objects.create(entry=entry, label_en=f"{word} count", value=1)
        files_of(entry, word)
        HomeLead.objects.create(entry=entry, starts_at=LONG_AGO, kicker_en=f"{word} lead")
    attach(hidden, world, word)
    attach(world, hidden, word)
    hidden_events = (Delegation, Forum, Exhibition, Meeting)
    for number, model in enumerate(hidden_events, start=50 + world[EventSeries].editions.count()):
        event = hidden[model]
        event.series, event.edition, event.center = world[EventSeries], number, world[CooperationCenter]
        event.save()
    hidden[PressRelease].event = world[Delegation]
    hidden[PressRelease].save()
    hidden[MediaCoverage].event, hidden[MediaCoverage].outlet = world[Forum], world[Organization]
    hidden[MediaCoverage].save()
    hidden[Opportunity].center = world[CooperationCenter]
    hidden[Opportunity].save()
    hidden[Call].pavilion = world[Exhibition].pavilions.first()
    hidden[Call].save()
    Outcome.objects.filter(pk=hidden[Outcome].pk).update(
        event=world[Delegation],
        from_opportunity=world[Opportunity],
        follows=world[Outcome],
        outcome_stage="delivered",
        amount=1,
        currency="KRW",
    )
    hidden[Project].program = world[Program]
    hidden[Project].save()
    hidden[Organization].parent = world[Organization]
    hidden[Organization].save()
    hidden[Organization].predecessors.add(world[Organization])
    hidden[CooperationCenter].host_institute = world[Organization]
    hidden[CooperationCenter].save()
    hidden[CooperationCenter].supervising_bodies.add(world[Organization])
    hidden[PressRelease].co_issuers.add(world[Organization])
    hidden[Meeting].prepares.add(world[Meeting])


def attach(of: dict[type[Entry], Any], to: dict[type[Entry], Any], word: str = "Open") -> None:
    """Parts of what is in ``of`` that name what is in ``to``."""
    person = of[Person]
    role = person.roles.first()
    if role is None:
        title = f"{word} director of {person.pk}"
        role = Role.objects.create(
            person=person, organization=to[Organization], type="director", title_en=title
        )
        OrganizationName.objects.create(organization=of[Organization], text=f"{word} name", language="en")
    for event in (to[Delegation], to[Forum], to[Exhibition], to[Meeting]):
        Participation.objects.create(event=event, capacity="guest", role=role)
        Participation.objects.create(event=event, capacity="exhibitor", organization=of[Company])
        if of is not to:
            continue
        item = ProgrammeItem.objects.create(event=event, type="forum", title_en="Open item", about=to[Forum])
        talk = Talk.objects.create(item=item, title_en="Open talk")
        talk.speakers.add(role)
    if of is to:
        Stop.objects.create(
            delegation=of[Delegation], place=Place.objects.get(slug="beijing"), role="host_city"
        )
        pavilion = Pavilion.objects.create(
            exhibition=of[Exhibition],
            name_en="Open pavilion",
            organizer=of[Organization],
            plan_columns=2,
            plan_rows=1,
        )
        Booth.objects.create(pavilion=pavilion, number="K-01", column=1, row=1)
    for talk in Talk.objects.filter(item__event__slug__startswith="open-"):
        talk.speakers.add(role)
    Quote.objects.create(release=to[PressRelease], role=role, text_en=f"{word} quote")
    Verification.objects.create(
        company=of[Company],
        checked_on=LONG_AGO.date(),
        checked_by=to[Organization],
        checks=["address"],
        note_en=f"{word} mark",
    )
    outcome = to[Outcome]
    OutcomeParty.objects.create(outcome=outcome, role="supplier", organization=of[Company])
    OutcomeParty.objects.get_or_create(
        outcome=of[Outcome], role="buyer", is_withheld=True, known_as=HIDDEN_NAME
    )
    Evidence.objects.create(
        outcome=of[Outcome],
        type="record",
        label_en=f"{word} evidence",
        record=to[PressRelease],
        seen_on="2026-05-20",
    )
    if of is to:
        FollowUp.objects.create(outcome=outcome, months=3, done_on="2026-05-21", answer="standing")
        Outcome.objects.filter(pk=outcome.pk).update(event=of[Delegation], from_opportunity=of[Opportunity])
    for undertaking in (to[Program], to[Project]):
        Party.objects.create(entry=undertaking, organization=of[Organization], capacity="lead")


def point_at_hidden(world: dict[type[Entry], Any], hidden: dict[type[Entry], Any]) -> None:
    """Let every reference of the visible point at the hidden instead: the pages change, and must not name it."""
    changes: list[tuple[type[Entry], str, type[Entry]]] = [
        (PressRelease, "issuer", Organization),
        (PressRelease, "unit", Organization),
        (PressRelease, "event", Forum),
        (MediaCoverage, "outlet", Organization),
        (MediaCoverage, "event", Forum),
        (Opportunity, "owner", Company),
        (Opportunity, "center", CooperationCenter),
        (Call, "event", Delegation),
        (Project, "program", Program),
        (Outcome, "event", Forum),
        (Outcome, "from_opportunity", Opportunity),
        (Outcome, "confirmed_by", Organization),
        (Outcome, "follows", Outcome),
        (Organization, "parent", Organization),
        (CooperationCenter, "host_institute", Organization),
        (EventSeries, "organizer", Organization),
        *((model, "series", EventSeries) for model in (Delegation, Forum, Exhibition, Meeting)),
        *((model, "center", CooperationCenter) for model in (Delegation, Forum, Exhibition, Meeting)),
    ]
    for model, name, target in changes:
        field = model._meta.get_field(name)
        value = field.related_model._default_manager.get(pk=hidden[target].pk)
        model._default_manager.filter(pk=world[model].pk).update(**{name: value})
    ProgrammeItem.objects.filter(event__slug__startswith="open-").update(about=hidden[Forum].pk)
    Pavilion.objects.filter(exhibition=world[Exhibition]).update(organizer=hidden[Organization].pk)
    Stop.objects.filter(delegation=world[Delegation]).update(host=hidden[Organization].pk)
    Role.objects.filter(person=world[Person]).update(organization=hidden[Organization].pk)
    Byline.objects.create(coverage=world[MediaCoverage], name="Printed name", person=hidden[Person])
    world[Organization].predecessors.add(hidden[Organization])
    world[PressRelease].co_issuers.add(hidden[Organization])
    world[CooperationCenter].supervising_bodies.add(hidden[Organization])
    for entry in world.values():
        Money.objects.create(
            entry=entry, label_en="x", amount=1, currency="KRW", stated_by=hidden[Organization]
        )


def picture(
    colour: tuple[int, int, int] = (14, 90, 83), size: tuple[int, int] = (640, 360), encoding: str = "PNG"
) -> bytes:
    """The bytes of a plain picture."""
    buffer = BytesIO()
    Pillow.new("RGB", size, colour).save(buffer, encoding)
    return buffer.getvalue()


def files_of(entry: Entry, word: str) -> None:
    """A picture and an attachment of ``entry`` with ``word`` in their wording."""
    image = Image.objects.create(
        file=ContentFile(picture(), name="x.png"), alt_en=f"{word} alt", caption_en=f"{word} caption"
    )
    make_renditions(image)
    EntryImage.objects.create(entry=entry, image=image)
    Attachment.objects.create(
        entry=entry,
        file=ContentFile(b"%PDF-1.7 sample", name="x.pdf"),
        name=f"{word}-file".lower(),
        title_en=f"{word} file",
    )
