"""A release on its way through the whole desk, acted out by several people in Korean."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from playwright.sync_api import BrowserContext, Locator, Page, expect

from news.models import PressRelease
from organizations.models import Organization, Person, Role
from publishing import clock, formats, jobs
from publishing.actions import (
    Approve,
    ChangeAddress,
    Countersign,
    DraftText,
    PublishText,
    ReleaseEarly,
    ReleaseInEmergency,
    Reschedule,
    Return,
    Submit,
    SubmitText,
    Withdraw,
)
from publishing.enums import Severity, Stage, Zone
from publishing.languages import LANGUAGES, Language
from publishing.models import Entry, Image
from tests import factories
from tests.browser.conftest import Room
from tests.browser.newsroom import Desk
from tests.world import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SitDown = Callable[..., Desk]

SLUG = "talks-in-nanjing"
TITLES = {
    "ko": "난징 상담회에 국내 기업 14곳 참가",
    "en": "Korean companies to join talks in Nanjing",
    "zh-hans": "韩国企业将参加南京洽谈会",
}
BODIES = {
    "ko": ("12월 9일 난징에서 열리는 상담회에 기업 14곳이 참가한다.", "상담은 기업마다 30분씩 한다."),
    "en": (
        "In the talks in Nanjing on 9 December 14 companies take part.",
        "Each company talks for 30 minutes; the city has welcomed delegations since 1992.",
    ),
    "zh-hans": ("12月9日在南京举行的洽谈会上，将有13家企业参加。", "每家企业洽谈30分钟。"),
}
TERMS = {"ko": "상담회", "en": "Talks", "zh-hans": "洽谈会"}
NOTES = {
    "ko": "구매자와 기업이 만나는 자리.",
    "en": "Buyers and companies meet.",
    "zh-hans": "采购方与企业见面的活动。",
}
QUOTES = {
    "ko": "협력의 폭을 넓히겠다.",
    "en": "We will widen our cooperation.",
    "zh-hans": "我们将拓宽合作。",
}
ALTS = {"ko": "긴 탁자가 놓인 회의장", "en": "A hall with long tables", "zh-hans": "摆着长桌的会场"}
MINISTRY = "기후에너지환경부"


# --- What was there before ---


@pytest.fixture
def surroundings(room: Room) -> None:
    """A ministry that issues, somebody who is quoted, and a picture."""
    ministry = factories.released(Organization, title=MINISTRY)
    director = factories.released(Person, title="김민지")
    titles = {"title_ko": "국장", "title_en": "Director", "title_zh_hans": "局长"}
    Role.objects.create(person=director, organization=ministry, type="director", **titles)
    alts = {f"alt_{language.replace('-', '_')}": words for language, words in ALTS.items()}
    Image.objects.create(file=ContentFile(picture(), name="hall.png"), **alts)


def published(slug: str, wording: dict[str, dict[str, str]]) -> PressRelease:
    """A release that went out in spring, with this wording."""
    entry = factories.draft(PressRelease, slug=slug)
    at = factories.NOON
    with clock.as_of(at - timedelta(days=2)):
        for language in (Language.KOREAN, Language.ENGLISH, Language.CHINESE):
            factories.written(entry, language, **wording[language])
        Submit(entry, factories.writer()).execute()
        Approve(entry, factories.actor(), release_at=at).execute()
    return entry


# --- Ways through the newsroom ---


def place_of(language: Language) -> int:
    """Which of the columns of the languages is that of ``language``, counted from 0."""
    return list(LANGUAGES).index(language)


def open_entry(desk: Desk, entry: Entry) -> Page:
    desk.page.goto(f"{desk.site}/admin/news/pressrelease/{entry.pk}/change/")
    return desk.page


def go(desk: Desk, link: str) -> None:
    """Follow a link beside where the entry stands."""
    desk.page.locator(".standing-links").get_by_role("link", name=desk.say(link), exact=True).click()


def pane(desk: Desk, code: str) -> Locator:
    """What waits for this person under this heading of the desk's front page."""
    desk.page.goto(f"{desk.site}/admin/")
    return desk.page.locator(f".pane#{code}")


