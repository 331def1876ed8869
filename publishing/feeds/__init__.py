"""Feeds: Atom (RFC 4287) and JSON Feed 1.1 of lists, of all news and of corrections, paged back to the beginning.

See docs/feeds.md.
"""

from publishing.feeds.addresses import feed_title, links

__all__ = ["feed_title", "links"]
