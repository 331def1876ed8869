"""Feeds of lists, of everything new, and of corrections, in both formats."""

import uuid
from datetime import datetime, timedelta

import pytest

from events.models import Forum
from news.models import MediaCoverage, PressRelease
from opportunities.models import Opportunity
from organizations.models import Organization, Person
from publishing import clock
from publishing.actions import Approve, PublishText, SubmitText, Withdraw
from publishing.enums import Severity
from publishing.languages import LANGUAGES
from publishing.models import Entry, Sector, Text
from publishing.pages import LISTS
from tests.factories import NOON, actor, in_review, released, scheduled, withdrawn, writer, written
from tests.validators import ATOM, atom, content_of, jsonfeed, walk
from tests.world import files_of, visible_world

pytestmark = pytest.mark.django_db

NEWS, NEWS_JSON = "/en/news/feed.atom", "/en/news/feed.json"
HOME, CORRECTIONS = "/en/feed.atom", "/en/corrections.atom"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def titles(tree) -> list[str]:
    return [each.text for each in tree.iterfind("a:entry/a:title", ATOM)]


def identifiers(trees) -> list[str]:
    return [each.text for tree in trees for each in tree.iterfind("a:entry/a:id", ATOM)]


def correct(
    entry,
    *,
    at,
    language="en",
    severity=Severity.CORRECTION,
    reason="The number was wrong.",
    title="",
) -> None:
    with clock.as_of(at):
        text = written(entry, language, title=title or f"{entry.slug} anew")
        SubmitText(text, writer()).execute()
        PublishText(text, actor(), severity=severity, reason=reason).execute()


def copies(entry: PressRelease, moments: list[datetime]) -> None:
    """As many entries like ``entry``, released at ``moments``, past or to come."""
    texts = list(entry.texts.all())
    for number, moment in enumerate(moments):
        copy = PressRelease.objects.get(pk=entry.pk)
        copy.pk = copy.id = None
        copy._state.adding = True
        copy.uid, copy.ref, copy.slug = uuid.uuid4(), "", f"copy-{number}"
        copy.release_at = copy.changed_at = moment
        copy.save()
        Text.objects.bulk_create(
            Text(entry=copy, language=text.language, title=f"{text.title} {number}", body=text.body)
            for text in texts
        )
        copy.texts.update(state="live", live_at=moment)


def test_every_list_has_both_feeds_in_all_languages(client):
    visible_world()
    with clock.as_of(NOON):
        for listing in LISTS.values():
            routes = listing.model.KIND.routes
            for language in LANGUAGES:
                page = client.get(f"/{language}/{PATHS.get(routes, routes)}/")
                feed = f"/{language}/{PATHS.get(routes, routes)}/feed"
                assert 'type="application/atom+xml"' in page.text
                assert f'href="{feed}.atom"' in page.text
                assert f'href="{feed}.json"' in page.text
                tree, document = atom(client, f"{feed}.atom"), jsonfeed(client, f"{feed}.json")
                assert identifiers([tree]) == [item["id"] for item in document["items"]] != []
                assert tree.get(LANG) == document["language"] == language.html_lang
                assert tree.findtext("a:title", "", ATOM) == document["title"]


PATHS = {"coverage": "news/coverage"}


def test_the_feed_of_the_front_page_holds_what_is_news_of_a_day(client):
    world = visible_world()
    kinds = {"press-release", "media-coverage", "delegation", "forum", "exhibition", "meeting"}
    kinds |= {"opportunity", "call", "outcome", "program", "project"}
    with clock.as_of(NOON):
        tree, document = atom(client, "/ko/feed.atom"), jsonfeed(client, "/ko/feed.json")
        page = client.get("/ko/").text
    expected = {f"urn:uuid:{entry.uid}" for entry in world.values() if entry.kind in kinds}
    assert set(identifiers([tree])) == {item["id"] for item in document["items"]} == expected
    terms = tree.findall("a:entry/a:category[@scheme='http://testserver/api/v1/']", ATOM)
    assert {each.get("term") for each in terms} == kinds
    for url in ("/ko/feed.atom", "/ko/feed.json", "/ko/corrections.atom", "/ko/corrections.json"):
        assert f'href="{url}"' in page


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("no-such=1", "no-such"),
        ("year=poem", "year"),
        ("sector=%00", "sector"),
        ("page=2", "page"),
        ("archive=poem", "poem"),
        ("archive=2026-13", "2026-13"),
        ("archive=0000-01", "0000-01"),
        ("archive=9999-12", "9999-12"),
        ("archive=2026-05.1.1", "2026-05.1.1"),
        ("archive=2026-05.99999999999999999.999999999999999999", "2026-05"),
    ],
)
@pytest.mark.parametrize("form", ["atom", "json"])
def test_what_a_feed_does_not_know_is_named(client, query, named, form):
    response = client.get(f"/ko/news/feed.{form}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")
    assert named in response.text