def from_pane(desk: Desk, code: str, title: str) -> Page:
    pane(desk, code).get_by_role("link", name=title).click()
    return desk.page


def confirm(desk: Desk, said: str) -> None:
    """Press the button of the page of a step and read that it was done."""
    desk.page.locator(".step-form button[type=submit]").click()
    desk.expect_done(said)


def give_reason(desk: Desk, reason: str) -> None:
    desk.page.locator("[name=reason]").fill(reason)


def step_of_text(desk: Desk, panel: Locator, step: Any) -> None:
    panel.locator(".panel-steps").get_by_role("button", name=desk.say(step.label), exact=True).click()


def write_body(desk: Desk, panel: Locator, language: str) -> None:
    first, second = BODIES[language]
    desk.body(panel)
    desk.page.keyboard.insert_text(first)
    desk.press(panel, "Footnote")
    row = panel.locator(".notes-table tbody tr:visible")
    row.get_by_label(desk.say("Term")).fill(TERMS[language])
    row.get_by_label(desk.say("Explanation")).fill(NOTES[language])
    desk.body(panel)
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.insert_text(second)


def expect_public(reader: BrowserContext, site: str, path: str, status: int) -> str:
    answer = reader.request.get(site + path)
    assert answer.status == status, path
    return answer.text()


# --- From the first word to the release ---


def test_a_release_is_written_translated_reviewed_and_goes_out(
    sit_down: SitDown, room: Room, reader: BrowserContext, surroundings: None
) -> None:
    author, translator, editor = (sit_down(name) for name in ("author", "translator", "editor"))
    noon = tomorrow_noon()
    entry = write_in_korean(author, noon)
    for language in (Language.ENGLISH, Language.CHINESE):
        translate(translator, entry, language)
    submit(author, entry)
    look_and_return(editor, entry)
    put_right(author, translator, entry)
    approve(editor, entry, noon)
    look_around_the_release(editor, entry)
    expect_hidden(reader, room.site, entry)
    link = give_link(editor)
    read_under_embargo(room, link, noon)
    reschedule(editor, entry, noon + timedelta(hours=2))
    release_early(editor, entry)
    expect_out(reader, room.site, entry)
    expect_link_leads_to_the_public_page(room, link, entry)


def tomorrow_noon() -> datetime:
    local = clock.now().astimezone(ZoneInfo(Zone.SEOUL)) + timedelta(days=1)
    return local.replace(hour=12, minute=0, second=0, microsecond=0)


def write_in_korean(author: Desk, noon: datetime) -> PressRelease:
    page = author.page
    page.goto(f"{author.site}/admin/news/pressrelease/add/")
    panel = author.tab("ko")
    author.field(panel, "headline").fill(TITLES["ko"])
    author.field(panel, "deck").fill("양측이 상담 분야를 정했다.")
    write_body(author, panel, "ko")
    page.locator("#id_slug").fill(SLUG)
    page.locator("#id_dated").fill(f"{noon:%Y-%m-%d}")
    author.choose("issuer", MINISTRY, MINISTRY)
    words = author.set_moment("release_at", f"{noon:%Y-%m-%d}", "12:00", Zone.SEOUL)
    expect(words).to_contain_text(f"12:00 {author.say('Seoul')} · 11:00 {author.say('Beijing')}")
    page.locator("#quotes-group .add-row a").click()
    author.choose("quotes-0-role", "김민지", "김민지")
    for language in ("ko", "en"):
        page.locator(f"[name=quotes-0-text_{language}]").fill(QUOTES[language])
    page.locator("#images-group .add-row a").click()
    author.choose("images-0-image", ALTS["ko"], ALTS["ko"])
    author.save()
    expect(author.stage()).to_have_text(author.say(Stage.DRAFT.label))
    return PressRelease.objects.get(slug=SLUG)


def translate(translator: Desk, entry: Entry, language: Language) -> None:
    page = translator.page
    page.goto(f"{translator.site}/admin/")
    page.locator("#user-tools").get_by_role("link", name=translator.say("Translation desk")).click()
    row = page.locator("table.matrix tbody tr", has_text=entry.ref)
    row.locator("td.cell").nth(place_of(language)).locator(
        "a", has=page.locator(".cell-state.missing")
    ).click()
    expect(page.locator(".side-by-side .pair-body")).to_contain_text(BODIES["ko"][0])
    panel = page.locator(".side-by-side")
    panel.locator("[name=text-title]").fill(TITLES[language])
    panel.locator("[name=text-deck]").fill({"en": "Both sides agree.", "zh-hans": "双方商定。"}[language])
    write_body(translator, panel, language)
    page.locator("[name=_save]").click()
    translator.expect_done("Saved.")


