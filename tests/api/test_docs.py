"""The documentation for people and the interactive reference: what they show is what the API answers."""

import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from events.models import Delegation
from news.models import PressRelease
from organizations.models import Organization
from portal.api import staff
from portal.documentation.content import SECRET, event_types
from portal.documentation.examples import WHOLE
from portal.documentation.views import PAGES
from portal.resources import RESOURCES
from publishing import clock
from publishing.api.entry_filters import EntryFilters
from publishing.api.problems import PROBLEMS
from publishing.api.serializers import EntrySerializer
from publishing.enums import Happening
from publishing.languages import Language
from publishing.models import Place, PublicChange
from tests import factories
from tests.factories import NOON
from tests.query_counts import searching
from tests.tokens.issuing import bearer, member_of_staff
from tests.world import visible_world
from tokens.models import Scope

pytestmark = pytest.mark.django_db

DOCS = "/api/v1/docs/"
SITE = "http://testserver"
NAMES = [*(prefix for prefix, _viewset, _name in RESOURCES.registry), "search", "changes"]
ADDRESSES = [
    *(reverse(page.route) for page in PAGES),
    *(reverse("api-docs-resource", args=[name]) for name in NAMES),
]
COMMAND = re.compile(r"<code>(curl .*?)</code>", re.DOTALL)
EXAMPLE = re.compile(
    r'<figure class="example">.*?<code>curl "(.*?)"</code>.*?example__answer.*?<code>(.*?)</code>', re.DOTALL
)


def read(address: str, language: str = "en") -> str:
    response = Client().get(address, {"lang": language})
    assert response.status_code == 200, address
    return response.content.decode()


def examples(page: str) -> Iterator[tuple[str, Any]]:
    """The addresses of the examples on a page, each with the answer that is shown."""
    for address, answer in EXAMPLE.findall(page.replace("&quot;", '"')):
        yield html.unescape(address).removeprefix(SITE), json.loads(html.unescape(answer))


def same(shown: Any, given: Any) -> bool:
    """Whether a page shows what was given, as far as it shows it."""
    if isinstance(shown, dict):
        return (
            isinstance(given, dict)
            and list(shown) == list(given)
            and all(same(shown[k], given[k]) for k in shown)
        )
    if isinstance(shown, list):
        more = re.fullmatch(r"… \+(\d+)", shown[-1]) if shown and isinstance(shown[-1], str) else None
        if more and len(given) == len(shown) - 1 + int(more[1]):
            return all(map(same, shown[:-1], given))
        return len(shown) == len(given) and all(map(same, shown, given))
    if isinstance(shown, str) and shown.endswith("…") and shown != given:
        return given.startswith(shown.removesuffix("…"))
    return bool(shown == given)


@pytest.mark.parametrize(("language", "html_lang"), [("en", "en"), ("ko", "ko"), ("zh-hans", "zh-Hans")])
def test_every_page_is_in_the_language_asked_for(client, language, html_lang):
    for address in (DOCS, f"{DOCS}errors/", f"{DOCS}resources/events/"):
        response = client.get(address, {"lang": language})
        assert response["Content-Language"] == html_lang
        page = response.content.decode()
        assert f'<html lang="{html_lang}">' in page
        # Whoever goes on reading keeps the language.
        inner = re.findall(rf'href="({DOCS}(?!reference|mirror)[^"]*)"', page)
        assert [each for each in inner if f"?lang={language}" not in each and "lang=" not in each] == []


def test_without_lang_the_header_decides(client):
    response = client.get(DOCS, headers={"accept-language": "zh-CN"})
    assert response["Content-Language"] == "zh-Hans"
    assert "Accept-Language" in response["Vary"]


def test_there_is_no_page_of_an_unknown_resource(client):
    assert client.get(f"{DOCS}resources/recipes/").status_code == 404


def test_every_example_is_asked_and_gives_what_the_page_shows(client):
    visible_world()
    factories.released(PressRelease, title="2026")
    seen = set()
    with clock.as_of(NOON + timedelta(hours=1)):
        for address in ADDRESSES:
            for asked, shown in examples(read(address, "ko")):
                answer = client.get(asked)
                assert answer.status_code in (200, 400), asked
                assert (answer.status_code == 400) == ("colour" in asked)
                assert same(shown, answer.json()), asked
                if answer.status_code == 200 and address.endswith(f"resources/{asked.split('/')[3]}/"):
                    assert shown["results"] or asked.split("/")[3] in WHOLE, asked
                    seen.add(asked.split("/")[3])
    assert seen == set(NAMES)


