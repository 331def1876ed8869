"""Filters of the public lists: they read the address, and say how many entries each choice leads to.

The number at a choice is that of the list with this choice and with all other filters in use. Numbers are counted
over the rows the list was given, which came through :mod:`publishing.visibility`, in a fixed number of queries.

A filter counts in two steps. ``measure`` asks the database and gives plain values, which :mod:`publishing.tallies` may
remember; ``tell`` makes of them what the options show, by the vocabulary as it is now.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from publishing import formats, tallies
from publishing.fields import wording
from publishing.languages import active
from publishing.models import Entry, Place, Sector
from publishing.presentation import foreign

__all__ = [
    "ChoiceFilter",
    "EntryFilter",
    "LabelFilter",
    "ListFilters",
    "PlaceFilter",
    "SectorFilter",
    "Tally",
    "TreeFilter",
    "YearFilter",
]

# How many entries a choice leads to, by its value in the address.
Tally = Mapping[str, int]

_INDENT = "\u2003"


class CountedSelect(forms.Select):
    """A choice with the number of entries behind each option; what leads to nothing is left out unless chosen.

    A value that is not among the options stays as it was typed. Options in another language than the page bear it.
    """

    tally: Tally | None = None
    by_number = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        if self.tally is not None and len(widget["optgroups"]) == 1 and not any(widget["value"]):
            widget["attrs"]["disabled"] = True
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        known = {str(option["value"]) for _group, options, _index in groups for option in options}
        for typed in value:
            if typed and typed not in known:
                option = super().create_option(name, typed, typed, selected=True, index=len(groups))
                groups.append((None, [option], len(groups)))
        if self.tally is None:
            return groups
        first, *others = (group for group in groups if self._leads_on(group[1][0]))
        if self.by_number:
            others.sort(key=lambda group: (-self._number(group[1][0]), group[1][0]["label"]))
        return [first, *others]

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if self.tally is not None and str(value):
            number = formats.count(self.tally.get(str(value), 0), "exact", active())
            label = gettext("%(label)s (%(number)s)") % {"label": label, "number": number}
        option = super().create_option(name, value, label, *args, **kwargs)
        instance = getattr(value, "instance", None)
        if instance and (language := foreign(self.language_of(instance))):
            option["attrs"]["lang"] = language
        return option

    def language_of(self, instance: Any) -> str:
        """The language in which the option of ``instance`` is worded."""
        return wording(instance, "name")[1]

    def _leads_on(self, option: dict[str, Any]) -> bool:
        return not str(option["value"]) or option["selected"] or self._number(option) > 0

    def _number(self, option: dict[str, Any]) -> int:
        return (self.tally or {}).get(str(option["value"]), 0)


class Counted(django_filters.Filter):
    """A filter among choices that knows how many rows each of them leads to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"empty_label": _("all"), "widget": CountedSelect, **kwargs})

    @property
    def column(self) -> Any:
        """What the rows are grouped by, of which each has one value; ``None`` where :meth:`measure` does it."""
        return self.field_name

    def measure(self, rows: QuerySet, numbers: tallies.Numbers | None) -> Any:
        """What there is to count of ``rows``; ``numbers`` are those by :attr:`column`."""
        return numbers

    def tell(self, measured: Any, field: Any) -> Tally:
        """How many rows each choice of the form's ``field`` leads to, by what was measured."""
        return {str(value): number for value, number in measured.items()}

    def offer(self, field: Any, tally: Tally) -> None:
        """Show the numbers at the options of the form's ``field``."""
        field.widget.tally = tally


