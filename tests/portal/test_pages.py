"""Home, search, sitemap, glossary, standing pages, and what machines ask for."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest

from events.models import Delegation, EventSeries, Forum, ProgrammeItem
from news.models import HotKeyword, PressRelease
from opportunities.models import Opportunity
from organizations.models import CenterService, CooperationCenter, Organization, OrganizationName
from publishing import search
from publishing.models import GlossaryTerm, Page, Place
from tests.factories import NOON, released, scheduled, withdrawn
from tests.query_counts import searching

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=90)
SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def words(response) -> str:
    """The text of a page without markup, on one line."""
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def delegation(title: str, edition: int, starts: str, ends: str) -> Delegation:
    line = EventSeries.objects.first() or released(
        EventSeries, at=LONG_AGO, title="Line", ordinal_unit="meeting"
    )
    found = released(
        Delegation, at=LONG_AGO, title=title, series=line, edition=edition, starts_on=starts, ends_on=ends
    )
    place, _new = Place.objects.get_or_create(slug="beijing", defaults={"name_en": "Beijing"})
    found.places.add(place)
    ProgrammeItem.objects.create(event=found, type="forum", title_en=f"Talks of {title}", day=starts)
    return found


def furnish(number: int) -> None:
    released(PressRelease, at=LONG_AGO, title=f"Release {number}")
    released(Opportunity, at=LONG_AGO, title=f"Offer {number}", deadline_at=NOON + timedelta(days=number))
    center = released(CooperationCenter, at=LONG_AGO, title=f"Center {number}")
    CenterService.objects.create(center=center, type="legal", name_en=f"Service {number}")
    released(Forum, at=LONG_AGO, title=f"Forum {number}", starts_on="2026-06-20", ends_on="2026-06-20")
    HotKeyword.objects.create(language="en", keyword=f"word {number}")


def test_home_takes_the_same_queries_for_one_and_for_three_of_everything(see, django_assert_num_queries):
    delegation("Eighth", 8, "2026-06-02", "2026-06-05")
    furnish(1)
    with django_assert_num_queries(33):
        assert see("/en/").status_code == 200
    furnish(2)
    furnish(3)
    with django_assert_num_queries(33):
        see("/en/")


def test_home_leads_with_the_next_delegation_or_else_the_latest(see):
    delegation("Seventh", 7, "2025-04-09", "2025-04-11")
    delegation("Eighth", 8, "2026-06-02", "2026-06-05")
    delegation("Ninth", 9, "2027-05-01", "2027-05-02")

    before, during, after, end = (
        words(see("/en/", NOON + timedelta(days=days))) for days in (0, 2, 10, 1000)
    )

    assert "8 th Line en Next delegation Eighth en Tuesday 2 – Friday 5 June 2026 · Beijing" in before
    assert "Talks of Eighth" in before
    assert "Delegation under way Eighth en" in during
    assert "Next delegation Ninth en" in after
    assert "Latest delegation Ninth en" in end


def test_home_brings_everything_together_and_nothing_that_cannot_be_seen(see):
    furnish(3)
    scheduled(PressRelease, at=NOON + timedelta(days=1), title="Hidden")
    scheduled(Opportunity, at=NOON + timedelta(days=1), title="Hidden", deadline_at=NOON + timedelta(days=2))
    scheduled(Forum, at=NOON + timedelta(days=1), title="Hidden")
    released(Opportunity, at=LONG_AGO, title="Closed", deadline_at=NOON - timedelta(days=1))
    released(Forum, at=LONG_AGO, title="Far", starts_on="2026-12-01", ends_on="2026-12-01")

    page = see("/en/")
    shown = words(page)

    assert "3 days left Offer 3 en" in shown
    assert "Release 3 en" in shown
    assert "Service 3" in shown
    assert "The next 8 weeks" in shown
    assert "20 June 2026 20 June 2026 Saturday Forum 3 en" in shown
    assert '<a href="/en/search/?q=word+3">word 3</a>' in page.content.decode()
    for absent in ("Hidden", "Closed en", "Far en"):
        assert absent not in shown


def test_an_empty_home_page_says_so(see):
    shown = words(see("/en/"))

    assert "Nothing has been released yet." in shown
    assert "No opportunity is open at the moment." in shown
    assert "No event is planned for these weeks." in shown


def test_the_search_says_why_something_was_found_and_marks_it(see):
    body = released(Organization, at=LONG_AGO, title="Ministry of Environment")
    OrganizationName.objects.create(organization=body, text="MCEE", language="en", type="acronym")
    search.update(body)
    released(PressRelease, at=LONG_AGO, issuer=body, title="A center moves")

    page = see("/en/search/?q=MCEE")
    marked = see("/en/search/?q=center").content.decode()

    assert "2 entries found" in words(page)
    assert "found as “MCEE”" in words(page)
    assert "Organizations 1" in words(page)
    assert "Press releases 1" in words(page)
    assert "A <mark>center</mark> moves" in marked


def test_the_search_of_one_kind_has_pages(see):
    for number in range(21):
        released(Organization, at=LONG_AGO, title=f"Institute {number}", languages=("ko",))

    first, second = (
        see("/en/search/?q=institute&type=organization"),
        see("/en/search/?q=institute&type=organization&page=2"),
    )

    assert "21 entries found" in words(first)
    assert "Page 2 of 2" in words(second)
    assert see("/en/search/?q=institute&type=organization&page=3").status_code == 404
    assert "All 21" in words(see("/en/search/?q=institute"))


def test_the_search_takes_the_same_queries_for_one_and_for_three(see, django_assert_num_queries):
    released(Organization, at=LONG_AGO, title="Institute")
    with django_assert_num_queries(searching(11)):
        see("/en/search/?q=institute")
    released(Organization, at=LONG_AGO, title="Institute")
    released(Organization, at=LONG_AGO, title="Institute")
    with django_assert_num_queries(searching(11)):
        see("/en/search/?q=institute")


def test_the_search_helps_where_nothing_is_found_and_refuses_unknown_kinds(see):
    HotKeyword.objects.create(language="en", keyword="hydrogen")

    nothing, unknown = see("/en/search/?q=zzz"), see("/en/search/?q=zzz&type=poem")

    assert "Nothing was found for “zzz”" in words(nothing)
    assert "Try a name in another script" in words(nothing)
    assert "hydrogen" in words(nothing)
    assert unknown.status_code == 400
    assert "There is no kind “poem” to look for." in words(unknown)


def test_what_cannot_be_read_of_a_query_or_is_too_much_of_it_is_left_out(see):
    assert "Nothing was found for “z z”" in words(see("/en/search/?q=z%00%00z"))
    assert "z" * 201 not in words(see(f"/en/search/?q={'z' * 50_000}"))
    unknown = words(see("/en/news/?" + "&".join(f"x{number}=1" for number in range(900))))
    assert unknown.count("This list has no filter") == 10


def test_what_a_reader_typed_is_never_markup(see):
    page = see("/en/search/?q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_sitemap_for_people_counts_what_can_be_read(see, django_assert_num_queries):
    released(PressRelease, at=LONG_AGO)
    scheduled(PressRelease, at=NOON + timedelta(days=1))
    withdrawn(PressRelease, at=LONG_AGO)
    released(Page, at=LONG_AGO, slug="about", title="About us")

    with django_assert_num_queries(4):
        shown = words(see("/en/sitemap/"))

    assert "Press releases 1" in shown
    assert "About us en" in shown


def test_the_glossary_gives_terms_in_three_languages(see):
    GlossaryTerm.objects.create(
        slug="pavilion",
        term_en="pavilion",
        term_ko="한국관",
        term_zh_hans="韩国馆",
        definition_en="A joint stand.",
    )

    page = see("/zh-hans/glossary/").content.decode()

    assert '<span lang="ko">한국관</span>' in page
    assert '<span lang="en">A joint stand.</span>' in page
    assert 'id="pavilion"' in page


def test_standing_pages_are_entries(see):
    released(Page, at=LONG_AGO, slug="about", title="About us")

    assert "About us en" in words(see("/en/about/"))
    assert see("/en/no-such-page/").status_code == 404


@pytest.mark.parametrize("path", ["", "search/", "sitemap/", "glossary/", "news/", "centers/"])
def test_pages_name_their_siblings_in_the_other_languages(see, path):
    for own in ("en", "ko", "zh-hans"):
        page = see(f"/{own}/{path}").content.decode()
        assert f'<link rel="canonical" href="http://testserver/{own}/{path}">' in page
        for code, tag in (("en", "en"), ("ko", "ko"), ("zh-hans", "zh-Hans"), ("en", "x-default")):
            assert f'hreflang="{tag}" href="http://testserver/{code}/{path}"' in page


def test_robots_and_security_files(see):
    robots, security = see("/robots.txt"), see("/.well-known/security.txt")

    assert "Sitemap: http://testserver/sitemap.xml" in robots.content.decode()
    assert robots["Content-Type"] == security["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:" in security.content.decode()
    assert "Expires: 2026-11-28T00:00:00Z" in security.content.decode()
    assert "Canonical: http://testserver/.well-known/security.txt" in security.content.decode()


def sitemap(see, section: str, at=NOON) -> dict[str, dict[str, str]]:
    """Addresses of a section with their alternates by language."""
    tree = ET.fromstring(see(f"/sitemap-{section}.xml", at).content)
    return {
        url.findtext("s:loc", namespaces=SITEMAP): {
            each.get("hreflang"): each.get("href") for each in url.findall("x:link", SITEMAP)
        }
        for url in tree.findall("s:url", SITEMAP)
    }


def test_the_sitemaps_hold_what_is_visible_in_the_languages_it_has(see):
    released(PressRelease, at=LONG_AGO, slug="both", languages=("ko", "en"))
    scheduled(PressRelease, slug="soon")
    withdrawn(PressRelease, at=LONG_AGO, slug="gone")
    before = NOON - timedelta(seconds=1)
    english, korean = "http://testserver/en/news/both/", "http://testserver/ko/news/both/"

    found = sitemap(see, "press-releases", before)

    assert set(found) == {english, korean}
    assert found[english] == found[korean] == {"en": english, "ko": korean, "x-default": english}
    assert "http://testserver/ko/news/soon/" in sitemap(see, "press-releases")
    assert "http://testserver/zh-hans/news/" in sitemap(see, "lists")


def test_the_index_names_every_section_and_says_nothing_of_what_is_to_come(see):
    issuer = released(Organization, at=LONG_AGO)
    released(PressRelease, at=LONG_AGO, issuer=issuer)
    before = see("/sitemap.xml")
    scheduled(PressRelease, at=NOON + timedelta(days=1), issuer=issuer)

    after = see("/sitemap.xml")

    assert before.content == after.content
    assert before.headers.get("Last-Modified") == after.headers.get("Last-Modified")
    tree = ET.fromstring(after.content)
    places = [each.text for each in tree.findall("s:sitemap/s:loc", SITEMAP)]
    assert "http://testserver/sitemap-press-releases.xml" in places
    for place in places:
        assert see(place.removeprefix("http://testserver")).status_code == 200
    assert see("/sitemap-poems.xml").status_code == 404


def test_glossary_standing_pages_and_sitemaps_take_the_same_queries_for_one_and_for_three(
    see, django_assert_num_queries
):
    def add(number: int) -> None:
        GlossaryTerm.objects.create(slug=f"term-{number}", term_en="Term", definition_en="Definition")
        related = released(Page, at=LONG_AGO, slug=f"page-{number}")
        released(Page, at=LONG_AGO, slug=f"about-{number}").related.add(related)

    def look() -> None:
        with django_assert_num_queries(1):
            assert see("/en/glossary/").status_code == 200
        with django_assert_num_queries(12):
            assert see("/en/about-1/").status_code == 200
        with django_assert_num_queries(2):
            assert see("/sitemap-pages.xml").status_code == 200

    add(1)
    look()
    add(2)
    add(3)
    Page.objects.get(slug="about-1").related.set(Page.objects.filter(slug__startswith="page-"))
    look()


def test_the_search_of_one_kind_takes_the_same_queries_for_one_and_for_three(see, django_assert_num_queries):
    def look() -> None:
        with django_assert_num_queries(searching(8)):
            assert see("/en/search/?q=hydrogen&type=press-release").status_code == 200

    released(PressRelease, at=LONG_AGO, title="Hydrogen 1")
    look()
    released(PressRelease, at=LONG_AGO, title="Hydrogen 2")
    released(PressRelease, at=LONG_AGO, title="Hydrogen 3")
    look()


@pytest.mark.parametrize(
    "address", ["/en/news/?", "/en/events/?", "/en/search/?q=institute&type=organization&"]
)
def test_a_page_number_of_any_length_is_a_page_that_is_not_there(see, address):
    released(Organization, title="Institute")

    assert see(f"{address}page={'9' * 5000}").status_code == 404
