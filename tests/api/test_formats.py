"""Formats beside JSON: lists as CSV, records as the JSON-LD of their page, events as iCalendar."""

import re

import icalendar
import pytest

from events.models import Forum
from news.models import PressRelease
from publishing.models import GlossaryTerm, Page, Sector
from tests import factories
from tests.api.reading import differing, rows
from tests.factories import NOON
from tests.machines.reading import graph

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]

RELEASES = "/api/v1/press-releases/"


def csv_of(client, path, **query):
    response = client.get(path, {"format": "csv", **query})
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return rows(response.content)


def linked(response):
    """The addresses of the ``Link`` header by relation and media type."""
    found = re.findall(r'<([^>]+)>; rel="(\w+)"(?:; type="([^"]+)")?', response.headers.get("Link", ""))
    return {(rel, media_type): url for url, rel, media_type in found}


@pytest.mark.parametrize("language", ["en", "ko", "*"])
def test_a_list_says_the_same_as_csv(client, language):
    for number in range(3):
        factories.released(PressRelease, slug=f"release-{number}", number=f"{number}/2026")
    records = client.get(RELEASES, {"lang": language}).json()["results"]

    table = csv_of(client, RELEASES, lang=language)

    assert len(records) == 3
    assert [differing(row, record) for row, record in zip(table, records, strict=True)] == [[], [], []]
    assert ("title.ko" in table[0]) is (language == "*")


@pytest.mark.parametrize(("path", "query"), [("/api/v1/changes/", {}), ("/api/v1/search/", {"q": "text"})])
def test_hits_and_changes_come_as_tables_too(client, path, query):
    factories.released(PressRelease, title="Text")

    records = client.get(path, query).json()["results"]
    table = csv_of(client, path, **query)

    assert records
    assert [row["uid"] for row in table] == [record["uid"] for record in records]
    assert [row["title"] for row in table] == [record["title"] for record in records]


def test_the_accept_header_asks_for_csv_too(client):
    factories.released(Page, slug="about")
    asked = client.get("/api/v1/pages/", {"format": "csv"})
    accepted = client.get("/api/v1/pages/", headers={"accept": "text/csv, application/json;q=0.5"})
    assert accepted.content == asked.content
    assert accepted["Content-Disposition"] == 'attachment; filename="pages-en-2026-06-01.csv"'
    assert "Accept" in accepted["Vary"]
    assert asked["ETag"] != client.get("/api/v1/pages/")["ETag"]
    weighed = client.get("/api/v1/pages/", headers={"accept": "text/csv;q=0.2, application/json; indent=1"})
    assert weighed["Content-Type"] == "application/json"
    assert (
        client.get("/api/v1/pages/", headers={"accept": "text/*, application/json;q=0"}).content
        == asked.content
    )
    headers = {"accept": "text/html"}
    assert client.get("/api/v1/pages/", {"format": "csv"}, headers=headers).content == asked.content


def test_filters_order_and_fields_are_those_of_the_list(client):
    for number, kind in enumerate(("release", "speech", "release")):
        factories.released(PressRelease, slug=f"release-{number}", type=kind, dated=f"2026-05-0{number + 1}")
    query = {"type": "release", "ordering": "dated", "fields": "dated,slug,title", "lang": "ko"}
    table = csv_of(client, RELEASES, **query)
    assert [list(row) for row in table] == [["uid", "slug", "title", "dated"]] * 2
    assert [(row["slug"], row["dated"]) for row in table] == [
        ("release-0", "2026-05-01"),
        ("release-2", "2026-05-03"),
    ]


def test_pages_follow_the_link_header(client):
    for number in range(5):
        factories.released(Page, slug=f"page-{number}")
    response = client.get("/api/v1/pages/", {"format": "csv", "page_size": 2})
    found = rows(response.content)
    while following := linked(response).get(("next", "")):
        response = client.get(following)
        found += rows(response.content)
    assert [row["slug"] for row in found] == [f"page-{number}" for number in (4, 3, 2, 1, 0)]


def test_an_empty_list_has_its_columns(client):
    factories.released(PressRelease)
    full = client.get(RELEASES, {"format": "csv"}).content.splitlines()[0]
    none = client.get(RELEASES, {"format": "csv", "type": "speech"}).content
    assert none == full + b"\r\n"


