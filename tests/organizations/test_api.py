"""Organizations, centers, companies and people in the API: facts and filters."""

from datetime import timedelta

import pytest

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
)
from publishing import clock
from publishing.models import Place, Sector
from tests.factories import NOON, released, scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_release():
    with clock.as_of(NOON + timedelta(days=1)):
        yield


def asked(client, path, **query):
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(client, resource, **query):
    return {each["slug"] for each in asked(client, f"{resource}/", **query)["results"]}


def place(slug="beijing", **facts):
    return Place.objects.create(slug=slug, name_en=slug.title(), name_ko="베이징", **facts)


def test_an_organization_with_names_and_relations(client):
    parent = released(Organization, slug="ministry")
    former = released(Organization, slug="former")
    entry = released(
        Organization,
        slug="department",
        type="department",
        country="CN",
        parent=parent,
        seat=place(),
        founded="2018-03",
    )
    entry.predecessors.add(former)
    OrganizationName.objects.create(
        organization=entry, text="DIC", language="en", type="acronym", valid_from="2018", is_confirmed=False
    )
    hidden = scheduled(Organization, slug="hidden", at=NOON + timedelta(days=9), parent=entry)
    hidden.predecessors.add(entry)
    record = asked(client, "organizations/department/", lang="ko")
    assert (record["type"], record["country"], record["founded"], record["dissolved"]) == (
        "department",
        "CN",
        "2018-03",
        None,
    )
    assert record["parent"]["slug"] == "ministry"
    assert [each["slug"] for each in record["predecessors"]] == ["former"]
    assert record["seat"] == {"slug": "beijing", "name": "베이징", "language": "ko"}
    assert record["names"] == [
        {
            "text": "DIC",
            "language": "en",
            "type": "acronym",
            "is_confirmed": False,
            "valid_from": "2018",
            "valid_to": None,
        }
    ]
    assert record["units"] == record["successors"] == []
    assert [each["slug"] for each in asked(client, "organizations/former/")["successors"]] == ["department"]
    assert [each["slug"] for each in asked(client, "organizations/ministry/")["units"]] == ["department"]


def test_organizations_are_neither_centers_nor_companies(client):
    for model in (Organization, CooperationCenter, Company):
        released(model, slug="same")
    for resource in ("organizations", "centers", "companies"):
        assert slugs(client, resource) == {"same"}
        assert asked(client, f"{resource}/same/")["api_url"].endswith(f"/{resource}/same/")


def test_filters_of_organizations(client):
    china = place("china")
    ministry = released(Organization, slug="ministry", country="CN", seat=place(parent=china), founded="2018")
    released(Organization, slug="unit", type="division", parent=ministry, founded="2001-05")
    assert slugs(client, "organizations", type="division") == {"unit"}
    assert slugs(client, "organizations", country="CN") == {"ministry"}
    assert slugs(client, "organizations", parent="ministry") == {"unit"}
    assert slugs(client, "organizations", place="china") == {"ministry"}
    assert slugs(client, "organizations", founded_from="2018-06") == {"ministry"}
    assert slugs(client, "organizations", founded_to="2001") == {"unit"}


def test_a_center_with_sites_and_services(client):
    institute = released(Organization, slug="institute")
    center = released(
        CooperationCenter, slug="center", center_type="industry", host_institute=institute, phone="000"
    )
    center.supervising_bodies.add(released(Organization, slug="ministry"))
    CenterSite.objects.create(
        center=center, place=place(), address_en="Street 1", valid_from="2001-05", valid_to="2005"
    )
    CenterService.objects.create(center=center, type="legal", name_en="Advice", languages=["ko", "zh-hans"])
    CenterService.objects.create(center=center, type="legal", name_en="More advice")
    record = asked(client, "centers/center/", lang="en")
    assert (record["center_type"], record["host_institute"]["slug"]) == ("industry", "institute")
    assert [each["slug"] for each in record["supervising_bodies"]] == ["ministry"]
    (site,) = record["sites"]
    assert (site["place"]["slug"], site["valid_from"], site["valid_to"]) == ("beijing", "2001-05", "2005")
    assert record["services"][0]["languages"] == ["ko", "zh-hans"]
    assert (record["phone"], record["email"], record["opening_hours"]) == ("000", None, None)
    assert [each["slug"] for each in asked(client, "centers/", service="legal")["results"]] == ["center"]
    assert slugs(client, "centers", service="incubation") == set()
    assert slugs(client, "centers", center_type="cooperation") == set()
    assert slugs(client, "centers", place="beijing") == {"center"}
    assert slugs(client, "centers", host_institute="institute") == {"center"}


def test_a_company_with_technologies(client):
    company = released(Company, slug="company", size_class="small", employees=12, country="KR")
    released(Company, slug="other", size_class="large")
    energy = Sector.objects.create(slug="energy", name_en="Energy")
    hydrogen = Sector.objects.create(slug="hydrogen", name_en="Hydrogen", parent=energy)
    for stage in ("demonstrable", "on_the_market"):
        technology = Technology.objects.create(
            company=company, name_ko="수소", name_en="H2", stage=stage, ipr="granted"
        )
        technology.sectors.add(hydrogen)
    Certification.objects.create(company=company, name_en="ISO 14001", issued_by_en="Body", valid_from="2020")
    company.export_markets.add(place("china"))
    record = asked(client, "companies/company/", lang="ko")
    assert (record["size_class"], record["employees"]) == ("small", 12)
    assert [each["stage"] for each in record["technologies"]] == ["demonstrable", "on_the_market"]
    assert record["technologies"][0]["name"] == {"text": "수소", "language": "ko"}
    assert record["technologies"][0]["sectors"][0]["slug"] == "hydrogen"
    assert record["certifications"][0]["issued_by"] == {"text": "Body", "language": "en"}
    assert [each["slug"] for each in record["export_markets"]] == ["china"]
    for query in (
        {"size_class": "small"},
        {"stage": ["demonstrable", "on_the_market"]},
        {"ipr": "granted"},
        {"sector": "energy"},
        {"export_market": "china"},
        {"country": "KR", "stage": "demonstrable"},
    ):
        assert [each["slug"] for each in asked(client, "companies/", **query)["results"]][:1] == [
            "company"
        ], query
    assert slugs(client, "companies", stage="concept") == set()


def test_a_person_with_roles_over_time(client):
    person = released(Person, slug="kwak", country="KR", spoken_title_en="Minister")
    body = released(Organization, slug="ministry", title="Ministry")
    PersonName.objects.create(
        person=person, text="KWAK Kyul-Ho", family="KWAK", given="Kyul-Ho", language="en"
    )
    Role.objects.create(
        person=person,
        organization=body,
        type="minister",
        title_en="Minister",
        valid_from="2004-02",
        valid_to="2005",
    )
    record = asked(client, "people/kwak/", lang="en")
    assert record["spoken_title"] == {"text": "Minister", "language": "en"}
    assert record["names"][0]["family"] == "KWAK"
    (role,) = record["roles"]
    assert (role["type"], role["valid_from"], role["valid_to"]) == ("minister", "2004-02", "2005")
    assert role["organization"]["title"] == "Ministry en"
    assert (
        slugs(client, "people", role="minister")
        == slugs(client, "people", organization="ministry")
        == {"kwak"}
    )
    assert slugs(client, "people", role="professor") == set()
    assert [each["person"]["slug"] for each in asked(client, "organizations/ministry/")["roles"]] == ["kwak"]