def test_filters_are_kept_in_every_address_and_said_in_words(client):
    water, _new = Sector.objects.get_or_create(slug="water", defaults={"name_en": "water"})
    released(PressRelease, title="Wet").sectors.add(water)
    released(PressRelease, title="Dry")
    with clock.as_of(NOON):
        tree = atom(client, f"{NEWS}?year=2026&sector=water")
        document = jsonfeed(client, f"{NEWS_JSON}?sector=water&type=")
        assert f"{NEWS}?sector=water" in client.get("/en/news/?sector=water").text
    assert titles(tree) == ["Wet en"]
    assert tree.findtext("a:id", "", ATOM) == f"http://testserver{NEWS}?sector=water&year=2026"
    assert "water" in tree.findtext("a:subtitle", "", ATOM)
    assert document["feed_url"] == f"http://testserver{NEWS_JSON}?sector=water"
    assert document["home_page_url"] == "http://testserver/en/news/?sector=water"


def test_an_item_says_all_there_is(client):
    water, _new = Sector.objects.get_or_create(slug="water", defaults={"name_en": "water", "name_ko": "물"})
    issuer = released(Organization, at=NOON - DAY, title="Ministry")
    entry = released(PressRelease, issuer=issuer, slug="forum", title="Forum")
    entry.sectors.add(water)
    files_of(entry, "Open")
    body = '<p>Read <a href="/en/about/">about us</a><sup data-note="1">1</sup></p>'
    notes = [{"marker": "1", "term": "", "text": "A note."}]
    entry.texts.filter(language="en").update(deck="In short.", body=body, notes=notes)
    with clock.as_of(NOON):
        item = atom(client, NEWS).find("a:entry", ATOM)
        document = jsonfeed(client, NEWS_JSON)["items"][0]
    content = content_of(item.findtext("a:content", "", ATOM))
    assert item.find("a:content", ATOM).get(LANG) == "en"
    assert "http://testserver/en/about/" in content.xpath("//a/@href")
    assert any(href.startswith("http://testserver/en/news/forum/#") for href in content.xpath("//a/@href"))
    assert "A note." in content.text_content()
    assert item.findtext("a:summary", "", ATOM) == "In short."
    assert item.findtext("a:author/a:name", "", ATOM) == "Ministry en"
    assert item.findtext("a:author/a:uri", "", ATOM).startswith("http://testserver/en/organizations/")
    sector = item.find("a:category[@term='water']", ATOM)
    assert (sector.get("scheme"), sector.get("label")) == ("http://testserver/api/v1/sectors/", "water")
    file = item.find("a:link[@rel='enclosure']", ATOM)
    assert (file.get("type"), file.get("length")) == ("application/pdf", "15")
    others = {each.get("hreflang") for each in item.findall("a:link[@rel='alternate']", ATOM)}
    assert others == {None, "ko", "zh-Hans"}
    assert item.findtext("a:published", "", ATOM) == "2026-06-01T03:00:00+00:00"
    assert document["content_html"] == item.findtext("a:content", "", ATOM)
    assert document["url"] == "http://testserver/en/news/forum/"
    assert document["image"].startswith("http://testserver/media/")
    picture = client.get(document["image"].removeprefix("http://testserver"))
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")
    assert document["attachments"][0]["mime_type"] == "application/pdf"
    assert document["attachments"][0]["size_in_bytes"] == 15
    assert document["authors"][0]["name"] == "Ministry en"
    assert "water" in document["tags"]


