"""An editor drops pictures into the library, describes them and sets a focal point, with the newsroom in Korean."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from publishing.models import Image
from tests.browser.newsroom import Desk
from tests.pictures import picture

DROP = """([place, name, bytes]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
        place.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""


@pytest.fixture
def editor(page: Page, live_server: LiveServer, demo: None) -> Desk:
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": 1360, "height": 900})
    desk = Desk(page, live_server.url, "ko", "library")
    desk.sign_in("editor")
    return desk


def shoot(editor: Desk, step: str) -> None:
    for width in (390, 1360):
        editor.page.set_viewport_size({"width": width, "height": 900})
        editor.shoot(f"{step}-{width}")
        assert editor.page.evaluate("document.documentElement.scrollWidth") <= width, step


def test_pictures_are_dropped_described_and_given_a_focal_point(editor: Desk):
    page = editor.page
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    before = set(Image.objects.values_list("pk", flat=True))
    page.goto(f"{editor.site}/admin/publishing/image/")
    shoot(editor, "list")
    page.get_by_role("link", name=editor.say("Upload several")).click()

    page.wait_for_load_state()  # only then does the page listen to what is dropped
    place = page.locator("[data-drop-place]").element_handle()
    page.evaluate(DROP, [place, "broken.png", [1, 2, 3]])
    page.evaluate(DROP, [place, "wide.png", list(picture(size=(900, 300)).read())])

    expect(page.locator(".uploads .failed")).to_contain_text("broken.png")
    expect(page.locator(".uploads .done")).to_contain_text("wide.png")
    shoot(editor, "upload")
    page.get_by_role("link", name=editor.say("Describe what was uploaded")).click()
    expect(page.locator(".described img")).to_have_js_property("naturalWidth", 480)
    page.locator("#id_form-0-alt_ko").fill("다리")
    shoot(editor, "describe")
    page.get_by_role("button", name=editor.say("Save"), exact=True).click()

    image = Image.objects.exclude(pk__in=before).get()
    assert image.alt_ko == "다리"
    page.locator("#result_list tbody a", has_text="다리").click()
    mark = page.locator(".focal-picture")
    mark.evaluate("mark => mark.scrollIntoView({ block: 'start' })")
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5)
    expect(page.locator("#id_focal_x")).to_have_value("0.75")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_focal_x")).to_have_value("0.73")
    expect(page.locator("#id_focal_y")).to_have_value("0.52")
    # 900 × 300 pixels: the card is 571 wide and ends at the right edge.
    part = page.locator(".focal-card").get_attribute("viewBox") or ""
    assert [round(float(number)) for number in part.split()] == [329, 0, 571, 300]
    shoot(editor, "focal")
    editor.save()
    expect(page.locator("#result_list")).to_be_visible()

    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.73, 0.52)
    assert errors == []
