"""Versions of texts and facts: compared side by side, and restored."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from news.models import PressContact, PressRelease
from publishing import clock
from publishing.actions import PublishText, RecordFacts, SubmitText
from publishing.enums import Severity, TextState
from publishing.models import Correction
from tests.factories import NOON, actor, draft, released, writer, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("editor", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return client


def texts_of(entry, language="ko") -> str:
    return reverse("admin:news_pressrelease_versions", args=[entry.pk, language])


def facts_of(entry) -> str:
    return reverse("admin:news_pressrelease_fact_versions", args=[entry.pk])


def second_version(entry, language, **wording):
    text = written(entry, language, **wording)
    SubmitText(text, writer()).execute()
    PublishText(text, actor(), severity=Severity.MINOR, reason="A word.").execute()


def test_words_are_marked_in_english_and_characters_in_korean(editor):
    entry = released(PressRelease, slug="forum")
    with clock.as_of(NOON):
        second_version(entry, "en", title="Forum opens", body="<p>Many companies came.</p>")
        second_version(entry, "en", title="Forum ends", body="<p>Some companies came.</p>")
        second_version(entry, "ko", title="환경포럼 개막", body="<p>기업이 왔다.</p>")
        second_version(entry, "ko", title="환경포럼 폐막", body="<p>기업이 왔다.</p>")
        english = editor.get(texts_of(entry, "en"), {"from": "2", "to": "3"}).text
        korean = editor.get(texts_of(entry), {"from": "3", "to": "2"}).text
    assert "Forum <del>opens</del>" in english
    assert "<del>Many</del> companies came." in english
    assert "<ins>Some</ins> companies came." in english
    assert "환경포럼 <del>개</del>막" in korean
    assert "환경포럼 <ins>폐</ins>막" in korean


def test_an_earlier_version_becomes_a_new_draft_and_the_live_one_stays(editor):
    entry = released(PressRelease)
    with clock.as_of(NOON):
        second_version(entry, "ko", title="둘째")
        editor.post(texts_of(entry), {"restore": "1"})
    states = entry.texts.filter(language="ko").order_by("version").values_list("state", "title")
    assert list(states)[1:] == [(TextState.LIVE, "둘째"), (TextState.DRAFT, f"{entry.slug} ko")]


def test_facts_with_their_parts_are_restored_as_a_correction(editor):
    entry = draft(PressRelease)
    PressContact.objects.create(release=entry, name_en="Desk")
    RecordFacts(entry, writer(), reason="A contact.").execute()
    entry.dated = "2026-05-30"
    entry.save()
    entry.contacts.all().delete()
    RecordFacts(entry, writer(), reason="Another date.").execute()

    page = editor.get(facts_of(entry), {"from": "2", "to": "3"}).text
    assert "2026-05-30" in page
    editor.post(facts_of(entry), {"restore": "2"})

    entry.refresh_from_db()
    assert str(entry.dated) == "2026-06-01"
    assert [contact.name_en for contact in entry.contacts.all()] == ["Desk"]
    assert entry.audit.order_by("pk").last().detail["restored"] == 2


def test_public_facts_are_restored_with_a_reason_only(editor):
    entry = released(PressRelease)
    with clock.as_of(NOON + timedelta(days=1)):
        entry.dated = "2026-05-30"
        entry.save()
        RecordFacts(entry, actor(), severity=Severity.MINOR, reason="The date.").execute()
        refused = editor.post(facts_of(entry), {"restore": "2"})
        assert refused.status_code == 200
        entry.refresh_from_db()
        assert str(entry.dated) == "2026-05-30"
        editor.post(facts_of(entry), {"restore": "2", "severity": "correction", "reason": "It was right."})
    entry.refresh_from_db()
    assert str(entry.dated) == "2026-06-01"
    assert Correction.objects.get().note == "It was right."


@pytest.mark.parametrize("query", [{"from": "99"}, {"to": "x"}, {"from": "-1"}])
def test_versions_that_are_none_are_not_found(editor, query):
    entry = released(PressRelease)
    assert editor.get(texts_of(entry), query).status_code == 404
    assert editor.get(facts_of(entry), query).status_code == 404
    assert editor.post(texts_of(entry), {"restore": "99"}).status_code == 404


def test_only_those_who_write_restore(client):
    entry = released(PressRelease)
    user = User.objects.create_user("officer", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Translator"))
    client.force_login(user)
    assert client.get(texts_of(entry)).status_code == 200
    assert (
        client.post(facts_of(entry), {"restore": "1", "severity": "minor", "reason": "x"}).status_code == 403
    )
