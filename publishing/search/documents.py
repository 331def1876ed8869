"""The search documents: what of an entry is looked for, and keeping that up to date."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Field, Model

from publishing import kinds
from publishing.enums import EntryState
from publishing.languages import Language
from publishing.models import Entry, SearchDocument, Text
from publishing.search import tokens
from publishing.search.numbers import numbered
from publishing.search.plain import plain

__all__ = ["document", "rebuild", "store", "update"]

# Tokens per column; PostgreSQL counts positions up to 16,383.
_LIMITS = {"title_tokens": 400, "names_tokens": 3_000, "deck_tokens": 600, "body_tokens": 12_000}
_MOST_WORDS = 1_000
_COLUMNS = ("number", "names", "words", *_LIMITS)


@transaction.atomic
def update(entry: Entry) -> None:
    """Make the documents of ``entry`` say what is stored of it now; it has some while it is approved."""
    obsolete = SearchDocument.objects.filter(entry_id=entry.pk)
    approved = Entry.objects.filter(pk=entry.pk, state=EntryState.APPROVED).first()
    if approved is None:
        obsolete.delete()
        return
    documents = list(_documents(approved.specific))
    obsolete.exclude(language__in=[document.language for document in documents]).delete()
    store(documents)


def store(documents: Iterable[SearchDocument]) -> None:
    """Store ``documents``, each in place of the one its entry has in the same language."""
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["entry", "language"], update_fields=_COLUMNS
    )


def rebuild() -> int:
    """Make all documents anew and return the number of entries they stand for."""
    approved = Entry.objects.filter(state=EntryState.APPROVED)
    SearchDocument.objects.exclude(entry__in=approved).delete()
    count = 0
    for entry in approved.order_by("pk").iterator(chunk_size=200):
        update(entry)
        count += 1
    return count


def _documents(entry: Entry) -> Iterator[SearchDocument]:
    names = list(dict.fromkeys(filter(None, entry.search_names())))
    rows: list[Model] = [entry, *entry.search_parts()]
    for text in entry.texts.live():
        text.entry = entry
        yield document(text, names, _labels(rows, Language(text.language)))


def document(text: Text, names: Iterable[str], labels: Iterable[str] = ()) -> SearchDocument:
    """What is looked for of ``text``, of the further names of its entry and of what its facts say as ``labels``."""
    entry, names = text.entry, list(names)
    if entry.release_at is None:
        raise ValueError("Only what has a release time can be searched.")
    columns = {
        "title_tokens": [text.title],
        "names_tokens": names,
        "deck_tokens": [text.deck],
        "body_tokens": [*_wording(text), *labels],
    }
    indexed = {column: _index(parts, _LIMITS[column]) for column, parts in columns.items()}
    kind = tokens.kind_token(entry.kind)
    indexed["names_tokens"] = _after(indexed["names_tokens"], kind)
    # Not among the names: by the number of a body nobody looks for what belongs to it.
    indexed["deck_tokens"] = _after(indexed["deck_tokens"], tokens.reference_tokens(entry.ref))
    return SearchDocument(
        entry_id=entry.pk,
        language=text.language,
        number=numbered(entry.release_at, entry.pk, text.language),
        names="\n".join([*names, entry.ref]),
        words=_after(tokens.words(tokens.BREAK.join([text.title, *names]), _MOST_WORDS), kind),
        **indexed,
    )


def _after(found: str, more: str) -> str:
    return f"{found} {more}" if found else more


def _index(parts: Iterable[str], limit: int) -> str:
    return tokens.index(tokens.BREAK.join(parts).replace("\n", tokens.BREAK), limit)


def _wording(text: Text) -> Iterator[str]:
    yield plain(text.body)
    for note in text.notes:
        yield from (note.get("term", ""), note.get("text", ""))
    worded = kinds.get(text.entry.kind).worded
    yield from (str(text.extra.get(field.name) or "") for field in worded)


def _labels(rows: Iterable[Model], language: Language) -> Iterator[str]:
    """What facts say in a language: the columns of labels, which end in its code."""
    for row in rows:
        for field in row._meta.concrete_fields:
            if _holds(field, language):
                yield field.value_from_object(row)


def _holds(field: "Field", language: Language) -> bool:
    return field.name.endswith(f"_{language.suffix}") and field.get_internal_type() in {
        "CharField",
        "TextField",
    }
