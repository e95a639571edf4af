"""When a found claim agrees with an annotated one, and which of them belong together: the codebook's rules of scoring.

The figures that follow are those of `tests/score.py`, which scores any command; a test holds the two together. Claims
are mappings of the codebook's columns here, whoever made them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from schemas.vocabulary import ClaimTable

Values = Mapping[str, Any]

FIELDS: dict[ClaimTable, tuple[str, ...]] = {
    ClaimTable.VISITS: ("kind", "status", "start_date", "end_date", "city", "visitor"),
    ClaimTable.AGREEMENTS: ("kind", "status", "documents", "signed_on", "unit", "qualifier", "sectors"),
    ClaimTable.TRADE: (
        "unit", "qualifier", "amount_to", "period_start", "period_end", "basis", "commodity", "claimant",
    ),
    ClaimTable.CORRIDORS: (
        "qualifier", "amount_to", "period_start", "period_end", "basis", "origin", "destination", "claimant",
    ),
    ClaimTable.INVESTMENTS: (
        "unit", "qualifier", "amount_to", "period_start", "period_end", "basis", "sector", "claimant",
    ),
}  # fmt: skip
"""The fields that are scored where the annotation fills them."""

_FUZZY = {"city", "visitor", "commodity", "claimant"}
_NUMBERS = {"documents", "amount_to"}
_TOLERANCE = 0.005
_SHORTEST_PART = 4
_ALIKE = 0.75
_OVERLAP = 0.5
_MIRROR = {"export": "import", "import": "export"}


def pairs_of(table: ClaimTable, gold: Sequence[Values], found: Sequence[Values]) -> list[tuple[int, int]]:
    """Which annotated claim is which found one, by their numbers; each at most once, the best agreement first."""
    possible = []
    for left, annotated in enumerate(gold):
        for right, claim in enumerate(found):
            if is_same(table, annotated, claim):
                agreed = agreement(table, annotated, claim)
                share = sum(agreed.values()) / max(1, len(agreed))
                possible.append((bool(annotated.get("optional")), -share, left, right))
    chosen: list[tuple[int, int]] = []
    for _, _, left, right in sorted(possible):
        if all(left != other[0] and right != other[1] for other in chosen):
            chosen.append((left, right))
    return chosen


def agreement(table: ClaimTable, gold: Values, found: Values) -> dict[str, bool]:
    """Whether each scored field that the annotation fills has its value."""
    filled = (field for field in FIELDS[table] if is_filled(gold.get(field)))
    return {field: _agrees(field, gold[field], found.get(field)) for field in filled}


def is_filled(value: object) -> bool:
    """Whether a field says anything."""
    return value not in (None, [], "")


def is_same(table: ClaimTable, gold: Values, found: Values) -> bool:
    """Whether two claims are about the same thing: their identifying fields agree."""
    match table:
        case ClaimTable.VISITS:
            return all(gold[name] == found.get(name) for name in ("visitor_country", "destination"))
        case ClaimTable.AGREEMENTS:
            return _same_agreement(gold, found)
        case ClaimTable.TRADE:
            return _same_flow(gold, found) and _same_number(gold["amount"], found.get("amount"))
        case ClaimTable.CORRIDORS:
            same = all(gold[name] == found.get(name) for name in ("corridor", "metric"))
            same = same and _folded(gold["unit"]) == _folded(found.get("unit"))
            return same and _same_number(gold["amount"], found.get("amount"))
        case ClaimTable.INVESTMENTS:
            same = all(_similar(gold[name], found.get(name)) for name in ("source", "target"))
            same = same and gold["measure"] == found.get("measure")
            return same and _same_number(gold["amount"], found.get("amount"))


def _same_agreement(gold: Values, found: Values) -> bool:
    if _overlap(gold.get("parties") or (), found.get("parties") or ()) < _OVERLAP:
        return False
    compared = ("amount", "documents") if gold.get("kind") == "bundle" else ("amount",)
    return all(_same_optional(gold.get(name), found.get(name)) for name in compared)


def _same_flow(gold: Values, found: Values) -> bool:
    """An export of one country to another is an import of that from this; turnover has no direction."""
    if gold["measure"] != found.get("measure"):
        return False
    there, back = (found.get("reporter"), found.get("partner")), (found.get("partner"), found.get("reporter"))
    pair, flow = (gold["reporter"], gold["partner"]), gold["flow"]
    if flow == found.get("flow"):
        return pair == there or (flow == "turnover" and pair == back)
    return pair == back and _MIRROR.get(flow) == found.get("flow")


def _agrees(field: str, gold: Any, found: Any) -> bool:
    if field == "sectors":
        return not {*gold}.isdisjoint(found or ())
    if field in _NUMBERS:
        return _same_number(gold, found)
    if field in _FUZZY:
        return found is not None and _similar(gold, found)
    return _folded(gold) == _folded(found)


def _overlap(gold: Iterable[object], found: Iterable[object]) -> float:
    left, hits, asked = list(found), 0, list(gold)
    for party in asked:
        same = next((other for other in left if _similar(party, other)), None)
        if same is not None:
            left.remove(same)
            hits += 1
    union = len(asked) + len(left)
    return hits / union if union else 1.0


def _same_optional(gold: object, found: object) -> bool:
    return found is None if gold is None else _same_number(gold, found)


def _same_number(gold: Any, found: Any) -> bool:
    try:
        one, other = float(gold), float(found)
    except (TypeError, ValueError):
        return False
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other), 1e-9)


def _similar(gold: object, found: object) -> bool:
    one, other = _folded(gold), _folded(found)
    if one == other or min(len(one), len(other)) < _SHORTEST_PART:
        return one == other
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _folded(value: object) -> str:
    text = unicodedata.normalize("NFKC", str(value)).casefold().replace("ё", "е")
    return " ".join(re.sub(r"[\"'«»“”„().,]", " ", text).replace("-", " ").replace("–", " ").split())
