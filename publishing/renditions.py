"""Smaller copies of images, made ahead of release; they carry no metadata of the original."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageOps

from publishing.models import Image, Rendition

__all__ = ["WIDTHS", "is_complete", "make_renditions"]

WIDTHS = (480, 960, 1600)
_ENCODINGS = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 78}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
}


def is_complete(image: Image) -> bool:
    """Whether every rendition of ``image`` is there; reads ``renditions``, so load them for lists."""
    return _is_complete(image, {(each.format, each.width) for each in image.renditions.all()})


def _is_complete(image: Image, present: set[tuple[str, int]]) -> bool:
    return all((name, width) in present for name in _ENCODINGS for width in _widths(image))


def _widths(image: Image) -> list[int]:
    return [width for width in WIDTHS if width < image.width] or [image.width]


def make_renditions(image: Image) -> None:
    """Make every rendition of ``image`` that is missing; none is wider than the original."""
    present = set(image.renditions.values_list("format", "width"))
    if _is_complete(image, present):
        return
    widths = _widths(image)
    with image.file.open("rb") as source, Pillow.open(source) as original:
        upright = _on_white(ImageOps.exif_transpose(original))
    for width in widths:
        height = max(1, round(upright.height * width / upright.width))
        small = upright.resize((width, height), Pillow.Resampling.LANCZOS)
        for name, (encoder, options) in _ENCODINGS.items():
            if (name, width) in present:
                continue
            buffer = BytesIO()
            small.save(buffer, encoder, **options)
            rendition = Rendition(image=image, width=width, height=height, format=name)
            rendition.file.save("", ContentFile(buffer.getvalue()), save=True)


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    """``picture`` without transparency, as it looks on the white of a page."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    shown = picture.convert("RGBA")
    paper = Pillow.new("RGBA", shown.size, "white")
    return Pillow.alpha_composite(paper, shown).convert("RGB")
