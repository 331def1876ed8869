"""Pictures of documents in formats the portal stores."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

__all__ = ["usable"]

_KEPT = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
_TURNED = {"BMP", "DIB", "GIF", "TIFF", "MPO"}
MOST_PIXELS = 80_000_000


def usable(name: str, content: bytes) -> tuple[str, bytes] | None:
    """Name and content of the picture, turned into a PNG where its format has no place on the web; None if unreadable.

    Drawings of other programs (EMF, WMF, SVG) cannot be read.
    """
    try:
        with Image.open(BytesIO(content)) as picture:
            picture_format = picture.format or ""
            if picture.width * picture.height > MOST_PIXELS:
                return None
            stem = name.rpartition(".")[0] or name
            if picture_format in _KEPT:
                picture.load()
                return stem + _KEPT[picture_format], content
            if picture_format in _TURNED:
                buffer = BytesIO()
                picture.convert("RGBA" if picture.has_transparency_data else "RGB").save(buffer, "PNG")
                return f"{stem}.png", buffer.getvalue()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return None
