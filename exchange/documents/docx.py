"""Reads .docx: mammoth turns its structure into HTML, this module what surrounds it into what the portal knows."""

import re
import zipfile
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

import mammoth
from defusedxml import ElementTree as Safe
from mammoth import documents, transforms

from exchange.documents import tree
from exchange.documents.package import BROKEN, Package, Unreadable, local
from exchange.documents.result import Raw, Uncertainty

__all__ = ["read_docx"]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_LARGE = "Import large"
_HEADINGS = ("제목 {0}", "개요 {0}", "标题 {0}", "Heading {0}", "heading {0}", "Outline {0}")
_TEXT_STYLES = (
    *("본문", "바탕글", "표준", "목록 단락", "간격 없음", "표준 (웹)", "본문 텍스트", "正文", "列表段落"),
    *(
        "Body Text",
        "body text",
        "Body Text 2",
        "Body Text 3",
        "List Paragraph",
        "Normal (Web)",
        "No Spacing",
        "Compact",
    ),
)
_STYLES = [
    *(
        f"p[style-name='{name.format(level)}'] => h{level}:fresh"
        for level in range(1, 7)
        for name in _HEADINGS
    ),
    *(f"p[style-name='{name}'] => p.title:fresh" for name in ("Title", "제목", "문서 제목", "표제", "标题")),
    *(f"p[style-name='{name}'] => p.subtitle:fresh" for name in ("Subtitle", "부제", "부제목", "副标题")),
    *(f"p[style-name='{name}'] => p.caption:fresh" for name in ("Caption", "caption", "캡션", "题注")),
    *(
        f"p[style-name='{name}'] => blockquote > p:fresh"
        for name in ("Quote", "Intense Quote", "인용", "강한 인용")
    ),
    f"p[style-name='{_LARGE}'] => p.large:fresh",
    "u => u",
]
# Behind the lists, so that a list paragraph of a plain style stays an item.
_PLAIN = [f"p[style-name='{name}'] => p:fresh" for name in _TEXT_STYLES]
_LISTS = [
    f"p:{kind}-list({level}) => {'ul|ol > li > ' * (level - 1)}{tag} > li:fresh"
    for kind, tag in (("unordered", "ul"), ("ordered", "ol"))
    for level in range(1, 6)
]
_UNKNOWN_STYLE = re.compile(r"Unrecognised (?:paragraph|run) style: '?(?P<name>[^']*?)'? \(Style ID")
_NOTE = re.compile(r"(?:foot|end)note-(?:ref-)?\d+\Z")


def read_docx(package: Package) -> Raw:
    """The document as blocks; raises :class:`Unreadable` where mammoth cannot make sense of it."""
    raw = Raw(Element("body"))
    content = _prepared(package, raw)
    images = _Images(raw)
    try:
        result = mammoth.convert_to_html(
            BytesIO(content),
            style_map="\n".join([*_STYLES, *_LISTS, *_PLAIN]),
            include_embedded_style_map=False,
            transform_document=transforms.paragraph(_mark_large),
            convert_image=mammoth.images.img_element(images.take),
        )
        raw.body = Safe.fromstring(f"<body>{result.value}</body>")
    except (ParseError, KeyError, ValueError, AttributeError, TypeError, IndexError, RecursionError) as error:
        raise Unreadable(BROKEN) from error
    _take_notes(raw)
    _listen(result.messages, raw)
    return raw


# --- Before mammoth ---


def _prepared(package: Package, raw: Raw) -> bytes:
    """The package with what mammoth would lose put where it looks, and what may not come in left out."""
    document = package.xml("word/document.xml")
    _show_boxes(document)
    names = {local(each) for each in document.iter()}
    if names & {"ins", "del", "moveFrom", "moveTo"}:
        raw.uncertainties.append(Uncertainty("tracked_changes"))
    if "commentReference" in names:
        raw.uncertainties.append(Uncertainty("comments"))
    for formula in [each for each in document.iter() if local(each) == "oMath"]:
        raw.uncertainties.append(Uncertainty("equation", tree.text(formula)))
    _look_around(package, raw)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in dict.fromkeys(package.names):
            if name.startswith(("word/embeddings/", "word/activeX/")) or name.endswith("/"):
                continue
            copy.writestr(name, tostring(document) if name == "word/document.xml" else package.read(name))
    return buffer.getvalue()


