"""Images as staff see them in lists and forms."""

from typing import Any

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext

from desk.admin.base import admin_url, entry_label, with_current_texts
from publishing import offices
from publishing.enums import Crop
from publishing.models import Entry, EntryImage, Image, Rendition
from publishing.renditions import RATIOS, crop_box, has_part

__all__ = ["focal_picker", "readable_uses", "thumbnail", "used_in"]


def thumbnail(image: Image) -> str:
    """The smallest rendition as a picture; reads ``renditions``, so load them for lists."""
    smallest = _whole(image, widest=0)
    if smallest is None:
        return "–"
    return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', smallest.get_absolute_url())


def _whole(image: Image, *, widest: int) -> Rendition | None:
    """The largest copy of the whole image up to a width, or else the smallest."""
    copies = [each for each in image.renditions.all() if each.format == "jpg" and not each.crop]
    fitting = [each for each in copies if each.width <= widest]
    if fitting:
        return max(fitting, key=lambda each: each.width)
    return min(copies, key=lambda each: each.width, default=None)


def focal_picker(image: Image) -> str:
    """The image with its focal point, and the parts of it that are shown by themselves."""
    shown = _whole(image, widest=960)
    if shown is None:
        return gettext("The image is being made ready. Load this page again in a moment.")
    parts = [
        {
            "crop": crop.value,
            "label": crop.label,
            "ratio": f"{RATIOS[crop]:.6f}",
            "box": " ".join(f"{number:.1f}" for number in (left, top, right - left, bottom - top)),
        }
        for crop in Crop
        if has_part(image, crop)
        for left, top, right, bottom in [crop_box(image, RATIOS[crop])]
    ]
    context = {
        "image": image,
        "address": shown.get_absolute_url(),
        "x": round(image.focal_x * image.width),
        "y": round(image.focal_y * image.height),
        "radius": round(max(image.width, image.height) / 40),
        "parts": parts,
    }
    return render_to_string("admin/publishing/image/focal.html", context)


def readable_uses(user: Any) -> Prefetch:
    """Loads, as ``readable_uses``, where an image is used in entries that ``user`` may read, with their titles."""
    entries = Prefetch("entry", with_current_texts(Entry.objects.all()))
    uses = EntryImage.objects.filter(offices.readable(user, through="entry")).order_by("pk")
    return Prefetch("uses", uses.prefetch_related(entries), to_attr="readable_uses")


def used_in(image: Any, *, most: int = 0) -> str:
    """Links to the entries that show ``image`` with their stages, up to ``most``, and how many there are besides.

    Reads what :func:`readable_uses` has loaded and the number of all uses as ``every_use``.
    """
    entries = [use.entry for use in image.readable_uses]
    shown = entries[:most] if most else entries
    items = format_html_join(
        "",
        '<li><a href="{}">{}</a> <span class="stage stage-{}">{}</span></li>',
        (
            (admin_url(entry, "change"), entry_label(entry), entry.stage().value, entry.stage().label)
            for entry in shown
        ),
    )
    rest = []
    if len(entries) > len(shown):
        more = len(entries) - len(shown)
        rest.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    if others := image.every_use - len(entries):
        words = ngettext("%(count)d entry of another office", "%(count)d entries of other offices", others)
        rest.append(words % {"count": others})
    further = format_html_join("", '<li class="quiet">{}</li>', ((words,) for words in rest))
    if not entries and not rest:
        return format_html('<span class="quiet">{}</span>', gettext("nowhere yet"))
    return format_html('<ul class="used-in">{}{}</ul>', items, further)
