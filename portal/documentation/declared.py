"""What resources can be asked and what they say, read from the declarations that answer requests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers

from portal.documentation.answers import view_of
from portal.dumps.dictionary import dictionary
from portal.resources import RESOURCES
from publishing import kinds
from publishing.api.entry_filters import EntryFilters
from publishing.api.facts import FactsSerializer
from publishing.api.filters import AnyOf, EntryFilter, NodeFilter, SlugFilter
from publishing.api.parameters import PAGE_SIZE, PAGE_SIZE_LIMIT
from publishing.api.serializers import EntrySerializer
from publishing.api.views import Listing
from publishing.languages import Language
from publishing.models import Entry

__all__ = [
    "Fact",
    "Link",
    "Parameter",
    "common_facts",
    "common_filters",
    "facts",
    "filters",
    "formats",
    "is_of_entries",
    "links",
    "orderings",
]

Words = str | Promise

_TYPES: dict[tuple[str, str], Words] = {
    ("string", "date"): pgettext_lazy("API", "day"),
    ("string", "date-time"): _("moment, in UTC"),
    ("string", "uri"): _("web address"),
    ("string", "email"): _("mail address"),
    ("string", "uuid"): "UUID",
    ("string", ""): pgettext_lazy("API", "text"),
    ("integer", ""): _("whole number"),
    ("boolean", ""): _("true or false"),
    ("array", ""): pgettext_lazy("API", "list"),
}
_SHARED: dict[str, Words] = {
    "Words": pgettext_lazy("API", "words"),
    "Address": _("web address"),
    "Label": _("words with their language"),
    "Notes": _("list of footnotes"),
}
# Parameters of resources without filters: what they do, and what they take where that is no code.
_KNOWN: dict[str, tuple[Words, Words]] = {
    "q": (_("Words to look for; all of them must be there."), pgettext_lazy("API", "text")),
    "kind": (_("The kinds of record wanted."), ""),
    "affected": (_("With each release, the other records that show the one released."), ""),
    "since": (
        _("Where to go on: “since” of an earlier answer, or a moment."),
        "2026-06-01T12:00:00+09:00",
    ),
    "cursor": (_("Where to go on: from “next” or “previous” of an answer."), pgettext_lazy("API", "text")),
    "page_size": (_("How many records a page has."), f"1–{PAGE_SIZE_LIMIT} ({PAGE_SIZE})"),
}
_NAME = re.compile("`([a-z_]+)`")
_DATE = _("date, as precise as known")
_AMOUNT = _("number as text")


@dataclass(frozen=True)
class Parameter:
    """A filter: its name, what it takes as codes, in words or from another resource, and what it does."""

    name: str
    says: Words
    codes: tuple[str, ...] = ()
    words: Words = ""
    resource: str = ""
    is_repeatable: bool = True

    @property
    def sentence(self) -> SafeString:
        """What it does, with the names in it marked as code."""
        return mark_safe(_NAME.sub(r"<code>\1</code>", escape(str(self.says))))  # noqa: S308 -- escaped


@dataclass(frozen=True)
class Fact:
    """A field of a record: its type in words, the codes it may have, the names within it, and what it means."""

    name: str
    type: Words
    codes: tuple[str, ...]
    inner: tuple[str, ...]
    meanings: dict[str, str]
    may_be_null: bool

    def meaning(self, language: Language) -> tuple[str, Language]:
        """What it means, and the language in which that is said."""
        said = language if language.value in self.meanings else Language.ENGLISH
        return self.meanings[said.value], said


@dataclass(frozen=True)
class Link:
    """A link in a record, by the name that ``expand`` knows, and the resource that it leads to; empty for any."""

    name: str
    resource: str
    is_common: bool


# --- Filters and orders ---


def is_of_entries(resource: str) -> bool:
    """Whether its records have the fields and filters that are common to all entries."""
    return isinstance(view_of(resource), Listing)


def common_filters() -> list[Parameter]:
    """The filters that all lists of entries have."""
    return [_filter(name, each) for name, each in EntryFilters.base_filters.items()]


def filters(resource: str) -> list[Parameter]:
    """The filters of its own that the list has."""
    view = view_of(resource)
    if not hasattr(view, "filters"):
        return [_known(view, name) for name in view.known]
    common = EntryFilters.base_filters if is_of_entries(resource) else {}
    return [_filter(name, each) for name, each in view.filters().items() if name not in common]


def orderings(resource: str) -> tuple[str, ...]:
    """The values of ``ordering``, the default first."""
    view = view_of(resource)
    if not isinstance(view, Listing):
        return ()
    return tuple(dict.fromkeys([view.default_ordering, *view.all_orderings()]))


def formats(resource: str, action: str) -> list[str]:
    """The values of ``format`` for the list or, with the ``action`` "retrieve", for a record."""
    return [str(renderer.format) for renderer in view_of(resource, action).get_renderers()]


def _filter(name: str, each: AnyOf) -> Parameter:
    codes, words, resource = _taken(each)
    return Parameter(name, each.says, codes, words, resource, each.repeatable)


def _taken(each: AnyOf) -> tuple[tuple[str, ...], Words, str]:
    """What a filter takes: codes, something in words, or the slug and the like of a record of a resource."""
    if codes := each.values.get("enum"):
        return tuple(codes), "", ""
    if isinstance(each, NodeFilter):
        return (), pgettext_lazy("API", "slug"), _resource_of(each.nodes)
    if isinstance(each, SlugFilter):
        words = pgettext_lazy("API", "slug") if each.by == "slug" else pgettext_lazy("API", "code")
        return (), words, _resource_of(each.items)
    if isinstance(each, EntryFilter):
        words = _("slug, ref, uid or name") if _has_names(each.entries) else _("slug, ref or uid")
        return (), words, _resource_of(each.entries)
    return (), _values(each.values), ""


def _known(view: Any, name: str) -> Parameter:
    """A parameter of a resource that has no filters as such."""
    schema, described = view.described.get(name, ({"type": "string"}, ""))
    says, words = _KNOWN.get(name) or (described, "")
    codes = tuple(schema.get("enum", ()))
    if name == "kind":
        codes = tuple(view.kinds())
    return Parameter(name, says, codes, words, is_repeatable=name in view.repeatable())


def _values(schema: dict[str, Any]) -> Words:
    if "anyOf" in schema:
        return "2026-06-01 · 2026-06-01T12:00:00+09:00"
    if schema["type"] == "string" and schema.get("format") == "date":
        return "2026-06-01"
    if schema["type"] == "string" and "pattern" in schema:
        return "2026 · 2026-06 · 2026-06-01" if _is_of_date(schema["pattern"]) else "2000000.50"
    return _TYPES[schema["type"], ""]


def _is_of_date(pattern: str) -> bool:
    return "(-" in pattern


def _has_names(model: type[Model]) -> bool:
    """Whether a filter for such records takes their names too."""
    named = [kinds.model_of(kind.code) for kind in kinds.every() if kind.titled_by_name]
    return model is not Entry and any(issubclass(each, model) for each in named)


def _resource_of(model: type[Model]) -> str:
    """The resource whose records are of ``model``; empty for entries of any kind."""
    registry: list[tuple[str, Any, str]] = RESOURCES.registry
    own = {viewset.serializer_class.Meta.model: prefix for prefix, viewset, _name in registry}
    return next((own[each] for each in model.__mro__ if each in own), "")


# --- Fields and links ---


def common_facts() -> list[Fact]:
    """The fields that all entries have."""
    common = {*EntrySerializer.identity, *EntrySerializer.surroundings}
    return [each for each in _facts("pages") if each.name in common]


def facts(resource: str) -> list[Fact]:
    """The fields of its own that a record has."""
    common = {*EntrySerializer.identity, *EntrySerializer.surroundings} if is_of_entries(resource) else set()
    return [each for each in _facts(resource) if each.name not in common]


@cache
def _facts(resource: str) -> tuple[Fact, ...]:
    serializer = view_of(resource).serializer_class(context={})
    held = dictionary([(resource, serializer)])
    return tuple(_fact(each, held["records"]) for each in held["resources"][resource]["fields"])


def _fact(said: dict[str, Any], records: dict[str, Any]) -> Fact:
    inner = said.get("items", said)
    record = records.get(said.get("record", ""), {"fields": ()})
    return Fact(
        said["name"],
        _type(said),
        tuple(code for code in inner.get("enum", ()) if code),
        tuple(each["name"] for each in record["fields"]),
        said["meaning"],
        said["null"],
    )


def _type(said: dict[str, Any]) -> Words:
    if "$ref" in said:
        return _SHARED[said["$ref"].rpartition("/")[2]]
    if "record" in said:
        return _("list of objects") if said["type"].startswith("list") else pgettext_lazy("API", "object")
    if "items" in said:
        return _("list of codes") if "enum" in said["items"] else pgettext_lazy("API", "list")
    if "enum" in said:
        return pgettext_lazy("API", "code")
    if "pattern" in said:
        return _DATE if _is_of_date(said["pattern"]) else _AMOUNT
    return _TYPES[said["type"], said.get("format", "")]


def links(resource: str) -> list[Link]:
    """The links in a record to other records."""
    view = view_of(resource)
    if not hasattr(view, "expandable"):
        return []
    return [
        Link(name, _resource_of(model), name.partition(".")[0] in EntrySerializer.surroundings)
        for name, model in _linked(view.serializer_class(context={}), "")
    ]


def _linked(serializer: FactsSerializer, prefix: str) -> Iterator[tuple[str, type[Model]]]:
    for name, field in serializer.fields.items():
        inner = field.child if isinstance(field, serializers.ListSerializer) else field
        if not isinstance(inner, FactsSerializer):
            continue
        if not inner.is_link:
            yield from _linked(inner, f"{prefix}{name}.")
            continue
        model: Any = serializer.Meta.model._meta.get_field(str(field.source)).related_model
        if inner.through:
            model = model._meta.get_field(inner.through).related_model
        yield f"{prefix}{name}", model
