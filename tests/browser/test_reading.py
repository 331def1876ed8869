"""Pages as they are read: where lines break, without styles, enlarged, by keyboard, on paper."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from publishing.languages import LANGUAGES
from tests.browser.addresses import PAGES, READ

FIVE_WIDTHS = (320, 390, 768, 1360, 1920)

# Where a line of running text ends between two characters: what stands before, what after, and whether the word that is
# torn began its line, which means that it is longer than the line.
BREAKS = r"""
(isTorn) => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const place = (node, index) => {
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        return range.getClientRects()[0];
    };
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.length < 2 || !node.data.trim() || !node.parentElement.checkVisibility()) continue;
        if (node.parentElement.closest("svg, .visually-hidden")) continue;
        let wordStart = 0, lineStart = 0, before = null;
        for (let index = 0; index < node.length; index++) {
            const character = node.data[index];
            if (/\s/.test(character)) { wordStart = index + 1; continue; }
            const box = place(node, index);
            if (!box || !box.width) continue;
            const breaks = before && box.top >= before.bottom - 2 && index - before.index === 1;
            if (breaks) {
                const pair = node.data[index - 1] + character;
                if (isTorn === "ko" && /[가-힣][가-힣A-Za-z0-9]|[A-Za-z0-9][가-힣]/.test(pair) && wordStart > lineStart)
                    found.push(node.data.slice(Math.max(0, index - 8), index) + "|" + node.data.slice(index, index + 8));
                lineStart = index;
            } else if (before && box.top >= before.bottom - 2) lineStart = index;
            if (isTorn === "zh" && before && box.top >= before.bottom - 2 && /[、。，．：；！？）】》〉」』”’…％]/.test(character))
                found.push(node.data.slice(Math.max(0, index - 8), index) + "|" + node.data.slice(index, index + 8));
            before = { bottom: box.bottom, index };
        }
    }
    return found;
}
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What WCAG 2.2 (1.4.12) lets readers set.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
FOCUSED = """
() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 8));
    return {
        name: element.tagName + " " + (element.innerText || element.name || element.id || "").slice(0, 40),
        isShown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isCovered: !(middle && (element.contains(middle) || middle.contains(element))),
    };
}
"""


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer, demo: None) -> Iterator[Callable[..., BrowserContext]]:
    contexts = []

    def arrive(width: int, **settings: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, **settings
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield arrive
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("language", "script"), [("ko", "ko"), ("zh-hans", "zh")])
def test_lines_break_where_the_language_allows_it(
    visitor: Callable[..., BrowserContext], language: str, script: str
) -> None:
    page, problems = visitor(1360).new_page(), []
    for name in READ:
        page.goto(f"/{language}/{PAGES[name]}")
        for width in FIVE_WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            problems += [f"{name} {width}: {each}" for each in page.evaluate(BREAKS, script)]

    assert not problems, "\n".join(problems)


def test_a_torn_word_and_a_forbidden_beginning_would_be_found(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 400})
    page.set_content(
        '<p lang="ko" style="width: 7em; word-break: break-all">한국과 중국의 환경산업협력센터가 문을 열었다</p>'
        '<p lang="zh-Hans" style="width: 6em; line-break: anywhere">中韩环境合作，中韩环境，合作中心。</p>'
    )
    assert page.evaluate(BREAKS, "ko")
    assert page.evaluate(BREAKS, "zh")
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_fit_every_screen_also_with_the_spacing_that_readers_need(
    visitor: Callable[..., BrowserContext], language: str
) -> None:
    page, problems = visitor(320).new_page(), []
    for name, address in PAGES.items():
        page.goto(f"/{language}/{address}")
        for width in FIVE_WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if (sideways := page.evaluate(SIDEWAYS)) > 0:
                problems.append(f"{name}: {sideways} px wider than {width}")
        page.set_viewport_size({"width": 390, "height": 900})
        page.evaluate(
            "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
            SPACED,
        )
        if (sideways := page.evaluate(SIDEWAYS)) > 0:
            problems.append(f"{name}: {sideways} px wider than 390 with more space")

    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_keep_their_order_without_styles_and_scripts(
    visitor: Callable[..., BrowserContext], language: str
) -> None:
    context = visitor(1360, java_script_enabled=False)
    context.route(re.compile(r"\.(css|js)$"), lambda route: route.abort())
    page, problems = context.new_page(), []
    for name, address in PAGES.items():
        page.goto(f"/{language}/{address}")
        problems += [f"{name}: {each}" for each in disorder(page)]

    assert not problems, "\n".join(problems)


def disorder(page: Page) -> Iterator[str]:
    """What a listener to the bare page would stumble over."""
    levels = [
        int(tag[1])
        for tag in page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(e => e.tagName)")
    ]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} titles"
    jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    if jumps:
        yield f"headings skip a level: {jumps}"
    landmarks = page.locator("header, main, footer").evaluate_all(
        "all => all.filter(e => e.parentElement === document.body).map(e => e.tagName)"
    )
    if landmarks != ["HEADER", "MAIN", "FOOTER"]:
        yield f"landmarks {landmarks}"
    unnamed = page.locator("table").evaluate_all("all => all.filter(e => !e.querySelector('th')).length")
    if unnamed:
        yield f"{unnamed} tables without headings"
    first = page.locator("a").first.get_attribute("href")
    if first != "#main":
        yield "does not begin with the way to the content"


@pytest.mark.parametrize(("language", "width"), [("ko", 1360), ("zh-hans", 390)])
def test_everything_is_reached_by_keyboard_and_seen(
    visitor: Callable[..., BrowserContext], language: str, width: int
) -> None:
    page, problems = visitor(width).new_page(), []
    for name in ("home", "news", "release", "delegation", "exhibition", "opportunity", "search"):
        page.goto(f"/{language}/{PAGES[name]}")
        problems += [f"{name}: {each}" for each in tabbed(page)]

    assert not problems, "\n".join(problems)


def tabbed(page: Page) -> Iterator[str]:
    """What goes wrong on the way through a page by the tabulator key."""
    wanted = page.locator(
        "a[href]:visible, button:visible, input:visible, select:visible, summary:visible"
    ).count()
    seen = 0
    for _number in range(wanted + 20):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        if focus is None:
            break
        seen += 1
        if not focus["isShown"]:
            yield f"{focus['name']} is not on the screen"
        if not focus["isMarked"]:
            yield f"{focus['name']} shows no focus"
        if focus["isCovered"]:
            yield f"{focus['name']} is covered"
    if seen < wanted * 0.9:
        yield f"only {seen} of {wanted} are reached"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["release", "opportunity", "company"])
def test_on_paper_a_document_takes_one_or_two_pages(
    visitor: Callable[..., BrowserContext], language: str, name: str
) -> None:
    page = visitor(1360).new_page()
    page.goto(f"/{language}/{PAGES[name]}")
    paper = page.pdf(format="A4")

    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
