"""What acts in zipped documents (OOXML, ODF, OWPML) and what may lie in a ZIP file."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePosixPath

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.safety.hangul import runs

__all__ = ["document_problems", "zip_problems"]

Inspect = Callable[[str, bytes], list["str | Promise"]]

MEGABYTE = 1024 * 1024
MOST_PARTS = 4_000
LARGEST_WHOLE = 400 * MEGABYTE
STRONGEST_RATIO = 200
# Small parts may be packed closer than that by chance.
HARMLESS = MEGABYTE

_MACROS = _(
    "This document carries macros. Save it without them (as .docx, .xlsx or .pptx), and choose that one."
)
_CONTROLS = _("This document carries ActiveX controls. Delete them, save it, and choose it again.")
_EMBEDDED = _(
    "This document carries another file inside. Take it out, or paste what it shows as a picture, and save it."
)
_OUTSIDE = _(
    "This document loads something from outside when it is opened (%(what)s). Break the link or embed it, and save it."
)
_TEMPLATE = _(
    "This document loads a template from outside when it is opened. Attach the usual template (Normal), and save it."
)
_DATA = _(
    "This document asks other programs for data (DDE). Replace the fields by their values, and save it."
)
_SCRIPT = _("This document runs scripts. Delete them in its own program, save it, and choose it again.")
_LOCKED = _("This file is locked with a password and cannot be looked into. Save it without one.")
_HUGE = _("This file unpacks to far more than its size lets expect. It was not opened.")
_BROKEN = _("This file is damaged. Save it again in its own program.")
_INSIDE = _(
    "The ZIP file contains “%(name)s”, which is not accepted. Only documents and pictures of accepted types may lie in it."
)
_FAULTY = _("In the ZIP file, “%(name)s”: %(problem)s")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff", ".bmp")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def document_problems(data: bytes) -> list["str | Promise"]:
    """Why the zipped document ``data`` is refused."""
    opened = _opened(data)
    if isinstance(opened, list):
        return opened
    with opened as package:
        try:
            return list(dict.fromkeys(_found_in(package)))
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
            return [_BROKEN]


def _found_in(package: zipfile.ZipFile) -> Iterator["str | Promise"]:
    for name in package.namelist():
        path = name.lower()
        if path.endswith(("vbaproject.bin", "vbadata.xml")):
            yield _MACROS
        elif "/activex/" in f"/{path}":
            yield _CONTROLS
        elif "/embeddings/" in f"/{path}":
            yield from _embedded(path, package, name)
        elif path.endswith(".rels"):
            yield from _relations(package.read(name))
        elif path == "[content_types].xml" and b"macroenabled" in package.read(name).lower():
            yield _MACROS
        elif path.startswith("basic/") or (path.startswith("scripts/") and _is_script(package, name)):
            yield _SCRIPT
        elif path.startswith(("word/document", "word/header", "word/footer")) and _asks(package.read(name)):
            yield _DATA


def _embedded(path: str, package: zipfile.ZipFile, name: str) -> Iterator["str | Promise"]:
    """The workbook behind a chart is a document itself; anything else is a file that nobody has seen."""
    if path.endswith((".xlsx", ".docx", ".pptx")):
        yield from document_problems(package.read(name))
    elif not path.endswith("/"):
        yield _EMBEDDED


def _is_script(package: zipfile.ZipFile, name: str) -> bool:
    """Whether a script of a .hwpx document does something; ODF keeps none in an ordinary document."""
    data = package.read(name)
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    return runs(text)


def _asks(content: bytes) -> bool:
    words = b"".join(re.findall(rb"<w:instrText[^>]*>([^<]*)", content))
    return bool(re.search(rb"(?<![A-Z])DDE(AUTO)?\s", words)) or bool(
        re.search(rb'w:instr="\s*DDE(AUTO)?\s', content)
    )


def _relations(content: bytes) -> Iterator["str | Promise"]:
    try:
        relations = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        yield _BROKEN
        return
    for relation in relations:
        kind = relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode", "").lower() != "external" or kind == "hyperlink":
            continue
        yield _TEMPLATE if kind == "attachedTemplate" else _OUTSIDE % {"what": kind}


def zip_problems(data: bytes, accepted: tuple[str, ...], inspect: Inspect) -> list["str | Promise"]:
    """Why the ZIP file ``data`` is refused; each document in it has to be one that ``inspect`` lets pass by itself."""
    opened = _opened(data)
    if isinstance(opened, list):
        return opened
    found: list[str | Promise] = []
    with opened as package:
        for part in package.infolist():
            if part.is_dir():
                continue
            path = PurePosixPath(part.filename)
            ending = path.suffix.lower()
            if path.is_absolute() or ".." in path.parts or ending not in (*accepted, *_PICTURES):
                found.append(_INSIDE % {"name": part.filename})
                continue
            try:
                content = package.read(part)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
                return [_BROKEN]
            if content.startswith(_PROGRAMS):
                found.append(_INSIDE % {"name": part.filename})
            elif ending in accepted:
                found += [
                    _FAULTY % {"name": part.filename, "problem": problem}
                    for problem in inspect(part.filename, content)
                ]
    return found


def _opened(data: bytes) -> "zipfile.ZipFile | list[str | Promise]":
    """The package, or why it is not unpacked."""
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return [_BROKEN]
    parts = package.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        return [_LOCKED]
    swollen = any(
        part.file_size > max(HARMLESS, STRONGEST_RATIO * max(part.compress_size, 1)) for part in parts
    )
    if swollen or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WHOLE:
        return [_HUGE]
    return package
