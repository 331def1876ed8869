"""Columns of wording: the title, deck, body and further worded fields of an entry in each language."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.tables.columns import Column
from exchange.tables.references import References
from publishing import offices
from publishing.kinds import Kind
from publishing.languages import LANGUAGES, Language
from publishing.lengths import TOO_LONG, at_most, length, limits
from publishing.models import Entry, Text
from publishing.richtext import has_program_code, sanitise

__all__ = ["Wording", "as_html", "with_working_texts", "wording_columns", "working_texts"]

_MARKUP = re.compile(r"</?[A-Za-z][^>]*>")
_PARAGRAPHS = re.compile(r"\n\s*\n")
LOADED = "table_texts"


def with_working_texts(entries: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """``entries`` with what :func:`working_texts` reads as far as ``user`` may read it, in one more query."""
    texts = (Text.objects.live() | Text.objects.open()).filter(offices.readable_texts(user))
    return entries.prefetch_related(Prefetch("texts", texts, to_attr=LOADED))


def working_texts(entry: Entry) -> dict[str, Text]:
    """Per language the version that is being worked on, else the live one."""
    texts: list[Text] = vars(entry).get(LOADED, [])
    return {text.language: text for text in sorted(texts, key=lambda text: text.is_open)}


def as_html(cell: str) -> str:
    """A body as it is stored: markup is sanitized, plain text becomes paragraphs and lines."""
    if _MARKUP.search(cell):
        return sanitise(cell)
    blocks = [escape(block.strip()).replace("\n", "<br>") for block in _PARAGRAPHS.split(cell)]
    return sanitise("".join(f"<p>{block}</p>" for block in blocks if block))


class Wording(Column):
    """One part of the text in one language; it changes as a version of the text, never in place."""

    def __init__(self, part: str, language: Language, label: Any, max_length: int | None) -> None:
        super().__init__(f"{part}_{language.suffix}", part, label, language)
        self.max_length = max_length

    def hint(self, model: type[models.Model]) -> str:
        if self.field == "body":
            hint = _("Plain text with empty lines between paragraphs, or HTML.")
            return f"{hint} {at_most(self.max_length)}" if self.max_length else hint
        return _("Text of at most %(limit)s characters.") % {"limit": self.max_length}

    def filled(self, cell: str, instance: Any, references: References) -> str:
        if self.field == "body":
            if has_program_code(cell):
                raise ValidationError(_("This text contains program code. Take it out."))
            cell = as_html(cell)
        found = length(self.field, cell)
        if self.max_length and found > self.max_length:
            raise ValidationError(TOO_LONG % {"length": found, "limit": self.max_length})
        return cell

    def empty(self, instance: Any) -> str:
        return ""

    def stored(self, instance: Any) -> str:
        text = working_texts(instance).get(self.language)
        if text is None:
            return ""
        value = getattr(text, self.field) if hasattr(text, self.field) else text.extra.get(self.field)
        return str(value or "")

    def put(self, instance: Any, value: Any) -> None:
        """Put the words into the text ``instance``."""
        if hasattr(instance, self.field):
            setattr(instance, self.field, value)
        else:
            instance.extra = instance.extra | {self.field: value}


def wording_columns(kind: Kind, body: bool = True) -> list[Wording]:
    """The columns of all wording that entries of ``kind`` have."""
    parts: dict[str, tuple[Any, int | None]] = {"title": ("", None), "deck": ("", None)}
    if body:
        parts["body"] = (gettext_lazy("body"), None)
    parts |= {name: limit for name, limit in limits(kind).items() if body or name != "body"}
    return [
        Wording(name, language, label, limit)
        for name, (label, limit) in parts.items()
        for language in LANGUAGES
    ]
