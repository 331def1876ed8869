"""What acts in a file, told by its type."""

import re
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.safety import hangul, packages, pdf

__all__ = ["DOCUMENTS", "TEXTS", "active_content"]

TEXTS = (".csv", ".txt", ".ics")
_PACKAGES = (".docx", ".xlsx", ".pptx", ".hwpx", ".odt")
DOCUMENTS = (".pdf", ".hwp", *_PACKAGES)
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|script|svg|\?xml)",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = _(
    "This file is a web page or a drawing with code, not plain text. Save it as PDF, and choose that one."
)
_OTHER = _("The content of this file is not what its name says. Save it again in its own program.")
_STARTS = {".pdf": b"%PDF-", ".hwp": b"\xd0\xcf\x11\xe0", **dict.fromkeys(_PACKAGES, b"PK\x03\x04")}


def active_content(name: str, data: bytes) -> list["str | Promise"]:
    """Why the file ``name`` with ``data`` is refused because of what lies inside; empty if it may pass."""
    ending = PurePath(name).suffix.lower()
    if not data.startswith(_STARTS.get(ending, b"")):
        return [_OTHER]
    if ending == ".zip":
        return packages.zip_problems(data, (*DOCUMENTS, *TEXTS), active_content)
    if ending in TEXTS:
        return [_PAGE] if _MARKUP.match(data[:4096]) else []
    reader = {".pdf": pdf.problems, ".hwp": hangul.problems}.get(ending)
    if reader is None and ending in _PACKAGES:
        reader = packages.document_problems
    return reader(data) if reader else []
