"""Words in an answer: in the language asked for and its name beside, or in all languages side by side."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override
from translated_fields import to_attribute

from publishing import formats
from publishing.api.languages import Wanted
from publishing.fields import wording
from publishing.languages import Language
from publishing.models import Entry, Text

__all__ = ["label", "name", "notice", "of_texts", "original", "stale"]


def label(instance: Model, column: str, wanted: Wanted) -> Any:
    """A fact in words: ``{"text", "language"}``, or one text per language; ``None`` if there is none."""
    if wanted.every:
        return _columns(instance, column) or None
    text, language = wording(instance, column, wanted.language)
    return (
        {"text": text, "language": language.value if isinstance(language, Language) else language}
        if text
        else None
    )


def name(instance: Model, column: str, wanted: Wanted) -> tuple[Any, str | None]:
    """The label that names ``instance``, and its language; no language where all are given."""
    if wanted.every:
        return _columns(instance, column), None
    text, language = wording(instance, column, wanted.language)
    return text, str(language)


def _columns(instance: Model, column: str) -> dict[str, str]:
    texts = {each.value: getattr(instance, to_attribute(column, each)) for each in Language}
    return {code: text for code, text in texts.items() if text}


def of_texts(entry: Entry, value: Callable[[Text], Any], wanted: Wanted) -> Any:
    """``value`` of the text nearest to the language asked for, or of every live text by its language."""
    if wanted.every:
        entry.text()
        live = {text.language: text for text in entry.live_texts}
        return {code: value(live[code]) for code in Language.values if code in live}
    text = entry.text(wanted.language)
    return value(text) if text else None


def original(entry: Entry) -> Text | None:
    """The live text in the language that prevails."""
    entry.text()
    return next((text for text in entry.live_texts if text.language == entry.authoritative_language), None)


def stale(entry: Entry) -> list[str]:
    """The languages whose live text was made from an earlier version of the original."""
    source = original(entry)
    return [
        code
        for code in Language.values
        for text in entry.live_texts
        if text.language == code and text.is_stale(source)
    ]


def notice(text: Text, entry: Entry, language: str) -> str:
    """Which language prevails over ``text``, said in ``language``."""
    with override(language):
        if text.language == entry.authoritative_language:
            return _("This is the original text; it prevails over its translations.")
        language = formats.language_name(entry.authoritative_language, language)
        said = _("If the texts differ, the original in %(language)s prevails.") % {"language": language}
        if text.is_stale(original(entry)):
            said += " " + _("The original has been changed since this translation was made.")
        return said
