"""What no page of the newsroom sends is answered all the same, and quickly."""

import io
import json
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.admin.seen import SEEN
from desk.admin.unsaved import TAKE_BACK
from desk.models import UnsavedWork
from exchange.tables.reading import Unreadable, read
from exchange.tables.writing import as_xlsx
from news.models import PressRelease
from publishing import clock
from publishing.actions import RecordFacts, RemoveText
from publishing.models import Entry
from tests import factories
from tests.admin_forms import posted
from tests.desk.test_offices import addresses, change, window
from tests.factories import NOON, actor, live

pytestmark = pytest.mark.django_db

LONG = "9" * 5000


@pytest.mark.parametrize(
    "body", ['{"discard": Infinity}', '{"discard": 1e999}', "[" * 100_000, '{"discard": ' + LONG + "}"]
)
def test_unsaved_work_that_is_none(admin_client, body):
    answer = admin_client.post(
        reverse("admin:publishing_entry_unsaved"), body, content_type="application/json"
    )
    assert answer.status_code == 400


def test_unsaved_work_without_what_no_database_keeps(admin_client):
    sent = json.dumps({"path": "/admin/x/", "page": "p", "fields": [["a\0", "b\0c"]]})
    address = reverse("admin:publishing_entry_unsaved")
    assert admin_client.post(address, sent, content_type="application/json").status_code == 200
    assert UnsavedWork.objects.get().fields == [["a", "bc"]]
    sent = sent.replace("/admin/x/", "/admin/\\u0000/")
    assert admin_client.post(address, sent, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        '"x"',
        "[1, 2]",
        '{"release_at": "9999-12-31T23:59:59-12:00"}',
        '{"release_at": "0001-01-01T00:00:00+09:00"}',
        '{"release_at": [1]}',
        '{"release_zone": {}}',
    ],
)
def test_an_approval_that_makes_no_sense(admin_client, body):
    entry = factories.in_review(PressRelease)
    answer = admin_client.post(f"/api/v1/entries/{entry.ref}/approve/", body, content_type="application/json")
    assert answer.status_code == 400


def test_numbers_of_any_length(admin_client):
    entry = factories.draft(PressRelease)
    form = posted(admin_client.get(change(entry)))
    assert admin_client.post(change(entry), form | {TAKE_BACK: LONG}).status_code in (200, 302)
    assert admin_client.post(reverse("end-sessions"), {"session": LONG}).status_code == 302
    # The form is older than the entry, so it is compared row by row.
    PressRelease.objects.filter(pk=entry.pk).update(number="1")
    RecordFacts(PressRelease.objects.get(pk=entry.pk), actor()).execute()
    form = posted(admin_client.get(change(entry))) | {SEEN: "1 draft 0"}
    rows = {
        name: value
        for name in form
        if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS"))
        for value in ["999999999999"]
    }
    assert admin_client.post(change(entry), form | rows).status_code == 200
    rows = dict.fromkeys(rows, LONG)
    assert admin_client.post(change(entry), form | rows).status_code == 200

    for nonsense in (LONG, "x", "1e3", "\u0663"):
        sent = form | {"related": [nonsense], "issuer": nonsense}
        assert admin_client.post(change(entry), sent).status_code == 200


def _spoilt() -> list[bytes]:
    book = as_xlsx("x", ["slug"], [["a" * 300] for _row in range(200)])
    names = zipfile.ZipFile(io.BytesIO(book)).namelist()
    sheet = next(name for name in names if name.endswith("sheet1.xml"))
    start = book.index(sheet.encode()) + len(sheet) + 20
    broken = book[:start] + bytes(255 - byte for byte in book[start : start + 60]) + book[start + 60 :]
    locked = bytearray(book)
    at = -1
    while (at := book.find(b"PK\x01\x02", at + 1)) >= 0:
        locked[at + 8] |= 1
    unknown = bytearray(book)
    at = -1
    while (at := book.find(b"PK\x01\x02", at + 1)) >= 0:
        unknown[at + 10] = 97
    return [broken, bytes(locked), bytes(unknown), book[: len(book) // 2]]


@pytest.mark.parametrize("number", range(4))
def test_a_spoilt_workbook_is_refused_in_words(number):
    with pytest.raises(Unreadable):
        read("x.xlsx", _spoilt()[number], ["slug"])


def test_a_spoilt_workbook_is_refused_on_its_page(admin_client):
    file = SimpleUploadedFile("x.xlsx", _spoilt()[0])
    answer = admin_client.post(reverse("tables:import", args=["companies"]), {"file": file, "encoding": ""})
    assert answer.status_code == 200


def test_a_removed_translation_is_not_shown_as_live(admin_client):
    entry = factories.released(PressRelease)
    with clock.as_of(NOON):
        RemoveText(live(entry, "en"), actor(), reason="Wrong.").execute()
        panels = {each.language: each for each in admin_client.get(change(entry)).context["panels"]}
        assert (panels["en"].live, panels["en"].mark) == (None, "missing")
        factories.written(entry, "en", title="New")
        panels = {each.language: each for each in admin_client.get(change(entry)).context["panels"]}
        assert (panels["en"].live, panels["en"].open.title) == (None, "New")


def test_staff_without_a_role_read_nothing():
    entries: list[Entry] = [factories.draft(PressRelease), factories.released(PressRelease, title="geheim")]
    user = User.objects.create_user("nobody", is_staff=True)
    client = window(user)
    more = [
        "/admin/publishing/job/",
        "/admin/publishing/brokenlink/",
        "/admin/accounts/signin/",
        "/admin/auth/user/",
        reverse("import-document:upload"),
        *(reverse(f"tables:{name}", args=["companies"]) for name in ("export", "empty", "import")),
    ]
    opened = []
    with clock.as_of(NOON.replace(day=2)):
        for address in [*addresses(entries), *more]:
            for ask in (client.get, client.post):
                response = ask(address)
                if response.status_code == 200 or b"geheim" in getattr(response, "content", b""):
                    opened.append((ask.__name__, address, response.status_code))
    allowed = ("/admin/", reverse("admin:publishing_entry_unsaved"), reverse("admin:readiness"))
    assert [each for each in opened if each[1] not in allowed] == []
