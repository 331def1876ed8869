"""What paragraphs and letters of a .hwpx look like, as far as that says what they are."""

import re
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from exchange.documents import tree
from exchange.documents.package import local

__all__ = ["Look", "Shape", "Styles"]

_LISTS = {"BULLET": "ul", "NUMBER": "ol"}
_NUMBERED_HEADING = re.compile(r"(?:개요|제목|outline|heading)\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Shape:
    """How letters look: the elements they stand in, and their height in hundredths of a point."""

    tags: tuple[str, ...] = ()
    height: int = 0


class Look(NamedTuple):
    """What a paragraph is: text, heading or item of a list; its level from 0, its list, its class."""

    kind: str
    level: int = 0
    number: str = ""
    style: str = ""


class Styles:
    """The tables of Contents/header.xml."""

    def __init__(self, header: Element | None) -> None:
        every = list(header.iter()) if header is not None else []
        self.shapes = {each.get("id", ""): _shape(each) for each in every if local(each) == "charPr"}
        self.headings = {each.get("id", ""): _heading(each) for each in every if local(each) == "paraPr"}
        self.styles = {each.get("id", ""): each for each in every if local(each) == "style"}
        self.lost: set[str] = set()

    def shape(self, number: str) -> Shape:
        return self.shapes.get(number, Shape())

    def paragraph(self, source: Element) -> Look:
        style = self.styles.get(source.get("styleIDRef", ""))
        names = [style.get("name", ""), style.get("engName", "")] if style is not None else []
        known = next((role for name in names if (role := tree.role(name))), None)
        kind, level, number = self.headings.get(source.get("paraPrIDRef", ""), ("NONE", 0, ""))
        if kind in _LISTS:
            return Look(_LISTS[kind], level, number)
        if known in ("title", "subtitle", "caption"):
            return Look("p", style=known)
        numbered = next(
            (match for name in names if (match := _NUMBERED_HEADING.fullmatch(name.strip()))), None
        )
        # Outlines are also used for whole paragraphs: those are text.
        if (numbered or kind == "OUTLINE") and len(tree.text(source)) <= tree.LONGEST_HEADING:
            return Look("heading", int(numbered[1]) - 1 if numbered else level)
        if known is None and not numbered:
            self.lost.update(filter(None, names[:1]))
        return Look("p")


def _shape(properties: Element) -> Shape:
    tags = []
    for part in properties:
        name = local(part)
        if name == "bold":
            tags.append("strong")
        elif name == "italic":
            tags.append("em")
        elif name == "underline" and part.get("type", "NONE") == "BOTTOM":
            tags.append("u")
        elif name == "strikeout" and part.get("shape", "NONE") not in ("NONE", "3D"):
            tags.append("s")
        elif name in ("supscript", "subscript"):
            tags.append(name.replace("supscript", "sup").replace("subscript", "sub"))
    height = properties.get("height", "0")
    return Shape(tuple(tags), int(height) if height.isdigit() else 0)


def _heading(properties: Element) -> tuple[str, int, str]:
    found = next((each for each in properties.iter() if local(each) == "heading"), None)
    if found is None:
        return "NONE", 0, ""
    level = found.get("level", "0")
    return found.get("type", "NONE"), int(level) if level.isdigit() else 0, found.get("idRef", "")