def submit(author: Desk, entry: Entry) -> None:
    open_entry(author, entry)
    author.take(Submit.label)
    author.expect_done("Handed over for review.")


def differences(desk: Desk) -> Locator:
    return desk.page.locator("#differences tbody tr:not(.explained)")


def look_and_return(editor: Desk, entry: Entry) -> None:
    """The board names what is missing; one difference is explained, the other goes back with the entry."""
    page = from_pane(editor, "review", TITLES["ko"])
    go(editor, "Release board")
    expect(page.locator(".board-verdict.lacking")).to_be_visible()
    quotes = page.locator(".board-table tr", has=page.get_by_role("rowheader", name=editor.say("Quotes")))
    expect(quotes.locator("td.ready")).to_have_count(2)
    expect(quotes.locator("td").nth(place_of(Language.CHINESE))).to_have_class("board-cell lacking")
    expect(page.locator(".board-table").first).to_contain_text("14 / 14 / 13")
    expect(differences(editor)).to_have_count(2)
    row = differences(editor).filter(has_text="1992")
    row.locator("textarea").fill("영문 독자를 위해 덧붙인 해이다.")
    row.get_by_role("button", name=editor.say("Explain")).click()
    expect(page.locator("#differences tr.explained")).to_contain_text("1992")
    expect(differences(editor)).to_have_count(1)
    expect(differences(editor).locator("td").nth(place_of(Language.CHINESE))).to_contain_text("13")

    page.get_by_role("link", name=editor.say(Approve.label), exact=True).click()
    expect(page.locator(".readiness.not-ready")).to_contain_text("14 / 14 / 13")
    expect(page.locator(".step-form button[type=submit]")).to_have_count(0)
    open_entry(editor, entry)
    editor.take(Return.label)
    give_reason(editor, "중문의 기업 수와 인용문을 확인해 주십시오.")
    confirm(editor, "Returned to its authors.")


def put_right(author: Desk, translator: Desk, entry: Entry) -> None:
    expect(pane(author, "write")).to_contain_text("중문의 기업 수와 인용문을 확인해 주십시오.")
    page = from_pane(author, "write", TITLES["ko"])
    page.locator("[name=quotes-0-text_zh_hans]").fill(QUOTES["zh-hans"])
    author.save()
    expect(page.locator(".messagelist .success")).to_be_visible()

    page = translator.page
    page.goto(f"{translator.site}/admin/translation/{entry.pk}/zh-hans/")
    expect(page.locator("#facts")).to_contain_text("14 / 14 / 13")
    panel = page.locator(".side-by-side")
    translator.replace(panel.locator(".tiptap > p").first, "13", "14")
    page.locator("[name=_save]").click()
    translator.expect_done("Saved.")
    expect(page.locator("#facts")).not_to_contain_text("14 / 14 / 13")
    submit(author, entry)


def approve(editor: Desk, entry: Entry, noon: datetime) -> None:
    page = from_pane(editor, "review", TITLES["ko"])
    go(editor, "Release board")
    expect(page.locator(".board-verdict.ready")).to_be_visible()
    page.get_by_role("link", name=editor.say(Approve.label), exact=True).click()
    words = page.locator("[data-moment=release_at] output")
    expect(words).to_contain_text(f"{noon.year}. {noon.month}. {noon.day}.")
    confirm(editor, "Approved.")
    expect(editor.stage()).to_have_text(editor.say(Stage.SCHEDULED.label))
    entry.refresh_from_db()
    assert entry.release_at == noon


