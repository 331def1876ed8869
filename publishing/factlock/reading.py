"""Taking facts out of a text one pattern after the other; what one has taken, the next does not see."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from publishing.factlock.facts import Amount, Clock, Day, Fact, FactKind

__all__ = ["ARABIC", "CODES", "RANGE", "START", "Grammar", "Numeral", "Reader", "day_of", "decimal"]

ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
# Where a number may begin: not within a word or another number, but right after the code of a currency.
START = r"(?:(?<![A-Za-z0-9_])(?<![0-9][.,])|(?<=KRW|USD|CNY|RMB|EUR))"
_TAKEN = "\x00"
_YEARS = range(1900, 2100)
# Between the ends of a range, of which the first may leave out scale, unit and currency.
RANGE = re.compile(r"\s?(?:[~∼〜–—-]|至|到|to|에서|부터|내지)\s?")

_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+", re.ASCII)
_TELEPHONE = re.compile(
    r"\+[0-9]{1,3}(?:[- ][0-9]{1,4}){2,4}(?![0-9])|(?<![0-9-])0[0-9]{1,3}-[0-9]{3,4}-[0-9]{4}(?![0-9-])"
)
_ISO_DATE = re.compile(r"(?<![\d-])((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])(?![\d-])")
_MEASURE = re.compile(r"(?<![A-Za-z])(?:N|k|c|m|d)?m[23](?![A-Za-z0-9])")
CODES = r"KRW|USD|US\$|CNY|RMB|EUR|JPY|HKD|[$€¥₩]"
# Letters with digits in them (PM2.5, COP28, KC-2026-0041), digits with a capital (5G), and numbered standards.
_TECHNICAL = re.compile(
    r"(?<![A-Za-z0-9.])(?!(?:KRW|USD|CNY|RMB|EUR|JPY|HKD)[0-9])"
    r"(?:[A-Za-z]{1,12}[0-9]+(?:[.-][A-Za-z0-9]+)*|[A-Z]{1,6}-[0-9]+(?:[.-][A-Za-z0-9]+)*"
    r"|(?:ISO|IEC|GB/T|GB|KS)\s[0-9]+(?:-[0-9]+)?|[0-9]{1,2}[GDKR])(?![A-Za-z0-9])"
)
_CLOCK = re.compile(
    r"(?<![\d:])([01]?[0-9]|2[0-4]):([0-5][0-9])(?![\d:])(?:\s?([ap])\.?m\b\.?)?", re.IGNORECASE
)

_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "¥": "CNY", "₩": "KRW", "RMB": "CNY"}


def decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def day_of(
    year: str | int | None, month: str | int | None, day: str | int | None = None, weekday: int | None = None
) -> Day | None:
    """The date of these parts, unless there is no such one."""
    y, m, d = (int(part) if part else None for part in (year, month, day))
    if (m is not None and not 1 <= m <= 12) or (d is not None and not 1 <= d <= 31):
        return None
    return Day(y, m, d, weekday)


@dataclass
class Numeral:
    """A number in a text: what is written, times the scale that is written with it."""

    start: int
    end: int
    number: Decimal
    scale: Decimal = Decimal(1)
    firm: bool = True
    ordered: bool = False
    # Digits that could be a year.
    bare: bool = False

    @property
    def value(self) -> Decimal:
        return self.number * self.scale


@dataclass(frozen=True)
class Grammar:
    """How a language writes what belongs to a number: patterns of what follows it."""

    percent: re.Pattern[str]
    money: re.Pattern[str]
    currencies: dict[str, str]
    ordered_before: re.Pattern[str]
    ordered_after: re.Pattern[str]
    counted: re.Pattern[str]
    before: re.Pattern[str] = re.compile(rf"({CODES}|人民币)\s?\Z")


class Reader:
    """The text, the facts taken from it so far, and what is left of it."""

    def __init__(self, text: str) -> None:
        self.text = self.left = text
        self.facts: list[Fact] = []

    def take(
        self, pattern: re.Pattern[str], read: "Callable[[re.Match[str]], Iterable[Fact] | None]"
    ) -> None:
        """Add the facts that ``read`` makes of each match; where it makes ``None`` of it the words are left."""

        def replace(match: re.Match[str]) -> str:
            facts = read(match)
            if facts is None:
                return match[0]
            self.facts.extend(facts)
            return _TAKEN * len(match[0])

        self.left = pattern.sub(replace, self.left)

    def drop(self, pattern: re.Pattern[str]) -> None:
        """Leave out words that look like facts."""
        self.take(pattern, lambda _match: ())

    def common(self) -> None:
        """What is written alike in all languages."""
        self.drop(_ADDRESS)
        self.take(_ISO_DATE, lambda m: self.dates(m, [day_of(m[1], m[2], m[3])]))
        self.take(_TELEPHONE, lambda m: [self.fact(FactKind.NUMBER, "".join(re.findall("[0-9]", m[0])), m)])
        self.drop(_MEASURE)
        self.take(_TECHNICAL, lambda m: [self.fact(FactKind.NAME, re.sub(r"\s", "", m[0]).upper(), m)])

    @staticmethod
    def fact(kind: FactKind, value: object, match: re.Match[str], **more: bool) -> Fact:
        return Fact(kind, value, match.start(), match.end(), **more)  # type: ignore[arg-type]  # checked by callers

    @staticmethod
    def dates(match: re.Match[str], days: Iterable[Day | None]) -> list[Fact] | None:
        """The dates of one match; none at all if one of them does not exist."""
        days = list(days)
        if None in days:
            return None
        return [Fact(FactKind.DATE, day, match.start(), match.end()) for day in days if day]

    def classify(self, numerals: list[Numeral], grammar: Grammar) -> None:
        """Make facts of ``numerals`` by what stands around them; a range shares what stands at its end."""
        numerals.sort(key=lambda numeral: numeral.start)
        after: tuple[Numeral, Fact] | None = None
        for numeral in reversed(numerals):
            fact = self._fact_of(numeral, grammar)
            if after and self._reaches(numeral, after[0]):
                fact = _as_in_range(numeral, fact, *after)
            self.facts.append(fact)
            after = numeral, fact

    def _reaches(self, numeral: Numeral, end: Numeral) -> bool:
        """Whether the two are the ends of a range: "3 to 5", "between 3 and 5"."""
        if RANGE.fullmatch(self.left, numeral.end, end.start):
            return True
        between = self.left[max(0, numeral.start - 8) : numeral.start].lower() == "between "
        return between and self.left[numeral.end : end.start] == " and "

    def _fact_of(self, numeral: Numeral, grammar: Grammar) -> Fact:
        text, start, end = self.left, numeral.start, numeral.end
        before = text[max(0, start - 12) : start]
        value = numeral.value
        if found := grammar.percent.match(text, end):
            return Fact(FactKind.PERCENTAGE, value, start, found.end())
        sign = grammar.before.search(before)
        if found := grammar.money.match(text, end):
            currency = grammar.currencies[found[1].split()[-1].lower()]
            return Fact(FactKind.MONEY, Amount(value, currency), start, found.end())
        if sign:
            currency = "CNY" if sign[1] == "人民币" else _SIGNS.get(sign[1], sign[1])
            return Fact(FactKind.MONEY, Amount(value, currency), start, end)
        if numeral.bare and value in _YEARS and not grammar.counted.match(text, end):
            return Fact(FactKind.DATE, Day(int(value)), start, end)
        ordered = bool(
            numeral.ordered or grammar.ordered_before.search(before) or grammar.ordered_after.match(text, end)
        )
        return Fact(FactKind.NUMBER, value, start, end, numeral.firm and value != 1, ordered)

    def clocks(self) -> None:
        """Times of day in digits."""
        self.take(_CLOCK, self._clock)

    def _clock(self, match: re.Match[str]) -> list[Fact]:
        hour = int(match[1])
        if match[3]:
            hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
        return [self.fact(FactKind.TIME, Clock(hour * 60 + int(match[2])), match)]


def _as_in_range(numeral: Numeral, fact: Fact, end: Numeral, closing: Fact) -> Fact:
    """The opening of a range: "3" of "3 to 5 million won" is three million won."""
    if fact.kind is not FactKind.NUMBER:
        return fact
    value = numeral.value
    if numeral.scale == 1 and end.scale != 1 and numeral.number < end.number:
        value = numeral.number * end.scale
    if isinstance(closing.value, Amount):
        return Fact(FactKind.MONEY, Amount(value, closing.value.currency), fact.start, fact.end)
    if closing.kind is FactKind.PERCENTAGE:
        return Fact(FactKind.PERCENTAGE, value, fact.start, fact.end)
    return Fact(FactKind.NUMBER, value, fact.start, fact.end, fact.firm or closing.firm, fact.ordered)