def _show_boxes(document: Element) -> None:
    """Let the text of a drawn box be found also where no older form of the drawing stands beside it."""
    for alternative in [each for each in document.iter() if each.tag == f"{_MC}AlternateContent"]:
        contents = [each for each in alternative.iter() if each.tag == f"{_W}txbxContent"]
        fallback = alternative.find(f"{_MC}Fallback")
        if not contents or (
            fallback is not None and any(local(each) == "txbxContent" for each in fallback.iter())
        ):
            continue
        if fallback is None:
            fallback = SubElement(alternative, f"{_MC}Fallback")
        box = SubElement(SubElement(SubElement(fallback, f"{_W}pict"), f"{_V}shape"), f"{_V}textbox")
        box.append(contents[0])


def _look_around(package: Package, raw: Raw) -> None:
    """What stands outside the text: headers, footers, embedded programs, pictures that lie elsewhere."""
    for name in package.names:
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            if words := " ".join(tree.text(package.xml(name)).split()):
                raw.uncertainties.append(Uncertainty("page_header", words))
        elif name.startswith(("word/embeddings/", "word/activeX/")) and not name.endswith((".rels", "/")):
            raw.uncertainties.append(Uncertainty("object_dropped", name.rpartition("/")[2]))
        elif name.endswith(".rels"):
            for relation in package.xml(name):
                if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith("/image"):
                    raw.uncertainties.append(Uncertainty("image_outside", relation.get("Target", "")))


def _mark_large(paragraph: Any) -> Any:
    """A paragraph of large letters is told apart by a style of its own: it may be the title."""
    sizes = [
        run.font_size
        for run in _runs(paragraph)
        if any(isinstance(each, documents.Text) and each.value.strip() for each in run.children)
    ]
    plain_style = paragraph.style_name is None or tree.role(paragraph.style_name) == "text"
    if (
        plain_style
        and paragraph.numbering is None
        and sizes
        and all(size and size >= tree.LARGE for size in sizes)
    ):
        return paragraph.copy(style_id=None, style_name=_LARGE)
    return paragraph


def _runs(paragraph: Any) -> list[Any]:
    return transforms.get_descendants_of_type(paragraph, documents.Run)


class _Images:
    """Takes pictures out of the text; what they are is looked at later."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.numbers: dict[bytes, int] = {}

    def take(self, image: Any) -> dict[str, str]:
        with image.open() as source:
            content: bytes = source.read()
        if content not in self.numbers:
            self.numbers[content] = len(self.raw.images)
            ending = (image.content_type or "").rpartition("/")[2].replace("jpeg", "jpg")
            self.raw.images.append((f"image{len(self.raw.images) + 1}.{ending}", content))
        return {"src": f"image:{self.numbers[content]}"}


# --- After mammoth ---


def _take_notes(raw: Raw) -> None:
    """Marks become the portal's, and the list of notes at the end is taken off."""
    body = raw.body
    if len(body) and body[-1].tag == "ol" and all(_NOTE.match(item.get("id", "")) for item in body[-1]):
        for item in body[-1]:
            words = " ".join(tree.text(item).split()).removesuffix("↑").strip()
            raw.notes[item.get("id", "")] = words
        body.remove(body[-1])
    for mark in [each for each in body.iter() if each.tag == "sup" and len(each)]:
        link = mark[0]
        target = link.get("href", "").removeprefix("#") if link.tag == "a" else ""
        if target in raw.notes:
            tail = mark.tail
            mark.clear()
            mark.tail = tail
            mark.set("data-note", target)


def _listen(messages: list[Any], raw: Raw) -> None:
    """What mammoth could not place, in the editor's words."""
    lost = {match["name"] for each in messages if (match := _UNKNOWN_STYLE.search(each.message))}
    if lost := {name for name in lost if name and tree.role(name) is None}:
        raw.uncertainties.append(Uncertainty("styles_lost", ", ".join(sorted(lost))))
    if any("w:sym" in each.message for each in messages):
        raw.uncertainties.append(Uncertainty("symbols_lost"))
