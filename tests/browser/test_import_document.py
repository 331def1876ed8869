"""An author takes in releases that were written in Word and in Hangul, with the newsroom in Korean."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from exchange.models import ImportFinding
from news.models import PressRelease
from tests.browser.newsroom import Desk

LANGUAGE = "ko"
DOCUMENTS = Path(__file__).resolve().parents[2] / "demo" / "documents"
TITLE = "한중 환경산업 대표단, 베이징·톈진에서 협력 넓힌다"
DECK = "상담회·포럼·기술 전시를 나흘 동안 잇달아 열어"
WIDTHS = (390, 1360)


@pytest.fixture
def author(page: Page, live_server: LiveServer, demo: None) -> Desk:
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": 1360, "height": 900})
    desk = Desk(page, live_server.url, LANGUAGE, "import")
    desk.sign_in("author")
    return desk


def shoot(author: Desk, step: str) -> None:
    for width in WIDTHS:
        author.page.set_viewport_size({"width": width, "height": 900})
        author.shoot(f"{step}-{width}")
        assert author.page.evaluate("document.documentElement.scrollWidth") <= width, step


@pytest.mark.parametrize("ending", ["docx", "hwpx"])
def test_a_document_becomes_a_draft(author: Desk, ending: str):
    page = author.page
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

    page.goto(f"{author.site}/admin/news/pressrelease/")
    page.get_by_role("link", name=author.say("Import a document")).click()
    shoot(author, f"{ending}-upload")
    page.locator("#id_document").set_input_files(DOCUMENTS / f"sample-press-release.{ending}")
    page.get_by_role("button", name=author.say("Read the document")).click()

    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_deck")).to_have_value(DECK)
    expect(page.locator("#id_release_at_0")).to_have_value("2027-06-07")
    expect(page.locator("#id_release_at_1")).to_have_value("12:00")
    expect(page.locator("#id_papers")).to_have_value("6. 8.(화) 조간")
    expect(page.locator("#id_distributed_at_1")).to_have_value("09:00")
    expect(page.locator("#id_issuer + .select2")).to_contain_text("기후에너지환경부")
    points = page.locator(".points li")
    expect(
        points.filter(has_text=author.say("The name of a contact is needed in English as well."))
    ).to_have_count(2)
    number = points.count()
    expect(page.locator(".review-text")).to_contain_text("주요 일정")
    expect(page.locator(".review-text li")).to_have_count(3)
    expect(page.locator(".review-pictures img")).to_have_js_property("naturalWidth", 320)
    shoot(author, f"{ending}-review")
    assert not PressRelease.objects.filter(texts__title=TITLE).exists()
    page.get_by_role("button", name=author.say("Make the draft")).click()

    author.expect_done("The draft was made. Look at the points below before it goes out.")
    panel = author.tab(LANGUAGE)
    expect(author.field(panel, "headline")).to_have_value(TITLE)
    expect(panel.locator(".tiptap h2")).to_have_text(["주요 일정", "기대 효과"])
    expect(panel.locator(".tiptap sup[data-note]")).to_have_count(2)
    expect(panel.locator(".tiptap table tr")).to_have_count(3)
    expect(panel.locator("[name$=notes-term]").first).to_have_value("한국관")
    expect(page.locator("#import-findings .point-list > li")).to_have_count(number)
    shoot(author, f"{ending}-draft")

    page.set_viewport_size({"width": 1360, "height": 900})
    page.locator("#import-findings li").first.get_by_role("button", name=author.say("Looked at")).click()
    expect(page.locator("#import-findings .point-list > li")).to_have_count(number - 1)
    page.get_by_role("button", name=author.say("I have looked at all of them")).click()
    expect(page.locator("#import-findings")).to_contain_text(
        author.say("Everything uncertain in the imported document has been looked at.")
    )
    assert not ImportFinding.objects.filter(resolved_at=None).exists()
    author.save()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert errors == []


def test_a_dropped_document_is_chosen_and_an_old_one_is_explained(author: Desk):
    page = author.page
    page.goto(f"{author.site}/admin/exchange/documents/")
    page.evaluate(
        """() => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array([208, 207, 17, 224, 161, 177, 26, 225, 0])], "old.hwp"));
            const place = document.querySelector("[data-drop-place]");
            place.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }"""
    )
    assert page.locator("#id_document").evaluate("field => field.files[0].name") == "old.hwp"

    page.get_by_role("button", name=author.say("Read the document")).click()

    message = "This is an old HWP document. Open it in Hangul and save it as .hwpx, then choose that file."
    expect(page.locator(".errorlist")).to_contain_text(author.say(message))
    shoot(author, "refused")
