"""Whether an entry is ready to be released, and if not, why: the reasons an editor reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing import kinds
from publishing.enums import EntryState, ReleasePolicy, TextState
from publishing.factlock import Difference, lock
from publishing.fields import wording
from publishing.languages import Language
from publishing.lengths import limits, too_long
from publishing.models import Entry, Text
from publishing.richtext import note_markers

__all__ = [
    "Reason",
    "candidate_texts",
    "fact_problems",
    "file_problems",
    "image_problems",
    "length_problems",
    "readiness",
    "register",
    "text_problems",
]


@dataclass(frozen=True)
class Reason:
    """One reason why something may not happen; ``code`` is stable, ``message`` is for people."""

    code: str
    message: "str | Promise"
    language: str = ""

    def __str__(self) -> str:
        if not self.language:
            return str(self.message)
        return gettext("%(language)s: %(message)s") % {
            "language": Language(self.language).label,
            "message": self.message,
        }


Problems = Callable[["Entry", datetime], Iterable[Reason]]

_further: list[Problems] = []


def register(problems: Problems) -> Problems:
    """Let an upper floor add reasons of its own: ``problems`` is asked for every entry and release moment."""
    _further.append(problems)
    return problems


def candidate_texts(entry: Entry) -> dict[str, Text]:
    """Per language the text that is to be public: the one in review or scheduled, else the live one."""
    states = (TextState.IN_REVIEW, TextState.SCHEDULED, TextState.LIVE)
    texts = entry.texts.filter(state__in=states).order_by("version")
    return {text.language: text for text in texts}


def readiness(entry: Entry, at: datetime) -> list[Reason]:
    """What stands in the way of releasing ``entry`` at the moment ``at``; empty if nothing does."""
    return list(_problems(entry.specific, at))


def _problems(entry: Entry, at: datetime) -> Iterator[Reason]:
    texts = candidate_texts(entry)
    if entry.authoritative_language not in texts:
        yield Reason(
            "authoritative_text_missing",
            _("the authoritative text is missing or has not been submitted for review."),
            entry.authoritative_language,
        )
    if entry.release_policy == ReleasePolicy.TOGETHER:
        waived = set(entry.plans.exclude(waived_reason="").values_list("language", flat=True))
        for language in Language:
            if language not in {*texts, *waived, entry.authoritative_language}:
                yield Reason(
                    "text_missing",
                    _("the text is missing or has not been submitted, and all languages go out together."),
                    language,
                )
    for text in texts.values():
        yield from text_problems(text)
    if entry.state != EntryState.APPROVED:
        yield from fact_problems(entry, texts)
    yield from image_problems(entry, texts)
    yield from file_problems(entry, texts)
    yield from entry.release_problems(at)
    for problems in _further:
        yield from problems(entry, at)


def text_problems(text: Text) -> Iterator[Reason]:
    """What is missing in ``text`` itself."""
    if not text.title.strip():
        yield Reason("title_missing", _("the title is empty."), text.language)
    if text.entry.needs_body and not strip_tags(text.body).strip():
        yield Reason("body_missing", _("the text is empty."), text.language)
    marked = note_markers(text.body)
    noted = [note.get("marker", "") for note in text.notes]
    for marker in _without(marked, noted):
        yield Reason(
            "note_missing",
            _("mark %(marker)s in the text has no footnote.") % {"marker": marker},
            text.language,
        )
    for marker in _without(noted, marked):
        yield Reason(
            "note_unused",
            _("footnote %(marker)s is not marked in the text.") % {"marker": marker},
            text.language,
        )
    for marker in sorted({marker for marker in noted if noted.count(marker) > 1}):
        yield Reason("note_twice", _("footnote %(marker)s exists twice.") % {"marker": marker}, text.language)
    yield from length_problems(text)


def length_problems(text: Text) -> Iterator[Reason]:
    """Which parts of ``text`` are longer than its kind allows."""
    kind = kinds.get(text.entry.kind)
    words = {"title": text.title, "deck": text.deck, "body": text.body, **text.extra}
    for name, length, limit in too_long(kind, words):
        message = _("“%(part)s” has %(length)d characters; %(limit)d are possible.")
        said = {"part": limits(kind)[name][0], "length": length, "limit": limit}
        yield Reason("text_too_long", message % said, text.language)


def fact_problems(entry: Entry, texts: Mapping[str, Text], translation: str = "") -> Iterator[Reason]:
    """What ``texts`` state differently and nobody has explained.

    With a language as ``translation`` only in what that one departs from the original.
    """
    for difference in lock(entry, texts):
        if not translation or difference.lies_between(translation, entry.authoritative_language):
            yield Reason("facts_differ", _described(difference))


def _described(difference: Difference) -> str:
    """What the languages say, as “14 / 14 / 13” and in their words."""
    words = (
        gettext("%(language)s: “%(words)s”") % {"language": Language(code).label, "words": found.words[0]}
        for code, found in difference.found.items()
        if found.words
    )
    return gettext("%(kind)s differs: %(values)s (%(words)s). Correct it, or explain it.") % {
        "kind": difference.kind.label,
        "values": difference.values,
        "words": "; ".join(words),
    }


def _without(markers: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [marker for marker in dict.fromkeys(markers) if marker not in known]


def image_problems(entry: Entry, languages: Iterable[str]) -> Iterator[Reason]:
    """Which images of ``entry`` readers of ``languages`` could not be told about."""
    for use in entry.images.select_related("image"):
        for language in languages:
            _text, found = wording(use.image, "alt", language)
            if found != language or not _text:
                yield Reason(
                    "alt_missing",
                    _("the image “%(image)s” has no alternative text.") % {"image": use.image},
                    language,
                )


def file_problems(entry: Entry, languages: Iterable[str]) -> Iterator[Reason]:
    """Which files of ``entry`` have no title for the readers of ``languages`` they are meant for."""
    for attachment in entry.attachments.all():
        for language in languages:
            if (
                attachment.language in ("", language)
                and wording(attachment, "title", language)[1] != language
            ):
                yield Reason(
                    "file_title_missing",
                    _("the file “%(file)s” has no title.") % {"file": attachment.download_name},
                    language,
                )
