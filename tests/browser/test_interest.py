"""A Korean company with a telephone expresses interest: sees whether it fits, loses nothing, follows and withdraws it."""

import json
import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from interest.models import Expression
from opportunities.models import Opportunity
from organizations.models import Organization
from publishing import clock
from publishing.jobs import run_due
from tests.factories import released

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/ko/opportunities/phosphorus/interest/"


def answer(page: Page, *values: str) -> None:
    """Answer the questions of eligibility and press the first button."""
    for number, value in enumerate(values):
        page.locator("fieldset").nth(number).locator(f"[value={value}]").check()
    page.locator("main form button").first.click()


def fits(page: Page) -> None:
    """No wider than the telephone, and nothing that axe finds."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def test_a_company_expresses_interest_and_loses_nothing(browser: Browser, live_server: LiveServer) -> None:
    owner = released(Organization, title="상하수도", country="CN", type="institute")
    deadline_at = clock.now() + timedelta(days=20)
    opportunity = released(
        Opportunity, slug="phosphorus", title="인 제거", owner=owner, deadline_at=deadline_at
    )
    for question in ("운영 실적이 있습니까?", "시험 운전이 가능합니까?"):
        opportunity.criteria.create(question_en="?", question_ko=question)
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/ko/opportunities/phosphorus/")
    page.locator("#answer .button").click()
    answer(page, "yes", "no")
    expect(page.locator(".notice[role=status]")).to_contain_text("시험 운전이 가능합니까?")
    fits(page)
    answer(page, "yes", "yes")
    expect(page.locator("[name=message]")).to_be_visible()
    fits(page)

    # The owner is Chinese: who is Chinese as well sends nothing across a border.
    expect(page.locator("[name=country][value=KR]")).to_be_checked()
    expect(page.locator("[name=consent_across]")).to_be_visible()
    page.locator("[name=country][value=CN]").check()
    expect(page.locator("[name=consent_across]")).to_be_hidden()
    page.locator("[name=country][value=KR]").check()

    page.locator("[name=person]").fill("김민준")
    page.locator("[name=message]").fill("약품을 공급합니다.")
    page.locator("[name=consent]").check()
    expect(page.locator(".draft")).to_be_visible()
    kept = json.loads(page.evaluate("localStorage.getItem(Object.keys(localStorage)[0])"))["values"]
    assert kept == {"person": "김민준", "country": "KR", "message": "약품을 공급합니다."}

    page.goto(ADDRESS)
    answer(page, "yes", "yes")
    expect(page.locator("[name=person]")).to_have_value("김민준")
    expect(page.locator("[name=consent]")).not_to_be_checked()
    page.locator(".draft button").click()
    expect(page.locator("[name=person]")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0

    for name, value in (
        ("person", "김민준"),
        ("organization_name", "청수물산업"),
        ("email", "kim@example.org"),
        ("message", "약품을 공급합니다."),
    ):
        page.locator(f"[name={name}]").fill(value)
    expect(page.locator("[name=message] + .field__help")).to_contain_text("1990")
    page.locator("[name=consent]").check()
    page.wait_for_timeout(2_100)
    page.locator("[name=send]").click()
    expect(page).to_have_url(re.compile("/ko/i/sent/"))
    expect(page.locator("main")).to_contain_text("EI-")
    fits(page)
    assert page.evaluate("localStorage.length") == 0

    run_due()
    page.goto(re.search(r"https?://[^/\s]+(/ko/i/\S+)", mail.outbox[-1].body)[1])
    expect(page.locator("main")).to_contain_text("청수물산업")
    fits(page)
    page.locator("[name=withdraw]").click()
    page.locator("[name=withdraw][value=yes]").click()
    expect(page.locator("[name=withdraw]")).to_have_count(0)
    assert Expression.objects.get().state == "withdrawn"
    context.close()
