"""The secret links of alerts."""

from intake import links

__all__ = ["CONFIRM", "MANAGE", "STOP", "key_of", "token", "url"]

CONFIRM, MANAGE, STOP = "confirm", "manage", "stop"


def key_of(purpose: str, given: str) -> str | None:
    """The key in a token that was signed here for this purpose, else ``None``."""
    return links.key_of(f"alerts.{purpose}", given)


def token(purpose: str, key: str) -> str:
    """What stands in the address for ``key``."""
    return links.token(f"alerts.{purpose}", key)


def url(purpose: str, key: str, language: str) -> str:
    """The whole address of a secret link."""
    return links.absolute(f"alerts:{purpose}", language, token(purpose, key))
