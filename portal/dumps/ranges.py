"""Parts of files (RFC 9110, section 14): one range of bytes, so that a download that broke off can go on."""

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["part", "span"]

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
CHUNK = 64 * 1024


def span(header: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte that ``header`` asks for of ``size``; the last before the first if there are none.

    ``None`` for a header that is not understood, and then all is meant; several ranges in one are not understood.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def part(path: Path, first: int, last: int) -> Iterator[bytes]:
    """The bytes of the file from ``first`` to ``last``."""
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(left, CHUNK))):
            left -= len(chunk)
            yield chunk
