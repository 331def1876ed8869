"""The public pages in a browser, on a telephone and on a desk: nothing sticks out, complains, or looks elsewhere."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from publishing.languages import LANGUAGES, Language
from tests.browser.addresses import PAGES

# Addresses that answer with an error on purpose; the browser reports their status as an error of its own.
REFUSED = {"withdrawn": 410, "missing": 404}
LISTED = "main .entry__title"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer, demo: None) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own, for a screen of a width; what is set here holds for all its pages."""
    contexts = []

    def arrive(width: int, **settings: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, **settings
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield arrive
    for context in contexts:
        context.close()


class Listener:
    """Hears what a page complains about and whom it asks."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site, self.heard = page, site, []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.context.on("request", self._ask)

    def take(self) -> list[str]:
        heard, self.heard[:] = list(self.heard), []
        return heard

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.heard.append(f"console: {message.text}")

    def _ask(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.heard.append(f"asks {request.url}")


def violations(axe: Axe, page: Page) -> Iterator[str]:
    for found in axe.run(page).response["violations"]:
        yield f"{found['id']}: {[node['target'] for node in found['nodes']][:3]}"


@pytest.mark.parametrize("width", [320, 1360])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_hold_together(
    visitor: Callable[..., BrowserContext], live_server: LiveServer, language: str, width: int
) -> None:
    page, axe, problems = visitor(width).new_page(), Axe(), []
    listener = Listener(page, live_server.url)
    for name, address in PAGES.items():
        response = page.goto(f"/{language}/{address}")
        found = [*listener.take(), *violations(axe, page)]
        if response.status != REFUSED.get(name, 200):
            found.append(f"status {response.status}")
        if (sideways := page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{sideways} px wider than the screen")
        if (tag := page.locator("html").get_attribute("lang")) != Language(language).html_lang:
            found.append(f"lang is {tag}")
        problems.extend(f"{name}: {each}" for each in found)

    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_read_and_filtered_without_scripts(
    visitor: Callable[..., BrowserContext], language: str
) -> None:
    page = visitor(390, java_script_enabled=False).new_page()

    page.goto(f"/{language}/")
    expect(page.locator("h1, h2").first).to_be_visible()
    page.locator("main a[href*='/delegations/']").first.click()
    expect(page.locator("h1")).to_be_visible()

    page.goto(f"/{language}/{PAGES['release']}")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".footnotes").first).to_be_visible()
    for other in LANGUAGES:
        if other != language:
            expect(page.locator(f".languages a[hreflang={Language(other).html_lang}]")).to_be_visible()

    page.goto(f"/{language}/{PAGES['opportunities']}")
    everything = page.locator(LISTED).count()
    page.locator("#filters summary").click()
    page.locator("select[name=direction]").select_option("kr-cn")
    page.locator("main form:has([name=direction]) button[type=submit]").click()
    expect(page).to_have_url(re.compile("direction=kr-cn"))
    assert 0 < page.locator(LISTED).count() < everything
