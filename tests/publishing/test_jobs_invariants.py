"""What the public sees waits for no worker, and no worker changes it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from news.models import PressRelease
from publishing import clock, jobs
from publishing.actions import Actor, RecordFacts
from publishing.jobs.chores import prepare_image
from publishing.jobs.periodic import enqueue_periodic
from publishing.models import Attachment, EntryImage, Image, Job
from tests import factories
from tests.factories import NOON
from tests.pictures import picture
from tests.sample_jobs import stumble, troubles

pytestmark = pytest.mark.django_db

BEFORE = NOON - timedelta(seconds=1)


@pytest.fixture
def release() -> PressRelease:
    """A press release with a picture and a file, to be released at noon."""
    entry = factories.in_review(PressRelease, title="Wasserstoff", slug="hydrogen")
    image = Image.objects.create(file=picture(), alt_en="A", alt_ko="A", alt_zh_hans="A")
    EntryImage.objects.create(entry=entry, image=image)
    titles = dict.fromkeys(("title_en", "title_ko", "title_zh_hans"), "Annex")
    Attachment.objects.create(entry=entry, file=picture(), name="annex", **titles)
    colleague = User.objects.create_superuser("colleague", "colleague@example.org", "secret-for-tests")
    with clock.as_of(NOON - timedelta(days=1)):
        factories.Approve(entry, Actor(colleague, channel="test"), release_at=NOON).execute()
    return entry


def channels(entry: PressRelease) -> dict[str, str]:
    """Every channel's address, with what shows there that the entry is public."""
    rendition = entry.images.get().image.renditions.first()
    assert rendition, "made ahead of the release, by the approval itself"
    return {
        entry.path("ko"): "Wasserstoff ko",
        entry.path("ko").replace("hydrogen/", ""): "Wasserstoff ko",
        f"/api/v1/{entry.KIND.resource}": str(entry.ref),
        "/ko/search/?q=Wasserstoff": "hydrogen",
        f"/sitemap-{entry.KIND.resource}.xml": "hydrogen",
        f"/r/{entry.ref}": "",
        rendition.get_absolute_url(): "",
        entry.attachments.get().get_absolute_url(): "",
    }


def seen(client, entry: PressRelease, at) -> dict[str, bool]:
    """Where the public finds ``entry`` at a moment."""
    found = {}
    with clock.as_of(at):
        for address, trace in channels(entry).items():
            response = client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            found[address] = response.status_code in (200, 302) and trace in body.decode("utf-8", "replace")
    return found


def test_without_any_worker_a_release_appears_everywhere_in_its_second(client, release):
    assert not any(seen(client, release, BEFORE).values())
    after = seen(client, release, NOON)
    assert after == dict.fromkeys(after, True)


def test_a_worker_early_late_or_twice_changes_nothing_public(client, release):
    def work(at) -> None:
        with clock.as_of(at):
            enqueue_periodic()
            prepare_image(release.images.get().image)
            jobs.run_due()
            jobs.run_due()

    work(BEFORE)
    assert not any(seen(client, release, BEFORE).values())
    after = seen(client, release, NOON)
    assert all(after.values())
    for days in (0, 1, 30):
        work(NOON + timedelta(days=days))
        assert seen(client, release, NOON) == after
    assert not any(seen(client, release, BEFORE).values())


def test_a_failing_job_leaves_the_release_as_it_is_and_becomes_an_alarm(client, release):
    troubles[:] = ["The host does not answer."] * 5
    with clock.as_of(BEFORE):
        jobs.enqueue(stumble, key=release.ref, word="x")
    for hours in range(4):
        with clock.as_of(NOON + timedelta(hours=hours)):
            jobs.run_due()
            assert all(seen(client, release, clock.now()).values())
    with clock.as_of(NOON + timedelta(hours=4)):
        jobs.run_due()
        assert {alarm.code for alarm in jobs.alarms()} == {"worker_silent", "jobs_failed"}
    assert all(seen(client, release, NOON + timedelta(hours=4)).values())


def test_a_picture_that_is_public_at_once_waits_for_no_worker(release):
    image = Image.objects.create(file=picture(), alt_en="B", alt_ko="B", alt_zh_hans="B")
    EntryImage.objects.create(entry=release, image=image, position=2)
    assert not image.renditions.exists()
    with clock.as_of(NOON + timedelta(hours=1)):
        RecordFacts(release, factories.actor(), severity="minor", reason="A picture more.").execute()
    assert image.renditions.exists()

    image.renditions.all().delete()
    prepare_image(image)
    assert image.renditions.exists()
    assert not Job.objects.exists()


def test_a_picture_of_a_draft_is_made_by_the_worker():
    image = Image.objects.create(file=picture())
    prepare_image(image)
    prepare_image(image)
    assert not image.renditions.exists()
    assert len(jobs.run_due()) == 1
    assert image.renditions.count() == 4
