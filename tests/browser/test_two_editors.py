"""Two editors in one entry, and a window that closed too early: acted out in browsers, in Korean."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from desk.models import Presence, UnsavedWork
from news.models import PressRelease
from tests.browser.newsroom import Desk, wait_until

WIDTHS = (390, 1360)


@pytest.fixture
def person(browser: Browser, live_server: LiveServer, demo: None) -> Iterator[Callable[[str], Desk]]:
    """Somebody at a computer of his own, signed in in Korean."""
    contexts: list[BrowserContext] = []

    def sit_down(username: str) -> Desk:
        context = browser.new_context(viewport={"width": 1360, "height": 900})
        context.set_default_timeout(15_000)
        contexts.append(context)
        desk = Desk(context.new_page(), live_server.url, "ko", f"two-editors-{username}")
        desk.sign_in(username)
        return desk

    yield sit_down
    for context in contexts:
        context.close()


@pytest.fixture
def draft(demo: None) -> PressRelease:
    """A draft of the demonstration with a Korean text."""
    release = PressRelease.objects.filter(state="in_review", texts__language="ko").first()
    assert release is not None
    return release


def open_page(desk: Desk, release: PressRelease) -> Page:
    desk.page.goto(f"{desk.site}/admin/news/pressrelease/{release.pk}/change/")
    desk.tab("ko")
    return desk.page


def shoot_both(desk: Desk, step: str) -> None:
    for width in WIDTHS:
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.shoot(f"{step}-{width}")
        wide = desk.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (step, width)


def headline(desk: Desk):
    return desk.field(desk.page.locator("#text-ko"), "headline")


def test_two_editors_see_each_other_and_neither_overwrites_the_other(
    person: Callable[[str], Desk], draft: PressRelease
) -> None:
    first, second = person("editor"), person("admin")
    open_page(first, draft)
    page = open_page(second, draft)

    expect(page.locator("[data-others] li")).to_contain_text("Sample Editor")
    expect(first.page.locator("[data-others] li")).to_contain_text("Sample Administrator", timeout=30_000)
    shoot_both(second, "sees-the-other")

    headline(first).fill("먼저 저장한 제목")
    first.save()
    expect(first.page.locator(".messagelist .success")).to_be_visible()

    headline(second).fill("나중에 저장한 제목")
    second.save()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".clash")).to_contain_text("먼저 저장한 제목")
    expect(headline(second)).to_have_value("나중에 저장한 제목")
    shoot_both(second, "collision")
    assert draft.texts.open().get(language="ko").title == "먼저 저장한 제목"

    page.locator("[name='_take-texts-ko-title']").check()
    second.save()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(headline(second)).to_have_value("먼저 저장한 제목")

    first.page.close()
    expect(page.locator("[data-others]")).to_be_hidden(timeout=30_000)


def test_what_was_typed_in_a_window_that_closed_is_offered_and_saved(
    person: Callable[[str], Desk], draft: PressRelease, tmp_path: Path
) -> None:
    editor = person("editor")
    page = open_page(editor, draft)
    headline(editor).fill("닫힌 창의 제목")
    panel = editor.tab("ko")
    editor.body(panel)
    page.keyboard.type(" 저장하지 않은 문장.")
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    editor.shoot("kept")
    page.close(run_before_unload=False)

    editor.page = page.context.pages[0] if page.context.pages else page.context.new_page()
    page = open_page(editor, draft)
    expect(page.locator("[data-offer]")).to_be_visible()
    shoot_both(editor, "offered")
    page.locator("[name=_take_back]").click()

    expect(headline(editor)).to_have_value("닫힌 창의 제목")
    expect(page.locator("#text-ko .tiptap")).to_contain_text("저장하지 않은 문장.")
    assert draft.texts.open().get(language="ko").title != "닫힌 창의 제목"
    shoot_both(editor, "taken-back")

    editor.save()
    expect(page.locator(".messagelist .success")).to_be_visible()
    text = draft.texts.open().get(language="ko")
    assert text.title == "닫힌 창의 제목"
    assert "저장하지 않은 문장." in text.body
    assert not UnsavedWork.objects.exists()
    wait_until(Presence.objects.filter(user__username="editor").exists)


def test_who_was_signed_out_while_typing_signs_in_elsewhere_and_saves(
    person: Callable[[str], Desk], draft: PressRelease
) -> None:
    editor = person("editor")
    page = open_page(editor, draft)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    headline(editor).fill("로그아웃된 동안의 제목")
    expect(page.locator("[data-kept].problem")).to_be_visible(timeout=15_000)
    editor.shoot("signed-out")
    editor.save()
    expect(headline(editor)).to_have_value("로그아웃된 동안의 제목")

    page.context.add_cookies([each for each in cookies if each["name"] != "csrftoken"])
    editor.save()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert draft.texts.open().get(language="ko").title == "로그아웃된 동안의 제목"
