"""Numbers at the filters of long lists: remembered between public changes, and never older than the last one."""

import re
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from news.models import PressRelease
from organizations.models import Organization
from publishing import clock, revealed
from publishing.actions import Actor, RecordFacts, Withdraw
from publishing.models import Place, Sector
from tests.factories import released, scheduled

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _kept_from_one(settings):
    """Lists of any length are remembered, in an empty cache."""
    settings.LIST_COUNTS_KEPT_FROM = 1
    caches["counts"].clear()
    yield
    caches["counts"].clear()


@pytest.fixture
def news():
    """A release that is out, in a field and at a place."""
    entry = released(PressRelease, at=timezone.now() - MINUTE, type="release")
    entry.sectors.set([Sector.objects.create(slug="water", name_en="Water")])
    entry.places.set([Place.objects.create(slug="seoul", name_en="Seoul")])
    return entry


def numbers(client, query: str = "") -> dict[str, str]:
    """The options of all filters of the list of news by their values, and how many are found."""
    page = client.get(f"/en/news/{query}")
    found = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*\((\d+)\)', page.content.decode())
    return {**dict(found), "total": str(page.context["total"])}


def counting(captured) -> int:
    return sum("GROUP BY" in each["sql"] for each in captured.captured_queries)


def test_readers_share_numbers_until_something_changes(client, news, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as first:
        before = numbers(client)
    with django_assert_max_num_queries(40) as second:
        assert numbers(client) == before

    assert counting(first) > 0
    assert counting(second) == 0
    released(PressRelease, at=timezone.now() - MINUTE, type="speech")
    shown = numbers(client)
    assert (shown["release"], shown["speech"], shown["total"]) == ("1", "1", "2")


def test_a_release_is_counted_from_its_moment_on_and_not_before(client, news):
    moment = timezone.now() + timedelta(seconds=2)
    scheduled(PressRelease, at=moment, type="speech")

    while timezone.now() < moment:
        shown = numbers(client)
        if timezone.now() < moment:
            assert "speech" not in shown
            assert shown["total"] == "1"
        time.sleep(0.3)

    shown = numbers(client)
    assert (shown["speech"], shown["total"]) == ("1", "2")


def test_what_is_withdrawn_is_counted_no_longer(client, news, admin_user):
    other = released(PressRelease, at=timezone.now() - MINUTE, type="speech")
    assert numbers(client)["speech"] == "1"

    Withdraw(other, Actor(admin_user), reason="It was wrong.").execute()

    assert "speech" not in numbers(client)
    assert numbers(client)["total"] == "1"


def test_a_correction_of_facts_is_counted(client, news, admin_user):
    issuer = released(Organization, at=timezone.now() - MINUTE)
    PressRelease.objects.filter(pk=news.pk).update(issuer=issuer)
    RecordFacts(
        PressRelease.objects.get(pk=news.pk), Actor(admin_user), severity="minor", reason="Issuer."
    ).execute()
    assert numbers(client)["release"] == "1"

    PressRelease.objects.filter(pk=news.pk).update(type="speech")
    RecordFacts(
        PressRelease.objects.get(pk=news.pk), Actor(admin_user), severity="minor", reason="Type."
    ).execute()

    shown = numbers(client)
    assert shown["speech"] == "1"
    assert "release" not in shown


def test_a_change_of_the_vocabulary_is_seen_at_once(client, news):
    assert numbers(client)["water"] == "1"

    top = Sector.objects.create(slug="nature", name_en="Nature")
    Sector.objects.filter(slug="water").update(parent=top)

    assert numbers(client)["nature"] == "1"


def test_who_looks_ahead_leaves_nothing_behind_and_finds_nothing(client, news):
    hidden = scheduled(PressRelease, at=timezone.now() + timedelta(days=1), type="speech")

    with clock.as_of(timezone.now() + timedelta(days=2)):
        assert numbers(client)["speech"] == "1"
    with revealed.reveal(hidden.pk):
        assert numbers(client)["speech"] == "1"
    assert "speech" not in numbers(client)
    with revealed.reveal(hidden.pk):
        assert numbers(client)["speech"] == "1"
    with revealed.keep([], [1], timezone.now()):
        assert "speech" not in numbers(client)


@pytest.mark.parametrize("query", ["?type=release", "?sector=water", "?type=release&place=seoul", "?q=water"])
def test_filters_keep_their_numbers_apart(client, news, query):
    whole = numbers(client)
    caches["counts"].clear()
    afresh = numbers(client, query)
    assert numbers(client) == whole
    assert numbers(client, query) == afresh
