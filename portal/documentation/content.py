"""What each page of the documentation shows of the portal, in a bounded number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import ngettext

from desk.api.base import GROUP
from portal.documentation import declared
from portal.documentation.answers import Shown, ask, asked_of, curl, refused, shown, view_of
from portal.documentation.chart import Chart, chart
from portal.documentation.examples import EXAMPLES, WHOLE, Example
from portal.dumps.licences import URLS
from portal.dumps.store import latest
from portal.dumps.views import LATEST, Dumps, address
from publishing import clock
from publishing.api import limits
from publishing.api.expanding import MOST_NAMES, MOST_RECORDS, MOST_ROWS
from publishing.api.parameters import PAGE_SIZE, PAGE_SIZE_LIMIT
from publishing.api.problems import PROBLEMS
from publishing.enums import Happening, Licence
from publishing.languages import Language
from publishing.models import Entry, PublicChange
from publishing.presentation import listed
from publishing.visibility import public
from webhooks.events import TEST, delivery_of
from webhooks.models import OVERLAP_OF_SECRETS, Endpoint
from webhooks.sending import DELAYS, KEPT, PATIENCE
from webhooks.signing import signature

__all__ = [
    "copies",
    "errors",
    "formats",
    "queries",
    "records",
    "resource",
    "start",
    "versions",
    "webhooks",
]

Words = str | Promise
Facts = dict[str, Any]

RELEASES = "press-releases"
DOCS = settings.BASE_DIR / "docs"
HOUR = timedelta(hours=1)
# Signs the example, and nothing else.
SECRET = "whsec_ZXhhbXBsZSBzZWNyZXQsIG9wZW5zIG5vdGhpbmcgYXQgYWxs"  # noqa: S105 -- shown to everybody
# What can happen to a node of a vocabulary.
OF_NODES = (Happening.RELEASED, Happening.REVISED, Happening.WITHDRAWN)


# --- Quick start, and the map ---


@dataclass(frozen=True)
class Row:
    """A resource in the map, with the resources that its records link to, and by what names."""

    example: Example
    links: list[tuple[str, list[str]]]


def start(request: HttpRequest, language: Language) -> Facts:
    """The first three commands, and the map of the resources."""
    since = clock.now().astimezone().date() - timedelta(days=1)
    newest = ask(
        RELEASES,
        request,
        asked_of(RELEASES, lang=language, fields="ref,title,released_at,url", page_size="3"),
    )
    record = newest.first
    single = f"{reverse(f'api:{RELEASES}-detail', args=[record['ref']])}?lang={language}" if record else ""
    changed = asked_of("changes", since=f"{since}T00:00:00+09:00")
    return {
        "newest": newest,
        "record": {"address": single, "command": curl(request, single)} if single else None,
        "changed": {"address": changed, "command": curl(request, changed)},
        "rows": _rows(),
        "chart": _chart(),
        "licences": [{"code": each.value, "label": each.label, "url": URLS.get(each)} for each in Licence],
    }


@cache
def _rows() -> tuple[Row, ...]:
    rows = []
    for example in EXAMPLES:
        names: dict[str, list[str]] = {}
        for link in declared.links(example.resource):
            if link.resource and not link.is_common:
                names.setdefault(link.resource, []).append(link.name)
        rows.append(Row(example, list(names.items())))
    return tuple(rows)


@cache
def _chart() -> Chart:
    return chart(
        [example.resource for example in EXAMPLES],
        {row.example.resource: [target for target, _names in row.links] for row in _rows()},
    )


# --- One resource ---


def resource(example: Example, request: HttpRequest, language: Language) -> Facts:
    """All about the resource of ``example``."""
    name = example.resource
    found = shown(example, request, language)
    own_links = [link for link in declared.links(name) if not link.is_common]
    return {
        "example": example,
        "shown": found,
        "single": _single(name, found, request, language),
        "list_formats": _formats(found.address, declared.formats(name, "list")),
        "filters": declared.filters(name),
        "common_filters": [each.name for each in declared.common_filters()]
        if declared.is_of_entries(name)
        else [],
        "orderings": declared.orderings(name),
        "facts": [(fact, *fact.meaning(language)) for fact in declared.facts(name)],
        "common_facts": [each.name for each in declared.common_facts()]
        if declared.is_of_entries(name)
        else [],
        "links": own_links,
        "common_links": [link for link in declared.links(name) if link.is_common],
        "is_whole": name in WHOLE,
        "reference": f"{reverse('api-reference')}#/{name}",
    }


def _single(name: str, found: Shown, request: HttpRequest, language: Language) -> Facts | None:
    """The command for the first record that is shown, and the other formats it comes in."""
    if found.first is None or "api_url" not in found.first or not hasattr(view_of(name), "retrieve"):
        return None
    asked = f"{reverse(f'api:{name}-detail', args=[found.first['slug']])}?lang={language}"
    others = declared.formats(name, "retrieve")
    if found.first.get("starts_on", True) is None:
        others = [each for each in others if each != "ics"]
    return {"address": asked, "command": curl(request, asked), "formats": _formats(asked, others)}


def _formats(asked: str, codes: list[str]) -> list[tuple[str, str]]:
    asked = asked.replace("lang=%2A&", "").replace("?lang=%2A", "")
    mark = "&" if "?" in asked else "?"
    return [(code, f"{asked}{mark}format={code}") for code in codes if code != "json"]


# --- Records and queries ---


def records(request: HttpRequest, language: Language) -> Facts:
    """What all records say, and in which languages."""
    fields = "title,language,authoritative_language,stale,notice"
    return {
        "one": ask(RELEASES, request, asked_of(RELEASES, lang=language, fields=fields, page_size="1")),
        "every": ask(RELEASES, request, asked_of(RELEASES, lang="*", fields=fields, page_size="1")),
        "facts": [(fact, *fact.meaning(language)) for fact in declared.common_facts()],
    }


def queries(request: HttpRequest, language: Language) -> Facts:
    """How lists are asked."""
    fields = asked_of(RELEASES, lang=language, fields="title,issuer", page_size="1")
    expanded = asked_of(RELEASES, lang=language, fields="title,issuer", expand="issuer", page_size="1")
    page = reverse("api:root")
    return {
        "filters": declared.common_filters(),
        "fields": ask(RELEASES, request, fields),
        "expanded": {"address": expanded, "command": curl(request, expanded)},
        "conditional": curl(request, page, "-i", "-H", "'If-None-Match: W/\"…\"'"),
        "page_size": PAGE_SIZE,
        "page_size_limit": PAGE_SIZE_LIMIT,
        "most_names": MOST_NAMES,
        "most_rows": MOST_ROWS,
        "most_records": MOST_RECORDS,
    }


# --- Formats and copies ---


def formats(request: HttpRequest, language: Language) -> Facts:
    """Formats beside JSON, and what can be downloaded."""
    run = latest()
    files = [each for each in run.manifest["files"] if "resource" in each] if run else []
    by_resource: dict[str, Facts] = {}
    for each in files:
        row = by_resource.setdefault(each["resource"], {"records": each["records"], "files": []})
        row["files"].append({**each, "url": address(LATEST, each["name"])})
    table = asked_of("events", lang=language, format="csv")
    return {
        "csv": {"address": table, "command": curl(request, table, "-O", "-J")},
        "run": run,
        "files": by_resource,
        "dictionary": address(LATEST, "dictionary.json"),
        "manifest": address(LATEST),
        "download": curl(request, address(LATEST, "events.ndjson"), "-O"),
        "resumed": curl(request, address(LATEST, "events.ndjson"), "-O", "-C", "-"),
    }


def copies(request: HttpRequest, language: Language) -> Facts:
    """The stream of changes and the script that follows it."""
    return {
        "changes": ask("changes", request, asked_of("changes", lang=language, page_size="1")),
        "happenings": [(each.value, each.label) for each in Happening],
        "fetch": curl(request, reverse("api-docs-mirror"), "-O"),
        "run": f"python3 mirror.py {request.build_absolute_uri('/').rstrip('/')} copy/",
        "script": (DOCS / "mirror.py").read_text("utf-8"),
    }


def webhooks(request: HttpRequest, language: Language) -> Facts:
    """What a call holds, how it is signed and repeated."""
    return {
        "types": event_types(),
        "call": _call(),
        "secret": SECRET,
        "check": (DOCS / "check_webhook.py").read_text("utf-8"),
        "delays": listed({"value": duration(each), "html_lang": ""} for each in DELAYS),
        "attempts": len(DELAYS) + 1,
        "overlap_hours": OVERLAP_OF_SECRETS // HOUR,
        "patience_days": PATIENCE.days,
        "kept_days": KEPT.days,
    }


def event_types() -> list[str]:
    """The types of events: of records, of nodes of the vocabularies, and the test."""
    return [*(f"entry.{each}" for each in Happening), *(f"term.{each}" for each in OF_NODES), TEST]


def _call() -> Facts | None:
    """The call that would tell of the newest change of something that is public, if there is any."""
    now = clock.now()
    rows = PublicChange.objects.filter(at__lte=now, entry__in=public(Entry).values("pk"))
    change = rows.select_related("entry").order_by("-at", "-pk").first()
    if change is None:
        return None
    delivery = delivery_of(change, Endpoint(), now)
    timestamp = int(now.timestamp())
    signed = signature(SECRET, delivery.event_id, timestamp, delivery.payload)
    return {"id": delivery.event_id, "timestamp": timestamp, "signature": signed, "body": delivery.payload}


# --- Errors, limits, tokens, versions ---


def errors(request: HttpRequest, language: Language) -> Facts:
    """Every kind of error, with an example, and how much may be asked."""
    return {
        "refused": refused(RELEASES, request, asked_of(RELEASES, lang=language, colour="red")),
        "problems": PROBLEMS,
        "anonymous": settings.API_LIMIT_ANONYMOUS,
        "keyed": settings.API_LIMIT_KEYED,
        "limit_groups": _limit_groups(),
        "page_size_limit": PAGE_SIZE_LIMIT,
    }


@cache
def _limit_groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for example in EXAMPLES:
        view = type(view_of(example.resource))
        groups.setdefault(view.group or limits.group_of(view), []).append(example.resource)
    groups.setdefault(limits.group_of(Dumps), []).extend(("dumps", "catalog.jsonld"))
    return {**groups, GROUP: ["entries", "files"]}


def duration(length: timedelta) -> str:
    """A pause in words of the active language."""
    hours, minutes = length // HOUR, length // timedelta(minutes=1)
    if hours:
        return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}


def versions(request: HttpRequest, language: Language) -> Facts:
    """The version of the API, what is going to leave it, and what has changed."""
    return {
        "version": settings.SPECTACULAR_SETTINGS["VERSION"],
        "deprecated": list(_deprecated()),
        "releases": changelog((DOCS / "api-changes.md").read_text("utf-8")),
    }


def _deprecated() -> Iterator[tuple[str, str, Any]]:
    """What is deprecated: the resource, what of it, and since when."""
    for example in EXAMPLES:
        for what, said in getattr(view_of(example.resource), "deprecated", {}).items():
            yield example.resource, what, said


def changelog(text: str) -> list[tuple[str, list[str]]]:
    """The headings of the second level in ``text``, Markdown, each with the points of the lists below it."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("## "):
            found.append((line.removeprefix("## "), []))
        elif found and line.startswith("- "):
            found[-1][1].append(line.removeprefix("- "))
        elif found and found[-1][1] and line.startswith("  "):
            found[-1][1][-1] += f" {line.strip()}"
    return found
