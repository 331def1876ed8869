"""What is measured of the search."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.test import Client

from bench.measure import Case
from news.models import PressRelease
from publishing import search
from publishing.queries import newest
from publishing.visibility import public, with_texts

__all__ = ["cases", "page"]

QUERIES = [
    ("selective, Korean", "수은센서", "ko"),
    ("selective, English", "geothermal", "en"),
    ("in 5 % of the texts, acronym", "CIEPEC", "en"),
    ("in 30 % of the texts, two characters", "환경", "ko"),
    ("in 30 % of the texts, two characters, Chinese", "环境", "zh-hans"),
    ("in 55 % of the texts, letters and digits", "PM 2.5", "ko"),
    ("in 85 % of the texts", "ENVEX", "en"),
    ("a common word of four characters", "산업협력", "ko"),
    ("a common English pair", "Korea-China", "en"),
    ("one character", "氨", "zh-hans"),
    ("several words", "탄소중립 수소 실무단", "ko"),
    ("several common words", "환경 산업협력 한중교류", "ko"),
    ("mixed scripts", "환경 environment 环境", "ko"),
    ("traditional characters", "環境", "zh-hans"),
    ("by the name of an issuer", "MCEE", "en"),
    ("by the name of an issuer, and a word", "MCEE 수소", "ko"),
    ("by the name of an issuer, and a common word", "MCEE ENVEX", "ko"),
    ("by a reference", "KC-2023-02000", "en"),
    ("nothing found", "없는낱말", "ko"),
]
TYPED = [
    ("환", "ko"),
    ("한중교", "ko"),
    ("탄소중리", "ko"),
    ("h", "en"),
    ("hydro", "en"),
    ("环", "zh-hans"),
    ("MCE", "ko"),
]
PAGES = [
    ("search page", "/ko/search/?q=CIEPEC"),
    ("search page, common word", "/ko/search/?q=%ED%99%98%EA%B2%BD"),
    ("search page, in 85 % of the texts", "/en/search/?q=ENVEX"),
    ("search page, one kind", "/ko/search/?q=%ED%99%98%EA%B2%BD&type=press-release"),
    ("search page, nothing found", "/en/search/?q=hydrogne"),
    ("suggestions", "/ko/search/suggest?q=%ED%99%98%EA%B2%BD"),
    ("plain list, for comparison", "/ko/news/"),
    ("list with words", "/ko/news/?q=CIEPEC"),
    ("list with a common word", "/ko/news/?q=ENVEX"),
    ("list with a common word of four characters", "/ko/news/?q=%EC%82%B0%EC%97%85%ED%98%91%EB%A0%A5"),
]


def cases() -> Iterator[Case]:
    """Queries, suggestions and pages; each returns what it found, which is the same on every database."""
    for name, query, language in QUERIES:
        yield Case(f"{name}: {query}", partial(_find, query, language))
    yield Case("one kind: 환경", partial(_find, "환경", "ko", kinds=["company"]))
    yield Case("groups with their counts: 환경", partial(_groups, "환경", "ko"))
    yield Case("groups with their counts: ENVEX", partial(_groups, "ENVEX", "en"))
    for query, language in TYPED:
        yield Case(f"suggestions: {query}", partial(_suggest, query, language))
    yield Case("written alike: hydrogne", partial(_nearest, "hydrogne", "en"))
    yield Case("the newest 20 entries, for comparison", _list)
    client = Client()
    for name, address in PAGES:
        yield Case(f"{name}: {address}", page(client, address))


def _find(query: str, language: str, **filters: Any) -> str:
    results = search.find(query, language, **filters)
    hits = results[:20]
    return f"{len(results)}{'+' if results.has_more else ''}" if hits else "0"


def _groups(query: str, language: str) -> int:
    return len(search.grouped(query, language))


def _suggest(query: str, language: str) -> int:
    return len(search.suggest(query, language))


def _nearest(query: str, language: str) -> int:
    return len(search.nearest(query, language))


def _list() -> int:
    return len(with_texts(newest(public(PressRelease)))[:20])


def page(client: Client, address: str) -> Callable[[], int]:
    def get() -> int:
        return client.get(address, headers={"host": "localhost"}).status_code

    return get
