"""The numbers of search documents: in the order of release, and the entry and language can be read from them."""

from datetime import datetime, timedelta

from publishing import clock, revealed
from publishing.languages import LANGUAGES, Language

__all__ = ["ENTRY_OF_NUMBER", "latest_number", "numbered", "read_number"]

# The latest second that has numbers, in the year 2242; what is released even later shares it.
_LAST_SECOND = 2**33 - 1
_ENTRY_BITS, _LANGUAGE_BITS = 28, 2
# The id of the entry, of what SQL calls number.
ENTRY_OF_NUMBER = f"number >> {_LANGUAGE_BITS} & {2**_ENTRY_BITS - 1}"


def numbered(release_at: datetime, entry_id: int, language: str) -> int:
    """The number of the document of an entry in a language."""
    second = min(int(release_at.timestamp()), _LAST_SECOND)
    number = second << _ENTRY_BITS | entry_id
    return number << _LANGUAGE_BITS | LANGUAGES.index(Language(language))


def read_number(number: int) -> tuple[int, Language]:
    """The id of the entry and the language that a number stands for."""
    place = number & (2**_LANGUAGE_BITS - 1)
    return number >> _LANGUAGE_BITS & (2**_ENTRY_BITS - 1), LANGUAGES[place]


def latest_number() -> int | None:
    """No document released by now has a greater number; ``None`` where one is seen before its release.

    It keeps what is yet to come from taking the places of what is there; who may see what is decided elsewhere.
    """
    if revealed.entry() is not None:
        return None
    return numbered(clock.now() + timedelta(seconds=1), 0, LANGUAGES[0]) - 1
