"""Public pages of organizations, centers, companies and people."""

from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organizations import cards, marks, reverse, sections, structured
from organizations.filters import CompanyFilters, OrganizationFilters, PersonFilters
from organizations.lines import sites_scale
from organizations.models import Company, CooperationCenter, Organization, Person
from organizations.presentation import named
from organizations.queries import (
    centers,
    centers_whole,
    companies,
    companies_whole,
    organizations,
    organizations_whole,
    people,
    people_whole,
)
from publishing import formats
from publishing.languages import active
from publishing.pages import EntryList, EntryPage
from publishing.presentation import Shown, fact, facts, link, listed, marked, worded
from publishing.structured import Node, Statement

# Of what is long, a page shows the latest; the rest is found through the lists' filters.
LATEST = 10


def _body_facts(body: Organization) -> list[Shown]:
    """Facts that bodies of every kind have."""
    return [
        fact(_("Type"), capfirst(body.get_type_display())),
        fact(_("Side"), capfirst(body.get_country_display()) if body.country else ""),
        fact(_("Part of"), link(body.parent)),
        fact(_("Seat"), worded(body.seat, "name") if body.seat else None),
        # The numeral at the head of the page says the year; a fact is what is known beyond it.
        fact(
            _("Founded"),
            formats.date(body.founded, active()) if body.founded and body.founded.month else "",
        ),
        fact(_("Dissolved"), formats.date(body.dissolved, active()) if body.dissolved else ""),
        fact(pgettext("organization", "Before"), *[link(each) for each in body.predecessors.all()]),
        fact(_("Since then"), *[link(each) for each in body.successors.all()]),
        fact(_("Website"), {"value": body.website, "url": body.website} if body.website else None),
    ]


def _body_sections(body: Organization) -> dict[str, Any]:
    """Sections that bodies of every kind have."""
    return {
        "names": sections.further_names(body),
        "scripts": sections.scripts(body),
        "units": [link(each) for each in body.units.all()],
        "people": sections.office_holders(body),
        "reports": sections.reports(reverse.reports(body)[:LATEST]),
        "events": sections.events(reverse.participations(body)[:LATEST]),
        "undertakings": sections.undertakings(reverse.undertakings(body)[:LATEST]),
        "offers": sections.offers(body),
    }


class OrganizationPage(EntryPage):
    model = Organization
    entries = staticmethod(organizations_whole)
    template_name = "organizations/detail.html"

    def facts(self, entry: Organization) -> dict[str, Any]:
        return {"rail": facts(*_body_facts(entry)), **_body_sections(entry)}

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.body(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), structured.body(said)]


class OrganizationList(EntryList):
    model = Organization
    filters = OrganizationFilters
    template_name = "organizations/list.html"
    page_size = 50

    @staticmethod
    def entries():
        return organizations().order_by("slug")

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {
            "rows": [
                {
                    **link(body),
                    "scripts": sections.scripts(body),
                    "type": capfirst(body.get_type_display()),
                    "side": capfirst(body.get_country_display()) if body.country else "",
                    "parent": link(body.parent),
                }
                for body in page.object_list
            ]
        }


class CenterPage(EntryPage):
    model = CooperationCenter
    entries = staticmethod(centers_whole)
    template_name = "centers/detail.html"

    def facts(self, entry: CooperationCenter) -> dict[str, Any]:
        since = entry.founded.earliest() if entry.founded else sections.today()
        return {
            **_body_sections(entry),
            "rail": facts(
                fact(_("Kind of center"), capfirst(entry.get_center_type_display())),
                fact(_("Host institute"), named(entry.host_institute, since)),
                fact(_("Supervised by"), *[link(each) for each in entry.supervising_bodies.all()]),
                *_body_facts(entry)[2:],
            ),
            "mandate": self.worded(entry, "mandate"),
            "sites": sections.sites(entry),
            "sites_scale": sites_scale(entry, sections.today()),
            "site": sections.present_site(entry),
            "services": sections.services(entry),
            "meetings": sections.events(reverse.meetings(entry)[:LATEST]),
            "opening_hours": worded(entry, "opening_hours"),
        }

    @staticmethod
    def worded(entry: CooperationCenter, name: str) -> str:
        """A further wording of the text that the page shows."""
        text = entry.text()
        return text.extra.get(name, "") if text else ""

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.body(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), structured.center(said)]


