"""Measuring: median and minimum of repeated runs, beside a query that does nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

__all__ = ["Case", "Measured", "measure", "table"]

REPEATS = 7


@dataclass(frozen=True)
class Case:
    """One thing to measure: ``run`` does it and returns how much it found."""

    name: str
    run: Callable[[], Any]


@dataclass(frozen=True)
class Measured:
    """How long a case took in milliseconds, how many times a trivial query that is, and what it found.

    ``least`` is the quickest run, which tells more where other work disturbs.
    """

    name: str
    milliseconds: float
    least: float
    ratio: float
    found: Any


def measure(cases: Iterable[Case], repeats: int = REPEATS) -> list[Measured]:
    """Each of ``cases`` once to warm up, then its median and minimum over ``repeats`` runs."""
    trivial = max(median(_timed(_trivial, repeats * 10)[0]), 1e-3)
    measured = []
    for case in cases:
        case.run()
        taken, found = _timed(case.run, repeats)
        measured.append(Measured(case.name, median(taken), min(taken), median(taken) / trivial, found))
    return measured


def table(heading: str, measured: Iterable[Measured]) -> str:
    """``measured`` in columns."""
    lines = ["", heading, f"{'median ms':>10} {'least ms':>10} {'× trivial':>10}   found", "-" * 84]
    lines += [
        f"{each.milliseconds:10.1f} {each.least:10.1f} {each.ratio:10.0f}   {each.found!s:<16} {each.name}"
        for each in measured
    ]
    return "\n".join(lines)


def _trivial() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()


def _timed(run: Callable[[], Any], repeats: int) -> tuple[list[float], Any]:
    taken, found = [], None
    for _turn in range(repeats):
        start = perf_counter()
        found = run()
        taken.append((perf_counter() - start) * 1_000)
    return taken, found
