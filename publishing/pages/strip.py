"""How an entry stands in each of the three languages: original, translation, outdated, missing."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode

from publishing import clock, formats, kinds
from publishing.languages import LANGUAGES, Language, active
from publishing.models import Entry, Text

__all__ = ["compare_url", "moved_on", "strip"]


def strip(entry: Entry, text: Text | None, original: Text | None) -> list[dict[str, Any]]:
    """One item per language for ``components/trilingual_strip.html``; drafts are nobody's business.

    ``text`` is the one that the page shows: each other text leads to a comparison with it.
    """
    texts = {each.language: each for each in entry.live_texts}
    return [_item(entry, texts.get(each), text, original, each) for each in LANGUAGES]


def compare_url(entry: Entry, language: str) -> str:
    """The page that shows the text of the active language beside that in ``language``."""
    path = reverse(f"{kinds.get(entry.kind).routes}:compare", args=[entry.slug])
    return f"{path}?{urlencode({'with': language})}"


def moved_on(entry: Entry, text: Text, original: Text | None) -> datetime | None:
    """When the ``original`` was first changed in substance after the translation ``text`` was made; None if it was not."""
    if original is None or not text.is_stale(original):
        return None
    changed = entry.texts.filter(
        language=original.language,
        version=F("substance"),
        version__gt=text.based_on.version if text.based_on else 0,
        version__lte=original.version,
        live_at__lte=clock.now(),
    )
    return changed.order_by("version").values_list("live_at", flat=True).first()


def _item(
    entry: Entry, text: Text | None, shown: Text | None, original: Text | None, each: Language
) -> dict[str, Any]:
    state = "missing"
    if text:
        state = "stale" if text.is_stale(original) else "translation"
        state = "original" if each == entry.authoritative_language else state
    return {
        "code": each.value,
        "html_lang": each.html_lang,
        "name": formats.language_name(each, each),
        "name_here": formats.language_name(each, active()),
        "state": state,
        "url": entry.path(each) if text else "",
        "date": _dated(entry, text) if text else "",
        "current": each == active(),
        "compare_url": compare_url(entry, each) if text and shown and text != shown else "",
    }


def _dated(entry: Entry, text: Text) -> str:
    """The day from which a text could be read: that of its approval, but not before the release."""
    if entry.release_at is None:
        return ""
    public_at = max(entry.release_at, text.live_at or entry.release_at)
    return formats.date(formats.local_day(public_at, entry.release_zone), active())
