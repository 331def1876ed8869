"""Choosing companies, and the dossier as a page: what stands in it, what is refused, what stays hidden."""

import re

import pytest

from events.models import Delegation, Meeting, Participation
from organizations.models import Company
from publishing.actions import ChangeAddress
from publishing.models import Text
from tests import factories
from tests.dossiers.scene import LONG_AGO, Scene, exhibit, fair, technology, words
from tests.factories import NOON, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    event = fair()
    return Scene(event, [exhibit(event, 2), exhibit(event, 10)])


def test_a_dossier_has_all_that_a_buyer_needs_in_his_language(see, scene):
    page = see(scene.address("zh-hans"))
    said = words(page)
    for expected in (
        "Firm2 zh-hans",
        "Firm2 ko",
        "Yun2 zh-hans",
        "尹佳蓝",
        "Yun Ga-ram",
        "尹所长",
        "Electrolyzer2",
        "Two sites",
        "K-02",
        "X1",
        "韩国馆",
        "Offer2 zh-hans",
        "Center zh-hans",
        "+86 10 0000 0000",
        "Checker zh-hans",
        "Green certificate",
        scene.companies[0].ref,
    ):
        assert expected in said, expected
    assert "Lapsed certificate" not in said
    assert "Trainee" not in said
    html = page.text
    assert html.count("data:image/svg+xml") == 2
    # What is not in the reader's language says so and in which it is.
    assert '<span lang="en">Head</span> <small class="brief__tongue">(英文)</small>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'hreflang="ko"' in html


def test_a_name_in_the_readers_script_leads_where_the_title_is_only_romanized(see, scene):
    Text.objects.filter(entry__slug="person-2", language="zh-hans").update(title="Yun Ga-ram")
    page = see(scene.address("zh-hans")).text
    assert '<span class="brief__name">尹佳蓝</span>' in page
    assert '<span class="brief__name">Yun10 zh-hans</span>' in page


def test_the_programme_stands_in_both_zones_the_readers_first(see, scene):
    for language, clocks in (
        ("zh-hans", ("13:30—17:30", "14:30—18:30")),
        ("ko", ("14:30~18:30", "13:30~17:30")),
    ):
        said = words(see(scene.address(language)))
        first, second = (said.index(each) for each in clocks)
        assert first < second


def test_technologies_are_compared_by_stage(see, scene):
    technology(scene.companies[1], "OnSale", stage="on_the_market", ipr="secret")
    compared = words(see(scene.address("en"))).rpartition("Technologies compared")[2]
    assert compared.index("OnSale") < compared.index("Electrolyzer2")
    assert "5/5 On the market Secret know-how Green certificate" in compared
    assert "4/5 Available for demonstration Patent granted" in compared


def test_a_dossier_of_one_company_is_its_sheet_alone(see, scene):
    page = see("/en/dossier/?company=firm-2")
    assert "<h2>Firm2 en</h2>" in page.text
    for absent in ("Contents", "Technologies compared", "K-02"):
        assert absent not in words(page)
    assert "/en/dossier/?company=firm-2" in see("/en/companies/firm-2/").text


def test_companies_are_chosen_by_booth_and_the_choice_outlasts_filters(see, scene):
    factories.released(Company, at=LONG_AGO, slug="elsewhere", title="Elsewhere", country="CN")
    page = see("/en/dossier/choose/?event=fair").text
    assert re.findall(r'name="company" value="([^"]+)"', page) == ["firm-2", "firm-10"]
    assert "Booth K-02" in page
    everything = see("/en/dossier/choose/").text
    assert set(re.findall(r'name="company" value="([^"]+)"', everything)) == {
        "firm-2",
        "firm-10",
        "elsewhere",
    }
    # A company that the filter leaves out stays chosen.
    filtered = see("/en/dossier/choose/?company=firm-10&country=CN").text
    assert re.findall(r'value="([^"]+)" id="company-[^"]+"( checked)?', filtered) == [
        ("firm-10", " checked"),
        ("elsewhere", ""),
    ]
    # What the form sends beside the choice does not stay in the address that is passed on.
    made = see("/en/dossier/?event=&q=&country=CN&company=firm-10&company=firm-10")
    assert (made.status_code, made["Location"]) == (302, "/en/dossier/?company=firm-10")


