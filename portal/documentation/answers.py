"""Examples answered from within, as the API answers them now: by the same views, without a request over the network."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, QueryDict
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from portal.documentation.examples import Example, address_of
from portal.resources import RESOURCES
from publishing.api import expanding, parameters, problems
from publishing.api.changes import Changes
from publishing.api.languages import wanted
from publishing.api.problems import InvalidParameters
from publishing.api.search import Search
from publishing.languages import Language

__all__ = ["Shown", "ask", "asked_of", "curl", "refused", "shown", "trimmed", "view_of"]

# What a page shows of an answer: so many characters of a text, items of a list of records, codes of a list.
LONGEST, MOST_RECORDS, MOST_CODES = 100, 1, 5
CUT = "…"

_SINGLE: dict[str, type[Any]] = {"search": Search, "changes": Changes}


class _Question(HttpRequest):
    """A request that nobody sent: the reader's own, asked of another address."""

    def __init__(self, asked: HttpRequest, address: str) -> None:
        super().__init__()
        parts = urlsplit(address)
        self.method, self.path, self.asked = "GET", parts.path, asked
        self.GET = QueryDict(parts.query)
        self.META = {**asked.META, "QUERY_STRING": parts.query}

    def build_absolute_uri(self, location: str | None = None) -> str:
        return self.asked.build_absolute_uri(location or self.path)


@dataclass(frozen=True)
class Shown:
    """A question with its answer: the path that is asked, the command that asks it, and what it gives."""

    address: str
    command: str
    answer: Any

    @property
    def text(self) -> str:
        """The answer as it is printed, with long parts cut short."""
        return json.dumps(trimmed(self.answer), ensure_ascii=False, indent=2, default=str)

    @property
    def first(self) -> dict[str, Any] | None:
        """The first record, if there is one."""
        return next(iter(self.answer["results"]), None)


def asked_of(resource: str, **query: str) -> str:
    """The path of a query to ``resource``."""
    return f"{address_of(resource)}?{urlencode(query)}"


def curl(request: HttpRequest, address: str, *options: str) -> str:
    """The command that asks ``address`` of this portal."""
    return " ".join(["curl", *options, f'"{request.build_absolute_uri(address)}"'])


def view_of(resource: str, action: str = "list") -> Any:
    """The view that answers for ``resource``; of ``action`` "retrieve" for one record."""
    if resource in _SINGLE:
        return _SINGLE[resource]()
    registry: list[tuple[str, Any, str]] = RESOURCES.registry
    viewset = next(viewset for prefix, viewset, _name in registry if prefix == resource)
    return viewset(basename=resource, action=action)


def shown(example: Example, request: HttpRequest, language: Language) -> Shown:
    """``example`` with its answer; where it finds nothing in this portal, the beginning of the whole list."""
    try:
        found = ask(example.resource, request, example.address(language))
    except InvalidParameters:
        found = None
    if found is None or found.first is None:
        return ask(example.resource, request, example.address(language, filtered=False))
    return found


def ask(resource: str, request: HttpRequest, address: str) -> Shown:
    """What ``address``, that of a list of ``resource``, answers; :class:`InvalidParameters` as there."""
    view, question = view_of(resource), _Question(request, address)
    view.asked, view.request = question, Request(question)
    view.request.accepted_renderer = JSONRenderer()
    view.wanted = wanted(view.request)
    query = view.request.query_params
    parameters.check(query, {"format", "lang", *view.parameters()}, repeatable=view.repeatable())
    if resource in _SINGLE:
        return Shown(address, curl(request, address), view.get(view.request).data)
    view.chosen = parameters.field_names(query, view.serializer_class.all_names())
    view.expanded = expanding.names(query, view.serializer_class, view.chosen, paged=view.paged)
    return Shown(address, curl(request, address), view.list(view.request).data)


def refused(resource: str, request: HttpRequest, address: str) -> Shown:
    """The problem with which ``address`` is answered; ``LookupError`` if there is none."""
    try:
        ask(resource, request, address)
    except InvalidParameters as error:
        answer = problems.handle(error, {"request": _Question(request, address)})
        if answer is not None:
            return Shown(address, curl(request, address), answer.data)
    raise LookupError(f"{address} is answered")


def trimmed(value: Any) -> Any:
    """``value`` short enough to read; what is left out of a list is counted, as in "… +3"."""
    if isinstance(value, dict):
        return {name: trimmed(each) for name, each in value.items()}
    if isinstance(value, list):
        most = MOST_RECORDS if any(isinstance(each, dict) for each in value) else MOST_CODES
        left = len(value) - most
        return [trimmed(each) for each in value[:most]] + ([f"{CUT} +{left}"] if left > 0 else [])
    if isinstance(value, str) and len(value) > LONGEST and not value.startswith("http"):
        return value[:LONGEST].rstrip() + CUT
    return value
