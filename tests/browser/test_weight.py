"""What every page weighs, loaded for the first time: requests, bytes as compressed, jumps of its layout."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Response
from pytest_django.live_server_helper import LiveServer

from publishing.languages import LANGUAGES
from tests.browser.addresses import PAGES

KILO = 1024
BUDGET = {"document": 30 * KILO, "stylesheet": 14 * KILO, "script": 8 * KILO, "font": 30 * KILO}
TEXT_PAGE, PAGE_WITH_PICTURES = 90 * KILO, 220 * KILO
# What a page may bring beside the style sheet of the site: dossiers, which are set on paper too.
OWN_STYLES = 2 * KILO
MOST_REQUESTS = 7
MOST_SHIFT = 0.02
COMPRESSED = {"document", "stylesheet", "script"}

# As the browser counts it: what moved without the reader's doing, and how far.
WATCH_SHIFTS = """
    window.shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Load:
    """What one page fetched, by the kind of file."""

    responses: list[Response] = field(default_factory=list)

    def hear(self, response: Response) -> None:
        self.responses.append(response)

    def sizes(self) -> Iterator[tuple[str, str, int]]:
        for response in self.responses:
            kind, body = response.request.resource_type, response.body()
            yield kind, response.url, len(gzip.compress(body)) if kind in COMPRESSED else len(body)


def load(page: Page, address: str) -> Load:
    found = Load()
    page.on("response", found.hear)
    page.goto(address, wait_until="networkidle")
    return found


def excesses(found: Load, shift: float, site: str) -> Iterator[str]:
    sizes = list(found.sizes())
    yield from (f"asks {url}" for _kind, url, _size in sizes if not url.startswith((site, "data:")))
    fetched = [each for each in sizes if not each[1].startswith("data:")]
    if len(fetched) > MOST_REQUESTS:
        yield f"{len(fetched)} requests: {[url.rsplit('/', maxsplit=1)[-1] for _kind, url, _size in fetched]}"
    own = sum(size for kind, url, size in sizes if kind == "stylesheet" and "/css/site." not in url)
    if own > OWN_STYLES:
        yield f"style sheet of its own: {own} bytes"
    for kind, most in BUDGET.items():
        size = sum(size for each, _url, size in sizes if each == kind) - (own if kind == "stylesheet" else 0)
        if size > most:
            yield f"{kind}: {size} bytes"
    has_pictures = any(kind == "image" and "/media/" in url for kind, url, _size in fetched)
    if (total := sum(size for _kind, _url, size in fetched)) > (
        PAGE_WITH_PICTURES if has_pictures else TEXT_PAGE
    ):
        yield f"{total} bytes in all"
    if shift > MOST_SHIFT:
        yield f"the layout jumps by {shift:.3f}"


@pytest.mark.parametrize(("language", "width"), [*((language, 390) for language in LANGUAGES), ("ko", 1360)])
def test_every_page_keeps_to_its_budget(
    browser: Browser, live_server: LiveServer, demo: None, language: str, width: int
) -> None:
    problems = []
    for name, address in PAGES.items():
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        found = load(page, f"/{language}/{address}")
        problems += [
            f"{name}: {each}" for each in excesses(found, page.evaluate("window.shift"), live_server.url)
        ]
        context.close()

    assert not problems, "\n".join(problems)


def test_pages_are_sent_compressed(browser: Browser, live_server: LiveServer, demo: None) -> None:
    page = browser.new_page()
    for address in ("/ko/", "/api/v1/press-releases", "/sitemap.xml"):
        response = page.request.get(live_server.url + address)
        assert response.headers.get("content-encoding") == "gzip", address
    page.close()
