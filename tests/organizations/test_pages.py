"""The pages of organizations, centers, companies and people."""

import re
from datetime import timedelta
from typing import Any

import pytest

from events.models import Delegation, EventSeries, Meeting, Participation
from news.models import PressRelease, Quote
from opportunities.models import Opportunity
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
from programs.models import Party, Program
from publishing.models import Place, Sector, Text
from tests.factories import NOON, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=60)
KINDS = [Organization, CooperationCenter, Company, Person]


def words(response) -> str:
    """The text of a page without markup, on one line."""
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def furnish(entry: Any, times: int) -> None:
    """``times`` of everything that hangs on a body or a person."""
    for _number in range(times):
        entry.related.add(released(Organization, at=LONG_AGO))
        if isinstance(entry, Person):
            role = Role.objects.create(
                person=entry, organization=released(Organization, at=LONG_AGO), type="staff", title_en="Staff"
            )
            PersonName.objects.create(person=entry, language="en", text="Name")
            Quote.objects.create(release=released(PressRelease, at=LONG_AGO), role=role, text_en="Words")
            continue
        body = entry
        OrganizationName.objects.create(organization=body, language="en", text="Name")
        Role.objects.create(
            person=released(Person, at=LONG_AGO), organization=body, type="staff", title_en="Staff"
        )
        Participation.objects.create(
            event=released(Delegation, at=LONG_AGO), capacity="member", organization=body
        )
        Party.objects.create(entry=released(Program, at=LONG_AGO), organization=body, capacity="lead")
        released(PressRelease, at=LONG_AGO, issuer=body)
        released(Opportunity, at=LONG_AGO, owner=body)
        released(Organization, at=LONG_AGO, parent=body)
        furnish_kind(entry)


def furnish_kind(entry: Any) -> None:
    if isinstance(entry, CooperationCenter):
        place, _new = Place.objects.get_or_create(slug="beijing", defaults={"name_en": "Beijing"})
        CenterSite.objects.create(center=entry, place=place, address_en="Street", valid_from="2001")
        CenterService.objects.create(center=entry, type="legal", name_en="Advice")
        released(Meeting, at=LONG_AGO, center=entry)
    if isinstance(entry, Company):
        Technology.objects.create(company=entry, name_en="Machine", stage="concept")
        Certification.objects.create(company=entry, name_en="Paper")
        Verification.objects.create(
            company=entry,
            checked_on=LONG_AGO.date(),
            checked_by=released(Organization, at=LONG_AGO),
            checks=["registration"],
        )


@pytest.mark.parametrize(
    ("model", "detail", "listing"),
    [(Organization, 30, 7), (CooperationCenter, 36, 6), (Company, 39, 13), (Person, 18, 8)],
)
def test_lists_and_pages_take_the_same_queries_for_one_and_for_three(
    model, detail, listing, see, django_assert_num_queries
):
    first = released(model, at=LONG_AGO)
    furnish(first, 1)
    with django_assert_num_queries(detail):
        assert see(first.path("en")).status_code == 200
    with django_assert_num_queries(listing):
        assert see(f"/en/{model.KIND.routes}/").status_code == 200
    for _number in range(2):
        furnish(released(model, at=LONG_AGO), 1)
    furnish(first, 2)
    with django_assert_num_queries(detail):
        see(first.path("en"))
    with django_assert_num_queries(listing):
        see(f"/en/{model.KIND.routes}/")


@pytest.mark.parametrize("model", KINDS)
def test_before_release_a_page_is_as_absent_as_one_that_never_was(model, see):
    entry = scheduled(model, slug="to-come", title="Secret")
    before = NOON - timedelta(seconds=1)

    hidden, never = see(entry.path("en"), before), see(f"/en/{model.KIND.routes}/no-such/", before)

    assert (hidden.status_code, never.status_code) == (404, 404)
    assert hidden.content.replace(b"to-come", b"no-such") == never.content
    assert "Secret" not in see(f"/en/{model.KIND.routes}/", before).content.decode()
    assert see(entry.path("en")).status_code == 200


@pytest.mark.parametrize("model", KINDS)
def test_what_was_withdrawn_is_gone(model, see):
    entry = withdrawn(model, reason="Named wrongly.")

    page = see(entry.path("en"), NOON + timedelta(days=2))

    assert page.status_code == 410
    assert "Named wrongly." in page.content.decode()


def test_a_body_has_its_names_over_time_and_its_successors(see):
    old = released(Organization, at=LONG_AGO, title="Ministry of Environment")
    new = released(Organization, at=LONG_AGO, title="Ministry of Climate")
    new.predecessors.add(old)
    OrganizationName.objects.create(
        organization=old, text="환경부", language="ko", valid_from="1994-12", valid_to="2025-10"
    )
    OrganizationName.objects.create(
        organization=old, text="Environment Office", language="en", type="as_printed", is_confirmed=False
    )

    shown = words(see(old.path("en")))

    assert "환경부 Korean Official name December 1994 – October 2025" in shown
    assert "Environment Office not yet confirmed English As printed in a source" in shown
    assert "Since then Ministry of Climate en" in shown
    assert "Before Ministry of Environment en" in words(see(new.path("en")))
    assert '<span lang="ko">환경부</span>' in see(old.path("en")).content.decode()


