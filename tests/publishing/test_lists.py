"""Lists of every kind: what the filters say, one address for each state, the same in every language."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from events.models import Delegation, Forum
from news.models import PressRelease
from organizations.models import Company, Organization
from organizations.models.companies import Technology
from publishing.models import Place, Sector
from publishing.pages import LISTS
from tests.factories import NOON, released, scheduled, withdrawn
from tests.world import visible_world

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=60)
SCRIPT_LIMIT = 8_000
# The addresses of all lists, without their language.
ADDRESSES = {
    "news": "news/",
    "coverage": "news/coverage/",
    "opportunities": "opportunities/",
    "calls": "calls/",
    "companies": "companies/",
    "organizations": "organizations/",
    "people": "people/",
    "centers": "centers/",
    "delegations": "delegations/",
    "forums": "forums/",
    "exhibitions": "exhibitions/",
    "meetings": "meetings/",
    "series": "series/",
    "programs": "programs/",
    "projects": "projects/",
    "calendar": "events/",
    "outcomes": "outcomes/",
}


def options(page, name: str) -> dict[str, str]:
    """The options of a filter by their values."""
    control = re.search(rf'<select name="{name}".*?</select>', page.content.decode(), re.DOTALL)
    found = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', control[0])
    return dict(found)


def links(page, rel: str) -> dict[str, str]:
    """The addresses a page names in its head, by their language."""
    found = re.findall(rf'<link rel="{rel}"(?: hreflang="([^"]+)")? href="([^"]+)">', page.content.decode())
    return {language: address.replace("&amp;", "&") for language, address in found}


@pytest.fixture
def water() -> dict[str, Sector]:
    top = Sector.objects.create(slug="water", name_en="Water", name_ko="물", position=1)
    sewage = Sector.objects.create(slug="sewage", name_en="Sewage", parent=top, position=3)
    sludge = Sector.objects.create(slug="sludge", name_en="Sludge", parent=sewage, position=4)
    air = Sector.objects.create(slug="air", name_en="Air", position=2)
    return {each.slug: each for each in (top, sewage, sludge, air)}


def test_a_choice_says_how_many_entries_it_leads_to_beside_the_other_filters(see):
    for kind, year in (("release", "2026"), ("release", "2025"), ("speech", "2025")):
        released(PressRelease, type=kind, dated=f"{year}-05")
    scheduled(PressRelease, at=NOON + timedelta(days=1), type="photo", dated="2031-01")
    withdrawn(PressRelease, at=LONG_AGO, type="photo", dated="2030-01")

    whole = see("/en/news/")
    narrowed = see("/en/news/?type=release")

    assert options(whole, "type") == {"": "all", "release": "Press release (2)", "speech": "Speech (1)"}
    assert options(whole, "year") == {"": "all", "2026": "2026 (1)", "2025": "2025 (2)"}
    assert options(narrowed, "type") == options(whole, "type")
    assert options(narrowed, "year") == {"": "all", "2026": "2026 (1)", "2025": "2025 (1)"}


def test_each_number_is_that_of_the_list_behind_it(see, water):
    for number, slugs in enumerate([["sludge"], ["sludge", "sewage"], ["air", "sewage"], ["water"], []]):
        company = released(Company, at=LONG_AGO, country="KR" if number % 2 else "CN")
        company.sectors.set(water[slug] for slug in slugs)
        for _times in range(2):
            Technology.objects.create(company=company, name_en="Sieve", stage="on_the_market")

    for query in ("", "&country=KR", "&stage=on_the_market"):
        for name in ("sector", "country", "stage"):
            for value, label in options(see(f"/en/companies/?q={query}"), name).items():
                if value:
                    total = see(f"/en/companies/?{query}&{name}={value}").context["total"]
                    assert label.endswith(f"({total})"), (query, name, value)


def test_branches_are_set_in_below_their_own_and_count_an_entry_once(see, water):
    entry = released(PressRelease)
    entry.sectors.set(water.values())

    assert list(options(see("/en/news/"), "sector").values()) == [
        "all",
        "Water (1)",
        "\u2003Sewage (1)",
        "\u2003\u2003Sludge (1)",
        "Air (1)",
    ]


def test_an_option_in_another_language_says_so(see, water):
    released(PressRelease).sectors.set([water["air"], water["water"]])

    page = see("/ko/news/").content.decode()

    assert re.search(r'<option value="air" lang="en">Air ?\(1\)</option>', page)
    assert re.search(r'<option value="water">물 ?\(1\)</option>', page)


def test_a_body_counts_what_it_issued_under_all_its_names_and_together_once(see):
    old, new, other = (released(Organization, at=LONG_AGO, slug=slug) for slug in ("old", "new", "other"))
    new.predecessors.add(old)
    released(PressRelease, issuer=old)
    released(PressRelease, issuer=new).co_issuers.add(old, other)
    released(PressRelease, issuer=other)

    shown = options(see("/en/news/"), "issuer")

    numbers = {slug: label.rpartition(" ")[2] for slug, label in shown.items() if slug}
    assert numbers == {"old": "(2)", "new": "(2)", "other": "(2)"}
    for slug in numbers:
        assert see(f"/en/news/?issuer={slug}").context["total"] == 2


def test_what_leads_to_nothing_is_left_out_but_stays_where_it_is_chosen(see):
    released(Forum, starts_on="2026-06-03", ends_on="2026-06-03")
    released(Delegation, starts_on="2020-06-03", ends_on="2020-06-03")

    calendar = see("/en/events/?type=delegation")
    both = see("/en/events/?type=forum&year=2020")

    assert options(calendar, "type") == {"": "all", "delegation": "delegation (0)", "forum": "forum (1)"}
    assert options(calendar, "year") == {"": "all", "2020": "2020 (1)"}
    assert 'value="2020" selected' in both.content.decode()


def test_a_filter_without_choices_is_closed(see):
    released(PressRelease)

    assert '<select name="place" id="id_place" disabled>' in see("/en/news/").content.decode()


@pytest.mark.parametrize(("query", "typed"), [("type=po%3Cem", "po&lt;em"), ("sector=nowhere", "nowhere")])
def test_a_value_that_is_no_choice_stays_as_it_was_typed(see, query, typed):
    released(PressRelease)

    page = see(f"/en/news/?{query}")

    assert page.status_code == 400
    assert f"selected>{typed}</option>" in page.content.decode()


def test_a_filter_that_does_not_exist_is_named_with_those_that_do(see):
    page = see("/en/news/?colour=red").content.decode()

    assert "no filter “colour”" in page
    assert "There are: q, type, issuer, sector, place, year." in page


@pytest.mark.parametrize("name", ["news", "coverage", "companies", "organizations", "people"])
def test_a_query_without_a_word_finds_nothing(see, name):
    """Such as a face: the search knows at once that nothing holds it, and asks the database nothing."""
    released(LISTS[name].model)
    page = see(f"/en/{ADDRESSES[name]}?q={quote('😀')}")
    assert page.status_code == 200
    assert page.context["total"] == 0


def test_a_page_beyond_the_end_leads_to_the_last(see):
    for _number in range(21):
        released(PressRelease)

    page = see("/en/news/?type=release&page=9")

    assert page.status_code == 404
    assert '<a href="?type=release&amp;page=2">Go to the last page</a>' in page.content.decode()


def test_pages_hold_each_entry_once_in_the_order_of_the_list(see):
    made = [released(PressRelease, at=NOON - timedelta(hours=number)) for number in range(50)]

    shown = [entry.pk for number in (1, 2, 3) for entry in see(f"/en/news/?page={number}").context["page"]]

    assert shown == [entry.pk for entry in made]


def test_one_state_of_a_list_has_one_address(see):
    for _number in range(21):
        released(PressRelease)
    site = "http://testserver/en/news/"

    for query, canonical in (
        ("", ""),
        ("?page=1", ""),
        ("?page=2", "?page=2"),
        ("?year=&sector=&type=release", "?type=release"),
        ("?page=2&year=2026&type=release&unknown=x", "?type=release&year=2026&page=2"),
    ):
        assert links(see(f"/en/news/{query}"), "canonical") == {"": site + canonical}, query


def test_what_is_filtered_is_not_indexed_and_what_is_numbered_is(see):
    for _number in range(21):
        released(PressRelease)

    assert "noindex" in see("/en/news/?type=release").content.decode()
    assert "noindex" not in see("/en/news/?page=2").content.decode()


def test_every_list_is_known_here():
    assert set(LISTS) <= set(ADDRESSES)


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_language_of_a_list_keeps_its_filters_and_page(see, name):
    visible_world()
    address = ADDRESSES[name]
    query = f"sector=water&q={quote('수소 물')}&{quote('모르는')}=%2F%3F%26&page=1"

    switch = re.findall(
        r'hreflang="([\w-]+)"(?: aria-current="true")?>', see(f"/en/{address}").content.decode()
    )
    page = see(f"/ko/{address}?{query}").content.decode()

    assert {"en", "ko", "zh-Hans"} <= set(switch)
    for language in ("en", "zh-hans"):
        (found,) = set(re.findall(rf'<a href="(/{language}/{address}\?[^"]+)"', page))
        assert parse_qs(urlsplit(found.replace("&amp;", "&")).query) == parse_qs(query)


def test_alternates_of_a_numbered_and_filtered_list_keep_both(see):
    for _number in range(21):
        released(PressRelease, title="수소")

    page = see(f"/ko/news/?type=release&q={quote('수소')}&page=2")

    found = links(page, "alternate")
    assert set(found) == {"en", "ko", "zh-Hans", "x-default"}
    for address in found.values():
        assert parse_qs(urlsplit(address).query) == {"type": ["release"], "q": ["수소"], "page": ["2"]}


@pytest.mark.parametrize("name", ADDRESSES)
def test_numbers_take_the_same_queries_for_one_and_for_three(see, name, django_assert_max_num_queries):
    world = visible_world()
    with django_assert_max_num_queries(30) as first:
        see(f"/en/{ADDRESSES[name]}")
    for model in (PressRelease, Company, Forum, Delegation):
        for _number in range(2):
            entry = released(model, at=LONG_AGO)
            entry.sectors.set(Sector.objects.all())
            entry.places.set(Place.objects.all())
            entry.related.add(world[Organization])
    with django_assert_max_num_queries(30) as third:
        see(f"/en/{ADDRESSES[name]}")

    assert len(third) == len(first)


def test_lists_offer_their_address_and_feeds_to_pass_on(see):
    released(PressRelease)

    page = see("/en/news/?type=release&year=").content.decode()

    assert 'value="http://testserver/en/news/?type=release" readonly' in page
    assert 'href="/en/news/feed.atom?type=release"' in page


def test_the_script_of_the_public_pages_is_small(root):
    assert (root / "static/js/site.js").stat().st_size < SCRIPT_LIMIT
