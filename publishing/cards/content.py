"""What stands on a card."""

import hashlib
from dataclasses import dataclass

__all__ = ["Card", "Numeral"]

# Raised whenever cards are drawn differently, so that none drawn before is shown.
_DRAWING = 1


@dataclass(frozen=True)
class Numeral:
    """A large figure, as an edition or a day, with what stands before and below it; ``urgent`` for deadlines."""

    value: str
    label: str = ""
    before: str = ""
    after: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Card:
    """The words and figures of one card; ``language`` is that of the page, ``title_language`` that of the title.

    ``picture`` is the name of a stored picture, with its ``credit``.
    """

    language: str
    title_language: str
    title: str
    site: str
    kind: str = ""
    facts: tuple[str, ...] = ()
    mark: str = ""
    numeral: Numeral | None = None
    picture: str = ""
    credit: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for cards that look the same, and for no others."""
        return hashlib.sha256(f"{_DRAWING} {self!r}".encode()).hexdigest()
