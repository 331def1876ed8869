"""Into the newsroom with a password and a telephone: acted out in a browser, in each language of the interface."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from demo.accounts import PASSWORD, create_accounts
from publishing.languages import LANGUAGES
from tests.browser.newsroom import Desk

pytestmark = pytest.mark.browser

PERIOD = 30
WIDTHS = (390, 1360)
SIGN_IN, CODE, SET_UP = "#login-form", "#code-form", "#set-up-form"


class Newcomer(Desk):
    """Somebody in front of the door, with a telephone."""

    secret = ""

    def shows(self, steps: int = 0) -> str:
        """What the app on the telephone shows, or shows ``steps`` of half a minute later."""
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // PERIOD + steps))

    def look(self, step: str) -> None:
        """Take pictures at both widths; nothing may stick out."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, step
            self.shoot(f"{step}-{width}")

    def send(self, form: str, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"{form} [name={name}]").fill(value)
        self.page.locator(f"{form} [type=submit]").click()

    def expect_refusal(self, words: str) -> None:
        expect(self.page.locator(".errornote").first).to_have_text(words)


@pytest.fixture
def newcomer(page: Page, live_server: LiveServer, settings):
    """In front of the page of sign-in, where a second factor is required; the console stays silent."""
    settings.REQUIRE_SECOND_FACTOR = True
    call_command("migrate", verbosity=0)
    create_accounts()
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    page.set_default_timeout(20_000)

    def begin(language: str) -> Newcomer:
        person = Newcomer(page, live_server.url, language, f"sign-in-{language}")
        page.goto(f"{live_server.url}/admin/")
        page.locator(f".language-switch button[value={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        return person

    yield begin
    assert said == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_password_to_the_newsroom_and_back(newcomer, language):
    person = newcomer(language)
    page, site = person.page, person.site
    person.look("sign-in")
    person.send(SIGN_IN, login="author", password="nonsense")
    person.expect_refusal(person.say("The user name or the password is wrong."))

    person.send(SIGN_IN, login="author", password=PASSWORD)
    expect(page).to_have_url(f"{site}/accounts/app/activate/")
    page.goto(f"{site}/admin/")
    expect(page).to_have_url(f"{site}/accounts/app/activate/")
    page.locator("details summary").click()
    person.look("set-up")
    person.secret = page.locator("#secret").inner_text().replace(" ", "")
    person.send(SET_UP, code=person.shows(20))
    person.expect_refusal(person.say("The code is wrong. Use the one that your app shows now."))
    person.send(SET_UP, code=person.shows())

    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes li").first.inner_text()
    person.look("recovery-codes")
    page.locator("#way-on").click()
    expect(page).to_have_url(f"{site}/admin/")
    expect(page.locator("html")).to_have_attribute("lang", language)

    page.get_by_role("link", name=person.say("My account")).click()
    expect(page.locator(".sessions li")).to_have_count(1)
    person.look("my-account")
    page.goto(f"{site}/accounts/password/")
    person.look("password")

    page.locator("#logout-form button").click()
    expect(page).to_have_url(f"{site}/accounts/login/")
    person.send(SIGN_IN, login="author", password=PASSWORD)
    person.look("code")
    person.send(CODE, code="000000")
    person.expect_refusal(person.say("The code is wrong. Use the one that your app shows now."))
    person.send(CODE, code=person.shows())
    expect(page).to_have_url(f"{site}/admin/")

    page.locator("#logout-form button").click()
    person.send(SIGN_IN, login="author", password=PASSWORD)
    person.send(CODE, code=recovery)
    expect(page).to_have_url(f"{site}/admin/")


def test_a_lock_says_what_to_do_and_how_long_it_lasts(newcomer):
    person = newcomer("ko")
    for _time in range(settings.LOCK_FAILURES_OF_ACCOUNT):
        person.send(SIGN_IN, login="author", password="nonsense")
        person.expect_refusal(person.say("The user name or the password is wrong."))
    person.send(SIGN_IN, login="author", password=PASSWORD)
    refusal = person.page.locator(".errornote")
    expect(refusal).to_contain_text(str(settings.LOCK_MINUTES))
    assert refusal.inner_text() != person.say("The user name or the password is wrong.")
    person.look("locked")


@pytest.fixture
def security_key(page: Page):
    """A security key that is plugged in and touched whenever a page asks for it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True, "hasUserVerification": True}
    added = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def unplug() -> None:
        device.send("WebAuthn.removeVirtualAuthenticator", added)

    return unplug


def test_a_security_key_opens_in_place_of_a_code(newcomer, security_key):
    person = newcomer("ko")
    page, site = person.page, person.site
    person.send(SIGN_IN, login="editor", password=PASSWORD)
    page.goto(f"{site}/accounts/keys/add/")
    person.look("add-key")
    page.locator("#id_name").fill("책상 서랍")
    page.locator("#add-key").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{site}/accounts/")
    expect(page.locator(".factors li")).to_contain_text("책상 서랍")
    person.look("my-keys")

    page.goto(f"{site}/admin/")
    page.locator("#logout-form button").click()
    person.send(SIGN_IN, login="editor", password=PASSWORD)
    person.look("use-key")
    page.locator("#use-key").click()
    expect(page).to_have_url(f"{site}/admin/")

    page.goto(f"{site}/accounts/confirm/key/?next=/accounts/")
    person.look("confirm-key")
    page.locator("#use-key").click()
    expect(page).to_have_url(f"{site}/accounts/")
    page.locator(".factors a").click()
    page.locator("#remove-key-form [type=submit]").click()
    expect(page.locator(".factors li")).to_have_count(0)
    page.goto(f"{site}/admin/")
    expect(page).to_have_url(f"{site}/accounts/app/activate/")


def test_a_key_that_does_not_answer_is_said(newcomer, security_key):
    person = newcomer("ko")
    person.send(SIGN_IN, login="editor", password=PASSWORD)
    security_key()
    person.page.goto(f"{person.site}/accounts/keys/add/")
    person.page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no key')) }")
    expect(person.page.locator("#key-error")).to_be_hidden()
    person.page.locator("#add-key").click()
    expect(person.page.locator("#key-error")).to_be_visible()
