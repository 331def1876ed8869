"""Whose requests a token opens, and when it stops."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from publishing import clock
from tests.accounts.doors import give_app
from tests.factories import NOON
from tests.tokens import issuing
from tokens.authentication import BearerAuthentication
from tokens.models import Scope, Token, make_secret

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with clock.as_of(NOON):
        yield


def issue(*scopes: str, **facts) -> tuple[str, Token]:
    return issuing.issue(issuing.member_of_staff(), *scopes, **facts)


def use(header: str, address: str = "203.0.113.5"):
    request = APIRequestFactory().get("/", headers={"Authorization": header}, REMOTE_ADDR=address)
    return BearerAuthentication().authenticate(Request(request))


def refusal(header: str) -> str:
    with pytest.raises(AuthenticationFailed) as refused:
        use(header)
    return str(refused.value.detail)


def test_a_token_acts_for_its_owner_and_is_stored_as_a_hash():
    secret, token = issue(Scope.DRAFT)
    user, found = use(f"bearer {secret}")
    assert (user.username, found) == ("mina", token)
    assert len(secret) > 64
    row = " ".join(str(value) for value in Token.objects.values_list().get())
    assert secret.rpartition("_")[2] not in row
    assert secret.startswith(token.prefix)
    assert str(token) == f"newsroom tool ({token.prefix}_…)"


def test_other_ways_to_authenticate_are_not_its_business():
    assert use("") is None
    assert use("Basic bWluYTpzZWNyZXQ=") is None


def test_every_refusal_has_the_same_words():
    expired, _token = issue(created_at=NOON - timedelta(days=2), expires_at=NOON)
    revoked, token = issue()
    assert token.revoke(token.owner)
    assert not token.revoke(token.owner)
    words = {refusal(f"Bearer {secret}") for secret in (expired, revoked, make_secret(), "", "\x00", "é" * 9)}
    good, token = issue(Scope.DRAFT)
    for fact in ("is_staff", "is_active"):
        User.objects.update(**{fact: False})
        words.add(refusal(f"Bearer {good}"))
        User.objects.update(**{fact: True})
    assert len(words) == 1
    assert use(f"Bearer {good}")


def test_a_token_that_writes_needs_the_second_factor_of_its_owner(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    reads, _token = issue()
    writes, token = issue(Scope.DRAFT)
    assert use(f"Bearer {reads}")
    refusal(f"Bearer {writes}")
    give_app(token.owner)
    assert use(f"Bearer {writes}")
    Authenticator.objects.all().delete()
    refusal(f"Bearer {writes}")


def test_use_is_written_down_once_a_minute(django_assert_num_queries):
    secret, token = issue()
    with django_assert_num_queries(2):
        use(f"Bearer {secret}")
    with clock.as_of(NOON + timedelta(seconds=59)), django_assert_num_queries(1):
        use(f"Bearer {secret}", "203.0.113.6")
    token.refresh_from_db()
    assert (token.last_used_at, token.last_used_from) == (NOON, "203.0.113.5")
    with clock.as_of(NOON + timedelta(seconds=60)):
        use(f"Bearer {secret}", "203.0.113.6")
    token.refresh_from_db()
    assert token.last_used_from == "203.0.113.6"


@pytest.mark.parametrize("scopes", [["draft"], ["read", "read"], ["read", "everything"], "read", {}])
def test_scopes_are_known_ones(scopes):
    with pytest.raises(Exception, match="scopes"):
        issue(scopes=scopes)
