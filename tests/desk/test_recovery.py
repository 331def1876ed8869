"""What was typed and not saved is kept, offered again, and nobody else's business."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from desk.chores import put_away_unsaved_work
from desk.models import UnsavedWork
from events.models import Forum, ProgrammeItem
from news.models import PressRelease
from publishing import clock
from publishing.actions import RecordFacts
from tests import factories
from tests.admin_forms import posted
from tests.factories import NOON, actor

pytestmark = pytest.mark.django_db

KEEP = "/admin/publishing/entry/unsaved/"
ADD = "/admin/news/pressrelease/add/"


def change(instance) -> str:
    opts = instance._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[instance.pk])


def pairs(fields: dict) -> list:
    return [
        [name, value]
        for name, values in fields.items()
        for value in (values if isinstance(values, list) else [values])
    ]


def keep(client: Client, path: str, fields: dict, **more):
    asked = {"path": path, "page": fields["_page"][0], "fields": pairs(fields), **more}
    return client.post(KEEP, json.dumps(asked), "application/json")


def typed(client: Client, path: str, **changes) -> dict:
    """Somebody types and the browser crashes."""
    fields = posted(client.get(path), **changes)
    assert keep(client, path, fields).status_code == 200
    return fields


@pytest.fixture
def release() -> PressRelease:
    return factories.draft(PressRelease)


def test_it_comes_back_with_everything_and_is_stored_by_saving(admin_client, release):
    factories.written(release, title="제목")
    changes = {
        "texts-ko-title": "나의 제목",
        "texts-en-title": "My title",
        "texts-ko-notes-marker": ["1"],
        "texts-ko-notes-term": ["말"],
        "texts-ko-notes-text": ["뜻"],
        "number": "7",
        "contacts-TOTAL_FORMS": "1",
        "contacts-0-name_en": "A contact",
        "contacts-0-position": "0",
    }
    with clock.as_of(NOON):
        typed(admin_client, change(release), **changes)
        page = admin_client.get(change(release))

    assert "You typed something here that was not saved." in page.text
    assert "12:00 Seoul" in page.text
    work = UnsavedWork.objects.get()
    back = admin_client.post(change(release), posted(page) | {"_take_back": str(work.pk)})

    assert "This is what you typed and had not saved." in back.text
    release.refresh_from_db()
    assert (release.number, release.texts.get().title) == ("", "제목")
    fields = posted(back)
    for name, value in changes.items():
        wanted = value if isinstance(value, list) else [value]
        assert fields[name][: len(wanted)] == wanted, name

    saved = admin_client.post(change(release), fields, follow=True)
    assert not saved.context.get("faults")
    release.refresh_from_db()
    assert release.number == "7"
    assert release.texts.get(language="ko").title == "나의 제목"
    assert release.texts.get(language="ko").notes == [{"marker": "1", "term": "말", "text": "뜻"}]
    assert release.texts.get(language="en").title == "My title"
    assert release.contacts.get().name_en == "A contact"
    assert not UnsavedWork.objects.exists()
    assert "that was not saved" not in saved.text


def test_a_new_entry_comes_back_too(admin_client):
    issuer = factories.released(PressRelease).issuer
    typed(
        admin_client,
        ADD,
        **{"texts-ko-title": "새 글", "slug": "new-one", "dated": "2026", "issuer": str(issuer.pk)},
    )
    work = UnsavedWork.objects.get()

    back = admin_client.post(ADD, posted(admin_client.get(ADD)) | {"_take_back": str(work.pk)})
    assert posted(back)["texts-ko-title"] == ["새 글"]
    assert not PressRelease.objects.filter(slug="new-one").exists()

    saved = admin_client.post(ADD, posted(back))
    assert saved.status_code == 302, saved.context["faults"]
    assert PressRelease.objects.get(slug="new-one").texts.get().title == "새 글"
    assert not UnsavedWork.objects.exists()


def test_a_part_on_its_own_page_comes_back(admin_client):
    forum = factories.draft(Forum)
    item = ProgrammeItem.objects.create(event=forum, type="forum", title_en="Item")
    RecordFacts(forum, actor()).execute()
    typed(admin_client, change(item), title_en="Mine")

    work = UnsavedWork.objects.get()
    back = admin_client.post(change(item), posted(admin_client.get(change(item))) | {"_take_back": work.pk})

    assert posted(back)["title_en"] == ["Mine"]
    admin_client.post(change(item), posted(back))
    item.refresh_from_db()
    assert item.title_en == "Mine"


def test_what_changed_since_is_said_and_shown(admin_client, release):
    typed(admin_client, change(release), number="mine")
    release.number = "theirs"
    release.save()
    RecordFacts(release, actor(User.objects.create_superuser("kim"))).execute()

    page = admin_client.get(change(release))
    assert "The entry has been changed since." in page.text
    work = UnsavedWork.objects.get()
    back = admin_client.post(change(release), posted(page) | {"_take_back": work.pk})

    clash = back.context["merge"].clashes[0]
    assert (clash.yours, clash.theirs) == ("mine", "theirs")
    release.refresh_from_db()
    assert release.number == "theirs"


def test_two_windows_are_kept_apart(admin_client):
    typed(admin_client, ADD, **{"texts-ko-title": "하나"})
    typed(admin_client, ADD, **{"texts-ko-title": "둘"})
    assert admin_client.get(ADD).text.count("data-offer=") == 2


def test_a_refused_save_keeps_it_and_a_discarded_one_is_gone(admin_client, release):
    fields = typed(admin_client, change(release), release_zone="nowhere")
    assert admin_client.post(change(release), fields).status_code == 200
    work = UnsavedWork.objects.get()
    answer = admin_client.post(KEEP, json.dumps({"discard": work.pk}), "application/json")
    assert answer.json()["words"] == "Discarded."
    assert not UnsavedWork.objects.exists()


def test_a_wrong_address_of_a_stored_entry_is_refused_in_words(admin_client, release):
    fields = posted(admin_client.get(change(release)), slug="not an address")
    assert "Use only the letters" in admin_client.post(change(release), fields).text


def test_it_is_for_nobody_else(admin_client, release):
    typed(admin_client, change(release), number="secret")
    other = Client()
    other.force_login(User.objects.create_superuser("kim"))
    work = UnsavedWork.objects.get()

    page = other.get(change(release))
    assert "data-offer" not in page.text
    assert "secret" not in page.text
    other.post(KEEP, json.dumps({"discard": work.pk}), "application/json")
    back = other.post(change(release), posted(page) | {"_take_back": work.pk}, follow=True)
    assert "secret" not in back.text
    assert UnsavedWork.objects.get() == work


def test_nobody_outside_the_staff_keeps_anything(client):
    assert client.post(KEEP, "{}", "application/json").status_code == 302
    client.force_login(User.objects.create_user("reader"))
    client.post(KEEP, json.dumps({"path": ADD, "page": "a", "fields": []}), "application/json")
    assert not UnsavedWork.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[",
        "[]",
        "{}",
        '{"path": "/ko/", "page": "a", "fields": []}',
        '{"path": "/admin/", "page": "", "fields": []}',
        '{"path": "/admin/", "page": "a", "fields": [["a", 1]]}',
        '{"path": "/admin/", "page": "a", "fields": 7}',
        '{"discard": "x"}',
    ],
)
def test_what_is_no_form_is_refused_in_words(admin_client, body):
    answer = admin_client.post(KEEP, body, "application/json")
    assert answer.status_code == 400
    assert answer.json()["words"] == "This is no form that can be kept."
    assert not UnsavedWork.objects.exists()


def test_it_is_no_larger_than_a_form_may_be(admin_client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = {"path": ADD, "page": "a", "fields": [["texts-ko-body", "x" * 1000]]}
    assert admin_client.post(KEEP, json.dumps(body), "application/json").status_code == 400


def test_after_two_weeks_it_is_put_away(admin_client, release):
    with clock.as_of(NOON):
        typed(admin_client, change(release), number="7")
    with clock.as_of(NOON + timedelta(days=15)):
        assert "data-offer" not in admin_client.get(change(release)).text
        put_away_unsaved_work.call()
    assert not UnsavedWork.objects.exists()


def test_the_latest_fifty_of_one_person_are_kept(admin_client):
    for number in range(52):
        with clock.as_of(NOON + timedelta(seconds=number)):
            keep(admin_client, ADD, {"_page": [str(number)]})
    pages = set(UnsavedWork.objects.values_list("page", flat=True))
    assert pages == {str(number) for number in range(2, 52)}


def test_wording_can_be_read_whatever_becomes_of_the_form(admin_client, release):
    typed(
        admin_client, change(release), **{"texts-ko-title": "제목", "texts-ko-body": "<p>하나 &amp; 둘</p>"}
    )
    page = admin_client.get(change(release)).text
    assert "Read what was typed" in page
    assert "하나 &amp; 둘" in page


def test_an_expired_session_leads_back_to_what_was_typed(admin_client, release):
    fields = typed(admin_client, change(release), number="7")
    admin_client.logout()
    answer = admin_client.post(change(release), fields)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_a_form_of_another_session_says_that_nothing_is_lost(release):
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.administrator())
    answer = client.post(change(release), {"number": "7"})
    assert answer.status_code == 403
    assert "What you typed was kept while you typed it" in answer.text
    assert change(release) in answer.text
    public = client.post("/i18n/setlang/", {})
    assert "What you typed was kept" not in public.text


def test_a_translation_beside_its_original_comes_back_too(admin_client, release):
    factories.written(release, title="제목")
    path = reverse("admin:translation_edit", args=[release.pk, "en"])
    page = admin_client.get(path)
    [title] = [name for name in posted(page, form_id="translation_form") if name.endswith("-title")]
    fields = posted(page, form_id="translation_form") | {title: ["My title"]}
    assert keep(admin_client, path, fields).status_code == 200

    page = admin_client.get(path)
    assert "You typed something here that was not saved." in page.text
    work = UnsavedWork.objects.get()
    back = admin_client.post(path, posted(page, form_id="translation_form") | {"_take_back": work.pk})
    assert "This is what you typed and had not saved." in back.text
    again = posted(back, form_id="translation_form")
    assert again[title] == ["My title"]
    assert not release.texts.filter(language="en").exists()

    admin_client.post(path, again | {"_save": ""})
    assert release.texts.get(language="en").title == "My title"
    assert not UnsavedWork.objects.exists()
