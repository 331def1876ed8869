"""Filters of lists: one class for each sort of fact, each of which says what values it takes."""

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.enums import Choices
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from publishing import kinds, search
from publishing.api.problems import InvalidParameters, Mistake, too_long, unknown_value
from publishing.models import Entry, FormerAddress
from publishing.models.classification import Tree
from publishing.search.tokens import fold
from publishing.visibility import add_texts, public

__all__ = [
    "AnyOf",
    "CodeFilter",
    "EntryFilter",
    "Filters",
    "ListedFilter",
    "NodeFilter",
    "SlugFilter",
    "WordsFilter",
    "YesNoFilter",
    "called",
    "formerly",
    "refused",
]

# A name that more records bear some words of is not looked for among all of them.
MOST_NAMED = 1_000
# Spaces, hyphens, dashes and middle dots, between which names are written now one way, now another.
JOINTS = re.compile(r"[\s\u2010-\u2015·-]+")


class Values(forms.Field):
    """The values of one parameter, each read by ``read``, which raises ``ValidationError`` for what it cannot read."""

    widget = forms.SelectMultiple

    def __init__(self, *, read: Callable[[str], Any], most: int, **kwargs: Any) -> None:
        super().__init__(required=False)
        self.read, self.most = read, most

    def clean(self, value: list[str] | None) -> list[Any]:
        values = list(dict.fromkeys(value or ()))
        if len(values) > self.most:
            detail = _("Give no more than %(limit)d different values.") % {"limit": self.most}
            raise refused(values[self.most], detail)
        return [self.read(each) for each in values]


def refused(value: str, detail: str, choices: Iterable[str] | None = None) -> ValidationError:
    """An error that also names the value and, where they can be listed, the choices."""
    return ValidationError(detail, code="refused", params={"value": value, "choices": choices})


