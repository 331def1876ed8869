"""Reads .hwpx, the zipped OWPML XML of Hangul: sections, styles, tables, notes and pictures.

Namespaces differ between editions of the format (2011, 2016, 2024); elements are known by their local names.
"""

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from exchange.documents import tree
from exchange.documents.hwpx_styles import Look, Shape, Styles
from exchange.documents.package import Package, Unreadable, local
from exchange.documents.result import Raw, Uncertainty

__all__ = ["read_hwpx"]

# What Hangul writes into the description of every picture by itself.
_OWN_WORDS = (
    "그림입니다.",
    "원본 그림의 이름",
    "원본 그림의 크기",
    "프로그램 이름",
    "사진 찍은 날짜",
    "사각형입니다.",
    "묶음 개체입니다.",
    "This is a picture",
)
_TEXT_SHAPES = {"rect", "ellipse", "polygon", "curve", "arc", "connectLine", "line", "textart"}
_DROPPED = {"ole": "OLE", "video": "video", "chart": "chart"}
_SPACES = {"tab": " ", "nbSpace": "\u00a0", "fwSpace": " ", "hyphen": "-"}


def read_hwpx(package: Package) -> Raw:
    """The document as blocks; raises :class:`Unreadable` if it has no text to read."""
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.raw = Raw(Element("body"))
        self.items, self.sections = self._contents()
        self.styles = Styles(package.xml("Contents/header.xml") if "Contents/header.xml" in package else None)
        self.pictures: dict[str, int] = {}
        self.links: list[str] = []
        self.deleted = 0
        self.tracked = False

    def read(self) -> Raw:
        for name in self.sections:
            self.blocks(self.package.xml(name), self.raw.body)
        if self.tracked:
            self.raw.uncertainties.append(Uncertainty("tracked_changes"))
        if lost := sorted(self.styles.lost):
            self.raw.uncertainties.append(Uncertainty("styles_lost", ", ".join(lost)))
        return self.raw

    def _contents(self) -> tuple[dict[str, Element], list[str]]:
        """The items of the package by id, and its sections in their order."""
        root = self.package.xml("Contents/content.hpf")
        items = {each.get("id", ""): each for each in root.iter() if local(each) == "item"}
        order = [each.get("idref", "") for each in root.iter() if local(each) == "itemref"]
        hrefs = [items[each].get("href", "") for each in order if each in items]
        named = [
            name for href in hrefs if (name := self._part(href)) and "section" in posixpath.basename(name)
        ]
        sections = named or sorted(
            (each for each in self.package.names if each.startswith("Contents/section")),
            key=lambda name: (len(name), name),
        )
        if not sections:
            raise Unreadable(tree.EMPTY)
        return items, sections

    def _part(self, href: str) -> str:
        """The name of a part that is written from the root or from the folder of the contents."""
        for name in (href, posixpath.join("Contents", href)):
            if name in self.package:
                return name
        return ""

    # --- Blocks ---

    def blocks(self, parent: Element, into: Element) -> None:
        """Write the paragraphs of a section, cell, box or note into ``into``."""
        for paragraph in parent:
            if local(paragraph) == "p":
                self.paragraph(paragraph, into)

    def paragraph(self, source: Element, into: Element) -> None:
        look = self.styles.paragraph(source)
        target = self._place(into, look)
        heights: list[int] = []
        after: list[Element] = []
        for run in source:
            if local(run) == "run":
                shape = self.styles.shape(run.get("charPrIDRef", ""))
                if tree.text(run).strip():
                    heights.append(shape.height)
                self.run(run, shape, target, after)
        if heights and min(heights) >= tree.LARGE * 100 and target.tag == "p" and not target.get("class"):
            target.set("class", "large")
        if target.tag == "p" and not tree.has_content(target):
            into.remove(target)
        for block in after:
            into.append(block)

    def _place(self, into: Element, look: Look) -> Element:
        if look.kind in ("ul", "ol"):
            return tree.list_item(into, look.kind, look.level, look.number)
        target = SubElement(into, f"h{min(look.level, 5) + 1}" if look.kind == "heading" else "p")
        if look.style:
            target.set("class", look.style)
        return target

    # --- Runs ---

    def run(self, run: Element, shape: Shape, target: Element, after: list[Element]) -> None:
        """Write what is inside ``run``; blocks that stand in it come ``after`` its paragraph."""
        for part in run:
            name = local(part)
            if name == "t":
                self.words(part, shape, target)
            elif name == "ctrl":
                self.control(part, target)
            elif name == "equation":
                script = next((each for each in part if local(each) == "script"), None)
                self.doubt("equation", (script.text or "") if script is not None else "")
                tree.append_text(target, (script.text or "") if script is not None else "")
            else:
                self.object(part, name, target, after)

    def words(self, source: Element, shape: Shape, target: Element) -> None:
        self._write(source.text, shape, target)
        for child in source:
            name = local(child)
            if name in ("deleteBegin", "deleteEnd", "insertBegin", "insertEnd"):
                self.tracked = True
                self.deleted += {"deleteBegin": 1, "deleteEnd": -1}.get(name, 0)
            elif name == "lineBreak":
                SubElement(target, "br")
            elif name in _SPACES:
                self._write(_SPACES[name], shape, target)
            self._write(child.tail, shape, target)

    def _write(self, words: str | None, shape: Shape, target: Element) -> None:
        if not words or self.deleted > 0:
            return
        place = target
        if self.links and self.links[-1]:
            place = SubElement(target, "a", href=self.links[-1])
        for tag in shape.tags if words.strip() else ():
            place = SubElement(place, tag)
        tree.append_text(place, words)

    def control(self, control: Element, target: Element) -> None:
        for part in control:
            name = local(part)
            if name in ("footNote", "endNote"):
                mark = f"{name}-{len(self.raw.notes) + 1}"
                self.raw.notes[mark] = " ".join(tree.text(part).split())
                SubElement(target, "sup", {"data-note": mark})
            elif name == "fieldBegin":
                self.links.append(_address(part) if part.get("type") == "HYPERLINK" else "")
            elif name == "fieldEnd" and self.links:
                self.links.pop()
            elif name in ("header", "footer"):
                if words := " ".join(tree.text(part).split()):
                    self.doubt("page_header", words)
            elif name == "hiddenComment" and tree.text(part).strip():
                self.doubt("comments", " ".join(tree.text(part).split()))

    # --- Objects ---

    def object(self, part: Element, name: str, target: Element, after: list[Element]) -> None:
        if name == "tbl":
            after.append(self.table(part))
        elif name == "pic":
            self.picture(part, target)
            self._captioned(part, after)
        elif name == "container":
            for child in part:
                self.object(child, local(child), target, after)
        elif name in _DROPPED:
            self.doubt("object_dropped", _DROPPED[name])
        elif name in _TEXT_SHAPES:
            box = Element("div")
            for text in (each for each in part.iter() if local(each) == "drawText"):
                for inside in text:
                    self.blocks(inside, box)
            after.extend(box)

    def _captioned(self, part: Element, after: list[Element]) -> None:
        for caption in (each for each in part if local(each) == "caption"):
            if words := " ".join(tree.text(caption).split()):
                line = Element("p", {"class": "caption"})
                line.text = words
                after.append(line)

    def table(self, source: Element) -> Element:
        table = Element("table")
        for part in source:
            if local(part) == "caption" and (words := " ".join(tree.text(part).split())):
                SubElement(table, "caption").text = words
        body = SubElement(table, "tbody")
        for row in (each for each in source if local(each) == "tr"):
            line = SubElement(body, "tr")
            for cell in (each for each in row if local(each) == "tc"):
                self.cell(cell, line)
        return table

    def cell(self, source: Element, line: Element) -> None:
        target = SubElement(line, "th" if source.get("header") == "1" else "td")
        for part in source:
            if local(part) == "subList":
                self.blocks(part, target)
            elif local(part) == "cellSpan":
                for name, attribute in (("colSpan", "colspan"), ("rowSpan", "rowspan")):
                    if part.get(name, "1").isdigit() and int(part.get(name, "1")) > 1:
                        target.set(attribute, part.get(name, "1"))

    def picture(self, source: Element, target: Element) -> None:
        image = next((each for each in source.iter() if local(each) == "img"), None)
        name = image.get("binaryItemIDRef", "") if image is not None else ""
        item = self.items.get(name)
        part = self._part(item.get("href", "")) if item is not None else ""
        if not part or (item is not None and item.get("isEmbeded") == "0"):
            self.doubt("image_outside", item.get("href", name) if item is not None else name)
            return
        if name not in self.pictures:
            self.pictures[name] = len(self.raw.images)
            self.raw.images.append((posixpath.basename(part), self.package.read(part)))
        SubElement(target, "img", {"src": f"image:{self.pictures[name]}", "alt": _alt(source)})

    def doubt(self, code: str, words: str = "") -> None:
        self.raw.uncertainties.append(Uncertainty(code, words))


def _alt(source: Element) -> str:
    """What somebody wrote to describe a picture, without what the program writes by itself."""
    comment = next((each.text or "" for each in source if local(each) == "shapeComment"), "")
    return " ".join(
        line.strip() for line in _lines(comment) if not line.strip().startswith(_OWN_WORDS)
    ).strip()


def _lines(text: str) -> Iterator[str]:
    yield from text.replace("\r", "\n").split("\n")


def _address(field: Element) -> str:
    """Where a link leads: a parameter of its field, or its command ("https\\://example.org;1;0;0;")."""
    for part in field.iter():
        if local(part) == "stringParam" and part.get("name") in ("Path", "Command") and part.text:
            address = part.text.replace("\\", "").split(";")[0].strip()
            if address.startswith(("http://", "https://", "mailto:")):
                return address
    return ""
