"""Visits over time: one dot a visit, month by month, in lanes: from the country most visits concern, to it, others."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.catalogue import names
from pipeline.catalogue.words import Three, fill, same, three

MONTHS = 36
WIDTH, LEFT = 1080, 8
STACK = 9
"""So many dots stand on each other; higher stacks are drawn closer together."""
DOT = 11
MARGIN = 46
"""The room of a lane for its title and for visits of which only the year is known."""


@dataclass
class Lane:
    """Visits in one direction: dots with their place, and how many visits of a year have no closer date."""

    title: Three
    top: int
    baseline: int
    dots: list[dict[str, Any]] = field(default_factory=list)
    years: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Timeline:
    """The drawing: lanes, ticks of months and years, and what is not in it."""

    lanes: list[Lane]
    months: list[dict[str, Any]]
    width: int
    height: int
    earlier: int
    undated: int


def timeline(visits: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> Timeline | None:
    """The drawing of visits, given as lines and rows; None where none has a date."""
    told = list(visits)
    dated = [(line, row) for line, row in told if row["start_date"] and row["recommended_for_totals"]]
    if not dated:
        return None
    focus = Counter(code for _, row in told for code in (row["visitor_country"], row["destination"])).most_common(1)[0][
        0
    ]
    last = max(_month(row["start_date"]) for _, row in dated)
    first = max(min(_month(row["start_date"]) for _, row in dated), last - MONTHS + 1)
    first -= first % 12
    shown = [(line, row) for line, row in dated if _month(row["start_date"]) >= first]
    last += 11 - last % 12
    step = (WIDTH - 2 * LEFT) / (last - first + 1)
    lanes = _lanes(shown, focus, first, step)
    months = [
        {"x": round(LEFT + (month - first) * step, 1), "year": month // 12 if month % 12 == 0 else None}
        for month in range(first, last + 1)
    ]
    undated = sum(not row["start_date"] for _, row in told)
    return Timeline(lanes, months, WIDTH, lanes[-1].baseline + 44, len(dated) - len(shown), undated)


def _lanes(shown: list[tuple[dict[str, Any], dict[str, Any]]], focus: str, first: int, step: float) -> list[Lane]:
    where = names.party(focus)
    titles = {
        "out": fill(three("visits.out"), where),
        "in": fill(three("visits.in"), where),
        "else": three("visits.else"),
    }
    grouped = defaultdict(list)
    for line, row in shown:
        side = "out" if row["visitor_country"] == focus else "in" if row["destination"] == focus else "else"
        grouped[side].append((line, row))
    lanes: list[Lane] = []
    for side in (side for side in titles if grouped[side]):
        top = lanes[-1].baseline + 18 if lanes else 0
        lane = Lane(titles[side], top + 20, top + MARGIN + DOT * min(STACK, _highest(grouped[side])))
        _fill(lane, grouped[side], first, step)
        lanes.append(lane)
    return lanes


def _highest(visits: list[tuple[dict[str, Any], dict[str, Any]]]) -> int:
    """Most visits in one month."""
    months = Counter(_month(row["start_date"]) for _, row in visits if row["date_precision"] != "year")
    return max(months.values(), default=0)


def _fill(lane: Lane, visits: list[tuple[dict[str, Any], dict[str, Any]]], first: int, step: float) -> None:
    columns = defaultdict(list)
    years: Counter[int] = Counter()
    for line, row in sorted(visits, key=lambda item: (item[1]["start_date"], item[0]["id"])):
        if row["date_precision"] == "year":
            years[int(row["start_date"][:4])] += 1
        else:
            columns[_month(row["start_date"])].append((line, row))
    highest = _highest(visits)
    rise = DOT if highest <= STACK else DOT * STACK / highest
    for month, column in sorted(columns.items()):
        for place, (line, row) in enumerate(column):
            lane.dots.append(
                {
                    "id": line["id"],
                    "x": round(LEFT + (month - first + 0.5) * step, 1),
                    "y": round(lane.baseline - 9 - place * rise, 1),
                    "status": row["status"],
                    "label": _label(line),
                }
            )
    for year, count in sorted(years.items()):
        start = LEFT + (year * 12 - first) * step
        lane.years.append({"x": round(start, 1), "width": round(12 * step, 1), "count": count, "year": year})


def _label(line: dict[str, Any]) -> Three:
    parts = [tuple(line[name]) for name in ("head", "figure", "when", "state") if line[name]]
    return fill(same("; ".join(["{}"] * len(parts))), *parts)


def _month(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7]) - 1
