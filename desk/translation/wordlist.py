"""Official words for what an original speaks of: terms of the glossary, and names its facts lead to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publishing.factlock.compare import words_of
from publishing.factlock.facts import Names
from publishing.factlock.stated import stated_names, terms
from publishing.languages import Language
from publishing.models import Entry, Text

__all__ = ["Word", "wordlist"]


@dataclass(frozen=True)
class Word:
    """A word of the original as it stands there, and its official wording in the other language."""

    said: str
    official: str


def wordlist(entry: Entry, original: Text, language: str) -> list[Word]:
    """The terms and names that ``original`` uses and that have a wording in ``language``, in the order of their use."""
    text = words_of(original)
    found: dict[str, tuple[int, Word]] = {}
    for names in (*terms(), *stated_names(entry)):
        official = next(iter(names.get(language, ())), "")
        for place, said in _uses(text, names, original.language) if official else ():
            found.setdefault(official, (place, Word(said, official)))
            break
    return [word for _place, word in sorted(found.values(), key=lambda each: each[0])]


def _uses(text: str, names: Names, language: str) -> Iterator[tuple[int, str]]:
    """Where a name stands in ``text``, in the longest of its forms that does."""
    for form in sorted(names.get(language, ()), key=len, reverse=True):
        if form and (use := _pattern(form, language).search(text)):
            yield use.start(), use[0]


def _pattern(form: str, language: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in form.split())
    if language == Language.ENGLISH:
        return re.compile(rf"(?<!\w){words}(?:e?s)?(?!\w)", re.IGNORECASE)
    return re.compile(words.replace(r"\s+", r"\s*"), re.IGNORECASE)