def test_every_command_that_reads_runs(client, settings, tmp_path):
    visible_world()
    settings.DUMP_ROOT = tmp_path / "dumps"
    with clock.as_of(NOON + timedelta(hours=1)):
        call_command("make_dumps", verbosity=0)
        asked = set()
        for address in ADDRESSES:
            for command in map(html.unescape, COMMAND.findall(read(address))):
                if "$TOKEN" not in command:
                    asked.add(command.rpartition(' "')[2].removesuffix('"'))
        links = {
            html.unescape(link)
            for address in ADDRESSES
            for link in re.findall(r'href="(/api/[^"#]*)', read(address))
        }
        for address in asked | links:
            response = client.get(address.removeprefix(SITE), follow=True)
            assert response.status_code in (200, 400), address
            assert (response.status_code == 400) == ("colour" in address), address
            if response.streaming:
                b"".join(response.streaming_content)
    assert len(asked) > 50


def test_what_is_not_public_yet_is_on_no_page(client):
    factories.scheduled(PressRelease, slug="verborgen", title="verborgen")
    with clock.as_of(NOON - timedelta(seconds=1)):
        before = [read(address) for address in ADDRESSES]
    assert not [page for page in before if "verborgen" in page]
    with clock.as_of(NOON):
        assert "verborgen" in read(f"{DOCS}resources/press-releases/")
        assert "verborgen" in read(DOCS)


@pytest.mark.parametrize("name", ["press-releases", "delegations", "places", "search", "changes", ""])
def test_a_page_takes_the_same_queries_for_one_and_for_three(name, django_assert_num_queries):
    queries = {
        "press-releases": 16,
        "delegations": 15,
        "places": 2,
        "search": searching(7),
        "changes": 4,
        "": 2,
    }
    most = queries[name]
    address = f"{DOCS}resources/{name}/" if name else DOCS

    def add() -> None:
        Place.objects.create(slug=f"place-{Place.objects.count()}", name_en="Place")
        factories.released(PressRelease)
        factories.released(Delegation, title="2026")

    with clock.as_of(NOON):
        add()
        read(address)
        with django_assert_num_queries(most):
            read(address)
        add()
        add()
        with django_assert_num_queries(most):
            read(address)


# --- Nothing is missing ---


def test_every_resource_is_on_the_map():
    page = read(DOCS)
    for name in NAMES:
        assert f'href="{DOCS}resources/{name}/?lang=en"' in page, name


@pytest.mark.parametrize(
    ("prefix", "viewset"), [(prefix, viewset) for prefix, viewset, _ in RESOURCES.registry]
)
def test_every_filter_order_field_and_link_of_a_resource_is_named(prefix, viewset):
    page = read(f"{DOCS}resources/{prefix}/")
    view = viewset(action="list")
    names = [*view.filters(), *view.serializer_class.all_names(), *view.expandable()]
    if hasattr(view, "all_orderings"):
        names += view.all_orderings()
    assert [name for name in names if f"<code>{name}</code>" not in page] == []


def test_what_all_records_have_in_common_is_explained_once():
    for name, names in (
        ("records", (*EntrySerializer.identity, *EntrySerializer.surroundings)),
        ("queries", EntryFilters.base_filters),
    ):
        page = read(f"{DOCS}{name}/")
        assert [each for each in names if f'<th scope="row"><code>{each}</code>' not in page] == []


def test_every_problem_is_explained_where_its_type_leads(client):
    page = read(f"{DOCS}errors/")
    for problem in PROBLEMS:
        assert f'id="problem-{problem.code}"' in page
        assert html.escape(str(problem.advice)) in page
        assert (
            client.get(f"/api/v1/problems/{problem.code}/")["Location"]
            == f"{DOCS}errors/#problem-{problem.code}"
        )


def test_every_scope_event_and_change_is_named():
    writing, calls, copies = (read(f"{DOCS}{name}/") for name in ("writing", "webhooks", "copies"))
    assert [scope for scope in Scope.values if f"<code>{scope}</code>" not in writing] == []
    assert [each for each in event_types() if f"<code>{each}</code>" not in calls] == []
    assert [each for each in Happening.values if f"<code>{each}</code>" not in copies] == []


