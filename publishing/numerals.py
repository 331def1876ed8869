"""Numbers as each language writes them: Chinese numerals, and large figures with their scale words."""

from decimal import Decimal

__all__ = ["chinese", "figures"]

_DIGITS = "零一二三四五六七八九"
# Decimals a figure may have before a scale word; with more it is written out in full.
_SHORT = 2


def chinese(number: int) -> str:
    """``number`` in Chinese numerals from 1 to 999; larger ones stay in digits, as is usual for them."""
    if number > 999:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def figures(amount: Decimal | int, language: str, places: int = 0) -> str:
    """``amount`` with the scale words of ``language`` and every digit kept.

    ``places`` is the least number of decimals where a figure without scale word has any. A negative or
    endless ``amount`` and an unknown language raise ``ValueError``.
    """
    exact = Decimal(amount)
    if not exact.is_finite() or exact < 0:
        raise ValueError(f"not a quantity: {amount}")
    integer, _point, decimals = f"{exact:f}".partition(".")
    whole, fraction = int(integer), decimals.rstrip("0")
    match language:
        case "en":
            return _english(whole, fraction) or _plain(whole, fraction, places)
        case "ko":
            return _korean(whole, fraction) or _plain(whole, fraction, places)
        case "zh-hans":
            return _chinese(whole, fraction) or _plain(whole, fraction, places, group_from=10_000)
    raise ValueError(f"not a language of the portal: {language}")


def _plain(whole: int, fraction: str, places: int = 0, group_from: int = 1_000) -> str:
    text = f"{whole:,}" if whole >= group_from else str(whole)
    return f"{text}.{fraction.ljust(places, '0')}" if fraction else text


def _scaled(whole: int, fraction: str, power: int) -> tuple[int, str] | None:
    """The figure in units of ten to the ``power``, if it is at least one and has few decimals."""
    units, rest = divmod(whole, 10**power)
    decimals = f"{rest:0{power}}{fraction}".rstrip("0")
    return (units, decimals) if units and len(decimals) <= _SHORT else None


def _english(whole: int, fraction: str) -> str:
    for power, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if whole >= 10**power:
            short = _scaled(whole, fraction, power)
            return f"{_plain(*short)} {word}" if short else ""
    return ""


def _korean(whole: int, fraction: str) -> str:
    if fraction or whole < 10**4 or (whole < 10**8 and whole % 10**4):
        return ""
    parts = []
    rest = whole
    for power, word in ((12, "조"), (8, "억"), (4, "만"), (0, "")):
        units, rest = divmod(rest, 10**power)
        if units:
            parts.append(f"{units:,}{word}")
    return " ".join(parts)


def _chinese(whole: int, fraction: str) -> str:
    for power, word in ((12, "万亿"), (8, "亿")) if whole >= 10**8 else ((4, "万"),):
        if short := _scaled(whole, fraction, power):
            return _plain(*short, group_from=10**8) + word
    return "" if fraction or whole < 10**8 else _chinese_mixed(whole)


def _chinese_mixed(whole: int) -> str:
    """Figures with 亿 and 万 together; 零 stands for the places left out between them."""
    hundred_millions, rest = divmod(whole, 10**8)
    text = f"{hundred_millions}亿"
    gap = False
    for power, word in ((4, "万"), (0, "")):
        units, rest = divmod(rest, 10**power)
        if units:
            text += f"{'零' if gap or units < 1_000 else ''}{units}{word}"
        gap = not units
    return text