def test_further_wordings_and_facts_are_in_the_text(client):
    entry = in_review(Opportunity, slug="offer")
    field = entry.KIND.worded[0].name
    for text in entry.texts.open():
        text.extra = {field: f"Further {text.language}"}
        text.save()
    with clock.as_of(NOON):
        Approve(entry, actor(), at_once=True).execute()
        released(Forum, at=NOON, slug="forum")
        offer = jsonfeed(client, "/en/opportunities/feed.json")["items"][0]["content_html"]
        forum = jsonfeed(client, "/zh-hans/forums/feed.json")["items"][0]["content_html"]
    assert "Further en" in offer
    assert "1 July 2026" in offer
    assert "2026年6月3日" in forum


def test_a_missing_translation_is_said_and_marked(client):
    released(PressRelease, languages=("ko",), slug="only")
    with clock.as_of(NOON):
        item = atom(client, NEWS).find("a:entry", ATOM)
        document = jsonfeed(client, NEWS_JSON)["items"][0]
    content = content_of(item.findtext("a:content", "", ATOM))
    assert item.find("a:title", ATOM).get(LANG) == item.find("a:content", ATOM).get(LANG) == "ko"
    assert document["language"] == "ko"
    notice = content.find("div")
    assert notice.get("lang") == "en"
    assert "Not translated into this language yet" in notice.text_content()
    assert "only ko" in content.text_content()


def test_corrections_are_dated_anew_and_minor_edits_are_not(client):
    first = released(PressRelease, slug="first")
    released(PressRelease, slug="second", at=NOON + HOUR)
    correct(first, at=NOON + 2 * HOUR, severity=Severity.MINOR)
    with clock.as_of(NOON + 3 * HOUR):
        assert titles(atom(client, NEWS)) == ["second en", "first anew"]
        correct(first, at=NOON + 3 * HOUR)
        document = jsonfeed(client, NEWS_JSON)["items"][0]
    assert document["date_published"] == "2026-06-01T03:00:00+00:00"
    assert document["date_modified"] == "2026-06-01T06:00:00+00:00"


def test_the_walk_back_reaches_everything_once_while_more_is_released(client):
    first = released(PressRelease, slug="first", at=NOON - 100 * DAY)
    copies(first, [NOON + (number - 190) * 12 * HOUR for number in range(260)])
    correct(PressRelease.objects.get(slug="copy-3"), at=NOON - DAY)
    withdrawn(PressRelease, slug="gone", at=NOON - 90 * DAY)
    with clock.as_of(NOON):
        due = Entry.objects.filter(kind="press-release", release_at__lte=NOON, withdrawn_at=None)
        expected = {f"urn:uuid:{uid}" for uid in due.values_list("uid", flat=True)}
    url, found, moment, graves, archives = NEWS, [], NOON, [], []
    while url:
        with clock.as_of(moment):
            tree = atom(client, url)
        if url != NEWS:
            archives.append(url)
            assert tree.find("fh:archive", ATOM) is not None
            assert tree.find("a:link[@rel='current']", ATOM).get("href") == f"http://testserver{NEWS}"
        found += identifiers([tree])
        graves += tree.findall("at:deleted-entry", ATOM)
        older = tree.find("a:link[@rel='prev-archive']", ATOM)
        url, moment = (older.get("href") if older is not None else ""), moment + 12 * HOUR
    assert len(found) == len(set(found)) == len(expected) > 150
    assert set(found) == expected
    assert [each.get("when") for each in graves] == ["2026-03-04T03:00:00+00:00"]
    assert "2026-03" in archives[-2]
    assert archives[-1].endswith("archive=2026-02")


def test_documents_of_past_months_stay_as_they_are(client):
    first = released(PressRelease, slug="first", at=NOON - 100 * DAY)
    copies(first, [NOON - number * DAY for number in range(100)])
    copied = f"{NEWS}?archive=2026-03"
    with clock.as_of(NOON):
        before = client.get(copied)
        links = {each.get("rel"): each.get("href") for each in atom(client, copied).findall("a:link", ATOM)}
    released(PressRelease, slug="later", at=NOON + DAY)
    with clock.as_of(NOON + 2 * DAY):
        after = client.get(copied)
    assert before.content == after.content
    assert before["ETag"] == after["ETag"]
    assert links["prev-archive"].endswith("archive=2026-02")
    assert links["next-archive"].endswith("archive=2026-04")
    assert links["current"] == f"http://testserver{NEWS}"


