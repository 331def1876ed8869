"""What staff can do with an entry, why not, and what each step leaves behind."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import DatabaseError

from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Organization
from publishing import actions, clock, search
from publishing.actions import (
    Approve,
    ConfirmCurrent,
    DraftText,
    EditText,
    PublishText,
    RecordFacts,
    Refused,
    ReleaseEarly,
    Reschedule,
    Return,
    ReturnText,
    Submit,
    SubmitText,
    Withdraw,
)
from publishing.enums import Severity, Stage, TextState
from publishing.models import Entry, Image
from tests.factories import NOON, actor, draft, in_review, live, released, scheduled, writer, written
from tests.pictures import picture

pytestmark = pytest.mark.django_db


def codes(action: actions.Action) -> list[str]:
    return [reason.code for reason in action.check()]


def test_release_from_draft_to_withdrawal_is_recorded_step_by_step():
    entry = scheduled(PressRelease)
    with clock.as_of(NOON + timedelta(hours=1)):
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
    steps = entry.audit.order_by("at", "pk").values_list("action", flat=True)
    assert list(steps) == [
        "create",
        "draft_text",
        "draft_text",
        "draft_text",
        "submit",
        "approve",
        "withdraw",
    ]
    assert entry.stage(NOON + timedelta(hours=2)) is Stage.WITHDRAWN
    assert entry.stage(NOON) is Stage.RELEASED
    assert entry.stage(NOON - timedelta(seconds=1)) is Stage.SCHEDULED


def test_a_draft_needs_its_authoritative_text():
    entry = draft(PressRelease, authoritative_language="ko")
    written(entry, "en")
    assert codes(Submit(entry, actor())) == ["authoritative_text_missing"]


def test_an_empty_body_is_named_with_its_language():
    entry = draft(PressRelease)
    written(entry, "ko", body="<p> </p>")
    reasons = Submit(entry, actor()).check()
    assert [(reason.code, reason.language) for reason in reasons] == [("body_missing", "ko")]


def test_all_languages_together_means_all():
    entry = in_review(PressRelease, languages=("ko", "en"), release_policy="together")
    approval = Approve(entry, actor(), release_at=NOON)
    with clock.as_of(NOON - timedelta(days=1)):
        assert [(r.code, r.language) for r in approval.check()] == [("text_missing", "zh-hans")]
        with pytest.raises(Refused) as refusal:
            approval.execute()
    assert [reason.code for reason in refusal.value.reasons] == ["text_missing"]
    entry.refresh_from_db()
    assert entry.state == "in_review"


def test_a_release_time_in_the_past_is_refused():
    entry = in_review(PressRelease)
    with clock.as_of(NOON):
        assert codes(Approve(entry, actor(), release_at=NOON - timedelta(seconds=1))) == ["release_time_past"]
        assert codes(Approve(entry, actor())) == ["release_time_missing"]
        Approve(entry, actor(), at_once=True).execute()
        assert entry.stage() is Stage.RELEASED


@pytest.mark.parametrize(
    ("body", "notes", "problems"),
    [
        ('<p>a<sup data-note="1"></sup></p>', [], ["note_missing"]),
        ("<p>a</p>", [{"marker": "1", "term": "", "text": "b"}], ["note_unused"]),
        (
            '<p>a<sup data-note="1"></sup></p>',
            [{"marker": "1", "term": "", "text": "b"}, {"marker": "1", "term": "", "text": "c"}],
            ["note_twice"],
        ),
        ('<p>a<sup data-note="1"></sup></p>', [{"marker": "1", "term": "", "text": "b"}], []),
    ],
)
def test_footnotes_and_their_marks_are_one_to_one(body, notes, problems):
    entry = draft(PressRelease)
    written(entry, "ko", body=body, notes=notes)
    assert codes(Submit(entry, actor())) == problems


def test_an_issuer_must_be_public_at_the_release_time():
    issuer = scheduled(Organization, at=NOON + timedelta(hours=1))
    entry = in_review(PressRelease, issuer=issuer)
    with clock.as_of(NOON - timedelta(days=1)):
        assert codes(Approve(entry, actor(), release_at=NOON)) == ["issuer_not_visible"]
        assert codes(Approve(entry, actor(), release_at=NOON + timedelta(hours=1))) == []


def test_early_release_needs_a_reason_and_is_named_in_the_record():
    entry = scheduled(PressRelease)
    early = NOON - timedelta(hours=3)
    with clock.as_of(early):
        assert codes(ReleaseEarly(entry, actor())) == ["reason_missing"]
        ReleaseEarly(entry, actor(), reason="The minister speaks earlier.").execute()
    assert entry.stage(early) is Stage.RELEASED
    record = entry.audit.get(action="release_early")
    assert record.reason == "The minister speaks earlier."
    assert record.detail == {"scheduled_for": NOON.isoformat()}


def test_a_scheduled_release_can_be_moved_or_returned_and_a_released_one_cannot():
    entry = scheduled(PressRelease)
    with clock.as_of(NOON - timedelta(hours=1)):
        Reschedule(entry, actor(), release_at=NOON + timedelta(days=1), reason="Moved.").execute()
        assert entry.stage(NOON) is Stage.SCHEDULED
        Return(entry, actor(), reason="A figure is open.").execute()
        assert entry.state == "draft"
        assert {text.state for text in entry.texts.all()} == {TextState.DRAFT}
    other = scheduled(PressRelease)
    with clock.as_of(NOON):
        assert codes(Return(other, actor(), reason="Late.")) == ["state"]
        assert codes(Reschedule(other, actor(), release_at=NOON + timedelta(days=1), reason="Late.")) == [
            "state"
        ]


def test_a_returned_entry_goes_through_review_again_under_the_same_versions():
    entry = in_review(PressRelease)
    with clock.as_of(NOON - timedelta(hours=1)):
        Return(entry, actor(), reason="Once more.").execute()
        Submit(entry, actor()).execute()
        Approve(entry, actor(), release_at=NOON).execute()
    assert {(text.language, text.version, text.state) for text in entry.texts.all()} == {
        (language, 1, "live") for language in ("en", "ko", "zh-hans")
    }


def test_a_change_after_release_needs_words_and_becomes_a_dated_correction():
    entry = released(PressRelease)
    later = NOON + timedelta(days=1)
    with clock.as_of(later):
        entry.number = "2026-17"
        entry.save()
        assert codes(RecordFacts(entry, actor())) == ["severity_missing", "note_missing"]
        RecordFacts(entry, actor(), severity=Severity.CORRECTION, reason="The number was missing.").execute()
    correction = entry.corrections.get()
    assert (correction.note, correction.at, correction.language) == ("The number was missing.", later, "ko")
    assert entry.revisions.first().facts["number"] == "2026-17"
    assert (entry.revision, entry.changed_at) == (2, later)


def test_a_correction_of_the_original_makes_translations_stale_and_a_minor_edit_does_not():
    entry = released(PressRelease)
    with clock.as_of(NOON + timedelta(days=1)):
        for severity, stale in ((Severity.MINOR, False), (Severity.CORRECTION, True)):
            DraftText(entry, writer(), language="ko").execute()
            text = entry.texts.open().get()
            SubmitText(text, writer()).execute()
            assert codes(PublishText(text, actor())) == ["severity_missing", "note_missing"]
            PublishText(text, actor(), severity=severity, reason="A word.").execute()
            assert live(entry, "zh-hans").is_stale(live(entry, "ko")) is stale
        ConfirmCurrent(live(entry, "zh-hans"), actor()).execute()
    assert not live(entry, "zh-hans").is_stale(live(entry, "ko"))
    assert [correction.note for correction in entry.corrections.all()] == ["A word."]
    versions = (
        entry.texts.filter(language="ko").order_by("version").values_list("version", "state", "substance")
    )
    assert list(versions) == [(1, "superseded", 1), (2, "superseded", 1), (3, "live", 3)]


def test_a_live_text_stays_while_its_successor_is_drafted():
    entry = released(PressRelease)
    before = live(entry, "ko").title
    with clock.as_of(NOON + timedelta(days=1)):
        DraftText(entry, actor(), language="ko").execute()
        entry.texts.open().update(title="Not yet")
        assert live(entry, "ko").title == before
        assert codes(DraftText(entry, actor(), language="ko")) == ["open_version"]


def test_a_version_in_review_can_be_returned_while_the_live_one_stays():
    entry = released(PressRelease)
    with clock.as_of(NOON + timedelta(days=1)):
        DraftText(entry, actor(), language="ko").execute()
        text = entry.texts.open().get()
        assert codes(ReturnText(text, actor(), reason="Early.")) == ["state"]
        SubmitText(text, actor()).execute()
        assert codes(ReturnText(text, actor())) == ["reason_missing"]
        ReturnText(text, actor(), reason="A name is wrong.").execute()
    states = entry.texts.filter(language="ko").order_by("version").values_list("state", flat=True)
    assert list(states) == ["live", "draft"]


def test_rights_are_asked_for_each_step():
    user = User.objects.create_user("translator")
    user.user_permissions.add(Permission.objects.get(codename="submit_entry"))
    entry = in_review(PressRelease)
    someone = actor(User.objects.get(pk=user.pk))
    with clock.as_of(NOON - timedelta(days=1)):
        assert codes(Approve(entry, someone, release_at=NOON)) == ["permission"]
        assert codes(DraftText(entry, someone, language="ko")) == ["open_version"]


def test_a_failure_in_the_middle_leaves_everything_as_it_was(monkeypatch):
    entry = in_review(PressRelease)

    def fail(*_args: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(search, "update", fail)
    with clock.as_of(NOON - timedelta(days=1)), pytest.raises(DatabaseError):
        Approve(entry, actor(), release_at=NOON).execute()
    stored = Entry.objects.get(pk=entry.pk)
    assert (stored.state, stored.release_at, stored.revision) == ("in_review", None, 0)
    assert {text.state for text in entry.texts.all()} == {TextState.IN_REVIEW}
    assert not entry.audit.filter(action="approve").exists()


def test_records_are_never_changed():
    record = released(PressRelease).audit.first()
    record.reason = "Something else"
    with pytest.raises(TypeError):
        record.save()


def test_return_from_the_schedule_leaves_the_approved_text_below_its_reviewed_successor():
    entry = scheduled(PressRelease)
    with clock.as_of(NOON - timedelta(hours=2)):
        successor = written(entry, "ko", title="둘째 판")
        SubmitText(successor, actor()).execute()
        Return(entry, actor(), reason="Figures to be checked.").execute()
    successor.refresh_from_db()
    assert (entry.state, successor.state) == ("draft", TextState.DRAFT)
    with clock.as_of(NOON - timedelta(hours=1)):
        Submit(entry, actor()).execute()
        Approve(entry, actor(), release_at=NOON).execute()
    assert live(entry, "ko").title == "둘째 판"


def test_no_text_of_a_withdrawn_entry_moves_any_further():
    entry = released(PressRelease, languages=("ko", "zh-hans"))
    with clock.as_of(NOON + timedelta(hours=1)):
        reviewed = written(entry, "en")
        SubmitText(reviewed, actor()).execute()
        drafted = written(entry, "ko")
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
        revision = entry.revision
        for step in (
            PublishText(reviewed, actor()),
            SubmitText(drafted, actor()),
            ConfirmCurrent(live(entry, "zh-hans"), actor()),
        ):
            with pytest.raises(Refused):
                step.execute()
    entry.refresh_from_db()
    assert entry.revision == revision
    assert set(entry.texts.live().values_list("language", flat=True)) == {"ko", "zh-hans"}


def test_what_was_read_before_somebody_put_it_online_is_not_written_over():
    entry = released(PressRelease)
    with clock.as_of(NOON + timedelta(hours=1)):
        text = written(entry, "ko", title="둘째 판")
        read_before = entry.texts.get(pk=text.pk)
        SubmitText(text, actor()).execute()
        PublishText(text, actor(), severity=Severity.MINOR, reason="Typing error.").execute()
        read_before.title = "셋째 판"
        with pytest.raises(Refused):
            EditText(read_before, actor()).execute()
    assert live(entry, "ko").title == "둘째 판"


def test_a_picture_needs_words_in_the_language_of_a_new_translation():
    entry = in_review(PressRelease, languages=("ko",))
    image = Image.objects.create(file=picture(), alt_ko="다리")
    entry.images.create(image=image)
    Approve(entry, actor(), release_at=NOON + timedelta(days=900)).execute()
    translation = written(entry, "en")
    SubmitText(translation, actor()).execute()
    assert codes(PublishText(translation, actor())) == ["alt_missing"]


def test_the_life_of_an_opportunity_counts_from_its_release():
    entry = released(Opportunity, languages=("ko",))
    with clock.as_of(NOON + timedelta(days=1)):
        entry.deadline_at = NOON + timedelta(days=800)
        entry.save()
        longer = RecordFacts(entry, actor(), severity=Severity.CORRECTION, reason="Extended.")
        assert codes(longer) == ["too_long"]
