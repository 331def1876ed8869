"""Where feeds stand and what they are called."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.models import Entry

__all__ = ["ATOM", "FORMATS", "JSON", "feed_title", "links", "titled"]

ATOM, JSON = "atom", "json"
MEDIA_TYPES = {ATOM: "application/atom+xml", JSON: "application/feed+json"}
FORMATS = {ATOM: "Atom", JSON: "JSON Feed"}


def titled(words: str) -> str:
    """A title with the name of the site after it."""
    return f"{words} · {_('Green Cooperation Portal')}"


def feed_title(model: type[Entry]) -> str:
    """What the feed of entries of ``model`` is called."""
    return titled(capfirst(str(model.KIND.plural)))


def links(route: str, title: str, query: str = "") -> list[dict[str, str]]:
    """The Atom and the JSON Feed at the routes ``route`` + "-atom" and "-json", for the context ``feeds`` of a page.

    ``query`` are the filters of the list, encoded. Each has "type", "title", "url" and "format", the name of the format.
    """
    return [
        {
            "type": MEDIA_TYPES[form],
            "title": f"{title} · {name}",
            "url": reverse(f"{route}-{form}") + (f"?{query}" if query else ""),
            "format": name,
        }
        for form, name in FORMATS.items()
    ]
