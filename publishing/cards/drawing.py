"""Cards drawn in the portal's look: paper and ink, the two-shores mark, one large light figure."""

from io import BytesIO
from math import cos, radians, sin

from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageOps

from publishing.cards.content import Card, Numeral
from publishing.cards.fonts import Face, can_write, face
from publishing.cards.lines import balanced

__all__ = ["SIZE", "draw"]

SIZE = (1200, 630)
PAPER, INK, INK_2, INK_3 = "#FBFAF5", "#14211F", "#3A4B48", "#5A6B67"
CELADON_9, CELADON_7, CELADON_3 = "#0A3431", "#0E5A53", "#9CC6BC"
RULE, SEAL, SEAL_1 = "#D5D8D0", "#A32A1C", "#F9E6E1"
_MARGIN = 64
_SIDE = 352
_PICTURE_WITH_FIGURE = 366
_TITLE_SIZES = (66, 58, 50, 44, 38)
_COLORS, _PICTURE_COLORS = 96, 256


def draw(card: Card) -> bytes:
    """The card as a PNG; without its wording where a character of it has no shape on this machine."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    words = (card.site, card.kind, card.mark, card.credit, *card.facts)
    figure = card.numeral
    labels = (figure.label, figure.before, figure.after) if figure else ()
    written = can_write(card.title, card.title_language) and all(
        can_write(each, card.language) for each in (*words, *labels)
    )
    edge = SIZE[0] - _SIDE
    pen.rectangle((edge, 0, *SIZE), fill=CELADON_9)
    top = 0
    # A picture whose file is gone leaves its place to the mark.
    has_picture = bool(card.picture) and default_storage.exists(card.picture)
    if has_picture:
        top = _PICTURE_WITH_FIGURE if figure else SIZE[1]
        _picture(picture, card.picture, edge, top)
    if figure:
        _figure(pen, figure, card.language, (edge, top), labelled=written)
    _mark(picture, (_MARGIN, 50), 52, CELADON_7, card.language)
    if figure is None and not has_picture:
        _mark(picture, (edge + (_SIDE - 208) // 2, (SIZE[1] - 208) // 2), 208, CELADON_3, card.language)
    pen.line((_MARGIN, 126, edge - 48, 126), fill=RULE, width=2)
    if written:
        _wording(pen, card, edge - 48)
    buffer = BytesIO()
    colors = _PICTURE_COLORS if has_picture else _COLORS
    flat = picture.quantize(colors, dither=Image.Dither.NONE)
    flat.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _wording(pen: ImageDraw.ImageDraw, card: Card, right: int) -> None:
    _write(pen, (_MARGIN + 70, 85), card.site, face(card.language, 27, 600), INK)
    kind = face(card.language, 27, 600)
    _write(pen, (_MARGIN, 186), card.kind, kind, CELADON_7)
    if card.mark:
        left = _MARGIN + (kind.width(card.kind) + 24 if card.kind else 0)
        small = face(card.language, 22, 600)
        pen.rectangle((left, 160, left + small.width(card.mark) + 24, 197), outline=INK_3, width=2)
        _write(pen, (left + 12, 186), card.mark, small, INK_3)
    lines, title = _title(card, right - _MARGIN)
    step = round(title.size * (1.24 if card.title_language == "en" else 1.36))
    top = 232 + round(title.size * 0.82)
    for number, line in enumerate(lines):
        _write(pen, (_MARGIN, top + number * step), line, title, INK)
    facts = [each for each in card.facts if each][:2]
    base = SIZE[1] - 62 - 40 * (len(facts) - 1)
    pen.line((_MARGIN, base - 46, right, base - 46), fill=RULE, width=2)
    for number, each in enumerate(facts):
        kind = face(card.language, 26, 400)
        _write(pen, (_MARGIN, base + number * 40), _cut(each, kind, right - _MARGIN), kind, INK_2)
    if card.credit:
        small = face(card.language, 17, 400)
        _write(pen, (_MARGIN, SIZE[1] - 22), _cut(card.credit, small, right - _MARGIN), small, INK_3)


def _title(card: Card, width: int) -> tuple[list[str], Face]:
    """The title in the largest type in which it takes three lines; the end of what is longer still is cut off."""
    for size in _TITLE_SIZES:
        kind = face(card.title_language, size, 600)
        lines = balanced(card.title, card.title_language, kind.width, width, 3)
        if lines is not None:
            return lines, kind
    kind = face(card.title_language, _TITLE_SIZES[-1], 600)
    return _hard(card.title, kind, width), kind


def _hard(text: str, kind: Face, width: int) -> list[str]:
    """Three full lines of what no line break fits, the last with an ellipsis."""
    lines = [""]
    for character in text:
        if kind.width(lines[-1] + character) > width:
            if len(lines) == 3:
                lines[-1] = _cut(lines[-1] + character, kind, width)
                break
            lines.append("")
        lines[-1] += character
    return [line.strip() for line in lines]


def _cut(text: str, kind: Face, width: float) -> str:
    """``text`` as far as it fits, with an ellipsis where it does not."""
    if kind.width(text) <= width:
        return text
    while text and kind.width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _write(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, kind: Face, color: str) -> None:
    """``text`` with its base line beginning ``at`` a point."""
    left, base = at
    for piece, font in kind.runs(text):
        pen.text((left, base), piece, font=font, fill=color, anchor="ls")
        left += font.getlength(piece)


def _figure(
    pen: ImageDraw.ImageDraw, figure: Numeral, language: str, at: tuple[int, int], *, labelled: bool
) -> None:
    """The large figure in the middle of the side below ``at``, with what stands before and after it smaller."""
    edge, top = at
    sizes = (110, 90) if top else (250, 200, 150, 110)
    fitting = (size for size in sizes if face("en", size, 200).width(figure.value) <= _SIDE - 90)
    large = face("en", next(fitting, sizes[-1]), 200)
    small = face(language, 36 if top else 44, 400)
    before, after = (figure.before, figure.after) if labelled else ("", "")
    width = small.width(before) + large.width(figure.value) + small.width(after)
    left = edge + (_SIDE - width) / 2
    label = figure.label if labelled else ""
    base = (top + SIZE[1]) / 2 + large.size * 0.33 - (24 if label else 0)
    color = SEAL_1 if figure.urgent else CELADON_3
    if figure.urgent:
        pen.rectangle((edge, top, SIZE[0], top + 14), fill=SEAL)
    _write(pen, (left, base), before, small, color)
    left += small.width(before)
    _write(pen, (left, base), figure.value, large, color)
    _write(pen, (left + large.width(figure.value), base), after, small, color)
    if label:
        below = face(language, 24 if top else 27, 400)
        lines = balanced(label, language, below.width, _SIDE - 48, 2) or [_cut(label, below, _SIDE - 48)]
        first = base + (48 if top else 66)
        for number, line in enumerate(lines):
            _write(pen, (edge + (_SIDE - below.width(line)) / 2, first + 34 * number), line, below, PAPER)


def _picture(card: Image.Image, name: str, edge: int, height: int) -> None:
    """The upper part of the side, as high as said, filled with the picture."""
    with default_storage.open(name) as file, Image.open(file) as picture:
        card.paste(ImageOps.fit(picture.convert("RGB"), (_SIDE, height)), (edge, 0))


def _mark(card: Image.Image, at: tuple[int, int], size: int, color: str, language: str) -> None:
    """The two-shores mark as in ``components/mark.html``: one shore filled, the other its outline."""
    scale = size * 4 / 48
    shape = Image.new("L", (size * 4, size * 4), 0)
    pen = ImageDraw.Draw(shape)
    pen.ellipse([2.5 * scale, 2.5 * scale, 45.5 * scale, 45.5 * scale], outline=255, width=round(2 * scale))
    upper = [
        ((33.5, 26.5), (38, 28.5), (42, 22.5), (45.5, 22.5)),
        ((24, 22.5), (27, 20), (29, 24.5), (33.5, 26.5)),
    ]
    lower = [
        ((33.5, 29.5), (38, 31.5), (42, 25.5), (45.5, 25.5)),
        ((24, 25.5), (27, 23), (29, 27.5), (33.5, 29.5)),
    ]
    for curves, start, end in ((upper, -90, 0), (lower, 0, 90)):
        wave = [point for curve in reversed(curves) for point in _curve(curve)]
        arc = _arc(start, end) if curves is upper else list(reversed(_arc(start, end)))
        pen.polygon([(x * scale, y * scale) for x, y in [*wave, *reversed(arc)]], fill=255)
    line = [
        *_curve(((24, 24), (21, 26.5), (19, 20.5), (14.5, 18.5))),
        *_curve(((14.5, 18.5), (10, 16.5), (6, 25.5), (2.5, 25.5))),
    ]
    pen.line([(x * scale, y * scale) for x, y in line], fill=255, width=round(3 * scale), joint="curve")
    if language == "zh-hans":
        shape = shape.rotate(180)
    card.paste(color, at, shape.resize((size, size), Image.Resampling.LANCZOS))


Point = tuple[float, float]


def _curve(points: tuple[Point, Point, Point, Point]) -> list[Point]:
    """A cubic Bézier curve in short steps."""
    found = []
    for step in range(17):
        t = step / 16
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        found.append(
            (
                sum(w * x for w, (x, _y) in zip(weights, points, strict=True)),
                sum(w * y for w, (_x, y) in zip(weights, points, strict=True)),
            )
        )
    return found


def _arc(start: int, end: int) -> list[Point]:
    """A part of the mark's circle, by the angle in degrees, clockwise from the right."""
    steps = [start + (end - start) * n / 24 for n in range(25)]
    return [(24 + 21.5 * cos(radians(each)), 24 + 21.5 * sin(radians(each))) for each in steps]
