"""An entry shown as it will go out, without anything being stored."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q, QuerySet

from publishing import clock
from publishing.enums import OPEN_TEXT_STATES, EntryState, TextState
from publishing.models import Entry, Text
from publishing.revealed import reveal

__all__ = ["as_if_out", "candidates", "has_words"]


def candidates(entry: Entry, *, drafts: bool) -> QuerySet[Text]:
    """The versions that take the place of live ones by the release; with ``drafts`` all that are being worked on."""
    due = Q(state=TextState.SCHEDULED, live_at__lte=entry.release_at or clock.now())
    return entry.texts.filter(due | Q(state__in=OPEN_TEXT_STATES) if drafts else due)


def has_words(entry: Entry, *, drafts: bool) -> bool:
    """Whether there is a text to show at all."""
    return entry.texts.live().exists() or candidates(entry, drafts=drafts).exists()


@contextmanager
def as_if_out(entry: Entry, *, drafts: bool) -> Iterator[None]:
    """Let everything inside the block see ``entry`` as if it were out; with ``drafts`` as it is written now.

    What has to be put in place for that is taken back at the end, whatever happens inside.
    """
    texts = list(candidates(entry, drafts=drafts).values_list("pk", "language"))
    approved = entry.state == EntryState.APPROVED
    if not texts and (approved or not drafts):
        with reveal(entry.pk):
            yield
        return
    with transaction.atomic():
        try:
            with reveal(entry.pk):
                _put_in_place(entry, texts, approve=drafts and not approved)
                yield
        finally:
            transaction.set_rollback(True)


def _put_in_place(entry: Entry, texts: list[tuple[int, str]], *, approve: bool) -> None:
    now = clock.now()
    if approve:
        Entry.objects.filter(pk=entry.pk).update(
            state=EntryState.APPROVED, release_at=entry.release_at or now
        )
    for pk, language in texts:
        entry.texts.filter(language=language, state=TextState.LIVE).update(state=TextState.SUPERSEDED)
        Text.objects.filter(pk=pk).update(state=TextState.LIVE, live_at=now, live_until=None)
