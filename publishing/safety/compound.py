"""Reads compound files (MS-CFB), in which HWP 5 documents are kept: streams by their paths."""

import struct
from collections.abc import Iterator

__all__ = ["Compound"]

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # Sector numbers from here on mark ends and free places.
_NONE = 0xFFFFFFFF
_ENTRY = 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5


class Compound:
    """The streams of a compound file; ``ValueError`` if it is none or damaged."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_SIGNATURE) or len(data) < 512:
            raise ValueError("not a compound file")
        self._data = data
        try:
            self._read()
        except (struct.error, IndexError, UnicodeDecodeError, RecursionError) as error:
            raise ValueError("a damaged compound file") from error

    def _read(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._data, 30)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff = struct.unpack_from("<I4xI", self._data, 48)
        mini_table, _count, table_of_tables = struct.unpack_from("<III", self._data, 60)
        places = list(struct.unpack_from("<109I", self._data, 76))
        seen = set()
        while table_of_tables < _FREE and table_of_tables not in seen:
            seen.add(table_of_tables)
            more = self._numbers(self._sector(table_of_tables))
            places += more[:-1]
            table_of_tables = more[-1]
        self._next = [n for place in places if place < _FREE for n in self._numbers(self._sector(place))]
        self._mini_next = self._numbers(self._chain(mini_table))
        self._entries = self._chain(directory)
        root_start, root_size = struct.unpack_from("<IQ", self._entries, 116)
        self._mini = self._chain(root_start)[:root_size]
        child = struct.unpack_from("<I", self._entries, 76)[0]
        self.streams: dict[str, bytes] = dict(self._walk(child, "", set()))

    def _walk(self, number: int, folder: str, seen: set[int]) -> Iterator[tuple[str, bytes]]:
        """The streams of the tree of siblings below ``number``, and what lies in its folders."""
        if number == _NONE or number in seen:
            return
        seen.add(number)
        entry = self._entries[number * _ENTRY : (number + 1) * _ENTRY]
        length, kind = struct.unpack_from("<HB", entry, 64)
        left, right, child = struct.unpack_from("<III", entry, 68)
        start, size = struct.unpack_from("<IQ", entry, 116)
        path = folder + entry[: max(0, length - 2)].decode("utf-16-le")
        yield from self._walk(left, folder, seen)
        if kind == _STREAM:
            yield path, self._content(start, size & 0xFFFFFFFF)
        elif kind in (_STORAGE, _ROOT):
            yield from self._walk(child, f"{path}/", seen)
        yield from self._walk(right, folder, seen)

    def _content(self, start: int, size: int) -> bytes:
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces, seen = [], set()
        while start < _FREE and start not in seen:
            seen.add(start)
            pieces.append(self._mini[start * self._mini_size : (start + 1) * self._mini_size])
            start = self._mini_next[start]
        return b"".join(pieces)[:size]

    def _chain(self, start: int) -> bytes:
        pieces, seen = [], set()
        while start < _FREE and start not in seen:
            seen.add(start)
            pieces.append(self._sector(start))
            start = self._next[start]
        return b"".join(pieces)

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
