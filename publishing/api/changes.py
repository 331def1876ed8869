"""The stream of public changes, by which a copy of the portal is kept true."""

import base64
import binascii
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from publishing import clock, kinds
from publishing.api import fields, paging
from publishing.api.affected import showing
from publishing.api.facts import FactsSerializer
from publishing.api.paging import invalid
from publishing.api.parameters import page_size, single
from publishing.api.problems import InvalidParameters, Mistake, unknown_value
from publishing.api.renderers import Csv
from publishing.api.views import ReadView, with_links
from publishing.changes import State, public_state, told
from publishing.enums import EntryState, Happening, Stage
from publishing.models import Entry, PublicChange
from publishing.visibility import add_texts, is_visible

__all__ = ["Changes"]

NAME = "changes"
# Stands for "all of that moment and before", in a cursor that was made from a moment.
ALL = "all"
LARGEST_KEY = 2**63 - 1
JUST = timedelta(microseconds=1)


def codes() -> list[str]:
    """What can change: records of every kind, and nodes of the vocabularies."""
    return [*(kind.code for kind in kinds.every()), *kinds.vocabularies()]


class Affected(fields.Said):
    """The API addresses of other records that show this one since its release, with `affected=true`.

    Null where they were not asked for, and where there are more than a thousand of them.
    """

    plain = {"type": "array", "items": {"type": "string", "format": "uri"}}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Entry) -> list[str] | None:
        if self.context["affected"] is None:
            return None
        records = self.context["affected"].get(value.pk, [])
        absolute = self.context["request"].build_absolute_uri
        return None if records is None else [absolute(_address(each)) for each in records]


class ChangeSerializer(FactsSerializer):
    """What happened to a record, with where it is now; of what is withdrawn only the tombstone is left.

    Of a node of a vocabulary, such as a sector: which one, and where it is now. Records show its name.
    """

    at = fields.Moment(source="told.at")
    change = fields.Code(codes=Happening.values, source="told.change")
    uid = fields.Identifier(optional=True)
    ref = fields.Plain(optional=True)
    revision = fields.Whole(optional=True)
    slug = fields.Plain(optional=True)
    title = fields.OfText(optional=True)
    language = fields.LanguageOf(optional=True)
    url = fields.PageAddress(optional=True)
    api_url = fields.ApiAddress(optional=True)
    released_at = fields.Moment(source="release_at", optional=True)
    reason = fields.Plain(source="withdrawn_reason", optional=True)
    affected = Affected(optional=True)

    tombstone = ("at", "change", "uid", "ref", "kind", "revision", "reason")

    class Meta:
        model = Entry
        fields = (
            *("at", "change", "uid", "ref", "kind", "revision", "slug", "title", "language"),
            *("url", "api_url", "released_at", "reason", "affected"),
        )

    def made(self, name: str) -> Any:
        return fields.Code(codes=codes()) if name == "kind" else super().made(name)

    def to_representation(self, instance: PublicChange) -> dict[str, Any]:
        if instance.entry is None:
            return self._node(instance)
        instance.entry.told = instance  # type: ignore[attr-defined]  # carried to its fields
        data = super().to_representation(instance.entry)
        if instance.entry.stage() is Stage.RELEASED:
            return data
        return {name: value if name in self.tombstone else None for name, value in data.items()}

    def _node(self, change: PublicChange) -> dict[str, Any]:
        resource = kinds.vocabularies()[change.kind].resource
        address = reverse(f"api:{resource}-detail", args=[change.slug])
        is_gone = change.change == Happening.WITHDRAWN
        return {
            **dict.fromkeys(self.Meta.fields),
            "at": fields.utc(change.at),
            "change": change.change,
            "kind": change.kind,
            "slug": change.slug,
            "api_url": None if is_gone else self.context["request"].build_absolute_uri(address),
        }


@dataclass(frozen=True)
class Mark:
    """What has been told: everything up to the moment ``at`` and the change called ``newest``."""

    at: datetime
    newest: str

    @classmethod
    def of(cls, state: State | None) -> "Mark | None":
        return cls(state.at, str(state.newest)) if state else None

    @classmethod
    def read(cls, data: Any) -> "Mark | None":
        """The mark that stands in a cursor; ``ValueError`` or ``TypeError`` for anything else."""
        if data is None:
            return None
        at, newest = data
        return cls(_moment(at), newest if newest == ALL else str(uuid.UUID(newest)))

    @property
    def data(self) -> list[str]:
        return [self.at.astimezone(UTC).isoformat(), self.newest]


