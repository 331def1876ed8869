"""Trees of HTML as the readers build them and the rest of this package takes them apart."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext_lazy as _

__all__ = [
    "EMPTY",
    "LARGE",
    "LONGEST_HEADING",
    "append_text",
    "has_content",
    "html",
    "list_item",
    "role",
    "text",
]

EMPTY = _("This document holds no text.")
# Letters of this many points and more are those of a title.
LARGE = 16
LONGEST_HEADING = 120
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "th", "caption", "br"}

# Names of paragraph styles, in English and Korean, folded; body text needs no mark of its own.
_ROLES = {
    "title": ("title", "제목", "문서제목", "표제", "보도자료제목", "큰제목", "标题"),
    "subtitle": ("subtitle", "부제", "부제목", "副标题"),
    "caption": ("caption", "캡션", "题注", "그림설명"),
    "quote": ("quote", "intensequote", "인용", "강한인용"),
    "text": (
        *(
            "normal",
            "bodytext",
            "body",
            "bodytext2",
            "bodytext3",
            "listparagraph",
            "normal(web)",
            "nospacing",
        ),
        *(
            "본문",
            "바탕글",
            "표준",
            "목록단락",
            "간격없음",
            "표준(웹)",
            "본문텍스트",
            "보도자료본문",
            "正文",
            "列表段落",
        ),
        *(
            "header",
            "footer",
            "머리말",
            "꼬리말",
            "footnotetext",
            "각주",
            "endnotetext",
            "미주",
            "memo",
            "메모",
        ),
        *("tablegrid", "표", "표내용", "compact", "firstparagraph", "importlarge"),
    ),
}
_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names}


def role(style: str) -> str | None:
    """What a style of this name is for: title, subtitle, caption, quote or text; None for one that is not known."""
    return _ROLE_OF.get(re.sub(r"\s+", "", style).lower())


def append_text(target: Element, words: str) -> None:
    """Write ``words`` behind everything that is in ``target``."""
    if len(target):
        target[-1].tail = (target[-1].tail or "") + words
    else:
        target.text = (target.text or "") + words


def text(element: Element) -> str:
    """The words of ``element``, one line for each of its blocks."""
    written: list[str] = []
    _collect(element, written)
    return "".join(written).strip()


def _collect(element: Element, written: list[str]) -> None:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if name in BLOCKS:
        written.append("\n")
    if name and element.text:
        written.append(element.text)
    for child in element:
        _collect(child, written)
        if child.tail:
            written.append(child.tail)
    if name in BLOCKS and name != "br":
        written.append("\n")


def has_content(element: Element) -> bool:
    """Whether there is anything to see in ``element``: words, a picture or the mark of a note."""
    return bool(text(element)) or any(part.tag == "img" or part.get("data-note") for part in element.iter())


def list_item(into: Element, kind: str, level: int, number: str) -> Element:
    """A new item on ``level`` (from 0) of the list that ``into`` ends with, or of a new one.

    ``number`` names the list: where it goes on after other text, its count goes on too.
    """
    place = into
    for depth in range(level + 1):
        last = place[-1] if len(place) else None
        wanted = kind if depth == level else None
        if last is None or last.tag not in ("ul", "ol") or (wanted and last.tag != wanted):
            last = SubElement(place, wanted or kind)
            if depth == 0 and kind == "ol":
                last.set("data-list", number)
                _go_on(into, last, number)
        if depth == level:
            return SubElement(last, "li")
        place = last[-1] if len(last) else SubElement(last, "li")
    raise ValueError("a level is not below 0")


def _go_on(into: Element, added: Element, number: str) -> None:
    before = sum(
        len(each)
        for each in into
        if each is not added and each.tag == "ol" and each.get("data-list") == number
    )
    if before:
        added.set("start", str(before + 1))


def html(blocks: list[Element]) -> str:
    """``blocks`` as markup."""
    return "".join(tostring(block, encoding="unicode", method="html") for block in blocks)
