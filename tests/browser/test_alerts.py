"""A reader with a Korean telephone subscribes to a filtered list, gets its mail, and ends it."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from alerts.models import Subscriber
from news.models import PressRelease
from publishing.actions import Approve
from publishing.jobs.worker import Worker
from publishing.models import Sector
from tests.factories import actor, in_review

pytestmark = pytest.mark.django_db(transaction=True)


def delivered(purpose: str) -> str:
    """What the worker sends now; the path of the link for ``purpose`` in the last mail."""
    Worker().once()
    Worker().once()
    return re.search(rf"https?://[^/\s]+(/ko/alerts/{purpose}/\S+)", mail.outbox[-1].body)[1]


def test_a_reader_subscribes_is_told_and_leaves(browser: Browser, live_server: LiveServer) -> None:
    Sector.objects.create(slug="water", name_en="water", name_ko="물", name_zh_hans="水")
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/ko/alerts/?list=news&sector=water")
    expect(page.locator("main")).to_contain_text("물")
    page.locator("[name=email]").fill("독자")
    page.wait_for_timeout(2_100)
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".field__errors")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value("독자")
    page.locator("[name=email]").fill("reader@example.org")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/ko/alerts/sent/$"))

    page.goto(delivered("confirm"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/ko/alerts/manage/"))
    expect(page.locator("main [role=status]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    release = in_review(PressRelease, title="물 관리 협력")
    release.sectors.add(Sector.objects.get())
    Approve(release, actor(), at_once=True).execute()
    stop = delivered("stop")
    assert "물 관리 협력 ko" in mail.outbox[-1].subject

    page.goto(stop)
    page.locator("main form button").click()
    expect(page.locator("h1")).to_be_visible()
    assert not Subscriber.objects.exists()
    context.close()
