"""Who uses the API: the owner of the token that a request carries."""

import re

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.visitors import Visitor
from tokens.models import Token, hashed

__all__ = ["BearerAuthentication"]

SECRET = re.compile(r"[\x21-\x7e]{1,200}")


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer <token>``; then ``request.user`` is its owner and ``request.auth`` the token.

    An unknown, expired or revoked token and one whose owner may not act are refused in the same words.
    """

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = None
        if SECRET.fullmatch(secret.strip()):
            found = (
                Token.objects.valid()
                .select_related("owner")
                .filter(secret_hash=hashed(secret.strip()))
                .first()
            )
        if found is None or not may_act(found):
            raise AuthenticationFailed(
                _("This token opens nothing: it is unknown, has expired or was revoked.")
            )
        found.note_use(Visitor.of(request).address)
        return found.owner, found

    def authenticate_header(self, request: Request) -> str:
        """The value of ``WWW-Authenticate`` (RFC 6750)."""
        return (
            'Bearer realm="api", error="invalid_token"'
            if "Authorization" in request.headers
            else 'Bearer realm="api"'
        )


def may_act(token: Token) -> bool:
    """Whether the owner could act now, and so the token may.

    Where staff need a second factor to do anything, a token that does more than read has none either without it.
    """
    owner = token.owner
    if not (owner.is_active and owner.is_staff):
        return False
    return token.only_reads or not settings.REQUIRE_SECOND_FACTOR or is_mfa_enabled(owner)
