"""What an editor has to look at after a document was read: each point in words, with what was assumed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing import formats
from publishing.languages import active

__all__ = ["MESSAGES", "Point", "point"]

Message = tuple["str | Promise", "str | Promise"]

# By code: what is uncertain, and what was made of it.
MESSAGES: dict[str, Message] = {
    # When it may be used
    "year": (_("The year is not written."), _("Taken from the day nearest to the distribution: %(moment)s")),
    "weekday": (_("The day of the week does not fit the date."), _("The date was taken: %(moment)s")),
    "relative": (_("The day is named without a date."), _("Counted from the distribution: %(moment)s")),
    "zone": (_("The time zone is unknown or named twice."), _("Read as %(moment)s")),
    "zone_assumed": (_("No time zone is written."), _("Read as %(moment)s")),
    "midnight": (
        _("“Midnight” may be the beginning or the end of the day."),
        _("Read as the beginning: %(moment)s"),
    ),
    "twelve": (_("Twelve o’clock may be noon or midnight."), _("Read as %(moment)s")),
    "half": (_("The hour may be meant before or after noon."), _("Read as %(moment)s")),
    "several_times": (_("Several times of day are written."), _("The first was taken: %(moment)s")),
    "edition_only": (
        _("Only an edition of newspapers is named, without a time."),
        _("The release time is set so that nothing goes out too early: %(moment)s"),
    ),
    "time_missing": (
        _("A day is named without a time."),
        _("The release time is set to the beginning of the day: %(moment)s"),
    ),
    "release_twice": (_("Two different release times are written."), _("The first was taken: %(moment)s")),
    "release_unread": (_("The line about the release could not be read."), _("It stays in the text.")),
    "release_missing": (
        _("The document does not say when it may be used."),
        _("There is no release time yet."),
    ),
    "embargo_past": (
        _("The release time lies in the past."),
        _("It was kept: %(moment)s. Approval asks for a new time."),
    ),
    "distribution_unread": (
        _("The line about the distribution could not be read."),
        _("It stays in the text."),
    ),
    "distribution_time": (
        _("The distribution is dated without a time."),
        _("Its time is set to the beginning of the day: %(moment)s"),
    ),
    "distributed_late": (_("The distribution lies after the release."), _("Both were kept.")),
    "date_missing": (_("No date of the document was found."), _("Enter the date of the document.")),
    # Title and deck
    "title_missing": (_("No title was found."), _("Enter a title.")),
    "title_guessed": (_("No style marks the title."), _("The first short line was taken.")),
    "titles_several": (_("Several lines could be the title."), _("The first was taken.")),
    "title_too_long": (
        _("The title is too long."),
        _("It was shortened to %(limit)s characters."),
    ),
    "deck_too_long": (_("The deck is too long."), _("It was shortened to %(limit)s characters.")),
    # Text
    "headings_flattened": (
        _("There are more levels of headings than the portal has."),
        _("The lowest ones were put on one level."),
    ),
    "styles_lost": (_("Some styles are not known."), _("Their paragraphs became plain text.")),
    "table_flattened": (
        _("A table stands inside another table."),
        _("The inner one became lines of text."),
    ),
    "letters_replaced": (
        _("Some characters exist in the fonts of Hangul only."),
        _("Framed numbers became circled ones; others were left out."),
    ),
    "symbols_lost": (_("Symbols of special fonts could not be read."), _("They were left out.")),
    "equation": (_("There is a formula."), _("It became plain text, or was left out.")),
    "tracked_changes": (
        _("The document holds tracked changes."),
        _("It was read as if all of them were accepted."),
    ),
    "comments": (_("The document holds comments."), _("They were left out.")),
    "page_header": (
        _("Words stand in the head or foot of the page."),
        _("They were left out of the text."),
    ),
    # Notes
    "note_without_mark": (
        _("A footnote has no mark in the text."),
        _("It stands in the text as a paragraph."),
    ),
    "note_without_text": (_("A mark has no footnote."), _("The mark was left out.")),
    "note_marked_twice": (_("A footnote is marked twice."), _("Its first mark was kept.")),
    "note_in_title": (
        _("A footnote is marked in the title."),
        _("It stands in the text as a paragraph."),
    ),
    # Pictures and objects
    "image_without_alt": (
        _("The image %(image)s has no alternative text."),
        _("Write one before the release."),
    ),
    "image_dropped": (
        _("The image %(image)s is of a kind that cannot be shown on the web."),
        _("It was left out. Save it as PNG or JPEG and add it."),
    ),
    "image_refused": (_("The image %(image)s cannot be stored."), _("It was left out: %(reason)s")),
    "image_outside": (
        _("An image is not in the document but somewhere else."),
        _("It was not fetched. Add it from a file."),
    ),
    "object_dropped": (
        _("The document embeds something of another program."),
        _("It was left out."),
    ),
    # People
    "contact_unread": (
        _("A contact could not be read in full."),
        _("The table stays in the text."),
    ),
    "contact_spelling": (
        _("The name of a contact is needed in English as well."),
        _("It stands there as it is written. Spell it in Latin letters."),
    ),
    "issuer_guessed": (_("The issuer was guessed from the document."), _("Read as %(issuer)s")),
    "source_named": (_("The document names its source."), _("The issuer is the one you chose.")),
}


@dataclass(frozen=True)
class Point:
    """One finding in the reader's language: what is uncertain, the words of the document, what was assumed."""

    what: str
    words: str
    assumed: str


def point(code: str, words: str, assumed: dict[str, Any]) -> Point:
    """The finding ``code`` in words; ``KeyError`` for a code that nobody knows."""
    what, done = MESSAGES[code]
    values = {"moment": _moment(assumed), **assumed}
    return Point(str(what) % values, words, str(done) % values)


def _moment(assumed: dict[str, Any]) -> str:
    """A moment with its zone, or a day, as it is written in the language of the page."""
    if "at" in assumed:
        return formats.moment(datetime.fromisoformat(assumed["at"]), assumed["zone"], active())
    if "day" in assumed:
        return formats.date(date.fromisoformat(assumed["day"]), active(), weekday=True)
    return "–"
