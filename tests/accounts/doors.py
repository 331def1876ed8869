"""Signing in, as a person in front of the pages does it."""

import re
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from publishing import clock

__all__ = ["PASSWORD", "code", "give_app", "give_code", "sign_in", "words"]

PASSWORD = "a-tall-celadon-vase"
PERIOD = 30


def sign_in(client: Client, username: str, password: str = PASSWORD, **headers: Any) -> HttpResponse:
    """Send the form of sign-in; the answer, and the page it leads to."""
    return client.post(
        "/accounts/login/", {"login": username, "password": password}, follow=True, headers=headers
    )


def give_code(client: Client, value: str) -> HttpResponse:
    return client.post("/accounts/login/code/", {"code": value}, follow=True)


def give_app(user: User) -> str:
    """Set up a second factor for someone; the key that is in the app."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    assert Authenticator.objects.filter(user=user).exists()
    return secret


def code(secret: str, steps: int = 0) -> str:
    """What the app shows now, or ``steps`` of half a minute later."""
    counter = int(clock.now().timestamp()) // PERIOD + steps
    return format_hotp_value(hotp_value(secret, counter))


def words(response: HttpResponse) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
