"""Corrections as a feed tells them: of which document, when, what was corrected."""

import uuid

from django.db.models import F, Prefetch, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing import formats, kinds
from publishing.feeds.archive import Line
from publishing.feeds.entries import Absolute
from publishing.feeds.parts import Category, Item, Tombstone
from publishing.languages import active
from publishing.models import Correction, Entry
from publishing.presentation import foreign
from publishing.visibility import gone, public, with_texts

__all__ = ["item", "lines", "loaded", "tombstone"]


def lines() -> list[Line]:
    """The corrections of what is visible, and last those that went with their document."""
    of_gone = Correction.objects.filter(entry__in=gone(Entry).values("pk"), at__lt=F("entry__withdrawn_at"))
    return [Line(public(Correction), "at"), Line(of_gone, "entry__withdrawn_at")]


def loaded(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """``rows`` with all that an item or a tombstone reads."""
    return rows.select_related("text").prefetch_related(Prefetch("entry", with_texts(Entry.objects.all())))


def item(correction: Correction, absolute: Absolute) -> Item:
    """One correction as an item; its title is in the feed's language, its note in that of the correction."""
    entry = correction.entry
    text = entry.text()
    title = text.title if text else entry.slug
    url = absolute(f"{entry.path()}#corrections")
    kind = capfirst(str(kinds.get(entry.kind).label))
    shown = {
        "correction": correction,
        "entry": entry,
        "kind": kind,
        "title": title,
        "title_lang": foreign(text.language) if text else "",
        "url": absolute(entry.path()),
        "language": formats.language_name(correction.text.language, active()) if correction.text else "",
    }
    return Item(
        id=_identifier(correction),
        url=url,
        title=_("Corrected: %(title)s") % {"title": title},
        language=active().html_lang,
        summary=correction.note,
        content=render_to_string("entry/feed_correction.html", shown).strip(),
        published=correction.at,
        updated=correction.at,
        categories=(Category(entry.kind, absolute(reverse("api:root")), kind),),
    )


def tombstone(correction: Correction) -> Tombstone:
    """What is left of a correction whose document was withdrawn."""
    entry = correction.entry
    if entry.withdrawn_at is None:
        raise ValueError("its entry has not been withdrawn")
    language = formats.html_lang(entry.authoritative_language)
    return Tombstone(_identifier(correction), entry.withdrawn_at, entry.withdrawn_reason, language)


def _identifier(correction: Correction) -> str:
    return f"urn:uuid:{uuid.uuid5(correction.entry.uid, f'correction-{correction.pk}')}"
