"""Staff tools write through the API: drafts, texts and steps, by the rules of the newsroom."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from jsonschema import Draft202012Validator

from desk.api.base import StaffView
from events.models import Delegation, Exhibition, Forum, Meeting, Participation
from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Company, Organization
from publishing import clock
from publishing.actions import Return
from publishing.enums import ReleasePolicy, Stage
from publishing.models import Entry, Image, Membership, Office, Text
from tests import factories
from tests.factories import NOON
from tests.filled import filled
from tests.pictures import picture
from tests.tokens.issuing import bearer, issue, member_of_staff
from tests.world import visible_world
from tokens.chores import put_away_answers
from tokens.models import Scope, StoredAnswer, Token

pytestmark = pytest.mark.django_db

ENTRIES = "/api/v1/entries/"
# What tools of the staff write most; all other kinds go the same way.
WRITTEN = (PressRelease, Delegation, Forum, Exhibition, Meeting, Opportunity, Company)
FILES = "/api/v1/files/"


@pytest.fixture(autouse=True)
def _noon():
    with clock.as_of(NOON):
        yield


@pytest.fixture
def issuer() -> Organization:
    return factories.released(Organization, at=NOON - timedelta(days=9))


@pytest.fixture
def author() -> User:
    return member_of_staff("author", "Author")


@pytest.fixture
def tool(author: User) -> Client:
    """A tool with a token of an author, for everything an author may do."""
    return bearer(author)


@pytest.fixture
def desk() -> Client:
    """A tool with a token of an editor, for everything."""
    return bearer(member_of_staff("editor", "Editor"))


def send(client: Client, method: str, address: str, body: Any, **headers: str) -> Any:
    """Send ``body`` as JSON with ``headers``, underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.generic(method, address, content, content_type="application/json", headers=named)


def at(ref: str, what: str = "") -> str:
    return f"{ENTRIES}{ref}/{what}"


def etag(client: Client, ref: str) -> str:
    answer = client.get(at(ref))
    assert answer.status_code == 200, answer.text
    return answer["ETag"]


def change(client: Client, method: str, address: str, body: Any, expected: int = 200) -> Any:
    """Send a change of the entry as it stands now; the body of the answer, which has that status."""
    ref = address.removeprefix(ENTRIES).split("/")[0]
    answer = send(client, method, address, body, If_Match=etag(client, ref))
    assert answer.status_code == expected, answer.text
    return answer.json()


