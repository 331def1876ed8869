"""Zipped documents, opened so that a hostile one does no harm: what is too large, locked, old or active is refused."""

import zipfile
import zlib
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Safe
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["BROKEN", "HUGE", "Package", "Unreadable", "local"]

MEGABYTE = 1024 * 1024
MOST_PARTS = 4_000
LARGEST_WHOLE = 400 * MEGABYTE
LARGEST_XML = 40 * MEGABYTE
# Deflated XML of real documents stays below 100 to 1; small parts may exceed it by chance.
STRONGEST_RATIO = 200
HARMLESS = MEGABYTE
# What is read afterwards is read element within element.
DEEPEST = 200

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = _("This document is locked with a password. Open it, remove the password and save it again.")
_OLD_HWP = _("This is an old HWP document. Open it in Hangul and save it as .hwpx, then choose that file.")
_OLD_DOC = _("This is an old Word document. Open it in Word and save it as .docx, then choose that file.")
_OTHER = _(
    "This is neither a .docx nor a .hwpx document. Save it in one of these formats, then choose that file."
)
BROKEN = _("This document is damaged and cannot be read. Open it in its own program and save it again.")
HUGE = _("This document unpacks to far more than a press release can hold. It was not opened.")
_MACROS = _("This document carries macros. Save it without them (as .docx), then choose that file.")


class Unreadable(Exception):
    """A document cannot be taken in; ``message`` says why and what to do, in words for editors."""

    def __init__(self, message: "str | Promise") -> None:
        super().__init__(str(message))
        self.message = message


def local(element: Element) -> str:
    """The name of ``element`` without its namespace; comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class Package:
    """A zipped document in memory; raises :class:`Unreadable` where it cannot be trusted or read."""

    def __init__(self, content: bytes) -> None:
        _refuse_other_formats(content)
        try:
            self.zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable(BROKEN) from error
        self.names = self.zip.namelist()
        self._check_bounds()
        self.kind = self._kind()
        self._check_parts()

    def _check_bounds(self) -> None:
        parts = self.zip.infolist()
        whole = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or whole > LARGEST_WHOLE:
            raise Unreadable(HUGE)
        for part in parts:
            if part.flag_bits & 0x1:
                raise Unreadable(_LOCKED)
            swollen = part.file_size > STRONGEST_RATIO * max(part.compress_size, 1)
            if swollen and part.file_size > HARMLESS:
                raise Unreadable(HUGE)

    def _kind(self) -> str:
        if "word/document.xml" in self.names:
            return "docx"
        if "Contents/content.hpf" in self.names:
            return "hwpx"
        raise Unreadable(_OTHER)

    def _check_parts(self) -> None:
        """Refuse macros and locks, and XML that declares entities, wherever it stands."""
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in self.names):
            raise Unreadable(_MACROS)
        manifest = (
            self.xml("META-INF/manifest.xml")
            if self.kind == "hwpx" and "META-INF/manifest.xml" in self.names
            else None
        )
        if manifest is not None and any(local(each) == "encryption-data" for each in manifest.iter()):
            raise Unreadable(_LOCKED)
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".hpf")):
                self.xml(name)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The content of a part; ``KeyError`` if there is none of this name."""
        try:
            return self.zip.read(name)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise Unreadable(BROKEN) from error

    def xml(self, name: str) -> Element:
        """A part as XML, without entities or anything from outside."""
        if self.zip.getinfo(name).file_size > LARGEST_XML:
            raise Unreadable(HUGE)
        try:
            root: Element = Safe.fromstring(self.read(name), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
            raise Unreadable(BROKEN) from error
        if _is_deeper(root, DEEPEST):
            raise Unreadable(HUGE)
        return root


def _is_deeper(root: Element, limit: int) -> bool:
    """Whether elements stand in each other more than ``limit`` times."""
    level = [root]
    for _depth in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _refuse_other_formats(content: bytes) -> None:
    if len(content) > settings.ATTACHMENT_MAX_MEGABYTES * MEGABYTE:
        raise Unreadable(
            _("This file is larger than %(limit)s MB. Make it smaller first.")
            % {"limit": settings.ATTACHMENT_MAX_MEGABYTES}
        )
    if content.startswith(b"HWP Document File"):
        raise Unreadable(_OLD_HWP)
    if content.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable(_LOCKED)
        is_word = "WordDocument".encode("utf-16-le") in content
        raise Unreadable(_OLD_DOC if is_word else _OLD_HWP)
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable(_OTHER)
