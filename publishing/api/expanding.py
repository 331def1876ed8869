"""Related records in whole: ``expand`` puts a record in the place of the link to it, one level deep."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers

from publishing import kinds
from publishing.api.facts import FactsSerializer, RecordSerializer
from publishing.api.loading import readable
from publishing.api.parameters import listed, page_size
from publishing.api.problems import InvalidParameters, Mistake
from publishing.models import Entry

__all__ = ["MOST_NAMES", "MOST_RECORDS", "MOST_ROWS", "RECORDS", "choices", "expand", "names", "only_json"]

# How many names an ``expand`` may have, how many records a page then, and how many are brought along in all.
MOST_NAMES, MOST_ROWS, MOST_RECORDS = 5, 20, 200

# The serializer of the whole records of each model, as the resources declare them.
RECORDS: dict[type[Model], type[RecordSerializer]] = {}


@cache
def choices(serializer: type[RecordSerializer]) -> dict[str, type[Model]]:
    """The names that can be expanded in a record, each with the model that the link leads to.

    Links inside a part are named with dots, as in ``participations.organization``.
    """
    return dict(_links(serializer(), ""))


def _links(serializer: FactsSerializer, prefix: str) -> Iterator[tuple[str, type[Model]]]:
    for name, field in serializer.fields.items():
        inner = field.child if isinstance(field, serializers.ListSerializer) else field
        if not isinstance(inner, FactsSerializer):
            continue
        if not inner.is_link:
            yield from _links(inner, f"{prefix}{name}.")
        elif issubclass(inner.Meta.model, Entry):
            yield f"{prefix}{name}", Entry
        else:
            relation = serializer.Meta.model._meta.get_field(str(field.source))
            yield f"{prefix}{name}", cast("type[Model]", relation.related_model)


def names(
    query: QueryDict, serializer: type[RecordSerializer], chosen: frozenset[str], *, paged: bool
) -> tuple[str, ...]:
    """The names in ``expand``; :class:`InvalidParameters` for unknown ones, those left out by ``fields``, and too many.

    With ``paged`` the answer is a page of a list, which then is shorter than others may be.
    """
    known = list(choices(serializer))
    found = listed(query, "expand", known, _("There is nothing to expand under this name."))
    mistakes = [
        Mistake("expand", name, _("Name it in “fields” too."), sorted(chosen))
        for name in found
        if chosen and name.partition(".")[0] not in chosen
    ]
    if len(found) > MOST_NAMES:
        detail = _("No more than %(limit)d names can be expanded at once.") % {"limit": MOST_NAMES}
        mistakes.append(Mistake("expand", ",".join(found), detail))
    if found and paged and page_size(query) > MOST_ROWS:
        detail = _("With “expand”, give a whole number from 1 to %(limit)d.") % {"limit": MOST_ROWS}
        mistakes.append(Mistake("page_size", str(page_size(query)), detail))
    if mistakes:
        raise InvalidParameters(mistakes)
    return tuple(found)


def expand(
    records: Iterable[dict[str, Any]],
    paths: Sequence[str],
    serializer: type[RecordSerializer],
    context: Mapping[str, Any],
) -> None:
    """Fill the links of ``records`` under ``paths`` up to whole records, in a fixed number of queries for each kind."""
    records = list(records)
    waiting: dict[type[Model], dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        model = choices(serializer)[path]
        for link in _under(records, path.split(".")):
            if issubclass(model, Entry):
                waiting[kinds.model_of(link["kind"])][link["uid"]].append(link)
            else:
                waiting[model][link["slug"]].append(link)
    number = sum(map(len, waiting.values()))
    if number > MOST_RECORDS:
        raise _too_many(paths, number)
    for model, links in waiting.items():
        _fill(model, links, context)


def only_json() -> str:
    """What is said of ``expand`` beside other formats."""
    return _("Only JSON has room for related records.")


def _under(found: list[Any], path: Sequence[str]) -> list[dict[str, Any]]:
    for name in path:
        inner = [each[name] for each in found]
        found = [
            each
            for value in inner
            if value is not None
            for each in (value if isinstance(value, list) else [value])
        ]
    return found


def _fill(model: type[Model], links: Mapping[str, list[dict[str, Any]]], context: Mapping[str, Any]) -> None:
    record = RECORDS[model]
    rows = list(readable(model).filter(**{f"{record.always}__in": list(links)}))
    whole = record(rows, many=True, context={**context, "fields": frozenset()}).data
    for data in whole:
        for link in links[data[record.always]]:
            link.update(data)


def _too_many(paths: Sequence[str], number: int) -> InvalidParameters:
    detail = _(
        "This would bring in %(number)d records, and %(limit)d are the most. Ask for fewer names or a smaller page."
    ) % {"number": number, "limit": MOST_RECORDS}
    return InvalidParameters([Mistake("expand", ",".join(paths), detail)])
