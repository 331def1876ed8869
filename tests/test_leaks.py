"""Nothing that is not yet, or no longer, visible is anywhere: every address is walked, and a new one must be known."""

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pypdf import PdfReader

from calls.models import Call
from desk.preview import access_url, as_of_url, draft_url
from news.models import PressRelease
from opportunities.models import Opportunity
from portal.dumps.making import make
from portal.dumps.store import latest
from portal.logs import WithoutTokens
from portal.resources import RESOURCES
from portal.sitemaps import SECTIONS
from profiles.links import url
from profiles.models import ProfileLink
from programs.models import Instrument, Mechanism
from publishing import access, clock, kinds
from publishing.languages import Language
from publishing.models import AccessLink, Attachment, Entry, GlossaryTerm, Place, Rendition, Sector
from tests import factories
from tests.factories import FACTS, NOON
from tests.private import apply, express
from tests.world import HIDDEN_NAME, add_additively, add_hidden, files_of, point_at_hidden, visible_world

pytestmark = pytest.mark.django_db

BEFORE = NOON - timedelta(seconds=1)
# Staff only; their tests ask for permissions address by address.
NOT_PUBLIC = ("accounts/", "admin/", "api/v1/entries/", "api/v1/files/", "i18n/")
BY_KIND = {kind.routes: kind for kind in (model.KIND for model in FACTS)}
BY_RESOURCE = {kind.resource: kind for kind in BY_KIND.values()}
# Whose entries the pages of another namespace stand below.
BELOW = {"interest": "opportunities"}
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
            if not item.name:
                continue  # the same view under a second spelling
            parameters = re.findall(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>", route)
            yield (
                f"{namespace}:{item.name}" if namespace else str(item.name),
                route,
                {a or b for a, b in parameters},
            )


def addresses(entries: list[Entry]) -> list[str]:
    """Every address there is with every one of ``entries``, in all languages; an unknown parameter fails."""
    found: set[str] = set()
    for name, pattern, parameters in patterns(get_resolver()):
        languages = Language.values if pattern.startswith("en/") else ["en"]
        for language in languages:
            found |= filled(name, re.sub(r"\Aen/", f"{language}/", pattern), parameters, entries)
    return sorted(f"/{address}" for address in found)


def filled(name: str, route: str, parameters: set[str], entries: list[Entry]) -> set[str]:
    """The address ``route`` with every value that its parameters can have in this world."""
    plain = re.sub(r"\^|\$|\\Z", "", route).replace("\\.", ".")
    if name in LINKS:
        return closed_links(entries) if "inner" in parameters else {f"preview/{UNKNOWN}/"}
    if "run" in parameters:
        return dumped(plain)
    if name.startswith("dossiers:"):
        return {plain, *(f"{plain}?{query}" for query in chosen(plain, entries))}
    if frozenset(parameters) in FILES:
        return {each.get_absolute_url().lstrip("/") for each in FILES[frozenset(parameters)](entries)}
    values: Iterable[str] = [""]
    for parameter in parameters:
        values = values_of(parameter, name, plain, entries)
    return {put(plain, parameters, value) for value in values}


def chosen(route: str, entries: list[Entry]) -> Iterator[str]:
    """What a dossier may be asked of ``entries``; its form repeats the companies that were ticked."""
    if route.endswith(".pdf") and not route.startswith("en/"):
        return  # made of the same as the page, and slowly
    for entry in entries:
        if entry.kind in DOSSIERS and not (route.endswith(".pdf") and entry.kind != "exhibition"):
            yield f"event={entry.slug}&company=open-company"
        if entry.kind == "company" and "choose" not in route:
            yield f"event=open-exhibition&company={entry.slug}"


def dumped(route: str) -> set[str]:
    """The latest dump, or every file of it."""
    run = latest()
    names = [file["name"] for file in run.manifest["files"]] if run and "<str:name>" in route else [""]
    return {route.replace("<slug:run>", "latest").replace("<str:name>", name) for name in names}


def values_of(parameter: str, name: str, route: str, entries: list[Entry]) -> Iterable[str]:
    resource = next(iter(re.findall(r"\Aapi/v1/([a-z-]+)", route)), "")
    if parameter == "ref":
        return [entry.ref for entry in entries]
    if parameter == "slug" and resource in VOCABULARIES:
        return VOCABULARIES[resource]._default_manager.values_list("slug", flat=True)
    if name == "profiles:profile":
        return [UNKNOWN, *profile_tokens(entries)]
    namespace = name.split(":", maxsplit=1)[0]
    kind = BY_RESOURCE.get(resource) or BY_KIND.get(BELOW.get(namespace, namespace))
    if parameter == "slug" and kind:
        return [entry.slug for entry in entries if entry.kind == kind.code]
    if parameter not in VALUES:
        pytest.fail(f"The walk does not know what to ask of {name} ({route}).")
    return VALUES[parameter]


def profile_tokens(entries: list[Entry]) -> list[str]:
    """Links that open, to the profiles of companies that are hidden: their pages must not name them."""
    hidden = [entry for entry in entries if entry.kind == "company" and WORD in entry.slug]
    links = [ProfileLink.objects.create(company_id=entry.pk, language=Language.ENGLISH) for entry in hidden]
    return [url(link, Language.ENGLISH).rstrip("/").rpartition("/")[2] for link in links]


# Facts without a release time of their own.
VOCABULARIES = {
    "glossary": GlossaryTerm,
    "instruments": Instrument,
    "mechanisms": Mechanism,
    "places": Place,
    "sectors": Sector,
}
VALUES = {
    "code": ("not-found", "withdrawn"),
    "resource": tuple(prefix for prefix, _viewset, _name in RESOURCES.registry),
    "rest": ("nowhere",),
    "section": tuple(SECTIONS),
    "token": ("unbekannt",),
}


# These answer that something is missing: a query, or the address itself.
REFUSED = {"/api/v1/nowhere", "/api/v1/search", "/api/v1/search/"}


# The kinds of events that dossiers are made for.
DOSSIERS = ("delegation", "exhibition", "forum")


# Links of access that do not open: one that never was, and one to each entry that was revoked.
LINKS = ("access", "access-page")
UNKNOWN = "unbekannt"


def closed_links(entries: list[Entry]) -> set[str]:
    """Every page and file of ``entries`` below links that do not open."""
    pages = {(entry, entry.path(language)) for entry in entries for language in Language.values}
    for find in FILES.values():
        for file in find(entries):
            owner = getattr(file, "entry", None) or file.image.uses.first().entry
            pages.add((owner, file.get_absolute_url()))
    tokens = {entry.pk: revoked(entry) for entry in entries}
    return {f"preview/{token}{path}" for entry, path in pages for token in (UNKNOWN, tokens[entry.pk])}


def revoked(entry: Entry) -> str:
    """The token of a revoked link to ``entry``."""
    token = f"widerrufen-{entry.pk}"
    AccessLink.objects.get_or_create(
        token_hash=access.hashed(token),
        defaults={
            "entry_id": entry.pk,
            "purpose": "preview",
            "holder": "Kim",
            "language": "ko",
            "expires_at": NOON + timedelta(days=9),
            "revoked_at": NOON - timedelta(days=1),
            "created_by": factories.administrator(),
        },
    )
    return token


FILES = {
    frozenset({"encoding", "token", "width"}): lambda entries: Rendition.objects.filter(
        image__uses__entry__in=entries, crop=""
    ).select_related("image"),
    frozenset({"crop", "encoding", "token", "width"}): lambda entries: Rendition.objects.filter(
        image__uses__entry__in=entries, crop="card"
    ).select_related("image"),
    frozenset({"name", "token"}): lambda entries: Attachment.objects.filter(entry__in=entries),
}


def put(route: str, parameters: set[str], value: str) -> str:
    for parameter in parameters:
        route = re.sub(rf"<(?:\w+:)?{parameter}>|\(\?P<{parameter}>[^)]*\)", value, route)
    return re.sub(r"\\[AZ]", "", route)


# Finds the hidden word, and is not it letter by letter where a page repeats what was asked for.
QUERIES = ("", "?q=VERBORGEN")


# Headers that differ at every request: the nonce of scripts, the moment of the answer.
PASSING = ("Content-Security-Policy", "Expires")


def fetch(client: Client, every: list[str]) -> dict[str, tuple[int, bytes, str]]:
    """Status, body and headers of each address; what differs at every request is taken out."""
    answers = {}
    for address in every:
        for query in QUERIES if address.endswith(("/", "/suggest")) else ("",):
            response = client.get(address + query)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            if "dossier.pdf?" in address and response.status_code == 200:
                body = words_of(body)
            body = re.sub(rb'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"', b"", body)
            headers = "\n".join(
                f"{key}: {value}" for key, value in response.headers.items() if key not in PASSING
            )
            answers[address + query] = (response.status_code, body, headers)
    return answers


def words_of(document: bytes) -> bytes:
    """What a PDF says, which its bytes do not show."""
    read = PdfReader(BytesIO(document))
    return "\n".join([str(read.metadata), *(page.extract_text() for page in read.pages)]).encode()


HIDDEN = {
    f"{WORD}-draft": factories.draft,
    f"{WORD}-review": factories.in_review,
    f"{WORD}-scheduled": factories.scheduled,
}


def test_what_is_hidden_changes_nothing_anywhere(client):
    world = visible_world()
    with clock.as_of(BEFORE):
        make()
    public = addresses(list(world.values()))
    with clock.as_of(BEFORE):
        empty = fetch(client, public)
    for word, bring_in in HIDDEN.items():
        add_additively(world, add_hidden(bring_in, word), word)
        express(world[Opportunity], word)
        apply(world[Call], word)
    with clock.as_of(BEFORE):
        make()
        full = fetch(client, public)
    absent = {address for address in public if empty[address][0] not in (200, 302)}
    assert {address for address in absent if UNKNOWN not in address and "/preview/" not in address} <= EMPTY
    assert {empty[address][0] for address in public if address.startswith("/preview/")} == {404}
    changed = [address for address, answer in full.items() if answer != empty[address]]
    assert changed == []


# Addresses that want a query, or lead nowhere whatever there is to see.
EMPTY = {"/api/v1/search/", "/api/v1/nowhere"}


@pytest.mark.parametrize("stage", ["not yet released", "withdrawn"])
def test_nothing_names_what_is_hidden(client, stage):
    world = visible_world()
    entries = [*world.values()]
    hidden: list[Entry] = []
    ways = {WORD: factories.withdrawn} if stage == "withdrawn" else HIDDEN
    for word, bring_in in ways.items():
        added = add_hidden(bring_in, word)
        add_additively(world, added, word)
        hidden += added.values()
    point_at_hidden(world, added)
    private = [express(each, WORD) for each in (world[Opportunity], added[Opportunity])]
    private += [apply(each, WORD) for each in (world[Call], added[Call])]
    entries += hidden
    with clock.as_of(NOON + timedelta(days=2) if stage == "withdrawn" else BEFORE):
        make()
        answers = fetch(client, addresses(entries))
    traces = [HIDDEN_NAME, *([WORD] if stage == "withdrawn" else traces_of(hidden))]
    traces += [trace for each in private for trace in (each.ref, each.key)]
    leaks = []
    for address, (status, body, headers) in answers.items():
        text = (body.decode("utf-8", "replace") + headers).replace(address, "")
        leaks += [(address, status, trace) for trace in traces if trace in text]
    assert leaks == []


def traces_of(hidden: list[Entry]) -> list[str]:
    """Words that only what is hidden has: its wording and slug, identifiers, references and file names.

    A withdrawn entry leaves its reference and identifier in notices and tombstones, and nothing else.
    """
    traces = [WORD]
    for entry in hidden:
        traces += [str(entry.uid), entry.ref]
        traces += [use.image.token for use in entry.images.select_related("image")]
        traces += [attachment.token for attachment in entry.attachments.all()]
    return traces


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
def test_unreleased_and_unknown_answer_alike(client, model):
    entry = factories.scheduled(model, slug=f"{WORD}-entry")
    known = addresses([entry])
    with clock.as_of(BEFORE):
        answers = fetch(
            client, [address for address in known if entry.slug in address or entry.ref in address]
        )
    assert answers
    unknown = Entry(
        slug="unbekannt-entry",
        ref="KC-2026-9999",
        kind=entry.kind,
        uid="00000000-0000-4000-8000-000000000000",
    )
    with clock.as_of(BEFORE):
        for address, answer in answers.items():
            twin = (
                address.replace(entry.slug, unknown.slug)
                .replace(entry.ref, unknown.ref)
                .replace(str(entry.uid), str(unknown.uid))
            )
            assert answer[0] == (400 if "?" in address and address.startswith("/api/") else 404), address
            assert fetch(client, [twin.removesuffix(QUERIES[1])])[twin] == answer, address


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


def test_links_that_do_not_open_answer_alike(client):
    hidden = [factories.scheduled(PressRelease, slug=f"{WORD}-{number}") for number in (1, 2)]
    files_of(hidden[0], WORD)
    with clock.as_of(BEFORE):
        every = sorted(f"/{address}" for address in closed_links(hidden))
        answers = fetch(client, every)
        for address, answer in answers.items():
            assert answer[0] == 404
            twin = re.sub("/preview/[^/]+/", f"/preview/{UNKNOWN}/", address)
            assert answer == answers[twin], address


def test_nobody_looks_ahead_from_outside(client):
    entry = factories.scheduled(PressRelease)
    with clock.as_of(BEFORE):
        for address in (as_of_url(entry, NOON), draft_url(entry), access_url(entry)):
            response = client.get(address)
            assert (response.status_code, response.content) == (302, b"")
            assert response.headers["Location"].startswith("/admin/login/?next=")


def test_logs_name_no_secret_of_an_address():
    token = "0123456789abcdefghijkl.secret-signature"
    secret = [
        (name, put(route, parameters, token))
        for name, route, parameters in patterns(get_resolver())
        if parameters == {"token"}
    ]
    assert {"access", "alerts:manage", "interest:status", "interest:owner"} <= {
        name for name, _address in secret
    }
    for name, address in secret:
        line = "%s /%s HTTP/1.1"
        record = logging.LogRecord("server", logging.INFO, "", 0, line, ("GET", address), None)
        WithoutTokens().filter(record)
        assert token not in record.getMessage(), name
