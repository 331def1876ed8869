"""The language a reader has chosen, and how long answers may be kept."""

import pytest
from django.conf import settings

from news.models import PressRelease
from tests.factories import released

pytestmark = pytest.mark.django_db

COOKIE = settings.LANGUAGE_COOKIE_NAME


@pytest.mark.parametrize(
    ("accepted", "home"),
    [("ko", "/ko/"), ("zh-CN,zh;q=0.9", "/zh-hans/"), ("en-GB", "/en/"), ("de", "/en/"), ("", "/en/")],
)
def test_the_root_leads_to_the_language_a_browser_asks_for(client, accepted, home):
    answer = client.get("/", headers={"accept-language": accepted})

    assert (answer.status_code, answer["Location"]) == (302, home)
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in answer["Vary"].split(",")}
    assert answer["Cache-Control"] == "no-cache"


def test_a_chosen_language_is_kept_and_wins_over_the_browser(client):
    client.get("/ko/news/", headers={"referer": "http://testserver/en/news/"})

    assert client.cookies[COOKIE].value == "ko"
    assert client.get("/", headers={"accept-language": "zh-CN"})["Location"] == "/ko/"


@pytest.mark.parametrize(
    ("path", "referrer"),
    [
        ("/ko/news/", ""),
        ("/ko/news/", "http://elsewhere.example/en/news/"),
        ("/ko/news/", "http://testserver/ko/"),
        ("/ko/news/", "http://testserver/admin/"),
        ("/ko/no-such-page/", "http://testserver/en/no-such-page/"),
        ("/robots.txt", "http://testserver/en/"),
    ],
)
def test_no_language_is_kept_without_a_choice(client, path, referrer):
    answer = client.get(path, headers={"referer": referrer})

    assert COOKIE not in answer.cookies


def test_an_answer_that_sets_the_language_is_the_readers_own(client):
    answer = client.get("/ko/news/", headers={"referer": "http://testserver/en/news/"})

    assert answer["Cache-Control"] == "no-cache, private"
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize(("code", "tag"), [("en", "en"), ("ko", "ko"), ("zh-hans", "zh-Hans")])
def test_pages_say_their_language_and_are_asked_for_again_at_every_use(client, code, tag):
    entry = released(PressRelease)

    for path in (f"/{code}/", f"/{code}/news/", entry.path(code), f"/{code}/news/no-such/"):
        answer = client.get(path)
        assert answer["Content-Language"] == tag
        assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("referrer", ["http://[", "http://[::1", "//[x]/ko/"])
def test_a_referrer_that_is_no_address_does_no_harm(client, referrer):
    answer = client.get("/ko/", headers={"referer": referrer})

    assert answer.status_code == 200
    assert COOKIE not in client.cookies
