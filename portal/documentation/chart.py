"""The map of the resources: names in a column, and an arc for every two of which one links to the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Chart", "Station", "chart"]

# Units of the drawing: the height of a row, the whole width, the edge above and below, where names end and arcs begin,
# how far to the right an arc reaches for each row that it spans.
ROW, WIDTH, EDGE, NAMES, ARCS, REACH = 26, 344, 6, 116, 126, 13
DROP = 4  # from the middle of a name down to its baseline


@dataclass(frozen=True)
class Station:
    """The name of a resource at its height; ``is_target`` if others link to it."""

    resource: str
    y: int
    baseline: int
    is_target: bool


@dataclass(frozen=True)
class Chart:
    """The drawing; ``arcs`` are paths of SVG."""

    stations: list[Station]
    arcs: list[str]
    width: int
    height: int
    names: int
    marks: int


def chart(order: Iterable[str], links: Mapping[str, Iterable[str]]) -> Chart:
    """The drawing of ``links`` from each resource to others; what is not linked at all is left out."""
    targets = {target for found in links.values() for target in found}
    shown = [name for name in order if links.get(name) or name in targets]
    heights = {name: EDGE + ROW // 2 + ROW * row for row, name in enumerate(shown)}
    arcs = [
        _arc(heights[name], heights[target])
        for name in shown
        for target in dict.fromkeys(links.get(name, ()))
        if target in heights
    ]
    stations = [Station(name, y, y + DROP, name in targets) for name, y in heights.items()]
    return Chart(stations, arcs, WIDTH, 2 * EDGE + ROW * len(shown), NAMES, ARCS)


def _arc(start: int, end: int) -> str:
    if start == end:
        far = ARCS + ROW
        return f"M{ARCS} {start}C{far} {start - ROW // 2} {far} {end + ROW // 2} {ARCS} {end}"
    far = ARCS + ROW + REACH * abs(end - start) // ROW
    return f"M{ARCS} {start}C{far} {start} {far} {end} {ARCS} {end}"
