"""Pictures of every template, for people to look at: ``make screenshots``.

They go to var/screenshots/pages/; those that the README shows go to docs/images/ as well, small. The file is no
test and runs only when it is named; it starts from the demonstration content on the tests' own database.
"""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from news.models import PressRelease
from publishing.languages import LANGUAGES
from tests.browser.addresses import PAGES, WIDTHS
from tests.browser.newsroom import PICTURES, Desk

README = Path(__file__).resolve().parents[2] / "docs" / "images"
SCREEN = {"width": 1360, "height": 900}
SHOWN = {
    "home-ko": ("ko", "home"),
    "opportunities-zh-hans": ("zh-hans", "opportunities"),
    "comparison-ko": ("ko", "comparison"),
    "outcomes-ko": ("ko", "outcomes"),
    "dossier-zh-hans": ("zh-hans", "dossier"),
}
# What a picture begins with, where that is not the top of the page.
BEGINS = {"dossier": ".brief--sheet"}
COLORS = 200


def reduce(picture: Path) -> None:
    """Make a PNG small enough to be kept with the code."""
    with Image.open(picture) as original:
        smaller = original.convert("RGB").resize((1020, 675), Image.Resampling.LANCZOS)
    smaller.quantize(COLORS, dither=Image.Dither.NONE).save(picture, optimize=True)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template(
    browser: Browser, live_server: LiveServer, demo: None, language: str, width: int
) -> None:
    target = PICTURES / "pages"
    target.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": width, "height": 900}, base_url=live_server.url)
    for name, address in PAGES.items():
        page.goto(f"/{language}/{address}")
        page.screenshot(path=target / f"{name}-{language}-{width}.png", full_page=True)
    page.close()


def test_pictures_of_the_readme(browser: Browser, page: Page, live_server: LiveServer, demo: None) -> None:
    README.mkdir(exist_ok=True)
    page.set_viewport_size(SCREEN)
    for name, (language, shown) in SHOWN.items():
        page.goto(f"{live_server.url}/{language}/{PAGES[shown]}")
        if shown in BEGINS:
            page.locator(BEGINS[shown]).first.evaluate("element => element.scrollIntoView()")
        page.screenshot(path=README / f"{name}.png")
    inbox = Desk(browser.new_page(viewport=SCREEN), live_server.url, "ko")
    inbox.sign_in("helpdesk")
    inbox.page.goto(f"{live_server.url}/admin/interest/expression/")
    inbox.page.screenshot(path=README / "inbox-ko.png")
    Desk(page, live_server.url, "en").sign_in("editor")
    release = PressRelease.objects.get(slug="sample-battery-forum-announced")
    page.goto(f"{live_server.url}/admin/news/pressrelease/{release.pk}/change/")
    page.locator("#tab-en").click()
    page.locator("#text-en .tiptap").wait_for()
    page.screenshot(path=README / "admin-release.png")
    page.goto(f"{live_server.url}/admin/news/pressrelease/{release.pk}/board/")
    page.screenshot(path=README / "admin-board.png")
    for picture in README.glob("*.png"):
        reduce(picture)
