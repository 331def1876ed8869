"""A few records that name each other, and two that will join them at noon: for tests that play what happens."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from events.models import Delegation, Participation
from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Organization, OrganizationName, Person, Role
from programs.models import Instrument
from publishing import clock
from publishing.actions import PublishText, RecordFacts, SubmitText, Withdraw
from publishing.models import Image, Page, Sector
from tests import factories
from tests.factories import NOON, actor, writer
from tests.world import picture

__all__ = ["Scene"]

DAY = timedelta(days=1)


@dataclass
class Scene:
    """``issuer`` and ``release`` come out at noon; ``event`` and ``person`` name the issuer before."""

    organization: Any
    person: Any
    event: Any
    page: Any
    opportunity: Any
    plan: Instrument
    image: Image
    issuer: Any
    release: Any

    @classmethod
    def set(cls) -> "Scene":
        """Everything as it stands two days before noon."""
        long_ago = NOON - 30 * DAY
        with clock.as_of(long_ago):
            Sector.objects.create(slug="water", name_en="water")
            plan = Instrument.objects.create(slug="plan", type="plan", name_en="Plan")
            image = Image(
                file=ContentFile(picture(), name="a.png"), alt_en="Alt", alt_ko="글", alt_zh_hans="字"
            )
            image.save()
        issuer = factories.scheduled(Organization, slug="hidden-issuer", title="Hidden issuer")
        organization = factories.released(Organization, slug="open-organization", at=long_ago, parent=issuer)
        person = factories.released(Person, slug="open-person", at=long_ago)
        event = factories.released(Delegation, slug="open-delegation", at=long_ago)
        page = factories.released(Page, slug="open-page", at=long_ago)
        opportunity = factories.released(Opportunity, slug="offer", at=long_ago, owner=organization)
        release = factories.scheduled(PressRelease, slug="hidden-release", issuer=organization, event=event)
        scene = cls(organization, person, event, page, opportunity, plan, image, issuer, release)
        role = Role.objects.create(person=person, organization=issuer, type="director", title_en="Director")
        Participation.objects.create(event=event, capacity="guest", role=role)
        page.images.create(image=image)
        page.related.add(event)
        for entry in (event, page, opportunity, release):
            entry.sectors.add(Sector.objects.get())
            scene.minor(entry, NOON - 2 * DAY)
        return scene

    def minor(self, entry: Any, at: Any = None) -> None:
        with clock.as_of(at or clock.now()):
            RecordFacts(entry, actor(), severity="minor", reason="A fact.").execute()

    def correct(self, entry: Any, title: str, at: Any = None) -> None:
        text = factories.written(entry, "ko", title=title)
        SubmitText(text, writer()).execute()
        PublishText(text, actor(), severity="correction", reason="A name.", publish_at=at).execute()

    def withdraw(self, entry: Any) -> None:
        Withdraw(entry, actor(), reason="Wrong.").execute()

    def rename_sector(self, slug: str = "water") -> None:
        sector = Sector.objects.get()
        sector.name_ko, sector.slug = "물", slug
        sector.save()

    def name_organization(self) -> None:
        OrganizationName.objects.create(organization=self.organization, text="New name", language="en")
        self.minor(self.organization)

    def move_deadline(self) -> None:
        """It opens a day after noon, closes soon two days after, is closed after 16 and expires after 18 days."""
        self.opportunity.opens_at, self.opportunity.deadline_at = NOON + DAY, NOON + 16 * DAY
        self.opportunity.expires_at = NOON + 18 * DAY
        self.opportunity.save()
        RecordFacts(self.opportunity, actor(), severity="correction", reason="Sooner.").execute()
