"""Storing what has come to pass by itself: a scheduled version that is the live one since its time came.

Readers do not wait for this: which version is live is decided when it is read.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from publishing import changes, clock, search
from publishing.enums import Happening, TextState
from publishing.jobs import job
from publishing.models import Entry, Text

__all__ = ["settle", "take_over"]


def settle(entry: Entry) -> None:
    """Make each scheduled version of ``entry`` whose time has come the stored live one; the caller holds the entry."""
    for text in entry.texts.filter(state=TextState.SCHEDULED, live_at__lte=clock.now()):
        entry.texts.filter(language=text.language, state=TextState.LIVE).update(state=TextState.SUPERSEDED)
        Text.objects.filter(pk=text.pk).update(state=TextState.LIVE)
        entry.revision += 1
        entry.changed_at = clock.now()
        Entry.objects.filter(pk=entry.pk).update(revision=entry.revision, changed_at=entry.changed_at)
        changes.keep(entry, Happening.REVISED)


@job(_("Take a scheduled version over"))
def take_over(entry_id: int) -> None:
    """Settle the entry and let the search find it by its new words."""
    with transaction.atomic():
        changes.take_turn()
        entry = Entry.objects.select_for_update().get(pk=entry_id)
        settle(entry)
        search.update(entry)
