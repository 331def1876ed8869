"""Cells that a spreadsheet would run: a leading apostrophe in CSV keeps them text.

``unguard(guard(value)) == value`` for every value, so exports can be imported again letter by letter.
"""

__all__ = ["guard", "is_risky", "unguard"]

_STARTS = frozenset("=+-@＝＋－＠'")
_BLANKS = frozenset("\t\r\n")


def is_risky(value: str) -> bool:
    """Whether a spreadsheet might take ``value`` for a formula, or for text that was guarded before."""
    return bool(value) and (value[0] in _BLANKS or value.lstrip()[:1] in _STARTS)


def guard(value: str) -> str:
    """``value`` as it is written into CSV."""
    return f"'{value}" if is_risky(value) else value


def unguard(cell: str) -> str:
    """The value behind a cell of CSV: exactly the apostrophe that :func:`guard` adds is taken away."""
    return cell[1:] if cell.startswith("'") and is_risky(cell[1:]) else cell
