"""What stands on the desk: lists of what waits for a person, and tools; upper floors add theirs here.

A list of entries is declared once as :class:`Work`. The desk shows its beginning, and the list of all entries can be
narrowed to the whole of it::

    work(Work("closing", _("Closing soon"), 60, may=..., select=..., note=...))

Other lists are made by a function::

    @pane(70)
    def images(user: Any) -> Iterator[Pane]: ...
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.functional import Promise

from desk.notices import Tool
from publishing.models import Entry

__all__ = [
    "LENGTH",
    "Pane",
    "Row",
    "Tool",
    "Work",
    "beginning",
    "pane",
    "panes",
    "tool",
    "tools",
    "work",
    "works",
]

LENGTH = 8


@dataclass
class Row:
    """One thing that waits.

    With ``entry`` it is known by its reference and title, and leads to the ``page`` of it unless ``url`` says
    otherwise; without, ``label`` names it. ``tell`` says what matters about the entry when its current texts are
    loaded. ``until`` is counted down to.
    """

    entry: Entry | None = None
    page: str = "change"
    url: str = ""
    label: str = ""
    lang: str = ""
    kind: "str | Promise" = ""
    note: str = ""
    tell: Callable[[Entry], str] | None = None
    is_late: bool = False
    until: datetime | None = None


@dataclass
class Pane:
    """A short list; ``count`` is the length of the whole list, which is at ``more`` where it has a page."""

    code: str
    title: "str | Promise"
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    more: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Work:
    """Entries at which a person has something to do.

    ``may`` asks whether this person ever has; ``select`` narrows the entries that he may read, and orders them without
    making rows twice; ``note`` says in words what matters about one; ``until`` is what is counted down to.
    """

    code: str
    title: "str | Promise"
    place: int
    may: Callable[[Any], bool]
    select: Callable[[QuerySet[Entry], Any], QuerySet[Entry]]
    note: Callable[[Entry], str] | None = None
    until: Callable[[Entry], datetime | None] | None = None
    is_late: Callable[[Entry], bool] | None = None
    page: str = "change"
    is_urgent: bool = False
    length: int = LENGTH

    def pane(self, entries: QuerySet[Entry], user: Any) -> Pane:
        """Its beginning among ``entries``."""
        found, count = beginning(self.select(entries, user), self.length)
        rows = [
            Row(
                entry,
                self.page,
                tell=self.note,
                is_late=self.is_late is not None and self.is_late(entry),
                until=self.until(entry) if self.until else None,
            )
            for entry in found
        ]
        more = f"{reverse('admin:publishing_entry_changelist')}?waits={self.code}"
        return Pane(self.code, self.title, rows, count, more, self.is_urgent)


Make = Callable[[Any], Iterable[Pane]]
MakeTools = Callable[[Any], Iterable[Tool]]

_works: dict[str, Work] = {}
_makes: list[tuple[int, Make]] = []
_tools: list[tuple[int, MakeTools]] = []


def work(declared: Work) -> Work:
    """Put ``declared`` on the desk and among the filters of the list of all entries."""
    _works[declared.code] = declared
    return declared


def works(user: Any) -> list[Work]:
    """What ``user`` may ever have to do."""
    return sorted((each for each in _works.values() if each.may(user)), key=lambda each: each.place)


def pane(place: int) -> Callable[[Make], Make]:
    """Have a function asked for panes that stand at ``place`` among those of all; urgent ones have low numbers."""

    def keep(make: Make) -> Make:
        _makes.append((place, make))
        return make

    return keep


def panes(user: Any, entries: QuerySet[Entry]) -> list[Pane]:
    """The panes of ``user``, with what he may read: ``entries``."""
    makes: list[tuple[int, Make]] = [
        *_makes,
        *((each.place, lambda person, each=each: [each.pane(entries, person)]) for each in works(user)),
    ]
    return [found for _place, make in sorted(makes, key=lambda each: each[0]) for found in make(user)]


def tool(place: int) -> Callable[[MakeTools], MakeTools]:
    """Have a function asked for tools that stand at ``place`` among those of all."""

    def keep(make: MakeTools) -> MakeTools:
        _tools.append((place, make))
        return make

    return keep


def tools(user: Any) -> Iterator[Tool]:
    """The tools that ``user`` may use."""
    for _place, make in sorted(_tools, key=lambda each: each[0]):
        yield from make(user)


def beginning(rows: QuerySet[Any], length: int = LENGTH) -> tuple[list[Any], int]:
    """The first of ``rows``, and how many there are in all, by one query."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:length])
    return found, found[0].in_all if found else 0
