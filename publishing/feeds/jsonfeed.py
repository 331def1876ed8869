"""Feeds as JSON Feed 1.1, with ``_deleted``, an extension of ours, for what was withdrawn."""

import json
from typing import Any

from django.utils.feedgenerator import rfc3339_date

from publishing.feeds.parts import Author, Enclosure, Feed, Item, Tombstone

__all__ = ["written"]

VERSION = "https://jsonfeed.org/version/1.1"


def written(feed: Feed) -> bytes:
    """``feed`` as a JSON document in UTF-8."""
    document = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "next_url": feed.older,
        "language": feed.language,
        "authors": [_author(feed.author)],
        "items": [_item(item) for item in feed.items],
        "_deleted": [_tombstone(each) for each in feed.tombstones],
    }
    needed = ("items", "_deleted")
    return json.dumps(_filled(document, needed), ensure_ascii=False, separators=(",", ":")).encode()


def _item(item: Item) -> dict[str, Any]:
    return _filled(
        {
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "content_html": item.content,
            "summary": item.summary,
            "image": item.image,
            "date_published": rfc3339_date(item.published),
            "date_modified": rfc3339_date(item.updated),
            "authors": [_author(author) for author in item.authors],
            "tags": list(dict.fromkeys(category.label for category in item.categories)),
            "language": item.language,
            "attachments": [_attachment(file) for file in item.enclosures],
        }
    )


def _author(author: Author) -> dict[str, str]:
    return _filled({"name": author.name, "url": author.url})


def _attachment(file: Enclosure) -> dict[str, Any]:
    return _filled(
        {"url": file.url, "mime_type": file.media_type, "title": file.title, "size_in_bytes": file.size}
    )


def _tombstone(tombstone: Tombstone) -> dict[str, str]:
    return {
        "id": tombstone.ref,
        "date_deleted": rfc3339_date(tombstone.when),
        "reason": tombstone.reason,
        "language": tombstone.language,
    }


def _filled(document: dict[str, Any], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    """``document`` without what is empty."""
    return {name: value for name, value in document.items() if value or name in needed}
