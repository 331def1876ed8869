"""Before a release, in a browser: what the world will see, and a journalist with a personal link."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from demo.accounts import create_accounts
from desk.preview import access_url, as_of_url
from news.models import PressRelease
from publishing import clock, formats, jobs
from publishing.access import LinkState
from publishing.actions import Reschedule
from publishing.enums import AccessPurpose
from publishing.languages import LANGUAGES
from publishing.models import AccessLink, AccessOpening, Attachment, Image
from tests.browser.newsroom import Desk
from tests.factories import scheduled
from tests.world import files_of

TITLE = "Salz"


@pytest.fixture
def editor(page: Page, live_server: LiveServer) -> Desk:
    create_accounts()
    page.set_default_timeout(10_000)
    page.set_viewport_size({"width": 1360, "height": 900})
    desk = Desk(page, live_server.url, "ko", "preview-and-press")
    desk.sign_in("editor")
    return desk


@pytest.mark.django_db(transaction=True)
def test_an_editor_looks_ahead_and_a_journalist_reads_under_embargo(editor: Desk, browser: Browser):
    release = (clock.now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    entry = scheduled(PressRelease, at=release, title=TITLE)
    files_of(entry, TITLE)
    words = {f"{name}_{each.suffix}": f"{TITLE} {name}" for name in ("alt", "caption") for each in LANGUAGES}
    Image.objects.filter(uses__entry=entry).update(**words)
    titles = {f"title_{each.suffix}": f"{TITLE} file" for each in LANGUAGES}
    Attachment.objects.filter(entry=entry).update(**titles)
    look_ahead(editor, entry)
    address = give_a_link(editor, entry)
    read_under_embargo(browser, editor, address, entry)
    move_the_release(editor, entry)
    revoke(browser, editor, address, entry)


def look_ahead(editor: Desk, entry: PressRelease) -> None:
    """One minute before the release there is nothing; at the release it is there, in every language."""
    page, release = editor.page, entry.release_at
    page.goto(editor.site + as_of_url(entry, release - timedelta(minutes=1), "ko"))
    band = page.locator(".before-time")
    expect(band).to_contain_text(formats.moment(release - timedelta(minutes=1), entry.release_zone, "ko"))
    expect(page.locator("main")).not_to_contain_text(TITLE)
    editor.shoot("one-minute-before")
    band.get_by_role("link", name=editor.say("At the release")).click()
    expect(page.locator("main h1")).to_contain_text(f"{TITLE} ko")
    editor.shoot("at-the-release")
    page.locator(".languages").get_by_role("link", name="简体中文").click()
    expect(page.locator("main h1")).to_contain_text(f"{TITLE} zh-hans")
    assert "/admin/as-of/" in page.url
    expect(band).to_have_attribute("lang", "ko")
    band.get_by_role("link", name=editor.say("Back to the entry")).click()
    expect(editor.stage()).to_be_visible()


def give_a_link(editor: Desk, entry: PressRelease) -> str:
    page = editor.page
    page.get_by_role("link", name=editor.say("Access before release")).click()
    form = page.locator("#access_form")
    expect(form.get_by_label(editor.say(AccessPurpose.PRESS.label))).to_be_checked()
    form.locator("[name=holder]").fill("王丽")
    form.locator("[name=outlet]").fill("人民日报")
    form.locator("[name=email]").fill("wang@example.org")
    form.locator("[name=language]").select_option("zh-hans")
    form.get_by_label(editor.say("Send the link by e-mail")).check()
    form.get_by_role("button", name=editor.say("Make the link")).click()
    address = page.locator("#given-link").input_value()
    editor.shoot("a-link-is-given")
    jobs.run_due()
    (message,) = mail.outbox
    assert message.to == ["wang@example.org"]
    assert address.removeprefix(editor.site) in message.body
    return address


def read_under_embargo(browser: Browser, editor: Desk, address: str, entry: PressRelease) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("main h1")).to_contain_text(f"{TITLE} zh-hans")
    bands = page.locator(".before-time--press")
    expect(bands).to_have_count(2)
    for band in bands.all():
        expect(band).to_contain_text("王丽, 人民日报")
        expect(band).to_contain_text(formats.moment(entry.release_at, entry.release_zone, "zh-hans"))
    expect(page.locator(".before-time-pattern")).to_be_visible()
    picture = page.locator("main figure img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("(img) => img.complete && img.naturalWidth > 0", arg=picture.element_handle())
    assert "/preview/" in picture.evaluate("(img) => img.currentSrc")
    assert context.cookies() == []
    editor.shoot("under-embargo", page)
    page.locator(".languages").get_by_role("link", name="English").click()
    expect(page.locator("main h1")).to_contain_text(f"{TITLE} en")
    assert page.request.get(editor.site + entry.path("en")).status == 404
    context.close()
    assert {entry.path("zh-hans"), entry.path("en")} < set(
        AccessOpening.objects.values_list("path", flat=True)
    )


def move_the_release(editor: Desk, entry: PressRelease) -> None:
    page = editor.page
    before = entry.release_at
    page.goto(editor.site + reverse("admin:news_pressrelease_step", args=[entry.pk, Reschedule.verb]))
    local = (before + timedelta(days=1)).astimezone(ZoneInfo(entry.release_zone))
    editor.set_moment("release_at", f"{local:%Y-%m-%d}", f"{local:%H:%M}", entry.release_zone)
    page.locator("[name=reason]").fill("회의가 하루 늦어졌다.")
    page.locator(".submit-row button").click()
    editor.expect_done("The release time was changed.")
    jobs.run_due()
    words = mail.outbox[-1].body
    for moment in (before, before + timedelta(days=1)):
        assert formats.moment(moment, entry.release_zone, "zh-hans") in words
    assert AccessLink.objects.get().expires_at == before + timedelta(days=1)


def revoke(browser: Browser, editor: Desk, address: str, entry: PressRelease) -> None:
    page = editor.page
    page.goto(editor.site + access_url(entry))
    page.get_by_role("button", name=editor.say("Revoke all")).click()
    expect(page.locator(".access-links")).to_contain_text(editor.say(LinkState.REVOKED.label))
    editor.shoot("revoked")
    context = browser.new_context(locale="zh-CN")
    reader = context.new_page()
    assert reader.goto(address).status == 404
    expect(reader.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(reader.locator("body")).not_to_contain_text(TITLE)
    context.close()
