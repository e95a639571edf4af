"""Agreements by partner and field: documents counted once, with their bundle; values in dollars beside them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.catalogue import names, saying
from pipeline.catalogue.words import Three, three

ROWS = 16
LEVELS = 5
UNKNOWN = "unknown"
MORE = frozenset({"over", "at_least"})


@dataclass(frozen=True)
class Cell:
    """Documents of one partner in one field; `level` says how dark it is drawn, none where there are none."""

    documents: int
    level: int


@dataclass(frozen=True)
class Partner:
    """A row: cells by field, and what is counted once across the fields."""

    code: str
    name: Three
    cells: list[Cell]
    documents: str
    value: Three | None


@dataclass(frozen=True)
class Matrix:
    """The table that is drawn."""

    fields: list[Three]
    partners: list[Partner]
    more: int
    records: list[dict[str, Any]]


def agreements(told: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> Matrix | None:
    """The table of agreements that may be counted; None where there is none."""
    counted = [(line, row) for line, row in told if row["recommended_for_totals"]]
    parties = Counter(code for _, row in counted for code in _places(row))
    if not parties:
        return None
    focus = parties.most_common(1)[0][0]
    cells: dict[tuple[str, str], int] = defaultdict(int)
    totals: Counter[str] = Counter()
    values: dict[str, Decimal] = defaultdict(Decimal)
    more: set[str] = set()
    for _, row in counted:
        documents = row["documents"] or 1
        for code in _places(row):
            totals[code] += documents
            if row["documents_qualifier"] in MORE:
                more.add(code)
            if row["unit"] == "USD":
                values[code] += Decimal(str(row["amount"]))
            for field in json.loads(row["sectors"]) or [UNKNOWN]:
                cells[code, field] += documents
    totals.pop(focus, None)
    ranked = sorted(totals, key=lambda code: (-totals[code], code))[:ROWS]
    fields = sorted({field for code, field in cells if code in ranked}, key=lambda field: (field == UNKNOWN, field))
    most = max((cells[code, field] for code in ranked for field in fields), default=1)
    partners = [
        Partner(
            code,
            names.party(code),
            [_cell(cells[code, field], most) for field in fields],
            f"{totals[code]}{'+' if code in more else ''}",
            saying.amount(values[code], "USD") if values[code] else None,
        )
        for code in ranked
    ]
    titles = [three("agreements.unknown") if field == UNKNOWN else three(f"sector.{field}") for field in fields]
    return Matrix(titles, partners, len(totals) - len(ranked), [line for line, _ in counted])


def _places(row: dict[str, Any]) -> list[str]:
    return [code for code in json.loads(row["parties"]) if names.is_place(code)]


def _cell(documents: int, most: int) -> Cell:
    """Levels grow with the root: one bundle of a hundred documents must not make all others look like none."""
    share = (documents / most) ** 0.5
    return Cell(documents, 0 if not documents else 1 + min(LEVELS - 1, int(share * LEVELS)))
