"""What the facts of an entry name: bodies, people, places, and terms that are names."""

from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects

from publishing import kinds
from publishing.factlock.facts import Names
from publishing.languages import Language
from publishing.models import Entry, GlossaryTerm
from publishing.visibility import with_texts

__all__ = ["stated_names", "terms"]


def stated_names(entry: Entry) -> list[Names]:
    """Per body, person and place that the facts of ``entry`` lead to its names in each language.

    Terms of the glossary that are names, such as "Clear Sky Plan", belong to every entry.
    """
    model = type(entry.specific)
    ids: set[int] = set()
    for path in dict.fromkeys(("related", *model.search_through, *model.names_through)):
        found = model._default_manager.filter(pk=entry.pk).values_list(path, flat=True)
        ids.update(pk for pk in found if pk and pk != entry.pk)
    called = [each.called() for each in _with_names(ids)]
    # Countries are named in too many ways: 한중, 韩方, the Korean side.
    places = [_labels(place, "name") for place in entry.places.all() if len(place.iso_code) != 2]
    proper = [term for term in terms() if term.get(Language.ENGLISH, [""])[0][:1].isupper()]
    return [names for names in (*called, *places, *proper) if names]


def _with_names(ids: set[int]) -> Iterator[Entry]:
    """Those of the entries that others speak of by name, loaded with what their names are taken from."""
    codes = Entry.objects.filter(pk__in=ids).order_by("kind").values_list("kind", flat=True).distinct()
    for model in map(kinds.model_of, codes):
        if model.called is not Entry.called:
            entries = list(with_texts(model._default_manager.filter(pk__in=ids).order_by("pk")))
            prefetch_related_objects(entries, "names")
            yield from entries


def terms() -> list[Names]:
    """The terms of the glossary."""
    return [_labels(term, "term") for term in GlossaryTerm.objects.all()]


def _labels(instance: Any, name: str) -> dict[str, list[str]]:
    words = {
        language: getattr(instance, f"{name}_{Language(language).suffix}") for language in Language.values
    }
    return {language: [word] for language, word in words.items() if word}
