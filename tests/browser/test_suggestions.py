"""The search box while somebody types Korean: by keyboard, with an input method, on a telephone, and without the script."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.addresses import WIDTHS
from tests.browser.newsroom import PICTURES


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


def opened(reader: BrowserContext) -> tuple[Page, Locator, Locator]:
    """The search page, its box and the options under it."""
    page = reader.new_page()
    page.goto("/ko/search/")
    box = page.locator("#search-words")
    return page, box, page.locator("#search-words-list [role=option]")


def test_korean_is_typed_chosen_by_arrow_and_opened_by_enter(reader: BrowserContext) -> None:
    page, box, options = opened(reader)
    box.press_sequentially("한중")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("body > [role=status]")).to_have_text(re.compile(r": \d$"))

    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    expect(box).to_be_focused()
    expect(box).to_have_value("한중")
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"suggestions-{page.viewport_size['width']}.png")  # type: ignore[index]  # the page has a size

    address = str(options.first.get_attribute("data-url"))
    box.press("Enter")
    expect(page).to_have_url(address)


def test_escape_closes_and_enter_then_searches_for_what_was_typed(reader: BrowserContext) -> None:
    page, box, options = opened(reader)
    box.press_sequentially("한중")
    expect(options.first).to_be_visible()
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("한중")
    box.press("Enter")
    page.wait_for_url("**/ko/search/?*")
    assert unquote(page.url).endswith("/ko/search/?q=한중")


def test_an_input_method_keeps_its_keys(reader: BrowserContext) -> None:
    page, box, options = opened(reader)
    box.press_sequentially("한중")
    expect(options.first).to_be_visible()
    for key in ("ArrowDown", "Enter", "Escape"):
        is_left = box.evaluate(
            """(box, key) => box.dispatchEvent(
                new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true, cancelable: true }))""",
            key,
        )
        assert is_left, key
    expect(box).to_have_attribute("aria-activedescendant", "")
    expect(options.first).to_be_visible()
    assert page.url.endswith("/ko/search/")


def test_a_suggestion_is_chosen_by_pointer(reader: BrowserContext) -> None:
    page, box, options = opened(reader)
    box.press_sequentially("환ㄱ")
    expect(options.first).to_be_visible()
    address = str(options.first.get_attribute("data-url"))
    options.first.click()
    expect(page).to_have_url(address)


def test_the_form_works_without_the_script(browser: Browser, live_server: LiveServer, demo: None) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ko/search/")
    page.locator("#search-words").fill("한중")
    page.locator("#search-words").press("Enter")
    assert unquote(page.url).endswith("/ko/search/?q=한중")
    expect(page.locator("main mark").first).to_have_text(re.compile("한·?중"))
    context.close()
