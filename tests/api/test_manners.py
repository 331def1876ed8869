"""Methods, other sites, compression, and requests that nobody should send."""

import gzip
import time
from urllib.parse import quote

import pytest
from django.test import Client

from publishing.models import Page
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]

PAGES = "/api/v1/pages/"
ELSEWHERE = {"origin": "https://elsewhere.example"}
PATHS = ("", "pages/", "pages/about/", "sectors/", "changes/", "search/?q=about", "openapi.json")


@pytest.fixture(autouse=True)
def _about():
    factories.released(Page, slug="about", title="About")


def problem(response, code: str, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    body = response.json()
    assert body["type"].endswith(f"/problems/{code}/")
    return body


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_its_body(client, path):
    get, head = client.get(f"/api/v1/{path}"), client.head(f"/api/v1/{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("path", PATHS)
def test_a_browser_of_another_site_may_ask_and_read(client, path):
    asked = client.options(
        f"/api/v1/{path}",
        headers={
            **ELSEWHERE,
            "access-control-request-method": "GET",
            "access-control-request-headers": "authorization",
        },
    )
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert asked["Access-Control-Allow-Methods"] == asked["Allow"] == "GET, HEAD, OPTIONS"
    assert "Authorization" in asked["Access-Control-Allow-Headers"].split(", ")
    assert int(asked["Access-Control-Max-Age"]) == 86400
    answer = client.get(f"/api/v1/{path}", headers=ELSEWHERE)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"].split(", ")
    # The same for every site, and never with cookies: nothing varies by the site that asks.
    assert "Origin" not in answer["Vary"]
    for response in (asked, answer):
        assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize("path", ["entries/", "files/"])
def test_what_writes_is_not_for_other_sites(client, django_user_model, path):
    client.force_login(django_user_model.objects.create_superuser("root"))
    for response in (
        client.options(f"/api/v1/{path}", headers={**ELSEWHERE, "access-control-request-method": "POST"}),
        Client(enforce_csrf_checks=True).post(f"/api/v1/{path}", {}, headers=ELSEWHERE),
    ):
        assert "Access-Control-Allow-Origin" not in response
    client.handler.enforce_csrf_checks = True
    assert client.post(f"/api/v1/{path}", {}, headers=ELSEWHERE).status_code == 403


@pytest.mark.parametrize("path", ["pages/", "pages/about/", "sectors/", "changes/", "search/", ""])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_is_not_taken_is_refused_with_those_that_are(client, path, method):
    response = client.generic(method, f"/api/v1/{path}", b"[" * 100_000, content_type="application/json")
    problem(response, "method-not-allowed", 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_answers_are_compressed_for_those_who_can_read_it(client):
    plain = client.get("/api/v1/openapi.json")
    packed = client.get("/api/v1/openapi.json", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 4 < len(plain.content)
    assert "Accept-Encoding" in packed["Vary"]
    # One validator for both, so that either can be asked about.
    known = {"accept-encoding": "gzip", "if-none-match": plain["ETag"]}
    assert client.get("/api/v1/openapi.json", headers=known).status_code == 304


@pytest.mark.parametrize(
    "query",
    [
        "q=%ff",
        "q=%ED%A0%80",
        "q=%C0%AF",
        "q=100%",
        "q=%zz",
        "q=%u6c34",
        "%ff=1",
        "lang=%E6%B0",
        f"q={'a' * 9000}",
        f"cursor={'W' * 9000}",
        "&".join(["type=release"] * 101),
        "&".join(f"type={number}" for number in range(900)),
        "a&" * 3999,
        "&" * 20_000,
        "a=1&" * 20_000,
    ],
    ids=lambda query: query[:24],
)
def test_a_query_that_cannot_be_read_is_refused_at_once(client, query):
    for path in ("press-releases/", "press-releases/any/", "search/", "changes/", "openapi.json", "nowhere/"):
        start = time.monotonic()
        response = client.get(f"/api/v1/{path}", QUERY_STRING=query)
        assert time.monotonic() - start < 1
        if path == "nowhere/":
            assert response.status_code == 404
            continue
        code = "invalid-parameter" if "errors" in response.json() else "malformed-request"
        problem(response, code, 400)


@pytest.mark.parametrize(
    "value",
    [
        "\x00",
        "\x1f",
        "\u202e",
        "\ufeff",
        "\ufffe",
        "\U0001f3fb",
        "ﬁ",
        "Å" * 60,
        "한" * 300,
        "'\"<>;--",
        "..%2f",
    ],
    ids=ascii,
)
def test_odd_text_is_understood_or_refused(client, value):
    for path in (
        "pages/?q=",
        "search/?q=",
        "pages/?sector=",
        "pages/?cursor=",
        "changes/?since=",
        "pages/?lang=",
    ):
        response = client.get(f"/api/v1/{path}{quote(value)}")
        assert response.status_code in (200, 400), (path, response.content)
        if response.status_code == 400:
            problem(response, "invalid-parameter", 400)


@pytest.mark.parametrize(
    "name", ["%00", "%0A", "a%0Ab", "%FF", "%ED%A0%80", "..", "%2e%2e%2f", "a" * 5000, "%F0%9F%8F%BB"]
)
def test_odd_paths_lead_nowhere(client, name):
    for path in (name, f"{name}/", f"pages/{name}/", f"problems/{name}/"):
        problem(client.get(f"/api/v1/{path}"), "not-found", 404)


@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": '"' * 3000},
        {"if-modified-since": "Sun, 99 Nov 99999 25:61:61 GMT"},
        {"accept-language": "ko;q=9e999,zh" + "-x" * 2000},
        {"accept": "application/json;q=x," * 300},
        {"authorization": "Bearer " + "x" * 4000},
        {"authorization": "Bearer \x80"},
        {"range": "bytes=0-1"},
    ],
    ids=str,
)
def test_odd_headers_do_no_harm(client, headers):
    assert client.get(PAGES, headers=headers).status_code in (200, 401, 406)
