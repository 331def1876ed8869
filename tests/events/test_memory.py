"""What earlier editions brought: as it was stated then, with the gaps, and nothing added up."""

import re
from datetime import timedelta

import pytest

from events.models import Delegation, EventSeries, Participation
from news.models import MediaCoverage, PressRelease
from organizations.models import Company, Organization
from publishing.models import Count, Money, Place
from tests.factories import NOON, draft, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=90)


@pytest.fixture
def line() -> EventSeries:
    return released(EventSeries, at=LONG_AGO, slug="line", title="Line", ordinal_unit="meeting")


def edition(line: EventSeries, number: int, bring_in=released, **facts) -> Delegation:
    days = {"starts_on": f"20{16 + number}-04-09", "ends_on": f"20{16 + number}-04-11"}
    return bring_in(
        Delegation,
        at=LONG_AGO,
        title=f"No {number}",
        slug=f"no-{number}",
        series=line,
        edition=number,
        **{**days, **facts},
    )


def rows(page: str, heading: str) -> list[str]:
    table = page.split(heading)[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in table.split("</tr>")[:-1]]


def furnish(event: Delegation, number: int) -> None:
    by = released(Organization, at=LONG_AGO, title=f"Ministry {number}")
    Money.objects.create(
        entry=event, label_en="consultations", amount=1000, currency="KRW", stated_by=by, as_of="2024-05"
    )
    Count.objects.create(entry=event, label_en="visitors", value=7, qualifier="more_than")
    company = released(Company, at=LONG_AGO, title=f"Firm {number}")
    Participation.objects.create(event=event, capacity="member", organization=company)
    released(PressRelease, at=LONG_AGO, title=f"Told {number}", event=event)


def test_a_page_says_what_earlier_editions_brought(see, line):
    sixth, eighth = edition(line, 6), edition(line, 8)
    edition(line, 9)
    sixth.places.add(Place.objects.create(slug="beijing", name_en="Beijing"))
    furnish(sixth, 6)
    released(MediaCoverage, at=LONG_AGO, title="Written", event=sixth)
    page = see(eighth.path("en")).text
    told = rows(page, "What earlier editions brought")

    assert [row.split()[0] for row in told] == ["1st–5th", "6th", "7th"]
    assert told[0] == "1st–5th not recorded"
    for words in (
        "No 6 en",
        "April 2022",
        "Beijing",
        "KRW 1,000",
        "consultations",
        "Ministry 6 en",
        "May 2024",
    ):
        assert words in told[1]
    for words in ("more than 7", "Told 6 en", "Written en"):
        assert words in told[1]
    assert told[2] == "7th not recorded"
    assert "No 9" not in "".join(told)


def test_where_nothing_was_published_it_says_so(see, line):
    edition(line, 1)
    told = rows(see(edition(line, 2).path("en")).text, "What earlier editions brought")

    assert "no figures published" in told[0]


def test_nothing_but_gaps_is_one_sentence(see, line):
    page = see(edition(line, 8).path("en")).text

    assert "Nothing is recorded of these editions: 1st–7th." in page
    assert page.count('class="is-gap"') == 7


def test_a_long_gap_is_one_item_of_the_strip(see, line):
    page = see(edition(line, 24, starts_on="2026-06-02", ends_on="2026-06-05").path("en")).text

    assert page.count('class="is-gap"') == 1
    assert '<span class="series__number">1–23</span>' in page


def test_the_series_remembers_every_edition(see, line):
    edition(line, 3)
    furnish(edition(line, 1), 1)
    told = rows(see("/en/series/line/").text, "What the editions brought")

    assert [row.split()[0] for row in told] == ["1st", "2nd", "3rd"]
    assert told[1] == "2nd not recorded"


def test_what_is_not_public_is_a_gap_and_counts_nowhere(see, line):
    before = see(edition(line, 8).path("en"))
    first = edition(line, 1, draft)
    edition(line, 2, withdrawn)
    for bring_in in (draft, scheduled):
        extra = {"at": NOON + timedelta(days=9)} if bring_in is scheduled else {}
        company = bring_in(Company, **extra)
        Participation.objects.create(
            event=Delegation.objects.get(slug="no-8"), capacity="member", organization=company
        )
        bring_in(PressRelease, event=Delegation.objects.get(slug="no-8"), **extra)
    furnish(first, 1)
    after = see(Delegation.objects.get(slug="no-8").path("en"))

    assert after.content == before.content
    assert rows(see("/en/series/line/").text, "What the editions brought")[0] == "1st–7th not recorded"


def test_the_page_takes_the_same_queries_for_one_and_for_three_editions(see, line, django_assert_num_queries):
    last = edition(line, 9)
    furnish(edition(line, 1), 1)
    with django_assert_num_queries(39):
        see(last.path("en"))
    furnish(edition(line, 2), 2)
    furnish(edition(line, 3), 3)
    with django_assert_num_queries(39):
        see(last.path("en"))
