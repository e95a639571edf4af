"""Land and borders of Eurasia, and how they come from Natural Earth: `python -m ...land countries-50m.json`.

The input is the file of the npm package world-atlas (ISC; Natural Earth is in the public domain). Kept are the
outlines between the Atlantic and the Pacific, in hundredths of a degree, without points that no map of this size shows.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

FILE = Path(__file__).parent.parent / "vendored" / "eurasia.json"
WINDOW = (-25.0, 160.0, 0.0, 78.0)
TOLERANCE = 0.06
SMALLEST = 0.25
"""Islands whose outline spans fewer degrees are left out."""
FOCUS = "398"
"""Kazakhstan by its number in ISO 3166-1, which Natural Earth uses."""

Point: TypeAlias = tuple[float, float]
Line: TypeAlias = list[Point]


@cache
def land() -> dict[str, list[Line]]:
    """Outlines as longitude and latitude: `land` and `focus` are closed, `borders` are not."""
    stored = json.loads(FILE.read_bytes())
    return {
        name: [[(flat[i] / 100, flat[i + 1] / 100) for i in range(0, len(flat), 2)] for flat in lines]
        for name, lines in stored.items()
    }


def main(source: str) -> None:
    """Write the vendored file from world-atlas's."""
    atlas = json.loads(Path(source).read_bytes())
    arcs = [_thinned(_decoded(arc, atlas["transform"])) for arc in atlas["arcs"]]
    countries = atlas["objects"]["countries"]["geometries"]
    lines = {
        "land": list(_rings(atlas["objects"]["land"]["geometries"], arcs)),
        "focus": list(_rings([country for country in countries if country.get("id") == FOCUS], arcs)),
        "borders": _borders(countries, arcs),
    }
    stored = {
        name: [[round(value * 100) for point in line for value in point] for line in found if _shown(line)]
        for name, found in lines.items()
    }
    FILE.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


def _decoded(arc: Sequence[Sequence[int]], transform: Any) -> Line:
    """An arc of TopoJSON, whose points are steps on a grid."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    line = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        line.append((x * wide + west, y * high + south))
    return line


def _thinned(line: Line) -> Line:
    """Douglas and Peucker: points that lie near the line through the others are left out; ends stay."""
    keep, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        between = ((_distance(line[i], line[first], line[last]), i) for i in range(first + 1, last))
        far, place = max(between, default=(0.0, 0))
        if far > TOLERANCE:
            keep.add(place)
            todo += [(first, place), (place, last)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, one: Point, two: Point) -> float:
    dx, dy = two[0] - one[0], two[1] - one[1]
    length = math.hypot(dx, dy)
    if not length:
        return math.dist(point, one)
    return abs(dx * (one[1] - point[1]) - dy * (one[0] - point[0])) / length


def _members(geometries: Sequence[Any]) -> Iterator[Sequence[int]]:
    """The rings of polygons, as numbers of arcs."""
    for geometry in geometries:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        yield from chain.from_iterable(polygons)


def _rings(geometries: Sequence[Any], arcs: list[Line]) -> Iterator[Line]:
    for ring in _members(geometries):
        yield [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]


def _borders(geometries: Sequence[Any], arcs: list[Line]) -> list[Line]:
    """Arcs that two countries share."""
    uses = Counter(number if number >= 0 else ~number for ring in _members(geometries) for number in ring)
    return [arcs[number] for number, count in sorted(uses.items()) if count > 1]


def _shown(line: Line) -> bool:
    west, east, south, north = WINDOW
    xs, ys = [point[0] for point in line], [point[1] for point in line]
    inside = max(xs) > west and min(xs) < east and max(ys) > south and min(ys) < north
    return inside and max(max(xs) - min(xs), max(ys) - min(ys)) > SMALLEST


if __name__ == "__main__":
    main(sys.argv[1])
