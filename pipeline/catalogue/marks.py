"""The quote in its context: which words are the quote's, and which of them carry a value.

Offsets are those of the article's text, which is not here: the context is placed by finding its quote in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Piece:
    """A stretch of the context: its text, whether the quote holds it, and the fields whose value it carries."""

    text: str
    quoted: bool
    fields: tuple[str, ...]


def pieces(context: str, quote: str, start: int, evidence: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """The context cut wherever a quote or words that carry a value begin or end; joined, it is the context.

    `start` is the quote's first character in the article; evidence has `field`, `words`, `start_char`, `end_char`.
    Words outside of the context are left out. A context that does not hold the quote is given as the quote alone.
    """
    placed = [item for item in evidence if item["words"] and item["start_char"] is not None]
    at = _place(context, quote, start, placed)
    if at is None:
        return pieces(quote, quote, start, evidence)
    shift = start - at
    spans = [(item["start_char"] - shift, item["end_char"] - shift, item["field"]) for item in placed]
    spans = [(first, last, field) for first, last, field in spans if 0 <= first < last <= len(context)]
    inside = (at, at + len(quote))
    cuts = sorted({0, len(context), *inside, *(edge for first, last, _ in spans for edge in (first, last))})
    return [
        Piece(
            context[first:last],
            inside[0] <= first and last <= inside[1],
            tuple(sorted(field for begin, end, field in spans if begin <= first and last <= end)),
        )
        for first, last in pairwise(cuts)
    ]


def _place(context: str, quote: str, start: int, evidence: Iterable[Mapping[str, Any]]) -> int | None:
    """Where the quote stands in the context: of several places that where most words are as the evidence has them."""
    found, place = [], context.find(quote)
    while place >= 0:
        found.append(place)
        place = context.find(quote, place + 1)
    if not found:
        return None
    evidence = list(evidence)

    def fits(at: int) -> int:
        shift = at - start
        return sum(
            context[max(0, item["start_char"] + shift) : max(0, item["end_char"] + shift)] == item["words"]
            for item in evidence
        )

    return max(found, key=lambda at: (fits(at), -at))
