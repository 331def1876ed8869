"""A reader with a telephone, for the tests that act out what companies and buyers do."""

import re

from django.core import mail
from playwright.sync_api import BrowserContext, Locator, Page, expect

from publishing.jobs.worker import Worker
from tests.browser.newsroom import PICTURES

__all__ = ["PHONE", "Phone", "delivered"]

PHONE = {"width": 390, "height": 844}
# Forms refuse what is faster than a person.
FILLING_IN = 2_100


class Phone:
    """Somebody who reads the portal in ``language`` on a telephone; no page may be wider than it."""

    def __init__(self, context: BrowserContext, site: str, language: str) -> None:
        self.page, self.language = context.new_page(), language
        self._site = site

    def go(self, path: str) -> Page:
        answer = self.page.goto(f"{self._site}{path}")
        assert answer is not None, path
        assert answer.ok, f"{path}: {answer.status}"
        self.look()
        return self.page

    def press(self, button: Locator) -> None:
        """Press what leads to another page, and look at it."""
        button.click()
        self.page.wait_for_load_state()
        self.look()

    def send(self, button: Locator) -> None:
        """Press what sends a form, as late as a person would."""
        self.page.wait_for_timeout(FILLING_IN)
        self.press(button)

    def look(self) -> None:
        expect(self.page.locator("html")).to_have_attribute(
            "lang", {"zh-hans": "zh-Hans"}.get(self.language, self.language)
        )
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], self.page.url

    def shoot(self, name: str) -> None:
        folder = PICTURES / "journeys"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{self.language}-{name}.png", full_page=True)


def delivered(to: str, pattern: str) -> str:
    """What the worker sends now; the path that matches ``pattern`` in the last mail to the address."""
    Worker().once()
    sent = [each for each in mail.outbox if each.to == [to]]
    found = [match for each in sent if (match := re.search(rf"https?://[^/\s]+({pattern})", each.body))]
    assert found, [each.subject for each in mail.outbox]
    return found[-1][1]
