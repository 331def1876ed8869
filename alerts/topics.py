"""What can be subscribed to: every public list, with its filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import get_resolver, reverse
from django.utils.translation import gettext as _

from publishing.pages import LISTS, EntryList
from publishing.pages.listing import chosen

__all__ = ["LONGEST_QUERY", "Topic", "Unknown", "every", "read"]

# As many characters as are stored.
LONGEST_QUERY = 500


class Unknown(Exception):
    """There is no such list or filter; ``problems`` says so in words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Topic:
    """A list, by the namespace of its addresses, and its filters as in its address, sorted by name."""

    name: str
    query: str = ""

    @property
    def listing(self) -> type[EntryList]:
        return every()[self.name]

    def entries(self) -> QuerySet[Any] | None:
        """What the list shows now; ``None`` if one of the filters no longer exists."""
        rows = self.listing.entries()
        if not self.query or not self.listing.filters:
            return rows
        filterset = self.listing.filters(QueryDict(self.query), queryset=rows)
        return filterset.qs if filterset.form.is_valid() else None

    def heading(self) -> str:
        """What the list is called."""
        return self.listing().heading()

    def filters(self) -> list[dict[str, Any]]:
        """The filters in words, as {label, value}; empty if one of them no longer exists."""
        if not self.query or not self.listing.filters:
            return []
        query = QueryDict(self.query)
        form = self.listing.filters(query, queryset=self.listing.entries()).form
        return chosen(form, query) if form.is_valid() else []

    def url(self) -> str:
        """The address of the list, with its filters, in the active language."""
        address = reverse(self.listing.route or f"{self.listing.model.KIND.routes}:list")
        return f"{address}?{self.query}" if self.query else address

    def parameters(self) -> str:
        """The filters and the list as the page of the alert takes them."""
        return "&".join(filter(None, [urlencode({"list": self.name}), self.query]))


def every() -> dict[str, type[EntryList]]:
    """The lists by namespace; they are known once the addresses have been read."""
    if not LISTS:
        get_resolver().url_patterns  # noqa: B018 - reading it fills LISTS
    return LISTS


def read(query: Mapping[str, Any]) -> Topic:
    """The topic that an address names; :class:`Unknown` with what is wrong with it."""
    values = {name: str(query.get(name, "")) for name in query}
    name = values.pop("list", "")
    if name not in every():
        raise Unknown([_("There is no list “%(name)s”.") % {"name": name[:40]}])
    filters = every()[name].filters
    given = {each: value.strip() for each, value in values.items() if value.strip()}
    if not filters:
        known: dict[str, Any] = {}
    else:
        data = QueryDict(urlencode(given))
        form = filters(data, queryset=every()[name].entries()).form
        known = dict(form.fields)
        if not form.is_valid():
            raise Unknown(
                [
                    _("%(label)s: %(value)s") % {"label": known[field].label, "value": error}
                    for field, errors in form.errors.items()
                    for error in errors
                ]
            )
    if unknown := [each for each in given if each not in known]:
        raise Unknown([_("This list has no filter “%(name)s”.") % {"name": each[:40]} for each in unknown])
    encoded = urlencode(sorted(given.items()))
    if len(encoded) > LONGEST_QUERY:
        raise Unknown([_("These filters are too long for an alert.")])
    return Topic(name, encoded)
