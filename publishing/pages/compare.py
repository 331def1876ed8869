"""Two languages of one document side by side, paragraph by paragraph."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from publishing import footnotes, formats
from publishing.blocks import Block, align, blocks
from publishing.languages import Language, active
from publishing.models import Entry, Text
from publishing.pages.crumbs import crumbs
from publishing.pages.entry import EntryPage, print_record
from publishing.pages.strip import moved_on, strip
from publishing.presentation import foreign
from publishing.richtext import note_markers
from publishing.visibility import public, with_texts

__all__ = ["ComparePage"]

# What a block of each kind stands in; what is not named here is a paragraph.
_ELEMENTS = {
    "h2": "<h2{}>{}</h2>",
    "h3": "<h3{}>{}</h3>",
    "h4": "<h4{}>{}</h4>",
    "li": "<ul><li{}>{}</li></ul>",
    "quote": "<blockquote{}>{}</blockquote>",
    "caption": "<p{}><strong>{}</strong></p>",
}


class ComparePage(View):
    """The texts of an entry in two languages: absent and withdrawn exactly like its page.

    ``text`` in the address is the language at the left, by default the reader's or else the original's; ``with``
    is the one at the right, by default the original or else the next there is. A language that cannot be compared is
    answered with 400 and says which ones can.
    """

    page: ClassVar[type[EntryPage]] = EntryPage

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        page = self.page()
        page.setup(request, slug=slug)
        entry = with_texts(public(page.model), whole=True).filter(slug=slug).first()
        if entry is None:
            return page.absent(request, slug, beneath="compare/")
        chosen = _Choice(entry, request.GET.get("text"), request.GET.get("with"))
        context = {**_frame(request, page, entry, chosen), "problems": chosen.problems}
        if chosen.right is not None and not chosen.problems:
            left, right = _Side(entry, chosen.left, "left"), _Side(entry, chosen.right, "right")
            context |= {"columns": [left.head(), right.head()], "rows": list(_rows(entry, left, right))}
        return render(request, "entry/compare.html", context, status=400 if chosen.problems else 200)


class _Choice:
    """The two texts that an address asks for, and what is wrong with it."""

    def __init__(self, entry: Any, text: str | None, beside: str | None) -> None:
        nearest: Text = entry.text()
        self.problems = [*self._wrong(entry, text), *self._wrong(entry, beside)]
        self.texts = {each.language: each for each in entry.live_texts}
        self.left = self.texts.get(text or nearest.language, nearest)
        others = [each for each in self.texts.values() if each is not self.left]
        others.sort(key=lambda each: each.language != entry.authoritative_language)
        self.is_same = beside == self.left.language
        asked = None if self.is_same else self.texts.get(beside or "")
        self.right = asked or next(iter(others), None)

    @staticmethod
    def _wrong(entry: Entry, code: str | None) -> Iterator[str]:
        if code is None or code in entry.languages:
            return
        if code not in Language.values:
            yield _("There is no language “%(code)s” here.") % {"code": code[:20]}
        else:
            name = formats.language_name(code, active())
            yield _("This document has no text in this language: %(language)s.") % {"language": name}


@dataclass
class _Side:
    """One of the two texts; its notes follow the first paragraph that has their mark."""

    entry: Entry
    text: Text
    place: str
    placed: set[str] = field(default_factory=set)

    @property
    def html_lang(self) -> str:
        return formats.html_lang(self.text.language)

    def head(self) -> dict[str, Any]:
        text, entry = self.text, self.entry
        original = next((t for t in entry.live_texts if t.language == entry.authoritative_language), None)
        standing = next(item for item in strip(entry, text, original) if item["code"] == text.language)
        changed = moved_on(entry, text, original)
        return {
            **standing,
            "translator": text.translator,
            "changed": formats.date(formats.local_day(changed, entry.release_zone), active())
            if changed
            else "",
        }

    def words(self, words: str) -> dict[str, Any]:
        return self.cell(format_html("<p>{}</p>", words) if words else SafeString(""))

    def cell(self, html: SafeString) -> dict[str, Any]:
        name = formats.language_name(self.text.language, self.text.language)
        return {"html": html, "html_lang": self.html_lang, "language": name}

    def block(self, block: Block | None) -> dict[str, Any]:
        if block is None:
            return self.cell(SafeString(""))
        if block.kind == "rule":
            return self.cell(block.html)
        lang = format_html(' lang="{}"', block.lang) if block.lang else ""
        body = format_html(_ELEMENTS.get(block.kind, "<p{}>{}</p>"), lang, block.html)
        marked = note_markers(block.html)
        return self.annotated(body, [note for note in self.waiting if str(note["marker"]) in marked])

    @property
    def waiting(self) -> list[footnotes.Note]:
        return [note for note in self.text.notes if str(note["marker"]) not in self.placed]

    def rest(self) -> dict[str, Any]:
        """The notes that no paragraph refers to."""
        return self.annotated("", self.waiting)

    def annotated(self, body: str, notes: list[footnotes.Note]) -> dict[str, Any]:
        prefix = f"note-{self.place}"
        self.placed |= {str(note["marker"]) for note in notes}

        def written(due: list[footnotes.Note]) -> str:
            return render_to_string("components/footnotes.html", {"notes": due, "prefix": prefix})

        with override(self.text.language):
            return self.cell(footnotes.annotate(body, notes, written, prefix, self.placed))


def _rows(entry: Entry, left: _Side, right: _Side) -> Iterator[dict[str, Any]]:
    """Title, deck, the blocks of both bodies, notes without a mark, further wording; each a pair of cells."""
    yield {"kind": "title", "cells": [left.words(left.text.title), right.words(right.text.title)]}
    if left.text.deck or right.text.deck:
        yield {"kind": "deck", "cells": [left.words(left.text.deck), right.words(right.text.deck)]}
    ours, theirs = blocks(left.text.body), blocks(right.text.body)
    for i, j in align(ours, theirs):
        one, other = ours[i] if i is not None else None, theirs[j] if j is not None else None
        yield {"kind": "block", "cells": [left.block(one), right.block(other)]}
    rest = [left.rest(), right.rest()]
    if any(cell["html"] for cell in rest):
        yield {"kind": "block", "cells": rest}
    for worded in entry.KIND.worded:
        pair = [side.text.extra.get(worded.name, "") for side in (left, right)]
        if any(pair):
            # Escaped by linebreaks itself.
            cells = [
                side.cell(SafeString(linebreaks(words, autoescape=True)) if words else SafeString(""))
                for side, words in zip((left, right), pair, strict=True)
            ]
            yield {"kind": "block", "heading": capfirst(str(worded.label)), "cells": cells}


def _frame(request: HttpRequest, page: EntryPage, entry: Any, chosen: _Choice) -> dict[str, Any]:
    """What stands around the two texts: addresses, breadcrumbs, the form that chooses the languages."""
    shown: Text = entry.text()
    lang = foreign(shown.language)
    options = [{"code": code, "name": formats.language_name(code, active())} for code in entry.languages]
    return {
        "entry": entry,
        "title": {"value": shown.title, "html_lang": lang},
        "document_url": entry.path(),
        "canonical_url": request.build_absolute_uri(entry.path(chosen.left.language)),
        "breadcrumbs": crumbs(
            *page.trail(entry),
            {"label": shown.title, "url": entry.path(), "html_lang": lang},
            {"label": _("Comparison")},
        ),
        "action": reverse(f"{entry.KIND.routes}:compare", args=[entry.slug]),
        "options": options,
        "chosen": [chosen.left.language, chosen.right.language if chosen.right else ""],
        "is_same": chosen.is_same,
        "prevails": formats.language_name(entry.authoritative_language, active()),
        "short_url": request.build_absolute_uri(reverse("reference", args=[entry.ref])),
        "print_record": print_record(request, entry),
    }
