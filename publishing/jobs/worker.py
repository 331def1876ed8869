"""The worker: runs what is due, gives signs of life, and takes over from workers that have died."""

import logging
import os
import signal
import socket
import threading
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections, connections
from django.utils.crypto import get_random_string

from publishing import clock
from publishing.jobs.alarms import SILENCE
from publishing.jobs.periodic import enqueue_periodic
from publishing.jobs.running import reclaim, run_due, run_next
from publishing.models import Heartbeat

__all__ = ["Worker"]

logger = logging.getLogger(__name__)

BEAT = 30.0  # seconds between signs of life, and between looks after what nobody else looks after
TICK = 1.0  # seconds between looks for work, and at the process beside which this one works


class Worker:
    """One process that works; ``beside`` is the id of another process at whose end this one ends too."""

    def __init__(self, *, beside: int | None = None) -> None:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{get_random_string(6)}"
        self.beside = beside
        self.stopping = threading.Event()

    def once(self) -> int:
        """Do everything that is due and return how many jobs ran."""
        self.beat()
        self.look_after()
        ran = run_due(self.name)
        self.beat()
        return len(ran)

    def run(self) -> None:
        """Work until a signal comes or the process beside has ended; the job in hand is finished."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        heart = threading.Thread(target=self.live, name="heartbeat", daemon=True)
        heart.start()
        while not self.stopping.is_set():
            close_old_connections()
            if not self.work():
                self.stopping.wait(TICK)
        heart.join(BEAT)
        Heartbeat.objects.filter(worker=self.name).delete()

    def work(self) -> bool:
        """Run one job; whether there was one."""
        try:
            return run_next(self.name) is not None
        except DatabaseError:
            # It may come back; until then the jobs are safe where they are.
            logger.exception("The database does not answer")
            return False

    def live(self) -> None:
        """Beat until the end, in a thread of its own, because a job may take long."""
        next_beat = 0.0
        while not self.stopping.is_set():
            if self.beside is not None and not _lives(self.beside):
                self.stopping.set()
            elif time.monotonic() >= next_beat:
                next_beat = time.monotonic() + BEAT
                try:
                    self.beat()
                    self.look_after()
                except DatabaseError:
                    logger.exception("No sign of life could be given")
                close_old_connections()
            self.stopping.wait(TICK)
        connections.close_all()

    def beat(self) -> None:
        Heartbeat.objects.update_or_create(worker=self.name, defaults={"at": clock.now()})

    def look_after(self) -> None:
        """Queue what comes back, and take back what workers that died had in hand."""
        enqueue_periodic()
        if lost := reclaim(clock.now() - SILENCE):
            logger.warning("Took back %d jobs of workers that have stopped", lost)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """End after the job in hand; a second signal ends at once."""
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)
        self.stopping.set()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
