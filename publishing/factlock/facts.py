"""What the fact lock compares: facts found in a text, and the differences between the languages."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Amount",
    "Clock",
    "Day",
    "Difference",
    "Fact",
    "FactKind",
    "Found",
    "Names",
    "Value",
    "Worded",
    "Wording",
]

# One body, person or term: its forms per language.
Names = Mapping[str, Sequence[str]]
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOTHING = "–"


class FactKind(models.TextChoices):
    NUMBER = "number", pgettext_lazy("fact", "number")
    DATE = "date", _("date")
    TIME = "time", _("time of day")
    EDITION = "edition", _("edition")
    MONEY = "money", _("amount of money")
    PERCENTAGE = "percentage", _("percentage")
    NAME = "name", pgettext_lazy("fact", "name")
    NOTE = "note", _("footnote mark")


class Worded(Protocol):
    """What is compared of a language: a stored ``Text``, or a :class:`Wording`."""

    title: str
    deck: str
    body: str
    notes: list[Any]
    extra: dict[str, Any]


@dataclass(frozen=True)
class Wording:
    """The words of one language that are not stored, such as those of a form; ``body`` is HTML."""

    title: str = ""
    deck: str = ""
    body: str = ""
    notes: Sequence[Mapping[str, Any]] = ()
    extra: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Day:
    """A date as far as it is stated; ``weekday`` counts from Monday, 0. A decade is its first year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: bool = False

    def __str__(self) -> str:
        if self.decade:
            return f"{self.year}s"
        month, day = (f"{part:02}" if part is not None else "" for part in (self.month, self.day))
        if self.year is None and not day:
            return f"month {self.month}"
        date = "-".join(filter(None, (f"{self.year}" if self.year is not None else "", month, day)))
        return f"{date} {_WEEKDAYS[self.weekday]}" if self.weekday is not None else date


@dataclass(frozen=True)
class Clock:
    """A time of day in minutes after midnight; ``half`` if it may as well be twelve hours later."""

    minutes: int
    half: bool = False

    def __str__(self) -> str:
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"


@dataclass(frozen=True)
class Amount:
    """An amount of money; ``currency`` is an ISO 4217 code."""

    number: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.currency} {plain_number(self.number)}"


Value = Decimal | Day | Clock | Amount | str


def plain_number(number: Decimal) -> str:
    """``number`` with commas between thousands and without closing zeros."""
    return f"{number:,f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:,f}"


@dataclass(frozen=True)
class Fact:
    """A fact at a place of a text.

    ``firm`` facts must stand in the other languages too; the others, such as "both" or a word that is a number
    only in name, are looked at only to find what another language states firmly. ``ordered`` is a number that may
    count an edition, as in "phase 3", or an ordinal that need not.
    """

    kind: FactKind
    value: Value
    start: int
    end: int
    firm: bool = True
    ordered: bool = False

    @property
    def shown(self) -> str:
        """The value in digits, the same in all languages."""
        if not isinstance(self.value, Decimal):
            return str(self.value)
        return plain_number(self.value) + ("%" if self.kind is FactKind.PERCENTAGE else "")


@dataclass(frozen=True)
class Found:
    """What one language says: how often, in which words with a little around them, and the value in digits.

    ``value`` is the same in languages that agree, and empty where nothing was found.
    """

    count: int = 0
    words: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class Difference:
    """A fact that the languages do not agree on; ``found`` has each language that was compared.

    Where one language has another value in place of it, ``value`` names both: "14 / 13".
    """

    kind: FactKind
    value: str
    found: Mapping[str, Found]

    @property
    def signature(self) -> str:
        """What an explanation is kept under: 64 characters that change as soon as the difference does."""
        stated = sorted((language, found.count, found.value) for language, found in self.found.items())
        content = json.dumps([self.kind.value, self.value, stated], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def label(self) -> str:
        """What it is about, in the active language: "number 14"."""
        return gettext("%(kind)s %(value)s") % {"kind": self.kind.label, "value": self.value}

    @property
    def values(self) -> str:
        """What each language says, in their order: "14 / 14 / 13", with a dash where one says nothing."""
        return " / ".join(found.value or NOTHING for found in self.found.values())

    def lies_between(self, one: str, other: str) -> bool:
        """Whether the languages ``one`` and ``other`` disagree; not if one of them was not compared."""
        return one in self.found and other in self.found and self.found[one].value != self.found[other].value

    @property
    def counts(self) -> str:
        """How often each language says it, in their order: "2 / 2 / 0"."""
        return " / ".join(str(found.count) for found in self.found.values())
