"""The corridor map: routes of the registry over Eurasia, as wide as the latest yearly tonnage that a source states."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pipeline.catalogue import names
from pipeline.catalogue.pictures.land import Line, land
from pipeline.catalogue.pictures.lanes import side_by_side
from pipeline.catalogue.words import Three, fill, same
from schemas import reference

WIDTH, HEIGHT = 1080, 640
MARGIN = 26
WIDEST, THINNEST = 13.0, 1.6
_PARALLELS, _CENTRE = (28.0, 58.0), (74.0, 44.0)
_DEGREE = math.pi / 180
_SOUTH, _NORTH = (angle * _DEGREE for angle in _PARALLELS)
_N = (math.sin(_SOUTH) + math.sin(_NORTH)) / 2
_C = math.cos(_SOUTH) ** 2 + 2 * _N * math.sin(_SOUTH)
_ZERO = math.sqrt(_C - 2 * _N * math.sin(_CENTRE[1] * _DEGREE)) / _N
_BEYOND = 400
"""Points farther outside of the picture than this are drawn at this distance."""


@dataclass(frozen=True)
class Route:
    """A corridor on the map."""

    identifier: str
    name: Three
    mode: str
    planned: bool
    path: str
    width: float
    tonnage: Three | None
    figures: list[dict[str, Any]]
    label: Three


@dataclass(frozen=True)
class CorridorMap:
    """The drawing; paths are SVG path data."""

    land: str
    borders: str
    focus: str
    routes: list[Route]
    cities: list[tuple[float, float, Three, str]]
    width: int
    height: int
    records: list[dict[str, Any]]


def albers(lon: float, lat: float) -> tuple[float, float]:
    """Albers's conic projection, which keeps areas, on a sphere of radius 1, x to the east and y to the south."""
    rho = math.sqrt(_C - 2 * _N * math.sin(lat * _DEGREE)) / _N
    theta = _N * (lon - _CENTRE[0]) * _DEGREE
    return rho * math.sin(theta), rho * math.cos(theta) - _ZERO


