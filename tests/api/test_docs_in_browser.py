"""The documentation in a browser: light, within a narrow screen, readable by everybody, and quiet without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from portal.documentation.views import PAGES
from tests.browser.test_pages import SIDEWAYS, Listener
from tests.browser.test_weight import WATCH_SHIFTS, excesses, load

ADDRESSES = (*(f"{page.slug}/" if page.slug else "" for page in PAGES), "resources/opportunities/")


@pytest.mark.parametrize(("language", "width"), [("ko", 320), ("zh-hans", 1360)])
def test_every_page_is_light_fits_and_can_be_read_by_everybody(
    browser: Browser, live_server: LiveServer, demo: None, language: str, width: int
) -> None:
    problems = []
    for end in ADDRESSES:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        page = context.new_page()
        listener = Listener(page, live_server.url)
        page.add_init_script(WATCH_SHIFTS)
        found = load(page, f"/api/v1/docs/{end}?lang={language}")
        told = [f"status {found.responses[0].status}"] if found.responses[0].status != 200 else []
        told += [*excesses(found, page.evaluate("window.shift"), live_server.url), *listener.take()]
        if sideways := page.evaluate(SIDEWAYS):
            told.append(f"sticks out by {sideways} pixels")
        told += [each["id"] for each in Axe().run(page).response["violations"]]
        problems += [f"{end or 'start'}: {each}" for each in told]
        context.close()

    assert not problems, "\n".join(problems)
