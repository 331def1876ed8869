"""Secrets that have to be read again are kept encrypted, so that a copy of the database alone opens nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["Unreadable", "sealed", "unsealed"]


class Unreadable(Exception):
    """Something was sealed under a SECRET_KEY that is no longer known."""


def sealed(purpose: str, text: str) -> str:
    """``text`` encrypted for a ``purpose``; each has a key of its own."""
    return _box(purpose).encrypt(text.encode()).decode()


def unsealed(purpose: str, text: str) -> str:
    """What was sealed for this ``purpose`` under the present SECRET_KEY or an earlier one; else :class:`Unreadable`."""
    try:
        return _box(purpose).decrypt(text.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _box(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{purpose}:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
