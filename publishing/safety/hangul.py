"""What acts in HWP 5 documents: scripts that do something, PostScript pictures, packed programs.

The format is Hancom's "Hangul document file format 5.0". Every document has a script storage; in an ordinary one its
functions are empty.
"""

import re
import zlib

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.safety.compound import Compound

__all__ = ["problems", "runs"]

_HEADER = "FileHeader"
_SIGNATURE = b"HWP Document File"
_COMPRESSED, _PASSWORD, _DISTRIBUTED, _RIGHTS = 0x01, 0x02, 0x04, 0x10
_SCRIPT = _(
    "This document runs scripts. Delete them in Hangul (Tools, Script), save it, and choose it again."
)
_POSTSCRIPT = _(
    "This document holds a PostScript picture, which can act by itself. Replace it by a PNG or JPEG."
)
_PROGRAM = _(
    "This document carries another file inside. Take it out, or paste what it shows as a picture, and save it."
)
_LOCKED = _(
    "This document is protected and cannot be looked into. Save it without protection, and choose that one."
)
_OTHER = _("The content of this file is not what its name says. Save it again in its own program.")
# The stream in which a packed file lies inside an embedded object.
_PACKED = "\x01Ole10Native".encode("utf-16-le")
LARGEST = 64 * 1024 * 1024

_COMMENTS = re.compile(r"//[^\r\n]*|/\*.*?\*/", re.DOTALL)
_EMPTY_FUNCTION = re.compile(r"function\s+\w+\s*\([^)]*\)\s*\{\s*\}")
_DECLARED = re.compile(r"var\s+\w+\s*=\s*(?:XHwpDocuments|Documents\.Active_XHwpDocument)\s*;?")


def problems(data: bytes) -> list["str | Promise"]:
    """Why the HWP 5 document ``data`` is refused."""
    try:
        streams = Compound(data).streams
    except ValueError:
        return [_OTHER]
    header = streams.get(_HEADER, b"")
    if not header.startswith(_SIGNATURE):
        return [_OTHER]
    flags = int.from_bytes(header[36:40], "little")
    if flags & (_PASSWORD | _DISTRIBUTED | _RIGHTS):
        return [_LOCKED]
    found: list[str | Promise] = []
    for path, content in streams.items():
        folder, _slash, name = path.partition("/")
        if folder == "Scripts" and name == "DefaultJScript" and _script_runs(content, flags):
            found.append(_SCRIPT)
        if folder == "BinData":
            ending = name.rpartition(".")[2].lower()
            if ending in ("eps", "ps"):
                found.append(_POSTSCRIPT)
            elif ending == "ole" and _PACKED in _unpacked(content, flags):
                found.append(_PROGRAM)
    return found


def runs(script: str) -> bool:
    """Whether anything is left of ``script`` beside comments, declarations and empty functions."""
    left = _EMPTY_FUNCTION.sub("", _COMMENTS.sub("", script))
    return bool(_DECLARED.sub("", left).strip(" \t\r\n;\x00\ufeff"))


def _script_runs(content: bytes, flags: int) -> bool:
    """Whether one of the parts of a script does something; each is a length in characters and so many of them."""
    data, at = _unpacked(content, flags), 0
    while at + 4 <= len(data):
        length = int.from_bytes(data[at : at + 4], "little")
        if length == 0xFFFFFFFF:
            break
        text = data[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace")
        if runs(text):
            return True
        at += 4 + 2 * length
    return False


def _unpacked(content: bytes, flags: int) -> bytes:
    if not flags & _COMPRESSED:
        return content
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, LARGEST)
    except zlib.error:
        return content
