"""Filters of lists: one class for each sort of fact, each of which says what values it takes."""

import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.enums import Choices
from django.db.models.functions import Cast
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from publishing import search
from publishing.api.problems import unknown_value
from publishing.dates import PartialDate
from publishing.enums import Zone
from publishing.languages import Language
from publishing.models import Entry, Place, Sector, Text
from publishing.models.classification import Tree
from publishing.visibility import public

__all__ = [
    "AnyOf",
    "CodeFilter",
    "DayFilter",
    "EntryFilter",
    "EntryFilters",
    "ListedFilter",
    "MomentFilter",
    "NodeFilter",
    "NumberFilter",
    "PartialFilter",
    "SlugFilter",
    "YearFilter",
    "YesNoFilter",
]

LARGEST_NUMBER = 2**31 - 1
LAST_YEAR = 9999


class Values(forms.Field):
    """The values of one parameter, each read by ``read``, which raises ``ValidationError`` for what it cannot read."""

    widget = forms.SelectMultiple

    def __init__(self, *, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(required=False)
        self.read = read

    def clean(self, value: list[str] | None) -> list[Any]:
        return [self.read(each) for each in value or ()]


def refused(value: str, detail: str, choices: Iterable[str] | None = None) -> ValidationError:
    """An error that also names the value and, where they can be listed, the choices."""
    return ValidationError(detail, code="refused", params={"value": value, "choices": choices})


class AnyOf(django_filters.Filter):
    """Base of all filters: a parameter that can be repeated passes what fits any of its values.

    ``many`` is for relations by which a record may fit more than once.
    """

    repeatable = True
    values: dict[str, Any] = {"type": "string"}
    field_class = Values

    def __init__(
        self, field_name: str | None = None, *, says: str, many: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(field_name, read=self.read, label="", **kwargs)
        self.says, self.many = says, many

    def read(self, text: str) -> Any:
        """One value as given in the query."""
        raise NotImplementedError

    def fits(self, value: Any) -> Q:
        """What a record must be like to fit one value."""
        return Q(**{str(self.field_name): value})

    def filter(self, qs: QuerySet[Any], value: list[Any]) -> QuerySet[Any]:
        if not value:
            return qs
        condition = Q()
        for each in value:
            condition |= self.fits(each)
        if self.many:
            # Only keys are read past the door here; ``qs`` has come through it.
            condition = Q(pk__in=qs.model._default_manager.filter(condition).values("pk"))
        return qs.filter(condition)

    def schema(self) -> dict[str, Any]:
        """The parameter for the OpenAPI document."""
        schema = {"type": "array", "items": self.values} if self.repeatable else self.values
        return {"schema": schema, "description": self.says}


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


class NumberFilter(AnyOf):
    """A whole number from 1."""

    values = {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}

    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= LARGEST_NUMBER):
            raise refused(text, _("Give a whole number from 1."))
        return int(text)


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
    """An item of a short vocabulary, by its code."""

    def __init__(self, field_name: str, model: type[Model], **kwargs: Any) -> None:
        self.items = model
        super().__init__(field_name, **kwargs)

    def read(self, text: str) -> int:
        found = dict(self.items._default_manager.values_list("slug", "pk"))
        if text not in found:
            raise refused(text, unknown_value(), sorted(found))
        return found[text]


class EntryFilter(AnyOf):
    """Another public record, by slug, ref or uid; ``widened`` may add those that are the same thing to readers."""

    def __init__(
        self,
        model: type[Entry],
        *paths: str,
        widened: Callable[[set[int]], set[int]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.entries, self.paths, self.widened = model, paths, widened
        super().__init__(**{"many": True, **kwargs})

    def read(self, text: str) -> set[int]:
        ids = set(public(self.entries).filter(called(text)).values_list("pk", flat=True))
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


class Bound(AnyOf):
    """One end of a range, included: ``first`` for the earlier one."""

    repeatable = False

    def __init__(self, field_name: str, *, first: bool, **kwargs: Any) -> None:
        self.first = first
        super().__init__(field_name, **kwargs)


class DayFilter(Bound):
    """A day; ``field_name`` is a date."""

    values = {"type": "string", "format": "date"}

    def read(self, text: str) -> date:
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise refused(text, _("Write a day of the calendar as 2026-06-01."))
        return day

    def fits(self, value: date) -> Q:
        return Q(**{f"{self.field_name}__{'gte' if self.first else 'lte'}": value})


class PartialFilter(Bound):
    """A date of any precision; a record fits as soon as its date may lie within the range."""

    values = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}

    def read(self, text: str) -> PartialDate:
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise refused(text, str(error)) from error

    def fits(self, value: PartialDate) -> Q:
        name = self.field_name
        if self.first:
            coarser = [str(value)[:4], str(value)[:7]]
            return Q(**{f"{name}__gte": value}) | Q(**{f"{name}__in": coarser})
        stated = ~Q(**{name: ""})
        return stated & Q(**{f"{name}__lt": _following(value)}) if value.year < LAST_YEAR else stated


class YearFilter(AnyOf):
    """A year; ``field_name`` is a date of any precision."""

    values = {"type": "integer", "minimum": 1000, "maximum": 9999}

    def read(self, text: str) -> str:
        if not (text.isascii() and text.isdigit() and len(text) == 4 and text >= "1000"):
            raise refused(text, _("Write a year as 2026."))
        return text

    def fits(self, value: str) -> Q:
        return Q(**{f"{self.field_name}__startswith": value})


class MomentFilter(Bound):
    """A moment with its offset from UTC, or a day in the zone that the record itself states in ``zone``."""

    values = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}

    def __init__(self, field_name: str, zone: str, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(field_name, **kwargs)

    def read(self, text: str) -> date:
        try:
            value = parse_date(text) or parse_datetime(text.replace(" ", "+"))
        except ValueError:
            value = None
        if value is None or (isinstance(value, datetime) and value.tzinfo is None):
            raise refused(
                text, _("Write a day as 2026-06-01, or a moment with its zone as 2026-06-01T12:00:00+09:00.")
            )
        if not 1 < value.year < LAST_YEAR:
            raise refused(text, _("There is no such date in the calendar."))
        return value

    def fits(self, value: date) -> Q:
        if isinstance(value, datetime):
            return Q(**{f"{self.field_name}__{'gte' if self.first else 'lte'}": value})
        condition = Q()
        for zone in Zone.values:
            start = datetime.combine(value, time(), ZoneInfo(zone))
            end = datetime.combine(value + timedelta(days=1), time(), ZoneInfo(zone))
            side = {f"{self.field_name}__gte": start} if self.first else {f"{self.field_name}__lt": end}
            condition |= Q(**{self.zone: zone}, **side)
        return condition


class SearchFilter(AnyOf):
    """Words to look for, as on the search page."""

    repeatable = False
    values = {"type": "string", "maxLength": 200}

    def read(self, text: str) -> str:
        return text

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        for words in value:
            qs = qs.filter(search.matches(words, qs.model))
        return qs


class LanguageFilter(CodeFilter):
    """Records with a text in the language."""

    def fits(self, value: str) -> Q:
        return Q(pk__in=public(Text).filter(language=value).values("entry_id"))


def _following(value: PartialDate) -> PartialDate:
    """The first date of the same precision after ``value``."""
    after = value.latest() + timedelta(days=1)
    parts = {"year": 1, "month": 2, "day": 3}[value.precision]
    return PartialDate(*(after.year, after.month, after.day)[:parts])


class EntryFilters(django_filters.FilterSet):
    """The filters that lists of all kinds have."""

    q = SearchFilter(says="Words to look for, in any of the three languages.")
    sector = NodeFilter(Sector, "sectors", says="Slug of a sector; includes its sub-sectors.")
    place = NodeFilter(Place, "places", says="Slug of a place; includes the places in it.")
    available_in = LanguageFilter(None, Language, says="Language in which the record has a text of its own.")
    released_from = MomentFilter(
        "release_at", "release_zone", first=True, says="Released on this day or at this moment, or later."
    )
    released_to = MomentFilter(
        "release_at", "release_zone", first=False, says="Released on this day or at this moment, or earlier."
    )
    changed_from = MomentFilter(
        "changed_at", "release_zone", first=True, says="Last changed on this day or at this moment, or later."
    )
    is_sample = YesNoFilter("is_sample", says="Whether the record is a fictitious sample.")
