"""What the codebook's names and codes stand for: parties, persons, cities, corridors and their routes.

The tables live beside this file in `reference/*.csv`; a new corridor or person is a new line there, no code.
Standard library only: extraction reads them when its lexicon is built, projections when they name what they publish.
Coordinates of cities are from GeoNames (CC BY 4.0), names of territories from the Unicode CLDR.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from schemas.vocabulary import PartyKind

FOLDER = Path(__file__).parent / "reference"


@dataclass(frozen=True)
class Party:
    """A country (ISO 3166-1 alpha-3) or one of the codebook's groups of countries."""

    code: str
    kind: PartyKind
    name_en: str
    name_ru: str
    name_kk: str


@dataclass(frozen=True)
class Tenure:
    """A person in an office, from `since` until the day before `until` is over; null ends are open or unknown.

    `country` is a party or, for heads of other bodies, the body's usual abbreviation (`UN`, `OSCE`).
    A person with two offices has two tenures under one `person`.
    """

    person: str
    name_en: str
    name_ru: str
    name_kk: str
    country: str
    office: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class City:
    """A city with its country and its coordinates in degrees."""

    name_en: str
    name_ru: str
    name_kk: str
    country: str
    lat: float
    lon: float
    is_capital: bool


@dataclass(frozen=True)
class Corridor:
    """A transport corridor of the registry; `origin` and `destination` are the parties that its name leads from and to.

    Both are empty where the goods of a corridor go either way, or its name does not tell.
    """

    id: str
    name_en: str
    name_ru: str
    name_kk: str
    origin: str
    destination: str


@dataclass(frozen=True)
class Waypoint:
    """A place on a corridor's usual route; `position` orders the places of one of its branches.

    `mode` is `rail` (also several modes), `road`, `oil` or `gas`; `state` is `open` or `planned`.
    """

    corridor: str
    mode: str
    state: str
    branch: str
    position: int
    place: str
    lat: float
    lon: float


@cache
def parties() -> tuple[Party, ...]:
    """All countries and groups, countries first, by code."""
    return tuple(
        Party(row["code"], PartyKind(row["kind"]), row["name_en"], row["name_ru"], row["name_kk"])
        for row in _rows("parties")
    )


@cache
def persons() -> tuple[Tenure, ...]:
    """All tenures, by country and person."""
    return tuple(
        Tenure(
            row["person"],
            row["name_en"],
            row["name_ru"],
            row["name_kk"],
            row["country"],
            row["office"],
            date.fromisoformat(row["since"]) if row["since"] else None,
            date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in _rows("persons")
    )


@cache
def cities() -> tuple[City, ...]:
    """All cities, by country, the capital first."""
    return tuple(
        City(
            row["name_en"],
            row["name_ru"],
            row["name_kk"],
            row["country"],
            float(row["lat"]),
            float(row["lon"]),
            row["is_capital"] == "true",
        )
        for row in _rows("cities")
    )


@cache
def corridors() -> tuple[Corridor, ...]:
    """The registry of corridors, in its own order."""
    return tuple(Corridor(**row) for row in _rows("corridors"))


@cache
def corridor_points() -> tuple[Waypoint, ...]:
    """The routes of the corridors, branch by branch, each from one end to the other."""
    return tuple(
        Waypoint(
            row["corridor"],
            row["mode"],
            row["state"],
            row["branch"],
            int(row["position"]),
            row["place"],
            float(row["lat"]),
            float(row["lon"]),
        )
        for row in _rows("corridor_points")
    )


@cache
def members() -> dict[str, frozenset[str]]:
    """The countries of each group that has a fixed membership; continents and the world have none here."""
    rows = _rows("members")
    return {group: frozenset(row["country"] for row in rows if row["group"] == group) for group in _groups(rows)}


def _groups(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["group"] for row in rows))


def _rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
