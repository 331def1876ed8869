"""Public pages of organizations, centers, companies and people."""

from organizations.models import Company, CooperationCenter, Organization, Person
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
from publishing.pages import EntryList, EntryPage


class OrganizationPage(EntryPage):
    model = Organization
    entries = staticmethod(organizations_whole)
    template_name = "organizations/detail.html"


class OrganizationList(EntryList):
    model = Organization
    entries = staticmethod(organizations)
    template_name = "organizations/list.html"


class CenterPage(EntryPage):
    model = CooperationCenter
    entries = staticmethod(centers_whole)
    template_name = "centers/detail.html"


class CenterList(EntryList):
    model = CooperationCenter
    entries = staticmethod(centers)
    template_name = "centers/list.html"


class CompanyPage(EntryPage):
    model = Company
    entries = staticmethod(companies_whole)
    template_name = "companies/detail.html"


class CompanyList(EntryList):
    model = Company
    entries = staticmethod(companies)
    template_name = "companies/list.html"


class PersonPage(EntryPage):
    model = Person
    entries = staticmethod(people_whole)
    template_name = "people/detail.html"


class PersonList(EntryList):
    model = Person
    entries = staticmethod(people)
    template_name = "people/list.html"
