"""After repeated failures the door stays shut for a while, for everybody and in every process."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import lockout
from accounts.models import Event, SignIn
from accounts.visitors import Visitor
from publishing import clock
from tests.accounts.doors import PASSWORD, code, give_app, give_code, sign_in, words
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LOCKED = "locked after too many failed attempts"


def fail(client, times, username="mina", **headers):
    for _time in range(times):
        sign_in(client, username, "nonsense", **headers)


def test_the_sixth_attempt_is_refused_with_the_right_password_too(client, staff):
    staff()
    with clock.as_of(NOON):
        fail(client, 4)
        assert "The user name or the password is wrong." in words(sign_in(client, "mina", "nonsense"))
        answer = words(sign_in(client, "mina"))
    assert LOCKED in answer
    assert "Try again in 15 minutes, or ask an administrator to lift the lock." in answer
    assert list(SignIn.objects.values_list("event", flat=True)) == [
        Event.REFUSED,
        *[Event.WRONG_PASSWORD] * 5,
    ]


def test_it_says_how_long_and_opens_again_by_itself(client, staff):
    staff()
    with clock.as_of(NOON):
        fail(client, 5)
    with clock.as_of(NOON + timedelta(minutes=14, seconds=1)):
        assert "Try again in 1 minute," in words(sign_in(client, "mina"))
    with clock.as_of(NOON + timedelta(minutes=15)):
        assert sign_in(client, "mina").redirect_chain[-1][0] == "/admin/"


def test_attempts_while_locked_do_not_prolong_the_lock(client, staff):
    staff()
    with clock.as_of(NOON):
        fail(client, 5)
    with clock.as_of(NOON + timedelta(minutes=10)):
        fail(client, 8)
    with clock.as_of(NOON + timedelta(minutes=15)):
        assert sign_in(client, "mina").redirect_chain[-1][0] == "/admin/"


def test_a_success_starts_anew(client, staff):
    staff()
    fail(client, 4)
    sign_in(client, "mina")
    client.post("/accounts/logout/")
    fail(client, 4)
    assert sign_in(client, "mina").redirect_chain[-1][0] == "/admin/"


def test_the_spelling_of_the_name_and_the_browser_make_no_difference(client, staff):
    staff()
    for name in ("mina", "MINA", " Mina ", "ｍｉｎａ", "mina"):
        sign_in(Client(), name, "nonsense")
    assert LOCKED in words(sign_in(client, "mina"))


def test_wrong_codes_count_and_the_password_does_not_help(client, staff):
    secret = give_app(staff())
    for _time in range(5):
        sign_in(client, "mina")
        assert "The code is wrong" in words(give_code(client, "000000"))
    assert LOCKED in words(give_code(client, code(secret)))
    assert LOCKED in words(sign_in(Client(), "mina"))


def test_a_name_without_an_account_is_locked_alike_and_not_kept(client):
    fail(client, 5, "my-secret-passphrase")
    assert LOCKED in words(sign_in(client, "my-secret-passphrase", "nonsense"))
    for record in SignIn.objects.all():
        assert "passphrase" not in f"{record.username}{record.key}{record.agent}"


def test_guesses_from_one_address_at_many_accounts_are_stopped(client, staff, settings):
    settings.LOCK_FAILURES_OF_ADDRESS = 8
    staff()
    for number in range(8):
        sign_in(client, f"name-{number}", "nonsense")
    answer = words(sign_in(client, "mina"))
    assert "Too many attempts to sign in have failed from your network." in answer
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, "mina").redirect_chain[-1][0] == "/admin/"


def test_guesses_at_the_current_password_count(client, staff):
    client.force_login(staff())
    for _time in range(5):
        answer = client.post("/accounts/password/", {"oldpassword": "x", "password1": "y", "password2": "y"})
        assert "The current password is wrong." in words(answer)
    answer = client.post(
        "/accounts/password/",
        {"oldpassword": PASSWORD, "password1": "a-new-tall-vase", "password2": "a-new-tall-vase"},
    )
    assert LOCKED in words(answer) or answer.status_code == 429
    assert User.objects.get().check_password(PASSWORD)


def test_a_flood_is_slowed_down_in_words(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "2/m/ip"}
    fail(client, 2)
    answer = sign_in(client, "mina", "nonsense")
    assert answer.status_code == 429
    assert "Wait a minute and try again." in words(answer)


def test_where_it_comes_from_behind_a_front_server(client, staff, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    staff()
    client.post(
        "/accounts/login/",
        {"login": "mina", "password": "nonsense"},
        headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.7", "User-Agent": "Mozilla/5.0 Whale/3"},
    )
    record = SignIn.objects.get()
    assert (record.address, record.agent) == ("203.0.113.7", "Mozilla/5.0 Whale/3")


def test_of_attempts_at_the_same_time_no_more_than_the_limit_are_checked(staff):
    user = staff()
    visitor = Visitor("203.0.113.5", "")
    checked = 0
    for _time in range(9):
        with suppress(ValidationError):
            lockout.attempt(Event.WRONG_PASSWORD, "mina", user, visitor)
            checked += 1
    assert checked == 5
