"""Every filter of every resource finds what a reader would expect, and nothing else, in the demonstration content."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from events.models import Delegation, Exhibition, Participation, Pavilion, Stop
from news.models import PressRelease
from organizations.models import (
    Company,
    CooperationCenter,
    Organization,
    OrganizationName,
    Person,
    Technology,
)
from publishing import clock, search
from publishing.api.entry_filters import EntryFilters
from publishing.models import Correction, Money, Page, Place
from tests import factories
from tests.api.filter_facts import (
    BODIES,
    DATES,
    FREE,
    MOMENTS,
    NODES,
    NUMBERS,
    PERIODS,
    VALUES,
    leaves,
    way,
)
from tests.factories import NOON

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
NOBODY = "nothing-of-the-kind"
Records = list[dict[str, Any]]


def shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def overlaps(said: str, value: str, *, first: bool) -> bool:
    """Whether a date of any precision may lie on the day ``value``, or after it or before it."""
    return said >= value[: len(said)] if first else said[: len(value)] <= value


class Expected:
    """What each filter should find, worked out from the records of a resource."""

    def __init__(self, resource: str, records: dict[str, Records]) -> None:
        self.resource, self.all, self.records = resource, records, records[resource]
        self.key = "uid" if "uid" in self.records[0] else next(iter(self.records[0]))

    def which(self, fits: Callable[[dict[str, Any]], bool]) -> set[str]:
        return {str(each[self.key]) for each in self.records if fits(each)}

    def of(self, name: str) -> tuple[dict[str, str], set[str]] | None:
        """A query with the filter ``name`` and the records it should find; none if no record has such a fact."""
        base, _sep, end = name.rpartition("_")
        if end in ("from", "to"):
            for table, ask in (
                (NUMBERS, self.number),
                (PERIODS, self.period),
                (DATES, self.date),
                (MOMENTS, self.moment),
            ):
                own = f"{self.resource}:{base}" in DATES
                if (ways := way(table, self.resource, base)) and (table is DATES or not own):
                    return ask(name, ways, first=end == "from")
        for table, ask_by in ((VALUES, self.value), (BODIES, self.body), (NODES, self.node)):
            if ways := way(table, self.resource, name):
                return ask_by(name, ways)
        return self.special(name)

    def value(self, name: str, ways: tuple[str, ...]) -> tuple[dict[str, str], set[str]] | None:
        found = [shown(each) for record in self.records for each in leaves(record, ways)]
        if not found:
            return None
        chosen = min(found, key=found.count)
        return {name: chosen}, self.which(lambda each: chosen in map(shown, leaves(each, ways)))

    def body(self, name: str, ways: tuple[str, ...]) -> tuple[dict[str, str], set[str]] | None:
        bodies = {
            each["slug"]: each
            for kind in ("organizations", "centers", "companies")
            for each in self.all[kind]
        }
        used = sorted({slug for record in self.records for slug in leaves(record, ways)})
        if not used:
            return None
        # Whoever has had most names, by the last of them.
        chosen = max(used, key=lambda slug: len(bodies[slug]["names"]))
        kin = {chosen}
        for _step in bodies:
            kin |= {
                slug
                for slug, body in bodies.items()
                if {each["slug"] for each in (*body["predecessors"], *body["successors"])} & kin
            }
        names = [each["text"] for each in bodies[chosen]["names"]]
        called = {
            each: [slug for slug, body in bodies.items() if each in str(body["names"])] for each in names
        }
        alone = [each for each, slugs in called.items() if set(slugs) <= kin]
        query = {name: alone[-1] if alone else chosen}
        return query, self.which(lambda each: bool(kin.intersection(leaves(each, ways))))

    def node(self, name: str, ways: tuple[str, ...]) -> tuple[dict[str, str], set[str]] | None:
        is_sector = name == "sector" or (name == "within" and self.resource == "sectors")
        parents = {each["slug"]: each["parent"] for each in self.all["sectors" if is_sector else "places"]}
        used = sorted({slug for record in self.records for slug in leaves(record, ways)})
        if not used:
            return None
        # A node above one that is used, if there is one.
        chosen = next((parents[slug] for slug in used if parents[slug]), used[0])
        below = {chosen}
        for _step in parents:
            below |= {slug for slug, parent in parents.items() if parent in below}
        return {name: str(chosen)}, self.which(lambda each: bool(below.intersection(leaves(each, ways))))

    def date(
        self, name: str, ways: tuple[str, ...], *, first: bool
    ) -> tuple[dict[str, str], set[str]] | None:
        found = sorted(each for record in self.records for each in leaves(record, ways))
        if not found:
            return None
        chosen = found[len(found) // 2]
        return {name: chosen}, self.which(
            lambda each: any(overlaps(said, chosen, first=first) for said in leaves(each, ways))
        )

    def moment(self, name: str, path: str, *, first: bool) -> tuple[dict[str, str], set[str]] | None:
        found = sorted(each for record in self.records for each in leaves(record, [path]))
        if not found:
            return None
        chosen = datetime.fromisoformat(found[len(found) // 2])
        return {name: chosen.isoformat()}, self.which(
            lambda each: any(
                datetime.fromisoformat(said) >= chosen if first else datetime.fromisoformat(said) <= chosen
                for said in leaves(each, [path])
            )
        )

    def number(
        self, name: str, ways: tuple[str, str, str], *, first: bool
    ) -> tuple[dict[str, str], set[str]] | None:
        part, value, measure = ways
        rows = [(each, row) for each in self.records for row in leaves(each, [part])]
        if not rows:
            return None
        chosen = rows[len(rows) // 2][1]
        query = {name: str(chosen[value] if value else chosen)}
        if measure:
            query[{"amount": "currency", "value": "count_of"}[value]] = chosen[measure]
            rows = [(each, row) for each, row in rows if row[measure] == chosen[measure]]
        limit = Decimal(query[name])
        numbers = [(each, Decimal(row[value] if value else row)) for each, row in rows]
        return query, {
            str(each[self.key]) for each, number in numbers if (number >= limit if first else number <= limit)
        }

    def period(
        self, name: str, ways: tuple[str, str, str], *, first: bool
    ) -> tuple[dict[str, str], set[str]] | None:
        part, start, end = ways
        rows = [(each, row) for each in self.records for row in (leaves(each, [part]) if part else [each])]
        ends = sorted(str(row[start]) for _each, row in rows if row[start])
        if not ends:
            return None
        chosen = ends[len(ends) // 2]
        events = start.endswith("_on") or end.endswith("_on")

        def touches(row: dict[str, Any]) -> bool:
            if not events:
                said = row[end] if first else row[start]
                return said is None or overlaps(said, chosen, first=first)
            said = (row[end] or row["starts_on"]) if first or start == "ends_on" else row[start]
            return said is not None and overlaps(said, chosen, first=first)

        return {name: chosen}, {str(each[self.key]) for each, row in rows if touches(row)}

    def leading(self, name: str) -> tuple[dict[str, str], set[str]]:
        """What leads to an opportunity: what is related to it, or is about an event that is."""
        ways = ("related.uid",)
        chosen = next(each["uid"] for each in self.all["opportunities"] if leaves(each, ways))
        events = {each["uid"] for each in self.all["events"] if chosen in leaves(each, ways)}
        return {name: chosen}, self.which(
            lambda each: (
                chosen in leaves(each, ways) or bool(events.intersection(leaves(each, ("event.uid",))))
            )
        )

    def special(self, name: str) -> tuple[dict[str, str], set[str]] | None:
        if name == "names_confirmed":
            return {name: "false"}, self.which(
                lambda each: not all(known["is_confirmed"] for known in each["names"])
            )
        if name == "verified":
            return {name: "false"}, self.which(
                lambda each: not any(mark["is_current"] for mark in each["verifications"])
            )
        if name == "year":
            path = "dated" if self.resource == "press-releases" else "published"
            year = self.records[0][path][:4]
            return {name: year}, self.which(lambda each: each[path].startswith(year))
        if name == "q":
            record = self.records[0]
            found, _nothing = {name: record["ref"]}, set[str]()
            return found, {record["uid"]}
        if (self.resource, name) == ("opportunities", "event"):
            ways, events = ("related.uid",), {each["uid"] for each in self.all["events"]}
            chosen = next(uid for each in self.records for uid in leaves(each, ways) if uid in events)
            return {name: chosen}, self.which(lambda each: chosen in leaves(each, ways))
        if (self.resource, name) == ("press-releases", "opportunity"):
            return self.leading(name)
        raise AssertionError(f"{self.resource} has a filter {name} that no fact is known for")


@pytest.mark.usefixtures("demo")
def test_every_filter_finds_what_it_says(api, client):
    """One walk, since loading the content takes longer than all questions together."""
    with clock.as_of(TODAY):
        known = {resource: choices(client, resource) for resource in api("")["resources"]}
        size = {name: {"page_size": 100} if "page_size" in of else {} for name, of in known.items()}
        records = {name: api(f"{name}/", lang="*", **size[name])["results"] for name in known}
        wrong, tried, refused = [], set(), set()
        for resource, names in known.items():
            expected = Expected(resource, records)
            for name in sorted({*names} - NO_FILTERS):
                if name not in EntryFilters.base_filters or name not in refused:
                    refused.add(name)
                    check_refusal(client, resource, name)
                if (asked := expected.of(name)) is None:
                    continue
                query, wanted = asked
                answer = api(f"{resource}/", fields=expected.key, **size[resource], **query)
                got = {str(each[expected.key]) for each in answer["results"]}
                tried.add(name)
                if got != wanted:
                    wrong.append((resource, query, sorted(got ^ wanted)))
        assert wrong == []
        # No record of the content has these facts; they are tried below.
        assert refused - tried == {"host", "number", "pavilion_organizer", "supervising_body"}


NO_FILTERS = {"expand", "fields", "format", "lang", "ordering", "cursor", "page_size"}


def choices(client, resource: str) -> list[str]:
    known: list[str] = client.get(f"/api/v1/{resource}/", {"colour": "red"}).json()["errors"][0]["choices"]
    return known


def check_refusal(client, resource: str, name: str) -> None:
    """A value that nothing has is refused by the name of the filter; only free text finds nothing."""
    answer = client.get(f"/api/v1/{resource}/", {name: NOBODY})
    if name in FREE:
        assert answer.json()["results"] == [], (resource, name)
        return
    assert answer.status_code == 400, (resource, name)
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["value"]) == (name, NOBODY)


@pytest.fixture
def found(api):
    """``found("pages", currency="KRW")``: the slugs that a list has a day after the usual release."""

    def ask(resource: str, **query: Any) -> list[str]:
        with clock.as_of(NOON + timedelta(days=1)):
            return sorted(each["slug"] for each in api(f"{resource}/", fields="slug", **query)["results"])

    return ask


def test_what_the_demonstration_content_has_none_of(found):
    body = factories.released(Organization, slug="body")
    center = factories.released(CooperationCenter, slug="center")
    center.supervising_bodies.add(body)
    delegation, fair = (
        factories.released(Delegation, slug="delegation"),
        factories.released(Exhibition, slug="fair"),
    )
    Stop.objects.create(
        delegation=delegation,
        place=Place.objects.create(slug="tianjin", name_en="Tianjin"),
        role="partner_city",
        host=body,
    )
    Pavilion.objects.create(exhibition=fair, name_en="Pavilion", organizer=body)
    factories.released(PressRelease, slug="release", number="Green 2026-17", issuer=body)
    assert found("centers", supervising_body="body") == ["center"]
    assert found("delegations", host="body", stop="partner_city") == ["delegation"]
    assert found("exhibitions", pavilion_organizer=str(body.uid)) == ["fair"]
    assert found("press-releases", number="green 2026-17") == ["release"]
    assert found("press-releases", number="2026-17") == []


def test_a_body_goes_by_every_name_it_has_or_had(found, api):
    before = factories.released(Organization, slug="before")
    now = factories.released(Organization, slug="now")
    now.predecessors.add(before)
    for body, text, language, kind in (
        (before, "State Environmental Protection Administration", "en", "official"),
        (before, "国家环境保护总局", "zh-hans", "official"),
        (now, "Korea–China Center", "en", "former"),
        (now, "MEE", "en", "acronym"),
        (now, "생태환경부", "ko", "short"),
    ):
        OrganizationName.objects.create(organization=body, text=text, language=language, type=kind)
    search.update(before)
    search.update(now)
    factories.released(PressRelease, slug="old", issuer=before)
    factories.released(PressRelease, slug="new", issuer=now)
    for name in (
        *(
            "now",
            now.ref,
            str(now.uid),
            "now en",
            "now ko",
            "mee",
            "ＭＥＥ",
            "생태환경부",
            "korea-china center",
        ),
        *("State Environmental Protection Administration", "国家环境保护总局"),
    ):
        assert found("press-releases", issuer=name) == ["new", "old"], name
    # A part of a name is none.
    with clock.as_of(NOON):
        assert "name" in api("press-releases/", 400, issuer="Administration")["errors"][0]["detail"]


def test_names_of_who_is_not_public_are_unknown(api):
    hidden = factories.scheduled(Organization, slug="hidden", at=NOON + timedelta(days=5))
    OrganizationName.objects.create(organization=hidden, text="Secret Office", language="en", type="acronym")
    search.update(hidden)
    person = factories.draft(Person, slug="nobody")
    with clock.as_of(NOON):
        answers = [
            api("press-releases/", 400, issuer=name)["errors"][0]["detail"]
            for name in ("hidden", "Secret Office", str(hidden.uid), "Nowhere")
        ]
        answers += [
            api("press-releases/", 400, speaker=name)["errors"][0]["detail"] for name in (person.ref, "x")
        ]
    assert len(set(answers)) == 1


def test_filters_of_one_part_look_at_the_same_one(found):
    seller, buyer = factories.released(Company, slug="seller"), factories.released(Company, slug="buyer")
    fair = factories.released(Exhibition, slug="fair")
    Participation.objects.create(event=fair, capacity="exhibitor", organization=seller)
    Participation.objects.create(event=fair, capacity="buyer", organization=buyer)
    assert found("exhibitions", organization="seller", capacity="exhibitor") == ["fair"]
    assert found("exhibitions", organization="seller", capacity="buyer") == []
    Technology.objects.create(company=seller, name_en="Filter", stage="concept", ipr="granted")
    Technology.objects.create(company=seller, name_en="Pump", stage="on_the_market", ipr="none")
    assert found("companies", stage="concept", ipr="granted") == ["seller"]
    assert found("companies", stage="concept", ipr="none") == []
    page = factories.released(Page, slug="page")
    Money.objects.create(entry=page, label_en="Won", amount="33400000000", currency="KRW")
    Money.objects.create(entry=page, label_en="Yuan", amount="20", currency="CNY")
    assert found("pages", currency="KRW", amount_from="33400000000.00") == ["page"]
    assert found("pages", currency="CNY", amount_from="21") == []
    assert found("pages", currency=["CNY", "KRW"]) == ["page"]


def test_amounts_are_only_compared_within_a_currency(api):
    for query in (
        {"amount_from": "1"},
        {"amount_to": "1", "currency": ["KRW", "CNY"]},
        {"amount_from": "-1"},
    ):
        (error,) = api("pages/", 400, **query)["errors"]
        assert error["parameter"] == ("amount_from" if "-1" in query.values() else "currency")
    assert api("pages/", 400, count_to="5")["errors"][0]["parameter"] == "count_of"


def test_who_takes_part_unseen_is_not_found(found):
    hidden = factories.scheduled(Company, slug="hidden", at=NOON + timedelta(days=5))
    fair = factories.released(Exhibition, slug="fair")
    Participation.objects.create(event=fair, capacity="exhibitor", organization=hidden)
    assert found("exhibitions", capacity="exhibitor") == []


def test_a_correction_to_come_is_not_found(found):
    page = factories.released(Page, slug="page")
    Correction.objects.create(entry=page, at=NOON + timedelta(days=3), language="ko", note="Later")
    assert found("pages", corrected_from="2026-06-01") == []
    Correction.objects.create(entry=page, at=NOON, language="ko", note="Now")
    assert found("pages", corrected_from="2026-06-01") == ["page"]
    assert found("pages", corrected_from="2026-06-02") == []


def test_more_values_than_anybody_needs_are_refused_at_once(api):
    names = [f"issuer-{number}" for number in range(21)]
    (error,) = api("press-releases/", 400, issuer=names)["errors"]
    assert (error["parameter"], error["value"]) == ("issuer", "issuer-20")
    assert "20" in error["detail"]
    api("press-releases/", type=["release"] * 60)
    for resource, parameter in (("press-releases", "q"), ("search", "q"), ("press-releases", "number")):
        assert "200" in api(f"{resource}/", 400, **{parameter: "물" * 201})["errors"][0]["detail"]
        api(f"{resource}/", **{parameter: "물" * 200})
