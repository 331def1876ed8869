"""The stream of changes: a copy made from it is true at every moment."""

import base64
import json
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from news.models import PressRelease, Quote
from opportunities.models import Opportunity
from organizations.models import Organization, Person, Role
from publishing import clock
from publishing.actions import (
    Approve,
    PublishText,
    RecordFacts,
    ReleaseEarly,
    Reschedule,
    ReturnText,
    SubmitText,
    Withdraw,
)
from publishing.models import Page, PublicChange, Sector
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

CHANGES = "/api/v1/changes/"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def told(client, at=NOON + 9 * HOUR, **query):
    with clock.as_of(at):
        response = client.get(CHANGES, query)
    assert response.status_code == 200, response.content
    return response.json()


def correct(entry, at, language="ko"):
    with clock.as_of(at):
        text = factories.written(entry, language, title="Corrected")
        SubmitText(text, factories.actor()).execute()
        PublishText(text, factories.actor(), severity="correction", reason="A date.").execute()


def test_a_release_is_told_in_its_second_and_not_before(client):
    entry = factories.scheduled(Page, slug="about", title="About")
    assert told(client, NOON - timedelta(seconds=1))["results"] == []
    (change,) = told(client, NOON, lang="en")["results"]
    assert change == {
        "at": "2026-06-01T03:00:00Z",
        "change": "released",
        "uid": str(entry.uid),
        "ref": entry.ref,
        "kind": "page",
        "revision": 1,
        "slug": "about",
        "title": "About en",
        "language": "en",
        "url": "http://testserver/en/about/",
        "api_url": "http://testserver/api/v1/pages/about/",
        "released_at": "2026-06-01T03:00:00Z",
        "reason": None,
        "affected": None,
    }


def test_a_withdrawal_leaves_a_tombstone_and_no_words(client):
    entry = factories.withdrawn(Page, slug="about", title="About", reason="Wrong figures.")
    changes = told(client, NOON + timedelta(days=2))["results"]
    assert [change["change"] for change in changes] == ["released", "withdrawn"]
    for change in changes:
        assert (change["uid"], change["ref"], change["kind"]) == (str(entry.uid), entry.ref, "page")
        assert [change[name] for name in ("slug", "title", "url", "api_url")] == [None] * 4
    assert changes[1]["at"] == "2026-06-02T03:00:00Z"
    assert changes[1]["reason"] == "Wrong figures."


def test_corrections_come_when_they_were_made(client):
    first, second = (factories.released(Page, slug=slug, at=NOON) for slug in ("first", "second"))
    correct(first, NOON + 2 * HOUR)
    changes = told(client)["results"]
    assert [(each["slug"], each["change"]) for each in changes] == [
        ("first", "released"),
        ("second", "released"),
        ("first", "corrected"),
    ]
    assert changes[2]["at"] == "2026-06-01T05:00:00Z"
    assert changes[2]["revision"] == 2
    assert second.revision == 1


def test_changes_of_facts_are_changes(client):
    entry = factories.released(Page, slug="about")
    with clock.as_of(NOON + HOUR):
        entry.licence = "cc-by-4.0"
        entry.save()
        RecordFacts(entry, factories.actor(), severity="minor", reason="Licence.").execute()
    assert [each["change"] for each in told(client)["results"]] == ["released", "revised"]


def test_work_on_what_is_scheduled_tells_nothing(client):
    entry = factories.scheduled(Page, slug="about", at=NOON + 5 * HOUR)
    correct(entry, NOON)
    with clock.as_of(NOON):
        Reschedule(entry, factories.actor(), release_at=NOON + 6 * HOUR, reason="Later.").execute()
    assert told(client, NOON + HOUR)["results"] == []
    (change,) = told(client, NOON + 6 * HOUR)["results"]
    assert (change["change"], change["at"]) == ("released", "2026-06-01T09:00:00Z")


def test_an_early_release_is_a_release(client):
    entry = factories.scheduled(Page, slug="about", at=NOON + 5 * HOUR)
    with clock.as_of(NOON):
        ReleaseEarly(entry, factories.actor(), reason="It has leaked.").execute()
    assert told(client, NOON)["results"][0]["change"] == "released"


