"""Hits made ready for a page: entries with their texts, marked titles, snippets and the reason they were found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from publishing import kinds
from publishing.languages import Language
from publishing.models import Entry, SearchDocument, Text
from publishing.search.highlight import mark, snippet, spans
from publishing.search.names import lent_names
from publishing.search.plain import plain
from publishing.search.results import Hit, Results
from publishing.search.tokens import Clause
from publishing.visibility import public, with_texts

__all__ = ["Found", "show"]


@dataclass(frozen=True)
class Found:
    """A hit to be shown: ``title`` and ``snippet`` are HTML in ``language``.

    ``found_as`` is the name by which it was found, its own or its issuer's, if its text does not say it.
    """

    entry: Entry
    kind: kinds.Kind
    language: Language
    title: SafeString
    snippet: SafeString
    found_as: str


def show(hits: Iterable[Hit], results: Results, *, width: int = 200) -> list[Found]:
    """``hits`` of ``results`` with their entries, in the same order; ``width`` is that of the snippets in columns."""
    hits = list(hits)
    ids = [hit.entry_id for hit in hits]
    entries = {entry.pk: entry for entry in with_texts(public(Entry).filter(pk__in=ids), whole=True)}
    documents = SearchDocument.objects.filter(entry_id__in=ids)
    names = {pk: lines.split("\n") for pk, lines in documents.values_list("entry_id", "names")}
    found = [
        _found(entries[hit.entry_id], hit, results.clauses, width) for hit in hits if hit.entry_id in entries
    ]
    return _with_names(found, names, results.clauses)


def _found(entry: Entry, hit: Hit, clauses: Sequence[Clause], width: int) -> Found:
    text = entry.text(hit.language)
    if text is None:
        return Found(entry, kinds.get(hit.kind), hit.language, mark(entry.slug, clauses), SafeString(), "")
    return Found(
        entry=entry,
        kind=kinds.get(hit.kind),
        language=Language(text.language),
        title=mark(text.title, clauses),
        snippet=snippet(_telling(text, clauses), clauses, width),
        found_as="",
    )


def _telling(text: Text, clauses: Sequence[Clause]) -> str:
    """The deck if it holds what was looked for or the body does not, else the body."""
    if text.deck and spans(text.deck, clauses):
        return text.deck
    body = plain(text.body)
    return body if spans(body, clauses) or not text.deck else text.deck


def _with_names(found: list[Found], names: dict[int, list[str]], clauses: Sequence[Clause]) -> list[Found]:
    """``found`` with the names that explain those whose title and snippet do not show every word."""
    unseen = {each.entry.pk: _unseen(each, clauses) for each in found}
    lent = (
        lent_names(clauses, [pk for pk, missing in unseen.items() if missing]) if any(unseen.values()) else {}
    )
    named = []
    for each in found:
        pk = each.entry.pk
        own = (name for name in names.get(pk, ()) if spans(name, unseen[pk]))
        named.append(replace(each, found_as=next(own, lent.get(pk, "") if unseen[pk] else "")))
    return named


def _unseen(each: Found, clauses: Sequence[Clause]) -> list[Clause]:
    text = each.entry.text(each.language)
    words = f"{text.title}\n{text.deck}\n{plain(text.body)}" if text else ""
    return [clause for clause in clauses if not spans(words, [clause])]
