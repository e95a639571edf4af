"""What extraction gives back: claims with the words that carry them, and why each number became one or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from schemas.vocabulary import ClaimTable, How

Value = str | int | bool | Decimal | list[str] | None


class Evidence(NamedTuple):
    """Where the value of a field comes from.

    `how` is `stated` (in the quote), `context` (elsewhere in the text) or `default` (a convention, without a span).
    """

    field: str
    start_char: int | None
    end_char: int | None
    rule: str
    how: How


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: its table, the codebook's columns of that table, and the words that carry it.

    Dates in `values` are ISO 8601 strings, amounts `Decimal`. `text[start_char:end_char] == quote` holds for the text
    as received; `context` is at most 600 characters around the quote.
    """

    table: ClaimTable
    values: Mapping[str, Value]
    quote: str
    start_char: int
    end_char: int
    context: str
    rule: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Why an amount became a claim or did not, for a person who reads the trace."""

    start_char: int
    end_char: int
    words: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Words that a rule recognised, and what they stand for; `kind` is the sort of mention, or the cue."""

    start_char: int
    end_char: int
    kind: str
    meaning: str
    rule: str


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """A sentence as extraction saw it.

    Its mentions, the cues and triggers of its rules, the two countries it is about where it leaves them out, who is
    heard in it, and what became of its amounts.
    """

    start_char: int
    end_char: int
    is_heading: bool
    mentions: tuple[Noted, ...]
    cues: tuple[Noted, ...]
    home: str
    partner: str | None
    speakers: tuple[Noted, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All claims of one article in the order of its text, its language, and the trace of its sentences."""

    language: str
    claims: tuple[Claim, ...] = ()
    trace: Callable[[], tuple[SentenceTrace, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def sentences(self) -> tuple[SentenceTrace, ...]:
        """What extraction saw in each sentence; made when asked for."""
        return self.trace()
