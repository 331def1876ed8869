"""A consumer on this machine: a real server that keeps what it is sent and answers as it is told."""

import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from publishing import clock
from publishing.jobs.worker import Worker
from tests.factories import NOON, administrator
from webhooks.models import Endpoint
from webhooks.signing import rotate


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Consumer:
    """``answers`` are given one after the other, and the last one from then on, as (status, headers, body)."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=lambda: [(204, {}, b"")])

    def answers_with(self, *statuses: int, body: bytes = b"", **headers: str) -> None:
        self.answers = [(status, headers, body) for status in statuses]


@pytest.fixture
def consumer() -> Iterator[Consumer]:
    known = Consumer()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            known.received.append(Received(self.path, headers, body))
            status, more, content = known.answers.pop(0) if len(known.answers) > 1 else known.answers[0]
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *args: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """That the portal did not wait for the end of the answer."""

    server = Server(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_address[1]}/hooks?from=portal"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield known
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def on_this_machine(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


@pytest.fixture
def endpoint(db: None, consumer: Consumer, on_this_machine: None) -> Callable[..., Endpoint]:
    """Register the consumer, two hours before noon; its secret is kept as ``secret``."""

    def make(at: datetime = NOON - timedelta(hours=2), **facts: Any) -> Endpoint:
        with clock.as_of(at):
            given = {"name": "Mirror", "url": consumer.url, "contact": "ops@example.org", **facts}
            made = Endpoint.objects.create(created_by=administrator(), **given)
            made.secret = rotate(made)
        return made

    return make


@pytest.fixture
def work() -> Callable[[datetime], list]:
    """Let a worker do all that is due as of a moment, and return the mails that went out."""

    def run(at: datetime = NOON) -> list:
        before = len(mail.outbox)
        with clock.as_of(at):
            Worker().once()
        return mail.outbox[before:]

    return run
