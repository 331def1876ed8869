"""What acts by itself in a PDF document (ISO 32000): looked for by names, wherever they stand and however they are spelled.

The document is not interpreted. Names are read with their escapes (``/J#61vaScript``), in the file itself and in
compressed streams of objects; what cannot be looked into is refused.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["problems"]

LARGEST_STREAM = 64 * 1024 * 1024
# How far before its stream the dictionary of a stream of objects can begin.
_LONGEST_HEAD = 2_000

_SCRIPT = _("This PDF runs JavaScript. Print it to a new PDF without forms and scripts, and choose that one.")
_LAUNCH = _("This PDF starts other programs or sends data. Print it to a new PDF, and choose that one.")
_EMBEDDED = _(
    "This PDF carries other files or media inside. Take them out and add them here one by one, or print it to a new PDF."
)
_FORM = _("This PDF holds a form that acts by itself (XFA). Print it to a new PDF, and choose that one.")
_OPENS = _("This PDF does something by itself when it is opened. Print it to a new PDF, and choose that one.")
_LOCKED = _(
    "This PDF is protected and cannot be looked into. Save it without protection, and choose that one."
)
_CLOSED = _("Parts of this PDF cannot be looked into. Print it to a new PDF, and choose that one.")

_NAMES: tuple[tuple[bytes, "str | Promise"], ...] = (
    (rb"/JavaScript(?![\w-])|/JS\s*[(<]|/JS\s+\d+\s+\d+\s+R", _SCRIPT),
    (rb"/(?:Launch|SubmitForm|ImportData|GoToE)(?![\w-])", _LAUNCH),
    (rb"/(?:EmbeddedFiles?|RichMedia)(?![\w-])", _EMBEDDED),
    (rb"/XFA(?![\w-])", _FORM),
    (rb"/Encrypt(?![\w-])", _LOCKED),
)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FILTER = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_PREDICTED = re.compile(rb"/Predictor\s+(?!1\b)\d")
_OPENING = re.compile(rb"/OpenAction\s*(?:(\[)|(<<.{0,400})|(\d+)\s+\d+\s+R)", re.DOTALL)
_GOES = re.compile(rb"\s*\[|.*?/S\s*/GoTo(?![\w-])", re.DOTALL)


def problems(data: bytes) -> list["str | Promise"]:
    """Why the PDF document ``data`` is refused."""
    found: list[str | Promise] = []
    contents: list[bytes] = []
    packed: dict[bytes, bytes] = {}
    try:
        for first, content in _object_streams(data):
            contents.append(content)
            packed |= _numbered(content, first)
    except (ValueError, zlib.error):
        found.append(_CLOSED)
    whole = _unescaped(b"\n".join([data, *contents]))
    found += [problem for names, problem in _NAMES if re.search(names, whole)]
    if any(_acts(opening, whole, packed) for opening in _OPENING.finditer(whole)):
        found.append(_OPENS)
    return found


def _object_streams(data: bytes) -> Iterator[tuple[int, bytes]]:
    """For each stream of objects where its first object begins, and its content; ``ValueError`` if that stays closed."""
    for start in _STREAM.finditer(data):
        head = data[max(0, start.start() - _LONGEST_HEAD) : start.start()]
        head = _unescaped(head[head.rfind(b" obj") + 1 :])
        if not re.search(rb"/Type\s*/ObjStm(?![\w-])", head):
            continue
        filters = _FILTER.search(head)
        names = (filters[1] or filters[2]).split() if filters else []
        first = re.search(rb"/First\s+(\d+)", head)
        offset = int(first[1]) if first else 0
        if not names:
            yield offset, data[start.end() : data.find(b"endstream", start.end())]
        elif names == [b"/FlateDecode"] and not _PREDICTED.search(head):
            unpacker = zlib.decompressobj()
            # The end of what is packed is told by itself: a false "endstream" inside hides nothing.
            content = unpacker.decompress(memoryview(data)[start.end() :], LARGEST_STREAM)
            if unpacker.unconsumed_tail and not unpacker.eof:
                raise ValueError("a stream of objects unpacks to more than can be looked at")
            yield offset, content
        else:
            raise ValueError("a stream of objects in a filter that is not undone here")


def _numbered(content: bytes, first: int) -> dict[bytes, bytes]:
    """The objects of a stream by their numbers; its head lists numbers and offsets in turn."""
    head = content[:first].split()
    offsets = [(number, first + int(offset)) for number, offset in zip(head[::2], head[1::2], strict=False)]
    return {number: content[offset : offset + 400] for number, offset in offsets}


def _acts(opening: "re.Match[bytes]", whole: bytes, packed: dict[bytes, bytes]) -> bool:
    """Whether what happens on opening is more than turning to a page."""
    destination, action, number = opening.groups()
    if destination:
        return False
    if number:
        stated = re.search(rb"(?<!\d)" + number + rb"\s+\d+\s+obj(.{0,400}?)endobj", whole, re.DOTALL)
        action = stated[1] if stated else packed.get(number, b"")
    return not _GOES.match(action)


def _unescaped(data: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)
