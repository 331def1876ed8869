"""Several people at computers of their own, for the tests that act the newsroom out."""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from demo.accounts import create_accounts
from tests.browser.newsroom import PICTURES, Desk

# Several browsers share the processors with the rest of the tests.
expect.set_options(timeout=30_000)

FAILED = pytest.StashKey[bool]()
# What a browser itself says about an answer that is an error on purpose.
ANSWERED = "the server responded with a status of"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


class Room:
    """Opens a computer for each person, and hears what its pages complain about."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site, self.heard = site, []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def computer(self, **settings: Any) -> BrowserContext:
        context = self._browser.new_context(**{"viewport": {"width": 1360, "height": 900}, **settings})
        context.set_default_timeout(30_000)
        context.on("page", self._listen)
        self._contexts.append(context)
        return context

    def shoot(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages, start=1):
            page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _listen(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        is_page = message.page is not None and message.location["url"] == message.page.url
        if message.type == "error" and not (is_page and ANSWERED in message.text):
            place = ":".join(str(message.location[part]) for part in ("url", "lineNumber", "columnNumber"))
            self.heard.append(f"{place}: {message.text}")


@pytest.fixture
def room(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Room]:
    """The newsroom and its accounts; no page in it may complain. What failed is left as pictures."""
    create_accounts()
    room = Room(browser, live_server.url)
    yield room
    if request.node.stash.get(FAILED, False):
        room.shoot(request.node.originalname)
    room.close()
    assert room.heard == []


@pytest.fixture
def sit_down(room: Room) -> Callable[..., Desk]:
    """Somebody signed in at a computer of his own, in Korean unless another language is named."""

    def sign_in(username: str, language: str = "ko", pictures: str = "") -> Desk:
        desk = Desk(room.computer().new_page(), room.site, language, pictures)
        desk.sign_in(username)
        return desk

    return sign_in


@pytest.fixture
def reader(room: Room) -> BrowserContext:
    """Somebody who has never been here and has no account."""
    return room.computer()