@pytest.mark.parametrize(
    "title",
    [
        '=HYPERLINK("http://example.org")',
        "+82 2 000",
        "-5 °C",
        "@here",
        "＝1+1",
        "'tis",
        "'=1",
        "\t=1",
        "said, “so”",
        'said "so"',
        "a;b",
    ],
)
def test_nothing_in_a_cell_runs_and_everything_can_be_read_back(client, title):
    Sector.objects.create(slug="water", name_en=title)
    GlossaryTerm.objects.create(slug="term", term_en=title, definition_en=f"{title}\nsecond line\r\nthird")
    content = client.get("/api/v1/glossary/", {"format": "csv"}).content
    assert [row["term.text"] for row in rows(content)] == [title]
    assert [row["definition.text"] for row in rows(content)] == [f"{title}\nsecond line\r\nthird"]
    assert [row["name"] for row in csv_of(client, "/api/v1/sectors/")] == [title]


def test_an_unknown_format_is_named_with_the_choices(client):
    factories.released(Page, slug="about")
    for path, choices in (("", ["json"]), ("pages/", ["json", "csv"]), ("pages/about/", ["json", "jsonld"])):
        response = client.get(f"/api/v1/{path}", {"format": "xml"})
        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        (error,) = response.json()["errors"]
        assert (error["parameter"], error["value"], error["choices"]) == ("format", "xml", choices)
    response = client.get("/api/v1/pages/", headers={"accept": "application/xml"})
    assert response.status_code == 406
    assert response.json()["media_types"] == ["application/json", "text/csv"]


def test_what_goes_wrong_is_told_in_json_whatever_was_asked_for(client):
    factories.withdrawn(Forum, slug="gone", at=NOON.replace(day=1, month=5))
    cases = {
        "pages/?format=csv&colour=red": 400,
        "pages/nothing/?format=jsonld": 404,
        "forums/gone/?format=jsonld": 410,
        "forums/gone/?format=ics": 410,
    }
    for path, status in cases.items():
        response = client.get(f"/api/v1/{path}")
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), path
        assert response.json()["status"] == status


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_a_record_leads_to_the_structured_data_of_its_page(client, language):
    entry = factories.released(PressRelease, slug="release", languages=("ko", "en"))
    record = client.get(f"{RELEASES}release/", {"lang": language})

    said = client.get(linked(record)["alternate", "application/ld+json"])

    assert said["Content-Type"] == "application/ld+json"
    page = client.get(entry.path(language)).content.decode()
    assert said.json() == {"@context": "https://schema.org", "@graph": graph(page)}
    accepted = client.get(
        f"{RELEASES}{entry.uid}/", headers={"accept": "application/ld+json", "accept-language": language}
    )
    assert accepted.json() == said.json()


def test_structured_data_is_in_one_language(client):
    factories.released(Page, slug="about")
    response = client.get("/api/v1/pages/about/", {"format": "jsonld", "lang": "*"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["choices"] == ["en", "ko", "zh-hans"]


def test_an_event_is_a_calendar_too(client):
    start = NOON.replace(day=3)
    entry = factories.released(Forum, slug="forum", starts_at=start, ends_at=start.replace(hour=9))
    record = client.get("/api/v1/forums/forum/", {"lang": "ko"})

    response = client.get(linked(record)["alternate", "text/calendar"])

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="forum.ics"'
    assert response.content == client.get("/ko/forums/forum.ics").content
    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert (str(event["uid"]), str(event["summary"])) == (str(entry.uid), "forum ko")
    by_uid = client.get(f"/api/v1/forums/{entry.uid}/", {"format": "ics"})
    assert by_uid["Content-Disposition"] == 'inline; filename="forum.ics"'


def test_an_event_whose_day_is_unknown_is_in_no_calendar(client):
    factories.released(Forum, slug="forum", date_precision="month")
    record = client.get("/api/v1/forums/forum/")
    assert {media_type for _rel, media_type in linked(record)} == {"application/ld+json"}
    response = client.get("/api/v1/forums/forum/", {"format": "ics"})
    assert response.status_code == 406
    assert response.json()["media_types"] == ["application/json", "application/ld+json"]


def test_unchanged_tables_are_not_sent_again(client):
    entry = factories.released(Page, slug="about")
    for path in ("pages/?format=csv", "pages/about/?format=jsonld"):
        first = client.get(f"/api/v1/{path}")
        again = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        head = client.head(f"/api/v1/{path}")
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
        assert entry.slug in first.content.decode()
