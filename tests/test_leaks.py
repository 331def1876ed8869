"""Nothing that is not yet, or no longer, visible is anywhere: every address is walked, and a new one must be known."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from publishing import clock, kinds
from publishing.languages import Language
from publishing.models import Attachment, Entry, Rendition
from tests import factories
from tests.factories import FACTS, NOON
from tests.world import add_additively, add_hidden, point_at_hidden, visible_world

pytestmark = pytest.mark.django_db

BEFORE = NOON - timedelta(seconds=1)
# Staff only; their tests ask for permissions address by address.
NOT_PUBLIC = ("admin/", "i18n/")
BY_KIND = {kind.routes: kind for kind in (model.KIND for model in FACTS)}
BY_RESOURCE = {kind.resource: kind for kind in BY_KIND.values()}
WORD = "verborgen"


def patterns(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, dict]]:
    """Name, route and parameters of every address of the portal."""
    for item in resolver.url_patterns:
        route = prefix + str(item.pattern)
        if route.startswith(NOT_PUBLIC):
            continue
        if isinstance(item, URLResolver):
            inner = ":".join(filter(None, [namespace, item.namespace]))
            yield from patterns(item, route, inner)
        elif isinstance(item, URLPattern):
            parameters = re.findall(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>", route)
            yield f"{namespace}:{item.name}" if namespace else str(item.name), route, {a or b for a, b in parameters}


def addresses(entries: list[Entry], renditions: list[Rendition], attachments: list[Attachment]) -> list[str]:
    """Every address there is with every one of ``entries``, in all languages; an unknown parameter fails."""
    found: list[str] = []
    for name, pattern, parameters in patterns(get_resolver()):
        routes = [pattern]
        if pattern.startswith("en/"):
            routes = [f"{language}/{pattern.removeprefix('en/')}" for language in Language.values]
        for route in routes:
            found += fill(name, route, parameters, entries, renditions, attachments)
    return sorted({f"/{address}" for address in found})


def fill(name, route, parameters, entries, renditions, attachments) -> list[str]:
    plain = re.sub(r"^\^|\$$|\\Z$", "", route).replace("\\.", ".")
    if not parameters:
        return [plain]
    if parameters == {"token", "width", "encoding"}:
        return [rendition.get_absolute_url().lstrip("/") for rendition in renditions]
    if parameters == {"token", "name"}:
        return [attachment.get_absolute_url().lstrip("/") for attachment in attachments]
    if parameters == {"ref"}:
        return [put(plain, "ref", entry.ref) for entry in entries]
    if parameters == {"slug"} and (kind := BY_KIND.get(name.split(":")[0])):
        return [put(plain, "slug", entry.slug) for entry in entries if entry.kind == kind.code]
    return fill_api(name, plain, parameters, entries)


def fill_api(name: str, route: str, parameters: set[str], entries: list[Entry]) -> list[str]:
    pytest.fail(f"The walk does not know what to ask of {name} ({route}) with {parameters}.")


def put(route: str, parameter: str, value: str) -> str:
    return re.sub(rf"<(?:\w+:)?{parameter}>|\(\?P<{parameter}>[^)]*\)", value, route)


QUERIES = ("", "?q=verborgen", "?year=2026", "?page=1")


def fetch(client: Client, every: list[str]) -> dict[str, tuple[int, bytes, str]]:
    """Status, body and headers of each address; what differs at every request is taken out."""
    answers = {}
    for address in every:
        for query in QUERIES if address.endswith("/") else ("",):
            response = client.get(address + query)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            body = re.sub(rb'nonce="[^"]+"', b"", body)
            headers = "\n".join(f"{key}: {value}" for key, value in response.headers.items() if "nonce-" not in value)
            answers[address + query] = (response.status_code, body, headers)
    return answers


def files_of(entries) -> tuple[list[Rendition], list[Attachment]]:
    renditions = Rendition.objects.filter(image__uses__entry__in=entries).select_related("image")
    return list(renditions), list(Attachment.objects.filter(entry__in=entries))


STATES = {
    "draft": factories.draft,
    "in review": factories.in_review,
    "scheduled": factories.scheduled,
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_hidden_changes_nothing_anywhere(client, state):
    world = visible_world()
    public = addresses(list(world.values()), *files_of(world.values()))
    with clock.as_of(BEFORE):
        empty = fetch(client, public)
    hidden = add_hidden(STATES[state], WORD)
    add_additively(world, hidden, WORD)
    with clock.as_of(BEFORE):
        full = fetch(client, public)
    assert {address for address in public if empty[address][0] not in (200, 302)} == set()
    changed = [address for address, answer in full.items() if answer != empty[address]]
    assert changed == []


@pytest.mark.parametrize("state", [*STATES, "withdrawn"])
def test_nothing_names_what_is_hidden(client, state):
    world = visible_world()
    hidden = add_hidden({**STATES, "withdrawn": factories.withdrawn}[state], WORD)
    add_additively(world, hidden, WORD)
    point_at_hidden(world, hidden)
    entries = [*world.values(), *hidden.values()]
    moment = NOON + timedelta(days=2) if state == "withdrawn" else BEFORE
    with clock.as_of(moment):
        answers = fetch(client, addresses(entries, *files_of(entries)))
    traces = traces_of(hidden.values(), withdrawn=state == "withdrawn")
    leaks = []
    for address, (status, body, headers) in answers.items():
        text = own_address_removed(address, body.decode("utf-8", "replace") + headers).lower()
        leaks += [(address, status, trace) for trace in traces if trace in text and not allowed(trace, address, state)]
    assert leaks == []


def traces_of(hidden, *, withdrawn: bool) -> list[str]:
    """Words that only what is hidden has: its wording, slug, identifier, reference and file names."""
    traces = [WORD]
    for entry in hidden:
        traces += [str(entry.uid), entry.ref.lower()]
        traces += [use.image.token.lower() for use in entry.images.select_related("image")]
        traces += [attachment.token.lower() for attachment in entry.attachments.all()]
    return traces


def own_address_removed(address: str, text: str) -> str:
    """``text`` without the address that was asked for, which an answer may repeat."""
    return text.replace(address, "").replace("q=verborgen", "").replace(">verborgen<", "").replace('"verborgen"', "")


def allowed(trace: str, address: str, state: str) -> bool:
    """A withdrawn entry leaves its reference and identifier in notices and tombstones, and nothing else."""
    return state == "withdrawn" and not trace.startswith(WORD)


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
def test_unreleased_and_unknown_answer_alike(client, model):
    entry = factories.scheduled(model, slug=f"{WORD}-entry")
    known = addresses([entry], [], [])
    with clock.as_of(BEFORE):
        answers = fetch(client, [address for address in known if entry.slug in address or entry.ref in address])
    assert answers
    unknown = Entry(slug="unbekannt-entry", ref="KC-2026-9999", kind=entry.kind, uid="00000000-0000-4000-8000-000000000000")
    with clock.as_of(BEFORE):
        for address, answer in answers.items():
            twin = address.replace(entry.slug, unknown.slug).replace(entry.ref, unknown.ref).replace(str(entry.uid), str(unknown.uid))
            assert answer[0] == 404, address
            assert fetch(client, [twin.split("?")[0]])[twin] == answer, address


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
def test_an_entry_appears_in_the_second_of_its_release(client, model):
    entry = factories.scheduled(model, slug="pünktlich".replace("ü", "ue"), title="Puenktlich")
    kind = kinds.get(entry.kind)
    own = entry.path("ko")
    with clock.as_of(BEFORE):
        assert client.get(own).status_code == 404
    with clock.as_of(NOON):
        answer = client.get(own)
        assert answer.status_code == 200
        assert "Puenktlich ko" in answer.content.decode()
        if kind.code != "page":
            assert "Puenktlich ko" in client.get(own.replace("puenktlich/", "")).content.decode()
