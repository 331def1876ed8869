from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

from news.models import PressRelease
from publishing import clock, jobs
from publishing.models import EntryImage, Heartbeat, Image, Rendition
from tests import factories
from tests.factories import NOON
from tests.pictures import picture
from tests.sample_jobs import stumble, troubles, write_down


def test_live_asks_nothing_of_the_database(client):
    response = client.get("/health/live")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def _worker(db):
    Heartbeat.objects.create(worker="a-worker")


@pytest.mark.usefixtures("_worker")
def test_ready_with_a_migrated_database(client):
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok"},
        "alarms": {},
    }


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "checks": {"database": "ok", "migrations": "pending"},
    }


@pytest.mark.django_db
def test_not_ready_without_a_database_and_no_word_about_it_in_public(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("could not connect to db.internal as portal_owner")

    monkeypatch.setattr("portal.health.MigrationExecutor", refuse)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "unavailable"
    assert b"db.internal" not in response.content


@pytest.mark.django_db
def test_a_dead_worker_degrades_and_keeps_the_server_in_rotation(client):
    with clock.as_of(NOON):
        response = client.get("/health/ready")
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["alarms"]) == ("degraded", {"worker_silent": 1})


@pytest.mark.parametrize(("silent_for", "alarms"), [(119, {}), (120, {"worker_silent": 1})])
@pytest.mark.django_db
def test_a_worker_is_silent_after_two_minutes(client, silent_for, alarms):
    Heartbeat.objects.create(worker="a-worker", at=NOON - timedelta(seconds=silent_for))
    with clock.as_of(NOON):
        assert client.get("/health/ready").json()["alarms"] == alarms


@pytest.mark.django_db
def test_late_and_failed_work_is_counted_and_not_named(client):
    troubles[:] = ["secret-host.internal"] * 5
    with clock.as_of(NOON - timedelta(days=1)):
        jobs.enqueue(stumble, key="secret-key", word="secret-word")
    for hours in (24, 23, 22, 21, 20):
        with clock.as_of(NOON - timedelta(hours=hours)):
            jobs.run_due()
    with clock.as_of(NOON - timedelta(minutes=5)):
        jobs.enqueue(write_down, word="secret-word")
        jobs.enqueue(write_down, word="secret-word", run_after=NOON)
    Heartbeat.objects.create(worker="a-worker", at=NOON)
    with clock.as_of(NOON):
        response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["alarms"] == {"jobs_overdue": 1, "jobs_failed": 1}
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_a_release_without_its_renditions_is_an_alarm_for_staff_in_the_hour_before(client, admin_client):
    entry = factories.scheduled(PressRelease, title="Geheim")
    EntryImage.objects.create(entry=entry, image=Image.objects.create(file=picture()))

    def is_alarm(before: timedelta) -> bool:
        at = NOON - before
        Heartbeat.objects.update_or_create(worker="a-worker", defaults={"at": at})
        with clock.as_of(at):
            assert client.get("/health/ready").json()["alarms"] == {}, "it would announce a release"
            return "1 entry is released within the hour" in admin_client.get("/admin/").text

    assert not is_alarm(timedelta(hours=1, seconds=1))
    assert is_alarm(timedelta(hours=1))
    jobs.enqueue(jobs.render_image, image_id=entry.images.get().image_id)
    jobs.run_due()
    assert Rendition.objects.exists()
    assert not is_alarm(timedelta(hours=1))
