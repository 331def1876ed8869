"""Images as staff see them in lists and forms."""

from django.urls import reverse
from django.utils.html import format_html

from publishing.models import Image

__all__ = ["thumbnail"]


def thumbnail(image: Image) -> str:
    """The smallest rendition as a picture; reads ``renditions``, so load them for lists."""
    smallest = min(
        (each for each in image.renditions.all() if each.format == "jpg"),
        key=lambda each: each.width,
        default=None,
    )
    if smallest is None:
        return "–"
    address = reverse("picture", args=[image.token, smallest.width, smallest.format])
    return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', address)
