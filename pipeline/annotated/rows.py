"""An article as rows, one a sentence: its text in pieces, its trace, and the claims whose quotes begin in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.extraction import Claim, Decision, Evidence, Noted, Reading, SentenceTrace
from pipeline.extraction.reading import Value


@dataclass(frozen=True)
class Piece:
    """A run of text with the same marks: its mention, why that became no claim, and the claims that quote it."""

    words: str
    mention: Noted | None = None
    verdict: str = ""
    claims: tuple[int, ...] = ()


@dataclass(frozen=True)
class Slot:
    """A field of a claim: its value as text, and where that comes from; `words` is empty for a convention."""

    field: str
    value: str
    how: str
    rule: str
    words: str


@dataclass(frozen=True)
class Shown:
    """A claim with its number in the article; the fields that nothing fills are only named."""

    number: int
    claim: Claim
    slots: tuple[Slot, ...]
    empty: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A sentence, or with `trace` None what lies between sentences and was not read."""

    pieces: tuple[Piece, ...]
    trace: SentenceTrace | None = None
    claims: tuple[Shown, ...] = ()
    unclaimed: tuple[Decision, ...] = ()


def rows_of(text: str, reading: Reading) -> list[Row]:
    """The rows of an article in the order of its text; put together, their pieces are the text but for blanks."""
    claims = [_shown(text, number, claim) for number, claim in enumerate(reading.claims, 1)]
    rows: list[Row] = []
    last = 0
    for trace in reading.sentences:
        rows += _unread(text[last : trace.start_char])
        rows.append(_row(text, trace, claims))
        last = max(last, trace.end_char)
    return rows + _unread(text[last:])


def _unread(words: str) -> list[Row]:
    return [Row((Piece(words.strip()),))] if words.strip() else []


def _row(text: str, trace: SentenceTrace, claims: list[Shown]) -> Row:
    inside = range(trace.start_char, trace.end_char)
    # an amount on which a field of some claim rests became one, whatever was decided of it first
    used = {(item.start_char, item.end_char) for shown in claims for item in shown.claim.evidence}
    unclaimed = tuple(
        decision
        for decision in trace.decisions
        if ": " not in decision.verdict and (decision.start_char, decision.end_char) not in used
    )
    return Row(
        tuple(_pieces(text, trace, claims, unclaimed)),
        trace,
        tuple(shown for shown in claims if shown.claim.start_char in inside),
        unclaimed,
    )


def _pieces(text: str, trace: SentenceTrace, claims: list[Shown], unclaimed: Iterable[Decision]) -> Iterator[Piece]:
    quotes = [(shown.claim.start_char, shown.claim.end_char, shown.number) for shown in claims]
    quotes = [quote for quote in quotes if quote[0] < trace.end_char and quote[1] > trace.start_char]
    verdicts = {(decision.start_char, decision.end_char): decision.verdict for decision in unclaimed}
    edges = {trace.start_char, trace.end_char}
    for start, end in [
        *((item.start_char, item.end_char) for item in trace.mentions),
        *(quote[:2] for quote in quotes),
    ]:
        edges |= {min(max(edge, trace.start_char), trace.end_char) for edge in (start, end)}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        mention = next((item for item in trace.mentions if item.start_char <= start and end <= item.end_char), None)
        verdict = verdicts.get((mention.start_char, mention.end_char), "") if mention else ""
        numbers = tuple(number for first, last, number in quotes if first <= start and end <= last)
        yield Piece(text[start:end], mention, verdict, numbers)


def _shown(text: str, number: int, claim: Claim) -> Shown:
    evidence = {item.field: item for item in claim.evidence}
    filled = {name: value for name, value in claim.values.items() if value not in (None, [])}
    slots = tuple(_slot(text, name, value, evidence.get(name)) for name, value in filled.items())
    return Shown(number, claim, slots, tuple(name for name in claim.values if name not in filled))


def _slot(text: str, name: str, value: Value, evidence: Evidence | None) -> Slot:
    if evidence is None:
        return Slot(name, as_words(value), "", "", "")
    where = slice(evidence.start_char, evidence.end_char)
    words = "" if evidence.start_char is None else text[where]
    return Slot(name, as_words(value), str(evidence.how), evidence.rule, words)


def as_words(value: Value) -> str:
    """A value as a person reads it."""
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return ", ".join(value) if isinstance(value, list) else str(value)
