"""Counting the entries of long lists: few passes over the rows, and numbers that all readers share between changes.

Numbers are remembered in the cache ``counts`` under a mark of the rows that are visible at that moment, which is read
anew each time. A release at its hour, a withdrawal or a correction gives another mark by itself, whoever made it; so
nothing has to be forgotten, and nothing is told that the rows do not hold. Who looks ahead, or at what others do not
see yet, counts afresh and leaves nothing behind.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Aggregate, CharField, Count, Max, Model, QuerySet, Sum

from publishing import clock, formats, kinds, revealed
from publishing.changes import last_public_change
from publishing.models import Entry
from publishing.visibility import public

__all__ = ["Numbers", "combined", "crossed", "mark", "recall", "remember", "tallied"]

# How many rows there are by a value of theirs, or by the set of their values.
Numbers = dict[Any, int]

_KEPT = 24 * 60 * 60


def tallied(rows: QuerySet, column: Any, *, several: bool = False) -> Numbers:
    """How many of ``rows`` there are by each value of ``column``; ``several`` where a row may have more than one."""
    numbers = rows.order_by().values_list(column).annotate(number=Count("pk", distinct=several))
    return {value: number for value, number in numbers if value not in (None, "")}


def crossed(rows: QuerySet, columns: Sequence[Any]) -> tuple[list[Numbers], int]:
    """:func:`tallied` for each of ``columns``, of which a row has one value each, and all ``rows``; in one pass."""
    numbers: list[Counter[Any]] = [Counter() for _column in columns]
    total = 0
    for *values, number in rows.order_by().values_list(*columns).annotate(number=Count("pk")):
        total += number
        for counter, value in zip(numbers, values, strict=True):
            if value not in (None, ""):
                counter[value] += number
    return [dict(each) for each in numbers], total


class _Together(Aggregate):
    """The values of a group as one text, with commas between."""

    function = "GROUP_CONCAT"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s::text, ',')"
        )


def combined(rows: QuerySet, relation: str) -> Numbers:
    """How many of the entries ``rows`` there are by the set of ids that they have in ``relation``, in one pass."""
    field = Entry._meta.get_field(relation)
    links: QuerySet[Model] = getattr(Entry, relation).through.objects.filter(
        entry__in=rows.order_by().values("pk")
    )
    each = links.values("entry").annotate(nodes=_Together(f"{field.m2m_reverse_field_name()}_id"))  # type: ignore[union-attr]  # a relation to many has it
    try:
        inner, parameters = each.order_by().values("nodes").query.sql_with_params()
    except EmptyResultSet:
        # So the ORM says that no row can match, and asks the database nothing.
        return {}
    numbers: Counter[frozenset[int]] = Counter()
    with connection.cursor() as cursor:
        # The ORM cannot group by what it has grouped; the text comes from itself.
        cursor.execute(f"SELECT nodes, COUNT(*) FROM ({inner}) AS sets GROUP BY nodes", parameters)  # noqa: S608 - only placeholders are put in
        for nodes, number in cursor.fetchall():
            numbers[frozenset(map(int, nodes.split(",")))] += number
    return dict(numbers)


def mark(model: type[Entry]) -> str:
    """What tells the entries of ``model`` that are visible now from those of other moments; "" where none is used.

    Every public change raises the revision of its entry. Short lists have no mark: counting them costs nothing.
    """
    if clock.is_moved() or revealed.entry() is not None or revealed.kept() is not None:
        return ""
    codes = [each.code for each in kinds.every() if issubclass(kinds.model_of(each.code), model)]
    found = (
        public(Entry)
        .filter(kind__in=codes)
        .aggregate(
            number=Count("pk"),
            ids=Sum("pk"),
            revisions=Sum("revision"),
            changed=Max("changed_at"),
            released=Max("release_at"),
        )
    )
    if found["number"] < settings.LIST_COUNTS_KEPT_FROM:
        return ""
    # What counts until a day, such as a verified mark, is counted anew on the next.
    day = formats.local_day(clock.now(), formats.SEOUL)
    return "|".join(map(str, [*found.values(), last_public_change(), day]))


def recall(key: str) -> dict[str, Any]:
    """What was remembered under ``key``, if anything."""
    return caches["counts"].get(key) or {}


def remember(key: str, numbers: dict[str, Any]) -> None:
    caches["counts"].set(key, numbers, _KEPT)
