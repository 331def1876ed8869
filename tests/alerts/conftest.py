"""Readers who ask for alerts, and the mails they get."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import Message

import pytest
from django.core import mail
from django.test import Client

from publishing import clock
from publishing.jobs.worker import Worker
from tests.factories import NOON

FILLING_IN = timedelta(seconds=5)


@pytest.fixture
def work() -> Callable[[datetime], list]:
    """Let a worker do all that is due as of a moment, and return the mails that went out."""

    def run(at: datetime = NOON) -> list:
        before = len(mail.outbox)
        with clock.as_of(at):
            Worker().once()
            # What the first round queued.
            Worker().once()
        return mail.outbox[before:]

    return run


@pytest.fixture
def ask(client: Client) -> Callable[..., object]:
    """Fill in the form of a list and send it, five seconds after it was opened."""

    def send(
        email: str = "reader@example.org",
        query: str = "list=news",
        at: datetime = NOON - timedelta(hours=2),
        page: str = "en",
        client: Client = client,
        **values: str,
    ):
        address = f"/{page}/alerts/?{query}"
        with clock.as_of(at):
            form = client.get(address)
        opened = re.search(r'name="opened" value="([^"]+)"', form.text)
        fields = {
            "email": email,
            "language": page,
            "rhythm": "at_once",
            "note": "",
            "opened": opened[1] if opened else "",
            **values,
        }
        with clock.as_of(at + FILLING_IN):
            return client.post(address, fields)

    return send


@pytest.fixture
def subscribe(ask, work, client: Client) -> Callable[..., str]:
    """Ask for an alert and confirm it; the address of the page of all alerts of the reader."""

    def both(*args: str, at: datetime = NOON - timedelta(hours=2), **values: str) -> str:
        ask(*args, at=at, **values)
        (sent,) = work(at + FILLING_IN)
        with clock.as_of(at + FILLING_IN):
            return confirm(client, sent)

    return both


def confirm(client: Client, sent: Message) -> str:
    """Press the button behind the link in a mail."""
    address = link(sent, "confirm")
    page = client.get(address)
    keys = re.findall(r'name="alert" value="([^"]+)"', page.text)
    return client.post(address, {"alert": keys})["Location"].partition("?")[0]


def link(sent, purpose: str) -> str:
    """The path of a secret link in a mail."""
    return re.search(rf"https?://[^/\s]+(/\S+/alerts/{purpose}/\S+)", sent.body)[1]