def look_around_the_release(editor: Desk, entry: Entry) -> None:
    """The board counts down, and shows the site one minute before and at the release."""
    page = editor.page
    go(editor, "Release board")
    board = page.url
    clock_face = page.locator(".countdown-clock")
    left = clock_face.text_content()
    expect(clock_face).not_to_have_text(left or "")
    before, at = (page.locator("section.module tbody tr", has_text=each) for each in ("11:59", "12:00"))
    with page.expect_navigation() as answer:
        before.get_by_role("link").nth(place_of(Language.KOREAN)).click()
    assert answer.value.status == 404
    expect(page.locator("main")).not_to_contain_text(TITLES["ko"])
    for number, language in enumerate(LANGUAGES):
        page.goto(board)
        at.get_by_role("link").nth(number).click()
        expect(page.locator("main h1")).to_have_text(TITLES[language])
        expect(page.locator("html")).to_have_attribute("lang", language.html_lang)
    open_entry(editor, entry)


def expect_hidden(reader: BrowserContext, site: str, entry: Entry) -> None:
    for language in LANGUAGES:
        assert TITLES[language] not in expect_public(reader, site, entry.path(language), 404)
        assert TITLES[language] not in expect_public(reader, site, f"/{language}/news/", 200)
        assert SLUG not in expect_public(reader, site, f"/{language}/news/feed.atom", 200)


def give_link(editor: Desk) -> str:
    page = editor.page
    go(editor, "Access before release")
    form = page.locator("#access_form")
    for name, value in {"holder": "王丽", "outlet": "人民日报", "email": "wang@example.org"}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=language]").select_option("zh-hans")
    form.get_by_role("button", name=editor.say("Make the link")).click()
    return page.locator("#given-link").input_value()


def read_under_embargo(room: Room, link: str, noon: datetime) -> None:
    journalist = room.computer(locale="zh-CN")
    page = journalist.new_page()
    page.goto(link)
    expect(page.locator("main h1")).to_have_text(TITLES["zh-hans"])
    bands = page.locator(".before-time--press")
    expect(bands).to_have_count(2)
    for words in ("王丽, 人民日报", formats.moment(noon, Zone.SEOUL, "zh-hans")):
        expect(bands.first).to_contain_text(words)
    expect(page.get_by_alt_text(ALTS["zh-hans"])).to_be_visible()
    expect(page.get_by_text(QUOTES["zh-hans"], exact=True)).to_be_visible()
    page.close()


def reschedule(editor: Desk, entry: Entry, later: datetime) -> None:
    open_entry(editor, entry)
    editor.take(Reschedule.label)
    editor.set_moment("release_at", f"{later:%Y-%m-%d}", f"{later:%H:%M}", Zone.SEOUL)
    give_reason(editor, "기자 설명회가 늦어졌다.")
    confirm(editor, "The release time was changed.")
    jobs.run_due()
    assert formats.moment(later, Zone.SEOUL, "zh-hans") in mail.outbox[-1].body


def release_early(editor: Desk, entry: Entry) -> None:
    editor.take(ReleaseEarly.label)
    give_reason(editor, "소식이 먼저 보도되었다.")
    confirm(editor, "Released.")
    expect(editor.stage()).to_have_text(editor.say(Stage.RELEASED.label))
    open_entry(editor, entry)


def expect_out(reader: BrowserContext, site: str, entry: Entry) -> None:
    """A reader finds it on the front page and reads it in one language after the other."""
    page = reader.new_page()
    page.goto(f"{site}/ko/")
    page.get_by_role("link", name=TITLES["ko"]).first.click()
    for language in (Language.KOREAN, Language.ENGLISH, Language.CHINESE):
        if language != Language.KOREAN:
            page.locator(f".languages a[hreflang={language.html_lang}]").click()
        expect(page).to_have_url(site + entry.path(language))
        expect(page.locator("h1")).to_have_text(TITLES[language])
        for words in (BODIES[language][1], NOTES[language], QUOTES[language]):
            expect(page.locator("main").get_by_text(words).first).to_be_visible()
        expect(page.get_by_alt_text(ALTS[language])).to_be_visible()
        assert TITLES[language] in expect_public(reader, site, f"/{language}/news/feed.atom", 200)


def expect_link_leads_to_the_public_page(room: Room, link: str, entry: Entry) -> None:
    page = room.computer(locale="zh-CN").new_page()
    page.goto(link)
    expect(page).to_have_url(room.site + entry.path("zh-hans"))
    expect(page.locator(".before-time")).to_have_count(0)
    jobs.run_due()
    assert mail.outbox[-1].to == ["wang@example.org"]


