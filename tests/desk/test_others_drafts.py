"""What an office writes about something that is public already stays with it until it is public too."""

import re

import pytest
from django.urls import reverse

from desk.preview.addresses import stamp
from news.models import PressRelease
from organizations.models import Organization
from publishing import clock
from publishing.actions import PublishText, SubmitText
from publishing.models import AuditRecord
from tests import factories
from tests.desk.test_offices import addresses, change, member, office, window
from tests.factories import NOON, actor, writer

pytestmark = pytest.mark.django_db

WORD = "verborgen"
AFTER = NOON.replace(hour=5)
LATER = NOON.replace(day=9)


@pytest.fixture
def release() -> PressRelease:
    """Out in two languages; of the third there is a draft, of the first a successor in review, of the second one that waits."""
    entry = factories.released(PressRelease, languages=("ko", "en"), office=office("theirs"))
    with clock.as_of(AFTER):
        factories.written(entry, "zh-hans", title=f"{WORD} zh", body=f"<p>{WORD} 2026年4月1日</p>")
        for language in ("ko", "en"):
            text = factories.written(entry, language, title=f"{WORD} {language}", body="<p>2031-01-02</p>")
            SubmitText(text, writer()).execute()
        PublishText(text, actor(), severity="correction", reason=f"{WORD} note", publish_at=LATER).execute()
    return entry


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_nothing_of_a_draft_of_something_public_is_anywhere(release, language):
    client = window(member("ours"))
    leaks = []
    with clock.as_of(AFTER):
        for address in addresses([release]):
            for query in ("", f"?q={WORD.upper()}") if address.endswith("/") else ("",):
                response = client.get(address + query, headers={"Accept-Language": language})
                text = response.text if not response.streaming else ""
                if WORD in text or "2031" in text:
                    at = text.find(WORD if WORD in text else "2031")
                    leaks.append((address + query, response.status_code, text[max(at - 150, 0) : at + 60]))
                if query and release.ref in text and not re.search(r"\d", address):
                    leaks.append((address + query, "found"))
        for record in AuditRecord.objects.filter(entry=release.pk):
            address = reverse("admin:publishing_auditrecord_change", args=[record.pk])
            if WORD in client.get(address).text.replace(f"{WORD} note", ""):
                leaks.append((address, "record"))
        address = reverse("tables:export", args=["press"])
        if WORD in client.get(address, {"as": "csv"}).text:
            leaks.append((address, "export"))
    assert not leaks, "\n".join(map(str, leaks))


def test_its_own_office_reads_all_of_it(release):
    client = window(member("theirs"))
    with clock.as_of(AFTER):
        board = client.get(reverse("admin:news_pressrelease_board", args=[release.pk]))
        assert (board.status_code, "2031" in board.text) == (200, True)
        assert client.get(f"/api/v1/entries/{release.ref}/readiness/").status_code == 200
        assert WORD in client.get("/admin/publishing/entry/?q=verborgen").text
        assert WORD in client.get(reverse("tables:export", args=["press"]), {"as": "csv"}).text


def test_others_are_not_told_whether_a_new_version_is_ready(release):
    client = window(member("ours"))
    with clock.as_of(AFTER):
        assert client.get(f"/api/v1/entries/{release.ref}/readiness/").status_code == 404
        assert (
            reverse("admin:news_pressrelease_board", args=[release.pk])
            not in client.get(change(release)).text
        )


def test_the_note_of_a_correction_to_come_is_not_looked_into(release):
    address = reverse("as-of-page", args=[stamp(LATER, "UTC"), release.path("en")[1:]])
    feed = reverse("as-of-page", args=[stamp(LATER, "UTC"), "en/news/feed.atom"])
    with clock.as_of(AFTER):
        assert f"{WORD} note" in window(member("theirs")).get(address).text
        ours = window(member("ours"))
        assert ours.get(address).status_code == 200
        assert WORD not in ours.get(address).text
        assert "2026-06-09" not in ours.get(feed).text


def test_what_others_prepare_is_not_named_in_history_and_to_those_who_only_read():
    hidden = factories.in_review(PressRelease, office=office("theirs"), title=WORD, slug=WORD)
    issuer = factories.in_review(Organization, office=office("theirs"), title=WORD, slug=f"{WORD}-issuer")
    shown = factories.draft(PressRelease, office=office("ours"))
    shown.related.add(hidden)
    PressRelease.objects.filter(pk=shown.pk).update(issuer=issuer)
    client = window(member("ours"))
    with clock.as_of(AFTER):
        page = client.get(change(shown))
        from tests.admin_forms import posted

        client.post(change(shown), posted(page) | {"number": "9"})
        leaks = []
        for name, each in (("ours-t", "Translator"), ("ours-e", "Event officer"), ("ours-a", "Editor")):
            reader = window(member("ours", each, name=name))
            for address in (
                change(shown),
                reverse("admin:news_pressrelease_history", args=[shown.pk]),
                reverse("admin:news_pressrelease_fact_versions", args=[shown.pk]),
                reverse("admin:news_pressrelease_changelist"),
                reverse("admin:translation_edit", args=[shown.pk, "en"]),
            ):
                response = reader.get(address)
                if WORD in response.text or hidden.ref in response.text:
                    at = response.text.find(WORD if WORD in response.text else hidden.ref)
                    leaks.append((each, address, response.text[max(at - 150, 0) : at + 60]))
    assert not leaks, "\n".join(map(str, leaks))


def test_rows_are_found_by_the_titles_of_those_they_belong_to_but_not_by_what_others_only_write():
    theirs = factories.written(
        factories.draft(Organization, office=office("theirs")), "ko", title=f"{WORD} 부"
    ).entry
    known = factories.released(Organization, office=office("theirs"))
    hidden = factories.draft(PressRelease, office=office("ours"), issuer=theirs.specific)
    shown = factories.draft(PressRelease, office=office("ours"), issuer=known)
    client = window(member("ours"))
    address = reverse("admin:news_pressrelease_changelist")
    with clock.as_of(AFTER):
        by_secret = client.get(address, {"q": WORD}).text
        by_name = client.get(address, {"q": known.texts.get(language="ko").title}).text
    assert hidden.ref not in by_secret
    assert shown.ref in by_name
    assert hidden.ref in client.get(address).text
