"""The typefaces of cards: Source Sans 3 for Latin and figures, Noto Sans CJK of the machine for Hangul and Han."""

from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

__all__ = ["Face", "can_write", "face"]

Font = ImageFont.FreeTypeFont

LATIN = settings.BASE_DIR / "static" / "fonts" / "source-sans-3-latin.woff2"
# What the Latin subset has, as fonts.css says; beside Han its quotation marks and dashes are left to the other face.
_LATIN_RANGES = (
    (0x20, 0xFF),
    (0x131, 0x131),
    (0x152, 0x153),
    (0x2010, 0x2027),
    (0x20AC, 0x20AC),
    (0x2212, 0x2212),
)
_NOT_BESIDE_HAN = frozenset("·—‘’“”…")
_FACES = {"ko": "KR", "zh-hans": "SC", "en": "KR"}
_MOST_FACES = 12
# A code point that is no character and so has no shape of its own.
_NO_CHARACTER = "\U0010ffff"


@cache
def _cjk(language: str, weight: int) -> tuple[str, int] | None:
    """The file and the number of the face in it for ``language``; nothing where no such font is installed."""
    for each in settings.CARD_FONTS:
        path = Path(each)
        if not path.is_file():
            continue
        bold = path.with_name(path.name.replace("Regular", "Bold"))
        chosen = bold if weight >= 600 and bold.is_file() else path
        return str(chosen), _face_of(str(chosen), _FACES[language])
    return None


def _face_of(path: str, script: str) -> int:
    """The number of the face for ``script`` in a collection; the first of a file that has one face only."""
    for number in range(_MOST_FACES):
        try:
            family = ImageFont.truetype(path, 10, index=number).getname()[0] or ""
        except OSError:
            break
        if family.endswith(f"CJK {script}"):
            return number
    return 0


class Face:
    """A size and weight of type for one language: measures text and draws it on its base line."""

    def __init__(self, language: str, size: int, weight: int) -> None:
        self.language, self.size = language, size
        self.latin = ImageFont.truetype(str(LATIN), size)
        self.latin.set_variation_by_axes([weight])
        found = _cjk(language, weight)
        self.cjk = ImageFont.truetype(found[0], round(size * 0.94), index=found[1]) if found else None

    def runs(self, text: str) -> list[tuple[str, Font]]:
        """``text`` in pieces, each with the face that has its characters."""
        pieces: list[tuple[str, Font]] = []
        for character in text:
            font = self.latin if self.cjk is None or self.is_latin(character) else self.cjk
            if pieces and pieces[-1][1] is font:
                pieces[-1] = (pieces[-1][0] + character, font)
            else:
                pieces.append((character, font))
        return pieces

    def is_latin(self, character: str) -> bool:
        if self.language == "zh-hans" and character in _NOT_BESIDE_HAN:
            return False
        return _has_latin(character)

    def width(self, text: str) -> float:
        return sum(font.getlength(piece) for piece, font in self.runs(text))

    def has(self, character: str) -> bool:
        """Whether there is a shape for ``character``."""
        if self.is_latin(character):
            return True
        if self.cjk is None:
            return False
        return bytes(self.cjk.getmask(character)) != bytes(self.cjk.getmask(_NO_CHARACTER))


def _has_latin(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _LATIN_RANGES)


@cache
def face(language: str, size: int, weight: int) -> Face:
    """The type of ``language`` in ``size`` pixels and ``weight`` (200 to 900)."""
    return Face(language, size, weight)


@cache
def _has(language: str, character: str) -> bool:
    return face(language, 20, 400).has(character)


def can_write(text: str, language: str) -> bool:
    """Whether every character of ``text`` has a shape here, so that none comes out as an empty box."""
    return all(_has(language, character) for character in text)
