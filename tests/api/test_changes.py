"""The stream of changes: a copy made from it is true at every moment."""

from datetime import timedelta

import pytest

from publishing import clock
from publishing.actions import (
    PublishText,
    RecordFacts,
    ReleaseEarly,
    Reschedule,
    SubmitText,
    Withdraw,
)
from publishing.models import Page
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

CHANGES = "/api/v1/changes/"
HOUR = timedelta(hours=1)


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
    }


def test_a_withdrawal_leaves_a_tombstone_and_no_words(client):
    entry = factories.withdrawn(Page, slug="about", title="About", reason="Wrong figures.")
    (change,) = told(client, NOON + timedelta(days=2))["results"]
    assert (change["change"], change["uid"], change["ref"]) == ("withdrawn", str(entry.uid), entry.ref)
    assert change["at"] == "2026-06-02T03:00:00Z"
    assert change["reason"] == "Wrong figures."
    assert [change[name] for name in ("slug", "title", "url", "api_url")] == [None] * 4


def test_corrections_come_when_they_were_made(client):
    first, second = (factories.released(Page, slug=slug, at=NOON) for slug in ("first", "second"))
    correct(first, NOON + 2 * HOUR)
    changes = told(client)["results"]
    assert [(each["slug"], each["change"]) for each in changes] == [
        ("second", "released"),
        ("first", "changed"),
    ]
    assert changes[1]["at"] == "2026-06-01T05:00:00Z"
    assert changes[1]["revision"] == 2
    assert second.revision == 1


def test_changes_of_facts_are_changes(client):
    entry = factories.released(Page, slug="about")
    with clock.as_of(NOON + HOUR):
        entry.licence = "cc-by-4.0"
        entry.save()
        RecordFacts(entry, factories.actor(), severity="minor", reason="Licence.").execute()
    assert told(client)["results"][0]["change"] == "changed"


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


def test_what_was_stored_late_is_not_missed(client):
    factories.released(Page, slug="first", at=NOON)
    page = told(client, NOON + timedelta(seconds=30))
    late = factories.released(Page, slug="late", at=NOON + timedelta(seconds=20))
    again = told(client, NOON + timedelta(seconds=40), since=page["since"])["results"]
    assert late.slug in [each["slug"] for each in again]


@pytest.mark.parametrize(
    "since", ["2026-06-01T04:00:00Z", "2026-06-01T13:00:00+09:00", "2026-06-01T13:00:00 09:00"]
)
def test_a_moment_is_a_place_to_begin(client, since):
    factories.released(Page, slug="before", at=NOON)
    factories.released(Page, slug="after", at=NOON + HOUR)
    assert [each["slug"] for each in told(client, since=since)["results"]] == ["after"]


@pytest.mark.parametrize(
    "since", ["yesterday", "2026-06-01", "2026-06-01T04:00:00", "WyJ4IiwiMSIsMSwwXQ", "2026-99-01T00:00:00Z"]
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
