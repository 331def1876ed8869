"""What whoever reads now sees otherwise than the public: one entry by a link, other offices' entries as of today."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Kept", "entry", "is_kept", "keep", "kept", "reveal"]


@dataclass(frozen=True)
class Kept:
    """What is not in charge of the offices ``own`` but of ``others`` is seen as it is at ``until``, never later."""

    own: tuple[int, ...]
    others: tuple[int, ...]
    until: datetime


_entry: ContextVar[int | None] = ContextVar("revealed entry", default=None)
_kept: ContextVar[Kept | None] = ContextVar("kept offices", default=None)


def entry() -> int | None:
    """The id of the entry that is shown as if released, if there is one."""
    return _entry.get()


def kept() -> Kept | None:
    """What is kept as it is now, if anything is."""
    return _kept.get()


def is_kept(office: int | None, release_at: datetime | None) -> bool:
    """Whether what ``office`` releases at ``release_at`` is not to be seen, whatever moment it is."""
    kept = _kept.get()
    return kept is not None and office in kept.others and (release_at is None or release_at > kept.until)


@contextmanager
def reveal(entry_id: int) -> Iterator[None]:
    """Let everything inside the block see the approved entry ``entry_id`` as if it were released."""
    token = _entry.set(entry_id)
    try:
        yield
    finally:
        _entry.reset(token)


@contextmanager
def keep(own: Iterable[int], others: Iterable[int], until: datetime) -> Iterator[None]:
    """Let nothing of the offices ``others`` be seen inside the block that is not public at ``until``."""
    token = _kept.set(Kept(tuple(own), tuple(others), until))
    try:
        yield
    finally:
        _kept.reset(token)