@dataclass(frozen=True)
class Cursor:
    """Where a reader is: what was told before, and in the middle of a walk, up to what it goes and what came last."""

    before: Mark | None = None
    until: Mark | None = None
    last: str = ""

    @property
    def names(self) -> list[str]:
        """The changes it names."""
        marks = [mark.newest for mark in (self.before, self.until) if mark]
        return [name for name in (*marks, self.last) if name not in ("", ALL)]

    def encoded(self) -> str:
        """The opaque form that clients hand back."""
        walk = [self.until.data, self.last] if self.until else []
        content = [NAME, self.before.data if self.before else None, *walk]
        return (
            base64.urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")
        )

    @classmethod
    def decoded(cls, text: str) -> "Cursor":
        """The cursor handed out as ``text``, or one made from a moment; refuses anything else."""
        try:
            if moment := parse_datetime(text.replace(" ", "+")):
                return cls(Mark(_aware(moment) - JUST, ALL))
            name, before, *walk = json.loads(
                base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            )
            if name != NAME or len(walk) not in (0, 2):
                raise invalid(text, "since")
            if not walk:
                return cls(Mark.read(before))
            until = Mark.read(walk[0])
            if until is None:
                raise invalid(text, "since")
            return cls(Mark.read(before), until, str(uuid.UUID(walk[1])))
        except (
            binascii.Error,
            AttributeError,
            OverflowError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            raise invalid(text, "since") from error


class Changes(ReadView):
    """Everything that was released, revised, corrected or withdrawn, or opened, closed, expired or archived by itself.

    Changes come in the order of their moments. Follow ``next`` until it is null, keep ``since``, and come back with
    it later: whatever became visible in between is told then, whenever and for whichever moment it was stored. Nothing
    is left out; what was stored in the very second that it came out may be told again. Nodes of the vocabularies are
    told of as well: records show their names.
    """

    group = basename = NAME
    renderer_classes = (JSONRenderer, Csv)
    serializer_class = ChangeSerializer
    known = ("since", "page_size", "kind", "affected")
    described: ClassVar[dict[str, Any]] = {
        "since": (
            {"type": "string"},
            "Where to go on: `since` of an earlier answer, or an ISO 8601 moment with its offset.",
        ),
        "affected": (
            {"type": "string", "enum": ["true"]},
            "Whether to list, with each release, the other records that show the one released.",
        ),
    }

    def repeatable(self) -> tuple[str, ...]:
        return ("kind",)

    def kinds(self) -> list[str]:
        return codes()

    def stands(self, **kwargs: Any) -> bool:
        return True

    def get(self, request: Request) -> Response:
        """One page of the stream."""
        query = request.query_params
        size, asked = page_size(query), known_codes(query.getlist("kind"))
        cursor = Cursor.decoded(query["since"]) if "since" in query else Cursor()
        until = cursor.until or Mark.of(public_state()) or cursor.before
        walk = Cursor(cursor.before, until, cursor.last)
        rows = _told_in(walk)
        found = list((rows.filter(kind__in=asked) if asked else rows)[: size + 1])
        more, found = len(found) > size, found[:size]
        after = Cursor(walk.before, until, str(found[-1].uid)) if more else Cursor(until)
        page = paging.Page(found, after.encoded() if more else None, None)
        add_texts(change.entry for change in found if change.entry)
        context = {**self.get_serializer_context(), "affected": None}
        if single(query, "affected", ["true"]):
            context["affected"] = showing(_released(found))
        results = ChangeSerializer(found, many=True, context=context).data
        return with_links(request, {"since": after.encoded(), "results": results}, page, "since")

    @staticmethod
    def envelope(links: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        """The schema of an answer around that of one change."""
        since = {
            "type": "string",
            "description": "Where to go on next time; worth keeping when `next` is null.",
        }
        properties = {**links, "since": since, "results": {"type": "array", "items": schema}}
        return {"type": "object", "properties": properties, "required": list(properties)}


def _address(entry: Entry) -> str:
    return reverse(f"api:{kinds.get(entry.kind).resource}-detail", args=[entry.slug])


def _released(changes: list[PublicChange]) -> list[Entry]:
    """What was released by ``changes`` and is visible."""
    entries = [change.entry for change in changes if change.change == Happening.RELEASED]
    return [entry for entry in entries if entry is not None and is_visible(entry)]


def known_codes(asked: list[str]) -> list[str]:
    """The codes ``asked`` for, if all of them exist."""
    known = codes()
    mistakes = [Mistake("kind", code, unknown_value(), known) for code in asked if code not in known]
    if mistakes:
        raise InvalidParameters(mistakes)
    return asked


def _told_in(walk: Cursor) -> QuerySet[PublicChange]:
    """The changes that are still to be told in ``walk``, in their order."""
    now = clock.now()
    named = {str(each.uid): each for each in PublicChange.objects.filter(uid__in=walk.names, at__lte=now)}
    seen = Q(entry__state=EntryState.APPROVED, entry__release_at__lte=now) | Q(change=Happening.WITHDRAWN)
    # What the public does not see, no cursor can ask for.
    rows = PublicChange.objects.filter(Q(entry=None) | seen, at__lte=now).select_related("entry")
    if walk.until:
        rows = rows.filter(told(walk.until.at, _key(walk.until, named)))
    if walk.before:
        rows = rows.exclude(told(walk.before.at, _key(walk.before, named)))
    if last := named.get(walk.last):
        rows = rows.filter(Q(at=last.at, pk__gt=last.pk) | Q(at__gt=last.at), at__gte=last.at)
    return rows.order_by("at", "pk")


def _key(mark: Mark, named: dict[str, PublicChange]) -> int:
    """The newest key that ``mark`` stands for; 0 if the change it names is unknown, so that all is told again."""
    if mark.newest == ALL:
        return LARGEST_KEY
    return named[mark.newest].pk if mark.newest in named else 0


def _moment(text: Any) -> datetime:
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError("no moment")
    return _aware(moment)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment.astimezone(UTC)
