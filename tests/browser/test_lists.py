"""Lists in a browser: filters change the page in place, and everything works without the script too."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.addresses import WIDTHS

FILTERED = re.compile(r"direction=kr-cn")
WIDE = 1000


@pytest.fixture(params=WIDTHS)
def reader(
    browser: Browser, live_server: LiveServer, demo: None, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A reader on a telephone and on a desk."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": request.param, "height": 900}, locale="ko"
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def unfold(page: Page) -> None:
    """Open the filters where they are folded."""
    if page.viewport_size and page.viewport_size["width"] < WIDE:
        page.locator("#filters summary").click()


def test_a_filter_changes_the_list_in_place(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto("/ko/opportunities/")
    page.evaluate("window.stayed = true")
    whole = page.locator("#total").inner_text()
    unfold(page)
    direction = page.locator("select[name=direction]")

    direction.focus()
    direction.select_option("kr-cn")
    expect(page).to_have_url(re.compile(r"/ko/opportunities/\?direction=kr-cn$"))
    narrowed = page.locator("#total").inner_text()
    assert narrowed != whole
    expect(direction).to_be_focused()
    expect(direction).to_be_visible()
    expect(page.locator("body > [role=status]")).to_have_text(narrowed)
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", FILTERED)
    expect(page.locator(".languages a[hreflang=en]")).to_have_attribute("href", FILTERED)
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == []

    page.go_back()
    expect(page.locator("#total")).to_have_text(whole)
    expect(direction).to_have_value("")
    page.go_forward()
    expect(page.locator("#total")).to_have_text(narrowed)
    page.locator(".filters__active a").click()
    expect(page.locator("#total")).to_have_text(whole)
    assert page.evaluate("window.stayed")

    page.locator(".languages a[hreflang=zh-Hans]").click()
    expect(page).to_have_url(re.compile(r"/zh-hans/opportunities/$"))


def test_where_nothing_can_be_fetched_the_page_is_opened_as_ever(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto("/ko/opportunities/")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    unfold(page)

    page.locator("select[name=direction]").select_option("kr-cn")

    expect(page).to_have_url(FILTERED)
    expect(page.locator("select[name=direction]")).to_have_value("kr-cn")
    assert page.evaluate("window.fetch.name") == "fetch"


@pytest.mark.parametrize("width", WIDTHS)
def test_filters_work_without_the_script(
    browser: Browser, live_server: LiveServer, demo: None, width: int
) -> None:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/ko/opportunities/")
    unfold(page)
    page.locator("select[name=direction]").select_option("kr-cn")
    page.locator("#filters button[type=submit]").click()

    expect(page).to_have_url(FILTERED)
    expect(page.locator("#share-address")).to_have_value(re.compile(r"/ko/opportunities/\?direction=kr-cn$"))
    expect(page.locator(".share button")).to_have_count(3)
    expect(page.locator(".share button").first).to_be_hidden()
    context.close()


def test_a_list_is_filtered_with_the_keyboard_alone(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto("/ko/news/")
    unfold(page)
    page.locator("#filters input[name=q]").focus()
    page.keyboard.type("수소")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/ko/news/\?q=[^&]+$"))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["수소"]}
    expect(page.locator("#filters input[name=q]")).to_be_focused()
    expect(page.locator("#filters input[name=q]")).to_have_value("수소")
