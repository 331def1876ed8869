"""The editor keeps what a body may contain, brings in what word processors copy, and stays within the policy."""

import pytest
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page

from publishing.models import Page as StandingPage
from publishing.richtext import note_markers, sanitise
from tests import factories
from tests.publishing.test_richtext import HWP, WORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    '<h2>A</h2><h3>B</h3><h4>C</h4><p lang="ko">d <strong>e</strong> <em>f</em> <u>g</u> <s>h</s> i<sub>2</sub>'
    ' j<sup>3</sup><sup data-note="1"></sup> <span lang="zh-Hans">环境</span> k<wbr>l<br>m'
    ' <a href="https://example.org/" title="n" rel="noopener">o</a></p>'
    "<ul><li><p>p</p></li></ul><ol><li><p>q</p></li></ol><blockquote><p>r</p></blockquote><hr>"
    '<table><caption>s</caption><tbody><tr><th scope="col"><p>t</p></th><th><p>u</p></th></tr>'
    '<tr><td colspan="2"><p>v</p></td></tr></tbody></table><p>w</p>'
)
SURFACE = "#text-ko .ProseMirror[contenteditable]"
FIELD = "[name=texts-ko-body]"


@pytest.fixture
def editor(page: Page, live_server, client: Client) -> Page:
    """The page of a draft whose Korean text is BODY, opened by an administrator; it collects complaints."""
    entry = factories.draft(StandingPage)
    factories.written(entry, body=BODY, notes=[{"marker": "1", "term": "", "text": "N"}])
    client.force_login(factories.administrator())
    session = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    page.complaints = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            page.complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{live_server.url}/admin/publishing/page/{entry.pk}/change/")
    page.wait_for_selector(SURFACE)
    return page


def paste(page: Page, html: str) -> None:
    page.locator(SURFACE).click()
    page.keyboard.press("Control+A")
    page.evaluate(
        """([target, html]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector(target).dispatchEvent(event);
        }""",
        [SURFACE, html],
    )


def test_editing_keeps_everything_a_body_may_contain(editor: Page) -> None:
    editor.locator(f"{SURFACE} > p").last.click()
    editor.keyboard.press("End")
    editor.keyboard.type("!")

    assert sanitise(editor.input_value(FIELD)) == sanitise(BODY.replace("<p>w</p>", "<p>w!</p>"))
    assert editor.complaints == []


@pytest.mark.parametrize(
    ("source", "kept"), [(WORD, "<strong>양국은</strong>"), (HWP, "<strong>한중 협력</strong>")]
)
def test_what_a_word_processor_copies_comes_in_clean(editor: Page, source: str, kept: str) -> None:
    paste(editor, source)

    value = editor.input_value(FIELD)
    assert kept in value
    for trace in ("mso", "Mso", "o:p", "style=", "class=", "·"):
        assert trace not in value
    assert editor.complaints == []


def test_a_mark_and_its_note_are_made_together(editor: Page) -> None:
    editor.locator(f"{SURFACE} > p").last.click()
    editor.keyboard.press("End")
    editor.click("#text-ko [data-name=note]")

    assert note_markers(editor.input_value(FIELD)) == ["1", "2"]
    rows = editor.locator("#text-ko .notes tbody tr:visible")
    assert rows.count() == 2
    assert rows.last.locator("input").first.input_value() == "2"


def test_a_release_time_is_read_back_while_it_is_typed(editor: Page) -> None:
    editor.fill("#id_release_at_0", "2027-06-01")
    editor.fill("#id_release_at_1", "12:00")
    words = editor.locator(".field-release_at output")
    assert words.inner_text() == "Tuesday 1 June 2027, 12:00 Seoul · 11:00 Beijing · 03:00 UTC"

    editor.select_option("#id_release_zone", "Asia/Shanghai")
    assert words.inner_text() == "Tuesday 1 June 2027, 12:00 Beijing · 13:00 Seoul · 04:00 UTC"
