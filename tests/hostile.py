"""Files for tests that carry what must not be let in, made byte by byte."""

import struct
import zipfile
import zlib
from io import BytesIO

__all__ = ["compound", "hwp", "package", "pdf", "with_objects"]

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR, _MINI = 512, 64


def pdf(*objects: bytes, catalog: bytes = b"") -> bytes:
    """A PDF document of few objects; ``catalog`` is added to its first one."""
    body = b"1 0 obj\n<< /Type /Catalog " + catalog + b" >>\nendobj\n"
    body += b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 2))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def with_objects(content: bytes, *, filters: bytes = b"/FlateDecode", kind: bytes = b"/ObjStm") -> bytes:
    """A PDF document whose object 7 lies in a compressed stream of objects."""
    inner = b"7 0 " + content
    packed = zlib.compress(inner)
    head = b"<< /Type %s /N 1 /First 4 /Filter %s /Length %d >>\n" % (kind, filters, len(packed))
    return pdf(head + b"stream\n" + packed + b"\nendstream")


def package(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP file with ``parts``."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in parts.items():
            whole.writestr(name, content)
    return buffer.getvalue()


def hwp(scripts: str = "", *, flags: int = 1, **pictures: bytes) -> bytes:
    """An HWP 5 document with a script and with ``pictures`` by their endings."""
    header = b"HWP Document File".ljust(32, b"\0") + b"\x05\x00\x00\x00" + struct.pack("<I", flags)
    head = "var Documents = XHwpDocuments;\r\n"
    parts = b"".join(struct.pack("<I", len(text)) + text.encode("utf-16-le") for text in (head, scripts))
    streams = {
        "FileHeader": header.ljust(256, b"\0"),
        "BodyText/Section0": _deflated(b"x" * 9_000),
        "Scripts/DefaultJScript": _deflated(parts + struct.pack("<I", _FREE)),
    }
    return compound(streams | {f"BinData/BIN0001.{name}": _deflated(data) for name, data in pictures.items()})


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of version 3: small streams in the mini stream, others in sectors of their own."""
    folders = sorted({path.partition("/")[0] for path in streams if "/" in path})
    names = [*folders, *streams]
    sectors: list[bytes] = [b""]
    table: list[int] = [_FAT]
    mini, mini_table = b"", []

    def add(data: bytes) -> int:
        first, count = len(sectors), max(1, -(-len(data) // _SECTOR))
        for i in range(count):
            sectors.append(data[i * _SECTOR : (i + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
            table.append(first + i + 1 if i + 1 < count else _END)
        return first

    entries = []
    for number, path in enumerate(names, 1):
        folder, _slash, name = path.partition("/")
        after = next(
            (
                later
                for later, other in enumerate(names, 1)
                if later > number and _parent(other) == _parent(path)
            ),
            _FREE,
        )
        if path in folders:
            child = next(n for n, other in enumerate(names, 1) if other.startswith(f"{path}/"))
            entries.append(_entry(path, 1, after, child, 0, 0))
            continue
        data = streams[path]
        if len(data) < 4096:
            start = len(mini_table)
            count = -(-len(data) // _MINI)
            mini_table += [start + i + 1 if i + 1 < count else _END for i in range(count)]
            mini += data.ljust(count * _MINI, b"\0")
        else:
            start = add(data)
        entries.append(_entry(name or folder, 2, after, _FREE, start, len(data)))
    root = _entry("Root Entry", 5, _FREE, 1, add(mini), len(mini))
    directory = add(root + b"".join(entries))
    mini_start = add(b"".join(struct.pack("<I", n) for n in mini_table).ljust(_SECTOR, b"\xff"))
    sectors[0] = b"".join(struct.pack("<I", n) for n in table).ljust(_SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIII4xI", 62, 3, 0xFFFE, 9, 6, 0, 1, directory, 4096)
    header += struct.pack("<IIII", mini_start, 1, _END, 0)
    header += struct.pack("<I", 0) + b"\xff" * 432
    return header + b"".join(sectors)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _entry(name: str, kind: int, right: int, child: int, *place: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    entry = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    entry += struct.pack("<III", _FREE, right, child) + b"\0" * 36
    return entry + struct.pack("<IQ", *place)
