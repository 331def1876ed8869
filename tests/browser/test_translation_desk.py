"""A translator and an editor at the translation desk, acted out in a browser in Korean."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import PressRelease
from organizations.models import Organization
from publishing.enums import TextState
from publishing.models import Explanation
from tests.browser.newsroom import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STALE = "sample-tianjin-pilot-sites"
SERIOUS = ("serious", "critical")
SURFACE = ".ProseMirror[contenteditable]"


@pytest.fixture
def desk(page: Page, live_server: LiveServer, demo: None) -> Callable[[str], Desk]:
    """Sign somebody in to the newsroom in Korean; it collects what the pages complain about."""

    def sign_in(username: str) -> Desk:
        page.set_default_timeout(15_000)
        page.set_viewport_size({"width": 1360, "height": 900})
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: page.complaints.append(said.text) if said.type == "error" else None,
        )
        person = Desk(page, live_server.url, "ko", "translation")
        person.sign_in(username)
        return person

    return sign_in


def violations(page: Page) -> Iterator[str]:
    for found in Axe().run(page).response["violations"]:
        if found["impact"] in SERIOUS:
            yield f"{found['id']}: {[node['target'] for node in found['nodes']][:3]}"


def hold_together(desk: Desk) -> None:
    """No serious finding, nothing wider than the screen, on a large screen and on a small one."""
    assert desk.page.complaints == []
    for width in (390, 1360):
        desk.page.set_viewport_size({"width": width, "height": 900})
        assert list(violations(desk.page)) == []
        assert desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    # What axe itself adds to the page is against the page's policy.
    desk.page.complaints.clear()


def open_desk(desk: Desk) -> None:
    desk.page.locator("#user-tools").get_by_role("link", name=desk.say("Translation desk")).click()
    expect(desk.page.locator("table.matrix")).to_be_visible()


def test_a_translator_brings_a_stale_text_up_to_date(desk: Callable[[str], Desk]) -> None:
    entry = PressRelease.objects.get(slug=STALE)
    person = desk("translator")
    page = person.page
    open_desk(person)
    hold_together(person)
    page.locator(".mine a").click()
    row = page.locator("table.matrix tbody tr", has_text=entry.ref)
    expect(row.locator(".overdue")).to_be_visible()
    person.shoot("matrix")

    row.locator("a", has=page.locator(".cell-state.stale")).click()
    page.wait_for_selector(SURFACE)
    changed = page.locator(".block.is-changed")
    expect(changed).to_have_count(1)
    expect(changed.locator("del")).to_be_hidden()
    page.get_by_role("link", name=person.say("To the first")).click()
    changed.locator("summary").press("Enter")
    expect(changed.locator("ins").first).to_be_visible()
    assert "2" in changed.locator("ins").first.inner_text()
    hold_together(person)

    left, right = changed.bounding_box(), page.locator(f"{SURFACE} > p").first.bounding_box()
    assert abs(left["y"] - right["y"]) < 24
    page.locator(f"{SURFACE} > p").first.click()
    expect(changed).to_have_class("block block-p is-changed changed current")
    page.get_by_label(person.say("headline"), exact=False).first.fill("天津港口氢能示范项目2处候选场址公布")
    page.locator(f"{SURFACE} > p").first.click()
    page.keyboard.press("End")
    page.keyboard.type("起初公布的3处中，有1处未通过安全间距评审，现为2处。")
    person.shoot("side-by-side")
    page.get_by_role("button", name=person.say("Save and submit for review")).click()
    person.expect_done("The text was handed over for review.")

    text = entry.texts.get(language="zh-hans", version=2)
    assert text.state == TextState.IN_REVIEW
    assert "现为2处" in text.body
    assert text.based_on == entry.texts.live().get(language="ko")
    assert page.complaints == []


def test_an_editor_waives_a_language_and_plans_another(desk: Callable[[str], Desk]) -> None:
    person = desk("editor")
    page = person.page
    open_desk(person)
    page.locator("table.tallies tbody tr").nth(2).locator("a").first.click()
    expect(page).to_have_url(f"{person.site}/admin/translation/?zh-hans=missing")
    entry = Organization.objects.get(slug="kapid")
    page.locator(f"input[value='{entry.pk}:zh-hans']").check()
    page.locator(".plan summary").click()
    page.get_by_label(person.say("Reason")).fill("중국어 이름이 알려지지 않았다.")
    page.get_by_role("button", name=person.say("Waive"), exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert entry.plans.get().waived_reason == "중국어 이름이 알려지지 않았다."
    expect(page.locator(f"input[value='{entry.pk}:zh-hans']")).to_have_count(0)

    other = Organization.objects.get(slug="hanbat-university")
    page.locator(f"input[value='{other.pk}:zh-hans']").check()
    page.locator(".plan summary").click()
    page.locator("[name=assign-translator]").select_option(label="Sample Translator")
    page.locator("[name=assign-due_at_0]").fill("2030-06-05")
    page.locator("[name=assign-due_zone]").select_option("Asia/Shanghai")
    person.shoot("planning")
    page.get_by_role("button", name=person.say("Assign"), exact=True).click()
    expect(page.locator("tr", has_text=other.ref).locator(".cell-plan")).to_contain_text("Sample Translator")
    assert page.complaints == []


def test_a_difference_is_explained(desk: Callable[[str], Desk]) -> None:
    entry = PressRelease.objects.get(slug=STALE)
    english = entry.texts.live().get(language="en")
    english.body = f"{english.body}<p>The sites cover 14 hectares.</p>"
    english.save()
    person = desk("translator")
    page = person.page
    page.goto(f"{person.site}/admin/translation/{entry.pk}/zh-hans/#facts")
    row = page.locator("#facts tbody tr", has_text="14")
    expect(row.locator(".fact-values").first).to_contain_text("14 /")
    person.shoot("facts")
    row.get_by_role("link").click()
    page.get_by_label(person.say("Why is this right?")).fill("영문 독자에게만 면적을 알린다.")
    person.shoot("explain")
    hold_together(person)
    page.get_by_role("button", name=person.say("Explain"), exact=True).click()
    expect(page.locator("#facts .explained")).to_contain_text("영문 독자에게만")
    assert Explanation.objects.filter(entry=entry, note__startswith="영문").exists()
    assert page.complaints == []


def test_without_scripts_everything_is_still_there(
    desk: Callable[[str], Desk], browser, live_server: LiveServer
) -> None:
    entry = PressRelease.objects.get(slug=STALE)
    person = desk("translator")
    context = browser.new_context(
        java_script_enabled=False, storage_state=person.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/translation/{entry.pk}/zh-hans/")
    expect(page.locator(".block.is-changed")).to_have_count(1)
    page.locator("[name=text-title]").fill("没有脚本")
    page.locator("textarea[name=text-body]").fill("<p>正文</p>")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert entry.texts.open().get(language="zh-hans").body == "<p>正文</p>"
    context.close()
