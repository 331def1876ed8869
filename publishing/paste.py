"""Markup of word processors, brought into the elements the portal keeps.

Word, HWP, Google Docs and old web pages say "bold", "heading" and "list marker" in their own ways. This module
renames what has a place in a body; :func:`publishing.richtext.sanitise` then drops everything else.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

__all__ = ["LANGUAGE_MARKS", "normalize"]

# Word marks every run of letters with a language; these are the marks that somebody meant.
LANGUAGE_MARKS = {"en", "ko", "zh-Hans", "zh-Hant", "ja"}

_RENAMED = {
    "b": "strong",
    "i": "em",
    "del": "s",
    "strike": "s",
    "ins": "u",
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
}
_VOID = {"br", "hr", "wbr", "img", "input", "meta", "link", "col"}
_DIVISIONS = {"div", "center", "section", "article"}
_BLOCKS = {"p", "ul", "ol", "table", "blockquote", "hr", "h2", "h3", "h4", *_DIVISIONS}
# Names after "mso-" are Word's own and say nothing about the letters one sees: mso-bidi-font-weight.
_STYLES = (
    (re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)"), "strong"),
    (re.compile(r"(?<![\w-])font-style\s*:\s*italic"), "em"),
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*underline"), "u"),
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through"), "s"),
    (re.compile(r"vertical-align\s*:\s*super"), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub"), "sub"),
)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:normal|[1-5]00)")
_LINK = re.compile(r"\s*(?:https?:|mailto:|tel:|/|#)", re.IGNORECASE)
_LIST_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_CONDITIONAL = re.compile(r"<!--.*?-->|<!\[[^>]*>|<\?[^>]*>", re.DOTALL)
_FOREIGN = re.compile(r"<(xml|style|script|title)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def normalize(html: str) -> str:
    """``html`` with word processors' markup renamed; not yet safe to show."""
    writer = _Writer()
    writer.feed(_FOREIGN.sub("", _CONDITIONAL.sub("", html)))
    writer.close()
    return "".join(writer.written)


@dataclass
class _Element:
    """An open element: what stands for it, and where its start was written."""

    tag: str
    tags: list[str] = field(default_factory=list)
    at: int = 0
    holds_blocks: bool = False


class _Writer(HTMLParser):
    """Copies markup; a division that holds no block of its own becomes a paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self.open: list[_Element] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.skipping:
            self.skipping += tag not in _VOID
        elif _LIST_MARKER.search(given.get("style") or ""):
            self.skipping = 1
        else:
            self.start(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.skipping and tag in _VOID:
            self.start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= tag not in _VOID
        elif any(element.tag == tag for element in self.open):
            while self.end() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def close(self) -> None:
        super().close()
        while self.open:
            self.end()

    def start(self, tag: str, given: dict[str, str | None]) -> None:
        tags = _replacements(tag, given)
        if _BLOCKS.intersection((tag, *tags)):
            for element in self.open:
                element.holds_blocks = True
        if tag not in _VOID:
            self.open.append(_Element(tag, tags, len(self.written)))
        attributes = "".join(f' {name}="{escape(value or "")}"' for name, value in given.items())
        markup = "".join(f"<{name}{attributes if name in (tag, tags[0]) else ''}>" for name in tags)
        self.written.append(markup)

    def end(self) -> str:
        element = self.open.pop()
        tags = element.tags
        if element.tag in _DIVISIONS and not element.holds_blocks:
            self.written[element.at] = "<p>"
            tags = ["p"]
        self.written.extend(f"</{name}>" for name in reversed(tags))
        return element.tag


def _replacements(tag: str, given: dict[str, str | None]) -> list[str]:
    """The tags that stand for ``tag``, outermost first."""
    style = given.get("style") or ""
    if tag in ("span", "font"):
        marks = [name for pattern, name in _STYLES if pattern.search(style)]
        return (["span"] if given.get("lang") in LANGUAGE_MARKS else []) + marks
    is_anchor = tag == "a" and not _LINK.match(given.get("href") or "")
    if tag in _DIVISIONS or is_anchor or (tag == "b" and _NOT_BOLD.search(style)):
        return []
    return [_RENAMED.get(tag, tag)]
