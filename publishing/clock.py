"""The only source of "now", so that staff can look at the site as of another moment and tests can move time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

__all__ = ["as_of", "is_moved", "now"]

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The current moment in UTC, or the one set by :func:`as_of`."""
    return _moment.get() or datetime.now(UTC)


def is_moved() -> bool:
    """Whether "now" is a moment that was set by :func:`as_of`."""
    return _moment.get() is not None


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let everything inside the block happen at ``moment``; a naive datetime raises ``ValueError``."""
    if moment.tzinfo is None:
        raise ValueError("as_of() needs an aware datetime")
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
