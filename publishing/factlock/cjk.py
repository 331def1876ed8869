"""Numbers written with Korean and Chinese numerals and scale words."""

import re
from decimal import Decimal

from publishing.factlock.reading import decimal

__all__ = ["number"]

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "兩": 2}
_DIGITS |= {char: n for n, char in enumerate("영일이삼사오육칠팔구")}
_UNITS = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12, "만": 10**4, "억": 10**8, "조": 10**12}
_TOKENS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|\S")


def number(text: str) -> Decimal:
    """The value of "3만 5천", "1조 2,000억", "二〇二六", "二十三", "1.2万亿"; other characters count for nothing."""
    total, section = Decimal(0), Decimal(0)
    current: Decimal | None = None
    for token in _TOKENS.findall(text):
        if token in _DIGITS:
            current = (current or 0) * 10 + Decimal(_DIGITS[token])
        elif token in _UNITS:
            section += (1 if current is None else current) * _UNITS[token]
            current = None
        elif token in _SCALES:
            section += current or 0
            # 万亿 multiplies what stands before it.
            total = (
                total * _SCALES[token] if total and not section else total + (section or 1) * _SCALES[token]
            )
            section, current = Decimal(0), None
        elif token[0].isdecimal():
            current = decimal(token)
    return total + section + (current or 0)
