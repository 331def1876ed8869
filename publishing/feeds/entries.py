"""Entries as a feed tells them: the order they come in, and each as an item with its full text."""

import mimetypes
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urljoin

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst

from publishing import formats, kinds
from publishing.feeds.archive import Line
from publishing.feeds.parts import Alternate, Author, Category, Enclosure, Item, Tombstone
from publishing.feeds.telling import Telling
from publishing.languages import active
from publishing.models import Attachment, Correction, Entry
from publishing.presentation import Shown, card, facts, foreign, pictures, worded
from publishing.visibility import public

__all__ = ["Absolute", "identifier", "item", "lines", "tombstone", "with_addresses"]

Absolute = Callable[[str], str]

_TAG = re.compile(r"<[a-z][^>]*>")
_ADDRESS = re.compile(r'(?<=\s)(href|src)="([^"]*)"')
_LINES = re.compile(r"\s*\n\s*")
_UNKNOWN_TYPE = "application/octet-stream"


def lines(visible: QuerySet[Entry], gone: QuerySet[Entry]) -> list[Line]:
    """What a feed of the ``visible`` tells, in its order, and last what is ``gone``.

    An entry comes with its release, or with its latest correction; what is gone comes with its withdrawal.
    """
    own = public(Correction).filter(entry=OuterRef("pk"))
    latest = own.order_by("-at").values("at")[:1]
    return [
        Line(visible.filter(~Exists(own)), "release_at"),
        Line(
            visible.filter(pk__in=public(Correction).values("entry")).annotate(corrected_at=Subquery(latest)),
            "corrected_at",
        ),
        Line(gone, "withdrawn_at"),
    ]


def identifier(entry: Entry) -> str:
    """The identifier of an entry in every feed and in all languages."""
    return f"urn:uuid:{entry.uid}"


def tombstone(entry: Entry) -> Tombstone:
    """What is left of a withdrawn entry."""
    if entry.withdrawn_at is None:
        raise ValueError("this entry has not been withdrawn")
    language = formats.html_lang(entry.authoritative_language)
    return Tombstone(identifier(entry), entry.withdrawn_at, entry.withdrawn_reason, language)


def item(entry: Entry, updated: datetime, telling: Telling, absolute: Absolute) -> Item:
    """A visible entry with its full text in the active language, or in the nearest it has."""
    text = entry.text()
    if text is None or entry.release_at is None:
        raise ValueError("a visible entry has a text and a release time")
    url = absolute(entry.path())
    shown = {
        "entry": entry,
        "text": text,
        "page_lang": active().html_lang,
        "missing": formats.language_name(text.language, active()) if foreign(text.language) else "",
        "facts": facts(*telling.facts(entry)),
        "worded": [
            {"heading": field.label, "text": words}
            for field in telling.model.KIND.worded
            if (words := text.extra.get(field.name))
        ],
        "pictures": pictures(entry.images.all()),
    }
    leading = card(entry.images.all())
    return Item(
        id=identifier(entry),
        url=url,
        title=text.title,
        language=formats.html_lang(text.language),
        summary=text.deck,
        content=with_addresses(
            _LINES.sub("\n", render_to_string("entry/feed_content.html", shown)).strip(), url
        ),
        published=entry.release_at,
        updated=updated,
        rights=str(entry.get_licence_display()),
        image=absolute(leading["src"]) if leading else "",
        authors=tuple(_author(each, absolute) for each in telling.authors(entry) if each),
        categories=tuple(_categories(entry, absolute)),
        alternates=tuple(
            Alternate(absolute(entry.path(code)), formats.html_lang(code))
            for code in entry.languages
            if code != active()
        ),
        enclosures=tuple(_enclosure(file, absolute) for file in entry.attachments.all()),
    )


def with_addresses(html: str, base: str) -> str:
    """``html`` with every address in it absolute, seen from the page at ``base``."""

    def joined(match: re.Match[str]) -> str:
        return f'{match[1]}="{urljoin(base, match[2])}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(joined, tag[0]), html)


def _author(shown: Shown, absolute: Absolute) -> Author:
    return Author(str(shown["value"]), absolute(shown["url"]), shown["html_lang"])


def _categories(entry: Entry, absolute: Absolute) -> Iterator[Category]:
    label = capfirst(str(kinds.get(entry.kind).label))
    yield Category(entry.kind, absolute(reverse("api:root")), label)
    for vocabulary in ("sectors", "places"):
        scheme = absolute(reverse(f"api:{vocabulary}-list"))
        for node in getattr(entry, vocabulary).all():
            name = worded(node, "name")
            yield Category(node.slug, scheme, name["value"], name["html_lang"])


def _enclosure(file: Attachment, absolute: Absolute) -> Enclosure:
    try:
        size = file.file.size
    except OSError:
        size = None
    return Enclosure(
        url=absolute(file.get_absolute_url()),
        media_type=mimetypes.guess_type(file.download_name)[0] or _UNKNOWN_TYPE,
        title=worded(file, "title")["value"],
        size=size,
        language=formats.html_lang(file.language) if file.language else "",
    )
