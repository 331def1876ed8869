"""Rich text: the one list of what a body may contain, enforced whenever a body is stored."""

import re
from typing import Any

import nh3
from django.db import models

__all__ = ["RichTextField", "note_markers", "sanitise"]

_ATTRIBUTES = {
    "a": {"href", "title", "hreflang", "lang"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "sup": {"data-note"},
    "span": {"lang"},
    "p": {"lang"},
    "blockquote": {"lang", "cite"},
}
_TAGS = {
    *("p", "br", "h2", "h3", "h4", "strong", "em", "s", "u", "sub", "sup", "span", "a", "hr", "wbr"),
    *("ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    clean_content_tags={"script", "style", "title", "xml"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)
_EMPTY = re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*)+")
_NOTE = re.compile(r'<sup data-note="([^"]*)">')


def sanitise(html: str) -> str:
    """``html`` without anything outside the list; a body of empty paragraphs becomes the empty string."""
    clean = _cleaner.clean(html).strip()
    return "" if _EMPTY.fullmatch(clean) else clean


def note_markers(html: str) -> list[str]:
    """The footnote markers of a body, in their order."""
    return _NOTE.findall(html)


class RichTextField(models.TextField):
    """HTML that is sanitised on every way in: forms, API, imports and plain ``save()``."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        clean = sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, clean)
        return clean
