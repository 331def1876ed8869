"""Smaller copies of images, made ahead of release; they carry no metadata of the original.

A copy shows the whole picture or a part around its focal point: a card as social networks show it, and, where the
picture may be cropped, a lead picture for small screens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageOps

from publishing.enums import Crop
from publishing.models import Image, Rendition

__all__ = [
    "RATIOS",
    "WIDTHS",
    "crop_box",
    "forget_crops",
    "has_part",
    "is_complete",
    "make_preview",
    "make_renditions",
]

WIDTHS = (480, 960, 1600)
RATIOS = {Crop.CARD: 1200 / 630, Crop.LEAD: 3 / 2}
_CROP_WIDTHS = {Crop.CARD: (1200,), Crop.LEAD: (480, 960)}
# Social networks read JPEG only.
_CROP_FORMATS = {Crop.CARD: ("jpg",), Crop.LEAD: ("avif", "webp", "jpg")}
_ENCODINGS = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 78}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
}


@dataclass(frozen=True)
class _Copy:
    """A copy that belongs to an image; the part of the whole it shows as left, top, right, bottom in pixels."""

    crop: str
    format: str
    width: int
    height: int
    box: tuple[float, float, float, float]

    @property
    def key(self) -> tuple[str, str, int]:
        return (self.crop, self.format, self.width)


def is_complete(image: Image) -> bool:
    """Whether every rendition of ``image`` is there; reads ``renditions``, so load them for lists."""
    return not _missing(image, ((each.crop, each.format, each.width) for each in image.renditions.all()))


def make_renditions(image: Image) -> None:
    """Make every rendition of ``image`` that is missing; none is wider than the original."""
    _make(image, _missing(image, _stored(image)))


def make_preview(image: Image) -> None:
    """Make the smallest whole copy of ``image`` at once, by which staff see what they have uploaded."""
    small = [copy for copy in _missing(image, _stored(image)) if not copy.crop and copy.format == "jpg"]
    _make(image, sorted(small, key=lambda copy: copy.width)[:1])


def forget_crops(image: Image) -> None:
    """Delete the copies that show a part of ``image``: its focal point has moved."""
    image.renditions.exclude(crop="").delete()


def _stored(image: Image) -> Iterable[tuple[str, str, int]]:
    return image.renditions.values_list("crop", "format", "width")


def _missing(image: Image, stored: Iterable[tuple[str, str, int]]) -> list[_Copy]:
    present = set(stored)
    return [copy for copy in _copies(image) if copy.key not in present]


def _copies(image: Image) -> list[_Copy]:
    """Every copy that ``image`` is to have."""
    size = (image.width, image.height)
    widths = [width for width in WIDTHS if width < image.width] or [image.width]
    copies = [
        _Copy("", name, width, max(1, round(image.height * width / image.width)), (0, 0, *size))
        for width in widths
        for name in _ENCODINGS
    ]
    for crop in Crop:
        if not has_part(image, crop) or (crop is Crop.LEAD and not image.may_crop):
            continue
        box = crop_box(image, RATIOS[crop])
        widest = max(1, int(box[2] - box[0]))
        for width in [each for each in _CROP_WIDTHS[crop] if each < widest] or [widest]:
            height = max(1, round(width / RATIOS[crop]))
            copies += [_Copy(crop.value, name, width, height, box) for name in _CROP_FORMATS[crop]]
    return copies


def has_part(image: Image, crop: Crop) -> bool:
    """Whether the shape of ``image`` lets a part be shown: narrow pictures lead as they are on small screens too."""
    return crop is Crop.CARD or image.width > image.height * RATIOS[crop]


def crop_box(image: Image, ratio: float) -> tuple[float, float, float, float]:
    """The largest part of ``image`` with this ratio of width to height whose middle is nearest to the focal point.

    As left, top, right and bottom in pixels of the original.
    """
    width = min(image.width, image.height * ratio)
    height = width / ratio
    left = min(max(0.0, image.focal_x * image.width - width / 2), image.width - width)
    top = min(max(0.0, image.focal_y * image.height - height / 2), image.height - height)
    return (left, top, left + width, top + height)


def _make(image: Image, copies: list[_Copy]) -> None:
    if not copies:
        return
    with image.file.open("rb") as source, Pillow.open(source) as original:
        upright = _on_white(ImageOps.exif_transpose(original))
    for crop, width, height, box in dict.fromkeys((c.crop, c.width, c.height, c.box) for c in copies):
        small = upright.resize((width, height), Pillow.Resampling.LANCZOS, box=box)
        for name in [c.format for c in copies if (c.crop, c.width) == (crop, width)]:
            encoder, options = _ENCODINGS[name]
            buffer = BytesIO()
            small.save(buffer, encoder, **options)
            rendition = Rendition(image=image, crop=crop, width=width, height=height, format=name)
            rendition.file.save("", ContentFile(buffer.getvalue()), save=True)


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    """``picture`` without transparency, as it looks on the white of a page."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    shown = picture.convert("RGBA")
    paper = Pillow.new("RGBA", shown.size, "white")
    return Pillow.alpha_composite(paper, shown).convert("RGB")
