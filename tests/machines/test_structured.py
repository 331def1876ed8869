"""Structured data is what the page says and what the API records, no more."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from news.models import PressRelease
from publishing import clock, kinds
from publishing.languages import Language
from publishing.models import Entry
from publishing.visibility import public, with_texts
from tests.factories import NOON, released, withdrawn
from tests.machines.reading import every, graph, main, node, problems, squeezed, words
from tests.test_leaks import WORD
from tests.world import add_hidden, point_at_hidden, visible_world

NOW = datetime.fromisoformat("2026-11-22T03:00:00+00:00")
PER_KIND = 3
# Words for readers; the other properties are dates, addresses and codes.
IN_WORDS = (
    "name",
    "headline",
    "alternativeHeadline",
    "description",
    "disambiguatingDescription",
    "alternateName",
    "articleSection",
    "dateline",
    "keywords",
    "caption",
    "creditText",
    "text",
    "roleName",
    "jobTitle",
    "familyName",
    "givenName",
    "streetAddress",
    "audienceType",
    "knowsAbout",
    "telephone",
    "email",
    "certificationIdentification",
)
ADDRESSES = ("@id", "url", "item", "contentUrl", "urlTemplate", "sameAs")


def sampled() -> list[Entry]:
    """The newest entries of every kind of the demonstration."""
    return [
        entry
        for kind in kinds.every()
        for entry in with_texts(public(Entry).filter(kind=kind.code)).order_by("-pk")[:PER_KIND]
    ]


@pytest.fixture
def now():
    with clock.as_of(NOW):
        yield


@pytest.mark.parametrize("language", Language.values)
@pytest.mark.usefixtures("demo", "now")
def test_every_kind_states_what_its_page_and_the_api_state(client: Client, language: str):
    entries = sampled()
    assert {entry.kind for entry in entries} == {kind.code for kind in kinds.every()}
    wrong: list[tuple[str, object]] = []
    for entry in entries:
        html = client.get(entry.path(language)).content.decode()
        nodes = graph(html)
        seen = words(html)
        wrong += [(entry.path(language), each) for each in problems(nodes)]
        wrong += [(entry.path(language), each) for each in unseen(nodes, seen)]
        record = client.get(f"/api/v1/{kinds.get(entry.kind).resource}/{entry.slug}/").json()
        wrong += [(entry.path(language), each) for each in differing(entry, nodes, record, language)]
    assert wrong == []


def unseen(nodes: list, seen: str) -> list[object]:
    """Words that no reader of the page can see, and addresses that are not whole."""
    found: list[object] = []
    for each in every(nodes):
        if each.get("@type") in ("PropertyValue", "Organization") and "#portal" in each.get("@id", "#portal"):
            continue
        for name in IN_WORDS:
            values = each.get(name, [])
            said = values if isinstance(values, list) else [values]
            found += [(each["@type"], name, value) for value in said if squeezed(str(value)) not in seen]
        found += [each[name] for name in ADDRESSES if name in each and not re.match("https?://", each[name])]
    return found


def differing(entry: Entry, nodes: list, record: dict, language: str) -> list[object]:
    """Facts that the API records otherwise."""
    with override(language):
        licence = entry.get_licence_display()
    said = main(nodes)
    page = node(nodes, "WebPage", "NewsArticle")
    text = entry.text(language)
    assert text is not None
    dated = said if "datePublished" in said else page
    pairs = [
        (said.get("name") or said.get("headline"), text.title),
        (said.get("description", page.get("description", "")) if said is not page else text.deck, text.deck),
        (page["inLanguage"], Language(text.language).html_lang),
        (datetime.fromisoformat(dated["datePublished"]), datetime.fromisoformat(record["released_at"])),
        (dated["license"]["name"], licence),
        ("disambiguatingDescription" in said or said is page, record["is_sample"] or said is page),
    ]
    pairs += [
        (stated(said[name]), stated(record[field]))
        for name, field in MOMENTS
        if "T" in said.get(name, "") and record.get(field)
    ]
    pairs += [
        (said[name], record[field][: len(said[name])])
        for name, field in DAYS
        if name in said and "T" not in said[name] and record.get(field)
    ]
    return [pair for pair in pairs if pair[0] != pair[1]]


MOMENTS = (("validThrough", "deadline_at"), ("startDate", "starts_at"), ("endDate", "ends_at"))
DAYS = (
    ("startDate", "starts_on"),
    ("endDate", "ends_on"),
    ("foundingDate", "founded"),
    ("foundingDate", "valid_from"),
    ("dateCreated", "dated"),
)


def stated(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


@pytest.mark.usefixtures("demo", "now")
def test_a_delegation_states_edition_places_parts_and_hosts(client: Client):
    html = client.get("/en/delegations/delegation-2026/").content.decode()
    said = main(graph(html))

    assert said["@type"] == "BusinessEvent"
    assert [each["value"] for each in said["identifier"][1:]] == [8]
    assert [place["name"] for place in said["location"]] == ["Beijing", "Tianjin"]
    assert (said["startDate"], said["endDate"]) == ("2026-06-02", "2026-06-05")
    assert said["eventStatus"] == "https://schema.org/EventScheduled"
    parts = said["subEvent"]
    assert parts
    assert all(part["name"] for part in parts)


@pytest.mark.usefixtures("demo", "now")
def test_a_release_names_its_issuer_event_and_original(client: Client):
    said = main(graph(client.get("/zh-hans/news/delegation-2026/").content.decode()))

    assert said["@type"] == "NewsArticle"
    assert said["datePublished"] == "2026-06-01T12:00:00+09:00"
    assert said["translationOfWork"]["inLanguage"] == "ko"
    assert said["author"][0]["name"] == said["sourceOrganization"]["name"] == "韩国气候能源环境部"
    assert said["about"]["url"].endswith("/zh-hans/delegations/delegation-2026/")
    assert "dateModified" not in said
    assert "expires" not in said


@pytest.mark.parametrize("address", ["", "news/", "events/", "opportunities/", "glossary/"])
@pytest.mark.usefixtures("demo", "now")
def test_home_lists_and_glossary_state_what_they_show(client: Client, address: str):
    html = client.get(f"/ko/{address}").content.decode()
    nodes = graph(html)

    assert problems(nodes) == []
    assert unseen([each for each in nodes if each["@type"] != "WebSite"], words(html)) == []
    if not address:
        assert nodes[0]["potentialAction"]["target"]["urlTemplate"].endswith(
            "/ko/search/?q={search_term_string}"
        )


@pytest.mark.django_db
def test_a_missing_translation_states_the_language_of_the_text_shown(see):
    entry = released(PressRelease, languages=("ko",))

    nodes = graph(see(entry.path("en")).content.decode())

    assert main(nodes)["inLanguage"] == node(nodes, "WebPage")["inLanguage"] == "ko"
    assert main(nodes)["url"].endswith(entry.path("ko"))
    assert "workTranslation" not in main(nodes)


@pytest.mark.django_db
def test_words_cannot_leave_the_block(see):
    entry = released(PressRelease, title="</script><script>alert(1)</script>\u2028&")

    html = see(entry.path("en")).content.decode()

    assert main(graph(html))["headline"].startswith("</script><script>alert(1)</script>\u2028&")
    assert "<script>alert" not in html
    assert "\\u003C/script\\u003E" in html


@pytest.mark.django_db
def test_errors_and_what_was_withdrawn_state_nothing(see):
    entry = withdrawn(PressRelease)

    for address in (entry.path("en"), "/en/news/nowhere/", "/en/news/?page=99", "/en/events/?type=parade"):
        html = see(address, NOON + timedelta(days=2)).content.decode()
        assert "ld+json" not in html, address
        assert "og:" not in html, address


@pytest.mark.django_db
def test_nothing_hidden_is_stated(see):
    world = visible_world()
    point_at_hidden(world, add_hidden(withdrawn, WORD))

    for entry in world.values():
        html = see(entry.path("en"), NOON + timedelta(days=2)).content.decode()
        assert WORD not in str(graph(html)), entry.kind