class AnyOf(django_filters.Filter):
    """Base of all filters: a parameter that can be repeated passes what fits any of its values.

    ``many`` is for relations by which a record may fit more than once. Filters that are ``together`` look at the same
    row behind such a relation: an amount in the currency asked for, an exhibitor who is the organization asked for.
    ``among`` is what the public may see of these rows; ``within`` names a filter that must be given with one value.
    """

    repeatable = True
    most = 50
    values: dict[str, Any] = {"type": "string"}
    field_class = Values

    def __init__(
        self,
        field_name: str | None = None,
        *,
        says: str | Promise,
        many: bool = False,
        together: str = "",
        among: Callable[[], Q] | None = None,
        within: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(field_name, read=self.read, most=self.most, label="", **kwargs)
        self.says, self.many = says, many
        self.together, self.among, self.within = together, among, within

    def read(self, text: str) -> Any:
        """One value as given in the query."""
        raise NotImplementedError

    def fits(self, value: Any) -> Q:
        """What a record must be like to fit one value."""
        return Q(**{str(self.field_name): value})

    def condition(self, value: list[Any]) -> Q:
        """What a record must be like to fit any value."""
        condition = Q()
        for each in value:
            condition |= self.fits(each)
        return condition & self.among() if self.among else condition

    def filter(self, qs: QuerySet[Any], value: list[Any]) -> QuerySet[Any]:
        if not value:
            return qs
        condition = self.condition(value)
        return having(qs, condition) if self.many else qs.filter(condition)

    def schema(self) -> dict[str, Any]:
        """The parameter for the OpenAPI document."""
        schema = (
            {"type": "array", "items": self.values, "maxItems": self.most} if self.repeatable else self.values
        )
        return {"schema": schema, "description": str(self.says)}


def having(qs: QuerySet[Any], condition: Q) -> QuerySet[Any]:
    """Those of ``qs`` that fit ``condition``, each once; ``qs`` has come through the door, here only keys are read."""
    return qs.filter(pk__in=qs.model._default_manager.filter(condition).values("pk"))


class Filters(django_filters.FilterSet):
    """The filters of one resource, which are used together."""

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        used = {name: value for name, value in self.form.cleaned_data.items() if value}
        self._check(used)
        groups: dict[str, Q] = {}
        for name, value in used.items():
            each = self.filters[name]
            if each.together:
                groups[each.together] = groups.get(each.together, Q()) & each.condition(value)
            else:
                queryset = each.filter(queryset, value)
        for condition in groups.values():
            queryset = having(queryset, condition)
        return queryset

    def _check(self, used: dict[str, list[Any]]) -> None:
        """Raise :class:`InvalidParameters` for bounds on numbers of which it is not said what they measure."""
        mistakes = [
            Mistake(
                self.filters[name].within,
                "",
                _("Give “%(needed)s” once with “%(given)s”: only like can be compared with like.")
                % {"needed": self.filters[name].within, "given": name},
                self.filters[self.filters[name].within].codes,
            )
            for name in used
            if self.filters[name].within and len(used.get(self.filters[name].within, ())) != 1
        ]
        if mistakes:
            raise InvalidParameters(mistakes)


class CodeFilter(AnyOf):
    """One of a closed list of codes."""

    def __init__(self, field_name: str | None, codes: type[Choices] | Iterable[str], **kwargs: Any) -> None:
        listed = codes.values if isinstance(codes, type) else codes
        self.codes = [code for code in listed if code]
        self.values = {"type": "string", "enum": self.codes}
        super().__init__(field_name, **kwargs)

    def read(self, text: str) -> str:
        if text not in self.codes:
            raise refused(text, unknown_value(), self.codes)
        return text


class ListedFilter(CodeFilter):
    """One of a closed list of codes; ``field_name`` holds a JSON list of them."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        condition = Q()
        for code in value:
            condition |= Q(listed_codes__contains=f'"{code}"')
        # As text, because SQLite cannot look into lists.
        return (
            qs.alias(listed_codes=Cast(str(self.field_name), TextField())).filter(condition) if value else qs
        )


class YesNoFilter(CodeFilter):
    """``true`` or ``false``; ``when`` is the condition for true, by default that the column is true."""

    repeatable = False

    def __init__(
        self, field_name: str | None = None, *, when: Callable[[], Q] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(field_name, ("true", "false"), **kwargs)
        self.when = when

    def fits(self, value: str) -> Q:
        condition = self.when() if self.when else Q(**{str(self.field_name): True})
        return condition if value == "true" else ~condition


class NodeFilter(AnyOf):
    """A node of a vocabulary, with all below it; ``paths`` lead from a record to its nodes."""

    def __init__(self, model: type[Tree], *paths: str, **kwargs: Any) -> None:
        self.nodes, self.paths = model, paths
        super().__init__(**{"many": True, **kwargs})

    def read(self, text: str) -> list[int]:
        ids = self.nodes.subtree(text)
        if not ids:
            raise refused(text, unknown_value(), self.nodes._default_manager.values_list("slug", flat=True))
        return ids

    def fits(self, value: list[int]) -> Q:
        return _through(self.paths, value)


class SlugFilter(AnyOf):
    """An item of a short vocabulary, by its code: its slug, or the column ``by``."""

    def __init__(self, field_name: str, model: type[Model], *, by: str = "slug", **kwargs: Any) -> None:
        self.items, self.by = model, by
        super().__init__(field_name, **kwargs)

    def read(self, text: str) -> int:
        found = dict(self.items._default_manager.exclude(**{self.by: ""}).values_list(self.by, "pk"))
        if text not in found:
            raise refused(text, unknown_value(), sorted(found))
        return found[text]


class EntryFilter(AnyOf):
    """Another public record, by slug, ref or uid; organizations and people also by any name they have or had.

    ``widened`` may add those that are the same thing to readers.
    """

    most = 20

    def __init__(
        self,
        model: type[Entry],
        *paths: str,
        widened: Callable[[set[int]], set[int]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.entries, self.paths, self.widened = model, paths, widened
        self.values = {"type": "string", "maxLength": search.MAX_QUERY}
        super().__init__(**{"many": True, **kwargs})

    def read(self, text: str) -> set[int]:
        ids = set(public(self.entries).filter(called(text)).values_list("pk", flat=True))
        if not ids:
            ids = set(public(self.entries).filter(formerly(self.entries, text)).values_list("pk", flat=True))
        if not ids and _has_names(self.entries):
            ids = named(self.entries, text)
            if not ids:
                raise refused(text, _("No public record of this kind has this slug, ref, uid or name."))
        if not ids:
            raise refused(text, _("No public record of this kind has this slug, ref or uid."))
        if self.widened:
            ids |= set(public(self.entries).filter(pk__in=self.widened(ids)).values_list("pk", flat=True))
        return ids

    def fits(self, value: set[int]) -> Q:
        return _through(self.paths, value)


def _through(paths: Iterable[str], ids: Iterable[int]) -> Q:
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{path}__in": ids})
    return condition


def called(name: str) -> Q:
    """Entries that go by ``name``: their slug, ref or uid."""
    try:
        return Q(uid=uuid.UUID(name)) | Q(slug=name)
    except ValueError:
        return Q(ref=name) | Q(slug=name)


def _has_names(model: type[Entry]) -> bool:
    return any(
        kind.titled_by_name and issubclass(kinds.model_of(kind.code), model) for kind in kinds.every()
    ) and (model is not Entry)


def named(model: type[Any], name: str) -> set[int]:
    """The ids of the public entries of ``model`` that have or had exactly this ``name`` in any language.

    Case, width of characters and kinds of dashes do not matter.
    """
    if len(name) > search.MAX_QUERY:
        return set()
    wanted = _bare(name)
    candidates = public(model).filter(search.matches(name, model)).prefetch_related("names")
    entries = list(candidates.order_by("pk")[:MOST_NAMED])
    add_texts(entries)
    return {
        entry.pk
        for entry in entries
        if any(
            _bare(each) == wanted
            for each in (
                *(text.title for text in entry.live_texts),
                *(known.text for known in entry.names.all()),
            )
        )
    }


def _bare(name: str) -> str:
    return JOINTS.sub(" ", fold(name)).strip()


def formerly(model: type[Entry], slug: str) -> Q:
    """Entries of ``model`` that had the address ``slug`` before."""
    codes = [kind.code for kind in kinds.every() if issubclass(kinds.model_of(kind.code), model)]
    return Q(pk__in=FormerAddress.objects.filter(kind__in=codes, slug=slug).values("entry"))


class WordsFilter(AnyOf):
    """Text as it stands in ``field_name``, whatever the case of its letters."""

    values = {"type": "string", "maxLength": search.MAX_QUERY}

    def read(self, text: str) -> str:
        if len(text) > search.MAX_QUERY:
            raise refused(text, too_long(search.MAX_QUERY))
        return text

    def fits(self, value: str) -> Q:
        return Q(**{f"{self.field_name}__iexact": value.strip()})
