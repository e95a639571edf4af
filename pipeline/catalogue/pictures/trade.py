"""Trade turnover by partner and year, one mark a figure, hedges and disputed ranges drawn as such."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.catalogue import names, saying
from pipeline.catalogue.pictures.scales import Scale, logarithmic
from pipeline.catalogue.words import Three, fill, same

ROWS = 16
WIDTH, LEFT, RIGHT, ROW, TOP = 1080, 285, 300, 34, 34
_MORE, _LESS = frozenset({"over", "at_least"}), frozenset({"almost", "up_to"})


@dataclass(frozen=True)
class Mark:
    """A figure on the axis: where, which year, how hedged, and the range of what the sources say."""

    identifier: str
    x: float
    low: float | None
    high: float | None
    hedge: str
    kind: str
    newest: bool
    label: Three


@dataclass(frozen=True)
class Partner:
    """A row of the drawing."""

    code: str
    name: Three
    y: int
    marks: list[Mark]
    latest: Three


@dataclass(frozen=True)
class TradePicture:
    """The drawing, whose trade it shows, and how many partners have no room in it."""

    focus: Three
    partners: list[Partner]
    scale: Scale
    ticks: list[tuple[float, Three]]
    left: int
    right: int
    width: int
    height: int
    more: int
    records: list[dict[str, Any]]


def trade(flows: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> TradePicture | None:
    """The drawing of the turnover of the party spoken of most in all figures; None where there is none to draw."""
    told, spoken = [], Counter[str]()
    for line, row in flows:
        spoken.update((row["reporter"], row["partner"]))
        if _drawn(row):
            told.append((line, row))
    if not told:
        return None
    focus = min({code for _, row in told for code in (row["reporter"], row["partner"])}, key=lambda c: (-spoken[c], c))
    by_partner = defaultdict(list)
    for line, row in told:
        if focus in (row["reporter"], row["partner"]):
            by_partner[row["partner"] if row["reporter"] == focus else row["reporter"]].append((line, row))
    for found in by_partner.values():
        found.sort(key=lambda item: (item[1]["basis"] == "actual", item[1]["period_end"] or "", item[0]["id"]))
    ranked = sorted(by_partner.items(), key=lambda item: (-item[1][-1][1]["amount"], item[0]))[:ROWS]
    amounts = [row[name] for _, found in ranked for _, row in found for name in ("lowest_amount", "highest_amount")]
    scale = logarithmic([amount for amount in amounts if amount > 0], LEFT, WIDTH - RIGHT)
    partners = [_partner(code, found, number, scale) for number, (code, found) in enumerate(ranked)]
    return TradePicture(
        focus=names.party(focus),
        partners=partners,
        scale=scale,
        ticks=[(scale(tick), saying.amount(int(tick), "USD")) for tick in scale.ticks],
        left=LEFT,
        right=WIDTH - RIGHT,
        width=WIDTH,
        height=TOP + ROW * len(partners) + 10,
        more=len(by_partner) - len(ranked),
        records=[line for _, found in ranked for line, _ in reversed(found)],
    )


def _drawn(row: dict[str, Any]) -> bool:
    what = (row["flow"], row["measure"], row["unit"], row["commodity"])
    return what == ("turnover", "value", "USD", None) and row["amount"] > 0 and row["reporter"] != row["partner"]


def _partner(code: str, found: list[tuple[dict[str, Any], dict[str, Any]]], number: int, scale: Scale) -> Partner:
    marks = [_mark(line, row, scale, line is found[-1][0]) for line, row in found]
    line = found[-1][0]
    when = [tuple(line["when"])] if line["when"] else []
    latest = fill(same(", ".join(["{}"] * (1 + len(when)))), tuple(line["figure"]), *when)
    return Partner(code, names.party(code), TOP + ROW * number + ROW // 2, marks, latest)


def _mark(line: dict[str, Any], row: dict[str, Any], scale: Scale, newest: bool) -> Mark:
    ranged = row["highest_amount"] > row["lowest_amount"]
    hedge = row["qualifier"]
    parts = [tuple(line[name]) for name in ("head", "figure", "when", "state") if line[name]]
    return Mark(
        identifier=line["id"],
        x=scale(row["amount"]),
        low=scale(row["lowest_amount"]) if ranged else None,
        high=scale(row["highest_amount"]) if ranged else None,
        hedge="more" if hedge in _MORE else "less" if hedge in _LESS else "about" if hedge == "about" else "",
        kind="disputed" if row["disputed"] else "actual" if row["basis"] == "actual" else "target",
        newest=newest,
        label=fill(same("; ".join(["{}"] * len(parts))), *parts),
    )
