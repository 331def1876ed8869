"""What a feed consists of, whatever format it is written in. Addresses are absolute, languages BCP 47 tags."""

from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Alternate", "Author", "Category", "Enclosure", "Feed", "Item", "Tombstone"]


@dataclass(frozen=True)
class Author:
    """Who issued something; ``language`` is that of the name."""

    name: str
    url: str = ""
    language: str = ""


@dataclass(frozen=True)
class Category:
    """A code of a vocabulary, which ``scheme`` names by an address, with its label."""

    term: str
    scheme: str
    label: str
    language: str = ""


@dataclass(frozen=True)
class Alternate:
    """The same in another language."""

    url: str
    language: str


@dataclass(frozen=True)
class Enclosure:
    """A file that belongs to an item; ``size`` is in bytes, or ``None`` where the file cannot be read."""

    url: str
    media_type: str
    title: str
    size: int | None = None
    language: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that a feed tells; ``language`` is that of title, summary and content."""

    id: str
    url: str
    title: str
    language: str
    content: str
    published: datetime
    updated: datetime
    summary: str = ""
    rights: str = ""
    image: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[Category, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True)
class Tombstone:
    """That something was withdrawn (RFC 6721), when and why."""

    ref: str
    when: datetime
    reason: str
    language: str


@dataclass(frozen=True)
class Feed:
    """One document of a feed; ``current`` is the address of its head, ``url`` its own."""

    id: str
    title: str
    language: str
    author: Author
    home: str
    url: str
    current: str
    updated: datetime
    subtitle: str = ""
    older: str = ""
    newer: str = ""
    is_archive: bool = False
    others: tuple[Alternate, ...] = ()
    items: list[Item] = field(default_factory=list)
    tombstones: list[Tombstone] = field(default_factory=list)
