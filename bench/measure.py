"""Measuring: the median of repeated runs, beside that of a query that does nothing."""

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
    """How long a case took in milliseconds, how many times a trivial query that is, and what it found."""

    name: str
    milliseconds: float
    ratio: float
    found: Any


def measure(cases: Iterable[Case], repeats: int = REPEATS) -> list[Measured]:
    """Each of ``cases`` once to warm up, then its median over ``repeats`` runs."""
    trivial = max(_median(_trivial, repeats * 10)[0], 1e-3)
    measured = []
    for case in cases:
        case.run()
        milliseconds, found = _median(case.run, repeats)
        measured.append(Measured(case.name, milliseconds, milliseconds / trivial, found))
    return measured


def table(heading: str, measured: Iterable[Measured]) -> str:
    """``measured`` in columns."""
    lines = ["", heading, f"{'median ms':>10} {'× trivial':>10}   found", "-" * 72]
    lines += [
        f"{each.milliseconds:10.1f} {each.ratio:10.0f}   {each.found!s:<16} {each.name}" for each in measured
    ]
    return "\n".join(lines)


def _trivial() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()


def _median(run: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    taken, found = [], None
    for _turn in range(repeats):
        start = perf_counter()
        found = run()
        taken.append((perf_counter() - start) * 1_000)
    return median(taken), found