def errors(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.text
    assert answer["Content-Type"] == "application/problem+json"
    return {error["parameter"]: error["detail"] for error in answer.json()["errors"]}


def release_of(by: Organization, **facts: Any) -> dict[str, Any]:
    return {
        "kind": "press-release",
        "facts": {
            "slug": "clean-air",
            "dated": "2026-06-01",
            "issuer": by.ref,
            "release_policy": ReleasePolicy.AUTHORITATIVE_FIRST,
            "contacts": [{"name": {"en": "Kim Mina"}, "email": "kim@example.org"}],
            **facts,
        },
        "texts": {"ko": {"title": "맑은 공기", "deck": "덱", "body": "<p>본문</p>"}},
    }


# --- From the first word to the withdrawal ---


def test_a_press_release_from_the_first_word_to_its_withdrawal(tool, desk, author, issuer, client):
    begun = send(tool, "POST", ENTRIES, release_of(issuer))
    assert begun.status_code == 201, begun.text
    ref = begun.json()["ref"]
    assert begun["Location"] == f"http://testserver{at(ref)}"
    assert begun["ETag"] == etag(tool, ref)
    assert begun["Cache-Control"] == "private, no-store"
    assert client.get(f"/api/v1/press-releases/{ref}/").status_code == 404

    revised = change(tool, "PATCH", at(ref), {"facts": {"number": "7"}, "texts": {"ko": {"deck": "새 덱"}}})
    assert revised["facts"]["number"] == "7"
    assert revised["facts"]["issuer"] == issuer.ref
    assert revised["texts"]["ko"]["open"]["title"] == "맑은 공기"
    assert revised["texts"]["ko"]["open"]["deck"] == "새 덱"
    written = change(tool, "PUT", at(ref, "texts/en/"), {"title": "Clean air", "body": "<p>Text</p>"})
    assert written["texts"]["en"]["open"]["origin"] == "translation"
    assert written["texts"]["en"]["open"]["based_on"] == 1

    assert change(tool, "POST", at(ref, "submit/"), {})["stage"] == "in_review"
    change(desk, "POST", at(ref, "return/"), {"reason": "The headline says too much."})
    change(tool, "POST", at(ref, "submit/"), {})
    approved = change(desk, "POST", at(ref, "approve/"), {"release_at": "2026-06-01T12:30+09:00"})
    assert (approved["stage"], approved["release_at"]) == ("scheduled", "2026-06-01T03:30:00+00:00")
    assert client.get(f"/api/v1/press-releases/{ref}/").status_code == 404

    with clock.as_of(NOON + timedelta(minutes=30)):
        assert client.get(f"/api/v1/press-releases/{ref}/").json()["title"] == "Clean air"
        no_reason = send(desk, "POST", at(ref, "withdraw/"), {}, If_Match=etag(desk, ref))
        assert [each["code"] for each in no_reason.json()["reasons"]] == ["reason_missing"]
        withdrawn = change(desk, "POST", at(ref, "withdraw/"), {"reason": "Wrong figures."})
        assert withdrawn["stage"] == "withdrawn"
        assert client.get(f"/api/v1/press-releases/{ref}/").json()["reason"] == "Wrong figures."

    records = Entry.objects.get(ref=ref).audit.order_by("pk")
    assert [record.action for record in records] == [
        *("create", "draft_text", "edit", "edit_text", "draft_text"),
        *("submit", "return", "submit", "approve", "withdraw"),
    ]
    prefixes = dict(Token.objects.values_list("owner__username", "prefix"))
    for record in records:
        assert record.channel == "api"
        assert record.address == "127.0.0.1"
        assert record.detail["token"] == prefixes[record.actor.username]
    assert Entry.objects.get(ref=ref).created_by == author


def test_every_fact_that_can_be_read_can_be_written():
    """What is read of an entry is sent back and changes nothing; sent as a new entry it makes the same again."""
    world = visible_world()
    root = bearer(factories.administrator())
    for model in WRITTEN:
        entry = filled(model, world, files=True)
        with clock.as_of(NOON - timedelta(hours=1)):
            Return(entry, factories.actor(), reason="Back.").execute()
        answer = root.get(at(entry.ref))
        facts = answer.json()["facts"]
        texts = {language: spoken(text["open"]) for language, text in answer.json()["texts"].items()}
        number = Entry.objects.get(pk=entry.pk).revisions.count()
        again = change(root, "PATCH", at(entry.ref), {"facts": facts, "texts": texts})
        assert again == answer.json()
        as_described("StaffEntry", again)
        assert Entry.objects.get(pk=entry.pk).revisions.count() == number

        new = as_new(facts)
        as_described("NewEntry", {"kind": model.KIND.code, "facts": new, "texts": texts})
        made = send(root, "POST", ENTRIES, {"kind": model.KIND.code, "facts": new, "texts": texts})
        assert made.status_code == 201, made.text
        assert as_new(made.json()["facts"]) == new


def as_described(name: str, body: Any) -> None:
    """Refuse a body that is not what the OpenAPI document says."""
    document = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))
    shape = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    Draft202012Validator(shape, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(body)


def spoken(version: dict[str, Any]) -> dict[str, Any]:
    """What a version says, without its number and state."""
    return {name: said for name, said in version.items() if name not in ("version", "state", "based_on")}


def as_new(facts: dict[str, Any]) -> dict[str, Any]:
    """``facts`` of another entry: rows without their numbers, and without what only one entry can have."""
    new = {**facts, "slug": "the-same-again", "attachments": [], "release_at": None}
    new.pop("edition", None)
    for name, rows in new.items():
        if isinstance(rows, list):
            new[name] = [
                {k: v for k, v in row.items() if k != "id"} if isinstance(row, dict) else row for row in rows
            ]
    for participation in new.get("participations", []):
        # A pavilion and its booths belong to one exhibition.
        participation |= {"pavilion": None, "booth": None}
    return new


def test_rows_of_a_part_are_kept_changed_added_and_removed(tool, issuer):
    people = [{"name": {"en": name}} for name in ("First", "Second", "Third")]
    begun = send(tool, "POST", ENTRIES, release_of(issuer, contacts=people)).json()
    first, second, _third = begun["facts"]["contacts"]
    new = {"name": {"en": "New", "ko": "새"}, "phone": "123", "position": 4}
    rows = [{"id": second["id"], "phone": "02-1"}, {"id": first["id"]}, new]
    told = change(tool, "PATCH", at(begun["ref"]), {"facts": {"contacts": rows}})["facts"]["contacts"]
    by_name = {row["name"]["en"]: row for row in told}
    assert by_name.keys() == {"First", "Second", "New"}
    assert by_name["First"] == first
    assert by_name["Second"] == {**second, "phone": "02-1"}
    assert by_name["New"]["name"] == {"en": "New", "ko": "새", "zh-hans": None}
    assert change(tool, "PATCH", at(begun["ref"]), {"facts": {"contacts": []}})["facts"]["contacts"] == []


# --- What is refused, and in which words ---


def test_all_mistakes_are_named_at_once(tool, issuer):
    body = release_of(
        issuer,
        colour="red",
        dated="2026-13",
        issuer="KC-1900-0001",
        type="poem",
        release_at="2026-06-02T12:00",
        licence=7,
        sectors=["nowhere"],
        contacts=[{"name": {"fr": "Kim"}, "email": "no address", "fax": "1"}, "x", {}, {"id": 99}],
        is_sample="yes",
    )
    body["texts"] = {"ko": {"title": 5, "colour": "red", "notes": [{"marker": 1}]}, "fr": {}, "en": "x"}
    found = errors(send(tool, "POST", ENTRIES, body))
    assert found.keys() == {
        "facts.colour",
        "facts.issuer",
        "facts.release_at",
        "facts.licence",
        "facts.sectors",
        "facts.contacts[0].name.fr",
        "facts.contacts[0].fax",
        "facts.contacts[1]",
        "facts.contacts[2]",
        "facts.contacts[3].id",
        "facts.is_sample",
        "texts.fr",
        "texts.en",
        "texts.ko.title",
        "texts.ko.colour",
        "texts.ko.notes[0].marker",
    }
    # What can be read is then looked through by the forms of the newsroom, all of them at once.
    body = release_of(
        issuer,
        slug="Not An Address",
        dated="2026-13",
        type="poem",
        release_at="2026-05-01T12:00+09:00",
        contacts=[{"phone": "1"}, {"name": {"en": "Kim"}, "email": "no address"}],
    )
    body["texts"]["ko"]["title"] = ""
    body["texts"]["en"] = {"title": "x" * 301}
    answer = send(tool, "POST", ENTRIES, body)
    assert errors(answer).keys() == {
        "facts.slug",
        "facts.dated",
        "facts.type",
        "facts.release_at",
        "facts.contacts[0].name.en",
        "facts.contacts[1].email",
        "texts.ko.title",
        "texts.en.title",
    }
    of_type = next(error for error in answer.json()["errors"] if error["parameter"] == "facts.type")
    assert "release" in of_type["choices"]
    assert not Entry.objects.filter(kind="press-release").exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"kind": "press-release", "kind": "page"}',
        '{"kind": NaN}',
        '{"kind": "\\u0000"}',
        '{"facts": {"number": "\\ud800"}}',
        '{"facts": ' + '{"a": ' * 40 + "1" + "}" * 41,
        "[" * 100_000,
        '{"kind": ' + "9" * 5000 + "}",
        '{"kind": [], "facts": 7, "texts": null}',
        '{"kind": "press-release", "facts": {"position": 1e999999}}',
        b'{"kind": "\xff"}',
    ],
    ids=range(13),
)
def test_bodies_that_make_no_sense(tool, body):
    answer = send(tool, "POST", ENTRIES, body)
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/invalid-body/")


