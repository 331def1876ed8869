"""What is measured of lists, the home page and feeds."""

from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client

from bench.content import MOMENT
from bench.measure import Case
from bench.searching import page
from publishing import clock

__all__ = ["cases"]

LISTS = [
    ("list", "/ko/news/"),
    ("list by field", "/ko/news/?sector=water"),
    ("list by year", "/ko/news/?year=2015"),
    ("list by place and type", "/ko/news/?place=country-1&type=speech"),
    ("page 50", "/ko/news/?page=50"),
    ("last page", "/ko/news/?page=5000"),
]
OTHERS = [
    ("list of opportunities", "/ko/opportunities/"),
    ("home page", "/ko/"),
    ("feed of the list", "/ko/news/feed.atom"),
    ("feed by field", "/ko/news/feed.atom?sector=water"),
    ("feed of everything", "/ko/feed.atom"),
]


def cases() -> Iterator[Case]:
    """Pages; each returns its status. Lists are counted afresh, and with the numbers that readers share."""
    client = Client()
    for name, address in LISTS:
        get = page(client, address)
        yield Case(f"{name}, counted afresh: {address}", _as_of_then(get))
        yield Case(f"{name}: {address}", get)
    for name, address in OTHERS:
        yield Case(f"{name}: {address}", _as_of_then(page(client, address)))


def _as_of_then(run: Callable[[], Any]) -> Callable[[], Any]:
    """``run`` as of the moment of the content; numbers are never remembered while the clock is moved."""

    def moved() -> Any:
        with clock.as_of(MOMENT):
            return run()

    return moved
