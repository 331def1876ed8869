"""Names of bodies, people and terms: who is named in one language has to be named in the others."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from publishing.factlock.facts import Fact, FactKind, Names
from publishing.languages import Language

__all__ = ["named", "technical_terms"]

Places = list[tuple[int, int]]

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ACRONYM = re.compile(r"\(([A-Z][A-Z0-9.&-]+)\)")
_CODE = re.compile(r"\(([A-Z]+[0-9][A-Z0-9.-]*)\)")
_LEVEL = re.compile("(?:自治区|[省市区县]|[성시])\\Z")
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "at", "to"})
_STEM = 5
_LONG = 6
_GAPS = re.compile(r"[\s·-]+")


def named(words: Mapping[str, str], names: Iterable[Names]) -> Iterator[tuple[str, dict[str, Places]]]:
    """Each name that is not said in all of ``words``, with the places where it is said per language.

    A language without a form of the name is not asked for it. Names in Latin letters may stand in any language.
    Longer names are looked for first, so that one is not found within another.
    """
    forms = [{language: _forms(each, language) for language in words} for each in names]
    forms = [each for each in forms if any(each.values())]
    said = {
        language: _said(words[language], [each[language] for each in forms], language) for language in words
    }
    for number, each in enumerate(forms):
        found = {language: said[language][number] for language in words}
        if not any(found.values()):
            continue
        asked = [language for language in words if each[language]]
        for language in asked:
            found[language] = found[language] or _loosely(words[language], each[language])
        if all(found[language] for language in asked):
            continue
        title = next(each[language][0] for language in asked)
        yield title, {language: found[language] for language in asked}


def technical_terms(text: str, language: str, terms: Iterable[Names]) -> Iterator[Fact]:
    """Where ``text`` says a technical name in words, by the terms that state it in brackets: "fine dust (PM2.5)"."""
    for term in terms:
        codes = _CODE.findall(" ".join(term.get(Language.ENGLISH, ())))
        for form in _forms(term, language) if codes else ():
            for found in _pattern(form).finditer(text):
                yield from (Fact(FactKind.NAME, code, *found.span(), firm=False) for code in codes)


def _forms(name: Names, language: str) -> list[str]:
    """The forms in ``language``, the longest first; an acronym in brackets is a form of its own."""
    own = name.get(language, ())
    foreign = name.get(Language.ENGLISH, ()) if own and language != Language.ENGLISH else ()
    forms: dict[str, None] = {}
    for written in (*own, *foreign):
        text = unicodedata.normalize("NFKC", written)
        for form in (text, _BRACKETS.sub("", text), *_ACRONYM.findall(text)):
            if len(form.strip()) > 1:
                forms[form.strip()] = None
    return sorted(forms, key=len, reverse=True)


def _said(text: str, names: list[list[str]], language: str) -> list[Places]:
    """Per name the places where one of its forms stands as a word, each place given to the longest form."""
    places: list[Places] = [[] for _name in names]
    left = text
    candidates = sorted(
        ((form, number) for number, forms in enumerate(names) for form in forms),
        key=lambda pair: len(pair[0]),
        reverse=True,
    )
    plain = _GAPS.sub("", text).casefold()
    for form, number in candidates:
        if _GAPS.sub("", form).casefold() not in plain:
            continue
        pattern = _pattern(form)
        for found in pattern.finditer(left):
            places[number].append(found.span())
        left = pattern.sub(lambda match: "\x00" * len(match[0]), left)
    return [sorted(each) for each in places]


@lru_cache(maxsize=4096)
def _pattern(form: str) -> re.Pattern[str]:
    """``form`` as a word: with or without spaces and hyphens, in Latin letters in any case and number."""
    parts = [re.escape(part) for part in _GAPS.split(form)]
    if form.isascii() or re.search("[A-Za-z]", form):
        flags = 0 if form.isupper() else re.IGNORECASE
        joined = r"[\s–·-]+".join(parts)
        return re.compile(rf"(?<![A-Za-z0-9]){joined}(?:e?s)?(?![A-Za-z0-9])", flags)
    if re.search("[가-힣]", form):
        return re.compile(r"(?<![가-힣])" + r"\s?".join(re.escape(char) for char in "".join(parts)))
    return re.compile(r"\s?".join(parts))


def _loosely(text: str, forms: list[str]) -> Places:
    """A place where one of ``forms`` is said in other words: "Kim’s ministry of the environment", 山东 for 山东省."""
    for form in forms:
        found = _in_words(text, form) if re.search("[A-Za-z]{2}", form) else _by_its_end(text, form)
        if found:
            return [found]
    return []


def _in_words(text: str, form: str) -> tuple[int, int] | None:
    """The line of ``text`` with at least half of the words of ``form``, and with two of them, as far as their stems."""
    stems = {word[:_STEM] for word in re.findall(r"[a-z]{2,}", form.casefold()) if word not in _SMALL_WORDS}
    needed = min(len(stems), max(2, (len(stems) + 1) // 2))
    lowered = text.lower()
    if sum(stem in lowered for stem in stems) < needed:
        return None
    for line in re.finditer(r"[^\n]+", lowered):
        places = [found for stem in stems if (found := re.search(rf"\b{stem}", line[0]))]
        if needed and len(places) >= needed:
            first = min(places, key=lambda found: found.start())
            return line.start() + first.start(), line.start() + first.end()
    return None


def _by_its_end(text: str, form: str) -> tuple[int, int] | None:
    """Where ``form`` stands even within another word, without the name of its level (省, 시), or as its latter half."""
    whole = "".join(_GAPS.split(form))
    # Long names are shortened in running text: 驻华大使馆 for 大韩民国驻华大使馆.
    end = whole[-((len(whole) + 1) // 2) :] if len(whole) >= _LONG else whole
    for part in dict.fromkeys((whole, _LEVEL.sub("", whole), end)):
        if len(part) > 1 and (found := re.search(r"\s?".join(re.escape(char) for char in part), text)):
            return found.span()
    return None
