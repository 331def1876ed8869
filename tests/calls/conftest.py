"""A call that companies can apply to, and those who apply."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from calls.models import Application, Call, Requirement
from events.models import Delegation
from publishing import clock
from publishing.jobs import run_due
from tests.factories import NOON, released

SENT = NOON + timedelta(hours=1)
DEADLINE = NOON + timedelta(days=30)
AFTER = DEADLINE + timedelta(days=1)
WRITTEN = {
    "country": "KR",
    "name_hangul": "맑은샘",
    "name_latin": "Malgeunsaem",
    "size_class": "small",
    "website": "malgeunsaem.example",
    "sentence": "약품을 아끼는 제어기를 만듭니다.",
    "technology_1_name": "인 제거 제어기",
    "technology_1_summary": "5분마다 재어 필요한 만큼만 넣습니다.",
    "technology_1_stage": "on_the_market",
    "technology_1_ipr": "granted",
    "traveller_1_name": "김하늘",
    "traveller_1_romanized": "KIM Haneul",
    "traveller_1_role": "팀장",
    "person": "김하늘",
    "email": "haneul@example.org",
    "phone": "+82 2 0000 0000",
    "message": "지난에서 만나고 싶습니다.",
    "consent": "on",
    "consent_across": "on",
}


@pytest.fixture
def call(db: None) -> Call:
    """Two places in a delegation, with two questions; open for thirty days."""
    event = released(
        Delegation, slug="mission", title="Mission", starts_on="2026-09-01", ends_on="2026-09-04"
    )
    made = released(Call, slug="join", title="Join us", event=event, place_count=2)
    Requirement.objects.create(call=made, question_en="Sold once?", question_ko="판매했습니까?")
    Requirement.objects.create(
        call=made, question_en="Paid already?", question_ko="이미 지원받습니까?", wanted="no", position=1
    )
    return made


@pytest.fixture
def work() -> Callable[[datetime], list]:
    """Run every job that is due as of a moment, and return the mails that went out."""

    def run(at: datetime = SENT) -> list:
        before = len(mail.outbox)
        with clock.as_of(at):
            run_due()
        return mail.outbox[before:]

    return run


@pytest.fixture
def apply(call: Call, client: Client) -> Callable[..., HttpResponse]:
    """Fill in the form in a language and send it, a minute after it was opened; None leaves a field out."""

    def send(at: datetime = SENT, page: str = "ko", opened: str = "", **values: object) -> HttpResponse:
        address = f"/{page}/calls/join/apply/"
        if not opened:
            with clock.as_of(at - timedelta(minutes=1)):
                opened = stamp(client.get(address))
        sold, paid = call.requirements.all()
        answers = {f"answer_{sold.pk}": "yes", f"answer_{paid.pk}": "no"}
        fields = {**WRITTEN, **answers, "opened": opened, **values}
        with clock.as_of(at):
            return client.post(address, {name: value for name, value in fields.items() if value is not None})

    return send


@pytest.fixture
def applied(apply, work) -> Callable[..., tuple[Application, str]]:
    """An application that was sent, and the path of its private page from the mail."""

    def send(number: int = 1, **values: object) -> tuple[Application, str]:
        at = values.pop("at", SENT + timedelta(hours=number))
        own = {"email": f"company-{number}@example.org", "name_latin": f"Company {number}"}
        response = apply(at=at, **{**own, **values})
        assert response.status_code == 302, response.text
        (receipt,) = work(at)
        return Application.objects.order_by("-pk")[0], private(receipt)

    return send


@dataclass
class Desk:
    """An event officer in the newsroom, and the mails that go out."""

    client: Client
    call: Call
    work: Callable[[datetime], list]

    def get(self, address: str) -> HttpResponse:
        return self.client.get(address)

    def post(self, address: str, **values: str) -> HttpResponse:
        return self.client.post(address, values, follow=True)

    @property
    def list_page(self) -> str:
        return f"/admin/calls/application/call/{self.call.pk}/"

    def decide(self, application: Application, state: str, at: datetime = AFTER, **values: str) -> str:
        """Decide an application on its page; the page that follows."""
        with clock.as_of(at):
            return self.post(page_of(application), state=state, decide="yes", **values).text

    def letters(self, at: datetime = AFTER, confirm_by: str = "2026-07-10") -> list:
        """Send the decisions of the call; the mails that went out."""
        with clock.as_of(at):
            self.post(self.list_page, send="yes", confirm_by=confirm_by)
        return self.work(at)


@pytest.fixture
def desk(call: Call, work: Callable[[datetime], list]) -> Desk:
    user = User.objects.create_user("officer", is_staff=True)
    user.groups.add(Group.objects.get(name="Event officer"))
    client = Client()
    client.force_login(user)
    return Desk(client, call, work)


def page_of(application: Application) -> str:
    """The page of an application in the newsroom."""
    return f"/admin/calls/application/{application.pk}/change/"


def stamp(response: HttpResponse) -> str:
    """The stamp of time in a form."""
    found = re.search(r'name="opened" value="([^"]+)"', response.text)
    return found[1] if found else ""


def private(sent: mail.EmailMessage) -> str:
    """The path of the private page that a mail leads to."""
    return re.search(r"https?://[^/\s]+(/\S+/a/\S+)", sent.body)[1]
