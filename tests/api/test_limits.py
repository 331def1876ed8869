"""How much a client may ask for, and how it is told what is left."""

import runpy
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core import checks
from django.core.cache import caches
from django.test import Client, override_settings

from publishing import clock
from publishing.checks import limits_that_cannot_be_counted
from publishing.counters import SharedCounters
from publishing.models import Page
from tests import factories
from tests.factories import NOON
from tokens.models import Scope, Token, hashed, make_secret, visible_part

pytestmark = pytest.mark.django_db

PAGES, SEARCH = "/api/v1/pages/", "/api/v1/search/?q=water"


@pytest.fixture(autouse=True)
def _limited(tmp_path):
    """Three requests a minute, five with a token, counted in a file of the test's own."""
    counters = {"BACKEND": "publishing.counters.SharedCounters", "LOCATION": str(tmp_path / "limits.sqlite3")}
    with (
        override_settings(
            CACHES={**caches.settings, "limits": counters}, API_LIMIT_ANONYMOUS=3, API_LIMIT_KEYED=5
        ),
        clock.as_of(NOON),
    ):
        yield


@pytest.fixture
def bearer(django_user_model):
    """The header of a new token that may read."""
    owner = django_user_model.objects.create_user("mina", is_staff=True)

    def issue() -> dict[str, str]:
        secret = make_secret()
        Token.objects.create(
            owner=owner,
            name="mirror",
            scopes=[Scope.READ],
            prefix=visible_part(secret),
            secret_hash=hashed(secret),
            expires_at=NOON + timedelta(days=30),
        )
        return {"authorization": f"Bearer {secret}"}

    return issue


def test_every_answer_says_what_is_left_until_nothing_is(client):
    factories.released(Page, slug="about")
    first = client.get(f"{PAGES}about/")
    assert first["RateLimit-Policy"] == '"general";q=3;w=60'
    assert first["RateLimit"] == '"general";r=2;t=60'
    # What is answered without a body, or refused, is a request too.
    assert client.get(f"{PAGES}about/", headers={"if-none-match": first["ETag"]}).status_code == 304
    last = client.head(PAGES)
    assert (last.status_code, last["RateLimit"]) == (200, '"general";r=0;t=60')
    with clock.as_of(NOON + timedelta(seconds=20.5)):
        for path in (PAGES, f"{PAGES}?colour=red", f"{PAGES}nothing/", "/api/v1/nowhere"):
            assert client.get(path).status_code == 429, path
        refused = client.get(PAGES, headers={"accept-language": "ko", "origin": "https://elsewhere.example"})
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == "40"
    assert refused["RateLimit"] == '"general";r=0;t=40'
    assert refused["Content-Language"] == "ko"
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(
        refused["Access-Control-Expose-Headers"].split(", ")
    )
    problem = refused.json()
    assert problem["type"] == "http://testserver/api/v1/problems/too-many-requests/"
    assert problem["violated-policies"] == ["general"]
    with clock.as_of(NOON + timedelta(seconds=60)):
        assert client.get(PAGES)["RateLimit"] == '"general";r=2;t=60'


def test_each_group_of_resources_has_a_limit_of_its_own(client):
    groups = [
        client.get(path)["RateLimit"]
        for path in ("/api/v1/press-releases/", PAGES, SEARCH, "/api/v1/changes/")
    ]
    assert groups == [f'"{name}";r=2;t=60' for name in ("news", "general", "search", "changes")]
    assert client.get("/api/v1/media-coverage/")["RateLimit"] == '"news";r=1;t=60'


def test_asking_what_may_be_done_costs_nothing(client):
    for _time in range(5):
        response = client.options(PAGES, headers={"origin": "https://elsewhere.example"})
        assert response.status_code == 204
        assert "RateLimit" not in response
    assert client.get(PAGES)["RateLimit"] == '"general";r=2;t=60'


def test_a_token_has_its_own_and_higher_limit_wherever_it_is_used(client, bearer):
    for _time in range(4):
        client.get(PAGES)
    mine, other = bearer(), bearer()
    for left in (4, 3, 2, 1, 0):
        answer = Client(REMOTE_ADDR=f"203.0.113.{left}").get(PAGES, headers=mine)
        assert (answer.status_code, answer["RateLimit"]) == (200, f'"general";r={left};t=60')
        assert answer["RateLimit-Policy"] == '"general";q=5;w=60'
    assert client.get(PAGES, headers=mine).status_code == 429
    assert client.get(PAGES, headers=other).status_code == 200


