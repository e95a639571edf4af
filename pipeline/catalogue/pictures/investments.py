"""Investment by source: the latest figure of each source, target and measure; bars from zero, ranges as lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.catalogue import names, saying
from pipeline.catalogue.pictures.scales import linear
from pipeline.catalogue.words import Three, fill, same, three

ROWS = 8
HEDGES = {"over": "more", "at_least": "more", "almost": "less", "up_to": "less"}
MEASURES = ("stock", "flow", "project_value")
WIDTH, LEFT, RIGHT, ROW, TOP = 1080, 290, 290, 30, 26


@dataclass(frozen=True)
class Bar:
    """A figure: its bar, the range of what the sources say, and its words."""

    identifier: str
    name: Three
    y: int
    end: float
    low: float | None
    high: float | None
    hedge: str
    disputed: bool
    latest: Three
    label: Three


@dataclass(frozen=True)
class Group:
    """The bars of one measure, with an axis of their own."""

    measure: Three
    bars: list[Bar]
    start: int
    right: int
    ticks: list[tuple[float, Three]]
    width: int
    height: int
    more: int


def investments(told: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> tuple[list[Group], list[dict[str, Any]]]:
    """The groups of bars, and the records behind them."""
    latest: dict[tuple[str, str, str], tuple[dict[str, Any], dict[str, Any]]] = {}
    for line, row in told:
        if row["basis"] == "actual" and row["unit"] == "USD" and row["amount"] > 0 and row["sector"] is None:
            key = (row["measure"], row["source"], row["target"])
            if key not in latest or _age(line, row) > _age(*latest[key]):
                latest[key] = (line, row)
    groups = []
    for measure in MEASURES:
        found = [item for key, item in latest.items() if key[0] == measure]
        if found:
            groups.append(_group(measure, sorted(found, key=lambda item: (-item[1]["amount"], item[0]["id"]))))
    return groups, [line for key, (line, _) in sorted(latest.items()) if key[0] in MEASURES]


def _age(line: dict[str, Any], row: dict[str, Any]) -> tuple[str, str, str]:
    return row["period_end"] or "", row["last_reported_on"] or "", line["id"]


def _group(measure: str, found: list[tuple[dict[str, Any], dict[str, Any]]]) -> Group:
    shown = found[:ROWS]
    scale = linear(max(row["highest_amount"] for _, row in shown), LEFT, WIDTH - RIGHT)
    bars = []
    for number, (line, row) in enumerate(shown):
        ranged = row["highest_amount"] > row["lowest_amount"]
        when = [tuple(line["when"])] if line["when"] else []
        said = fill(same(", ".join(["{}"] * (1 + len(when)))), tuple(line["figure"]), *when)
        bars.append(
            Bar(
                identifier=line["id"],
                name=fill(same("{} → {}"), names.party(row["source"]), names.party(row["target"])),
                y=TOP + ROW * number,
                end=scale(row["amount"]),
                low=scale(row["lowest_amount"]) if ranged else None,
                high=scale(row["highest_amount"]) if ranged else None,
                hedge=HEDGES.get(row["qualifier"], ""),
                disputed=bool(row["disputed"]),
                latest=said,
                label=fill(same("{}; {}"), tuple(line["head"]), said),
            )
        )
    ticks = [(scale(tick), saying.amount(int(tick), "USD")) for tick in scale.ticks]
    height = TOP + ROW * len(bars) + 6
    return Group(
        three(f"investment_measure.{measure}"), bars, LEFT, WIDTH - RIGHT, ticks, WIDTH, height, len(found) - len(shown)
    )