def test_values_that_make_no_sense(tool, issuer):
    begun = send(tool, "POST", ENTRIES, release_of(issuer)).json()
    strange: list[Any] = [
        None,
        True,
        0,
        -1,
        10**30,
        1.5,
        "",
        "x",
        "٣",
        [],
        [[]],
        [None],
        {},
        {"en": []},
        "hidden",
    ]
    words = dict.fromkeys(("title", "body", "notes", "origin"))
    for value in strange:
        facts, wording = dict.fromkeys(begun["facts"], value), dict.fromkeys(words, value)
        # What cannot be read at all is named first, then what the forms refuse; the rest is stored.
        for _step in range(3):
            body = {"facts": facts, "texts": {"ko": wording}}
            answer = send(tool, "PATCH", at(begun["ref"]), body, If_Match="*")
            if answer.status_code == 200:
                break
            wrong = [name.replace("[", ".").split(".") for name in errors(answer)]
            facts = {
                name: said
                for name, said in facts.items()
                if ["facts", name] not in [each[:2] for each in wrong]
            }
            wording = {
                name: said
                for name, said in wording.items()
                if ["texts", "ko", name] not in [each[:3] for each in wrong]
            }
        assert answer.status_code == 200, (value, answer.text)


def test_a_body_that_is_too_large_or_in_another_format(tool, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert send(tool, "POST", ENTRIES, {"kind": "x" * 1000}).status_code == 413
    assert tool.post(ENTRIES, {"kind": "press-release"}).status_code == 415


# --- Who may ---


def test_without_a_token_nothing_is_told(client, issuer):
    entry = factories.draft(PressRelease)
    wrong = Client(headers={"Authorization": "Bearer green_00000000_0"})
    addresses = [ENTRIES, FILES, at(entry.ref), at(entry.ref, "submit/"), at("KC-1900-0001")]
    for sender, challenge in (
        (client, 'Bearer realm="api"'),
        (wrong, 'Bearer realm="api", error="invalid_token"'),
    ):
        answers = [send(sender, "POST", address, {}) for address in addresses]
        answers += [sender.get(at(entry.ref)), sender.get(at("KC-1900-0001", "readiness/"))]
        assert {answer.status_code for answer in answers} == {401}
        assert {answer["WWW-Authenticate"] for answer in answers} == {challenge}
        assert len({answer.content for answer in answers}) == 1


def test_a_token_does_only_what_it_was_issued_for(author, issuer):
    entry = factories.draft(PressRelease)
    needed = {
        ("POST", ENTRIES): Scope.DRAFT,
        ("PATCH", at(entry.ref)): Scope.DRAFT,
        ("PUT", at(entry.ref, "texts/ko/")): Scope.DRAFT,
        ("POST", FILES): Scope.UPLOAD,
        ("POST", at(entry.ref, "submit/")): Scope.SUBMIT,
        ("POST", at(entry.ref, "return/")): Scope.APPROVE,
        ("POST", at(entry.ref, "approve/")): Scope.APPROVE,
        ("POST", at(entry.ref, "withdraw/")): Scope.WITHDRAW,
        ("GET", at(entry.ref)): Scope.READ_DRAFTS,
    }
    for (method, address), scope in needed.items():
        others = (
            [Scope.READ] if method == "GET" else [each for each in Scope if each not in (scope, Scope.READ)]
        )
        secret, _token = issue(author, *(each for each in others if each is not Scope.READ))
        answer = send(Client(headers={"Authorization": f"Bearer {secret}"}), method, address, {})
        assert answer.status_code == 403, (method, address)
        assert answer.json()["scope"] == scope
        if method == "GET":
            reader = Client(headers={"Authorization": f"Bearer {secret}"})
            assert reader.head(address).status_code == 403
        assert scope in answer.json()["detail"]
    assert bearer(author, Scope.SUBMIT).get(at(entry.ref)).status_code == 200


def test_a_token_does_nothing_that_its_owner_may_not_do_now(tool, desk, author, issuer):
    ref = send(tool, "POST", ENTRIES, release_of(issuer)).json()["ref"]
    change(tool, "POST", at(ref, "submit/"), {})
    refused = change(tool, "POST", at(ref, "approve/"), {"at_once": True}, 403)
    assert refused["permission"] == "publishing.approve_entry"
    assert "publishing.approve_entry" in refused["detail"]
    change(tool, "PATCH", at(ref), {"facts": {"number": "8"}}, 403)
    change(tool, "PATCH", at(ref), {"texts": {"ko": {"deck": "x"}}}, 409)
    change(desk, "POST", at(ref, "return/"), {"reason": "Shorter."})
    # The role is taken away while the token lives on.
    author.groups.clear()
    assert tool.get(at(ref)).status_code == 404
    assert (
        send(tool, "POST", ENTRIES, release_of(issuer, slug="two")).json()["permission"]
        == "news.add_pressrelease"
    )
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert tool.get(at(ref)).status_code == 401


def test_a_tool_has_its_limit(author, tmp_path):
    entry = factories.draft(PressRelease)
    counters = {"BACKEND": "publishing.counters.SharedCounters", "LOCATION": str(tmp_path / "limits.sqlite3")}
    tool, other = bearer(author), bearer(author)
    with override_settings(
        CACHES={**caches.settings, "limits": counters}, API_LIMIT_ANONYMOUS=1, API_LIMIT_KEYED=2
    ):
        answers = [tool.get(at(entry.ref)) for _time in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[1]["RateLimit"].startswith('"staff";r=0;')
        assert answers[2].has_header("Retry-After")
        assert other.get(at(entry.ref)).status_code == 200
        # Nobody goes on guessing tokens.
        guessing = Client(headers={"Authorization": "Bearer green_00000000_0"})
        assert [guessing.get(at(entry.ref)).status_code for _time in range(2)] == [401, 429]


def test_a_translator_writes_texts_and_no_facts(tool, issuer):
    ref = send(tool, "POST", ENTRIES, release_of(issuer)).json()["ref"]
    translator = bearer(member_of_staff("translator", "Translator"))
    told = change(translator, "PUT", at(ref, "texts/en/"), {"title": "Clean air"})
    assert told["texts"]["en"]["open"]["title"] == "Clean air"
    refused = change(translator, "PATCH", at(ref), {"facts": {"number": "9"}}, 403)
    assert refused["permission"] == "news.change_pressrelease"


def test_another_office_finds_nothing(tool, desk, author, issuer):
    ours = Office.objects.create(code="seoul", name_en="Seoul")
    Membership.objects.create(office=ours, user=author)
    begun = send(tool, "POST", ENTRIES, release_of(issuer)).json()
    assert begun["facts"]["office"] == "seoul"
    ref = begun["ref"]
    for client in (desk, bearer(member_of_staff("other", "Author"))):
        for method, what in (("GET", ""), ("PATCH", ""), ("PUT", "texts/ko/"), ("POST", "submit/")):
            hidden = send(client, method, at(ref, what), {}, If_Match="*")
            unknown = send(client, method, at("KC-1900-0001", what), {}, If_Match="*")
            assert hidden.status_code == unknown.status_code == 404
            assert hidden.content == unknown.content
    # Nor can it be pointed to, and pointing to it tells no more than pointing to nothing.
    found = [
        errors(send(desk, "POST", ENTRIES, release_of(issuer, slug="two", related=[each])))["facts.related"]
        for each in (ref, "KC-1900-0001")
    ]
    assert found[0].replace(ref, "") == found[1].replace("KC-1900-0001", "")
    # The membership goes, and with it what the token opens.
    Membership.objects.all().delete()
    assert tool.get(at(ref)).status_code == 404


def test_what_was_chosen_before_and_is_hidden_stays_chosen(tool, issuer):
    hidden = factories.draft(Organization)
    begun = send(tool, "POST", ENTRIES, release_of(issuer, related=[hidden.ref], unit=hidden.ref)).json()
    office = Office.objects.create(code="beijing", name_en="Beijing")
    Entry.objects.filter(pk=hidden.pk).update(office=office)
    read = tool.get(at(begun["ref"])).json()["facts"]
    assert (read["related"], read["unit"]) == (["hidden"], "hidden")
    sent = {"related": ["hidden", issuer.ref], "unit": "hidden", "number": "3"}
    change(tool, "PATCH", at(begun["ref"]), {"facts": sent})
    stored = PressRelease.objects.get(ref=begun["ref"])
    assert stored.unit_id == hidden.pk
    assert set(stored.related.values_list("pk", flat=True)) == {hidden.pk, issuer.pk}


def test_an_entry_takes_the_same_queries_for_one_row_and_for_three(desk, django_assert_num_queries):
    entry = factories.draft(Delegation)
    desk.get(at(entry.ref))
    for _round in range(2):
        for _time in range(1 + _round):
            company = factories.released(Company)
            Participation.objects.create(event=entry, capacity="exhibitor", organization=company)
        with django_assert_num_queries(19):
            desk.get(at(entry.ref))


# --- What is public ---


def test_a_live_text_is_never_edited_in_place(desk, client):
    entry = factories.released(PressRelease)
    before = client.get(f"/api/v1/press-releases/{entry.ref}/").content
    told = change(desk, "PUT", at(entry.ref, "texts/ko/"), {"title": "새 제목"})["texts"]["ko"]
    assert told["open"]["title"] == "새 제목"
    assert (told["open"]["version"], told["live"]["version"]) == (2, 1)
    assert (told["open"]["body"], bool(told["live"]["body"])) == ("", True)
    kept = change(desk, "PATCH", at(entry.ref), {"texts": {"en": {"deck": "New deck"}}})["texts"]["en"]
    assert kept["open"]["body"] == kept["live"]["body"]
    assert client.get(f"/api/v1/press-releases/{entry.ref}/").content == before
    refused = change(desk, "PATCH", at(entry.ref), {"facts": {"number": "9"}}, 409)
    assert [reason["code"] for reason in refused["reasons"]] == ["state"]
    assert PressRelease.objects.get(pk=entry.pk).number == ""


def test_approval_is_refused_with_the_reasons_of_the_newsroom(tool, desk, issuer):
    begun = send(tool, "POST", ENTRIES, release_of(issuer, release_policy="together")).json()
    change(tool, "POST", at(begun["ref"], "submit/"), {})
    reasons = change(desk, "POST", at(begun["ref"], "approve/"), {"at_once": True}, 409)["reasons"]
    ready = desk.get(at(begun["ref"], "readiness/")).json()
    assert ready["stage"] == "in_review"
    assert ready["reasons"] == reasons
    assert [reason["language"] for reason in reasons] == ["en", "zh-hans"]
    own = bearer(factories.administrator())
    begun = send(own, "POST", ENTRIES, release_of(issuer, slug="own")).json()
    change(own, "POST", at(begun["ref"], "submit/"), {})
    refused = change(own, "POST", at(begun["ref"], "approve/"), {"at_once": True}, 409)
    assert [reason["code"] for reason in refused["reasons"]] == ["own_version"]


# --- Two in one entry ---


def test_nobody_changes_what_he_has_not_seen(tool, desk, issuer):
    begun = send(tool, "POST", ENTRIES, release_of(issuer))
    ref, tag = begun.json()["ref"], begun["ETag"]
    for method, what in (("PATCH", ""), ("PUT", "texts/ko/"), ("POST", "submit/")):
        missing = send(tool, method, at(ref, what), {})
        assert missing.status_code == 428
        assert missing.json()["type"].endswith("/precondition-required/")
    with clock.as_of(NOON + timedelta(seconds=1)):
        change(desk, "PATCH", at(ref), {"texts": {"ko": {"deck": "다른 덱"}}})
    for method, what in (("PATCH", ""), ("PUT", "texts/ko/"), ("POST", "submit/")):
        late = send(tool, method, at(ref, what), {"title": "x"} if method == "PUT" else {}, If_Match=tag)
        assert late.status_code == 412, late.text
        present = late.json()["present"]
        assert present["texts"]["ko"]["open"]["deck"] == "다른 덱"
        assert late.json()["etag"] == etag(tool, ref)
    weak = f'"other", W/{etag(tool, ref)}'
    assert send(tool, "PATCH", at(ref), {"facts": {"number": "1"}}, If_Match=weak).status_code == 200
    assert send(tool, "POST", at(ref, "submit/"), {}, If_Match="*").status_code == 200


# --- Files ---


def test_a_picture_comes_into_the_library_and_into_an_entry(tool, issuer):
    sent = {"file": picture(), "alt.en": "A lake", "alt.ko": "호수", "credit.en": "Kim", "rights": "kogl-1"}
    answer = tool.post(FILES, sent)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["width"], told["height"], told["alt"]["ko"]) == (320, 200, "호수")
    assert "Simplified Chinese" in told["warnings"][0]
    assert Image.objects.get().uploaded_by.username == "author"
    begun = send(tool, "POST", ENTRIES, release_of(issuer, images=[{"image": told["id"]}])).json()
    assert begun["facts"]["images"][0]["image"] == told["id"]


def test_an_attachment_of_an_entry(tool, issuer, tmp_path):
    begun = send(tool, "POST", ENTRIES, release_of(issuer))
    ref = begun.json()["ref"]
    sent = {"entry": ref, "title.en": "Annex", "name": "annex", "language": "en", "position": "2"}

    def upload(**more: Any) -> Any:
        file = SimpleUploadedFile("annex.txt", b"Annex", "text/plain")
        return tool.post(FILES, {**sent, "file": file, **more}, headers={"If-Match": etag(tool, ref)})

    answer = upload()
    assert answer.status_code == 201, answer.text
    (row,) = answer.json()["facts"]["attachments"]
    assert (row["file"], row["title"]["en"], row["position"]) == ("annex.txt", "Annex", 2)
    assert errors(upload(**{"title.en": "", "colour": "red"})).keys() == {"colour"}
    assert errors(upload(**{"title.en": ""})).keys() == {"title.en"}
    assert len(upload(name="other").json()["facts"]["attachments"]) == 2
    kept = change(tool, "PATCH", at(ref), {"facts": {"attachments": [row]}})["facts"]["attachments"]
    assert kept == [row]
    renamed = {"facts": {"attachments": [{**row, "file": "other.pdf"}, {"name": "x", "title": {"en": "x"}}]}}
    refused = send(tool, "PATCH", at(ref), renamed, If_Match="*")
    assert errors(refused).keys() == {"facts.attachments[0].file"}


def test_files_that_are_not_what_they_say(tool):
    fake = SimpleUploadedFile("picture.png", b"no picture", "image/png")
    assert errors(tool.post(FILES, {"file": fake, "colour": "red", "alt.fr": "x"})).keys() == {
        "colour",
        "alt.fr",
        "file",
    }
    fake.seek(0)
    assert errors(tool.post(FILES, {"file": fake})).keys() == {"file"}
    assert errors(tool.post(FILES, {"alt.en": "x"})).keys() == {"file"}
    assert errors(tool.post(FILES, {"file": "x"})).keys() == {"file"}
    assert errors(tool.post(FILES, {"file": picture(), "alt": "x", "rights": "\0"})).keys() == {"rights"}
    assert tool.post(FILES, {"file": picture(), "entry": "\0"}).status_code == 400
    assert tool.post(FILES, {"file": picture(), "entry": "KC-1900-0001"}).status_code == 404
    assert not Image.objects.exists()


def test_stage_and_texts_of_the_world_are_untouched_by_reading(tool, desk):
    entry = factories.released(PressRelease)
    texts = Text.objects.count()
    assert tool.get(at(entry.ref)).json()["stage"] == Stage.RELEASED
    assert Text.objects.count() == texts


# --- Requests that are repeated ---


def test_a_lost_answer_repeated_does_nothing_twice(tool, author, issuer, monkeypatch):
    """The answer is lost after everything was stored: the client knows nothing and sends the same again."""
    body = release_of(issuer)
    finish = StaffView.finalize_response

    def lose(view: Any, *args: Any, **kwargs: Any) -> Any:
        finish(view, *args, **kwargs)
        raise ConnectionError("the line is cut")

    def twice(method: str, address: str, said: Any, key: str, **headers: str) -> Any:
        monkeypatch.setattr(StaffView, "finalize_response", lose)
        with pytest.raises(ConnectionError):
            send(tool, method, address, said, Idempotency_Key=key, **headers)
        monkeypatch.setattr(StaffView, "finalize_response", finish)
        answers = [send(tool, method, address, said, Idempotency_Key=key, **headers) for _time in range(2)]
        assert {answer["Idempotency-Replayed"] for answer in answers} == {"true"}
        assert answers[0].content == answers[1].content
        return answers[0]

    begun = twice("POST", ENTRIES, body, "begin")
    assert begun.status_code == 201
    entry = PressRelease.objects.get()
    assert begun["Location"].endswith(at(entry.ref))
    assert begun["ETag"] == etag(tool, entry.ref)
    with clock.as_of(NOON + timedelta(seconds=1)):
        revised = twice("PATCH", at(entry.ref), {"facts": {"number": "1"}}, "revise", If_Match=begun["ETag"])
    assert revised.json()["facts"]["number"] == "1"
    twice("POST", at(entry.ref, "submit/"), {}, "submit", If_Match=revised["ETag"])
    assert entry.audit.filter(action="create").count() == 1
    assert entry.audit.filter(action="submit").count() == 1
    assert entry.texts.count() == 1
    # A picture is sent under another boundary each time, and is the same all the same.
    for is_again in (False, True):
        sent = {"file": picture(), "alt.en": "A lake"}
        answer = tool.post(FILES, sent, headers={"Idempotency-Key": "picture"})
        assert answer.status_code == 201
        assert answer.has_header("Idempotency-Replayed") == is_again
    assert Image.objects.count() == 1


def test_a_key_belongs_to_one_request_of_one_token(tool, author, issuer):
    first = send(tool, "POST", ENTRIES, release_of(issuer), Idempotency_Key="k")
    other = send(tool, "POST", ENTRIES, release_of(issuer, slug="other"), Idempotency_Key="k")
    assert other.status_code == 422
    assert other.json()["type"].endswith("/key-used-before/")
    elsewhere = send(tool, "POST", at(first.json()["ref"], "submit/"), {}, Idempotency_Key="k", If_Match="*")
    assert elsewhere.status_code == 422
    theirs = send(bearer(author), "POST", ENTRIES, release_of(issuer, slug="theirs"), Idempotency_Key="k")
    assert theirs.status_code == 201
    for key in ("", "x" * 256, "a b", "é"):
        assert errors(send(tool, "POST", ENTRIES, release_of(issuer), Idempotency_Key=key)).keys() == {
            "Idempotency-Key"
        }


def test_what_was_refused_can_be_sent_again_with_the_same_key(tool, issuer):
    broken = release_of(issuer, dated="never")
    assert send(tool, "POST", ENTRIES, broken, Idempotency_Key="k").status_code == 400
    assert not StoredAnswer.objects.exists()
    assert send(tool, "POST", ENTRIES, release_of(issuer), Idempotency_Key="k").status_code == 201


def test_the_same_request_twice_at_the_same_time(tool, issuer):
    """The first is still being worked on, or was cut off."""
    send(tool, "POST", ENTRIES, release_of(issuer), Idempotency_Key="k")
    PressRelease.objects.all().update(slug="another")
    StoredAnswer.objects.update(status=None, headers={}, body=None)
    busy = send(tool, "POST", ENTRIES, release_of(issuer), Idempotency_Key="k")
    assert busy.status_code == 409
    assert busy.json()["type"].endswith("/in-progress/")
    with clock.as_of(NOON + timedelta(minutes=5)):
        again = send(tool, "POST", ENTRIES, release_of(issuer), Idempotency_Key="k")
    assert again.status_code == 201
    assert not again.has_header("Idempotency-Replayed")


def test_answers_are_kept_for_a_day(tool, issuer):
    send(tool, "POST", ENTRIES, release_of(issuer), Idempotency_Key="k")
    with clock.as_of(NOON + timedelta(hours=24)):
        late = send(tool, "POST", ENTRIES, release_of(issuer), Idempotency_Key="k")
        assert errors(late).keys() == {"facts.slug"}
    send(tool, "POST", ENTRIES, release_of(issuer, slug="two"), Idempotency_Key="two")
    with clock.as_of(NOON + timedelta(hours=24, seconds=1)):
        put_away_answers.func()
    assert not StoredAnswer.objects.exists()
