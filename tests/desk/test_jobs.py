"""The stored queue in the admin, and its alarms on the desk."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from publishing import clock, jobs
from publishing.models import Heartbeat, Job
from tests.factories import NOON, administrator
from tests.sample_jobs import stumble, troubles, words, write_down

pytestmark = pytest.mark.django_db


def failed_job(key: str = "") -> Job:
    troubles[:] = ["journalist@example.org does not answer"] * 5
    with clock.as_of(NOON - timedelta(days=1)):
        job = jobs.enqueue(stumble, key=key, word="x")
    for hours in range(24, 18, -1):
        with clock.as_of(NOON - timedelta(hours=hours)):
            jobs.run_due()
    return job


def signed_in(role: str) -> Client:
    user = User.objects.create_user(role.replace(" ", ""), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_what_failed_is_shown_in_words_and_run_again(admin_client):
    job = failed_job()
    words.clear()
    listed = admin_client.get("/admin/publishing/job/?state=failed").text
    assert "Stumble over every trouble there is" in listed
    assert "The other side or a file could not be reached." in listed
    page = admin_client.get(f"/admin/publishing/job/{job.pk}/change/").text
    assert "Run again" in page
    assert "Give up" in page

    answer = admin_client.post(
        f"/admin/publishing/job/{job.pk}/decide/", {"note": "It is back.", "run_again": ""}, follow=True
    )
    assert "The job runs again as soon as a worker is free." in answer.text
    jobs.run_due()
    assert words == ["x"]
    page = admin_client.get(f"/admin/publishing/job/{job.pk}/change/").text
    assert "It is back." in page
    assert "Run again" not in page
    assert "It is back." in LogEntry.objects.get().change_message


def test_giving_up_needs_a_note(admin_client):
    job = failed_job()
    address = f"/admin/publishing/job/{job.pk}/decide/"
    assert "Say in a note" in admin_client.post(address, {"note": " ", "give_up": ""}, follow=True).text
    assert "at most 500" in admin_client.post(address, {"note": "x" * 501, "give_up": ""}, follow=True).text
    job.refresh_from_db()
    assert job.outcome == ""
    admin_client.post(address, {"note": "The fair is over.", "give_up": ""})
    job.refresh_from_db()
    assert (job.outcome, job.note) == ("given_up", "The fair is over.")
    again = admin_client.post(address, {"note": "x", "run_again": ""}, follow=True)
    assert "has not failed" in again.text
    assert admin_client.get(address).status_code == 405


@pytest.mark.parametrize("role", ["Author", "Translator", "Editor", "Event officer"])
def test_errors_may_name_people_and_are_for_administrators(role):
    job = failed_job()
    client = signed_in(role)
    for address in ("", f"{job.pk}/change/"):
        assert client.get(f"/admin/publishing/job/{address}").status_code == 403
    assert client.post(f"/admin/publishing/job/{job.pk}/decide/", {"run_again": ""}).status_code == 403
    assert "journalist@" not in client.get("/admin/").text
    assert "publishing/job" not in client.get("/admin/").text
    job.refresh_from_db()
    assert job.note == ""


def test_nothing_shows_what_jobs_were_called_with(admin_client):
    job = jobs.enqueue(write_down, word="a-private-word")
    for address in ("/admin/publishing/job/", f"/admin/publishing/job/{job.pk}/change/"):
        assert "a-private-word" not in admin_client.get(address).text
    assert admin_client.get("/admin/django_tasks_database/dbtaskresult/").status_code == 404


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("", 4),
        ("waiting", 2),
        ("overdue", 1),
        ("failed", 1),
        ("done", 1),
        ("running", 0),
        ("given_up", 0),
        ("nonsense", 4),
    ],
)
def test_the_list_by_state(admin_client, state, shown):
    failed_job()
    with clock.as_of(NOON - timedelta(hours=2)):
        jobs.enqueue(write_down, word="done")
        jobs.run_due()
    jobs.enqueue(write_down, word="late", run_after=NOON - timedelta(minutes=5))
    jobs.enqueue(write_down, word="in time", run_after=NOON - timedelta(minutes=4))
    with clock.as_of(NOON):
        text = admin_client.get(f"/admin/publishing/job/?state={state}").text
    assert text.count('class="field-list_state') == shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(client, django_assert_num_queries, count):
    client.force_login(administrator())
    for number in range(count):
        jobs.enqueue(write_down, word=str(number))
    with django_assert_num_queries(4):
        assert client.get("/admin/publishing/job/").status_code == 200


def test_the_desk_raises_the_alarm_for_those_who_can_do_something(admin_client):
    failed_job()
    desk = admin_client.get("/admin/").text
    assert "1 job has failed at every attempt." in desk
    assert "/admin/publishing/job/?state=failed" in desk
    assert "No worker is running" in desk
    editors = signed_in("Editor").get("/admin/").text
    assert "1 job has failed at every attempt." in editors
    assert "/admin/publishing/job/" not in editors
    assert "has failed at every attempt" not in signed_in("Author").get("/admin/").text


def test_a_desk_without_trouble_is_quiet(admin_client):
    Heartbeat.objects.create(worker="a-worker")
    assert 'class="alarms"' not in admin_client.get("/admin/").text