class CenterList(EntryList):
    model = CooperationCenter
    template_name = "centers/list.html"

    @staticmethod
    def entries():
        return centers().order_by("founded", "slug")

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"rows": [center_row(center) for center in page.object_list]}


def center_row(center: CooperationCenter) -> Shown:
    """One center in short: names, since when, where it is today, what it offers."""
    text = center.text()
    return {
        **link(center),
        "scripts": sections.scripts(center),
        "deck": text.deck if text else "",
        "type": capfirst(center.get_center_type_display()),
        "founded": formats.date(center.founded, active()) if center.founded else "",
        "site": sections.present_site(center),
        "host": link(center.host_institute),
        "services": [service["name"] for service in sections.services(center)],
    }


class CompanyPage(EntryPage):
    model = Company
    entries = staticmethod(companies_whole)
    template_name = "companies/detail.html"

    def facts(self, entry: Company) -> dict[str, Any]:
        text = entry.text()
        return {
            **_body_sections(entry),
            "rail": facts(
                *_body_facts(entry)[1:],
                fact(_("Size"), capfirst(entry.get_size_class_display()) if entry.size_class else ""),
                fact(
                    _("Employees"),
                    formats.count(entry.employees, "exact", active(), "people") if entry.employees else "",
                ),
                fact(_("Export markets"), *[worded(place, "name") for place in entry.export_markets.all()]),
            ),
            "products": text.extra.get("products", "") if text else "",
            "technologies": sections.technologies(entry),
            "certificates": sections.certificates(entry.certifications.all()),
            "mark": marks.shown(entry),
            "centers": [link(center) for center in centers().order_by("founded", "slug")],
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.body(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), structured.company(said)]


class CompanyList(EntryList):
    model = Company
    filters = CompanyFilters
    template_name = "companies/list.html"

    @staticmethod
    def entries():
        return companies().order_by("slug")

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"rows": [self.row(company) for company in page.object_list]}

    @staticmethod
    def row(company: Company) -> Shown:
        text = company.text()
        return {
            **link(company),
            "scripts": sections.scripts(company),
            "deck": text.deck if text else "",
            "seat": marked(worded(company.seat, "name")) if company.seat else "",
            "side": capfirst(company.get_country_display()) if company.country else "",
            "fields": listed(worded(sector, "name") for sector in company.sectors.all()),
            "mark": marks.state(company.verification()),
            "technologies": [
                {"name": worded(each, "name"), "stage": capfirst(each.get_stage_display())}
                for each in company.technologies.all()
            ],
        }


class PersonPage(EntryPage):
    model = Person
    entries = staticmethod(people_whole)
    template_name = "people/detail.html"

    def facts(self, entry: Person) -> dict[str, Any]:
        return {
            "rail": facts(
                fact(_("Side"), capfirst(entry.get_country_display()) if entry.country else ""),
                fact(_("Form of address"), worded(entry, "spoken_title")),
            ),
            "names": sections.person_names(entry.names.all()),
            "scripts": sections.scripts(entry),
            "roles": sections.roles(entry),
            "reports": sections.reports(reverse.appearances(entry)[:LATEST]),
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.person(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), structured.person(said)]


class PersonList(EntryList):
    model = Person
    filters = PersonFilters
    template_name = "people/list.html"
    page_size = 50

    @staticmethod
    def entries():
        return people().order_by("slug")

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {
            "rows": [
                {
                    **link(someone),
                    "scripts": sections.scripts(someone),
                    "roles": sections.roles(someone),
                }
                for someone in page.object_list
            ]
        }
