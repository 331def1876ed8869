"""A fair with a pavilion, where companies with people, technologies and opportunities exhibit."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from events.models import Exhibition, Participation, Pavilion, ProgrammeItem
from opportunities.models import Opportunity
from organizations.models import (
    Certification,
    Company,
    CooperationCenter,
    Organization,
    Person,
    PersonName,
    Role,
    Technology,
    Verification,
)
from publishing.models import Place
from tests import factories
from tests.factories import NOON

LONG_AGO = NOON - timedelta(days=60)


@dataclass
class Scene:
    fair: Exhibition
    companies: list[Company]

    def address(self, language: str, name: str = "dossier/") -> str:
        chosen = "&".join(f"company={each.slug}" for each in self.companies)
        return f"/{language}/{name}?event={self.fair.slug}&{chosen}"


def fair() -> Exhibition:
    event = factories.released(Exhibition, at=LONG_AGO, slug="fair", title="Fair")
    factories.released(
        CooperationCenter, at=LONG_AGO, slug="center", title="Center", phone="+86 10 0000 0000"
    )
    Pavilion.objects.create(exhibition=event, name_en="Pavilion", name_zh_hans="韩国馆", hall="X1")
    place, _created = Place.objects.get_or_create(
        slug="beijing", defaults={"name_en": "Beijing", "zone": "Asia/Shanghai"}
    )
    ProgrammeItem.objects.create(
        event=event,
        type="consultation",
        title_en="Consultations",
        title_ko="상담",
        day="2026-06-03",
        starts_at=datetime.fromisoformat("2026-06-03T13:30+08:00"),
        ends_at=datetime.fromisoformat("2026-06-03T17:30+08:00"),
        place=place,
    )
    return event


def exhibit(event: Exhibition, number: int, **facts: Any) -> Company:
    """A company at booth K-``number`` with everything that a sheet shows."""
    company = factories.released(
        Company, at=LONG_AGO, **{"slug": f"firm-{number}", "title": f"Firm{number}", **facts}
    )
    Participation.objects.create(
        event=event,
        capacity="exhibitor",
        organization=company,
        pavilion=event.pavilions.get(),
        booth=f"K-{number:02}",
    )
    person = factories.released(
        Person,
        at=LONG_AGO,
        slug=f"person-{number}",
        title=f"Yun{number}",
        spoken_title_en="Director Yun",
        spoken_title_zh_hans="尹所长",
    )
    for language, text, kind in (("en", "Yun Ga-ram", "romanized"), ("zh-hans", "尹佳蓝", "official")):
        PersonName.objects.create(person=person, language=language, text=text, type=kind)
    Role.objects.create(person=person, organization=company, type="head", title_en="Head", valid_from="2020")
    Role.objects.create(
        person=person, organization=company, type="staff", title_en="Trainee", valid_to="2019"
    )
    technology(company, f"Electrolyzer{number}")
    Certification.objects.create(company=company, name_en="Green certificate", valid_from="2024")
    Certification.objects.create(company=company, name_en="Lapsed certificate", valid_to="2020")
    factories.released(
        Opportunity, at=LONG_AGO, slug=f"offer-{number}", title=f"Offer{number}", owner=company
    )
    checker = Organization.objects.filter(slug="checker").first()
    Verification.objects.create(
        company=company,
        checked_on=date(2026, 3, 2),
        checked_by=checker or factories.released(Organization, at=LONG_AGO, slug="checker", title="Checker"),
        checks=["registration"],
    )
    return company


def technology(company: Company, name: str, **facts: Any) -> Technology:
    return Technology.objects.create(
        company=company,
        **{
            "name_en": name,
            "summary_en": "Makes hydrogen.",
            "references_en": "Two sites",
            "stage": "demonstrable",
            "ipr": "granted",
            **facts,
        },
    )


def words(response: Any) -> str:
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def read(response: Any) -> PdfReader:
    assert response.status_code == 200, response.content[:200]
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def text_of(page: Any) -> str:
    """The words of a page without their spaces, which a reader of PDF guesses."""
    return "".join(page.extract_text().split())