# --- After the release ---

MINUTES = {
    "ko": {"title": "합동 회의 개최", "body": "<p>회의는 본관에서 열렸다.</p><p>양측이 의견을 나누었다.</p>"},
    "en": {
        "title": "Joint meeting held",
        "body": "<p>It was held in the main hall.</p><p>Views were shared.</p>",
    },
    "zh-hans": {"title": "联合会议召开", "body": "<p>会议如期举行。</p><p>双方交换了意见。</p>"},
}
CORRECTED = "회의는 별관에서 열렸다."
MINOR = "회의는 별관에서 열렸습니다."
CORRECTION = "회의 장소를 별관으로 바로잡았다."


def test_what_is_out_is_corrected_restored_and_withdrawn(
    sit_down: SitDown, room: Room, reader: BrowserContext
) -> None:
    entry = published("joint-meeting", MINUTES)
    author, translator, editor = (sit_down(name) for name in ("author", "translator", "editor"))
    draft_version(author, entry, CORRECTED)
    assert "본관에서" in expect_public(reader, room.site, entry.path("ko"), 200)
    publish_version(editor, entry, Severity.CORRECTION, CORRECTION)
    expect_corrected(reader, room.site, entry)
    confirm_as_current(translator, entry)

    draft_version(author, entry, MINOR)
    publish_version(editor, entry, Severity.MINOR, "말투를 맞추었다.")
    page = expect_public(reader, room.site, entry.path("ko"), 200)
    assert MINOR in page
    assert "말투를 맞추었다." not in page
    assert entry.corrections.count() == 1
    restore(author, entry)
    withdraw(editor, reader, entry)


def draft_version(author: Desk, entry: Entry, first: str) -> None:
    page = open_entry(author, entry)
    step_of_text(author, author.tab("ko"), DraftText)
    author.expect_done("A new version has been opened.")
    panel = author.tab("ko")
    author.replace(panel.locator(".tiptap > p").first, "", first)
    step_of_text(author, panel, SubmitText)
    author.expect_done("The text was handed over for review.")
    expect(page.get_by_role("button", name=author.say(PublishText.label))).to_have_count(0)


def publish_version(editor: Desk, entry: Entry, severity: Severity, note: str) -> None:
    from_pane(editor, "review", MINUTES["ko"]["title"])
    step_of_text(editor, editor.tab("ko"), PublishText)
    editor.page.locator(".step-form button[type=submit]").click()
    expect(editor.page.locator(".field-severity .errorlist, .field-reason .errorlist")).to_have_count(2)
    editor.page.locator(f"[name=severity][value={severity}]").check()
    give_reason(editor, note)
    confirm(editor, "Approved.")


def expect_corrected(reader: BrowserContext, site: str, entry: Entry) -> None:
    page = reader.new_page()
    page.goto(site + entry.path("ko"))
    expect(page.locator("main")).to_contain_text(CORRECTED)
    correction = page.locator("#corrections")
    expect(correction).to_contain_text(CORRECTION)
    today = clock.now().astimezone(ZoneInfo(Zone.SEOUL))
    expect(correction.locator("time").first).to_have_text(f"{today.year}. {today.month}. {today.day}.")
    page.goto(site + entry.path("en"))
    expect(page.locator("#corrections")).to_contain_text(CORRECTION)
    page.close()
    assert CORRECTION in expect_public(reader, site, "/ko/news/feed.atom", 200)
    assert CORRECTION in expect_public(reader, site, f"/api/v1/press-releases/{entry.slug}/?lang=ko", 200)


def confirm_as_current(translator: Desk, entry: Entry) -> None:
    expect(pane(translator, "stale")).to_contain_text(entry.ref)
    page = translator.page
    page.goto(f"{translator.site}/admin/translation/?zh-hans=stale")
    row = page.locator("table.matrix tbody tr", has_text=entry.ref)
    cells = row.locator("td.cell")
    chinese = cells.nth(place_of(Language.CHINESE))
    expect(row.locator(".cell-state.stale")).to_have_count(2)
    chinese.get_by_role("button", name=translator.say("Confirm as current")).click()
    translator.expect_done("Confirmed as current.")
    page.goto(f"{translator.site}/admin/translation/")
    expect(chinese.locator(".cell-state.live")).to_be_visible()
    expect(row.locator(".cell-state.stale")).to_have_count(1)


