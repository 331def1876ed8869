"""Titles in lines as each language breaks them: Korean between words, Chinese between characters but never before a stop."""

import re
from collections.abc import Callable, Sequence

__all__ = ["atoms", "balanced"]

# Chinese marks that do not begin a line, and those that do not end one.
_NOT_FIRST = "，。、；：？！）】〕》〉」』”’％%·…—～)]},.;:?!"
_NOT_LAST = "（【〔《〈「『“‘([{"
_PAUSES = "，。、；：！？…,;:!?—"
# How much less even lines may be that end where a reader pauses.
_BROKEN = 1.6
_CHINESE_ATOM = re.compile(r"[!-~\u00a1-\u024f\u2010-\u2014]+|\s+|.", re.DOTALL)

Measure = Callable[[str], float]


def atoms(text: str, language: str) -> list[str]:
    """What is never broken in two, in order; joined again they are ``text`` with its spaces made single."""
    text = " ".join(text.replace("\u200b", "").split())
    if language != "zh-hans":
        return re.findall(r"\S+\s*", text)
    found: list[str] = []
    for atom in _CHINESE_ATOM.findall(text):
        joins = found and (atom[0] in _NOT_FIRST or atom.isspace() or found[-1][-1] in _NOT_LAST)
        if joins:
            found[-1] += atom
        else:
            found.append(atom)
    return found


def balanced(text: str, language: str, measure: Measure, width: float, most: int) -> list[str] | None:
    """``text`` in as few lines of at most ``width`` as it needs, about equally long; ``None`` if more than ``most``."""
    parts = atoms(text, language)
    wide = [measure(part) for part in parts]
    bare = [measure(part.rstrip()) for part in parts]
    for count in range(1, most + 1):
        ends = _ends(parts, wide, bare, width, count)
        if ends is not None:
            starts = [0, *ends[:-1]]
            return ["".join(parts[a:b]).rstrip() for a, b in zip(starts, ends, strict=True)]
    return None


def _ends(
    parts: Sequence[str], wide: Sequence[float], bare: Sequence[float], width: float, count: int
) -> list[int] | None:
    """Where each of ``count`` lines ends, so that they are as equal as can be; ``None`` if it takes more lines."""
    mean = sum(wide) / count
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _line in range(count):
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            length = 0.0
            for end in range(start + 1, len(parts) + 1):
                if length + bare[end - 1] > width:
                    break
                length += wide[end - 1]
                total = cost + (length - mean) ** 2 * (1 if _pauses(parts[end - 1]) else _BROKEN)
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, [*ends, end])
        best = reached
    return best[len(parts)][1] if len(parts) in best else None


def _pauses(part: str) -> bool:
    """Whether a reader pauses after ``part``, so that a line ends there well."""
    return part.rstrip()[-1:] in _PAUSES
