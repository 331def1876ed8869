"""The same fact is the same in page, structured data, API, CSV and dump, over the whole demonstration content."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.utils.text import capfirst
from django.utils.translation import override
from rest_framework import serializers

from calls.models import CallStatus
from news.models.releases import ReleaseType
from opportunities.models import OpportunityStatus, PartnershipType
from portal.dumps.making import make, resources
from publishing import clock, formats, kinds
from publishing.dates import PartialDate
from publishing.languages import Language
from publishing.models import Entry
from publishing.visibility import public, with_texts
from tests.api.reading import differing, rows
from tests.machines.reading import graph, squeezed, words

NOW = datetime.fromisoformat("2026-11-22T03:00:00+00:00")


@pytest.fixture(autouse=True)
def _world(demo, settings):
    settings.SITE_URL = "http://testserver"
    with clock.as_of(NOW):
        yield


def pages_of(client, url, **query):
    """The answers of all pages of a list."""
    response = client.get(url, query)
    while True:
        assert response.status_code == 200, response.content
        yield response
        following = re.search(r'<([^>]+)>; rel="next"', response.headers.get("Link", ""))
        if following is None:
            return
        response = client.get(following[1])


def test_every_field_of_every_record_is_the_same_in_api_csv_and_dumps(client):
    make()
    for name, url in client.get("/api/v1/").json()["resources"].items():
        size = {"page_size": "100"} if "page_size" in refused(client, url) else {}
        records = [
            each for page in pages_of(client, url, lang="*", **size) for each in page.json()["results"]
        ]
        table = [
            each for page in pages_of(client, url, lang="*", format="csv") for each in rows(page.content)
        ]
        dump = client.get(f"/api/v1/dumps/latest/{name}.ndjson").streaming_content
        lines = [json.loads(line) for line in b"".join(dump).splitlines()]
        dumped = rows(b"".join(client.get(f"/api/v1/dumps/latest/{name}.csv").streaming_content))
        assert len(records) == len(table) == len(lines) == len(dumped), name
        assert [each for pair in zip(table, records, strict=True) for each in differing(*pair)] == [], name
        assert sorted(map(in_order, lines)) == sorted(map(in_order, records)), name
        assert [each for pair in zip(dumped, lines, strict=True) for each in differing(*pair)] == [], name


def refused(client, url):
    return client.get(url, {"colour": "red"}).json()["errors"][0]["choices"]


def in_order(record):
    return json.dumps(record, sort_keys=True, ensure_ascii=False)


# --- The page ---

# For machines, or said on the page by something else: the language by the lang attribute, a qualifier, a currency or a
# unit by the way the figure is written, a precision by the way the date is.
NOT_IN_WORDS = re.compile(
    r"(^|\.)(uid|slug|url|api_url|interest_url|kind|language|languages\[\]|authoritative_language|original_language|revision"
    r"|changed_at|\w*zone|\w*precision|qualifier|\w*currency|width|height|format|crop|rights|filename|column|row"
    r"|plan_\w+|use|iso_code|alt)$"
    r"|\.ref$|^counts\[\]\.unit$|^(texts|stale|notice|images\[\]\.renditions)"
)
# What the pages leave to the words around it, or to the page of the record that is linked.
LEFT_OUT = (
    *("roles[].type", "names[].type", "speaker.type", "speakers[].type", "role.type", "services[].type"),
    *("items[].type", "stops[].role", "ordinal_unit", "editions[].status", "expires_at", "released_at"),
    # Where the name on the day of the event or document stands, the present one does not.
    "organization.title",
)
# Shown as long as there is something to do about it, and where it is not as expected.
WHILE_OPEN = ("center.title",)
EXPECTED = {"status": "confirmed"}
CALLED: dict[str, Any] = {
    "partnership_types[]": dict(PartnershipType.choices),
    "opportunities.status": dict(OpportunityStatus.choices),
    "calls.status": dict(CallStatus.choices),
}


def leaves(value: Any, path: str = "", within: Any = None) -> Iterator[tuple[str, Any, Any]]:
    """The facts of a record: path, value and the object each stands in."""
    if isinstance(value, dict):
        if set(value) == {"text", "language"}:
            yield path, value["text"], within
            return
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}" if path else name, value)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, f"{path}[]", within)
    elif isinstance(value, str) and value.startswith("<"):
        # Marks of notes stand in the midst of formatted text.
        for part in re.split("<[^>]+>", value):
            if part.strip():
                yield path, unescape(part), within
    elif value not in (None, "") and not isinstance(value, bool):
        yield path, value, within


def labels(serializer: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """What codes are called, by the path of their field."""
    for name, field in serializer.fields.items():
        many = isinstance(field, serializers.ListSerializer)
        inner = field.child if many else field
        here = (f"{path}.{name}" if path else name) + ("[]" if many else "")
        if isinstance(inner, serializers.Serializer):
            yield from labels(inner, here)
            continue
        column = next(
            (each for each in serializer.Meta.model._meta.get_fields() if each.name == field.source), None
        )
        if getattr(column, "flatchoices", None):
            yield here, dict(column.flatchoices)


def shown(path: str, value: Any, within: Any, language: str) -> list[str]:
    """The ways in which a page may show a fact that is no code; one of them is enough."""
    name = path.rpartition(".")[2]
    if name.removeprefix("converted_") == "amount":
        currency, qualifier = (
            (within["currency"], within["qualifier"])
            if name == "amount"
            else (within["converted_currency"], "exact")
        )
        return [formats.money(Decimal(value), currency, language, qualifier)]
    if isinstance(value, int):
        qualifier, unit = within.get("qualifier", "exact"), within.get("unit")
        return [formats.count(value, qualifier, language, unit), str(value), f"{value:,}"]
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value):
        return [*moments(value, language)]
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) and name != "number":
        return [*days(value, within, language)]
    if name in ("working_languages[]", "languages_accepted[]"):
        return [formats.language_name(value, language, spoken=spoken) for spoken in (True, False)]
    return [value]


def moments(value: str, language: str) -> Iterator[str]:
    at = datetime.fromisoformat(value)
    for zone in ("Asia/Seoul", "Asia/Shanghai", "UTC"):
        yield formats.time(at, zone, language)
        yield formats.date(formats.local_day(at, zone), language)


def days(value: str, within: Any, language: str) -> Iterator[str]:
    day = PartialDate.parse(value)
    yield formats.date(day, language)
    if not day.month:
        yield value
    if day.day:
        yield formats.date(day, language, weekday=True)
        # An edition of which only the month is known has a day all the same, and says so itself.
        yield formats.date(PartialDate(day.year, day.month), language)
    for first, last in (
        ("starts_on", "ends_on"),
        ("day", "last_day"),
        ("from_day", "to_day"),
        ("valid_from", "valid_to"),
    ):
        if within.get(first) and within.get(last):
            yield formats.date_range(
                PartialDate.parse(within[first]), PartialDate.parse(within[last]), language
            )
            yield formats.date(PartialDate.parse(within[first]), language)


def sampled() -> list[Entry]:
    """The newest entry of every kind, and the newest with money."""
    found = []
    for kind in kinds.every():
        rows_of = with_texts(public(Entry).filter(kind=kind.code)).order_by("-pk")
        found += [entry for entry in (rows_of.first(), rows_of.filter(money__isnull=False).first()) if entry]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("language", Language.values)
def test_every_page_shows_what_its_record_says_and_carries_the_same_structured_data(client, language):
    called = {each.name: {**dict(labels(each.serializer)), **CALLED} for each in resources()}
    wrong: list[Any] = []
    entries = sampled()
    assert {entry.kind for entry in entries} == {kind.code for kind in kinds.every()}
    for entry in entries:
        resource = kinds.get(entry.kind).resource
        address = f"/api/v1/{resource}/{entry.slug}/"
        record = client.get(address, {"lang": language}).json()
        html = client.get(entry.path(language)).content.decode()
        linked = client.get(address, {"lang": language, "format": "jsonld"}).json()
        assert linked["@graph"] == graph(html), entry.path(language)
        seen = words(html).lower()
        with override(language):
            wrong += [(entry.path(language), *each) for each in unrecorded(linked["@graph"], record)]
            for path, value, within in leaves(record):
                if is_left_out(path, value, record):
                    continue
                names = called[resource].get(f"{resource}.{path}") or called[resource].get(path, {})
                ways = [str(names[value])] if value in names else shown(path, value, within, language)
                if not any(squeezed(way).lower() in seen for way in ways):
                    wrong.append((entry.path(language), path, value, ways[:2]))
    assert wrong == []


def is_left_out(path: str, value: Any, record: Any) -> bool:
    """Whether the page of ``record`` has no words for the fact."""
    over = path in WHILE_OPEN and record.get("takes_interest") is False
    expected = EXPECTED.get(path) == value
    return bool(over or expected or NOT_IN_WORDS.search(path) or path.endswith(LEFT_OUT))


# --- Structured data ---

# Terms of the vocabulary, and what stands elsewhere in the API: the country of a place, the name of a licence, the
# addresses of the other languages; the mark of a sample is a word there and true or false here.
TERMS = (
    "isAccessibleForFree",
    "unitCode",
    "eventStatus",
    "propertyID",
    "addressCountry",
    "disambiguatingDescription",
)
ELSEWHERE = ("CreativeWork", "BreadcrumbList")


def stated(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The literals of nodes with the names of their properties."""
    if isinstance(value, list):
        for each in value:
            yield from stated(each, name)
    elif not isinstance(value, dict):
        yield name, value
    elif value.get("@type") not in ELSEWHERE and "#portal" not in value.get("@id", ""):
        for key, inner in value.items():
            if (
                not key.startswith("@")
                and key not in TERMS
                and (key, value["@type"]) != ("name", "PropertyValue")
            ):
                yield from stated(inner, key)


def unrecorded(nodes: list[Any], record: dict[str, Any]) -> list[tuple[str, Any]]:
    """What the structured data state and the record does not."""
    facts = [value for _path, value, _within in leaves(record)]
    said = {squeezed(str(value)).lower() for value in facts}
    moments_of = [
        datetime.fromisoformat(each) for each in map(str, facts) if re.match(r"\d{4}-\d\d-\d\dT", each)
    ]
    days_of = {
        str(formats.local_day(at, zone)) for at in moments_of for zone in ("Asia/Seoul", "Asia/Shanghai")
    }

    def is_known(name: str, value: Any) -> bool:
        text = squeezed(str(value)).lower()
        if re.match(r"\d{4}-\d\d-\d\dt", text):
            return datetime.fromisoformat(str(value)) in {at.replace(microsecond=0) for at in moments_of}
        if name == "articleSection":
            return value == capfirst(str(ReleaseType(record["type"]).label))
        as_precise = re.fullmatch(r"\d{4}(-\d\d){0,2}", text) and any(
            each.startswith(text) for each in (*said, *days_of)
        )
        return bool(as_precise) or text in said

    return [(name, value) for name, value in stated(nodes) if not is_known(name, value)]
