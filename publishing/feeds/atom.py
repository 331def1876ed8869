"""Feeds as Atom (RFC 4287) with archives (RFC 5005) and tombstones (RFC 6721)."""

import re
from datetime import datetime
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from publishing.feeds.addresses import ATOM, MEDIA_TYPES
from publishing.feeds.parts import Author, Category, Feed, Item, Tombstone

__all__ = ["written"]

_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
}
# What XML 1.0 has no place for.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def written(feed: Feed) -> bytes:
    """``feed`` as an Atom document in UTF-8."""
    return _Writer().document(feed).encode()


class _Writer:
    def __init__(self) -> None:
        self.out = StringIO()
        self.xml = SimplerXMLGenerator(self.out, "utf-8", short_empty_elements=True)

    def document(self, feed: Feed) -> str:
        self.xml.startDocument()
        self.begin("feed", {**_NAMESPACES, "xml:lang": feed.language})
        self.add("id", feed.id)
        self.add("title", feed.title)
        if feed.subtitle:
            self.add("subtitle", feed.subtitle)
        self.moment("updated", feed.updated)
        self.author(feed.author)
        self.link("self", feed.url, MEDIA_TYPES[ATOM])
        self.link("alternate", feed.home, "text/html", feed.language)
        for other in feed.others:
            self.link("alternate", other.url, MEDIA_TYPES[ATOM], other.language)
        if feed.is_archive:
            self.add("fh:archive")
            self.link("current", feed.current, MEDIA_TYPES[ATOM])
        if feed.older:
            self.link("prev-archive", feed.older, MEDIA_TYPES[ATOM])
        if feed.newer:
            self.link("next-archive", feed.newer, MEDIA_TYPES[ATOM])
        for item in feed.items:
            self.item(item)
        for tombstone in feed.tombstones:
            self.tombstone(tombstone)
        self.xml.endElement("feed")
        return self.out.getvalue()

    def item(self, item: Item) -> None:
        own = {"xml:lang": item.language}
        self.begin("entry", {})
        self.add("id", item.id)
        self.add("title", item.title, own)
        self.moment("updated", item.updated)
        self.moment("published", item.published)
        for author in item.authors:
            self.author(author)
        for category in item.categories:
            self.category(category)
        self.link("alternate", item.url, "text/html")
        for other in item.alternates:
            self.link("alternate", other.url, "text/html", other.language)
        for file in item.enclosures:
            length = {} if file.size is None else {"length": str(file.size)}
            self.link("enclosure", file.url, file.media_type, file.language, title=file.title, **length)
        if item.summary:
            self.add("summary", item.summary, own)
        if item.rights:
            self.add("rights", item.rights)
        self.add("content", item.content, {"type": "html", **own})
        self.xml.endElement("entry")

    def tombstone(self, tombstone: Tombstone) -> None:
        self.begin("at:deleted-entry", {"ref": tombstone.ref, "when": rfc3339_date(tombstone.when)})
        self.add("at:comment", tombstone.reason, {"xml:lang": tombstone.language})
        self.xml.endElement("at:deleted-entry")

    def author(self, author: Author) -> None:
        self.begin("author", {"xml:lang": author.language} if author.language else {})
        self.add("name", author.name)
        if author.url:
            self.add("uri", author.url)
        self.xml.endElement("author")

    def category(self, category: Category) -> None:
        language = {"xml:lang": category.language} if category.language else {}
        self.add(
            "category",
            attributes={
                "term": category.term,
                "scheme": category.scheme,
                "label": category.label,
                **language,
            },
        )

    def link(self, rel: str, url: str, media_type: str, language: str = "", **more: str) -> None:
        attributes = {"rel": rel, "href": url, "type": media_type, **more}
        if language:
            attributes["hreflang"] = language
        self.add("link", attributes=attributes)

    def moment(self, name: str, moment: datetime) -> None:
        self.add(name, rfc3339_date(moment))

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.xml.startElement(name, AttributesImpl(attributes))

    def add(self, name: str, content: str = "", attributes: dict[str, str] | None = None) -> None:
        clean = {key: _FORBIDDEN.sub("", value) for key, value in (attributes or {}).items()}
        self.xml.addQuickElement(name, _FORBIDDEN.sub("", content), clean)
