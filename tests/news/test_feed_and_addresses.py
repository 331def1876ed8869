"""The feed of news, addresses that changed, translations that were removed."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from news.models import PressRelease
from publishing import clock
from publishing.actions import ChangeAddress, PublishText, RemoveText, SubmitText, Withdraw
from publishing.enums import Severity
from tests.factories import NOON, actor, live, released, scheduled, writer, written

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
FEED = "/en/news/feed.atom"


def feed(client, url=FEED):
    response = client.get(url)
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def entries(client, url=FEED) -> list[tuple[str, str]]:
    found = feed(client, url).findall("a:entry", ATOM)
    return [(each.findtext("a:title", "", ATOM), each.findtext("a:updated", "", ATOM)) for each in found]


def correct(entry, severity, *, at, title):
    with clock.as_of(at):
        text = written(entry, "en", title=title)
        SubmitText(text, writer()).execute()
        PublishText(text, actor(), severity=severity, reason="The number was wrong.").execute()


def test_a_release_is_in_the_feed_from_its_second(client):
    scheduled(PressRelease, title="Forum")
    with clock.as_of(NOON - timedelta(seconds=1)):
        assert entries(client) == []
    with clock.as_of(NOON):
        assert entries(client) == [("Forum en", "2026-06-01T03:00:00+00:00")]
        assert entries(client, "/ko/news/feed.atom")[0][0] == "Forum ko"


def test_a_correction_is_dated_anew_and_a_minor_edit_is_not(client):
    first = released(PressRelease, title="First")
    released(PressRelease, title="Second", at=NOON + timedelta(hours=1))
    correct(first, Severity.MINOR, at=NOON + timedelta(hours=2), title="First!")
    with clock.as_of(NOON + timedelta(hours=3)):
        assert [title for title, _updated in entries(client)] == ["Second en", "First!"]
    correct(first, Severity.CORRECTION, at=NOON + timedelta(hours=3), title="First")
    with clock.as_of(NOON + timedelta(hours=4)):
        assert entries(client)[0] == ("First", "2026-06-01T06:00:00+00:00")
        content = feed(client).findtext("a:entry/a:content", "", ATOM)
    assert "The number was wrong." in content
    assert content.startswith("<p")


def test_what_was_withdrawn_leaves_a_tombstone(client):
    entry = released(PressRelease)
    with clock.as_of(NOON + timedelta(hours=1)):
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
        gone = feed(client).find("at:deleted-entry", ATOM)
    assert gone.attrib == {"ref": f"urn:uuid:{entry.uid}", "when": "2026-06-01T04:00:00+00:00"}
    assert gone.findtext("at:comment", "", ATOM) == "Wrong figures."


def test_the_feed_has_the_filters_of_its_list(client):
    released(PressRelease, title="Forum")
    with clock.as_of(NOON):
        assert len(entries(client, f"{FEED}?year=2026")) == 1
        assert client.get(f"{FEED}?no-such=1").status_code == 400
        assert f"{FEED}?year=2026" in client.get("/en/news/?year=2026").text


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_asks_a_fixed_number_of_questions(client, number, django_assert_num_queries):
    for _each in range(number):
        released(PressRelease)
    with clock.as_of(NOON), django_assert_num_queries(18):
        client.get(FEED)


def test_former_addresses_lead_to_the_present_one_without_a_detour(client):
    entry = released(PressRelease, slug="first")
    with clock.as_of(NOON):
        for slug in ("second", "third"):
            ChangeAddress(entry, actor(), slug=slug, reason="A typing error.").execute()
        for slug in ("first", "second"):
            moved = client.get(f"/ko/news/{slug}/?print=1")
            assert (moved.status_code, moved["Location"]) == (301, "/ko/news/third/?print=1")
        assert client.get("/ko/news/third/").status_code == 200
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
        assert client.get("/ko/news/first/").status_code == 410


def test_a_former_address_of_something_unreleased_is_like_none(client):
    entry = scheduled(PressRelease, slug="first")
    with clock.as_of(NOON - timedelta(hours=1)):
        ChangeAddress(entry, actor(), slug="second", reason="A typing error.").execute()
        hidden, unknown = client.get("/en/news/first/"), client.get("/en/news/unknown/")
    assert hidden.status_code == unknown.status_code == 404


def test_a_removed_translation_points_to_the_original_and_says_why(client):
    entry = released(PressRelease, slug="forum")
    with clock.as_of(NOON + timedelta(days=1)):
        RemoveText(live(entry, "en"), actor(), reason="Wrong throughout.").execute()
        page = client.get("/en/news/forum/").text
    assert "This translation was removed" in page
    assert "Wrong throughout." in page
    assert 'href="/ko/news/forum/"' in page
    assert "Tuesday 2 June 2026, 12:00 Seoul" in page
    assert "Not yet available" not in page
