"""The stored queue: with the transaction or not at all, once per key, tried again, given up with a note."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks import TaskResultStatus

from publishing import clock, jobs
from publishing.jobs.chores import KEPT, clean_up
from publishing.jobs.periodic import enqueue_periodic
from publishing.jobs.running import reclaim, run_next
from publishing.models import Heartbeat, Job
from tests import factories, sample_jobs
from tests.factories import NOON
from tests.sample_jobs import stumble, troubles, words, write_down

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _at_noon():
    words.clear()
    troubles.clear()
    with clock.as_of(NOON):
        yield


def test_a_job_runs_once_and_forgets_what_it_was_called_with():
    job = jobs.enqueue(write_down, word="salt")
    assert [each.pk for each in jobs.run_due()] == [job.pk]
    assert jobs.run_due() == []
    assert words == ["salt"]
    job = Job.objects.get()
    assert (job.outcome, job.closed_at, job.run.status) == ("done", NOON, TaskResultStatus.SUCCESSFUL)
    assert "salt" not in str(job.run.args_kwargs)


def test_a_job_waits_for_its_time():
    jobs.enqueue(write_down, word="later", run_after=NOON + MINUTE)
    assert jobs.run_due() == []
    with clock.as_of(NOON + MINUTE):
        jobs.run_due()
    assert words == ["later"]


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        jobs.enqueue(write_down, word="x", run_after=datetime(2026, 6, 1))  # noqa: DTZ001 - the point
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_leaves_no_job():
    def act_and_fail():
        with transaction.atomic():
            jobs.enqueue(write_down, key="salt", word="salt")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_and_fail()
    assert not Job.objects.exists()
    assert jobs.run_due() == []


def test_of_jobs_with_the_same_key_one_waits_and_the_earliest_time_counts():
    first = jobs.enqueue(write_down, key="a", word="a", run_after=NOON + 5 * MINUTE)
    assert jobs.enqueue(write_down, key="a", word="a", run_after=NOON + MINUTE) == first
    assert jobs.enqueue(write_down, key="a", word="a", run_after=NOON + 9 * MINUTE) == first
    jobs.enqueue(write_down, key="b", word="b", run_after=NOON + MINUTE)
    with clock.as_of(NOON + MINUTE):
        jobs.run_due()
        assert words == ["a", "b"]
        # What is done takes no place.
        jobs.enqueue(write_down, key="a", word="a")
        jobs.run_due()
    assert words == ["a", "b", "a"]


def test_a_failure_is_tried_again_with_growing_pauses_and_then_stays():
    troubles.extend(f"trouble {number}" for number in range(9))
    jobs.enqueue(stumble, word="x")
    moment, pauses = NOON, []
    while Job.objects.get().run.status == TaskResultStatus.READY:
        due = Job.objects.get().run.run_after
        pauses.append(due - moment)
        with clock.as_of(due - timedelta(seconds=1)):
            assert jobs.run_due() == []
        with clock.as_of(due):
            assert len(jobs.run_due()) == 1
        moment = due
    assert pauses == [MINUTE * number for number in (0, 1, 5, 15, 60)]
    job = Job.objects.get()
    assert (job.attempts, job.error, job.outcome) == (5, "trouble 4", "")
    assert job.run.status == TaskResultStatus.FAILED
    assert words == []


def test_a_job_that_recovers_is_done():
    troubles.append("once")
    jobs.enqueue(stumble, word="x")
    jobs.run_due()
    with clock.as_of(NOON + MINUTE):
        jobs.run_due()
        assert jobs.alarms() == [each for each in jobs.alarms() if each.code == "worker_silent"]
    assert words == ["x"]
    assert Job.objects.get().outcome == "done"


def test_a_job_that_stumbled_makes_way_for_one_that_was_queued_since():
    first = jobs.enqueue(stumble, key="k", word="x")
    # What causes a job may happen while its forerunner runs.
    troubles.append(lambda: jobs.enqueue(stumble, key="k", word="y"))
    jobs.run_due()
    first.refresh_from_db()
    assert first.outcome == "replaced"
    assert words == ["y"]


def failed_job(**arguments) -> Job:
    troubles.extend(["The host does not answer."] * 5)
    job = jobs.enqueue(stumble, **(arguments or {"word": "x"}))
    for hours in range(6):
        with clock.as_of(NOON + timedelta(hours=hours)):
            jobs.run_due()
    job.refresh_from_db()
    assert job.run.status == TaskResultStatus.FAILED
    return job


def test_an_administrator_runs_it_again():
    job = failed_job()
    jobs.run_again(job, factories.administrator(), "The host is back.")
    assert len(jobs.run_due()) == 1
    assert words == ["x"]
    job.refresh_from_db()
    assert (job.outcome, job.note) == ("done", "The host is back.")
    with pytest.raises(jobs.JobError, match="has not failed"):
        jobs.run_again(job, factories.administrator())


def test_an_administrator_gives_it_up_with_a_note():
    job = failed_job()
    with pytest.raises(jobs.JobError, match="Say in a note"):
        jobs.give_up(job, factories.administrator(), "  ")
    jobs.give_up(job, factories.administrator(), "The press conference is over.")
    assert (job.outcome, job.note, job.decided_by) == (
        "given_up",
        "The press conference is over.",
        factories.administrator(),
    )
    assert [each.code for each in jobs.alarms()] == ["worker_silent"]
    with pytest.raises(jobs.JobError, match="has not failed"):
        jobs.run_again(job, factories.administrator())


def test_what_waits_anew_is_not_run_twice():
    job = failed_job(key="k", word="x")
    jobs.enqueue(stumble, key="k", word="x")
    with pytest.raises(jobs.JobError, match="waiting"):
        jobs.run_again(job, factories.administrator())


def test_a_kind_of_job_that_no_longer_exists_fails_visibly_and_alone():
    job = jobs.enqueue(write_down, word="x")
    type(job.run).objects.filter(pk=job.run.pk).update(task_path="publishing.gone.tell")
    jobs.enqueue(write_down, word="y")
    jobs.run_due()
    job.refresh_from_db()
    assert job.run.status == TaskResultStatus.FAILED
    assert words == ["y"]


def test_what_a_worker_had_in_hand_when_it_died_is_taken_back():
    job = jobs.enqueue(write_down, word="x")
    with pytest.raises(KeyboardInterrupt):
        _die_in_the_middle(job)
    assert jobs.run_due() == []
    Heartbeat.objects.create(worker="a-worker", at=NOON + MINUTE)
    with clock.as_of(NOON + 2 * MINUTE):
        assert reclaim(NOON + MINUTE) == 0
    with clock.as_of(NOON + 5 * MINUTE):
        assert reclaim(NOON + 3 * MINUTE) == 1
        assert reclaim(NOON + 3 * MINUTE) == 0
    with clock.as_of(NOON + 6 * MINUTE):
        assert len(jobs.run_due()) == 1
    assert words == ["x"]


def _die_in_the_middle(job: Job) -> None:
    class Deadly(list):
        def append(self, word):
            raise KeyboardInterrupt

    alive, sample_jobs.words = sample_jobs.words, Deadly()
    try:
        run_next("a-worker")
    finally:
        sample_jobs.words = alive


def test_periodic_jobs_come_back_and_never_pile_up():
    queued = enqueue_periodic()
    assert {job.run.task_path.rpartition(".")[2] for job in queued} >= {"check_links", "clean_up"}
    assert enqueue_periodic() == []
    jobs.run_due()
    assert enqueue_periodic() == []
    with clock.as_of(NOON + timedelta(days=1)):
        assert len(enqueue_periodic()) == len(queued)
        assert enqueue_periodic() == []
    with clock.as_of(NOON + timedelta(days=9)):
        assert enqueue_periodic() == [], "what waits already is not added to"


def test_cleaning_up_leaves_what_failed():
    jobs.enqueue(write_down, word="done")
    jobs.run_due()
    failed = failed_job()
    Session.objects.create(session_key="old", expire_date=NOON - timedelta(days=900))
    Heartbeat.objects.create(worker="long-gone", at=NOON - timedelta(days=3))
    with clock.as_of(NOON + KEPT + MINUTE):
        jobs.enqueue(clean_up)
        jobs.run_due()
        assert {job.pk for job in Job.objects.exclude(run__task_path=clean_up.module_path)} == {failed.pk}
    assert not Session.objects.exists()
    assert not Heartbeat.objects.exists()
