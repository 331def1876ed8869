"""An opportunity that can be answered, and who answers it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from interest.models import Expression
from opportunities.models import Criterion, Opportunity
from organizations.models import CooperationCenter, Organization
from publishing import clock
from publishing.jobs import run_due
from tests.factories import NOON, released

FILLING_IN = timedelta(seconds=5)
SENT = NOON + timedelta(hours=1)
WRITTEN = {
    "person": "Kim Min-jun",
    "organization_name": "Cheongsu Water",
    "country": "KR",
    "email": "kim@example.org",
    "phone": "+82 2 0000 0000",
    "website": "cheongsu.example",
    "message": "We dose phosphorus.\r\nSince 2011.",
    "consent": "on",
    "consent_across": "on",
}


@pytest.fixture
def opportunity(db: None) -> Opportunity:
    """A request of a Chinese owner, through a center, with no questions of eligibility."""
    center = released(CooperationCenter, title="Center")
    owner = released(Organization, title="Utility", country="CN", type="institute")
    return released(
        Opportunity,
        slug="phosphorus",
        title="Phosphorus",
        owner=owner,
        center=center,
        languages_accepted=["ko"],
    )


@pytest.fixture
def questions(opportunity: Opportunity) -> list[Criterion]:
    return [
        Criterion.objects.create(
            opportunity=opportunity, question_en=f"{word}?", question_ko=f"{word} 맞습니까?", position=place
        )
        for place, word in enumerate(("Reference", "Pilot"))
    ]


@pytest.fixture
def work() -> Callable[[datetime], list]:
    """Run every job that was queued and is due as of a moment, and return the mails that went out."""

    def run(at: datetime = SENT) -> list:
        before = len(mail.outbox)
        with clock.as_of(at):
            run_due()
        return mail.outbox[before:]

    return run


@pytest.fixture
def express(opportunity: Opportunity, client: Client) -> Callable[..., HttpResponse]:
    """Fill in the form in a language and send it, five seconds after it was opened."""

    def send(
        at: datetime = SENT,
        page: str = "en",
        client: Client = client,
        opened: str = "",
        to: Opportunity = opportunity,
        **values: str,
    ) -> HttpResponse:
        address = f"/{page}/opportunities/{to.slug}/interest/"
        if not opened:
            with clock.as_of(at - FILLING_IN):
                opened = stamp(client.get(address))
        with clock.as_of(at):
            return client.post(address, {**WRITTEN, "opened": opened, "send": "yes", **values})

    return send


@pytest.fixture
def expressed(express, client: Client, work) -> Callable[..., Expression]:
    """An expression of interest that was sent and confirmed by mail."""

    def send(**values: str) -> Expression:
        response = express(**values)
        assert response.status_code == 302, response.text
        work(values.get("at", SENT))
        return Expression.objects.order_by("-pk")[0]

    return send


def stamp(response: HttpResponse) -> str:
    """The stamp of time in a form."""
    found = re.search(r'name="opened" value="([^"]+)"', response.text)
    return found[1] if found else ""


def private(sent) -> str:
    """The path of the private page that a mail leads to."""
    return re.search(r"https?://[^/\s]+(/\S+/i/\S+)", sent.body)[1]
