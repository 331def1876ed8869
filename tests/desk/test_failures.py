"""A step that fails leaves everything as it was, wherever in it that happens."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from desk.models import UnsavedWork
from exchange.actions import ResolveFindings
from exchange.models import ImportFinding
from news.models import PressRelease
from organizations.models import Company, Technology
from profiles.actions import DecideProposal
from profiles.models import ProfileLink, Proposal
from profiles.proposing import propose
from publishing import actions, clock
from publishing.actions import Action
from publishing.actions.media import RecordPicture
from publishing.enums import AccessPurpose, Severity
from publishing.factlock import Difference, FactKind, Found
from publishing.models import Entry, Office, Rendition
from tests import factories
from tests.admin_forms import posted
from tests.factories import NOON, actor, live, writer
from tests.world import files_of

pytestmark = pytest.mark.django_db

BEFORE, AFTER = NOON - timedelta(hours=6), NOON + timedelta(hours=6)
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Who is on the page and when somebody was last here is no state of what is published.
PASSING = ("sessions.session", "desk.presence", "desk.unsavedwork")


class BrokenHere(OperationalError):
    """The disk was full, the connection gone."""


@contextmanager
def broken_at(number: int) -> Iterator[list[int]]:
    """The ``number``-th write to the database fails, and so does every one after it; counts the writes."""
    writes = [0]

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            writes[0] += 1
            if writes[0] >= number:
                raise BrokenHere(sql[:60])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield writes


def everything() -> dict[str, str]:
    """All rows of all tables, each table as one string."""
    return {
        model._meta.label_lower: json.dumps(list(model._base_manager.order_by("pk").values()), default=str)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in PASSING
    }


def expect_files() -> None:
    """No row points to a file that is not there."""
    assert [
        each.file.name for each in Rendition.objects.all() if not default_storage.exists(each.file.name)
    ] == []


# --- One builder for each step: a world in which it may be taken, and the moment ---

Made = tuple[Callable[[], Action], Any]


def fresh(entry: Entry) -> Any:
    return type(entry).objects.get(pk=entry.pk)


def opened(entry: Entry, language: str = "ko") -> Any:
    return fresh(entry).texts.open().get(language=language)


def pictured(bring_in: Any, **facts: Any) -> Any:
    entry = bring_in(PressRelease, **facts)
    files_of(entry, "x")
    entry.images.get().image.renditions.all().delete()
    image = entry.images.get().image
    for name in ("alt_en", "alt_ko", "alt_zh_hans"):
        setattr(image, name, "words")
    image.save()
    entry.attachments.update(title_en="words", title_ko="words", title_zh_hans="words")
    return entry


def create() -> Made:
    entry = PressRelease(slug="begun", issuer=factories.released(PressRelease).issuer, dated="2026")
    entry.save()
    return lambda: actions.Create(fresh(entry), writer()), BEFORE


def submit() -> Made:
    entry = factories.draft(PressRelease)
    factories.written(entry)
    return lambda: actions.Submit(fresh(entry), writer()), BEFORE


def return_it() -> Made:
    entry = factories.scheduled(PressRelease)
    return lambda: actions.Return(fresh(entry), actor(), reason="x"), BEFORE


def approve() -> Made:
    entry = pictured(factories.in_review)
    return lambda: actions.Approve(fresh(entry), actor(), release_at=NOON), BEFORE


def in_emergency() -> Made:
    entry = pictured(factories.in_review)
    return lambda: actions.ReleaseInEmergency(fresh(entry), writer(), reason="x"), BEFORE


def countersign() -> Made:
    entry = factories.in_review(PressRelease)
    with clock.as_of(BEFORE):
        actions.ReleaseInEmergency(entry, writer(), reason="x").execute()
    return lambda: actions.Countersign(fresh(entry), actor()), AFTER


def reschedule() -> Made:
    entry = factories.scheduled(PressRelease)
    return lambda: actions.Reschedule(fresh(entry), actor(), release_at=AFTER, reason="x"), BEFORE


def release_early() -> Made:
    entry = factories.scheduled(PressRelease)
    return lambda: actions.ReleaseEarly(fresh(entry), actor(), reason="x"), BEFORE


def withdraw() -> Made:
    entry = factories.released(PressRelease)
    return lambda: actions.Withdraw(fresh(entry), actor(), reason="x"), AFTER


def record_facts() -> Made:
    entry = pictured(factories.released)
    PressRelease.objects.filter(pk=entry.pk).update(number="7")

    def make() -> Action:
        return actions.RecordFacts(fresh(entry), actor(), severity=Severity.CORRECTION, reason="x")

    return make, AFTER


def restore_facts() -> Made:
    entry = factories.released(PressRelease)
    with clock.as_of(AFTER):
        entry.number = "7"
        entry.save()
        actions.RecordFacts(entry, actor(), severity=Severity.MINOR, reason="x").execute()

    def make() -> Action:
        return actions.RestoreFacts(fresh(entry), actor(), number=1, severity=Severity.CORRECTION, reason="x")

    return make, AFTER


def record_picture() -> Made:
    entry = pictured(factories.released)
    image = entry.images.get().image
    type(image).objects.filter(pk=image.pk).update(alt_ko="다른 말")

    def make() -> Action:
        changed = fresh(entry).images.get().image
        given = {"fields": ["alt_ko"], "severity": Severity.CORRECTION, "reason": "x"}
        return RecordPicture(fresh(entry), actor(), image=changed, **given)

    return make, AFTER


def change_address() -> Made:
    entry = factories.released(PressRelease)
    return lambda: actions.ChangeAddress(fresh(entry), actor(), slug="elsewhere", reason="x"), AFTER


def hand_over() -> Made:
    entry = factories.draft(PressRelease)
    office = Office.objects.create(code="o", name_en="Office")
    return lambda: actions.HandOver(fresh(entry), actor(), office=office), BEFORE


def draft_text() -> Made:
    entry = factories.released(PressRelease)
    return lambda: actions.DraftText(fresh(entry), writer(), language="ko"), AFTER


def restore_text() -> Made:
    entry = factories.released(PressRelease)
    return lambda: actions.RestoreText(fresh(entry), writer(), language="ko", version=1), AFTER


def edit_text() -> Made:
    entry = factories.draft(PressRelease)
    factories.written(entry)

    def make() -> Action:
        text = opened(entry)
        text.title = "새 제목"
        return actions.EditText(text, writer())

    return make, BEFORE


def successor(*, submitted: bool = True) -> Any:
    entry = factories.released(PressRelease)
    with clock.as_of(AFTER):
        text = factories.written(entry, title="고친 제목")
        if submitted:
            actions.SubmitText(text, writer()).execute()
    return entry


def submit_text() -> Made:
    entry = successor(submitted=False)
    return lambda: actions.SubmitText(opened(entry), writer()), AFTER


def return_text() -> Made:
    entry = successor()
    return lambda: actions.ReturnText(opened(entry), actor(), reason="x"), AFTER


def publish_text() -> Made:
    entry = successor()

    def make() -> Action:
        return actions.PublishText(opened(entry), actor(), severity=Severity.CORRECTION, reason="x")

    return make, AFTER


def publish_in_emergency() -> Made:
    entry = successor()

    def make() -> Action:
        return actions.PublishTextInEmergency(
            opened(entry), writer(), severity=Severity.CORRECTION, reason="x"
        )

    return make, AFTER


def remove_text() -> Made:
    entry = factories.released(PressRelease)
    return lambda: actions.RemoveText(live(fresh(entry), "en"), actor(), reason="x"), AFTER


def confirm_current() -> Made:
    entry = factories.released(PressRelease)
    return lambda: actions.ConfirmCurrent(live(fresh(entry), "en"), actor()), AFTER


def assign() -> Made:
    entry = factories.draft(PressRelease)

    def make() -> Action:
        return actions.AssignTranslation(
            fresh(entry), actor(), language="en", translator=writer().user, due_at=NOON
        )

    return make, BEFORE


def waive() -> Made:
    entry = factories.draft(PressRelease)
    return lambda: actions.WaiveLanguage(fresh(entry), actor(), language="en", reason="x"), BEFORE


def require() -> Made:
    entry = factories.draft(PressRelease)
    actions.WaiveLanguage(entry, actor(), language="en", reason="x").execute()
    return lambda: actions.RequireLanguage(fresh(entry), actor(), language="en"), BEFORE


def explain() -> Made:
    entry = factories.draft(PressRelease)
    difference = Difference(
        FactKind.NUMBER, "14 / 13", {"ko": Found(1, ("14",), "14"), "en": Found(1, ("13",), "13")}
    )

    def make() -> Action:
        return actions.ExplainDifference(fresh(entry), actor(), difference=difference, reason="x")

    return make, BEFORE


def grant(entry: Entry) -> Action:
    given = {"purpose": AccessPurpose.PRESS, "holder": "A", "email": "a@example.org", "language": "ko"}
    return actions.GrantAccess(entry, actor(), **given, expires_at=AFTER, by_mail=True)


def grant_access() -> Made:
    entry = factories.scheduled(PressRelease)
    return lambda: grant(fresh(entry)), BEFORE


def granted() -> Any:
    entry = factories.scheduled(PressRelease)
    with clock.as_of(BEFORE):
        grant(entry).execute()
    return entry


def revoke() -> Made:
    entry = granted()
    return lambda: actions.RevokeAccess(fresh(entry).access_links.get(), actor()), BEFORE


def revoke_all() -> Made:
    entry = granted()
    return lambda: actions.RevokeEveryAccess(fresh(entry), actor()), BEFORE


def resolve_findings() -> Made:
    entry = factories.draft(PressRelease)
    ImportFinding.objects.create(entry=entry, code="date")
    return lambda: ResolveFindings(fresh(entry), writer(), findings=list(entry.import_findings.all())), BEFORE


def decide_proposal() -> Made:
    company = factories.scheduled(Company, website="https://old.example/")
    technology = Technology.objects.create(company=company, name_en="Filter", stage="concept")
    wanted = {
        "employees": "15",
        "deck.ko": "여과합니다.",
        f"technologies.{technology.pk}.gone": "yes",
        "technologies.new1.name.en": "Sensor",
        "technologies.new1.stage": "concept",
        "technologies.new1.ipr": "none",
    }
    with clock.as_of(AFTER):
        link = ProfileLink.objects.create(company=company, email="firm@example.org", language="ko")
        propose(link, wanted, "")

    def make() -> Action:
        proposal = Proposal.objects.get()
        paths = [each["path"] for each in proposal.changes]
        return DecideProposal(proposal, writer(), paths=paths, severity=Severity.MINOR, note="Profile.")

    return make, AFTER


BUILDERS: dict[type[Action], Callable[[], Made]] = {
    actions.Approve: approve,
    actions.AssignTranslation: assign,
    actions.ChangeAddress: change_address,
    actions.ConfirmCurrent: confirm_current,
    actions.Countersign: countersign,
    actions.Create: create,
    actions.DraftText: draft_text,
    actions.EditText: edit_text,
    actions.ExplainDifference: explain,
    actions.GrantAccess: grant_access,
    actions.HandOver: hand_over,
    actions.PublishText: publish_text,
    actions.PublishTextInEmergency: publish_in_emergency,
    actions.RecordFacts: record_facts,
    actions.ReleaseEarly: release_early,
    actions.ReleaseInEmergency: in_emergency,
    actions.RemoveText: remove_text,
    actions.RequireLanguage: require,
    actions.Reschedule: reschedule,
    actions.RestoreFacts: restore_facts,
    actions.RestoreText: restore_text,
    actions.Return: return_it,
    actions.ReturnText: return_text,
    actions.RevokeAccess: revoke,
    actions.RevokeEveryAccess: revoke_all,
    actions.Submit: submit,
    actions.SubmitText: submit_text,
    actions.WaiveLanguage: waive,
    actions.Withdraw: withdraw,
    RecordPicture: record_picture,
    ResolveFindings: resolve_findings,
    DecideProposal: decide_proposal,
}


def every_step(base: type[Action] = Action) -> set[type[Action]]:
    """All steps there are: the classes that have a verb of their own; the demonstration moves its samples on by itself."""
    below = [each for each in base.__subclasses__() if not each.__module__.startswith("demo.")]
    return {each for each in below if hasattr(each, "verb")}.union(*map(every_step, below))


def test_every_step_is_tried_here() -> None:
    assert every_step() == set(BUILDERS)


@pytest.mark.parametrize("step", sorted(BUILDERS, key=lambda step: step.verb), ids=lambda step: step.verb)
def test_a_step_that_fails_anywhere_leaves_everything_as_it_was(step: type[Action]) -> None:
    make, at = BUILDERS[step]()
    with clock.as_of(at):
        before = everything()
        number = 0
        while True:
            number += 1
            action = make()
            with broken_at(number) as writes:
                try:
                    action.execute()
                    break
                except BrokenHere:
                    pass
            after = everything()
            assert [name for name in before if after[name] != before[name]] == [], f"write {number}"
            expect_files()
        assert number > 1, "nothing was written at all"
        assert writes[0] == number - 1
        after = everything()
        assert [name for name in before if after[name] != before[name]]
        expect_files()


# --- Through the newsroom ---


@pytest.fixture
def editor() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(factories.administrator())
    client.get("/admin/")
    return client


def expect_told(response: Any) -> None:
    assert response.status_code == 500
    assert "Nothing has been changed" in response.text
    assert "아무것도 바뀌지 않았습니다" in response.text
    assert "没有任何更改" in response.text


def test_an_approval_that_fails_says_so_and_changes_nothing(editor: Client) -> None:
    entry = pictured(factories.in_review)
    address = reverse("admin:news_pressrelease_step", args=[entry.pk, "approve"])
    with clock.as_of(BEFORE):
        before = everything()
        for number in (1, 3, 6):
            with broken_at(number):
                expect_told(editor.post(address, {"at_once": "on", "release_zone": "Asia/Seoul"}))
            assert everything() == before
        assert editor.post(address, {"at_once": "on", "release_zone": "Asia/Seoul"}).status_code == 302


def test_a_save_that_fails_says_so_and_what_was_typed_is_still_there(editor: Client) -> None:
    entry = factories.draft(PressRelease)
    factories.written(entry)
    address = reverse("admin:news_pressrelease_change", args=[entry.pk])
    fields = posted(editor.get(address)) | {"number": ["7"], "texts-ko-title": ["새 제목"]}
    kept = {
        "path": address,
        "page": fields["_page"][0],
        "fields": [[name, value] for name, values in fields.items() for value in values],
    }
    editor.post(reverse("admin:publishing_entry_unsaved"), json.dumps(kept), "application/json")
    before = everything()

    number = 0
    while True:
        number += 1
        with broken_at(number):
            response = editor.post(address, fields)
        if response.status_code == 302:
            break
        expect_told(response)
        assert everything() == before, f"write {number}"
        assert UnsavedWork.objects.count() == 1

    assert number > 3
    entry.refresh_from_db()
    assert (entry.number, entry.texts.get().title) == ("7", "새 제목")
    assert not UnsavedWork.objects.exists()


def test_readers_are_told_nothing_of_the_newsroom(editor: Client) -> None:
    factories.released(PressRelease)
    with connection.execute_wrapper(_broken):
        response = editor.get("/en/news/")
    assert response.status_code == 500
    assert "Nothing has been changed" not in response.text


def _broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise BrokenHere(sql[:60])
