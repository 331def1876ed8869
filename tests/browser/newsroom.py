"""A member of staff in front of the newsroom, as the tests in a browser act one out."""

import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from django.utils import translation
from django.utils.text import capfirst
from playwright.sync_api import Locator, Page, expect

from demo.accounts import PASSWORD
from publishing.languages import Language

__all__ = ["PICTURES", "Desk", "wait_until"]

# For a person to look at; the directory is not part of the project.
PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"

PASTE = """(editor, html) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/html", html);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Give what a page says by itself the time to arrive; not arriving is a failure."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.1)


SELECT = """(paragraph, words) => {
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let text = texts.nextNode();
    while (text && words && !text.data.includes(words)) text = texts.nextNode();
    const start = words ? text.data.indexOf(words) : 0;
    getSelection().setBaseAndExtent(text, start, text, words ? start + words.length : text.length);
}"""


class Desk:
    """Someone signed in to the admin, who reads its labels in ``language``."""

    def __init__(self, page: Page, site: str, language: str, pictures: str = "") -> None:
        self.page, self.site, self.language = page, site, language
        self._pictures = PICTURES / (pictures or language)
        self._numbers = count(1)

    def say(self, message: object, **values: object) -> str:
        """What the interface says for a message of the code, in this person's language."""
        with translation.override(self.language):
            said = translation.gettext(message) if isinstance(message, str) else str(message)
        return said % values if values else said

    def sign_in(self, username: str) -> None:
        self.page.goto(f"{self.site}/admin/")
        self.page.locator(f".language-switch button[value={self.language}]").click()
        self.page.get_by_label(self.say("Username")).fill(username)
        self.page.get_by_label(self.say("Password")).fill(PASSWORD)
        self.page.get_by_role("button", name=self.say("Log in")).click()
        expect(self.page.locator("#logout-form")).to_be_visible()
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def shoot(self, step: str, page: Page | None = None) -> None:
        """Keep a picture of the page, or of somebody else's, as it is now."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        (page or self.page).screenshot(
            path=self._pictures / f"{next(self._numbers):02}-{step}.png", full_page=True
        )

    # --- Texts ---

    def tab(self, language: str) -> Locator:
        """The texts of the entry in ``language``, brought to the front."""
        self.page.get_by_role("tab", name=self.say(Language(language).label)).click()
        panel = self.page.locator(f"#text-{language}")
        expect(panel).to_be_visible()
        return panel

    def field(self, panel: Locator, name: str) -> Locator:
        """The field of a text with this label."""
        return panel.get_by_label(capfirst(self.say(name)), exact=True)

    def body(self, panel: Locator) -> Locator:
        """The place in which the body is written, with the cursor at its end."""
        editor = panel.locator(".tiptap")
        editor.click()
        self.page.keyboard.press("Control+End")
        return editor

    def replace(self, paragraph: Locator, words: str, by: str) -> None:
        """Write ``by`` in place of ``words``, or of all up to the first mark, once the editor knows the selection."""
        paragraph.click()
        paragraph.evaluate(SELECT, words)
        self.page.wait_for_timeout(200)
        self.page.keyboard.insert_text(by)
        expect(paragraph).to_contain_text(by)

    def press(self, panel: Locator, tool: str) -> None:
        """Press the button of the editor's toolbar that has this name."""
        panel.locator(".prose-menubar").get_by_role("button", name=self.say(tool), exact=True).click()

    def paste(self, panel: Locator, html: str) -> None:
        panel.locator(".tiptap").evaluate(PASTE, html)

    # --- Facts ---

    def choose(self, field: str, typed: str, wanted: str) -> None:
        """Type into the search of a field of choices and take what it finds."""
        chosen = self.chosen(field)
        chosen.click()
        self.page.locator(".select2-container--open .select2-search__field").press_sequentially(typed)
        self.page.locator(".select2-results__option[role=option]", has_text=wanted).first.click()
        expect(chosen).to_contain_text(wanted)

    def chosen(self, field: str) -> Locator:
        """What a field of choices shows as chosen."""
        return self.page.locator(f"#id_{field} + .select2 .select2-selection")

    def set_moment(self, name: str, day: str, time: str, zone: str) -> Locator:
        """Fill in a moment; what the page reads back."""
        self.page.locator(f"#id_{name}_0").fill(day)
        self.page.locator(f"#id_{name}_1").fill(time)
        self.page.locator(f"#id_{name.removesuffix('_at')}_zone").select_option(zone)
        return self.page.locator(f"[data-moment={name}] output")

    # --- Steps ---

    def save(self) -> None:
        self.page.locator(".submit-row [name=_save]").click()

    def take(self, label: object) -> None:
        """Press the button of a step at the foot of the page."""
        self.page.locator(".submit-row").get_by_role("button", name=self.say(label), exact=True).click()

    def expect_done(self, words: str) -> None:
        expect(self.page.locator(".messagelist .success")).to_contain_text(self.say(words))

    def stage(self) -> Locator:
        return self.page.locator(".standing .stage")
