"""ETag and Last-Modified: on every answer, cheap to compare, and never the same for what is not."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from news.models import HotKeyword, PressRelease
from publishing import clock, jobs
from publishing.actions import (
    ChangeAddress,
    EditImage,
    RemoveText,
)
from publishing.models import Attachment, GlossaryTerm, Image, Page, Sector
from tests import factories
from tests.api.scene import Scene
from tests.factories import NOON, actor
from tests.world import add_additively, add_hidden, picture, visible_world

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Answers = dict[str, tuple[int, bytes, str]]


def lists(client: Client) -> list[str]:
    root = client.get(ROOT).json()
    return [url.removeprefix("http://testserver") for url in root["resources"].values()]


def addresses(client: Client) -> list[str]:
    """Every resource, with some of the records and of the ways to ask for them; lists hold whole records."""
    return [
        *(ROOT, f"{ROOT}changes/", f"{ROOT}search/?q=open", f"{ROOT}openapi.json"),
        *(f"{url}?lang=*" for url in lists(client)),
        f"{ROOT}opportunities/?status=open",
        f"{ROOT}press-releases/hidden-release/",
        f"{ROOT}organizations/open-organization/?lang=ko",
        f"{ROOT}sectors/water/",
        f"{ROOT}press-releases/?format=csv",
        f"{ROOT}people/open-person/?format=jsonld",
        f"{ROOT}delegations/open-delegation/?format=ics",
    ]


def answers(client: Client, urls: list[str]) -> Answers:
    found = {}
    for url in urls:
        response = client.get(url)
        found[url] = (response.status_code, response.content, response.get("ETag", ""))
    return found


def validators(client: Client, urls: list[str]) -> list[tuple[str | None, str | None]]:
    return [(each.get("ETag"), each.get("Last-Modified")) for each in map(client.get, urls)]


def test_whenever_an_answer_changes_its_tag_changes(client):
    """Takes its time: it asks for everything after every kind of change."""
    scene = Scene.set()
    with clock.as_of(NOON - 2 * DAY):
        term = GlossaryTerm.objects.create(slug="term", term_en="Term", definition_en="Meaning")

    def attach() -> None:
        titles = {f"title_{code}": "A" for code in ("en", "ko", "zh_hans")}
        file = ContentFile(b"%PDF-1.4", name="a.pdf")
        Attachment.objects.create(entry=scene.page, file=file, name="a", **titles)
        scene.minor(scene.page)

    def replace_picture() -> None:
        stored = Image.objects.get(pk=scene.image.pk)
        stored.file = ContentFile(picture((1, 2, 3)), name="b.png")
        EditImage(stored, actor(), fields=["file"], severity="minor", reason="Sharper.").execute()

    def remove_text() -> None:
        RemoveText(factories.live(scene.page, "en"), actor(), reason="Bad.").execute()

    def move() -> None:
        ChangeAddress(scene.person, actor(), slug="moved", reason="Typo.").execute()

    def keyword() -> None:
        HotKeyword.objects.create(language="en", keyword="dust")

    steps: list[tuple[timedelta, list[Any]]] = [
        (-MINUTE, [lambda: scene.correct(scene.organization, "이름", NOON + 2 * HOUR)]),
        (timedelta(0), []),
        (timedelta(0), [lambda: scene.correct(scene.release, "고침"), keyword]),
        (HOUR, [scene.rename_sector]),
        (HOUR, [scene.name_organization, term.delete]),
        (2 * HOUR, []),
        (2 * HOUR, [jobs.run_due]),
        (3 * HOUR, [lambda: scene.withdraw(scene.issuer), attach]),
        (4 * HOUR, [replace_picture, move, lambda: scene.plan.parties.add(scene.organization)]),
        (5 * HOUR, [remove_text, scene.move_deadline]),
        *((days * DAY, []) for days in (1, 2, 16, 18)),
    ]
    with clock.as_of(NOON):
        urls = [url for url in addresses(client) if url != f"{ROOT}openapi.json"]
    with clock.as_of(NOON + DAY):
        # Kinds of which nothing is ever there cannot change.
        urls = [url for url in urls if b'"results":[]' not in client.get(url).content or "keywords" in url]
    with clock.as_of(NOON - 2 * MINUTE):
        before = answers(client, urls)
    changed = []
    for passed, happenings in steps:
        with clock.as_of(NOON + passed):
            for happening in happenings:
                happening()
            after = answers(client, urls)
        kept = [url for url in urls if before[url][0] == after[url][0] == 200]
        different = [url for url in kept if before[url][1] != after[url][1]]
        assert [url for url in different if before[url][2] == after[url][2]] == []
        changed.append(len(different) + sum(before[url][0] != after[url][0] for url in urls))
        before = after
    # What was only prepared is not seen; everything else was.
    assert [number for number, count in enumerate(changed) if not count] == [0]


def test_what_is_prepared_changes_no_validator(client):
    world = visible_world()
    with clock.as_of(NOON):
        urls = addresses(client)
        before = validators(client, urls)
        add_additively(
            world,
            add_hidden(lambda model, **facts: factories.scheduled(model, at=NOON + DAY, **facts), "h"),
            "h",
        )
        add_hidden(factories.draft, "drafted")
        after = validators(client, urls)
    assert before == after


def test_who_has_an_answer_is_told_so_in_two_questions(client):
    world = visible_world()
    sector = Sector.objects.get(slug="water")
    with clock.as_of(NOON):
        HotKeyword.objects.create(language="en", keyword="dust")
        urls = addresses(client)
        for url in urls:
            first = client.get(url)
            if url.endswith("hidden-release/"):
                continue
            assert first.status_code == 200, url
            for ask in (client.get, client.head):
                with CaptureQueriesContext(connection) as queries:
                    again = ask(url, headers={"if-none-match": first["ETag"]})
                assert (again.status_code, again.content, len(queries) <= 2) == (304, b"", True), url
                for name in ("ETag", "Last-Modified", "Vary", "Cache-Control", "Content-Language"):
                    assert again[name] == first[name], (url, name)
                assert "Content-Type" not in again
        dated = [
            ROOT,
            f"{ROOT}changes/",
            world[Page].path().replace("/en/", "/api/v1/pages/"),
            *lists(client),
        ]
        for url in (*dated, f"{ROOT}sectors/{sector.slug}/", f"{ROOT}pages/open-page/?lang=ko"):
            if url.endswith("/keywords/"):
                continue
            first = client.get(url)
            with CaptureQueriesContext(connection) as queries:
                again = client.get(url, headers={"if-modified-since": first["Last-Modified"]})
            assert (again.status_code, len(queries) <= 2) == (304, True), url


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("{tag}", 304),
        ("{strong}", 304),
        ('"a", {tag}, W/"b"', 304),
        ("*", 304),
        ('"a"', 200),
        ("{bare}", 200),
        ("W/{bare}", 200),
        ("", 200),
        ("\udcff", 200),
    ],
)
def test_lists_of_tags(client, header, status):
    factories.released(Page, slug="about")
    with clock.as_of(NOON + HOUR):
        tag = client.get(f"{ROOT}pages/about/")["ETag"]
        said = header.format(tag=tag, strong=tag.removeprefix("W/"), bare=tag.removeprefix("W/").strip('"'))
        for url in (f"{ROOT}pages/about/", f"{ROOT}pages/about/?fields=title"):
            expected = 200 if "?" in url and header != "*" else status
            assert client.get(url, HTTP_IF_NONE_MATCH=said).status_code == expected
        for url in (f"{ROOT}pages/never/", f"{ROOT}nothing/"):
            assert client.get(url, HTTP_IF_NONE_MATCH=said).status_code == 404
        assert client.get(f"{ROOT}pages/?colour=red", HTTP_IF_NONE_MATCH=said).status_code == 400


def test_the_tag_says_to_which_question_it_belongs(client):
    factories.released(Page, slug="about")
    asked = [
        client.get(f"{ROOT}pages/about/", headers=headers)["ETag"]
        for headers in (
            {},
            {"accept-language": "ko"},
            {"host": "localhost"},
            {"accept": "application/ld+json"},
        )
    ]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 01 Jun 2026 03:00:00 GMT", 304),
        ("Mon, 01 Jun 2026 03:00:01 GMT", 200),
        ("Mon, 01 Jun 2026 03:20:00 GMT", 304),
        ("Mon, 01 Jun 2026 02:59:59 GMT", 200),
        ("Monday, 01-Jun-26 03:00:00 GMT", 304),
        ("2026-06-01", 200),
        ("Mon, 32 Jun 2026 03:00:00 GMT", 200),
        ("", 200),
        ("\x00", 200),
    ],
)
def test_dates(client, since, status):
    factories.released(Page, slug="about")
    with clock.as_of(NOON + HOUR):
        assert client.get(f"{ROOT}pages/about/", HTTP_IF_MODIFIED_SINCE=since).status_code == status
        assert client.get(f"{ROOT}pages/never/", HTTP_IF_MODIFIED_SINCE=since).status_code == 404
        assert client.get(f"{ROOT}pages/?type=a", HTTP_IF_MODIFIED_SINCE=since).status_code == 400
        both = {"HTTP_IF_MODIFIED_SINCE": since, "HTTP_IF_NONE_MATCH": '"a"'}
        assert client.get(f"{ROOT}pages/about/", **both).status_code == 200


def test_a_date_is_no_proof_while_changes_may_still_be_stored(client):
    factories.scheduled(PressRelease, slug="first", at=NOON)
    url = f"{ROOT}press-releases/"
    with clock.as_of(NOON + MINUTE):
        given = client.get(url)["Last-Modified"]
        assert given == http_date((NOON - 9 * MINUTE - timedelta(seconds=1)).timestamp())
        assert client.get(url, headers={"if-modified-since": given}).status_code == 200
    # This one took long to be stored: it bears an earlier moment than what was visible by then.
    factories.released(PressRelease, slug="late", at=NOON - timedelta(seconds=10))
    with clock.as_of(NOON + HOUR):
        assert client.get(url, headers={"if-modified-since": given}).status_code == 200
        present = client.get(url)["Last-Modified"]
        assert client.get(url, headers={"if-modified-since": present}).status_code == 304


def test_nothing_matches_a_tag_that_is_asked_for(client):
    factories.released(Page, slug="about")
    url = f"{ROOT}pages/about/"
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-match": "*"}).status_code == 200
    assert client.get(url, headers={"if-match": tag, "if-none-match": tag}).status_code == 412
