"""The editor has its buttons in words whichever of its scripts arrives first."""

import time
from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.browser.newsroom import Desk


def arrive_late(route: Route) -> None:
    time.sleep(2)
    route.continue_()


def test_buttons_have_names_when_their_script_arrives_last(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("author", "en")
    desk.page.route("**/admin-portal/prose.js", arrive_late)

    desk.page.goto(f"{desk.site}/admin/news/pressrelease/add/")

    desk.press(desk.tab("en"), "Bold")
    expect(desk.page.locator("#text-en .tiptap")).to_have_attribute("role", "textbox")
