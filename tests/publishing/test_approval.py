"""Approval is refused with the same reasons in the admin, through the API and by the command."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from news.models import PressRelease
from publishing import clock
from publishing.enums import ReleasePolicy, Stage
from publishing.models import Membership, Office
from tests.factories import NOON, in_review

pytestmark = pytest.mark.django_db

AT = {"release_at": "2026-06-01T12:00:00+09:00"}
SEEN = {"If-Match": "*"}
MISSING = (
    "Simplified Chinese: the text is missing or has not been submitted, and all languages go out together."
)


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("editor", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return client


@pytest.fixture
def unready() -> PressRelease:
    return in_review(PressRelease, languages=("ko", "en"), release_policy=ReleasePolicy.TOGETHER)


def address(entry, what="approve") -> str:
    return f"/api/v1/entries/{entry.ref}/{what}/"


def test_refused_with_the_same_reasons_everywhere(editor, unready):
    with clock.as_of(NOON - timedelta(days=1)):
        page = editor.get(reverse("admin:news_pressrelease_step", args=[unready.pk, "approve"]))
        answer = editor.post(address(unready), AT, content_type="application/json", headers=SEEN)
        ready = editor.get(address(unready, "readiness"))
        with pytest.raises(CommandError) as refusal:
            call_command("approve", unready.ref, "--by", "editor", "--at", AT["release_at"])
    assert MISSING in page.text
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert [reason["message"] for reason in answer.json()["reasons"]] == [MISSING]
    assert ready.json()["reasons"] == answer.json()["reasons"]
    assert MISSING in str(refusal.value)
    unready.refresh_from_db()
    assert unready.stage() is Stage.IN_REVIEW


def test_approved_through_the_api(editor):
    entry = in_review(PressRelease)
    with clock.as_of(NOON - timedelta(days=1)):
        seen = {"If-Match": editor.get(f"/api/v1/entries/{entry.ref}/")["ETag"]}
        answer = editor.post(address(entry), AT, content_type="application/json", headers=seen)
        assert answer.status_code == 200, answer.content
        told = answer.json()
        assert (told["ref"], told["stage"]) == (entry.ref, "scheduled")
        assert told["release_at"] == "2026-06-01T03:00:00+00:00"
    assert entry.audit.get(action="approve").channel == "api"


def test_approved_by_the_command(editor, capsys):
    entry = in_review(PressRelease)
    with clock.as_of(NOON - timedelta(days=1)):
        call_command("approve", entry.ref, "--by", "editor", "--at", AT["release_at"], "--check")
        assert "can be approved" in capsys.readouterr().out
        call_command("approve", entry.ref, "--by", "editor", "--at", AT["release_at"])
    assert "Monday 1 June 2026, 12:00 Seoul" in capsys.readouterr().out


def test_strangers_learn_nothing(client, unready):
    for what in ("readiness", "approve"):
        method = client.get if what == "readiness" else client.post
        hidden = method(address(unready, what))
        unknown = method(f"/api/v1/entries/KC-2026-9999/{what}/")
        assert hidden.status_code == unknown.status_code == 401
        assert hidden.content == unknown.content
        assert client.delete(address(unready, what)).status_code == 401


def test_another_office_learns_nothing(editor, unready):
    office = Office.objects.create(code="seoul", name_en="Seoul")
    PressRelease.objects.filter(pk=unready.pk).update(office=office)
    assert editor.get(address(unready, "readiness")).status_code == 404
    Membership.objects.create(office=office, user=User.objects.get(username="editor"))
    assert editor.get(address(unready, "readiness")).status_code == 200


@pytest.mark.parametrize(
    "body", [{"release_at": "soon"}, {"release_zone": "Mars"}, {"release_at": "2026-06-01T12:00"}]
)
def test_bad_bodies_are_named(editor, unready, body):
    answer = editor.post(address(unready), body, content_type="application/json")
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == list(body)


def test_a_step_of_another_site_is_refused(unready):
    client = Client(enforce_csrf_checks=True)
    user = User.objects.create_superuser("root")
    client.force_login(user)
    assert client.post(address(unready), AT, content_type="application/json").status_code == 403


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("KC-1900-0001", "--by", "nobody", "--at-once"), "There is no entry KC-1900-0001."),
        (("{ref}", "--by", "nobody", "--at-once"), "There is no active account nobody."),
        (("{ref}", "--by", "nobody", "--at", "noon"), "is not a moment with an offset"),
    ],
)
def test_the_command_says_what_is_wrong(unready, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("approve", *(each.format(ref=unready.ref) for each in arguments))
