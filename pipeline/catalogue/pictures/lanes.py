"""Routes that share their way side by side: each corridor has a lane of its own between two places.

What a lane is as wide as, and what is drawn in it, the map decides.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.catalogue.pictures.land import Line, Point

GAP = 0.6


def side_by_side(routes: Mapping[str, Sequence[Line]], widths: Mapping[str, float]) -> dict[str, list[Line]]:
    """The branches of each route, moved to the side where other routes go between the same two points.

    Lanes stand in the order of `routes`, around the line between the points. Points are those of the page, widths too.
    """
    going = defaultdict(list)
    for name, branches in routes.items():
        for way in {_way(one, other) for branch in branches for one, other in pairwise(branch)}:
            going[way].append(name)
    return {name: [_moved(branch, name, going, widths) for branch in branches] for name, branches in routes.items()}


def _way(one: Point, other: Point) -> tuple[Point, Point]:
    """Both directions are one way."""
    return (one, other) if one < other else (other, one)


def _moved(
    branch: Line, name: str, going: Mapping[tuple[Point, Point], list[str]], widths: Mapping[str, float]
) -> Line:
    found: Line = []
    for start, end in pairwise(branch):
        way = _way(start, end)
        across, down = _aside(way, going[way], name, widths)
        found += [(start[0] + across, start[1] + down), (end[0] + across, end[1] + down)]
    return found


def _aside(way: tuple[Point, Point], names: Sequence[str], name: str, widths: Mapping[str, float]) -> Point:
    """How far the middle of a route's lane lies beside the line between two points."""
    place = names.index(name)
    total = sum(widths[other] for other in names) + GAP * (len(names) - 1)
    before = sum(widths[other] for other in names[:place]) + GAP * place
    aside = before + widths[name] / 2 - total / 2
    (left, top), (right, bottom) = way
    length = math.hypot(right - left, bottom - top)
    return -(bottom - top) / length * aside, (right - left) / length * aside