def corridor_map(told: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> CorridorMap:
    """The map with what is known of each corridor of the registry."""
    figures = defaultdict(list)
    for line, row in told:
        figures[row["corridor"]].append((line, row))
    points = [albers(point.lon, point.lat) for point in reference.corridor_points()]
    to_page = _fitted(points)
    latest = {corridor: best for corridor, found in figures.items() if (best := latest_tonnage(found))}
    most = max((row["amount"] for _, row in latest.values()), default=1)
    widths = {item.id: _width(latest.get(item.id), most) for item in reference.corridors()}
    lines = side_by_side({name: _branches(name, to_page) for name in widths}, widths)
    routes = [_route(name, figures[name], latest.get(name), width, lines[name]) for name, width in widths.items()]
    drawn = {name: [[to_page(*albers(*point)) for point in line] for line in lines] for name, lines in land().items()}
    return CorridorMap(
        land=_path(drawn["land"], closed=True),
        borders=_path(drawn["borders"], closed=False),
        focus=_path(drawn["focus"], closed=True),
        # wide ones first, so that thin ones lie on them
        routes=sorted((route for route in routes if route.path), key=lambda route: (-route.width, route.identifier)),
        cities=_cities(to_page),
        width=WIDTH,
        height=HEIGHT,
        records=[line for route in routes for line in route.figures],
    )


def latest_tonnage(
    found: list[tuple[dict[str, Any], dict[str, Any]]],
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The latest whole year's actual tonnage of all goods in both directions; None where no source states one."""
    yearly = [
        (line, row)
        for line, row in found
        if (row["metric"], row["unit"], row["basis"]) == ("volume", "t", "actual")
        and row["commodity"] is None
        and row["period_start"]
        and row["period_end"]
        and (row["period_start"][5:], row["period_end"][5:]) == ("01-01", "12-31")
        and row["period_start"][:4] == row["period_end"][:4]
    ]
    both_ways = [item for item in yearly if not item[1]["origin"] and not item[1]["destination"]] or yearly
    return max(both_ways, key=lambda item: (item[1]["period_end"], item[1]["amount"], item[0]["id"]), default=None)


def _width(latest: tuple[dict[str, Any], dict[str, Any]] | None, most: float) -> float:
    return round(max(THINNEST, WIDEST * latest[1]["amount"] / most), 1) if latest else THINNEST


def _branches(identifier: str, to_page: Any) -> list[Line]:
    """The lines of a corridor on the page."""
    points = [point for point in reference.corridor_points() if point.corridor == identifier]
    branches = groupby(points, key=lambda point: point.branch)
    return [[to_page(*albers(point.lon, point.lat)) for point in branch] for _, branch in branches]


def _route(
    identifier: str,
    found: list[tuple[dict[str, Any], dict[str, Any]]],
    latest: tuple[dict[str, Any], dict[str, Any]] | None,
    width: float,
    lines: list[Line],
) -> Route:
    first = next((point for point in reference.corridor_points() if point.corridor == identifier), None)
    name = names.corridor(identifier)
    tonnage = None
    if latest:
        line = latest[0]
        tonnage = fill(same("{}, {}"), tuple(line["figure"]), tuple(line["when"]))
    return Route(
        identifier=identifier,
        name=name,
        mode=first.mode if first else "",
        planned=first is not None and first.state == "planned",
        path=_path(lines, closed=False, digits=1),
        width=width,
        tonnage=tonnage,
        figures=[line for line, _ in sorted(found, key=lambda item: item[0]["date"], reverse=True)],
        label=fill(same("{}: {}"), name, tonnage) if tonnage else name,
    )


def _fitted(points: list[tuple[float, float]]) -> Any:
    """From the projection's plane to the page, so that all these points are on it."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    north, south = min(y for _, y in points), max(y for _, y in points)
    scale = min((WIDTH - 2 * MARGIN) / (east - west), (HEIGHT - 2 * MARGIN) / (south - north))
    left = (WIDTH - scale * (east - west)) / 2 - scale * west
    top = (HEIGHT - scale * (south - north)) / 2 - scale * north

    def to_page(x: float, y: float) -> tuple[float, float]:
        across, down = left + scale * x, top + scale * y
        return min(max(across, -_BEYOND), WIDTH + _BEYOND), min(max(down, -_BEYOND), HEIGHT + _BEYOND)

    return to_page


def _path(lines: list[Line], *, closed: bool, digits: int = 0) -> str:
    """SVG path data of the lines that reach into the picture, points that fall together once."""
    parts = []
    for line in lines:
        if not any(-40 < x < WIDTH + 40 and -40 < y < HEIGHT + 40 for x, y in line):
            continue
        words = [f"{x:.{digits}f} {y:.{digits}f}" for x, y in line]
        parts.append("M" + "L".join(word for word, _ in groupby(words)) + ("Z" if closed else ""))
    return "".join(parts)


_NAMED = {
    "Almaty": "s",
    "Aktau": "w",
    "Astana": "n",
    "Baku": "w",
    "Berlin": "n",
    "Istanbul": "n",
    "Moscow": "n",
    "Mumbai": "w",
    "Novosibirsk": "n",
    "Tashkent": "s",
    "Tehran": "w",
    "Urumqi": "n",
    "Vladivostok": "w",
    "Xi'an": "s",
}


def _cities(to_page: Any) -> list[tuple[float, float, Three, str]]:
    """A few cities to find one's way, each with the side on which its name stands."""
    found = []
    for city in reference.cities():
        if city.name_en in _NAMED:
            x, y = to_page(*albers(city.lon, city.lat))
            found.append((round(x, 1), round(y, 1), names.city(city.name_en), _NAMED[city.name_en]))
    return found