def test_a_center_has_its_sites_services_directors_and_meetings(see):
    beijing = Place.objects.create(slug="beijing", name_en="Beijing")
    center = released(
        CooperationCenter,
        at=LONG_AGO,
        founded="2001-05",
        opening_hours_en="9:00–18:00",
        host_institute=released(Organization, at=LONG_AGO, title="Academy"),
    )
    center.supervising_bodies.add(released(Organization, at=LONG_AGO, title="Supervisor"))
    Text.objects.filter(entry=center, language="en").update(extra={"mandate": "To bring companies together."})
    for valid_from, valid_to, address in (("2001-05", "2005-06", "Institute"), ("2005-06-08", "", "Tower")):
        CenterSite.objects.create(
            center=center, place=beijing, address_en=address, valid_from=valid_from, valid_to=valid_to
        )
    CenterService.objects.create(
        center=center,
        type="interpreting",
        name_en="Interpreting",
        audience_en="SMEs",
        languages=["ko", "zh-hans"],
    )
    CenterService.objects.create(center=center, type="legal", name_en="Former advice", valid_to="2010")
    director = released(Person, at=LONG_AGO, title="Director Lee")
    Role.objects.create(
        person=director,
        organization=center,
        type="director",
        title_en="Director",
        valid_from="2005",
        valid_to="2007",
    )
    released(Meeting, at=LONG_AGO, title="Seminar", center=center)

    shown = words(see(center.path("en")))

    assert "2001 Beijing Institute" in shown
    assert "2005 Beijing latest on record Tower" in shown
    assert "Mandate To bring companies together." in shown
    assert "Interpreting SMEs Korean, Chinese" in shown
    assert "Former advice" not in shown
    assert "Director 2005–2007" in shown
    assert "Seminar en Meeting 4 June 2026" in shown
    assert "Host institute Academy en" in shown
    assert "Supervised by Supervisor en" in shown
    assert "Opening hours, local time 9:00–18:00" in shown
    assert "Address Tower" in words(see("/en/centers/"))


def test_a_company_has_technologies_certificates_participations_and_what_it_offers(see):
    company = released(Company, at=LONG_AGO, slug="firm", title="Firm", size_class="small", is_sample=True)
    technology = Technology.objects.create(
        company=company,
        name_en="Electrolyzer",
        stage="demonstrable",
        ipr="granted",
        references_en="One in Ulsan",
    )
    technology.sectors.add(Sector.objects.create(slug="hydrogen", name_en="Hydrogen"))
    Certification.objects.create(company=company, name_en="Green mark", number="17", valid_from="2024-03")
    line = released(EventSeries, at=LONG_AGO, ordinal_unit="meeting")
    event = released(Delegation, at=LONG_AGO, title="Visit", series=line, edition=8)
    Participation.objects.create(event=event, capacity="member", organization=company, booth="K-01")
    released(Opportunity, at=LONG_AGO, owner=company, title="Offer", deadline_at=NOON + timedelta(days=9))
    released(Opportunity, at=LONG_AGO, owner=company, title="Over", deadline_at=NOON - timedelta(days=9))

    page = see(company.path("en"))
    shown = words(page)

    assert "Electrolyzer Hydrogen Available for demonstration Patent granted One in Ulsan" in shown
    assert "Green mark 17 since March 2024" in shown
    assert "Visit en Delegation 8th 2–5 June 2026 Member of the delegation booth K-01" in shown
    assert "Offer en 10 June 2026 12:00 Seoul · 11:00 Beijing 9 days left" in shown
    assert "Over en" not in shown
    assert "Fictitious sample" in shown
    assert '<span lang="ko">Firm ko</span>' in see("/en/companies/").content.decode()


def test_names_and_year_are_not_said_twice(see):
    company = released(Company, at=LONG_AGO, title="Firm", founded="2016")
    title = company.texts.get(language="en").title
    company.names.create(language="en", text=title)
    page = see(company.path("en")).text
    assert ">2016<" in page
    assert "<dt>Founded</dt>" not in page
    assert "<h2>Names</h2>" not in page

    company.names.create(language="en", text="Old firm", valid_to="2019")
    Company.objects.update(founded="2016-05")
    page = see(company.path("en")).text
    assert "<dt>Founded</dt>" in page
    assert "<h2>Names</h2>" in page


def test_companies_are_filtered_by_stage_side_and_words(see):
    offering = released(Company, at=LONG_AGO, title="Alpha hydrogen")
    released(Company, at=LONG_AGO, title="Beta water", country="CN")
    Technology.objects.create(company=offering, name_en="Machine", stage="concept")

    for query in ("stage=concept", "country=KR", "q=hydrogen"):
        page = see(f"/en/companies/?{query}").content.decode()
        assert "Alpha" in page, query
        assert "Beta" not in page, query


