"""Sitemaps, robots.txt and security.txt, as search engines and researchers read them."""

import re
from datetime import datetime, timedelta

import pytest

from news.models import PressRelease
from organizations.models import Organization
from publishing import clock
from publishing.actions import PublishText, RemoveText, SubmitText
from publishing.enums import Severity
from publishing.models import Page
from publishing.pages import LISTS
from tests.factories import NOON, actor, live, released, scheduled, writer, written
from tests.validators import sitemap
from tests.world import visible_world

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
S = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
DAY = timedelta(days=1)


def located(tree) -> dict[str, dict[str, str]]:
    """The addresses with their alternates by language."""
    return {
        url.findtext("s:loc", "", S): {
            each.get("hreflang"): each.get("href") for each in url.findall("x:link", S)
        }
        for url in tree.findall("s:url", S)
    }


def modified(client, path: str) -> str:
    tree = sitemap(client, "/sitemap-press-releases.xml")
    return next(
        url.findtext("s:lastmod", "", S)
        for url in tree.findall("s:url", S)
        if url.findtext("s:loc", "", S) == HOST + path
    )


def test_everything_listed_is_there_and_names_its_languages_alike(client):
    visible_world()
    released(PressRelease, at=NOON - DAY, slug="two", languages=("ko", "zh-hans"))
    with clock.as_of(NOON):
        parts = [each.text for each in sitemap(client, "/sitemap.xml").iterfind("s:sitemap/s:loc", S)]
        every: dict[str, dict[str, str]] = {}
        for part in parts:
            every |= located(sitemap(client, part.removeprefix(HOST)))
        for url, alternates in every.items():
            assert url in alternates.values()
            assert set(alternates.values()) <= set(every)
            assert all(every[other] == alternates for other in alternates.values())
            page = client.get(url.removeprefix(HOST))
            assert page.status_code == 200
            assert 'name="robots"' not in page.text
            named = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page.text)
            assert {code: at for code, at in named if code != "x-default"} == {
                code: at for code, at in alternates.items() if code != "x-default"
            }
    assert every[f"{HOST}/ko/news/two/"] == {
        "ko": f"{HOST}/ko/news/two/",
        "zh-Hans": f"{HOST}/zh-hans/news/two/",
        "x-default": f"{HOST}/ko/news/two/",
    }
    for listing in LISTS.values():
        assert (
            f"{HOST}/en/{'news/coverage' if listing.model.KIND.routes == 'coverage' else listing.model.KIND.routes}/"
            in every
        )
    assert f"{HOST}/en/search/" not in every


def test_the_date_is_that_of_the_last_change_readers_can_see(client):
    entry = released(PressRelease, slug="first")
    with clock.as_of(NOON + DAY):
        assert modified(client, "/en/news/first/") == "2026-06-01T03:00:00+00:00"
        written(entry, "ko", title="Hidden")
        text = written(entry, "en", title="Anew")
        SubmitText(text, writer()).execute()
        later = NOON + 3 * DAY
        PublishText(text, actor(), severity=Severity.MINOR, reason="Typo.", publish_at=later).execute()
        assert modified(client, "/en/news/first/") == "2026-06-01T03:00:00+00:00"
    with clock.as_of(NOON + 3 * DAY):
        assert modified(client, "/en/news/first/") == "2026-06-04T03:00:00+00:00"
    with clock.as_of(NOON + 4 * DAY):
        RemoveText(live(entry, "zh-hans"), actor(), reason="Wrong.").execute()
        found = located(sitemap(client, "/sitemap-press-releases.xml"))
    assert set(found) == {f"{HOST}/en/news/first/", f"{HOST}/ko/news/first/"}


def test_the_news_of_two_days(client):
    issuer = released(Organization, at=NOON - 9 * DAY)
    released(PressRelease, at=NOON - 3 * DAY, slug="old", issuer=issuer)
    released(PressRelease, slug="new", title="Forum <&>", languages=("ko", "zh-hans"), issuer=issuer)
    scheduled(PressRelease, at=NOON + DAY, slug="soon", issuer=issuer)
    with clock.as_of(NOON - timedelta(seconds=1)):
        assert located(sitemap(client, "/news-sitemap.xml")) == {}
    with clock.as_of(NOON):
        tree = sitemap(client, "/news-sitemap.xml")
        assert f"Sitemap: {HOST}/news-sitemap.xml" in client.get("/robots.txt").text
    assert list(located(tree)) == [f"{HOST}/ko/news/new/", f"{HOST}/zh-hans/news/new/"]
    languages = [each.text for each in tree.iterfind(".//n:language", S)]
    assert languages == ["ko", "zh-cn"]
    assert tree.findtext(".//n:title", "", S) == "Forum <&> ko"
    assert tree.findtext(".//n:publication_date", "", S) == "2026-06-01T03:00:00+00:00"


@pytest.mark.parametrize(
    "address",
    [
        *("/sitemap-poems.xml", "/sitemap-pages.xml?p=2", "/sitemap-lists.xml?p=2", "/sitemap-pages.xml?p=0"),
        *("/sitemap-pages.xml?p=x", f"/sitemap-pages.xml?p={'9' * 30}", "/sitemap-pages.xml?p=²"),
    ],
)
def test_a_part_that_the_index_does_not_name_is_not_there(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "questions"), [("/sitemap.xml", 1), ("/sitemap-pages.xml", 2), ("/news-sitemap.xml", 2)]
)
def test_sitemaps_ask_the_same_number_of_questions_for_one_and_for_three(
    client, address, questions, django_assert_num_queries
):
    for number in (1, 2, 3):
        released(Page, slug=f"page-{number}")
        released(PressRelease, slug=f"release-{number}")
        if number != 2:
            with clock.as_of(NOON), django_assert_num_queries(questions):
                assert client.get(address).status_code == 200


def test_robots_may_read_what_is_released_and_not_search_without_end(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    for closed in ("/admin/", "/accounts/", "/preview/", "/ko/search/?"):
        assert f"Disallow: {closed}" in lines
    assert [line for line in lines if line.startswith("Sitemap: ")] == [
        f"Sitemap: {HOST}/sitemap.xml",
        f"Sitemap: {HOST}/news-sitemap.xml",
    ]
    assert all(re.fullmatch(r"(User-agent|Disallow|Sitemap): \S+|", line) for line in lines)


def test_security_txt_has_the_fields_of_its_standard(client):
    with clock.as_of(NOON):
        response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert {"Contact", "Expires", "Preferred-Languages", "Canonical"} <= set(fields)
    assert re.match(r"mailto:|https://|tel:", fields["Contact"])
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%S%z")
    assert NOON < expires < NOON + timedelta(days=365)
    assert fields["Preferred-Languages"] == "en, ko, zh-Hans"
    assert fields["Canonical"] == f"{HOST}/.well-known/security.txt"
