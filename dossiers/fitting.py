"""How tightly a company's sheet is set so that it takes one page: first by its length, then by what was measured."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator

from publishing.presentation import Shown

__all__ = ["LOOSEST", "TIGHTEST", "fit", "guess", "tighter"]

# Degrees of tightness: as designed, smaller type, the smallest one that is read well, and that with less on it.
LOOSEST, TIGHTEST = 0, 3
# Lines of about 45 wide characters that a sheet holds in each degree.
_LINES = (40, 56, 78)
_LINE = 90  # in the width of Latin characters
# What stays on a sheet that even the smallest type does not make fit.
_LONGEST = {"people": 4, "technologies": 5, "certificates": 5, "offers": 3, "contacts": 1}
_WORDS = {"deck": 200, "products": 200}


def guess(sheet: Shown) -> int:
    """The degree in which ``sheet`` probably takes one page."""
    lines = _lines(sheet)
    return next((degree for degree, most in enumerate(_LINES) if lines <= most), TIGHTEST)


def tighter(degree: int) -> int:
    return min(degree + 1, TIGHTEST)


def fit(sheet: Shown, degree: int) -> Shown:
    """``sheet`` in ``degree``; in the tightest one it is cut, and "more" says that its page on the portal has the rest."""
    fitted = {**sheet, "degree": degree}
    if degree < TIGHTEST:
        return fitted
    for name, most in _LONGEST.items():
        fitted[name] = type(sheet[name])(sheet[name][:most])
    for name, most in _WORDS.items():
        fitted[name] = _cut(sheet[name], most)
    fitted["technologies"] = [
        {**each, "summary": _cut(each["summary"], 90), "references": _cut(each["references"], 90)}
        for each in fitted["technologies"]
    ]
    fitted["more"] = any(fitted[name] != sheet[name] for name in (*_LONGEST, *_WORDS))
    return fitted


def _cut(shown: Shown, most: int) -> Shown:
    return {**shown, "value": Truncator(shown["value"]).chars(most, truncate="…")}


def _lines(sheet: Shown) -> float:
    """About how many lines ``sheet`` has in the loosest degree."""
    lines = 6 + _rows([sheet["deck"]["value"]], 1) + _rows([sheet["products"]["value"]], 1)
    lines += len(sheet["facts"]) / 2 + 2 * bool(sheet["mark"])
    lines += 2 * bool(sheet["people"]) + 2 * len(sheet["people"])
    for each in sheet["technologies"]:
        # Four columns, the first of which has half of the width.
        named = _rows([each["name"]["value"], each["summary"]["value"], str(each["fields"])], 0.5)
        lines += max(named, _rows([each["references"]["value"]], 0.22))
    lines += len(sheet["certificates"]) + 2 * len(sheet["offers"]) + 2 * len(sheet["contacts"])
    return lines


def _rows(texts: Iterable[str], part: float) -> float:
    """The lines that ``texts`` take, each beginning a line, in a column that has a ``part`` of the width."""
    return sum(-(-_width(text) // (_LINE * part)) for text in texts)


def _width(text: Any) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in str(text))
