"""What upper floors show on the pages of entries: notices above an entry, buttons above a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise

from publishing.models import Entry

__all__ = ["Notice", "Tool", "notices", "on_entries", "on_lists", "tools"]


@dataclass(frozen=True)
class Notice:
    """A template and what it shows; it stands outside the form of the entry and may hold forms of its own."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Tool:
    """A button that leads to a page."""

    label: "str | Promise"
    url: str


Notices = Callable[[HttpRequest, Entry], Iterable[Notice]]
Tools = Callable[[HttpRequest, type[Model]], Iterable[Tool]]

_notices: list[Notices] = []
_tools: list[Tools] = []


def on_entries(make: Notices) -> Notices:
    """Have ``make`` asked for notices on the page of every entry."""
    _notices.append(make)
    return make


def on_lists(make: Tools) -> Tools:
    """Have ``make`` asked for buttons above every list of entries and on the page for a new one."""
    _tools.append(make)
    return make


def notices(request: HttpRequest, entry: Entry) -> list[Notice]:
    return [notice for make in _notices for notice in make(request, entry)]


def tools(request: HttpRequest, model: type[Model]) -> list[Tool]:
    return [tool for make in _tools for tool in make(request, model)]