def test_the_walk_forward_leaves_nothing_out(client):
    first = released(PressRelease, slug="first", at=NOON - 100 * DAY)
    copies(first, [NOON - number * 6 * HOUR for number in range(200)])
    with clock.as_of(NOON):
        expected = set(identifiers(walk(client, NEWS)))
        found, url = [], f"{NEWS}?archive=2026-02"
        while url:
            tree = atom(client, url)
            found += identifiers([tree])
            newer = tree.find("a:link[@rel='next-archive']", ATOM)
            url = "" if newer is None else newer.get("href")
    assert set(found) == expected


def test_the_json_feed_goes_back_to_the_beginning_too(client):
    first = released(PressRelease, slug="first", at=NOON - 100 * DAY)
    copies(first, [NOON - number * DAY for number in range(90)])
    found, url = [], f"{NEWS_JSON}?year=2026"
    with clock.as_of(NOON):
        while url:
            document = jsonfeed(client, url)
            found += [item["id"] for item in document["items"]]
            url = document.get("next_url", "")
            assert not url or "year=2026" in url
    assert len(found) == len(set(found)) == 91


def test_what_is_withdrawn_leaves_at_once_and_is_named(client):
    entry = released(PressRelease)
    with clock.as_of(NOON + HOUR - timedelta(seconds=1)):
        assert len(jsonfeed(client, NEWS_JSON)["items"]) == 1
    with clock.as_of(NOON + HOUR):
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
        for url in (NEWS_JSON, f"{NEWS_JSON}?type=speech", "/en/feed.json"):
            document = jsonfeed(client, url)
            assert document["items"] == []
            assert document["_deleted"] == [
                {
                    "id": f"urn:uuid:{entry.uid}",
                    "date_deleted": "2026-06-01T04:00:00+00:00",
                    "reason": "Wrong figures.",
                    "language": "ko",
                }
            ]
        for url in (NEWS, f"{NEWS}?type=speech", HOME):
            grave = atom(client, url).find("at:deleted-entry", ATOM)
            assert grave.get("ref") == f"urn:uuid:{entry.uid}"
            assert grave.findtext("at:comment", "", ATOM) == "Wrong figures."
        assert jsonfeed(client, "/en/forums/feed.json")["_deleted"] == []


def test_the_feed_of_corrections(client):
    entry = released(PressRelease, slug="first")
    correct(entry, at=NOON + HOUR, reason="It was eight, not seven.")
    correct(entry, at=NOON + 2 * HOUR, language="ko", reason="Two more.")
    correct(entry, at=NOON + 3 * HOUR, severity=Severity.MINOR)
    with clock.as_of(NOON + DAY):
        tree = atom(client, CORRECTIONS)
        document = jsonfeed(client, "/ko/corrections.json")
        assert client.get(f"{CORRECTIONS}?kind=x").status_code == 400
    assert [each.text for each in tree.iterfind("a:entry/a:updated", ATOM)] == [
        "2026-06-01T05:00:00+00:00",
        "2026-06-01T04:00:00+00:00",
    ]
    content = content_of(tree.findall("a:entry/a:content", ATOM)[1].text)
    assert "It was eight, not seven." in content.text_content()
    assert entry.ref in content.text_content()
    assert content.xpath("//a/@href") == ["http://testserver/en/news/first/"]
    assert [item["id"] for item in document["items"]] == identifiers([tree])
    with clock.as_of(NOON + 2 * DAY):
        Withdraw(entry, actor(), reason="Wrong throughout.").execute()
        after = atom(client, CORRECTIONS)
    assert identifiers([after]) == []
    graves = after.findall("at:deleted-entry", ATOM)
    assert {each.get("ref") for each in graves} == set(identifiers([tree]))
    assert {each.get("when") for each in graves} == {"2026-06-03T03:00:00+00:00"}


