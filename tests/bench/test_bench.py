"""The bench makes its content and finds it, whatever else the database held before."""

import re

import pytest

from bench import content, interface, lists, searching
from bench.measure import Case, measure, table
from news.models import PressRelease
from organizations.models import Organization
from publishing import clock, search
from publishing.models import Page, PublicChange, Text
from tests import factories

pytestmark = pytest.mark.django_db

TEXTS = 450


@pytest.fixture
def filled():
    """The content in small, with ids that do not start at 1."""
    factories.draft(Page)
    lines = []
    content.build(TEXTS, lines.append)
    assert lines == [f"{TEXTS} of {TEXTS} texts"]
    with clock.as_of(content.MOMENT):
        yield


def said(position):
    """How many of the entries speak of a term."""
    return sum(content.holds(number, position) for number in range(TEXTS // 3))


def test_the_content_is_whole_and_found(filled):
    assert content.ready(TEXTS)
    assert not content.ready(TEXTS * 2)
    assert Text.objects.count() == TEXTS
    assert PublicChange.objects.count() == TEXTS // 3
    issuers = PressRelease.objects.values_list("issuer", flat=True)
    assert set(issuers) <= set(Organization.objects.filter(type="institute").values_list("pk", flat=True))
    assert len(search.find("ENVEX", "en")) == said(3)
    assert len(search.find("CIEPEC", "zh-hans")) == said(12)
    named = {hit.entry_id for hit in search.find("MCEE", "en")}
    first = Organization.objects.get(names__text="MCEE")
    issued = set(PressRelease.objects.filter(issuer=first).values_list("pk", flat=True))
    assert issued
    assert {first.pk} | issued <= named


def test_every_case_of_the_search_runs(filled):
    measured = measure(searching.cases(), repeats=1)
    found = {each.name: each.found for each in measured}
    assert found["in 85 % of the texts: ENVEX"] == str(said(3))
    assert found["nothing found: 없는낱말"] == "0"
    assert {status for name, status in found.items() if ": /" in name} == {200}


def test_every_case_of_the_lists_runs(filled):
    cases = [case for case in lists.cases() if "?" not in case.name]
    assert {each.found for each in measure(cases, repeats=1)} == {200}


def test_every_case_of_the_api_runs(filled):
    found = {each.name: each.found for each in measure(interface.cases(), repeats=1)}
    assert {
        status for name, status in found.items() if "nothing new" not in name and "sector" not in name
    } == {200}
    assert found["API list, nothing new: /api/v1/press-releases/"] == 304


def test_the_table_has_medians_and_ratios(db):
    lines = table("SQLite, 450 texts", measure([Case("nothing", lambda: 7)], repeats=3)).splitlines()
    assert lines[1] == "SQLite, 450 texts"
    assert lines[2].split() == ["median", "ms", "least", "ms", "×", "trivial", "found"]
    assert re.fullmatch(r" +\d+\.\d +\d+\.\d +\d+   7 +nothing", lines[-1])
