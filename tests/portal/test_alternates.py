"""Which page is offered in which languages: what one page says of the others, they say of it, and it is so."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client

from publishing import kinds
from publishing.languages import LANGUAGES, Language
from publishing.models import Entry
from publishing.visibility import public, with_texts
from tests.browser.addresses import PAGES

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
NOT_INDEXED = re.compile(r'<meta name="robots" content="[^"]*noindex')


def head(client: Client, address: str) -> str:
    response = client.get(address.removeprefix(SITE))
    assert response.status_code == 200, address
    return response.text.split("</head>")[0]


def faults(client: Client, address: str, expected: set[str]) -> Iterator[str]:
    """What is wrong with the alternates of a page that exists in the ``expected`` languages (BCP 47)."""
    top = head(client, address)
    alternates = dict(ALTERNATE.findall(top))
    if alternates.keys() != expected | {"x-default"}:
        yield f"{address} is in {sorted(expected)} and names {sorted(alternates)}"
        return
    if address not in alternates.values():
        yield f"{address} does not name itself"
    if CANONICAL.findall(top) != [address]:
        yield f"{address} has its original elsewhere: {CANONICAL.findall(top)}"
    for other in {url for tag, url in alternates.items() if url != address}:
        if dict(ALTERNATE.findall(head(client, other))) != alternates:
            yield f"{other} does not say the same as {address}"


def some_of_each() -> Iterator[Entry]:
    """Two entries of every kind for every set of languages that entries of it have."""
    seen: Counter[tuple[str, ...]] = Counter()
    for entry in with_texts(public(Entry).filter(kind__in=[kind.code for kind in kinds.every()])):
        standing = (entry.kind, *sorted(entry.languages))
        seen[standing] += 1
        if seen[standing] <= 2:
            yield entry


def test_every_entry_is_offered_in_the_languages_it_has(client, demo):
    problems = []
    for entry in some_of_each():
        expected = {Language(code).html_lang for code in entry.languages}
        first, *others = entry.languages
        problems += faults(client, SITE + entry.path(first), expected)
        for language in set(LANGUAGES) - {first, *others}:
            top = head(client, entry.path(language))
            if ALTERNATE.findall(top) or not NOT_INDEXED.search(top):
                problems.append(f"{entry.path(language)} has no text and is offered")

    assert not problems, "\n".join(problems)


def test_lists_and_standing_pages_are_offered_in_every_language(client, demo):
    tags = {language.html_lang for language in LANGUAGES}
    lists = [path for path in PAGES.values() if not path or (path.count("/") == 1 and "?" not in path)]
    problems = [each for path in lists for each in faults(client, f"{SITE}/ko/{path}", tags)]

    assert not problems, "\n".join(problems)