def restore(author: Desk, entry: Entry) -> None:
    """Version 1 and 3 side by side, what differs marked by character, and version 1 again as a draft."""
    page = open_entry(author, entry)
    go(author, "History")
    page.goto(f"{author.site}/admin/news/pressrelease/{entry.pk}/versions/ko/?from=1&to=3")
    changed = page.locator(".versions-table tr.changed").filter(has_text="에서")
    expect(changed.locator("del").first).to_have_text("본")
    expect(changed.locator("ins").first).to_have_text("별")
    name = author.say("Restore version %(number)s as a new draft", number=1)
    page.get_by_role("button", name=name).click()
    expect(author.tab("ko").locator(".tiptap")).to_contain_text("본관에서 열렸다.")
    assert entry.texts.open().get(language="ko").version == 4
    assert entry.texts.live().get(language="ko").version == 3


def withdraw(editor: Desk, reader: BrowserContext, entry: Entry) -> None:
    reason = "회의록의 공개 시점을 잘못 정했다."
    open_entry(editor, entry)
    editor.take(Withdraw.label)
    give_reason(editor, reason)
    confirm(editor, "Withdrawn.")
    page = reader.new_page()
    for language in LANGUAGES:
        answer = page.goto(editor.site + entry.path(language))
        assert answer is not None
        assert answer.status == 410
        expect(page.locator(".notice--withdrawn")).to_contain_text(reason)
        expect(page.locator("main")).not_to_contain_text(MINUTES[language]["title"])
    assert MINOR not in expect_public(reader, editor.site, "/ko/news/feed.atom", 200)


# --- Alone, at night ---


def test_a_duty_editor_releases_alone_and_another_countersigns_and_moves_it(
    sit_down: SitDown, room: Room, reader: BrowserContext
) -> None:
    entry = factories.in_review(PressRelease, slug="night-notice", title="야간 공지")
    title = "야간 공지 ko"
    alone, editor = sit_down("duty"), sit_down("editor")
    expect(pane(editor, "alone")).to_have_count(0)

    open_entry(alone, entry)
    alone.take(ReleaseInEmergency.label)
    alone.page.locator(".step-form button[type=submit]").click()
    expect(alone.page.locator(".field-reason .errorlist")).to_be_visible()
    give_reason(alone, "비상 상황을 곧바로 알려야 했다.")
    confirm(alone, "Released. All editors are told.")
    expect(alone.page.get_by_role("button", name=alone.say(Countersign.label))).to_have_count(0)
    expect_public(reader, room.site, entry.path("ko"), 200)

    waiting = pane(editor, "alone")
    expect(waiting).to_contain_text("비상 상황을 곧바로 알려야 했다.")
    page = from_pane(editor, "alone", title)
    expect(page.locator(".standing-note.alarm")).to_contain_text("비상 상황을 곧바로 알려야 했다.")
    page.get_by_role("link", name=editor.say(Countersign.label), exact=True).click()
    confirm(editor, "Countersigned.")
    expect(pane(editor, "alone")).to_have_count(0)

    for slug in ("notice-of-the-night", "notice-of-22-november"):
        open_entry(editor, entry)
        editor.take(ChangeAddress.label)
        page.locator("[name=slug]").fill(slug)
        give_reason(editor, "주소를 알아보기 쉽게 했다.")
        confirm(editor, "The address was changed.")
    visitor = reader.new_page()
    for former in ("night-notice", "notice-of-the-night"):
        answer = reader.request.get(f"{room.site}/ko/news/{former}/", max_redirects=0)
        assert answer.status == 301
        assert answer.headers["location"].endswith("/ko/news/notice-of-22-november/")
        visitor.goto(f"{room.site}/ko/news/{former}/")
        expect(visitor).to_have_url(f"{room.site}/ko/news/notice-of-22-november/")
        expect(visitor.locator("h1")).to_have_text(title)
