"""An author writes, an editor publishes, a reader reads: acted out in a browser, in each language of the interface."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from news.models import PressRelease
from publishing.actions import Approve, ReleaseEarly, Return, Submit
from publishing.enums import Stage, Zone
from publishing.languages import LANGUAGES, Language
from publishing.models.entry import ascii_slug
from tests.browser.newsroom import Desk
from tests.pictures import picture

SLUG = "preparations-for-the-next-delegation"
ADDRESS = f"news/{SLUG}/"
WIDTHS = (390, 1360)

TITLES = {
    "en": "Preparations for the next delegation",
    "ko": "다음 대표단을 위한 준비 회의",
    "zh-hans": "下一届代表团筹备会议召开",
}
DECKS = {
    "en": "Both sides agree on the fields of the talks.",
    "ko": "양측이 상담 분야를 정했다.",
    "zh-hans": "双方商定了洽谈领域。",
}
BOLD = {"en": "Twelve companies", "ko": "열두 개 기업", "zh-hans": "十二家企业"}
REST = {"en": " take part.", "ko": "이 참가한다.", "zh-hans": "将参加活动。"}
ITEMS = {
    "en": ("Water treatment", "Battery recycling"),
    "ko": ("수처리", "배터리 재활용"),
    "zh-hans": ("水处理", "电池回收"),
}
TERMS = {"en": "Talks", "ko": "상담", "zh-hans": "洽谈"}
NOTES = {
    "en": "One-on-one talks of thirty minutes.",
    "ko": "30분씩 진행하는 일대일 상담.",
    "zh-hans": "每场三十分钟的一对一洽谈。",
}
ALTS = {"en": "A hall with long tables", "ko": "긴 탁자가 놓인 회의장", "zh-hans": "摆着长桌的会场"}
EMBARGOES = {"en": "Morning papers", "ko": "조간용", "zh-hans": "供早报刊发"}
ISSUERS = {
    "en": "Ministry of Climate, Energy and Environment",
    "ko": "기후에너지환경부",
    "zh-hans": "韩国气候能源环境部",
}
DELEGATIONS = {"en": "8th Korea–China", "ko": "제8차 한중", "zh-hans": "第八次中韩"}
# A word that only this release has, for the search.
NEEDLES = {"en": "Preparations", "ko": "준비 회의", "zh-hans": "筹备会议"}

TABLE = """
<table><tbody>
  <tr><th>2027</th><th>KRW</th></tr>
  <tr><td>A</td><td>1,200</td></tr>
</tbody></table>
"""
FROM_A_WORD_PROCESSOR = """
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-size:11pt;} --></style></head>
<body lang=EN-US style='word-wrap:break-word'><!--StartFragment-->
<p class=MsoNormal style='margin-bottom:8.0pt;mso-line-height-rule:exactly'><span lang=EN-US
 style='font-family:"Arial",sans-serif;mso-fareast-language:KO;color:#1F497D'>Pasted <b
 style='mso-bidi-font-weight:normal'>with care</b><o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
 style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>One point</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>
