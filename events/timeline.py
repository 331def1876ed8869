"""The program of an event as a table: its days as columns, its parts as rows."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.text import capfirst

from events.models import Delegation, Event, ProgrammeItem
from events.models.events import DatePrecision
from publishing import formats
from publishing.languages import active
from publishing.presentation import Shown, worded

__all__ = ["LONGEST", "timeline"]

LONGEST = 7
"""An event of more days than this has no table: its columns would be too narrow to read."""


def timeline(event: Event, items: Iterable[ProgrammeItem]) -> dict[str, Any]:
    """Days and rows for ``components/timeline.html``; empty where the days are not known or too many.

    Parts of one type share a row. Parts outside the event's days, and those without a day, are not in it.
    """
    days = _days(event)
    if not days:
        return {}
    rows: dict[str, list[ProgrammeItem]] = {}
    for item in items:
        if item.day in days and not item.outside_event:
            rows.setdefault(item.type, []).append(item)
    if not rows:
        return {}
    return {
        "days": [_day(event, day) for day in days],
        "rows": [
            {"label": capfirst(held[0].get_type_display()), "cells": _cells(held, days)}
            for held in rows.values()
        ],
    }


def _days(event: Event) -> list[date]:
    if event.starts_on is None or event.date_precision != DatePrecision.DAY:
        return []
    count = ((event.ends_on or event.starts_on) - event.starts_on).days + 1
    return [event.starts_on + timedelta(days=n) for n in range(count)] if count <= LONGEST else []


def _day(event: Event, day: date) -> Shown:
    return {
        "number": day.day,
        "iso": day.isoformat(),
        "weekday": formats.weekday(day, active()),
        "place": _place(event, day),
    }


def _place(event: Event, day: date) -> str:
    """The cities where a delegation is on ``day``, in the order of its route."""
    if not isinstance(event, Delegation):
        return ""
    there = [
        stop
        for stop in event.stops.all()
        if stop.from_day and stop.from_day <= day <= (stop.to_day or stop.from_day)
    ]
    return " → ".join(stop.place.name for stop in there)


def _cells(items: list[ProgrammeItem], days: list[date]) -> list[dict[str, Any]]:
    """The cells of a row: parts that share a day share a cell, and an empty cell is as wide as the gap."""
    cells: list[dict[str, Any]] = []
    filled = 0
    for first, last, parts in _blocks(items, days):
        if first > filled:
            cells.extend({"span": 1} for _gap in range(first - filled))
        whole = formats.date_range(days[first], days[last], active(), weekday=True)
        cells.append({"span": last - first + 1, "when": whole, "parts": [_part(item) for item in parts]})
        filled = last + 1
    cells.extend({"span": 1} for _gap in range(len(days) - filled))
    return cells


def _blocks(items: list[ProgrammeItem], days: list[date]) -> list[tuple[int, int, list[ProgrammeItem]]]:
    blocks: list[tuple[int, int, list[ProgrammeItem]]] = []
    spans = [(days.index(item.day), _last(item, days), item) for item in items if item.day]
    for first, last, item in sorted(spans, key=lambda span: span[:2]):
        if blocks and first <= blocks[-1][1]:
            begun, until, parts = blocks[-1]
            blocks[-1] = (begun, max(until, last), [*parts, item])
        else:
            blocks.append((first, last, [item]))
    return blocks


def _last(item: ProgrammeItem, days: list[date]) -> int:
    last = item.last_day or item.day
    return days.index(last) if last in days else len(days) - 1


def _part(item: ProgrammeItem) -> dict[str, Any]:
    title = worded(item, "title")
    spans = formats.clocks(item.starts_at, item.ends_at, item.zone, active()) if item.starts_at else []
    return {
        "title": title["value"],
        "html_lang": title["html_lang"],
        "url": item.about.path() if item.about else "",
        "place": worded(item, "venue")["value"] or (item.place.name if item.place else ""),
        "times": [{"clock": words, "city": city} for words, city in spans],
        "sample": item.is_sample,
    }
