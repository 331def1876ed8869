"""People at the help desk, and what they need around an expression."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from interest.models import CannedAnswer, Expression, OwnerContact
from opportunities.models import Criterion
from publishing import clock
from publishing.models import Membership, Office
from tests.admin_forms import posted
from tests.interest.conftest import FILLING_IN, SENT, stamp

__all__ = [
    "INBOX",
    "answer",
    "answered",
    "at",
    "contact",
    "office",
    "page_of",
    "person",
    "sign_in",
    "step",
    "window",
]

INBOX = "/admin/interest/expression/"


def office(code: str) -> Office:
    return Office.objects.get_or_create(code=code, defaults={"name_en": f"Office {code}"})[0]


def person(name: str = "minsu", role: str = "Help desk", within: str = "", email: str = "") -> User:
    user = User.objects.create_user(name, email, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    if within:
        Membership.objects.create(office=office(within), user=user)
    return user


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sign_in(name: str = "minsu", role: str = "Help desk", within: str = "") -> Client:
    return window(person(name, role, within))


def page_of(expression: Expression, name: str = "change", *args: str) -> str:
    return reverse(f"admin:interest_expression_{name}", args=[expression.pk, *args])


def contact(expression: Expression, language: str = "zh-hans") -> OwnerContact:
    return OwnerContact.objects.create(
        opportunity=expression.opportunity, name="Li Na", email="li@example.com", language=language
    )


def answer(state: str, **facts: Any) -> CannedAnswer:
    given = {
        "name_en": "Thanks",
        "body_en": "Thank you.",
        "body_ko": "감사합니다.",
        "body_zh_hans": "谢谢。",
        **facts,
    }
    return CannedAnswer.objects.create(state=state, **given)


def at(moment: datetime, client: Client, address: str, data: dict | None = None, **form: Any) -> Any:
    """Open an address as of a moment; with ``form``, fill in and send the form with that id."""
    with clock.as_of(moment):
        page = client.get(address)
        if not form and data is None:
            return page
        form_id = form.pop("form_id")
        return client.post(address, posted(page, form_id, **form) | (data or {}), follow=True)


def answered(questions: list[Criterion], page: str = "en") -> dict[str, str]:
    """All questions answered with yes, and the stamp of the form that comes then."""
    given = {f"criterion-{each.pk}": "yes" for each in questions}
    with clock.as_of(SENT - FILLING_IN):
        form = Client().post(f"/{page}/opportunities/{questions[0].opportunity.slug}/interest/", given)
    return {**given, "opened": stamp(form)}


def step(client: Client, expression: Expression, state: str, moment: datetime, **values: Any) -> Any:
    return at(moment, client, page_of(expression, "step", state), form_id="step-form", **values)
