"""What happened to a document before everybody's eyes: released, translated, corrected."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from publishing import clock, formats, revealed
from publishing.enums import Severity, TextState
from publishing.languages import Language, active
from publishing.models import Entry, Text

__all__ = ["history"]

Happening = tuple[datetime, str]


def history(entry: Entry) -> list[dict[str, Any]]:
    """Dated sentences, the first one first: ``{"at", "zone", "words"}``.

    A text is public from its approval, but not before the release. Minor edits are told without their notes, which
    are the editors' own; what was corrected stands in full among the corrections.
    """
    release = entry.release_at
    if release is None:
        return []
    happened = sorted([*_texts(entry, release), *_corrections(entry)], key=lambda each: each[0])
    return [{"at": at, "zone": entry.release_zone, "words": words} for at, words in happened]


def _texts(entry: Entry, release: datetime) -> Iterator[Happening]:
    versions = [text for text in _public(entry) if text.live_until is None or text.live_until > release]
    by_language: dict[str, list[Text]] = {}
    for text in versions:
        by_language.setdefault(text.language, []).append(text)
    at_once = [
        language for language, line in by_language.items() if line[0].live_at and line[0].live_at <= release
    ]
    yield release, _("Released: %(languages)s.") % {"languages": _named(at_once)}
    for language, line in by_language.items():
        yield from _line(entry, language, line, is_later=language not in at_once)


def _line(entry: Entry, language: str, line: list[Text], *, is_later: bool) -> Iterator[Happening]:
    """What happened to the text in one language after the release."""
    name = {"language": formats.language_name(language, active())}
    was_there = not is_later
    for text in line:
        if text.live_at and not was_there:
            is_original = language == entry.authoritative_language
            words = (
                _("Original added: %(language)s.") if is_original else _("Translation added: %(language)s.")
            )
            yield text.live_at, words % name
        elif text.live_at and text is not line[0] and text.severity == Severity.MINOR:
            yield text.live_at, _("Wording improved, same content: %(language)s.") % name
        was_there = True
        if text.state == TextState.REMOVED and text.live_until:
            yield text.live_until, _("Translation removed: %(language)s.") % name
            was_there = False


def _public(entry: Entry) -> list[Text]:
    """The versions that the public sees or has seen, the oldest first."""
    at = clock.now()
    kept = revealed.kept()
    if kept and entry.office_id in kept.others:
        at = min(at, kept.until)
    states = Q(state__in=(TextState.LIVE, TextState.SUPERSEDED, TextState.REMOVED))
    waited = Q(state=TextState.SCHEDULED)
    found = entry.texts.filter(states | waited, live_at__lte=at).order_by("version")
    return list(found.only("entry_id", "language", "version", "state", "severity", "live_at", "live_until"))


def _corrections(entry: Entry) -> Iterator[Happening]:
    for correction in entry.corrections.all():
        if correction.text:
            name = formats.language_name(correction.text.language, active())
            yield correction.at, _("Corrected: %(language)s.") % {"language": name}
        else:
            yield correction.at, _("Facts corrected, in all languages.")


def _named(codes: Iterable[str]) -> str:
    separator = "、" if active() == Language.CHINESE else ", "
    held = set(codes)
    return separator.join(formats.language_name(each, active()) for each in Language.values if each in held)