def test_the_ways_to_a_dossier(see, scene):
    delegation = factories.released(Delegation, at=LONG_AGO, slug="travel")
    meeting = factories.released(Meeting, at=LONG_AGO, slug="talks")
    for event in (delegation, meeting):
        Participation.objects.create(event=event, capacity="member", organization=scene.companies[0])
    for address, event in (("/en/exhibitions/fair/", scene.fair), ("/en/delegations/travel/", delegation)):
        assert f"/en/dossier/choose/?event={event.ref}" in see(address).text
    assert "/dossier/" not in see("/en/meetings/talks/").text
    assert "/en/dossier/choose/?country=KR" in see("/en/companies/?country=KR").text
    by_reference = see(f"/en/dossier/choose/?event={delegation.ref}").text
    assert re.findall(r'name="company" value="([^"]+)"', by_reference) == ["firm-2"]
    # Somebody who travels finds the booth at the fair that belongs to the journey.
    delegation.related.add(scene.fair)
    assert "K-02" in words(see("/en/dossier/?event=travel&company=firm-2"))


def test_an_address_outlasts_a_new_name(see, scene):
    ChangeAddress(scene.companies[0], actor(), slug="renamed", reason="New name.").execute()
    assert "Firm2 en" in words(see("/en/dossier/?company=firm-2"))


def test_none_or_more_than_thirty_companies_lead_back_to_the_form(see, scene):
    many = "&".join(["company=firm-2", *(f"company=x{number}" for number in range(30))])
    for name in ("dossier/", "dossier.pdf"):
        refused = see(f"/en/{name}?{many}")
        assert refused.status_code == 400
        assert "A dossier holds 30 companies at most; 31 are chosen." in refused.text
        assert 'id="company-firm-2" checked' in refused.text
        for query in ("", "?event=fair", "?company="):
            answer = see(f"/en/{name}{query}")
            assert answer.status_code == 200
            assert 'name="company" value="firm-2"' in answer.text


def test_what_is_none_is_not_found(see, scene):
    for event in ("nothing", "firm-2", "%00", "../admin", "x" * 5000):
        for name in ("dossier/", "dossier/choose/", "dossier.pdf"):
            assert see(f"/en/{name}?event={event}&company=firm-2").status_code == 404, (name, event)
    for company in ("%00", "nothing", "fair", "a%20b"):
        for name in ("dossier/", "dossier.pdf"):
            assert see(f"/en/{name}?company={company}").status_code == 404, (name, company)
        some = see(f"/en/dossier/?company=firm-2&company={company}")
        assert "1 company of this choice is not public and was left out." in words(some)


def test_odd_filters_and_pages_are_answered(see, scene):
    assert see("/en/dossier/choose/?stage=nonsense").status_code == 400
    for page in ("0", "-1", "99", "x", "9" * 400):
        assert see(f"/en/dossier/choose/?page={page}").status_code == 200


def test_nothing_may_be_sent(client, scene):
    for name in ("dossier/", "dossier/choose/", "dossier.pdf"):
        assert client.post(f"/en/{name}").status_code == 405


@pytest.mark.parametrize("bring_in", [factories.draft, factories.in_review, factories.withdrawn])
def test_what_is_hidden_answers_like_what_never_was(see, scene, bring_in):
    hidden = bring_in(Company, slug="verborgen", title="Verborgen")
    Participation.objects.create(event=scene.fair, capacity="exhibitor", organization=hidden, booth="K-99")
    event = bring_in(Delegation, slug="geheim", title="Geheim")
    late = NOON.replace(day=5)
    for query in ("company={}", "event=fair&company=firm-2&company={}"):
        answers = [see(f"/en/dossier/?{query.format(name)}", late) for name in ("verborgen", "unbekannt")]
        assert answers[0].status_code == answers[1].status_code
        bodies = [
            re.sub(r'nonce="[^"]+"', "", each.text).replace(name, "")
            for each, name in zip(answers, ("verborgen", "unbekannt"), strict=True)
        ]
        assert bodies[0] == bodies[1]
        assert "Verborgen" not in bodies[0]
    for name in (event.slug, event.ref):
        assert see(f"/en/dossier/?event={name}&company=firm-2", late).status_code == 404
    forms = [
        see(f"/en/dossier/choose/?event=fair&company={name}", late).text
        for name in ("verborgen", "unbekannt")
    ]
    form, other = (re.sub(r'nonce="[^"]+"|verborgen|unbekannt', "", each) for each in forms)
    assert form == other
    assert "erborgen" not in form
    assert "K-99" not in form
    assert "Geheim" not in form


def test_queries_do_not_grow_with_companies(see, django_assert_num_queries):
    event = fair()
    companies: list[Company] = []
    for further in ((1,), (2, 3)):
        companies += [exhibit(event, number) for number in further]
        technology(companies[0], f"Technology {further}")
        with django_assert_num_queries(44):
            assert see(Scene(event, companies).address("ko")).status_code == 200
        with django_assert_num_queries(28):
            assert see("/ko/dossier/choose/?event=fair").status_code == 200
