"""Languages, parameters, errors, conditional requests and reading from other sites."""

import pytest

from news.models import PressRelease
from publishing import clock
from publishing.api.entry_filters import EntryFilters
from publishing.models import Page, Sector
from tests import factories
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]

PAGES = "/api/v1/pages/"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ko", "ko"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("fr, ko;q=0.5", "ko"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("not a header;;", "en"),
        ("en;q=0.2, zh-TW", "zh-Hans"),
        ("ko-KR", "ko"),
        ("zh-Hant-HK;q=0.9, ko;q=0.8", "zh-Hans"),
        ("ko;q=0, zh;q=0.1", "zh-Hans"),
        ("en;q=0, *", "ko"),
        ("*;q=0.1, ko;q=0.5", "ko"),
        ("ko;q=1.5", "en"),
    ],
)
def test_without_lang_the_header_decides(client, header, language):
    response = client.get(PAGES, headers={"accept-language": header})
    assert response["Content-Language"] == language
    assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))


def test_lang_wins_over_header_and_cookie(client):
    client.cookies["django_language"] = "ko"
    assert client.get(PAGES)["Content-Language"] == "en"
    response = client.get(PAGES, {"lang": "zh-hans"}, headers={"accept-language": "ko"})
    assert response["Content-Language"] == "zh-Hans"
    assert client.get(PAGES, {"lang": "*"})["Content-Language"] == "en, ko, zh-Hans"


@pytest.mark.parametrize(
    ("query", "parameter", "choices"),
    [
        ({"colour": "red"}, "colour", "ordering"),
        ({"lang": "fr"}, "lang", "zh-hans"),
        ({"ordering": "size"}, "ordering", "-released_at"),
        ({"fields": "title,size"}, "fields", "deck"),
        ({"type": "rumour"}, "type", "release"),
        ({"sector": "nothing"}, "sector", "water"),
        ({"available_in": "fr"}, "available_in", "ko"),
        ({"is_sample": "maybe"}, "is_sample", "true"),
        ({"issuer": "nobody"}, "issuer", None),
        ({"year": "26"}, "year", None),
        ({"dated_from": "June"}, "dated_from", None),
        ({"released_from": "2026-13-01"}, "released_from", None),
        ({"released_to": "2026-06-01T12:00:00"}, "released_to", None),
        ({"changed_from": "9999-12-31"}, "changed_from", None),
        ({"page_size": "0"}, "page_size", None),
        ({"page_size": "101"}, "page_size", None),
        ({"page_size": "ten"}, "page_size", None),
        ({"cursor": "abc"}, "cursor", None),
        ({"cursor": "WyJ4IiwiMSIsMSwwXQ"}, "cursor", None),
        ({"cursor": "WyItcmVsZWFzZWRfYXQiLCAiOTk5OS0xMi0zMVQyMzo1OTo1OS0xMjowMCIsIDIsIDBd"}, "cursor", None),
        ({"type": ""}, "type", None),
        ({"q": "a\x00b"}, "q", None),
        ({"page_size": ["2", "3"]}, "page_size", None),
    ],
)
def test_what_cannot_be_understood_is_named(client, query, parameter, choices):
    Sector.objects.create(slug="water", name_en="Water")
    response = client.get("/api/v1/press-releases/", query)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == "http://testserver/api/v1/problems/invalid-parameter/"
    (error,) = problem["errors"]
    assert error["parameter"] == parameter
    assert error["detail"]
    assert choices is None or choices in error["choices"]


def test_several_mistakes_are_told_together(api):
    problem = api("press-releases/", 400, type="rumour", year="26")
    assert [error["parameter"] for error in problem["errors"]] == ["type", "year"]


def test_records_know_their_parameters_too(api):
    factories.released(Page, slug="about")
    choices = api("pages/about/", 400, ordering="released_at")["errors"][0]["choices"]
    assert choices == ["expand", "fields", "format", "lang"]
    assert api("pages/about/", 400, fields="size")["errors"][0]["value"] == "size"


def test_unreleased_and_unknown_have_the_same_answer(client):
    factories.scheduled(Page, slug="soon", at=NOON.replace(day=20))
    factories.draft(Page, slug="draft")
    bodies = {client.get(f"{PAGES}{slug}/").content for slug in ("soon", "draft", "never")}
    assert len(bodies) == 1
    response = client.get(f"{PAGES}soon/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "http://testserver/api/v1/problems/not-found/"


def test_a_record_of_another_kind_is_not_found(api):
    entry = factories.released(Page, slug="about")
    api(f"press-releases/{entry.ref}/", 404)


def test_withdrawn_is_gone_with_its_reason(client):
    entry = factories.withdrawn(Page, slug="about", at=NOON.replace(day=1, month=5), reason="Wrong figures.")
    for key in ("about", entry.ref, entry.uid):
        response = client.get(f"{PAGES}{key}/")
        assert response.status_code == 410
        problem = response.json()
        assert problem["type"] == "http://testserver/api/v1/problems/withdrawn/"
        assert problem["reason"] == problem["detail"] == "Wrong figures."
        assert problem["withdrawn_at"] == "2026-05-02T03:00:00Z"
        assert problem["ref"] == entry.ref
    assert client.get(PAGES).json()["results"] == []


def test_what_was_withdrawn_was_there_before(api):
    factories.withdrawn(Page, slug="about")
    with clock.as_of(NOON.replace(hour=4)):
        assert api("pages/about/")["slug"] == "about"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)(PAGES)
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_other_formats_are_refused(client):
    response = client.get(PAGES, headers={"accept": "application/xml"})
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"
    assert client.get(PAGES, headers={"accept": "text/html,*/*;q=0.8"}).status_code == 200


