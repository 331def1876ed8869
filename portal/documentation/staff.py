"""What the page for staff shows: tokens, the addresses at which programs write, and a draft step by step."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, get_resolver, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.api.base import StaffView
from portal.documentation.answers import ask, asked_of
from publishing.languages import Language
from tokens.answers import KEPT
from tokens.models import Scope

__all__ = ["writing"]

Words = str | Promise
Facts = dict[str, Any]

RELEASES = "press-releases"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Route:
    """An address for staff: what may be done there, and for what a token must have been issued."""

    route: str
    method: str
    scopes: list[str]
    does: Words


# What the addresses for staff do, by their names and methods.
_DOES: dict[tuple[str, str], Words] = {
    ("new-entry", "POST"): _("Begins a draft with its facts and texts."),
    ("entry", "GET"): _("Gives an entry with all that is in the making, and its ETag."),
    ("entry", "PATCH"): _("Revises facts and texts of a draft; what is not named stays."),
    ("entry-text", "PUT"): _("Writes the text in one language anew."),
    ("readiness", "GET"): _("Lists what is still missing before the release."),
    ("submit", "POST"): _("Submits a draft for review."),
    ("return", "POST"): _("Returns an entry to its author, with a reason."),
    ("approve", "POST"): _("Approves an entry, for a moment or at once."),
    ("withdraw", "POST"): _("Withdraws an entry, with a reason that readers see."),
    ("files", "POST"): _("Takes in a picture, or a file of an entry."),
}


def writing(request: HttpRequest, language: Language) -> Facts:
    """What tokens are for, and the addresses at which staff write."""
    return {
        "scopes": [(each.value, each.label) for each in Scope],
        "routes": list(_routes()),
        "answers_hours": KEPT // HOUR,
        "steps": _steps(request),
        "me": f'curl -H "Authorization: Bearer $TOKEN" "{_newest(request)}"',
    }


def _steps(request: HttpRequest) -> list[Facts]:
    """The way of a press release from its first word to its approval."""
    known = ask(RELEASES, request, asked_of(RELEASES, fields="issuer", page_size="1")).first
    issuer = known["issuer"]["ref"] if known and known["issuer"] else "KC-2026-0001"
    draft = {
        "kind": "press-release",
        "facts": {"slug": "clean-air", "dated": "2026-06-01", "issuer": issuer},
        "texts": {"ko": {"title": "맑은 공기", "body": "<p>…</p>"}},
    }
    text = {"title": "Clean air", "body": "<p>…</p>"}
    moment = {"release_at": "2026-06-01T12:00+09:00"}
    return [
        _step(request, _("Begin it; the answer has its reference and its ETag:"), "POST", "", draft),
        _step(request, _("Write the text in another language:"), "PUT", "KC-2026-9999/texts/en/", text),
        _step(request, _("Ask what is still missing:"), "GET", "KC-2026-9999/readiness/"),
        _step(request, _("Submit it:"), "POST", "KC-2026-9999/submit/", {}),
        _step(request, _("Approve it for a moment:"), "POST", "KC-2026-9999/approve/", moment),
    ]


def _step(request: HttpRequest, says: Words, method: str, path: str, body: Any = None) -> Facts:
    start = "curl -X PUT" if method == "PUT" else "curl"
    parts = [f'{start} -H "Authorization: Bearer $TOKEN"']
    if body is not None:
        condition = "'If-Match: \"…\"'" if path else '"Idempotency-Key: $(uuidgen)"'
        parts += [f"-H {condition}", '-H "Content-Type: application/json"']
        parts.append(f"-d '{json.dumps(body, ensure_ascii=False)}'")
    parts.append(f'"{request.build_absolute_uri(reverse("api:new-entry"))}{path}"')
    return {"says": says, "command": " \\\n  ".join(parts)}


def _newest(request: HttpRequest) -> str:
    return request.build_absolute_uri(asked_of(RELEASES, page_size="100"))


def _routes() -> Iterator[Route]:
    prefix, resolver = get_resolver().namespace_dict["api"]
    for pattern in resolver.url_patterns:
        if not isinstance(pattern, URLPattern):
            continue
        view = getattr(pattern.callback, "view_class", None)
        if view is None or not issubclass(view, StaffView):
            continue
        route = f"/{prefix}{pattern.pattern}".replace("slug:", "")
        for method, scopes in view.scopes.items():
            does = _DOES[str(pattern.name), method]
            yield Route(route, method, [scope.value for scope in scopes], does)
