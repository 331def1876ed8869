"""How the portal is doing, drawn: releases per month, and how far the languages reach.

Each plot is made from one query and carries its numbers as a table. Sizes are in the units of its ``viewBox``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Case, Count, Q, Value, When
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.translation.cells import State, in_state
from publishing import clock, formats
from publishing.dates import PartialDate
from publishing.enums import Zone
from publishing.languages import LANGUAGES, Language, active
from publishing.models import Entry
from publishing.visibility import public

__all__ = ["Bar", "Coverage", "Part", "Releases", "coverage", "releases"]

MONTHS = 12
SEOUL = ZoneInfo(Zone.SEOUL)


@dataclass(frozen=True)
class Bar:
    """One month: its number, its name in full and in few characters, and where its bar stands."""

    name: str
    short: str
    year: str
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Releases:
    """What was released in each of the last months, the present one last."""

    bars: list[Bar]
    total: int

    WIDTH, HEIGHT, BASE, TOP, STEP, BAR = 372, 190, 150, 20, 31, 21


def months(now: datetime) -> list[date]:
    """The first days of the last twelve months in Seoul, the present one last."""
    today = now.astimezone(SEOUL)
    number = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]


def releases() -> Releases:
    """How many entries that are public now were released in each month of Seoul."""
    shown = months(clock.now())
    since = datetime(shown[0].year, shown[0].month, 1, tzinfo=SEOUL)
    found = (
        public(Entry)
        .filter(release_at__gte=since)
        .order_by()
        .annotate(month=TruncMonth("release_at", tzinfo=SEOUL))
        .values("month")
        .annotate(number=Count("pk"))
    )
    counts = {each["month"].date(): each["number"] for each in found}
    most = max([1, *counts.values()])
    room = Releases.BASE - Releases.TOP
    bars = []
    for place, month in enumerate(shown):
        count = counts.get(month, 0)
        height = max(round(room * count / most), 1 if count else 0)
        partial = PartialDate(month.year, month.month)
        bars.append(
            Bar(
                name=formats.date(partial, active()),
                short=str(month.month),
                year=str(month.year) if place == 0 or month.month == 1 else "",
                count=count,
                x=place * Releases.STEP + (Releases.STEP - Releases.BAR) // 2,
                y=Releases.BASE - height,
                height=height,
            )
        )
    return Releases(bars, sum(bar.count for bar in bars))


@dataclass(frozen=True)
class Part:
    """The entries of one language in one state: how many, how much of all, and where this part of the bar lies."""

    state: State
    label: "str | Promise"
    count: int
    share: int
    x: int
    width: int

    @property
    def fill(self) -> str:
        """What it is painted with: a color, or a pattern that can be told without colors."""
        return FILLS[self.state]


@dataclass(frozen=True)
class Reach:
    """One language; its bar begins at ``y``."""

    language: Language
    y: int
    parts: list[Part]


@dataclass(frozen=True)
class Coverage:
    """How many of the released entries are there in each language, of ``total`` in all."""

    rows: list[Reach]
    total: int

    WIDTH, HEIGHT, STEP, BAR = 372, 192, 66, 22


# What a bar is made of, from left to right.
PARTS: dict[State, "str | Promise"] = {
    State.LIVE: _("up to date"),
    State.STALE: _("behind the original"),
    State.WAIVED: _("waived"),
    State.MISSING: _("missing"),
}
FILLS = {
    State.LIVE: "#0e5a53",
    State.STALE: "url(#hatch)",
    State.WAIVED: "url(#dots)",
    State.MISSING: "#ffffff",
}


def coverage() -> Coverage:
    """Of the entries that are public now, how many are up to date, behind, waived or missing in each language."""
    entries = public(Entry).order_by()
    sums = {"total": Count("pk")}
    for number, language in enumerate(LANGUAGES):
        live = in_state(State.LIVE, language)
        behind = in_state(State.STALE, language)
        waived = in_state(State.WAIVED, language) & ~live & ~behind
        for state, condition in ((State.LIVE, live), (State.STALE, behind), (State.WAIVED, waived)):
            name = f"is_{state.value}_{number}"
            entries = entries.annotate(**{name: _truth(condition)})
            sums[f"{state.value}_{number}"] = Count("pk", filter=Q(**{name: True}))
    found = entries.aggregate(**sums)
    total = found["total"]
    rows = []
    for number, language in enumerate(LANGUAGES):
        counts = {
            state: found[f"{state.value}_{number}"] for state in (State.LIVE, State.STALE, State.WAIVED)
        }
        counts[State.MISSING] = total - sum(counts.values())
        rows.append(Reach(language, number * Coverage.STEP, list(_parts(counts, total))))
    return Coverage(rows, total)


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _parts(counts: dict[State, int], total: int) -> Iterator[Part]:
    """Side by side over the whole width; rounding leaves no gaps."""
    before = 0
    for state, label in PARTS.items():
        count = counts[state]
        start, end = (
            round(Coverage.WIDTH * each / total) if total else 0 for each in (before, before + count)
        )
        share = round(100 * count / total) if total else 0
        yield Part(state, label, count, share, start, end - start)
        before += count