def test_a_person_has_names_in_all_scripts_and_roles_by_the_names_of_their_time(see):
    body = released(Organization, at=LONG_AGO, title="Ministry of Climate")
    OrganizationName.objects.create(
        organization=body, text="Ministry of Environment", language="en", valid_to="2025-10"
    )
    person = released(Person, at=LONG_AGO, title="Kwak")
    PersonName.objects.create(person=person, language="ko", text="곽결호", family="곽", given="결호")
    role = Role.objects.create(
        person=person,
        organization=body,
        type="minister",
        title_en="Minister",
        valid_from="2005",
        valid_to="2005",
    )
    Quote.objects.create(
        release=released(PressRelease, at=LONG_AGO, title="Speech", dated="2005-06"),
        role=role,
        text_en="Words",
    )

    shown = words(see(person.path("en")))

    assert "Minister Ministry of Environment 2005" in shown
    assert "곽결호 곽 결호 Korean Name" in shown
    assert "Speech en Press release" in shown
    assert "Minister Ministry of Environment 2005" in words(see("/en/people/"))


@pytest.mark.parametrize("model", KINDS)
def test_nothing_that_is_not_public_is_named(model, see):
    later = NOON + timedelta(days=5)
    entry = released(model, at=LONG_AGO)
    hidden = scheduled(Organization, at=later, title="Hidden")
    if isinstance(entry, Organization):
        entry.parent = hidden
        entry.save()
        entry.predecessors.add(hidden)
        for name, facts in ((PressRelease, {"issuer": entry}), (Opportunity, {"owner": entry})):
            scheduled(name, at=later, title="Hidden", **facts)
        event = scheduled(Delegation, at=later, title="Hidden")
        Participation.objects.create(event=event, capacity="member", organization=entry)
        program = scheduled(Program, at=later, title="Hidden")
        Party.objects.create(entry=program, organization=entry, capacity="lead")
        Role.objects.create(
            person=scheduled(Person, at=later, title="Hidden"),
            organization=entry,
            type="staff",
            title_en="Hidden",
        )
    else:
        role = Role.objects.create(person=entry, organization=hidden, type="staff", title_en="Staff")
        Quote.objects.create(
            release=scheduled(PressRelease, at=later, title="Hidden"), role=role, text_en="Hidden"
        )

    page = see(entry.path("en"))

    assert page.status_code == 200
    assert "Hidden" not in page.content.decode()


def test_a_name_without_a_chinese_form_is_romanised_and_not_given_in_hangul(see):
    ministry = released(Organization, at=LONG_AGO, title="Green Unit", languages=("ko", "en"))
    chief = released(Person, at=LONG_AGO, title="Kim Someone", languages=("ko", "en"))
    role = Role.objects.create(person=chief, organization=ministry, type="head", title_en="Head")
    release = released(PressRelease, at=LONG_AGO, issuer=ministry, dated="2026-03-03")
    Quote.objects.create(release=release, role=role, text_en="Words")
    page = see(release.path("zh-hans")).content.decode()
    listed = see("/zh-hans/organizations/").content.decode()

    assert f'href="{ministry.path("zh-hans")}" lang="en">Green Unit en</a>' in page
    assert "Green Unit ko" not in page
    assert f'href="{ministry.path("zh-hans")}" lang="en">Green Unit en</a>' in listed
    assert '<span lang="ko">Green Unit ko</span>' in listed


def test_names_recorded_for_the_time_fall_back_the_same_way(see):
    ministry = released(Organization, at=LONG_AGO, title="Now", languages=("ko", "en"))
    for language, text in (("ko", "그때 이름"), ("en", "Name then")):
        OrganizationName.objects.create(
            organization=ministry, language=language, text=text, valid_to="2026-04"
        )
    page = see(released(PressRelease, at=LONG_AGO, issuer=ministry, dated="2026-03-03").path("zh-hans"))

    assert 'lang="en">Name then</a>' in page.content.decode()
    assert "그때 이름" not in page.content.decode()


def test_the_sites_of_a_center_are_drawn_as_long_as_they_lasted(see):
    center = released(CooperationCenter, at=LONG_AGO, slug="center")
    place = Place.objects.create(slug="beijing", name_en="Beijing")
    for since, until in (("2001", "2005"), ("2005", ""), ("", "")):
        CenterSite.objects.create(
            center=center, place=place, address_en="Somewhere", valid_from=since, valid_to=until
        )
    drawing = see("/en/centers/center/").content.decode().split("sites-scale")[1:]
    shown = "".join(drawing).split("</ol>")[0]

    assert re.findall(r"<text[^>]*>(\d+)</text>", shown) == ["2001", "2005", "2026"]
    first, second = re.findall(r'x1="([\d.]+)%" x2="([\d.]+)%" y1="40"', shown)
    assert first[0] == "0.0"
    assert 15 < float(first[1]) < 25
    assert second[1] == "96.0"
    assert shown.count("is-open") == 1


def test_a_center_without_known_years_has_no_line(see):
    center = released(CooperationCenter, at=LONG_AGO, slug="center")
    place = Place.objects.create(slug="beijing", name_en="Beijing")
    CenterSite.objects.create(center=center, place=place, address_en="Somewhere")

    assert "sites-scale" not in see("/en/centers/center/").content.decode()
