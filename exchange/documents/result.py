"""What is read from a document, whatever program wrote it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element

__all__ = ["Contact", "Draft", "Note", "Picture", "Raw", "Uncertainty"]

Note = dict[str, str]


@dataclass(frozen=True)
class Uncertainty:
    """Something an editor has to look at.

    ``code`` names it (see :mod:`exchange.findings`), ``words`` are those of the document it stands on, ``assumed`` is
    what was made of them, as values of its sentence.
    """

    code: str
    words: str = ""
    assumed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """An image of the document in a format the portal stores; ``after`` are the words it follows."""

    name: str
    content: bytes
    alt: str = ""
    caption: str = ""
    after: str = ""


@dataclass(frozen=True)
class Contact:
    name: str
    unit: str = ""
    phone: str = ""
    email: str = ""


@dataclass
class Raw:
    """A document as its reader gives it: blocks of HTML, notes by the names of their marks, pictures by number.

    A mark is ``<sup data-note="name">``, a picture ``<img src="image:number" alt="…">``. Paragraphs of known styles
    carry the class ``title``, ``subtitle``, ``caption`` or ``large``.
    """

    body: Element
    notes: dict[str, str] = field(default_factory=dict)
    images: list[tuple[str, bytes]] = field(default_factory=list)
    uncertainties: list[Uncertainty] = field(default_factory=list)


@dataclass
class Draft:
    """A press release as it can be told from a document.

    ``body`` is HTML as :mod:`publishing.richtext` keeps it; moments are aware, beside them the IANA zone they were
    meant in; ``papers`` is the line for newspapers ("6. 2.(화) 조간").
    """

    language: str
    type: str = "release"
    title: str = ""
    deck: str = ""
    body: str = ""
    notes: list[Note] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    release_at: datetime | None = None
    release_zone: str = ""
    at_once: bool = False
    papers: str = ""
    distributed_on: date | None = None
    distributed_at: datetime | None = None
    distributed_zone: str = ""
    dated: date | None = None
    source: str = ""
    uncertainties: list[Uncertainty] = field(default_factory=list)

    def doubt(self, code: str, words: str = "", **assumed: Any) -> None:
        """Put something on the editor's list."""
        self.uncertainties.append(
            Uncertainty(code, words, {name: str(value) for name, value in assumed.items()})
        )
