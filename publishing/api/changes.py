"""The stream of public changes, by which a copy of the portal is kept true."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from rest_framework.request import Request
from rest_framework.response import Response

from publishing import clock
from publishing.api import fields, paging
from publishing.api.facts import FactsSerializer, kind_of
from publishing.api.paging import Cursor, Ordering, decoded, encoded, invalid
from publishing.api.parameters import page_size
from publishing.api.search import known_kinds
from publishing.api.views import ReadView, with_links
from publishing.enums import Stage
from publishing.models import Entry
from publishing.visibility import seen, with_texts

__all__ = ["Changes"]

ORDER = Ordering("changes", "changed_at", descending=False)
# A change is stored a little after the moment it bears, so the last minutes are told again, lest one is missed.
OVERLAP = timedelta(minutes=5)
RELEASED, CHANGED, WITHDRAWN = "released", "changed", "withdrawn"


class WhatHappened(fields.OfInstance):
    """Whether the record appeared, was changed or corrected, or was withdrawn."""

    plain = {"type": "string", "enum": [RELEASED, CHANGED, WITHDRAWN]}

    def to_representation(self, instance: Entry) -> str:
        if instance.stage() is Stage.WITHDRAWN:
            return WITHDRAWN
        return RELEASED if instance.changed_at == instance.release_at else CHANGED


class ChangeSerializer(FactsSerializer):
    """The latest change of one record; of a withdrawn one only the tombstone is left."""

    at = fields.Moment(source="changed_at")
    change = WhatHappened()
    slug = fields.Plain(optional=True)
    title = fields.OfText(optional=True)
    language = fields.LanguageOf(optional=True)
    url = fields.PageAddress(optional=True)
    api_url = fields.ApiAddress(optional=True)
    released_at = fields.Moment(source="release_at", optional=True)
    reason = fields.Plain(source="withdrawn_reason", optional=True)

    identity = ("at", "change", "uid", "ref", "kind", "revision", "reason")

    class Meta:
        model = Entry
        fields = (
            *("at", "change", "uid", "ref", "kind", "revision", "slug", "title", "language"),
            *("url", "api_url", "released_at", "reason"),
        )

    def made(self, name: str) -> Any:
        return kind_of(Entry) if name == "kind" else super().made(name)

    def to_representation(self, instance: Entry) -> dict[str, Any]:
        data = super().to_representation(instance)
        if data["change"] != WITHDRAWN:
            return data
        return {name: value if name in self.identity else None for name, value in data.items()}


class Changes(ReadView):
    """What was released, changed, corrected or withdrawn, each record once, in the order in which it became public.

    Follow ``next`` until it is null, keep ``since``, and come back with it later. Put each record by its ``uid``,
    and remove those withdrawn. The last five minutes may be told twice; nothing is ever left out.
    """

    group = "changes"
    serializer_class = ChangeSerializer
    known = ("since", "page_size", "kind")
    described: ClassVar[dict[str, Any]] = {
        "since": (
            {"type": "string"},
            "Where to go on: `since` of an earlier answer, or an ISO 8601 moment with its offset.",
        ),
    }

    def repeatable(self) -> tuple[str, ...]:
        return ("kind",)

    def get(self, request: Request) -> Response:
        """One page of the stream."""
        query = request.query_params
        now, size = clock.now(), page_size(request.query_params)
        since = _position(query["since"]) if "since" in query else None
        rows = with_texts(seen(Entry, now).filter(changed_at__lte=now))
        if asked := query.getlist("kind"):
            rows = rows.filter(kind__in=known_kinds(asked))
        found = list(_after(rows, since)[: size + 1])
        more, found = len(found) > size, found[:size]
        last = _of(found[-1]) if found else since
        settled = _cursor(now - OVERLAP, 0)
        since = last if last and (more or _moment(last) < _moment(settled)) else settled
        page = paging.Page(found, encoded(since) if more else None, None)
        results = ChangeSerializer(found, many=True, context=self.get_serializer_context()).data
        return with_links(request, {"since": encoded(since), "results": results}, page, "since")

    @staticmethod
    def envelope(links: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        """The schema of an answer around that of one change."""
        since = {"type": "string", "description": "Where to go on next time, when `next` is null."}
        properties = {**links, "since": since, "results": {"type": "array", "items": schema}}
        return {"type": "object", "properties": properties, "required": list(properties)}


def _cursor(moment: datetime, key: int) -> Cursor:
    return Cursor(ORDER.name, moment.astimezone(UTC).isoformat(), key)


def _of(entry: Entry) -> Cursor:
    if entry.changed_at is None:
        raise ValueError("an approved entry has changed when it was approved")
    return _cursor(entry.changed_at, entry.pk)


def _moment(cursor: Cursor) -> datetime:
    moment = parse_datetime(cursor.value or "")
    if moment is None or moment.tzinfo is None:
        raise ValueError("no moment")
    return moment.astimezone(UTC)


def _after(rows: QuerySet[Entry], since: Cursor | None) -> QuerySet[Entry]:
    if since is not None:
        rows = rows.filter(ORDER.beyond(_moment(since), since.key))
    return rows.order_by(*ORDER.expressions())


def _position(text: str) -> Cursor:
    """Where to go on: a cursor of an earlier answer, or a moment with its offset."""
    try:
        moment = parse_datetime(text.replace(" ", "+"))
        if moment is not None and moment.tzinfo is not None:
            return _cursor(moment, 0)
        cursor = decoded(text, "since")
        _moment(cursor)
    except (ValueError, OverflowError) as error:
        raise invalid(text, "since") from error
    if cursor.ordering != ORDER.name or cursor.backwards:
        raise invalid(text, "since")
    return cursor
