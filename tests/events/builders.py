"""Events with everything a page can show of them, for the tests of their pages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from events.models import Event, Participation, ProgrammeItem, Talk
from organizations.models import Company, Organization, OrganizationName, Person, Role
from publishing.models import Place, Sector
from tests.factories import NOON, released

LONG_AGO = NOON - timedelta(days=60)
AFTER = NOON + timedelta(hours=1)


def place(slug: str, **names: str) -> Place:
    return Place.objects.create(slug=slug, zone="Asia/Shanghai", **(names or {"name_en": slug.title()}))


def sector(slug: str) -> Sector:
    return Sector.objects.create(
        slug=slug, name_en=slug.title(), name_ko=f"{slug} ko", name_zh_hans=f"{slug} zh"
    )


def role(name: str, **facts: Any) -> Role:
    """A person called ``name`` in a role at an organization of its own."""
    person = released(Person, at=LONG_AGO, title=name)
    body = released(Organization, at=LONG_AGO, title=f"{name} institute")
    OrganizationName.objects.create(
        organization=body, text=f"{name} academy", language="en", valid_to="2026-12"
    )
    return Role.objects.create(
        person=person, organization=body, type="director", **{"title_en": f"{name} director", **facts}
    )


def company(name: str, *sectors: Sector) -> Company:
    found = released(Company, at=LONG_AGO, title=name, type="company")
    found.sectors.add(*sectors)
    return found


def furnish(event: Event, times: int, day: date = date(2026, 6, 3)) -> None:
    """``times`` of everything that hangs on an event."""
    for number in range(times):
        item = ProgrammeItem.objects.create(
            event=event,
            type="forum",
            title_en=f"Part {number}",
            day=day,
            starts_at=datetime(2026, 6, 3, 2 + number, tzinfo=UTC),
            ends_at=datetime(2026, 6, 3, 3 + number, tzinfo=UTC),
            about=released(type(event), at=LONG_AGO),
        )
        talk = Talk.objects.create(item=item, title_en=f"Talk {number}")
        talk.speakers.add(role(f"Speaker {number}"))
        Participation.objects.create(event=event, capacity="member", organization=company(f"Firm {number}"))
        Participation.objects.create(event=event, capacity="guest", role=role(f"Guest {number}"))
        Participation.objects.create(
            event=event,
            capacity="host",
            organization=released(Organization, at=LONG_AGO, title=f"Host {number}"),
        )
        event.related.add(released(Organization, at=LONG_AGO, title=f"Related {number}"))
