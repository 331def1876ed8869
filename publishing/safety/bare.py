"""Pictures without metadata: place, time, camera, names, thumbnails and whatever was appended are left out.

JPEG and WebP are taken apart and put together again without touching a pixel (ITU-T T.81 annex B; RFC 9649), PNG is
encoded again without loss, AVIF at high quality. A picture that says it must be turned is turned first; the color
profile stays.
"""

from io import BytesIO

from PIL import Image, ImageOps

__all__ = ["bare"]

_ORIENTATION = 0x0112
_ENCODINGS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 95, "subsampling": 0, "optimize": True},
    "PNG": {},
    "WEBP": {"quality": 95, "method": 4},
    "AVIF": {"quality": 90, "speed": 8},
}
# JPEG: JFIF, color profile, and how Adobe's colors are to be read.
_KEPT_SEGMENTS = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_KEPT_CHUNKS = {b"VP8X", b"ICCP", b"ALPH", b"VP8 ", b"VP8L", b"ANIM", b"ANMF"}
# In the flags of VP8X: metadata after Exif, metadata after XMP.
_TELLING = 0x08 | 0x04


def bare(data: bytes) -> bytes:
    """The picture in ``data``, upright and without metadata; ``ValueError`` or ``OSError`` if it cannot be read."""
    with Image.open(BytesIO(data)) as picture:
        form = "JPEG" if picture.format == "MPO" else picture.format or ""
        if picture.getexif().get(_ORIENTATION, 1) == 1:
            if form == "JPEG":
                return _jpeg(data)
            if form == "WEBP":
                return _webp(data)
        return _encoded(picture, form)


def _encoded(picture: Image.Image, form: str) -> bytes:
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    transparency = upright.info.get("transparency")
    upright.info = {} if transparency is None else {"transparency": transparency}
    buffer = BytesIO()
    upright.save(buffer, form, icc_profile=profile, exif=b"", xmp=b"", **_ENCODINGS[form])
    return buffer.getvalue()


def _jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while at < len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker where one must stand")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        if _is_kept(marker, data[at + 4 : end]):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is neither an escaped byte nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _is_kept(marker: int, content: bytes) -> bool:
    if marker == _COMMENT:
        return False
    if 0xE0 <= marker <= 0xEF:
        return marker in _KEPT_SEGMENTS and content.startswith(_KEPT_SEGMENTS[marker])
    return True


def _webp(data: bytes) -> bytes:
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    kept, at = [b"WEBP"], 12
    while at + 8 <= end:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = data[at : at + 8 + size + size % 2]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_TELLING]) + chunk[9:]
        if name in _KEPT_CHUNKS:
            kept.append(chunk)
        at += 8 + size + size % 2
    content = b"".join(kept)
    return b"RIFF" + len(content).to_bytes(4, "little") + content