class ListFilters(django_filters.FilterSet):
    """The filters of a list, which are used together; ``timed`` where passing time alone changes what they keep."""

    timed = False

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return self.narrow(queryset, self.form.cleaned_data)

    def narrow(self, queryset: QuerySet, chosen: Mapping[str, Any]) -> QuerySet:
        """``queryset`` by the ``chosen`` values."""
        for name, value in chosen.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def beside(self, name: str) -> QuerySet:
        """The rows by all filters in use but ``name``."""
        return self.narrow(self.queryset.all(), {**self.form.cleaned_data, name: None})

    def apart(self) -> set[str]:
        """The filters whose choices are not counted over the rows of the list as it is filtered: those in use."""
        return {name for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def count(self) -> int:
        """Show at each choice of the valid form how many entries it leads to; return how many are in the list."""
        mark = "" if self.timed else tallies.mark(self.queryset.model)
        counted = {name: each for name, each in self.filters.items() if isinstance(each, Counted)}
        apart = self.apart()
        found = self._measured(mark, "", ["", *(name for name in counted if name not in apart)])
        for name in counted:
            if name in apart:
                found |= self._measured(mark, name, [name])
        for name, each in counted.items():
            field = self.form.fields[name]
            each.offer(field, each.tell(found[name], field))
        total: int = found[""]
        return total

    def _measured(self, mark: str, without: str, names: list[str]) -> dict[str, Any]:
        """What the filters ``names`` count in the list ``without`` one of its filters; under "" how many rows it has."""
        chosen = {**self.form.cleaned_data, **({without: None} if without else {})}
        key = self._key(mark, chosen)
        held = tallies.recall(key) if key else {}
        if missing := [name for name in names if name not in held]:
            rows = self.beside(without) if without else self.narrow(self.queryset.all(), chosen)
            held |= self._counted(rows, missing)
            if key:
                tallies.remember(key, held)
        return {name: held[name] for name in names}

    def _counted(self, rows: QuerySet, names: list[str]) -> dict[str, Any]:
        filters = {name: self.filters[name] for name in names if name}
        columns = {name: each.column for name, each in filters.items() if each.column is not None}
        numbers, total = tallies.crossed(rows, list(columns.values())) if columns else ([], None)
        by_column = dict(zip(columns, numbers, strict=True))
        measured = {name: each.measure(rows, by_column.get(name)) for name, each in filters.items()}
        if "" in names:
            measured[""] = rows.count() if total is None else total
        return measured

    def _key(self, mark: str, chosen: Mapping[str, Any]) -> str:
        """Under what the numbers are remembered; "" where filters are in use whose meaning other rows decide."""
        used = {name: value for name, value in chosen.items() if value not in (None, "")}
        if not mark or any(not isinstance(self.filters[name], ChoiceFilter | YearFilter) for name in used):
            return ""
        model = self.queryset.model._meta.label
        words = repr([type(self).__qualname__, model, sorted(used.items()), mark])
        return hashlib.sha256(words.encode()).hexdigest()


class ChoiceFilter(Counted, django_filters.ChoiceFilter):
    """Entries by a value of theirs; ``several`` where an entry may have more than one."""

    def __init__(self, *args: Any, several: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.several = several

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        if not self.several or not value:
            return super().filter(qs, value)
        # A join would repeat the entry.
        having = qs.model._default_manager.filter(**{self.field_name: value})
        return qs.filter(pk__in=having.values("pk"))

    @property
    def column(self) -> Any:
        return None if self.several else self.field_name

    def measure(self, rows: QuerySet, numbers: tallies.Numbers | None) -> Any:
        return tallies.tallied(rows, self.field_name, several=True) if self.several else numbers


class YearFilter(Counted, django_filters.ChoiceFilter):
    """Entries of a year, the latest first; ``year`` is the year of a row in SQL."""

    def __init__(self, *, year: Any, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Year"), **kwargs})
        self.year = year

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        return qs.alias(in_year=self.year).filter(in_year=value) if value else qs

    @property
    def column(self) -> Any:
        return self.year

    def offer(self, field: Any, tally: Tally) -> None:
        super().offer(field, tally)
        years = sorted(tally, reverse=True)
        field.widget.choices = [("", field.empty_label), *((year, year) for year in years)]


class LabelFilter(Counted, django_filters.ModelChoiceFilter):
    """Entries by a row of a vocabulary they name; the value is its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"to_field_name": "slug", **kwargs})

    @property
    def column(self) -> Any:
        return f"{self.field_name}__slug"


class _TitleSelect(CountedSelect):
    by_number = True

    def language_of(self, instance: Entry) -> str:
        text = instance.text()
        return text.language if text else active()


class _TitleField(ModelChoiceField):
    def label_from_instance(self, obj: Entry) -> str:
        return obj.title


class EntryFilter(LabelFilter):
    """Entries by another they belong to, which is called by its title; those with most to show stand first."""

    field_class = _TitleField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": _TitleSelect, **kwargs})


class _Branches(ModelChoiceIterator):
    """All nodes of a vocabulary, each above its own and set in by its depth."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield "", self.field.empty_label
        below: dict[int | None, list[Any]] = {}
        for node in self.queryset:
            below.setdefault(node.parent_id, []).append(node)
        waiting = [(node, 0) for node in reversed(below.get(None, []))]
        while waiting:
            node, depth = waiting.pop()
            value, label = self.choice(node)
            yield value, f"{_INDENT * depth}{label}"
            waiting += [(child, depth + 1) for child in reversed(below.get(node.pk, []))]


class _TreeField(ModelChoiceField):
    iterator = _Branches


class TreeFilter(LabelFilter):
    """Entries that are classified by a node of a vocabulary, or by any node below it; the value is its code."""

    field_class = _TreeField
    tree: type[Sector] | type[Place]
    relation: str

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": self.tree.objects.all(), **kwargs})

    def filter(self, qs: QuerySet, value: Sector | Place | None) -> QuerySet:
        if value is None:
            return qs
        below = self.tree.subtree(value.slug)
        return qs.filter(pk__in=Entry.objects.filter(**{f"{self.relation}__in": below}).values("pk"))

    @property
    def column(self) -> Any:
        return None

    def measure(self, rows: QuerySet, numbers: tallies.Numbers | None) -> Any:
        return tallies.combined(rows, self.relation)

    def tell(self, measured: Any, field: Any) -> Tally:
        """A node counts every entry at it or below it once."""
        nodes = {node.pk: node for node in field.queryset}
        tally: Counter[str] = Counter()
        for held, number in measured.items():
            above: set[Any] = set()
            for pk in held:
                node = nodes.get(pk)
                while node is not None and node.pk not in above:
                    above.add(node.pk)
                    node = nodes.get(node.parent_id)
            for pk in above:
                tally[nodes[pk].slug] += number
        return tally


class SectorFilter(TreeFilter):
    tree = Sector
    relation = "sectors"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Field"), **kwargs})


class PlaceFilter(TreeFilter):
    tree = Place
    relation = "places"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Place"), **kwargs})
