"""The worker as a process of its own, and its command for cron."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from publishing import jobs
from publishing.models import Heartbeat, Job
from tests import sample_jobs
from tests.sample_jobs import write_down


@pytest.mark.django_db
def test_once_does_what_is_due_and_ends(capsys):
    sample_jobs.words.clear()
    jobs.enqueue(write_down, word="salt")
    call_command("work", "--once")
    assert sample_jobs.words == ["salt"]
    assert not Job.objects.filter(outcome="").exists(), "the periodic jobs have run as well"
    assert "10 jobs ran." in capsys.readouterr().out
    assert Heartbeat.objects.exists()
    assert jobs.alarms() == []
    call_command("work", "--once")
    assert "0 jobs ran." in capsys.readouterr().out


@pytest.fixture
def manage(root: Path, tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start a command in a process of its own, with a database of its own."""
    started = []
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DUMP_ROOT": str(tmp_path / "dumps"),
        "EMAIL_URL": f"file:///{tmp_path / 'mail'}",
        "ENV": "development",
    }

    def start(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=root, env=environment, text=True, stdout=subprocess.PIPE
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_works_beats_and_ends_with_the_process_beside_it(manage):
    def shell(code: str) -> str:
        process = manage("manage.py", "shell", "--verbosity=0", "-c", code)
        assert process.wait(60) == 0
        return process.stdout.read().strip()

    assert manage("manage.py", "migrate", "--verbosity=0").wait(120) == 0
    server = manage("-c", "import time; time.sleep(600)")
    worker = manage("manage.py", "work", "--beside", str(server.pid))
    count = "from publishing.models import Heartbeat, Job; print(Heartbeat.objects.count(), Job.objects.filter(outcome='done').count())"
    _until(lambda: shell(count) == "1 9")

    server.kill()
    server.wait()
    assert worker.wait(15) == 0
    assert shell(count) == "0 9"

    alone = manage("manage.py", "work")
    _until(lambda: shell(count) == "1 9")
    alone.send_signal(signal.SIGTERM)
    assert alone.wait(15) == 0
    assert shell(count) == "0 9"


def _until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.3)
