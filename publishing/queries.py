"""Reads that every kind shares: an entry with everything around it that the public may see."""

from typing import TypeVar

from django.db.models import Prefetch, QuerySet

from publishing.models import Correction, Count, Entry, EntryImage, Money
from publishing.visibility import linked, public, with_texts

__all__ = ["newest", "whole"]

E = TypeVar("E", bound=Entry)


def newest(entries: QuerySet[E]) -> QuerySet[E]:
    """Newest release first, in a stable order."""
    return entries.order_by("-release_at", "-pk")


def whole(entries: QuerySet[E]) -> QuerySet[E]:
    """``entries`` with their complete texts, classification, figures, files, corrections and relations."""
    images = EntryImage.objects.select_related("image").prefetch_related("image__renditions")
    return with_texts(entries, whole=True).prefetch_related(
        "sectors",
        "places",
        "attachments",
        linked("related", Entry),
        Prefetch("money", Money.objects.prefetch_related(linked("stated_by", Entry))),
        Prefetch("counts", Count.objects.prefetch_related(linked("stated_by", Entry))),
        Prefetch("images", images),
        Prefetch(
            "corrections",
            public(Correction)
            .select_related("text")
            .defer("text__body", "text__notes", "text__extra")
            .order_by("-at", "-pk"),
        ),
    )
