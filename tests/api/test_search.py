"""The search across kinds."""

import pytest

from events.models import Delegation
from publishing.models import Page
from tests import factories
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]


def test_hits_of_all_kinds_are_counted(api):
    factories.released(Page, slug="about", title="Hydrogen")
    factories.released(Delegation, slug="eighth", title="Hydrogen")
    factories.scheduled(Page, slug="soon", title="Hydrogen", at=NOON.replace(day=20))
    factories.draft(Page, slug="draft")
    found = api("search/", q="hydrogen", lang="en")
    assert found["counts"] == {"page": 1, "delegation": 1}
    assert found["more"] == []
    assert {each["slug"] for each in found["results"]} == {"about", "eighth"}
    hit = found["results"][0]
    assert hit["title"] == "Hydrogen en"
    assert hit["found_in"] == "en"
    assert hit["api_url"].startswith("http://testserver/api/v1/")


def test_one_kind_with_the_counts_of_all(api):
    factories.released(Page, slug="about", title="Hydrogen")
    factories.released(Delegation, slug="eighth", title="Hydrogen")
    found = api("search/", q="hydrogen", kind="page")
    assert [each["slug"] for each in found["results"]] == ["about"]
    assert found["counts"] == {"page": 1, "delegation": 1}


def test_pages_of_hits(client, api):
    for number in range(3):
        factories.released(Page, slug=f"page-{number}", title="Hydrogen")
    first = api("search/", q="hydrogen", page_size=2)
    assert (len(first["results"]), first["previous"]) == (2, None)
    second = client.get(first["next"]).json()
    assert (len(second["results"]), second["next"]) == (1, None)
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "x", "kind": "rumour"}, "kind"),
        ({"q": "x", "cursor": "abc"}, "cursor"),
    ],
)
def test_mistakes_are_named(api, query, parameter):
    assert api("search/", 400, **query)["errors"][0]["parameter"] == parameter


def test_lists_search_with_the_same_words(api):
    factories.released(Page, slug="about", title="Hydrogen")
    factories.released(Page, slug="other", title="Water")
    assert [each["slug"] for each in api("pages/", q="hydrogen")["results"]] == ["about"]
    assert api("pages/", q="!?")["results"] == []
