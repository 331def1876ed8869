"""The ledger, the page of an outcome, what pages of events say, and what no channel says."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Delegation, EventSeries, Exhibition, Meeting
from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Company
from outcomes.models import FollowUp, Outcome
from outcomes.presentation import line
from portal.dumps.making import make
from publishing import clock
from publishing.languages import Language
from publishing.models import Sector
from tests.factories import NOON, released
from tests.outcomes.builders import EARLY, outcome

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=3)
SECRET = "Verschwiegen Works"


def words(response) -> str:
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


def cells(html: str, pattern: str) -> list[str]:
    return [
        unescape(" ".join(re.sub(r"<[^>]+>", " ", each).split()))
        for each in re.findall(pattern, html, re.DOTALL)
    ]


def plotted(html: str) -> list[str]:
    return cells(html, r'<strong class="figures">(.*?)</strong>')


def tabled(html: str) -> list[str]:
    return cells(html, r'<td data-label="Total" class="is-number">(.*?)</td>')


def edition(number=8, **facts):
    line = EventSeries.objects.first() or released(
        EventSeries, at=EARLY, title="Line", ordinal_unit="meeting"
    )
    return released(Delegation, at=EARLY, title=f"Edition {number}", series=line, edition=number, **facts)


def test_plot_table_file_and_api_say_the_same(see, client):
    seventh, eighth = edition(7, starts_on="2025-06-02", ends_on="2025-06-05"), edition()
    outcome(event=seventh, amount=5_000_000, currency="USD", outcome_stage="consultation")
    outcome(event=eighth, amount=2_000_000, currency="USD", outcome_stage="consultation", qualifier="about")
    outcome(event=eighth, amount=3_000_000, currency="USD", outcome_stage="consultation")
    outcome(event=eighth, amount=700_000_000, currency="KRW")
    outcome(event=eighth, outcome_stage="mou")
    html = see("/en/outcomes/", LATER).content.decode()
    shown = ["USD 5 million", "about USD 5 million", "KRW 700 million", "1 item"]
    assert sorted(plotted(html)) == sorted(tabled(html)) == sorted(shown)
    assert re.findall(r'<rect width="(\d+)"', html) == ["100", "100", "100", "100"]
    assert "Nobody has promised anything yet." in html

    table = list(
        csv.DictReader(io.StringIO(see("/en/outcomes/totals.csv", LATER).content.decode("utf-8-sig")))
    )
    results = see("/api/v1/outcomes/totals/", LATER).json()["results"]
    assert [
        (each["stage"], each["event"], each["currency"], each["amount"], each["records"]) for each in table
    ] == [
        (
            each["stage"],
            each["event"]["ref"],
            each["currency"] or "",
            each["amount"] or "",
            str(each["records"]),
        )
        for each in results
    ]
    assert ("consultation", eighth.ref, "USD", "5000000.00", "2") in [
        (each["stage"], each["event"], each["currency"], each["amount"], each["records"]) for each in table
    ]
    about = next(each for each in results if each["records"] == 2)
    assert (about["qualifier"], about["as_of"], about["is_sample"]) == ("about", "2026-04-20", False)


def test_filters_narrow_totals_list_and_files_alike(see):
    water = Sector.objects.create(slug="water", name_en="water")
    one = outcome(event=edition(), amount=5, currency="USD", as_of="2025-04-20", title="One")
    outcome(amount=7, currency="USD", outcome_stage="delivered", title="Other")
    one.sectors.add(water)
    for query in ("stage=contract", f"event={one.event.slug}", "year=2025", "sector=water"):
        html = see(f"/en/outcomes/?{query}", LATER).content.decode()
        assert tabled(html) == ["USD 5"], query
        assert "One en" in html
        assert "Other en" not in html
        for name in ("outcomes.csv", "outcomes/totals.csv"):
            assert len(see(f"/en/{name}?{query}", LATER).content.decode().splitlines()) == 2
    assert see("/en/outcomes/?stage=dream", LATER).status_code == 400
    assert see("/en/outcomes.csv?colour=red", LATER).status_code == 400
    assert see("/api/v1/outcomes/totals/?stage=dream", LATER).status_code == 400
    assert see("/api/v1/outcomes/totals/?colour=red", LATER).status_code == 400


def test_an_outcome_with_everything(see):
    release = released(PressRelease, at=EARLY, title="Report")
    talk = outcome(outcome_stage="consultation", amount=4, currency="USD", title="Talk")
    entry = outcome(
        title="Contract",
        event=edition(),
        follows=talk,
        amount=3_500_000,
        currency="CNY",
        qualifier="at_least",
        stated_as="three and a half",
        counting_en="As signed.",
    )
    entry.outcome_parties.create(role="buyer", organization=released(Company, at=EARLY, title="Buyer"))
    entry.outcome_parties.create(role="partner", country="CN", is_withheld=True, known_as=SECRET)
    entry.evidence.create(type="link", label_en="Notice", url="https://example.org/n", seen_on="2026-04-25")
    entry.evidence.create(type="record", label_en="Told in", record=release, seen_on="2026-04-25")
    FollowUp.objects.create(
        outcome=entry, months=3, done_on="2026-07-22", answer="changed", finding_en="It has grown."
    )
    page = words(see(entry.path("en"), NOON + timedelta(days=200)))
    for said in (
        "at least CNY 3.5 million",
        "three and a half",
        "As signed.",
        "A contract that both sides have signed.",
        "Talk en",
        "Maker Supplier",
        "Buyer en",
        "a Chinese company (name withheld)",
        "Notice",
        "Report en",
        "after 3 months 20 July 2026 22 July 2026 Has changed It has grown.",
        "after 6 months 20 October 2026 overdue",
        "after 12 months 20 April 2027 – –",
    ):
        assert said in page, said
    assert SECRET not in page
    assert "Contract en" in words(see(talk.path("en"), LATER))


QUERIES = {
    "/ko/outcomes/": 22,
    "/ko/outcomes/one/": 27,
    "/ko/outcomes.csv": 22,
    "/ko/outcomes/totals.csv": 5,
}


def test_lists_pages_and_files_take_the_same_queries_for_one_and_for_three(see):
    event = edition()

    def whole(**facts):
        entry = outcome(event=event, amount=1, currency="USD", **facts)
        entry.outcome_parties.create(role="buyer", organization=released(Company, at=EARLY))
        entry.evidence.create(
            type="record", label_en="x", record=released(PressRelease, at=EARLY), seen_on="2026-04-25"
        )
        return entry

    first = whole()
    whole(outcome_stage="delivered", follows=first)
    for more in (0, 2):
        for _each in range(more):
            whole(outcome_stage="delivered", follows=first)
            first.outcome_parties.create(role="buyer", organization=released(Company, at=EARLY))
            first.evidence.create(
                type="record", label_en="x", record=released(PressRelease, at=EARLY), seen_on="2026-04-25"
            )
        counts = {}
        for name in ("/ko/outcomes/", first.path("ko"), "/ko/outcomes.csv", "/ko/outcomes/totals.csv"):
            with CaptureQueriesContext(connection) as queries:
                see(name, LATER)
            counts[name.replace(first.slug, "one")] = len(queries)
        assert counts == QUERIES


def test_an_event_without_outcomes_says_when_they_are_due(see):
    event = edition()  # it ends on 5 June 2026
    first = words(see(event.path("en"), NOON))
    assert "No outcome has been confirmed yet" in first
    for due in ("5 September 2026", "5 December 2026", "5 June 2027", "5 June 2028"):
        assert due in first
    assert "No figures were published" not in first
    assert "No figures were published by 5 September 2026." in words(
        see(event.path("en"), NOON + timedelta(days=110))
    )
    long_after = words(see(event.path("en"), NOON + timedelta(days=900)))
    assert "No figures were published by 5 June 2028." in long_after
    assert "5 September 2026" not in long_after
    month = released(Exhibition, at=EARLY, starts_on="2026-06-02", ends_on=None, date_precision="month")
    assert "30 September 2026" in words(see(month.path("en"), NOON))
    assert "Outcomes" not in words(see(released(Meeting, at=EARLY).path("en"), NOON))


def test_events_series_and_opportunities_show_their_outcomes(see):
    event, opportunity = edition(), released(Opportunity, at=EARLY)
    outcome(title="Trial", event=event, from_opportunity=opportunity, amount=9, currency="KRW")
    for entry in (event, event.series):
        html = see(entry.path("en"), LATER).content.decode()
        assert tabled(html) == plotted(html) == ["KRW 9"]
    assert "Trial en" in words(see(opportunity.path("en"), LATER))


def test_a_withheld_name_is_in_no_answer(client):
    sector = Sector.objects.create(slug="water", name_en="water")
    entry = outcome(title="Quiet", event=edition(), amount=2, currency="USD")
    entry.sectors.add(sector)
    entry.outcome_parties.create(role="buyer", country="CN", is_withheld=True, known_as=SECRET)
    ways = [
        *(f"/{language}/{rest}" for language in Language.values for rest in (
            *("", "outcomes/", "outcomes.csv", "outcomes/totals.csv", "outcomes/feed.atom", "feed.json"),
            *(f"outcomes/{entry.slug}/", f"outcomes/{entry.slug}/card.png", f"outcomes/{entry.slug}/compare/"),
            *(f"search/?q={SECRET.replace(' ', '+')}", f"delegations/{entry.event.slug}/"),
        )),
        *(f"/api/v1/{rest}" for rest in (
            *("outcomes/?lang=*", "outcomes/?format=csv&lang=*", f"outcomes/{entry.slug}/?lang=*"),
            *(f"outcomes/{entry.slug}/?format=jsonld", "outcomes/totals/", "changes/?affected=true"),
            *("search/?q=Verschwiegen", "dumps/latest/outcomes.ndjson", "dumps/latest/outcomes.csv"),
        )),
    ]  # fmt: skip
    with clock.as_of(LATER):
        make()
        for way in ways:
            response = client.get(way)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            assert response.status_code == 200, way
            said = re.sub(rb"verschwiegen[ +%20]*works", b"", body.lower()) if "q=" in way else body.lower()
            assert b"verschwiegen" not in said.replace(b"q=verschwiegen", b""), way
            assert b"Quiet" not in body or "q=" not in way, way


def test_the_api_has_every_fact(client):
    talk = outcome(slug="talk", outcome_stage="consultation")
    entry = outcome(slug="deal", follows=talk, amount="12.50", currency="USD", event=edition())
    entry.outcome_parties.create(role="buyer", country="CN", is_withheld=True, known_as=SECRET)
    with clock.as_of(LATER):
        record = client.get("/api/v1/outcomes/deal/?lang=en").json()
        first = client.get("/api/v1/outcomes/talk/?lang=en").json()
        found = client.get("/api/v1/outcomes/?stage=contract&party_country=CN").json()["results"]
    assert (record["stage"], record["amount"], record["currency"]) == ("contract", "12.50", "USD")
    assert record["follows"]["slug"] == "talk"
    assert [each["slug"] for each in first["followed_by"]] == ["deal"]
    assert record["parties"][1] == {
        "role": "buyer",
        "country": "CN",
        "organization": None,
        "name": None,
        "is_withheld": True,
    }
    assert [each["due_on"] for each in record["follow_ups"]] == [
        *("2026-07-20", "2026-10-20", "2027-04-20", "2028-04-20"),
    ]
    assert [each["slug"] for each in found] == ["deal"]


def test_lines_of_the_home_page(see):
    with clock.as_of(LATER):
        assert line() == {}
    event = edition(ends_on=date(2026, 6, 5))
    outcome(event=event, outcome_stage="consultation", amount=9_000_000, currency="USD")
    outcome(event=event, amount=2_000_000, currency="USD", qualifier="nearly")
    with clock.as_of(LATER):
        said = line()
    assert (said["stage"], said["value"], said["as_of"]) == (
        "Contract signed",
        "nearly USD 2 million",
        "20 April 2026",
    )
    assert said["event"]["label"].startswith("Edition 8")
    assert Outcome.objects.count() == 2
