"""The formats that answers come in beside JSON, and how one of them is chosen: by ``format``, else by ``Accept``."""

import re
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.utils.mediatypes import _MediaType

from publishing import clock
from publishing.api import tables
from publishing.api.problems import InvalidParameters, Mistake, unknown_value

__all__ = ["Calendar", "Csv", "LinkedData", "Negotiation", "NotOffered", "alternates"]

FORMAT = "format"


class NotOffered(NotAcceptable):
    """There is no answer in the format wanted, only in those of ``renderers``."""

    def __init__(self, renderers: list[BaseRenderer]) -> None:
        super().__init__(available_renderers=renderers)
        self.extensions = {"media_types": [renderer.media_type for renderer in renderers]}


class Negotiation(DefaultContentNegotiation):
    """``?format=`` decides, whatever the ``Accept`` header says; without it the header does, and JSON is preferred."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        asked = request.query_params.get(FORMAT)
        if asked:
            for renderer in renderers:
                if renderer.format == asked:
                    return renderer, renderer.media_type
            known = [renderer.format for renderer in renderers]
            raise InvalidParameters([Mistake(FORMAT, asked, unknown_value(), known)])
        accepted = [_MediaType(token) for token in self.get_accept_list(request)]
        chosen = max(renderers, key=lambda renderer: _welcome(renderer, accepted))
        if _welcome(chosen, accepted) == (0, 0):
            raise NotOffered(list(renderers))
        return chosen, _as_accepted(chosen, accepted)


def _welcome(renderer: BaseRenderer, accepted: list[_MediaType]) -> tuple[float, int]:
    """How much the client wants this format, and how plainly it said so; what is said most plainly counts."""
    own = _MediaType(renderer.media_type)
    fitting = [each for each in accepted if each.full_type and own.match(each)]
    if not fitting:
        return 0, 0
    plainest = max(fitting, key=lambda each: each.precedence)
    quality = _quality(plainest)
    return (quality, plainest.precedence) if quality else (0, 0)


def _quality(accepted: _MediaType) -> float:
    """The weight of RFC 9110; of what is no number, the whole."""
    weight = accepted.params.get("q", "1")
    return float(weight) if re.fullmatch(r"[01](\.[0-9]{0,3})?", weight, re.ASCII) else 1


def _as_accepted(renderer: BaseRenderer, accepted: list[_MediaType]) -> str:
    """The media type with the parameters it was named with, such as ``indent`` of JSON."""
    own = renderer.media_type
    return next((each.orig for each in accepted if each.full_type == own), own)


class Other(BaseRenderer):
    """Base of the formats beside JSON; what went wrong is told in JSON all the same."""

    charset: str | None = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        if data is None or renderer_context["response"].exception:
            return JSONRenderer().render(data)
        if name := self.filename(renderer_context["view"]):
            renderer_context["response"].headers["Content-Disposition"] = name
        return self.written(data, renderer_context["view"])

    def filename(self, view: Any) -> str:
        """The header that names the file; empty for what is shown."""
        return ""

    def written(self, data: Any, view: Any) -> bytes:
        """``data``, which the view answers with, in this format; what is bytes already is so."""
        return data


class Csv(Other):
    """A list as a table, page by page like the JSON; the ``Link`` header leads to the next page."""

    media_type = "text/csv"
    format = "csv"

    def filename(self, view: Any) -> str:
        language = "all" if view.wanted.every else view.wanted.language
        return f'attachment; filename="{view.basename}-{language}-{clock.now():%Y-%m-%d}.csv"'

    def written(self, data: Any, view: Any) -> bytes:
        serializer = view.serializer_class(context=view.get_serializer_context())
        heads = tables.columns(serializer, every=view.wanted.every)
        lines = [tables.head(heads), *(tables.row(heads, record) for record in data["results"])]
        return "".join(lines).encode()


class LinkedData(Other):
    """The structured data of the record's page, word for word."""

    media_type = "application/ld+json"
    format = "jsonld"
    charset = None  # JSON is always UTF-8


class Calendar(Other):
    """A record as a calendar to keep."""

    media_type = "text/calendar"
    format = "ics"

    def filename(self, view: Any) -> str:
        return f'inline; filename="{view.shown.slug}.ics"'


def alternates(request: Request, offered: list[BaseRenderer]) -> str:
    """RFC 8288 links from the answer to ``request`` to the other formats that it is ``offered`` in."""
    links = []
    for renderer in offered:
        if renderer.format == request.accepted_renderer.format:
            continue
        query = request.query_params.copy()
        query[FORMAT] = str(renderer.format)
        address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        links.append(f'<{address}>; rel="alternate"; type="{renderer.media_type}"')
    return ", ".join(links)
