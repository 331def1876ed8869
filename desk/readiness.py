"""What staff are told is missing before an entry can go out."""

from publishing import clock
from publishing.enums import EntryState, TextState
from publishing.models import Entry, Text
from publishing.readiness import (
    Reason,
    fact_problems,
    file_problems,
    image_problems,
    readiness,
    text_problems,
)

__all__ = ["going_out", "reasons_of"]


def going_out(entry: Entry) -> dict[str, Text]:
    """Per language the version that is to go out: the one in the making, else the live one."""
    current = entry.texts.exclude(state__in=(TextState.SUPERSEDED, TextState.REMOVED))
    return {text.language: text for text in current.select_related("author", "entry").order_by("version")}


def reasons_of(entry: Entry) -> list[Reason]:
    """What an editor would be told on trying to release ``entry``; drafts count as if they were handed over."""
    at = max(entry.release_at or clock.now(), clock.now())
    if entry.state != EntryState.DRAFT:
        return readiness(entry, at)
    texts = going_out(entry)
    drafts = {code: text for code, text in texts.items() if text.state == TextState.DRAFT}
    # These are asked of the drafts themselves.
    asked = ("authoritative_text_missing", "text_missing")
    missing = [
        reason
        for reason in readiness(entry, at)
        if not (reason.code in asked and reason.language in drafts) and reason.code != "facts_differ"
    ]
    of_texts = [reason for text in drafts.values() for reason in text_problems(text)]
    return [
        *missing,
        *of_texts,
        *image_problems(entry, sorted(drafts)),
        *file_problems(entry, sorted(drafts)),
        *fact_problems(entry, texts),
    ]
