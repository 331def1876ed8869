"""Rich text: the one list of what a body may contain, enforced whenever a body is stored."""

import re
from typing import Any

import nh3
from django.db import models

from publishing.paste import LANGUAGE_MARKS, normalize

__all__ = ["RichTextField", "has_program_code", "note_markers", "sanitise"]

_ATTRIBUTES = {
    "a": {"href", "title", "hreflang", "lang"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "sup": {"data-note"},
    "span": {"lang"},
    "p": {"lang"},
    "blockquote": {"lang"},
}
_TAGS = {
    *("p", "br", "h2", "h3", "h4", "strong", "em", "s", "u", "sub", "sup", "span", "a", "hr", "wbr"),
    *("ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    return None if name == "lang" and value not in LANGUAGE_MARKS else value


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    clean_content_tags={"script", "style", "title", "xml"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)
_EMPTY = re.compile(r"<(p|h2|h3|h4)(?: lang=\"[^\"]*\")?>(?:\s|&nbsp;|\xa0|<br>)*</\1>\s*")
_PROGRAM_CODE = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|svg|math|base)\b|<[^>]+\son[a-z]+\s*=|(?:javascript|vbscript)\s*:",
    re.IGNORECASE,
)
_MOST_TURNS = 5
_NOTE = re.compile(r'<sup data-note="([^"]*)">')


def sanitise(html: str) -> str:
    """``html`` without anything outside the list and without empty paragraphs; what is clean stays as it is."""
    clean = html
    # Broken markup is mended by the cleaner, and only then can all of it be made uniform.
    for _turn in range(_MOST_TURNS):
        before, clean = clean, _cleaned(clean)
        if clean == before:
            break
    return clean


def _cleaned(html: str) -> str:
    clean = _cleaner.clean(normalize(html))
    while (shorter := _EMPTY.sub("", clean)) != clean:
        clean = shorter
    return clean.strip()


def has_program_code(html: str) -> bool:
    """Whether ``html`` holds something a browser would run or load from elsewhere, so that its author can be told."""
    return bool(_PROGRAM_CODE.search(html))


def note_markers(html: str) -> list[str]:
    """The footnote markers of a body, in their order."""
    return _NOTE.findall(html)


class RichTextField(models.TextField):
    """HTML that is sanitised on every way in: forms, API, imports and plain ``save()``."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        clean = sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, clean)
        return clean