def test_pages_of_the_stream_can_be_followed(client):
    for number in range(5):
        factories.released(Page, slug=f"page-{number}", at=NOON + number // 2 * HOUR)
    page, seen = told(client, page_size=2), []
    while True:
        seen.append([each["slug"] for each in page["results"]])
        if page["next"] is None:
            break
        with clock.as_of(NOON + 9 * HOUR):
            page = client.get(page["next"]).json()
    assert seen == [["page-0", "page-1"], ["page-2", "page-3"], ["page-4"]]
    assert told(client, since=page["since"])["results"] == []


def slugs(page):
    return [each["slug"] for each in page["results"]]


@pytest.mark.parametrize("late", [20, 0, -3600])
def test_what_is_stored_late_is_told_once_whatever_moment_it_bears(client, late):
    factories.released(Page, slug="first", at=NOON)
    page = told(client, NOON + timedelta(seconds=30))
    factories.released(Page, slug="late", at=NOON + timedelta(seconds=late))
    factories.scheduled(Page, slug="ahead", at=NOON + timedelta(seconds=60))
    page = told(client, NOON + timedelta(seconds=40), since=page["since"])
    assert slugs(page) == ["late"]
    page = told(client, NOON + timedelta(seconds=60), since=page["since"])
    assert slugs(page) == ["ahead"]
    assert slugs(told(client, NOON + HOUR, since=page["since"])) == []


def test_a_walk_goes_to_where_it_began_and_the_next_one_tells_the_rest(client):
    for number in range(3):
        factories.released(Page, slug=f"page-{number}", at=NOON)
    factories.scheduled(Page, slug="ahead", at=NOON + timedelta(seconds=1))
    page = told(client, NOON, page_size=2)
    factories.released(Page, slug="before", at=NOON - HOUR)
    with clock.as_of(NOON + HOUR):
        rest = client.get(page["next"]).json()
    assert slugs(rest) == ["page-2"]
    assert slugs(told(client, NOON + HOUR, since=page["since"])) == ["page-2"]
    assert sorted(slugs(told(client, NOON + HOUR, since=rest["since"]))) == ["ahead", "before"]


def test_a_clock_that_goes_back_hides_nothing_later(client):
    factories.released(Page, slug="first", at=NOON)
    page = told(client, NOON + HOUR)
    factories.released(Page, slug="second", at=NOON + HOUR / 2)
    back = told(client, NOON + HOUR / 4, since=page["since"])
    assert slugs(back) == []
    assert "second" in slugs(told(client, NOON + HOUR, since=back["since"]))


def test_what_is_not_visible_leaves_no_trace_in_the_cursors(client):
    factories.released(Page, slug="first", at=NOON - HOUR)
    before = told(client, NOON)
    entry = factories.scheduled(Page, slug="ahead", at=NOON + HOUR)
    factories.draft(Page, slug="draft")
    with clock.as_of(NOON):
        Reschedule(entry, factories.actor(), release_at=NOON + 2 * HOUR, reason="Later.").execute()
    assert told(client, NOON + HOUR) == before


def test_no_cursor_asks_for_what_is_not_visible(client):
    factories.released(Page, slug="first", at=NOON)
    factories.scheduled(Page, slug="ahead", at=NOON + HOUR)
    newest = PublicChange.objects.get(at=NOON)
    ahead = PublicChange.objects.get(at=NOON + HOUR)
    for named in (ahead.uid, newest.uid):
        content = ["changes", None, ["2099-01-01T00:00:00+00:00", str(named)], str(newest.uid)]
        since = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
        assert slugs(told(client, NOON, since=since)) == []
    moment = told(client, NOON, since="2099-01-01T00:00:00Z")
    assert moment["results"] == []
    assert slugs(told(client, NOON + HOUR, since=moment["since"])) == ["ahead"]


def test_the_moments_of_an_opportunity_come_by_themselves(client):
    owner = factories.released(Organization, at=NOON - HOUR)
    day = timedelta(days=1)
    moments = {"opens_at": NOON + day, "deadline_at": NOON + 30 * day, "expires_at": NOON + 60 * day}
    entry = factories.released(Opportunity, slug="offer", at=NOON, owner=owner, **moments)

    def happened():
        found = told(client, NOON + 90 * day, kind="opportunity")["results"]
        return [(each["change"], each["at"][:10]) for each in found]

    expected = [
        ("released", "2026-06-01"),
        ("opened", "2026-06-02"),
        ("closing_soon", "2026-06-17"),
        ("closed", "2026-07-01"),
        ("expired", "2026-07-31"),
    ]
    assert happened() == expected
    assert told(client, NOON + 30 * day - HOUR, kind="opportunity")["results"][-1]["change"] == "closing_soon"
    with clock.as_of(NOON + 20 * day):
        entry.deadline_at = NOON + 50 * day
        entry.save()
        RecordFacts(entry, factories.actor(), severity="correction", reason="Extended.").execute()
    assert happened() == [
        *expected[:3],
        ("corrected", "2026-06-21"),
        ("closing_soon", "2026-07-07"),
        ("closed", "2026-07-21"),
        ("expired", "2026-07-31"),
    ]
    with clock.as_of(NOON + 40 * day):
        Withdraw(entry, factories.actor(), reason="Called off.").execute()
    assert [change for change, _day in happened()][-2:] == ["closing_soon", "withdrawn"]


def test_a_version_that_goes_live_is_told_in_its_second(client):
    entry = factories.released(Page, slug="about", at=NOON)
    with clock.as_of(NOON + HOUR):
        text = factories.written(entry, "ko", title="Corrected")
        SubmitText(text, factories.actor()).execute()
        PublishText(
            text, factories.actor(), severity="correction", reason="A date.", publish_at=NOON + 3 * HOUR
        ).execute()
    page = told(client, NOON + 2 * HOUR)
    assert [each["change"] for each in page["results"]] == ["released"]
    (change,) = told(client, NOON + 3 * HOUR, since=page["since"])["results"]
    assert (change["change"], change["at"]) == ("corrected", "2026-06-01T06:00:00Z")
    with clock.as_of(NOON + 2 * HOUR):
        ReturnText(
            entry.texts.get(language="ko", state="scheduled"), factories.actor(), reason="No."
        ).execute()
    assert told(client, NOON + 3 * HOUR, since=page["since"])["results"] == []


def test_nodes_of_vocabularies_are_told_of(client):
    with clock.as_of(NOON):
        water = Sector.objects.create(slug="water", name_en="Water")
        water.save()
        water.name_ko = "물"
        water.save()
        water.slug = "waters"
        water.save()
        water.delete()
    changes = told(client, kind="sector")["results"]
    assert [(each["change"], each["slug"]) for each in changes] == [
        ("released", "water"),
        ("revised", "water"),
        ("withdrawn", "water"),
        ("released", "waters"),
        ("withdrawn", "waters"),
    ]
    assert changes[1]["api_url"] == "http://testserver/api/v1/sectors/water/"
    assert (changes[1]["uid"], changes[4]["api_url"]) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_hides_nothing_and_keeps_others_waiting(client):
    factories.released(Page, slug="first", at=NOON)
    pages = [factories.in_review(Page, slug=slug) for slug in ("long", "quick")]
    stored, seen, order = threading.Event(), threading.Event(), []

    def release(entry, at, wait):
        with clock.as_of(at), transaction.atomic():
            Approve(entry, factories.actor(), at_once=True).execute()
            if wait:
                stored.set()
                seen.wait(10)
            order.append(entry.slug)
        connections.close_all()

    long = threading.Thread(target=release, args=(pages[0], NOON + HOUR, True))
    long.start()
    stored.wait(10)
    quick = threading.Thread(target=release, args=(pages[1], NOON + 2 * HOUR, False))
    quick.start()
    page = told(client, NOON + 3 * HOUR)
    assert slugs(page) == ["first"]
    seen.set()
    long.join()
    quick.join()
    assert order == ["long", "quick"]
    assert slugs(told(client, NOON + 3 * HOUR, since=page["since"])) == ["long", "quick"]


@pytest.mark.parametrize(
    "since", ["2026-06-01T04:00:00Z", "2026-06-01T13:00:00+09:00", "2026-06-01T13:00:00 09:00"]
)
def test_a_moment_is_a_place_to_begin(client, since):
    factories.released(Page, slug="before", at=NOON)
    factories.released(Page, slug="after", at=NOON + HOUR)
    assert [each["slug"] for each in told(client, since=since)["results"]] == ["after"]


@pytest.mark.parametrize(
    "since",
    [
        "WyJjaGFuZ2VzIiwxXQ",
        "WyJjaGFuZ2VzIixudWxsLG51bGwsIngiXQ",
        "yesterday",
        "2026-06-01",
        "2026-06-01T04:00:00",
        "WyJ4IiwiMSIsMSwwXQ",
        "2026-99-01T00:00:00Z",
    ],
)
def test_other_places_to_begin_are_refused(client, since):
    response = client.get(CHANGES, {"since": since})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "since"


def test_only_the_kinds_asked_for(client):
    factories.released(Page, slug="about")
    assert told(client, kind="press-release")["results"] == []
    assert len(told(client, kind=["press-release", "page"])["results"]) == 1
    assert client.get(CHANGES, {"kind": "rumour"}).json()["errors"][0]["choices"][0] == "page"


class Copy:
    """A copy kept as the documentation says."""

    def __init__(self, client) -> None:
        self.client, self.records, self.since = client, {}, None

    def update(self) -> None:
        url = CHANGES + "?page_size=2" + (f"&since={self.since}" if self.since else "")
        while url:
            page = self.client.get(url).json()
            for change in page["results"]:
                if change["change"] == "withdrawn":
                    self.records.pop(change["uid"], None)
                else:
                    self.records[change["uid"]] = self.client.get(change["api_url"] + "?lang=*").json()
            url, self.since = page["next"], page["since"]

    def site(self) -> dict:
        return {
            each["uid"]: each
            for each in self.client.get("/api/v1/pages/?lang=*&page_size=100").json()["results"]
        }


def test_a_copy_is_true_across_a_release_a_correction_and_a_withdrawal(client):
    copy = Copy(client)
    first, second = (factories.scheduled(Page, slug=slug, at=NOON) for slug in ("first", "second"))
    factories.scheduled(Page, slug="third", at=NOON + 3 * HOUR)
    steps = {
        2 * HOUR: lambda: correct(first, NOON + 2 * HOUR),
        4 * HOUR: lambda: Withdraw(second, factories.actor(), reason="Wrong.").execute(),
    }
    kept = []
    for minutes in (-1, 0, 60, 120, 121, 179, 180, 240, 241, 600):
        with clock.as_of(NOON + timedelta(minutes=minutes)):
            steps.get(timedelta(minutes=minutes), lambda: None)()
            copy.update()
            assert copy.records == copy.site(), minutes
            kept.append(len(copy.records))
    assert kept == [0, 2, 2, 2, 2, 2, 3, 2, 2, 2]


def test_a_release_lists_the_visible_records_that_show_it(client):
    release = factories.released(PressRelease, slug="release", at=NOON - HOUR)
    ahead = factories.scheduled(PressRelease, slug="ahead", at=NOON + HOUR)
    person = factories.released(Person, slug="open", at=NOON - HOUR)
    secret = factories.scheduled(Person, slug="secret", at=NOON + HOUR)
    body = factories.scheduled(Organization, slug="body", at=NOON)
    for holder in (person, secret):
        role = Role.objects.create(person=holder, organization=body, type="director", title_en="Director")
        for each in (release, ahead):
            Quote.objects.create(release=each, role=role, text_en="Words")
    third = factories.released(PressRelease, slug="third", at=NOON - HOUR)
    Quote.objects.create(release=third, role=secret.roles.get(), text_en="Words")
    page = told(client, NOON - MINUTE)
    (change,) = told(client, NOON, since=page["since"], affected="true")["results"]
    assert change["slug"] == "body"
    addresses = [address.removeprefix("http://testserver/api/v1/") for address in change["affected"]]
    assert sorted(addresses) == ["people/open/", "press-releases/release/"]
    assert told(client, NOON, since=page["since"])["results"][0]["affected"] is None
    assert client.get(CHANGES, {"affected": "maybe"}).status_code == 400
