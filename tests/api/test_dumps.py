"""Dumps hold everything that is public, nothing that was taken back, and appear all at once."""

import csv
import hashlib
import io
import json
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from news.models import PressRelease
from portal.dumps.chores import wanted, write_dumps
from portal.dumps.making import make
from publishing import clock, jobs
from publishing.actions import RemoveText, Withdraw
from publishing.jobs.periodic import enqueue_periodic
from publishing.models import Page, Sector
from tests import factories
from tests.api.reading import differing, rows
from tests.factories import NOON
from tests.filled import filled
from tests.test_leaks import WORD
from tests.world import add_additively, add_hidden, visible_world

pytestmark = pytest.mark.django_db

DUMPS = "/api/v1/dumps/"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "http://testserver"


def body(client, path, expected=200, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == expected, path
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_run_holds_every_resource_as_the_api_has_it(client, later):
    world = visible_world()
    filled(PressRelease, world, slug="filled")
    Sector.objects.create(slug="noise", name_en="Noise")
    call_command("make_dumps", verbosity=0)

    manifest = client.get(f"{DUMPS}latest/").json()

    assert manifest["generated_at"] == "2026-06-01T12:00:00Z"
    assert {each["code"] for each in manifest["licences"]} == {"kogl-1"}
    resources = client.get("/api/v1/").json()["resources"]
    held = [file for file in manifest["files"] if "resource" in file]
    assert {(file["resource"], file["format"]) for file in held} == {
        (name, form) for name in resources for form in ("ndjson", "csv")
    }
    for file in manifest["files"]:
        content = body(client, file["url"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
    for name, url in resources.items():
        records = client.get(
            url, {"lang": "*", "page_size": "100"} if "press" in url else {"lang": "*"}
        ).json()
        lines = body(client, f"{DUMPS}latest/{name}.ndjson").splitlines()
        found = {json.dumps(json.loads(line), sort_keys=True) for line in lines}
        assert found == {json.dumps(each, sort_keys=True) for each in records["results"]}, name
        table = rows(body(client, f"{DUMPS}latest/{name}.csv"))
        assert [differing(row, json.loads(line)) for row, line in zip(table, lines, strict=True)] == [
            [] for _line in lines
        ]
        assert {file["records"] for file in held if file["resource"] == name} == {len(lines)}


def test_the_dictionary_explains_every_field_and_column(client, later):
    factories.released(PressRelease)
    make()
    dictionary = json.loads(body(client, f"{DUMPS}latest/dictionary.json"))
    for name, resource in dictionary["resources"].items():
        fields = {field["name"]: field for field in resource["fields"]}
        assert {column.partition(".")[0] for column in resource["columns"]} == set(fields), name
        head = next(csv.reader(io.StringIO(body(client, f"{DUMPS}latest/{name}.csv").decode("utf-8-sig"))))
        assert head == resource["columns"]
        assert set(resource["name"]) == {"en", "ko", "zh-hans"}
    described = [*dictionary["resources"].values(), *dictionary["records"].values()]
    for field in (field for each in described for field in each["fields"]):
        assert field["meaning"]["en"], field
        assert {"type", "$ref", "anyOf"} & set(field), field
        assert "record" not in field or field["record"] in dictionary["records"]
    issuer = next(
        field for field in dictionary["resources"]["press-releases"]["fields"] if field["name"] == "issuer"
    )
    assert issuer["meaning"] == {"en": "Issuer", "ko": "발표 기관", "zh-hans": issuer["meaning"]["zh-hans"]}
    assert (issuer["type"], issuer["null"]) == ("record", True)


def everything(client):
    """All that the dumps give out, put together."""
    index = client.get(DUMPS)
    parts = [index.content]
    for run in index.json()["results"]:
        manifest = client.get(run["url"])
        parts += [manifest.content, *(body(client, file["url"]) for file in manifest.json()["files"])]
    return b"\n".join(parts).decode()


def test_the_next_release_is_not_in_it_and_changes_nothing(client):
    world = visible_world()
    before = NOON - timedelta(seconds=1)
    with clock.as_of(before):
        make()
        empty = everything(client)
    for bring_in, word in ((factories.draft, f"{WORD}-draft"), (factories.scheduled, f"{WORD}-scheduled")):
        add_additively(world, add_hidden(bring_in, word), word)
    with clock.as_of(before):
        assert everything(client) == empty
        make()
        assert everything(client) == empty
    with clock.as_of(NOON):
        assert f"{WORD}-scheduled" not in everything(client)
        make()
        assert f"{WORD}-scheduled" in everything(client)


def test_what_is_withdrawn_is_given_out_no_longer(client):
    kept = factories.released(Page, slug="kept")
    entry = factories.released(Page, slug="gone", title="Widerrufen")
    with clock.as_of(NOON):
        make()
        assert "Widerrufen" in everything(client)
        old = client.get(f"{DUMPS}latest/").json()
    at = NOON + timedelta(hours=1)
    with clock.as_of(at):
        Withdraw(entry, factories.actor(), reason="Wrong.").execute()
        assert client.get(DUMPS).json()["results"] == []
        assert client.get(DUMPS).json()["latest"] is None
        for path in (f"{DUMPS}latest/", f"{DUMPS}{old['name']}/", *(file["url"] for file in old["files"])):
            assert b"Widerrufen" not in body(client, path, 404)
        assert "Widerrufen" not in client.get("/api/v1/catalog.jsonld").content.decode()
        assert wanted()
        jobs.run_due()
        enqueue_periodic()
        jobs.run_due()
        assert not wanted()
        assert "Widerrufen" not in everything(client)
        assert kept.ref in everything(client)
        assert client.get(f"{DUMPS}{old['name']}/").status_code == 404
        assert len(list(settings.DUMP_ROOT.iterdir())) == 1


def test_a_withdrawal_that_is_stored_late_is_noticed(client):
    entry = factories.released(Page, slug="gone")
    at = NOON + timedelta(hours=1)
    with clock.as_of(at + timedelta(seconds=2)):
        make()
    with clock.as_of(at):
        Withdraw(entry, factories.actor(), reason="Wrong.").execute()
    with clock.as_of(at + timedelta(seconds=3)):
        assert client.get(DUMPS).json()["results"] == []


def test_a_translation_that_is_removed_is_given_out_no_longer(client):
    entry = factories.released(Page, slug="about", title="Woertlich")
    with clock.as_of(NOON):
        make()
        assert "Woertlich en" in everything(client)
        english = entry.texts.get(language="en")
        RemoveText(english, factories.actor(), reason="Wrong.").execute()
        assert client.get(DUMPS).json()["results"] == []
        make()
        assert "Woertlich en" not in everything(client)
        assert "Woertlich ko" in everything(client)


def test_one_run_a_night_and_a_week_is_kept():
    factories.released(Page)
    night = datetime.fromisoformat("2026-06-02T03:00:00+09:00")
    for number in range(9):
        with clock.as_of(night + timedelta(days=number)):
            assert wanted()
            write_dumps.func()
            assert not wanted()
        with clock.as_of(night + timedelta(days=number, hours=23)):
            assert not wanted()
    names = sorted(path.name for path in settings.DUMP_ROOT.iterdir())
    assert names == [f"202606{day:02d}T180000Z" for day in range(3, 10)]


def test_a_run_appears_whole_or_not_at_all(client, later, monkeypatch):
    factories.released(Page, slug="about")
    make()
    whole = everything(client)

    def full(_path, _target):
        raise OSError("No space left on device")

    monkeypatch.setattr("pathlib.Path.rename", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("make_dumps", verbosity=0)
    assert everything(client) == whole
    assert len(list(settings.DUMP_ROOT.iterdir())) == 1


def test_files_are_asked_for_again_and_go_on_where_they_broke_off(client, later):
    factories.released(Page, slug="about")
    make()
    path = f"{DUMPS}latest/pages.csv"
    first = client.get(path)
    content = b"".join(first.streaming_content)
    assert first["Content-Type"] == "text/csv; charset=utf-8"
    assert first["Content-Disposition"] == 'attachment; filename="pages.csv"'
    assert first["Content-Location"] == f"{DUMPS}20260601T120000Z/pages.csv"
    assert first["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert first["Access-Control-Allow-Origin"] == "*"
    assert body(client, path, 304, **{"if-none-match": first["ETag"]}) == b""
    assert body(client, path, accept="image/png") == content
    assert client.head(path)["Content-Length"] == str(len(content))
    for asked, span in (("0-9", slice(0, 10)), ("10-", slice(10, None)), ("-5", slice(-5, None))):
        headers = {"range": f"bytes={asked}", "accept-encoding": "gzip"}
        part = client.get(path, headers=headers)
        assert (part.status_code, part.has_header("Content-Encoding")) == (206, False)
        assert b"".join(part.streaming_content) == content[span]
        assert part["Content-Range"].endswith(f"/{len(content)}")
    assert body(client, path, 206, range="bytes=1-", **{"if-range": first["ETag"]}) == content[1:]
    assert body(client, path, 200, range="bytes=1-", **{"if-range": '"another"'}) == content
    for odd in ("bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"):
        assert body(client, path, 200, range=odd) == content, odd
    assert client.get(path, headers={"range": f"bytes={len(content)}-"}).status_code == 416


@pytest.mark.parametrize(
    "path",
    [
        "latest/nothing.csv",
        "latest/manifest.json",
        "20200101T000000Z/",
        "latest/..%2f..%2fdb.sqlite3",
        "x/y/",
    ],
)
def test_nothing_else_is_given_out(client, later, path):
    factories.released(Page)
    make()
    response = client.get(f"{DUMPS}{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_the_list_of_runs_tells_of_a_new_one(client, later):
    factories.released(Page)
    assert client.get(DUMPS).json() == {
        "catalog": "http://testserver/api/v1/catalog.jsonld",
        "latest": None,
        "results": [],
    }
    make()
    first = client.get(DUMPS)
    assert client.get(DUMPS, headers={"if-none-match": first["ETag"]}).status_code == 304
    with clock.as_of(later + timedelta(minutes=1)):
        make()
        again = client.get(DUMPS, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200
        assert len(again.json()["results"]) == 2
