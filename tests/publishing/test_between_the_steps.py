"""What one step leaves to the next: versions that wait, facts that a reviewer changed, addresses of others."""

from datetime import timedelta

import pytest

from news.models import PressRelease
from publishing import clock, jobs
from publishing.actions import (
    Approve,
    ChangeAddress,
    ConfirmCurrent,
    Countersign,
    EditText,
    PublishText,
    RecordFacts,
    Refused,
    ReleaseEarly,
    RemoveText,
    RestoreFacts,
    Return,
    ReturnText,
    SubmitText,
)
from publishing.enums import Severity, TextState
from publishing.models import AuditRecord, Office
from publishing.search import matches
from publishing.visibility import public
from tests.factories import NOON, actor, draft, in_review, live, released, scheduled, writer, written
from tests.publishing.test_desk_actions import member

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def in_hand(entry, language="ko", **wording):
    text = written(entry, language, **wording)
    SubmitText(text, writer()).execute()
    return entry.texts.open().get(language=language)


def codes(action) -> list[str]:
    return [reason.code for reason in action.check()]


def test_a_version_that_was_put_off_is_found_by_its_words_when_it_comes():
    entry = released(PressRelease)
    ask = {"severity": Severity.MINOR, "reason": "A word."}
    with clock.as_of(NOON + DAY):
        PublishText(in_hand(entry, title="늦은 제목"), actor(), **ask, publish_at=NOON + 2 * DAY).execute()
        ReturnText(entry.texts.open().get(), actor(), reason="Later.").execute()
        SubmitText(entry.texts.open().get(), writer()).execute()
        PublishText(entry.texts.open().get(), actor(), **ask, publish_at=NOON + 5 * DAY).execute()
    with clock.as_of(NOON + 3 * DAY):
        jobs.run_due()
        assert not public(PressRelease).filter(matches("늦은 제목"))
    with clock.as_of(NOON + 5 * DAY):
        jobs.run_due()
        assert live(entry, "ko").version == 2
        assert public(PressRelease).filter(matches("늦은 제목"))


def test_a_removed_translation_does_not_come_back_by_itself():
    entry = released(PressRelease)
    with clock.as_of(NOON + DAY):
        ask = {"severity": Severity.CORRECTION, "reason": "A figure."}
        PublishText(in_hand(entry, "en"), actor(), **ask, publish_at=NOON + 2 * DAY).execute()
        RemoveText(live(entry, "en"), actor(), reason="Wrong throughout.").execute()
        assert entry.texts.open().get().state == TextState.DRAFT
    with clock.as_of(NOON + 3 * DAY):
        jobs.run_due()
        assert public(PressRelease).get().languages == ["ko", "zh-hans"]
        assert not entry.corrections.exists()


def test_what_is_replaced_after_the_release_is_explained_though_it_is_decided_before():
    entry = scheduled(PressRelease)
    with clock.as_of(NOON - DAY):
        text = in_hand(entry)
        later = {"publish_at": NOON + DAY}
        assert codes(PublishText(text, actor(), **later)) == ["severity_missing", "note_missing"]
        ask = {"severity": Severity.CORRECTION, "reason": "A figure."}
        PublishText(text, actor(), **ask, **later).execute()
        assert entry.corrections.get().at == NOON + DAY
        Return(entry, actor(), reason="Not yet.").execute()
        assert not entry.corrections.exists()


def test_what_was_to_replace_a_version_by_the_release_is_in_an_early_one():
    entry = scheduled(PressRelease)
    with clock.as_of(NOON - DAY):
        text = in_hand(entry, title="새 제목")
        PublishText(text, actor(), publish_at=NOON - timedelta(hours=1)).execute()
        ReleaseEarly(entry, actor(), reason="It is known.").execute()
        assert public(PressRelease).get().text("ko").title == "새 제목"
        assert live(entry, "ko").version == 2


def test_what_is_in_review_is_written_by_those_who_review_in_its_office():
    office = Office.objects.create(code="o", name_en="O")
    entry = in_review(PressRelease, office=office)
    text = entry.texts.get(language="ko")
    assert codes(EditText(text, actor(member(office, within="Translator")))) == ["in_review"]
    assert codes(EditText(text, actor(member(office)))) == []


def test_a_confirmation_does_not_undo_a_plan_made_meanwhile():
    entry = released(PressRelease)
    with clock.as_of(NOON + DAY):
        confirmed = live(entry, "en")
        ask = {"severity": Severity.MINOR, "reason": "A word."}
        PublishText(in_hand(entry, "en"), actor(), **ask, publish_at=NOON + 2 * DAY).execute()
        ConfirmCurrent(confirmed, actor()).execute()
        assert live(entry, "en").live_until == NOON + 2 * DAY
    with clock.as_of(NOON + 2 * DAY):
        assert entry.texts.live().filter(language="en").count() == 1


def test_facts_that_a_reviewer_changed_himself_are_countersigned():
    with clock.as_of(NOON - DAY):
        entries = [in_review(PressRelease) for _number in range(3)]
        for entry, change in zip(entries, ({}, {"number": "7"}, {"release_at": NOON}), strict=True):
            if change:
                PressRelease.objects.filter(pk=entry.pk).update(**change)
                RecordFacts(PressRelease.objects.get(pk=entry.pk), actor()).execute()
            Approve(entry, actor(), release_at=NOON).execute()
    records = AuditRecord.objects.filter(action="approve", entry__in=[each.pk for each in entries])
    assert list(records.order_by("pk").values_list("alone", flat=True)) == [False, True, False]
    with clock.as_of(NOON):
        Countersign(entries[1], writer()).execute()


def test_facts_are_not_restored_to_the_address_of_something_else():
    first = draft(PressRelease, slug="early")
    PressRelease.objects.filter(pk=first.pk).update(slug="late")
    first = PressRelease.objects.get(pk=first.pk)
    RecordFacts(first, writer()).execute()
    other = released(PressRelease, slug="early")
    with clock.as_of(NOON):
        ChangeAddress(other, actor(), slug="elsewhere", reason="A typing error.").execute()
        with pytest.raises(Refused) as refused:
            RestoreFacts(first, writer(), number=1).execute()
    assert [reason.code for reason in refused.value.reasons] == ["slug_former"]
    first.refresh_from_db()
    assert first.slug == "late"