def test_a_token_that_is_not_good_is_refused_and_counts_for_its_network(client):
    for _time in range(3):
        refused = client.get(PAGES, headers={"authorization": "Bearer green_none"})
        assert refused.status_code == 401
        assert refused["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
        assert refused["Access-Control-Allow-Origin"] == "*"
        assert refused.json()["type"].endswith("/problems/not-authenticated/")
    assert client.get(PAGES, headers={"authorization": "Bearer green_none"}).status_code == 429
    assert client.get(PAGES).status_code == 429


@pytest.mark.parametrize(
    ("address", "neighbor", "stranger"),
    [
        ("203.0.113.7", "::ffff:203.0.113.7", "203.0.113.8"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
        ("", "", "203.0.113.8"),
    ],
)
def test_a_client_is_an_address_and_of_ipv6_a_network(address, neighbor, stranger):
    for _time in range(3):
        Client(REMOTE_ADDR=address).get(PAGES)
    assert Client(REMOTE_ADDR=neighbor).get(PAGES).status_code == 429
    assert Client(REMOTE_ADDR=stranger).get(PAGES).status_code == 200


def test_behind_a_front_server_the_visitor_counts_and_not_what_it_claims(client):
    def ask(stated: str) -> int:
        return client.get(PAGES, headers={"x-forwarded-for": stated}).status_code

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        assert [ask("203.0.113.7") for _time in range(4)] == [200, 200, 200, 429]
        assert ask("198.51.100.1, 203.0.113.7") == 429
        assert ask("203.0.113.8") == 200
    assert [ask(f"203.0.113.{number}") for number in range(4)] == [200, 200, 200, 429]


def test_a_session_makes_no_difference(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root"))
    for _time in range(3):
        client.get(PAGES)
    assert client.get(PAGES).status_code == 429


def test_staff_who_are_signed_in_have_the_limit_of_a_token(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root"))
    for _time in range(5):
        assert client.get("/api/v1/entries/none/").status_code == 404
    assert client.get("/api/v1/entries/none/")["RateLimit-Policy"] == '"staff";q=5;w=60'
    assert client.get("/api/v1/entries/none/").status_code == 429


@override_settings(API_LIMIT_ANONYMOUS=0)
def test_without_a_limit_nothing_is_said_of_one(client):
    for _time in range(5):
        assert "RateLimit" not in client.get(PAGES)


COUNT = """
import sys
from django.conf import settings
settings.configure()
from publishing.counters import SharedCounters
counters = SharedCounters(sys.argv[1], {})
counters.add("requests", 0)
for _time in range(200):
    counters.incr("requests")
"""


def test_processes_that_count_at_the_same_time_lose_nothing(root, tmp_path):
    place = str(tmp_path / "counters.sqlite3")
    running = [subprocess.Popen([sys.executable, "-c", COUNT, place], cwd=root) for _number in range(4)]
    assert [each.wait() for each in running] == [0, 0, 0, 0]
    assert SharedCounters(place, {}).get("requests") == 800


def test_counters_end_and_can_be_taken_away():
    counts = caches["limits"]
    assert counts.add("a", 1, timeout=60)
    assert not counts.add("a", 9)
    assert (counts.incr("a"), counts.get("a"), counts.decr("a")) == (2, 2, 1)
    counts.set("forever", 5, timeout=None)
    assert counts.touch("a", 90)
    with clock.as_of(NOON + timedelta(seconds=89)):
        assert counts.get("a") == 1
    with clock.as_of(NOON + timedelta(seconds=90)):
        assert (counts.get("a"), counts.get("forever"), counts.touch("a")) == (None, 5, False)
        with pytest.raises(ValueError, match="nothing is counted"):
            counts.incr("a")
        assert counts.add("a", 7)
    assert (counts.delete("a"), counts.delete("a")) == (True, False)
    counts.clear()
    assert counts.get("forever", "nothing") == "nothing"


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "db.DatabaseCache"])
def test_production_is_warned_of_a_cache_that_counts_loosely(backend):
    def found() -> list[str | None]:
        named = checks.run_checks(tags=[checks.Tags.caches], include_deployment_checks=True)
        return [each.id for each in named if str(each.id).startswith("publishing.")]

    assert found() == []
    loose = {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": "somewhere"}
    with override_settings(CACHES={**caches.settings, "limits": loose}):
        assert found() == ["publishing.W001"]
        with override_settings(API_LIMIT_ANONYMOUS=0, API_LIMIT_KEYED=0):
            assert found() == []


def test_a_file_that_cannot_be_counted_in_is_refused_before_anybody_is_served(tmp_path):
    (tmp_path / "file").write_text("")
    nowhere = {"BACKEND": "publishing.counters.SharedCounters", "LOCATION": str(tmp_path / "file" / "limits")}

    with override_settings(CACHES={**caches.settings, "limits": nowhere}, API_LIMIT_ANONYMOUS=60):
        (error,) = limits_that_cannot_be_counted()

    assert error.id == "publishing.E001"
    assert "LIMIT_FILE" in error.hint


@pytest.mark.django_db(transaction=True)
def test_the_mirror_script_waits_until_it_is_answered_again(live_server, root, settings, monkeypatch):
    script = runpy.run_path(str(root / "docs" / "mirror.py"))
    waited = []

    def sleep(seconds: int) -> None:
        waited.append(seconds)
        settings.API_LIMIT_ANONYMOUS = 0

    monkeypatch.setattr(time, "sleep", sleep)
    settings.API_LIMIT_ANONYMOUS = 1
    assert [script["read"](f"{live_server.url}{PAGES}")["results"] for _time in range(3)] == [[], [], []]
    assert len(waited) == 1
    assert 1 <= waited[0] <= 60