"""
DAYS = {
    "en": "{day.day} {day:%B} {day.year}",
    "ko": "{day.year}. {day.month}. {day.day}.",
    "zh-hans": "{day.year}年{day.month}月{day.day}日",
}


def upload_a_picture(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.site}/admin/publishing/image/add/")
    file = picture("hall.png", (800, 500))
    page.locator("#id_file").set_input_files(
        {"name": file.name, "mimeType": "image/png", "buffer": file.read()}
    )
    for language, words in ALTS.items():
        page.locator(f"[name=alt_{language.replace('-', '_')}]").fill(words)
    desk.shoot("picture")
    desk.save()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".messagelist .warning")).to_have_count(0)


def write_texts(desk: Desk) -> None:
    for language in LANGUAGES:
        panel = desk.tab(language)
        desk.field(panel, "headline").fill(TITLES[language])
        desk.field(panel, "deck").fill(DECKS[language])
        write_body(desk, language)
    desk.tab(desk.language)


def write_body(desk: Desk, language: str) -> None:
    panel, keys = desk.tab(language), desk.page.keyboard
    desk.body(panel)
    desk.press(panel, "Bold")
    keys.type(BOLD[language])
    desk.press(panel, "Bold")
    keys.type(REST[language])
    desk.press(panel, "Footnote")
    row = panel.locator(".notes-table tbody tr:visible")
    expect(row.locator("input").nth(0)).to_have_value("1")
    row.get_by_label(desk.say("Term")).fill(TERMS[language])
    row.get_by_label(desk.say("Explanation")).fill(NOTES[language])
    desk.body(panel)
    keys.press("Enter")
    desk.press(panel, "Bulleted list")
    first, second = ITEMS[language]
    keys.type(first)
    keys.press("Enter")
    keys.type(second)
    keys.press("Enter")
    keys.press("Enter")
    desk.paste(panel, FROM_A_WORD_PROCESSOR)
    expect(panel.locator(".tiptap strong", has_text="with care")).to_be_visible()
    desk.paste(panel, TABLE)
    written = panel.locator("textarea[name$=-body]").input_value()
    for trace in ("mso", "Mso", "style", "class=", "<o:p", "<!--", "font", "·"):
        assert trace not in written, trace


def fill_in_facts(desk: Desk, day: datetime) -> None:
    page, language = desk.page, desk.language
    page.locator("#id_dated").fill(f"{day:%Y-%m-%d}")
    desk.choose("issuer", ISSUERS[language], ISSUERS[language])
    desk.choose("event", DELEGATIONS[language], DELEGATIONS[language])
    for each, words in EMBARGOES.items():
        page.locator(f"#id_embargo_note_{each.replace('-', '_')}").fill(words)
    page.locator("#id_authoritative_language").select_option(language)
    expect(page.locator("#id_slug")).to_have_value(SLUG)
    page.locator("#images-group .add-row a").click()
    desk.choose("images-0-image", ALTS[language], ALTS[language])
    set_release_time(desk, day)


def set_release_time(desk: Desk, day: datetime) -> None:
    seoul, beijing = desk.say("Seoul"), desk.say("Beijing")
    for zone, clocks in (
        (Zone.SEOUL, f"10:00 {seoul} · 09:00 {beijing} · 01:00 UTC"),
        (Zone.BEIJING, f"10:00 {beijing} · 11:00 {seoul} · 02:00 UTC"),
    ):
        words = desk.set_moment("release_at", f"{day:%Y-%m-%d}", "10:00", zone)
        expect(words).to_contain_text(DAYS[desk.language].format(day=day))
        expect(words).to_contain_text(clocks)


def expect_hidden(reader: BrowserContext, site: str) -> None:
    for language in LANGUAGES:
        assert reader.request.get(f"{site}/{language}/{ADDRESS}").status == 404
        for address in ("news/", f"search/?q={NEEDLES[language]}", ""):
            found = reader.request.get(f"{site}/{language}/{address}")
            assert found.status == 200
            assert TITLES[language] not in found.text()
            assert SLUG not in found.text()
    assert reader.request.get(f"{site}/api/v1/press-releases/{SLUG}/").status == 404
    assert SLUG not in reader.request.get(f"{site}/api/v1/press-releases/").text()
    assert SLUG not in reader.request.get(f"{site}/api/v1/search/?q={NEEDLES['en']}").text()


def read_it(reader: BrowserContext, desk: Desk, width: int) -> None:
    """Find the release on the front page, read it in one language after the other, find it again."""
    page, first = reader.new_page(), desk.language
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{desk.site}/{first}/")
    page.get_by_role("link", name=TITLES[first]).first.click()
    for language in (first, *(each for each in LANGUAGES if each != first)):
        if language != first:
            tag = Language(language).html_lang
            page.locator(f".languages a[hreflang={tag}]").click()
        expect(page).to_have_url(f"{desk.site}/{language}/{ADDRESS}")
        expect_the_release(page, language)
        desk.shoot(f"read-{width}-{language}", page)
    page.locator("#site-search").fill(NEEDLES[language])
    page.locator(".site-search button").click()
    expect(page.locator("main").get_by_role("link", name=TITLES[language]).first).to_be_visible()
    page.close()


def expect_the_release(page: Page, language: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", Language(language).html_lang)
    expect(page.locator("h1")).to_have_text(TITLES[language])
    main = page.locator("main")
    expect(main.locator(".deck")).to_have_text(DECKS[language])
    expect(main.locator("strong", has_text=BOLD[language])).to_be_visible()
    for item in ITEMS[language]:
        expect(main.locator("li", has_text=item).first).to_be_visible()
    expect(main.locator("td", has_text="1,200")).to_be_visible()
    expect(main.get_by_text(NOTES[language]).first).to_be_visible()
    expect(main.get_by_alt_text(ALTS[language])).to_be_visible()
    expect(main.get_by_text(EMBARGOES[language])).to_be_visible()
    expect(main.get_by_text(ISSUERS[language]).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_author_writes_an_editor_publishes_and_a_reader_reads(
    demo: None, sit_down: Callable[..., Desk], reader: BrowserContext, language: str
) -> None:
    author, editor = sit_down("author", language), sit_down("editor", language)
    page, site = author.page, author.site
    upload_a_picture(author)

    page.goto(f"{site}/admin/")
    page.locator(".model-pressrelease .addlink").first.click()
    day = datetime.now(ZoneInfo(Zone.SEOUL)) + timedelta(days=2)
    icons = page.locator(".prose-menubar .material-icons").first
    expect(icons).to_have_css("font-family", '"Material Icons"')
    write_texts(author)
    fill_in_facts(author, day)
    author.shoot("written")
    author.save()
    expect(author.stage()).to_have_text(author.say(Stage.DRAFT.label))
    author.shoot("saved")
    author.take(Submit.label)
    author.expect_done("Handed over for review.")
    author.shoot("submitted")

    approve(editor, TITLES[language], day)
    expect_hidden(reader, site)
    release_early(editor)
    for width in WIDTHS:
        read_it(reader, editor, width)
    answer = reader.request.get(f"{site}/api/v1/press-releases/{SLUG}/?lang={language}").json()
    assert answer["title"] == TITLES[language]


def approve(editor: Desk, title: str, day: datetime) -> None:
    page = editor.page
    page.goto(f"{editor.site}/admin/")
    editor.shoot("desk")
    page.locator("#review").get_by_role("link", name=title).click()
    editor.take(Approve.label)
    set_release_time(editor, day)
    editor.shoot("approving")
    page.locator(".step-form button[type=submit]").click()
    editor.expect_done("Approved.")
    expect(editor.stage()).to_have_text(editor.say(Stage.SCHEDULED.label))
    editor.shoot("scheduled")


def release_early(editor: Desk) -> None:
    editor.take(ReleaseEarly.label)
    editor.page.get_by_label(editor.say("Reason")).fill("The meeting ended early.")
    editor.shoot("releasing-early")
    editor.page.locator(".step-form button[type=submit]").click()
    editor.expect_done("Released.")
    expect(editor.stage()).to_have_text(editor.say(Stage.RELEASED.label))
    editor.shoot("released")


def refusals(desk: Desk) -> dict[str, str]:
    """What the newsroom says about each mistake, by its field."""
    words = {
        "slug": desk.say(ascii_slug.message),
        "release_at": desk.say("The release time lies in the past. Choose a later time."),
        "ends_on": desk.say("The last day lies before the first day."),
        "texts": desk.say("write the text in the authoritative language first."),
    }
    assert desk.language == "en" or not any(said.isascii() for said in words.values())
    return words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_is_named_and_nothing_that_was_typed_is_lost(
    demo: None, sit_down: Callable[..., Desk], language: str
) -> None:
    editor = sit_down("editor", language, f"mistakes-{language}")
    page, refused = editor.page, refusals(editor)
    page.goto(f"{editor.site}/admin/news/pressrelease/add/")
    panel = editor.tab("en")
    editor.field(panel, "headline").fill(TITLES["en"])
    editor.field(panel, "deck").fill(DECKS["en"])
    editor.body(panel)
    page.keyboard.type(BOLD["en"])
    editor.choose("issuer", ISSUERS[language], ISSUERS[language])
    page.locator("#id_dated").fill("2026-11")
    page.locator("#id_slug").fill("대표단-2027")
    editor.set_moment("release_at", "2020-01-01", "10:00", Zone.BEIJING)
    editor.save()

    for field in ("slug", "release_at"):
        expect(page.get_by_role("alert")).to_contain_text(refused[field])
        expect(page.locator(f".field-{field} .errorlist")).to_contain_text(refused[field])
    editor.shoot("refused")
    panel = editor.tab("en")
    expect(editor.field(panel, "headline")).to_have_value(TITLES["en"])
    expect(editor.field(panel, "deck")).to_have_value(DECKS["en"])
    expect(panel.locator(".tiptap")).to_have_text(BOLD["en"])
    expect(editor.chosen("issuer")).to_contain_text(ISSUERS[language])
    for field, typed in {
        "dated": "2026-11",
        "slug": "대표단-2027",
        "release_at_0": "2020-01-01",
        "release_at_1": "10:00",
        "release_zone": Zone.BEIJING,
    }.items():
        expect(page.locator(f"#id_{field}")).to_have_value(typed)

    page.locator("#id_slug").fill(SLUG)
    page.locator("#id_release_at_0").fill("2036-01-01")
    editor.take("Save and submit for review")
    expect(page.locator(".messagelist .error")).to_contain_text(refused["texts"])
    expect(editor.stage()).to_have_text(editor.say(Stage.DRAFT.label))
    expect(editor.field(editor.tab("en"), "headline")).to_have_value(TITLES["en"])
    editor.shoot("not-submitted")

    officer = sit_down("officer", language, f"mistakes-{language}")
    page = officer.page
    page.goto(f"{editor.site}/admin/events/forum/add/")
    officer.field(officer.tab("en"), "title").fill(TITLES["en"])
    page.locator("#id_starts_on").fill("2027-06-05")
    page.locator("#id_ends_on").fill("2027-06-02")
    officer.save()
    expect(page.get_by_role("alert")).to_contain_text(refused["ends_on"])
    expect(page.locator("#id_ends_on")).to_have_value("2027-06-02")
    expect(officer.field(officer.tab("en"), "title")).to_have_value(TITLES["en"])


@pytest.mark.parametrize(("username", "language"), [("author", "ko"), ("translator", "zh-hans")])
def test_who_writes_or_translates_cannot_release(
    demo: None, sit_down: Callable[..., Desk], username: str, language: str
) -> None:
    writer = sit_down(username, language, username)
    page = writer.page
    waiting = PressRelease.objects.get(slug="sample-battery-forum-announced")
    address = f"{writer.site}/admin/news/pressrelease/{waiting.pk}/"
    page.goto(f"{address}change/")
    writer.shoot("in-review")

    expect(writer.stage()).to_have_text(writer.say(Stage.IN_REVIEW.label))
    for step in (Approve, Return):
        expect(page.get_by_role("button", name=writer.say(step.label), exact=True)).to_have_count(0)
        expect(page.get_by_role("link", name=writer.say(step.label), exact=True)).to_have_count(0)
        assert page.request.get(f"{address}action/{step.verb}/").status == 403
    expect(page.locator("#id_slug, #id_release_at_0")).to_have_count(0)
    waiting.refresh_from_db()
    assert waiting.stage() is Stage.IN_REVIEW