def test_corrections_of_what_is_scheduled_wait_with_it(client):
    entry = released(PressRelease, slug="first")
    with clock.as_of(NOON):
        text = written(entry, "en", title="anew")
        SubmitText(text, writer()).execute()
        PublishText(
            text, actor(), severity=Severity.CORRECTION, reason="Later.", publish_at=NOON + DAY
        ).execute()
    with clock.as_of(NOON + DAY - timedelta(seconds=1)):
        assert identifiers([atom(client, CORRECTIONS)]) == []
        assert titles(atom(client, NEWS)) == ["first en"]
        assert atom(client, NEWS).findtext("a:entry/a:updated", "", ATOM) == "2026-06-01T03:00:00+00:00"
    with clock.as_of(NOON + DAY):
        assert len(identifiers([atom(client, CORRECTIONS)])) == 1
        assert titles(atom(client, NEWS)) == ["anew"]


@pytest.mark.parametrize("url", [NEWS, NEWS_JSON, HOME, CORRECTIONS])
def test_who_has_it_already_is_told_so_and_hidden_edits_change_nothing(client, url):
    entry = released(PressRelease, slug="first")
    correct(entry, at=NOON + HOUR)
    later = NOON + 2 * HOUR
    with clock.as_of(later):
        first = client.get(url)
        assert first["Cache-Control"] == "no-cache"
        assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert client.get(url, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
        head = client.head(url)
        assert (head["ETag"], head["Last-Modified"]) == (first["ETag"], first["Last-Modified"])
        written(entry, "ko", title="Hidden")
    scheduled(PressRelease, at=NOON + DAY, issuer=entry.issuer)
    with clock.as_of(later):
        again = client.get(url)
        assert again.content == first.content
        assert (again["ETag"], again["Last-Modified"]) == (first["ETag"], first["Last-Modified"])
        filtered = client.get(f"{NEWS}?year=2026")
        assert "Last-Modified" not in filtered
        assert client.get(f"{NEWS}?year=2026", headers={"If-None-Match": filtered["ETag"]}).status_code == 304
        assert client.post(url).status_code == 405
    correct(entry, at=later + HOUR, severity=Severity.MINOR, title="A comma more")
    if url != CORRECTIONS:
        with clock.as_of(later + HOUR):
            assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200
            stale = client.get(url, headers={"If-Modified-Since": first["Last-Modified"]})
            assert stale.status_code == 200


COUNTS = {
    NEWS: 20,
    NEWS_JSON: 20,
    "/en/news/coverage/feed.atom": 19,
    "/en/forums/feed.atom": 16,
    "/en/people/feed.atom": 16,
    HOME: 46,
    CORRECTIONS: 6,
}


@pytest.mark.parametrize("url", COUNTS)
def test_feeds_ask_the_same_number_of_questions_for_one_and_for_three(client, url, django_assert_num_queries):
    def add(number: int) -> None:
        for model in (PressRelease, MediaCoverage, Forum, Person):
            entry = released(model, slug=f"own-{number}")
            files_of(entry, "Open")
            correct(entry, at=NOON + HOUR)
            withdrawn(model, at=NOON - 2 * DAY, slug=f"gone-{number}")

    for number in (1, 2, 3):
        add(number)
        if number != 2:
            with clock.as_of(NOON + DAY), django_assert_num_queries(COUNTS[url]):
                assert client.get(url).status_code == 200


def test_characters_that_xml_does_not_know_are_left_out(client):
    entry = released(PressRelease, slug="first")
    entry.texts.filter(language="en").update(title="Odd \x0b title \ufffe")
    with clock.as_of(NOON):
        assert titles(atom(client, NEWS)) == ["Odd  title "]


def test_an_empty_feed_is_valid(client):
    for url in (NEWS, HOME, CORRECTIONS, f"{NEWS}?archive=2026-05"):
        tree = atom(client, url)
        assert tree.findtext("a:updated", "", ATOM) == "2001-01-01T00:00:00+00:00"
        assert jsonfeed(client, url.replace(".atom", ".json"))["items"] == []