@pytest.mark.parametrize("path", ["nothing/", "pages/a/b/", "pages/about", "nothing"])
def test_addresses_that_do_not_exist(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_the_slash_at_the_end_may_be_left_out(api):
    entry = factories.released(Page, slug="about")
    assert api("pages/about") == api("pages/about/")
    assert api("pages")["results"][0]["ref"] == entry.ref
    assert api("changes")["results"] == api("changes/")["results"]


def test_a_defect_of_ours_is_a_problem_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("publishing.api.resources.Pages.entries", None)
    response = client.get(PAGES)
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert "NoneType" not in response.content.decode()


def test_problems_lead_to_their_explanation(client):
    response = client.get("/api/v1/problems/withdrawn/")
    assert response.status_code == 302
    assert response["Location"] == "/api/v1/docs/errors/#problem-withdrawn"
    assert 'id="problem-withdrawn"' in client.get("/api/v1/docs/errors/").content.decode()
    assert client.get("/api/v1/problems/unheard-of/").status_code == 404


def test_unchanged_answers_are_not_sent_again(client):
    factories.released(Page, slug="about", title="About")
    for path in (PAGES, f"{PAGES}about/", "/api/v1/changes/", "/api/v1/search/?q=about"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Access-Control-Allow-Origin"] == "*"


def test_validators_tell_nothing_of_what_is_scheduled(client):
    factories.released(Page, slug="about")
    before = client.get(PAGES)
    factories.scheduled(Page, slug="soon", at=NOON.replace(day=20))
    factories.draft(Page, slug="draft")
    after = client.get(PAGES)
    assert (before["ETag"], before["Last-Modified"]) == (after["ETag"], after["Last-Modified"])
    assert before["Last-Modified"] == "Mon, 01 Jun 2026 03:00:00 GMT"


def test_a_release_is_a_modification_in_its_second(client):
    factories.scheduled(PressRelease, slug="release")
    with clock.as_of(NOON.replace(hour=2, minute=59, second=59)):
        before = client.get("/api/v1/press-releases/")
    with clock.as_of(NOON):
        headers = {"if-modified-since": before["Last-Modified"]}
        assert client.get("/api/v1/press-releases/", headers=headers).status_code == 200


def test_head_says_what_get_would(client):
    factories.released(Page, slug="about")
    get, head = client.get(f"{PAGES}about/"), client.head(f"{PAGES}about/")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get["ETag"]
    assert head["Content-Language"] == get["Content-Language"]


def test_every_answer_can_be_read_from_other_sites(client):
    for path in ("", "pages/", "pages/nothing/", "openapi.json", "nothing", "pages/?colour=red"):
        assert client.get(f"/api/v1/{path}")["Access-Control-Allow-Origin"] == "*", path
    response = client.options(PAGES, headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_readers_get_no_cookies(client):
    assert not client.get(PAGES).cookies


def test_the_root_leads_everywhere(client, api):
    root = api("")
    for url in (*root["resources"].values(), root["changes"], root["openapi"], root["documentation"]):
        assert client.get(url).status_code == 200, url
    assert len(root["resources"]) == 24


ODD = (
    "0",
    "-1",
    "9" * 30,
    "é",
    "환경",
    "%",
    "*",
    "２",
    "a" * 3000,
    "9999-12-31",
    "0001-01-01T00:00:00+23:59",
    "['x']",
)


@pytest.mark.parametrize("resource", ["press-releases", "opportunities", "changes", "search"])
def test_odd_values_are_refused_or_understood(client, resource):
    url = f"/api/v1/{resource}/"
    known = client.get(url, {"colour": "red"}).json()["errors"][0]["choices"]
    # What all lists have is tried on one of them.
    for name in {*known} - (set(EntryFilters.base_filters) if resource == "opportunities" else set()):
        for value in ODD:
            response = client.get(url, {"q": "water", name: value} if resource == "search" else {name: value})
            assert response.status_code in (200, 400), (name, value)


def test_a_vocabulary_is_not_called_unchanged_because_no_record_has_changed(client):
    factories.released(Page, slug="about")
    modified = client.get(PAGES)["Last-Modified"]
    Sector.objects.create(slug="noise", name_en="Noise")

    answer = client.get("/api/v1/sectors/", headers={"if-modified-since": modified})

    assert answer.status_code == 200
    assert "noise" in [sector["slug"] for sector in answer.json()["results"]]
