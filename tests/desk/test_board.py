"""The release board shows what is missing, and approval is refused for exactly that."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from news.models import PressRelease, Quote
from organizations.models import Person, Role
from publishing import clock
from publishing.actions import SubmitText, WaiveLanguage
from publishing.enums import ReleasePolicy
from publishing.models import Attachment, EntryImage, Image
from publishing.readiness import readiness
from tests.factories import NOON, actor, draft, in_review, released, scheduled, writer, written
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("editor", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return client


def board(entry) -> str:
    return reverse("admin:news_pressrelease_board", args=[entry.pk])


def test_everything_missing_is_shown_in_its_place_and_refused_on_approval(editor):
    entry = in_review(PressRelease, languages=("ko", "en"), release_policy=ReleasePolicy.TOGETHER)
    EntryImage.objects.create(entry=entry, image=Image.objects.create(file=picture(), alt_en="A river"))
    with clock.as_of(NOON - timedelta(days=1)):
        answer = editor.get(board(entry))
        reasons = readiness(entry, NOON)
    shown = answer.context["board"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert [(reason.code, reason.language) for reason in shown.reasons] == [
        (reason.code, reason.language) for reason in reasons
    ]
    lacking = {
        (row.area, cell.language) for row in shown.rows for cell in row.cells if cell.state == "lacking"
    }
    assert lacking == {("text", "zh-hans"), ("images", "ko")}
    assert "2 things are missing" in answer.text


def test_quotes_and_files_need_words_in_every_language_that_goes_out(editor):
    entry = draft(PressRelease)
    person = released(Person, at=NOON - timedelta(days=9))
    role = Role.objects.create(person=person, title_en="Minister", valid_from="2020")
    Quote.objects.create(release=entry, role=role, text_en="We agreed.", text_ko="합의했다.")
    Attachment.objects.create(
        entry=entry, name="annex", title_en="Annex", file=ContentFile(b"a,b", name="annex.csv")
    )
    with clock.as_of(NOON - timedelta(days=1)):
        for language in ("ko", "en"):
            SubmitText(written(entry, language, title="A", body="<p>A</p>"), writer()).execute()
        reasons = readiness(entry, NOON)
    assert {(reason.code, reason.language) for reason in reasons} >= {("file_title_missing", "ko")}
    assert [reason.language for reason in reasons if reason.code == "quote_missing"] == []
    Quote.objects.update(text_ko="")
    assert [each.language for each in readiness(entry, NOON) if each.code == "quote_missing"] == ["ko"]


def test_a_ready_entry_is_green_and_names_who_cannot_approve(editor):
    entry = in_review(PressRelease)
    with clock.as_of(NOON - timedelta(days=1)):
        shown = editor.get(board(entry)).context["board"]
    assert shown.is_ready
    assert {cell.state for row in shown.rows for cell in row.cells} == {"ready"}
    assert shown.writers == {language: ["writer"] for language in ("en", "ko", "zh-hans")}


def test_a_waived_language_is_shown_as_waived(editor):
    entry = in_review(PressRelease, languages=("ko", "en"), release_policy=ReleasePolicy.TOGETHER)
    with clock.as_of(NOON - timedelta(days=1)):
        WaiveLanguage(entry, actor(), language="zh-hans", reason="Of no interest there.").execute()
        answer = editor.get(board(entry))
    assert answer.context["board"].is_ready
    assert "Of no interest there." in answer.text


def test_after_approval_it_counts_down_and_leads_to_the_pages_around_the_release(editor):
    entry = scheduled(PressRelease, title="Celadon")
    with clock.as_of(NOON - timedelta(hours=2)):
        answer = editor.get(board(entry))
        assert 'data-until="2026-06-01T03:00:00+00:00"' in answer.text
        assert [instant["clock"] for instant in answer.context["around"]] == ["11:59", "12:00", "12:01"]
        before, at, _after = (instant["pages"][0]["url"] for instant in answer.context["around"])
        assert "Celadon en" not in editor.get(before).text
        assert "Celadon en" in editor.get(at).text


def test_a_difference_between_the_languages_is_fixed_or_explained(editor):
    entry = draft(PressRelease)
    with clock.as_of(NOON - timedelta(days=1)):
        for language, body in (
            ("ko", "기업 14개가 참가한다."),
            ("en", "14 companies."),
            ("zh-hans", "13家企业参加。"),
        ):
            SubmitText(written(entry, language, title="A", body=f"<p>{body}</p>"), writer()).execute()
        shown = editor.get(board(entry)).context["board"]
        (difference,) = shown.differences
        assert difference.values == "14 / 14 / 13"
        refused = editor.post(board(entry), {"signature": difference.signature, "note": " "})
        assert "Give a reason" in refused.text
        gone = editor.post(board(entry), {"signature": "0" * 64, "note": "x"}, follow=True)
        assert "this difference is not there any more" in gone.text
        done = editor.post(
            board(entry), {"signature": difference.signature, "note": "One came later."}, follow=True
        )
        assert "One came later." in done.text
        assert done.context["board"].differences == []


def test_a_stranger_to_the_kind_sees_nothing(client):
    entry = in_review(PressRelease)
    client.force_login(User.objects.create_user("plain", is_staff=True))
    assert client.get(board(entry)).status_code == 403
