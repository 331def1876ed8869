"""The plan of a pavilion as lines and boxes, and what stands in each: one list for the drawing and the table."""

import unicodedata
from typing import Any

from events.models import Booth, Pavilion
from events.models.participation import BoothUse
from publishing.presentation import Shown, worded

__all__ = ["plan"]

# Units of the drawing for one square of the grid, and for its text.
SQUARE_WIDTH = 80
SQUARE_HEIGHT = 60
INSET = 10
EM = 15
LINES = 3


def plan(pavilion: Pavilion, places: list[Shown]) -> Shown:
    """The drawing for ``exhibitions/plan.html``; empty where the pavilion has no plan.

    ``places`` are the rows of the table, each with its ``booth``; those on the plan are drawn, in the same order.
    """
    columns, rows = pavilion.plan_columns, pavilion.plan_rows
    if not columns or not rows:
        return {}
    entrances = [each for each in pavilion.booths.all() if each.use == BoothUse.ENTRANCE]
    return {
        "width": columns * SQUARE_WIDTH,
        "height": rows * SQUARE_HEIGHT,
        "places": [{**place, **_box(place["place"], place)} for place in places if place["place"]],
        "entrances": [_entrance(each, columns) for each in entrances],
    }


def _box(booth: Booth, shown: Shown) -> dict[str, Any]:
    x, y = (booth.column - 1) * SQUARE_WIDTH, (booth.row - 1) * SQUARE_HEIGHT
    width, height = booth.width * SQUARE_WIDTH, booth.height * SQUARE_HEIGHT
    words = _wrapped(shown["label"], (width - 2 * INSET) / EM)
    top = y + INSET + (46 if booth.number else 18)
    return {
        "x": x + 2,
        "y": y + 2,
        "width": width - 4,
        "height": height - 4,
        "left": x + INSET,
        "number_y": y + INSET + 22,
        "middle": x + width / 2,
        "center": y + height / 2,
        "lines": [{"y": top + n * (EM + 3), "text": text} for n, text in enumerate(words)],
    }


def _entrance(booth: Booth, columns: int) -> dict[str, Any]:
    """An arrow into the plan from the nearer side."""
    from_right = booth.column - 1 > columns / 2
    y = (booth.row - 1) * SQUARE_HEIGHT + booth.height * SQUARE_HEIGHT / 2
    x = (booth.column - 1 + booth.width) * SQUARE_WIDTH if from_right else (booth.column - 1) * SQUARE_WIDTH
    way = -1 if from_right else 1
    return {
        "name": worded(booth, "name"),
        "points": f"{x + way * 4},{y - 12} {x + way * 24},{y} {x + way * 4},{y + 12}",
        "x": x + way * 30,
        "y": y + 5,
        "anchor": "end" if from_right else "start",
    }


def _wrapped(words: str, room: float) -> list[str]:
    """``words`` in lines of at most ``room`` em; what does not fit in the last ends with an ellipsis."""
    lines, line = [], ""
    for piece in _pieces(words, room):
        if line and _em(line + piece.rstrip()) > room:
            lines.append(line.strip())
            line = ""
        line += piece
    lines.append(line.strip())
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1] + "…"]
    return lines


def _pieces(words: str, room: float) -> list[str]:
    """What a line may break between: words, words in brackets, characters of Han script, parts of long words."""
    pieces: list[str] = []
    for character in words:
        last = pieces[-1] if pieces else ""
        in_brackets = last.startswith(("(", "（")) and not last.endswith((")", "）"))
        of_a_word = last and not _is_han(character) and not _is_han(last[-1])
        joins = last and not last.endswith(" ") and (in_brackets or of_a_word)
        if last and (character in " )）" or (joins and _em(last + character) <= room)):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _em(words: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.54 for character in words)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