def test_every_address_for_staff_is_named():
    page = html.unescape(read(f"{DOCS}writing/"))
    for pattern in staff:
        for method in pattern.callback.view_class.scopes:
            route = str(pattern.pattern).replace("slug:", "")
            assert f"<code>{method} /api/v1/{route}</code>" in page


# --- What is to be copied works ---


def test_the_script_is_the_one_that_is_tested(client, root):
    response = client.get(f"{DOCS}mirror.py")
    script = (root / "docs" / "mirror.py").read_bytes()
    assert b"".join(response.streaming_content) == script
    assert "mirror.py" in response["Content-Disposition"]
    assert html.escape(script.decode()) in read(f"{DOCS}copies/")


def test_the_check_of_signatures_takes_the_call_that_is_shown_and_no_other(root, later, monkeypatch):
    factories.released(PressRelease)
    page = html.unescape(read(f"{DOCS}webhooks/"))
    head, body = re.search(r"<code>POST\n(.*?)\n\n(.*?)</code>", page, re.DOTALL).groups()
    headers = dict(line.split(": ", 1) for line in head.splitlines())
    scope: dict[str, Any] = {}
    exec((root / "docs" / "check_webhook.py").read_text(), scope)
    monkeypatch.setattr(scope["time"], "time", later.timestamp)
    genuine = scope["is_genuine"]
    assert genuine(SECRET, headers, body.encode())
    assert not genuine(SECRET, headers, body.encode() + b" ")
    assert not genuine("whsec_" + "A" * 44, headers, body.encode())
    monkeypatch.setattr(scope["time"], "time", lambda: later.timestamp() + 301)
    assert not genuine(SECRET, headers, body.encode())
    assert json.loads(body)["data"]["ref"] == PublicChange.objects.get(entry__kind="press-release").entry.ref


def test_the_steps_of_a_draft_can_be_taken(later):
    issuer = factories.released(Organization)
    factories.released(PressRelease, issuer=issuer)
    page = html.unescape(read(f"{DOCS}writing/"))
    steps = [each for each in map(html.unescape, COMMAND.findall(page)) if "/entries/" in each]
    assert len(steps) == 5
    tool, editor = bearer(member_of_staff("author", "Author")), bearer(member_of_staff("editor", "Editor"))
    answer = take(tool, steps[0], "", "")
    ref = answer.json()["ref"]
    assert answer.status_code == 201
    for step, expected in zip(steps[1:4], (200, 200, (200, 409)), strict=True):
        answer = take(tool, step, ref, tool.get(f"/api/v1/entries/{ref}/")["ETag"])
        assert answer.status_code in (expected if isinstance(expected, tuple) else (expected,)), answer.text
    answer = take(editor, steps[4], ref, tool.get(f"/api/v1/entries/{ref}/")["ETag"])
    # Whatever is missing is named: the command itself was understood.
    assert answer.status_code in (200, 409), answer.text


def take(tool: Client, command: str, ref: str, etag: str) -> Any:
    """Do what a command says, with the entry and its tag put in."""
    data = re.search(r"-d '(.*?)' ", command)
    address = command.rpartition(' "')[2].removesuffix('"').removeprefix(SITE)
    address = re.sub(r"KC-\d{4}-\d{4}", ref, address)
    headers = {"If-Match": etag} if etag else {}
    if data is None:
        return tool.get(address)
    method = "PUT" if "-X PUT" in command else "POST"
    return tool.generic(method, address, data[1], content_type="application/json", headers=headers)


def test_the_reference_needs_no_other_host_and_no_inline_code(client):
    page = client.get(f"{DOCS}reference/").content.decode()
    assert re.findall(r'(?:src|href)="(?!/static/|/api/)([^"]*)"', page) == []
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    script = client.get(f"{DOCS}reference/?script=")
    assert script["Content-Type"] == "application/javascript"
    assert "/api/v1/openapi.json" in script.content.decode()
    assert '"validatorUrl": null' in script.content.decode()


def test_every_resource_has_its_place_in_the_reference(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    tags = {tag for path in paths.values() for each in path.values() for tag in each["tags"]}
    assert set(NAMES) <= tags


@pytest.mark.parametrize("language", Language.values)
def test_the_licence_stays_where_the_catalog_says(language):
    assert 'id="licence"' in read(DOCS, language)


def test_amounts_are_not_shown_as_dates(client, db):
    page = client.get("/api/v1/docs/queries/").text
    row = page[page.index("<code>amount_from</code>") :].partition("</tr>")[0]

    assert "2000000.50" in row
    assert "2026-06" not in row
