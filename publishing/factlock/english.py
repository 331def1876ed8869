"""Facts in English text."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from publishing.factlock.facts import Clock, Day, Fact, FactKind
from publishing.factlock.reading import ARABIC, START, Grammar, Numeral, Reader, day_of, decimal

__all__ = ["english", "latin"]

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORT_MONTHS = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_ONES += ["sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "m": 6}
_NUMBERS = {word: n for n, word in enumerate(_ONES)} | _TENS
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    **{f"{word}th": n for word, n in _NUMBERS.items() if n in (4, 6, 7, 10, 11, *range(13, 20))},
    **{f"{word[:-1]}ieth": n for word, n in _TENS.items()},
    "hundredth": 100,
}
# Other words that say a number; they find it in another language, but need not stand there.
_HIDDEN = {
    "both": 2,
    "twice": 2,
    "double": 2,
    "pair": 2,
    "bilateral": 2,
    "bilingual": 2,
    "dual": 2,
    "half": 2,
    "halves": 2,
    "once": 1,
    "single": 1,
    "only": 1,
    "inaugural": 1,
    "trilingual": 3,
    "thrice": 3,
    "triple": 3,
    "trilateral": 3,
    "tripartite": 3,
    "quarter": 4,
    "quarters": 4,
    "quarterly": 4,
    "decade": 10,
    "week": 7,
    "fortnight": 14,
    "another": 1,
    "century": 100,
}

_MONTH = (
    r"(?:"
    + "|".join(f"{name.capitalize()}|{name[:3].capitalize()}\\b\\.?" for name in _MONTHS)
    .replace("May|May\\b\\.?", "May")
    .replace("Sep\\b", "Sept?\\b")
    + r")(?![a-z])"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?"
_DAY = rf"(?:(?:{_WEEKDAY}),?\s)?(?:the\s)?[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9a-z,.]*[0-9])(?:\s?\((?:{_WEEKDAY})\))?"
_JOIN = r"(?:\s?[–—-]\s?|\s(?:to|and|or|until|till|through)\s|,\s(?:and\s)?)"
_DAYS = rf"{_DAY}(?:{_JOIN}{_DAY})*"
_DAYS_MONTH = re.compile(rf"(?<![\w.,])({_DAYS})(?:\sof)?\s({_MONTH})(?:,?\s([0-9]{{4}})(?![0-9]))?")
_MONTH_DAYS = re.compile(
    rf"\b((?:(?:{_WEEKDAY}),?\s)?)({_MONTH})\s({_DAYS})(?![\w%])(?:,?\s([0-9]{{4}})(?![0-9]))?"
)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})(?:{_JOIN}({_MONTH}))?,?\s(?:of\s)?([0-9]{{4}})(?![0-9])")
_MONTH_ALONE = re.compile(
    r"(?<=\b[Ii]n\s|\b[Bb]y\s|\b[Oo]f\s)(?:May|March)\b"
    r"|(?<=\b[Ss]ince\s|\buntil\s|\bearly\s)(?:May|March)\b|(?<=\b[Ff]rom\s|\blast\s|\bnext\s|\blate\s)(?:May|March)\b"
    rf"|\b(?!May|March|Mar\b|Sun)(?:{_MONTH})(?!\w)"
)
_ONE_DAY = re.compile(
    rf"(?:({_WEEKDAY}),?\s(?:the\s)?)?([0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s?\(({_WEEKDAY})\))?"
)
_DECADE = re.compile(r"(?<!\d)((?:19|20)[0-9]0)s\b")
_YEAR_RANGE = re.compile(r"(?<![\d,.])((?:19|20)[0-9]{2})[–-]([0-9]{2})(?![\d,%])")
_HOURS = re.compile(
    r"(?<![\w:.])(1[0-2]|0?[1-9])(?:\s?[–-]\s?(1[0-2]|[1-9]))?\s?([ap])\.?m\b\.?|(?<![\w:.])(1[0-2]|[1-9])\so['’]clock",
    re.IGNORECASE,
)
_NOON = re.compile(r"\b(noon|midday|midnight)\b", re.IGNORECASE)

_SCALE = r"hundred|thousand|million|billion|trillion"
_DIGITS = re.compile(rf"{START}({ARABIC})(?![0-9])(?:[\s-]?({_SCALE}|bn|m)\b)?", re.IGNORECASE)
_NTH = re.compile(r"(?<![\w.,])([0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)(?:st|nd|rd|th)\b")
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NTH_WORD = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_TEN = "|".join(_TENS)
_UNIT = rf"(?:(?:{_TEN})[\s-](?:{'|'.join(_ONES[1:10])})|{_WORD}|an?(?=\s(?:{_SCALE}|dozen)\b))(?![a-z])"
_WORDS = re.compile(
    rf"\b(?:(?:(?:{_TEN})[\s-])?(?:{_NTH_WORD})|{_UNIT}(?:[\s-](?:{_SCALE}|dozen)(?![a-z])(?:\s(?:and\s)?{_UNIT})?)*)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:,? [A-Za-z0-9][A-Za-z0-9'’-]*)+")
# "A third market" is no fraction.
_FRACTION = re.compile(
    r"\b(a(?=\s\w+(?:\sof\b|\sas\b|[.,;)]|$))|one|two|three|four|five)[\s-](half|third|quarter|fifth|sixth|tenth)s?\b",
    re.IGNORECASE | re.MULTILINE,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_FOLDS = re.compile(rf"\b({_WORD}|[0-9]+)-?fold\b", re.IGNORECASE)
_HIDDEN_WORDS = re.compile(rf"\b(?:{'|'.join(_HIDDEN)})\b", re.IGNORECASE)

_GRAMMAR = Grammar(
    percent=re.compile(r"\s?%|[\s-](?:percent|per\scent|percentage\spoints?)\b"),
    money=re.compile(
        r"\s?((?:South\s)?(?:Korean\s)?won|(?:Chinese\s)?yuan|RMB|renminbi|KRW|CNY|USD|(?:US\s)?dollars?|euros?|EUR|yen|JPY)\b"
    ),
    currencies={
        "won": "KRW",
        "krw": "KRW",
        "yuan": "CNY",
        "rmb": "CNY",
        "renminbi": "CNY",
        "cny": "CNY",
        "usd": "USD",
        "dollar": "USD",
        "dollars": "USD",
        "euro": "EUR",
        "euros": "EUR",
        "eur": "EUR",
        "yen": "JPY",
        "jpy": "JPY",
    },
    ordered_before=re.compile(
        r"\b(?:no\.|number|phase|type|class|level|step|stage|category|article|round|grade|part|chapter|hall|tier|group)\s\Z",
        re.IGNORECASE,
    ),
    ordered_after=re.compile(r"\s(?:editions?|meetings?|rounds?|sessions?|phases?|times)\b"),
    counted=re.compile(
        r"\s(?:people|companies|firms|officials|participants|tons?|tonnes|units|hours|days|km|m\b|kg)"
    ),
)


def english(text: str) -> list[Fact]:
    """The facts in English ``text``."""
    reader = Reader(text)
    reader.common()
    _read_dates(reader)
    reader.clocks()
    reader.take(_HOURS, _hours)
    reader.take(
        _NOON, lambda m: [Reader.fact(FactKind.TIME, Clock(0 if m[1].lower() == "midnight" else 720), m)]
    )
    reader.take(_NTH, lambda m: [Reader.fact(FactKind.EDITION, decimal(m[1]), m)])
    reader.take(_FRACTION, _fraction)
    reader.classify([*_digits(reader.left), *_folds(reader.left)], _GRAMMAR)
    reader.drop(_DIGITS)
    reader.drop(_FOLDS)
    numerals: list[Numeral] = []
    reader.take(_WORDS, lambda m: _words(m, numerals))
    reader.classify(numerals, _GRAMMAR)
    reader.take(
        _HIDDEN_WORDS,
        lambda m: [
            Reader.fact(
                FactKind.NUMBER,
                Decimal(_HIDDEN[m[0].lower()]),
                m,
                firm=False,
                ordered=m[0].lower() in ("inaugural", "quarter"),
            )
        ],
    )
    return reader.facts


def latin(text: str, known: Iterable[Fact]) -> Iterator[Fact]:
    """What English phrases within a text of another language say beside the ``known`` facts: a quoted “last June”."""
    taken = [(fact.start, fact.end) for fact in known]
    for phrase in _PHRASE.finditer(text):
        for fact in english(phrase[0]):
            start, end = phrase.start() + fact.start, phrase.start() + fact.end
            if not any(start < last and first < end for first, last in taken):
                yield Fact(fact.kind, fact.value, start, end, firm=False)


def _month(name: str) -> int:
    return _SHORT_MONTHS[name[:3].lower()]


def _weekday(name: str | None) -> int | None:
    return _WEEKDAYS.index(name[:3].lower()) if name else None


def _days(words: str, month: str, year: str | None, weekday: str = "") -> Iterator[Day | None]:
    for place, found in enumerate(_ONE_DAY.finditer(words)):
        named = found[1] or found[3] or (weekday if place == 0 else "")
        yield day_of(year, _month(month), found[2], _weekday(named))


def _read_dates(reader: Reader) -> None:
    reader.take(_DAYS_MONTH, lambda m: reader.dates(m, _days(m[1], m[2], m[3])))
    reader.take(_MONTH_DAYS, lambda m: reader.dates(m, _days(m[3], m[2], m[4], m[1])))
    reader.take(
        _MONTH_YEAR, lambda m: reader.dates(m, [day_of(m[3], _month(name)) for name in (m[1], m[2]) if name])
    )
    reader.take(_MONTH_ALONE, lambda m: reader.dates(m, [day_of(None, _month(m[0]))]))
    reader.take(_DECADE, lambda m: [reader.fact(FactKind.DATE, Day(int(m[1]), decade=True), m)])
    reader.take(_YEAR_RANGE, lambda m: reader.dates(m, [Day(int(m[1])), Day(int(m[1][:2] + m[2]))]))


def _hours(match: re.Match[str]) -> list[Fact]:
    if match[4]:
        return [Reader.fact(FactKind.TIME, Clock(int(match[4]) * 60, half=True), match)]
    later = 12 if match[3].lower() == "p" else 0
    hours = [int(hour) % 12 + later for hour in (match[1], match[2]) if hour]
    return [Reader.fact(FactKind.TIME, Clock(hour * 60), match) for hour in hours]


def _fraction(match: re.Match[str]) -> list[Fact]:
    parts = Fraction(_NUMBERS.get(match[1].lower(), 1), _PARTS[match[2].lower()])
    return [Reader.fact(FactKind.NUMBER, str(parts), match, firm=parts != Fraction(1, 2))]


def _digits(text: str) -> Iterator[Numeral]:
    for found in _DIGITS.finditer(text):
        scale = (found[2] or "").lower()
        # "5 m" is a length, "$5m" an amount.
        if scale == "m" and text[found.start() - 1 : found.start()] not in tuple("$€¥₩"):
            scale = ""
        power = Decimal(10) ** _SCALES.get(scale, 0)
        bare = not scale and len(found[1]) == 4 and found[1].isdigit()
        yield Numeral(found.start(), found.end(), decimal(found[1]), power, bare=bare)


def _folds(text: str) -> Iterator[Numeral]:
    for found in _FOLDS.finditer(text):
        number = _NUMBERS.get(found[1].lower())
        value = decimal(found[1]) if number is None else Decimal(number)
        yield Numeral(found.start(), found.end(), value, firm=value > 2)


def _words(match: re.Match[str], numerals: list[Numeral]) -> list[Fact] | None:
    """Number words: ordinals become editions at once, cardinals are added to ``numerals``."""
    words = re.split(r"[\s-]+", match[0].lower())
    total, section, ordinal = 0, 0, False
    for word in words:
        if word in _ORDINALS:
            section, ordinal = section + _ORDINALS[word], True
        elif word in ("hundred", "dozen"):
            section = (section or 1) * (100 if word == "hundred" else 12)
        elif word in _SCALES:
            total, section = total + (section or 1) * 10 ** _SCALES[word], 0
        else:
            section += _NUMBERS.get(word, 0)
    value = Decimal(total + section)
    if ordinal:
        return [Reader.fact(FactKind.EDITION, value, match, firm=value > 2)]
    numerals.append(Numeral(match.start(), match.end(), value, firm=value > 2))
    return None
