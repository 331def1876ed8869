"""Two people in one entry see each other."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from desk.models import Presence
from news.models import PressRelease
from publishing import clock
from publishing.actions import RecordFacts
from publishing.models import Membership, Office
from tests import factories
from tests.factories import NOON, actor

pytestmark = pytest.mark.django_db


def person(name: str, role: str = "Editor") -> User:
    user = User.objects.create_user(name, first_name="Minji", last_name="Kim", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def signs(entry) -> str:
    return reverse("admin:publishing_entry_presence", args=[entry.pk])


def change(entry) -> str:
    return reverse("admin:news_pressrelease_change", args=[entry.pk])


@pytest.fixture
def release() -> PressRelease:
    return factories.draft(PressRelease)


def test_the_page_says_at_once_who_else_is_there_and_since_when(release, admin_client):
    kim = person("kim")
    with clock.as_of(NOON + timedelta(minutes=2)):
        assert window(kim).post(signs(release), {"page": "a"}).json()["others"] == []
    with clock.as_of(NOON + timedelta(minutes=2, seconds=30)):
        words = "Minji Kim has had this entry open since 12:02 Seoul."
        assert words in admin_client.get(change(release)).text
        assert admin_client.post(signs(release), {"page": "b"}).json()["others"] == [words]


def test_it_says_when_the_other_stored_something(release, admin_client):
    kim = person("kim")
    with clock.as_of(NOON):
        window(kim).post(signs(release), {"page": "a"})
    with clock.as_of(NOON + timedelta(seconds=40)):
        release.number = "7"
        release.save()
        RecordFacts(release, actor(kim)).execute()
        answer = admin_client.get(signs(release)).json()
    assert answer["others"] == [
        "Minji Kim has had this entry open since 12:00 Seoul; last change 12:00 Seoul."
    ]


def test_who_leaves_is_gone_and_who_is_silent_too(release, admin_client):
    kim = window(person("kim"))
    with clock.as_of(NOON):
        kim.post(signs(release), {"page": "a"})
        kim.post(signs(release), {"page": "b"})
        kim.post(signs(release), {"page": "a", "leave": "1"})
        assert len(admin_client.get(signs(release)).json()["others"]) == 1
    with clock.as_of(NOON + timedelta(seconds=61)):
        assert admin_client.get(signs(release)).json()["others"] == []
    assert not Presence.objects.exists()


def test_a_sign_of_life_keeps_the_moment_of_coming(release, admin_client):
    kim = window(person("kim"))
    for seconds in range(0, 200, 20):
        with clock.as_of(NOON + timedelta(seconds=seconds)):
            kim.post(signs(release), {"page": "a"})
            others = admin_client.get(signs(release)).json()["others"]
    assert "since 12:00 Seoul" in others[0]


def test_it_is_asked_for_with_one_number_of_queries(release, admin_client, django_assert_num_queries):
    for number in (1, 3):
        for each in range(User.objects.filter(username__startswith="kim").count(), number):
            window(person(f"kim{each}")).post(signs(release), {"page": "a"})
        # Session, person, entry, putting away, who is here, their names, their changes.
        with django_assert_num_queries(7):
            assert len(admin_client.get(signs(release)).json()["others"]) == number


def test_only_staff_who_may_see_the_entry_are_told(release, client):
    assert client.get(signs(release)).status_code == 302
    nobody = User.objects.create_user("nobody", is_staff=True)
    assert window(nobody).get(signs(release)).status_code == 403
    PressRelease.objects.filter(pk=release.pk).update(
        office=Office.objects.create(code="other", name_en="Other office")
    )
    member = person("lee")
    Membership.objects.create(user=member, office=Office.objects.create(code="own", name_en="Own office"))
    assert window(member).post(signs(release), {"page": "a"}).status_code == 404
    assert not Presence.objects.exists()


def test_the_answer_is_kept_nowhere(release, admin_client):
    answer = admin_client.get(signs(release))
    assert {"private", "no-store"} <= {part.strip() for part in answer["Cache-Control"].split(",")}


def test_a_sign_without_the_word_of_the_session_is_refused(release):
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.administrator())
    assert client.post(signs(release), {"page": "a"}).status_code == 403
    token = client.get(signs(release)).json()["token"]
    assert client.post(signs(release), {"page": "a", "csrfmiddlewaretoken": token}).status_code == 200


def test_nonsense_is_no_sign(release, admin_client):
    for page in ("", "x" * 37):
        assert admin_client.post(signs(release), {"page": page}).status_code == 200
    assert not Presence.objects.exists()
    assert admin_client.get(reverse("admin:publishing_entry_presence", args=[0])).status_code == 404
