"""Hits made ready for a page: entries with their texts, marked titles, snippets and the reason they were found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from publishing import kinds
from publishing.languages import Language
from publishing.models import Entry, SearchDocument
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
    found, unseen = [], {}
    for hit in hits:
        if entry := entries.get(hit.entry_id):
            shown, unseen[entry.pk] = _found(entry, hit, results.clauses, width)
            found.append(shown)
    return _with_names(found, names, unseen, results.clauses)


def _found(entry: Entry, hit: Hit, clauses: Sequence[Clause], width: int) -> tuple[Found, list[Clause]]:
    """The entry as it is shown, and the clauses that its text does not say."""
    text = entry.text(hit.language)
    if text is None:
        found = Found(entry, kinds.get(hit.kind), hit.language, mark(entry.slug, clauses), SafeString(), "")
        return found, list(clauses)
    body = plain(text.body)
    in_deck = {clause for clause in clauses if spans(text.deck, [clause])}
    elsewhere = [clause for clause in clauses if clause not in in_deck]
    unseen = [clause for clause in elsewhere if not spans(text.title, [clause]) and not spans(body, [clause])]
    # The deck if it holds what was looked for or the body does not.
    telling = text.deck if text.deck and (in_deck or not spans(body, clauses)) else body
    found = Found(
        entry=entry,
        kind=kinds.get(hit.kind),
        language=Language(text.language),
        title=mark(text.title, clauses),
        snippet=snippet(telling, clauses, width),
        found_as="",
    )
    return found, unseen


def _with_names(
    found: list[Found],
    names: dict[int, list[str]],
    unseen: dict[int, list[Clause]],
    clauses: Sequence[Clause],
) -> list[Found]:
    """``found`` with the names that explain those whose text does not say every word."""
    lent = (
        lent_names(clauses, [pk for pk, missing in unseen.items() if missing]) if any(unseen.values()) else {}
    )
    named = []
    for each in found:
        pk = each.entry.pk
        own = (name for name in names.get(pk, ()) if spans(name, unseen[pk]))
        named.append(replace(each, found_as=next(own, lent.get(pk, "") if unseen[pk] else "")))
    return named
