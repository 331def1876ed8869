"""The search across all kinds."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from publishing import kinds, search
from publishing.api import fields
from publishing.api.facts import EntryLink
from publishing.api.paging import Cursor, Page, decoded, encoded, invalid
from publishing.api.parameters import page_size
from publishing.api.problems import InvalidParameters, Mistake, too_long, unknown_value
from publishing.api.renderers import Csv
from publishing.api.views import ReadView, with_links
from publishing.languages import Language
from publishing.models import Entry

__all__ = ["Search", "known_kinds"]

ORDER = "relevance"
FURTHEST = 10_000


class HitSerializer(EntryLink):
    """A record that was found, and where: ``snippet`` is HTML that marks the words."""

    deck = fields.OfText()
    found_in = fields.Code(codes=Language.values, source="found.language")
    snippet = fields.Plain(source="found.snippet")
    found_as = fields.Plain(source="found.found_as", optional=True)

    class Meta:
        model = Entry
        fields = (*EntryLink.Meta.fields, "deck", "found_in", "snippet", "found_as")


class Search(ReadView):
    """Search all kinds in all three languages, the best hits first, counted by kind.

    Names that organizations and people had before, and acronyms, are found too.
    """

    group = basename = "search"
    renderer_classes = (JSONRenderer, Csv)
    serializer_class = HitSerializer
    known = ("q", "kind", "cursor", "page_size")
    required = ("q",)
    described: ClassVar[dict[str, Any]] = {
        "q": (
            {"type": "string", "maxLength": 200},
            "Words to look for; all of them must be there.",
        ),
    }

    def repeatable(self) -> tuple[str, ...]:
        return ("kind",)

    def get(self, request: Request) -> Response:
        """One page of hits."""
        query, size = request.query_params, page_size(request.query_params)
        if "q" not in query:
            raise InvalidParameters([Mistake("q", "", _("Say what to look for."))])
        if len(query["q"]) > search.MAX_QUERY:
            raise InvalidParameters([Mistake("q", query["q"], too_long(search.MAX_QUERY))])
        results = search.find(query["q"], self.wanted.language, kinds=known_kinds(query.getlist("kind")))
        start = _start(query.get("cursor"))
        found = search.show(results[start : start + size + 1], results)
        for each in found:
            each.entry.found = each  # type: ignore[attr-defined]  # carried to its serializer
        page = Page(
            [each.entry for each in found[:size]],
            _cursor(start + size) if len(found) > size else None,
            _cursor(max(0, start - size)) if start else None,
        )
        hits = HitSerializer(page.rows, many=True, context=self.get_serializer_context()).data
        return with_links(
            request, {"counts": results.counts, "more": sorted(results.more), "results": hits}, page
        )

    @staticmethod
    def envelope(links: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        """The schema of an answer around that of one hit."""
        counts = {
            "type": "object",
            "description": "The number of hits of each kind, whatever `kind` asks for.",
            "additionalProperties": {"type": "integer"},
        }
        more = {
            "type": "array",
            "description": (
                "The kinds that may have more hits than were counted: of each kind only the newest entries that hold the"
                " words are counted and ranked. All other counts are exact."
            ),
            "items": {"type": "string"},
        }
        properties = {**links, "counts": counts, "more": more, "results": {"type": "array", "items": schema}}
        return {"type": "object", "properties": properties, "required": list(properties)}


def known_kinds(asked: list[str]) -> list[str]:
    """The codes of kinds ``asked`` for, if all of them exist."""
    known = [kind.code for kind in kinds.every()]
    mistakes = [Mistake("kind", code, unknown_value(), known) for code in asked if code not in known]
    if mistakes:
        raise InvalidParameters(mistakes)
    return asked


def _cursor(start: int) -> str:
    return encoded(Cursor(ORDER, None, start))


def _start(text: str | None) -> int:
    if text is None:
        return 0
    cursor = decoded(text)
    if cursor.ordering != ORDER or cursor.backwards or cursor.key > FURTHEST:
        raise invalid(text)
    return cursor.key
