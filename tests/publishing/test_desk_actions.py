"""The steps of the editorial desk: four eyes, offices, scheduled versions, waivers, addresses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail

from news.models import PressRelease
from publishing import clock, jobs, offices
from publishing.actions import (
    Approve,
    AssignTranslation,
    ChangeAddress,
    Countersign,
    DraftText,
    EditText,
    PublishText,
    PublishTextInEmergency,
    RecordFacts,
    Refused,
    ReleaseInEmergency,
    RemoveText,
    RequireLanguage,
    RestoreText,
    ReturnText,
    SubmitText,
    WaiveLanguage,
)
from publishing.enums import ReleasePolicy, Severity, Stage, TextState
from publishing.models import Correction, Membership, Office
from publishing.search import matches
from publishing.visibility import public
from tests.factories import NOON, actor, in_review, live, released, scheduled, writer, written

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=2)


def codes(action) -> list[str]:
    return [reason.code for reason in action.check()]


def member(office: Office, role: str = "Editor", *, within: str = "") -> User:
    user = User.objects.create_user(f"{office.code}-{role}-{within}".lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    limit = Group.objects.get(name=within) if within else None
    Membership.objects.create(office=office, user=user, role=limit)
    return user


def successor(entry, language="ko", **wording):
    text = written(entry, language, **wording)
    SubmitText(text, writer()).execute()
    return text


def title(entry, language="ko") -> str:
    return public(PressRelease).get(pk=entry.pk).text(language).title


def test_who_wrote_or_changed_a_version_cannot_approve_it():
    entry = in_review(PressRelease, languages=("ko",))
    with clock.as_of(NOON - timedelta(days=1)):
        assert codes(Approve(entry, writer(), release_at=NOON)) == ["own_version"]
        EditText(entry.texts.open().get(), actor()).execute()
        assert codes(Approve(entry, actor(), release_at=NOON)) == ["own_version"]
        third = User.objects.create_superuser("third")
        assert codes(Approve(entry, actor(third), release_at=NOON)) == []


def test_an_emergency_release_by_one_person_waits_for_a_countersignature():
    entry = in_review(PressRelease, languages=("ko",))
    with clock.as_of(NOON):
        assert codes(ReleaseInEmergency(entry, writer())) == ["reason_missing"]
        ReleaseInEmergency(entry, writer(), reason="Nobody else can be reached.").execute()
        assert entry.stage() is Stage.RELEASED
        assert entry.audit.get(alone=True).action == "release_in_emergency"
        jobs.run_due()
        assert [each.to for each in mail.outbox] == [["administrator@example.org"]]
        assert "Nobody else can be reached." in mail.outbox[0].body
        assert codes(Countersign(entry, writer())) == ["own_step"]
        Countersign(entry, actor()).execute()
        assert codes(Countersign(entry, actor())) == ["state"]
    assert entry.audit.get(alone=True).countersigned_by == actor().user


def test_a_correction_of_facts_by_one_person_waits_for_a_countersignature():
    entry = released(PressRelease)
    with clock.as_of(NOON):
        for severity, alone in ((Severity.MINOR, False), (Severity.CORRECTION, True)):
            entry.dated = f"2026-06-0{2 + alone}"
            entry.save()
            RecordFacts(entry, actor(), severity=severity, reason="The date.").execute()
            assert entry.audit.filter(alone=True).exists() is alone


def test_facts_changed_by_one_between_approval_and_release_wait_for_a_countersignature():
    entry = scheduled(PressRelease)
    with clock.as_of(NOON - timedelta(hours=2)):
        entry.dated = "2026-06-02"
        entry.save()
        RecordFacts(entry, actor(), reason="The date.").execute()
        assert codes(Countersign(entry, writer())) == []
        assert codes(Countersign(entry, actor())) == ["own_step"]


def test_a_role_is_limited_to_the_offices_of_a_person():
    seoul = Office.objects.create(code="seoul", name_en="Seoul")
    beijing = Office.objects.create(code="beijing", name_en="Beijing")
    entry = in_review(PressRelease, languages=("ko",), office=seoul)
    with clock.as_of(NOON - timedelta(days=1)):
        for user, expected in (
            (member(seoul), []),
            (member(beijing), ["office"]),
            (member(seoul, within="Translator"), ["office"]),
            (User.objects.create_superuser("root"), []),
        ):
            assert codes(Approve(entry, actor(user), release_at=NOON)) == expected
    assert PressRelease.objects.filter(offices.readable(member(beijing, "Author"))).count() == 0
    assert PressRelease.objects.filter(offices.readable(member(seoul, "Author"))).count() == 1


def test_a_live_text_stays_until_the_second_of_its_scheduled_successor():
    entry = released(PressRelease)
    with clock.as_of(NOON + timedelta(days=1)):
        before = title(entry)
        text = successor(entry, title="고친 제목")
        action = PublishText(
            text, actor(), severity=Severity.CORRECTION, reason="The title.", publish_at=LATER
        )
        action.execute()
        assert codes(EditText(text, actor())) == ["state"]
        assert codes(DraftText(entry, writer(), language="ko")) == ["open_version"]
    with clock.as_of(LATER - timedelta(seconds=1)):
        assert title(entry) == before
        assert not public(Correction).exists()
    with clock.as_of(LATER):
        assert title(entry) == "고친 제목"
        assert not public(PressRelease).filter(matches("고친 제목"))
        jobs.run_due()
        assert public(PressRelease).filter(matches("고친 제목"))
        assert public(Correction).get().note == "The title."
        assert live_of(entry).is_stale(entry.texts.live().get(language="ko"))
        DraftText(entry, writer(), language="ko").execute()
    versions = entry.texts.filter(language="ko").order_by("version").values_list("version", "state")
    assert list(versions) == [(1, "superseded"), (2, "live"), (3, "draft")]


def live_of(entry, language="en"):
    return entry.texts.live().get(language=language)


def test_a_scheduled_version_can_be_taken_back():
    entry = released(PressRelease)
    with clock.as_of(NOON + timedelta(days=1)):
        text = successor(entry, title="고친 제목")
        PublishText(
            text, actor(), severity=Severity.CORRECTION, reason="The title.", publish_at=LATER
        ).execute()
        ReturnText(entry.texts.open().get(), actor(), reason="Not yet.").execute()
    with clock.as_of(LATER):
        assert title(entry) != "고친 제목"
        assert not entry.corrections.exists()


def test_nobody_puts_his_own_version_online_except_in_an_emergency():
    entry = released(PressRelease)
    with clock.as_of(NOON):
        text = successor(entry)
        asked = {"severity": Severity.MINOR, "reason": "A comma."}
        assert codes(PublishText(text, writer(), **asked)) == ["own_version"]
        PublishTextInEmergency(text, writer(), **asked).execute()
    assert live(entry, "ko").version == 2


def test_an_earlier_version_is_restored_as_a_new_draft():
    entry = released(PressRelease)
    with clock.as_of(NOON):
        first = live(entry, "ko").title
        text = successor(entry, title="Second")
        PublishText(text, actor(), severity=Severity.MINOR, reason="A word.").execute()
        RestoreText(entry, writer(), language="ko", version=1).execute()
        assert entry.texts.open().get().title == first
        assert live(entry, "ko").title == "Second"


def test_a_waived_language_does_not_hold_a_release_up():
    entry = in_review(PressRelease, languages=("ko", "en"), release_policy=ReleasePolicy.TOGETHER)
    with clock.as_of(NOON - timedelta(days=1)):
        assert codes(Approve(entry, actor(), release_at=NOON)) == ["text_missing"]
        assert codes(WaiveLanguage(entry, actor(), language="ko", reason="x")) == ["original"]
        WaiveLanguage(entry, actor(), language="zh-hans", reason="Of no interest there.").execute()
        assert codes(Approve(entry, actor(), release_at=NOON)) == []
        RequireLanguage(entry, actor(), language="zh-hans").execute()
        assert codes(Approve(entry, actor(), release_at=NOON)) == ["text_missing"]
        AssignTranslation(entry, actor(), language="zh-hans", translator=None, due_at=NOON).execute()
    assert entry.plans.get().due_at == NOON


def test_a_removed_translation_is_gone_and_the_original_stays():
    entry = released(PressRelease)
    with clock.as_of(NOON):
        assert codes(RemoveText(live(entry, "ko"), actor(), reason="x")) == ["state"]
        RemoveText(live(entry, "en"), actor(), reason="Wrong throughout.").execute()
        assert public(PressRelease).get().languages == ["ko", "zh-hans"]
        assert entry.texts.get(state=TextState.REMOVED).removal_reason == "Wrong throughout."
        DraftText(entry, writer(), language="en").execute()
        assert entry.texts.open().get().version == 2


def test_a_changed_address_is_never_given_to_anybody_else():
    entry = released(PressRelease, slug="first")
    other = released(PressRelease, slug="other")
    with clock.as_of(NOON):
        ask = {"reason": "A typing error."}
        assert codes(ChangeAddress(entry, actor(), slug="Ä", **ask)) == ["slug"]
        assert codes(ChangeAddress(entry, actor(), slug="other", **ask)) == ["slug_taken"]
        ChangeAddress(entry, actor(), slug="second", **ask).execute()
        ChangeAddress(entry, actor(), slug="third", **ask).execute()
        assert codes(ChangeAddress(other, actor(), slug="first", **ask)) == ["slug_former"]
        ChangeAddress(entry, actor(), slug="first", **ask).execute()
    assert sorted(entry.former_addresses.values_list("slug", flat=True)) == ["second", "third"]


def test_a_refused_step_leaves_everything_as_it_was():
    entry = scheduled(PressRelease)
    with pytest.raises(Refused):
        ChangeAddress(entry, actor(), slug="", reason="x").execute()
    assert not entry.former_addresses.exists()
