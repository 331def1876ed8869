"""Tokens for tests, and clients that carry them."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from publishing import clock
from tokens.models import Scope, Token, hashed, make_secret, visible_part

__all__ = ["bearer", "issue", "member_of_staff"]


def member_of_staff(username: str = "mina", role: str = "Editor") -> User:
    """An account of the staff with one role."""
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create_user(username, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
    return user


def issue(owner: User, *scopes: str, **facts: Any) -> tuple[str, Token]:
    """A token of ``owner`` that reads, and whatever else it was issued for; its secret, and its row."""
    secret = make_secret()
    token = Token(
        owner=owner,
        name="newsroom tool",
        scopes=[Scope.READ, *scopes],
        prefix=visible_part(secret),
        secret_hash=hashed(secret),
        expires_at=clock.now() + timedelta(days=30),
    )
    for name, value in facts.items():
        setattr(token, name, value)
    token.full_clean()
    token.save()
    return secret, token


def bearer(owner: User, *scopes: str) -> Client:
    """A client with a new token; without ``scopes`` it has them all."""
    secret, _token = issue(owner, *(scopes or [scope for scope in Scope if scope is not Scope.READ]))
    return Client(headers={"Authorization": f"Bearer {secret}"})
