"""What frames work with: triggers, figures, topics, and drafts of claims."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.extraction.discourse.context import Discourse, segment_at
from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.roles import Roles
from pipeline.extraction.matching import Found, Rule
from pipeline.extraction.mentions.model import Amount
from pipeline.extraction.reading import Value
from schemas.vocabulary import Basis, ClaimTable, How

Span = tuple[int, int]


class Trigger(NamedTuple):
    """A word that names what a figure is about. `head` is its chunk, `settings` what its rule sets."""

    rule: Rule
    start: int
    end: int
    head: int
    table: str
    settings: dict[str, object]

    @staticmethod
    def of(found: Found) -> "Trigger":
        """The trigger of a match of a frame rule."""
        head = found.groups.get("t", (found.start, found.end))[0]
        return Trigger(found.rule, found.start, found.end, head, found.rule.table, found.rule.settings)

    def takes(self, measure: str) -> bool:
        """Whether an amount of this measure can belong to it."""
        return measure in str(self.settings["takes"])

    def setting(self, name: str) -> str:
        """A setting of the rule as text, empty where it sets none."""
        return str(self.settings.get(name, ""))


class Slot(NamedTuple):
    """The value of a field and the chunks that carry it; no span for a convention of the codebook."""

    value: Value
    span: Span | None
    rule: str
    how: How | None = None


@dataclass(slots=True)
class Draft:
    """A claim before its quote is cut: values with their evidence, and the chunks that the quote must show."""

    table: ClaimTable
    rule: str
    slots: dict[str, Slot]
    shown: list[Span]

    def value(self, name: str) -> Value:
        """The value of a field, None when it is not filled."""
        slot = self.slots.get(name)
        return slot.value if slot else None


class Meant(NamedTuple):
    """What an amount is in its sentence: growth, former or new level, share, ...; empty where nothing says."""

    role: str = ""
    sign: int = 1
    rule: str = ""


@dataclass(slots=True)
class Topic:
    """What the last figure was about, for a sentence that leaves it out."""

    table: str
    sentence: Sentence
    trigger: Trigger
    slots: dict[str, Slot]
    unit: str | None
    money: str | None
    period: Period
    basis: Basis
    meant: Meant
    chunk: int
    # the parties of the sum whose parts a list tells ("на Китай пришлось"), and whose trade with all the world it is
    whole: dict[str, Slot] = field(default_factory=dict)
    world: Slot | None = None

    def counted_in(self, unit: str | None, money: str | None) -> "Topic":
        """The same topic with another unit and currency; asked for so often that `replace` would be too slow."""
        return Topic(
            self.table,
            self.sentence,
            self.trigger,
            self.slots,
            unit,
            money,
            self.period,
            self.basis,
            self.meant,
            self.chunk,
            self.whole,
            self.world,
        )


@dataclass(slots=True)
class Once:
    """What frames find out once for all figures of a sentence, None until it is asked for.

    `owners` are what genitives belong to, `parts` the marks behind which a part is told, `plans` the words of plan and
    hope by their chunk, `joins` the commas before a clause of equal rank, `money` the currency
    told before an amount.
    """

    owners: dict[int, str] = field(default_factory=dict)
    parts: list[int] | None = None
    plans: list[tuple[int, str, str]] | None = None
    joins: list[int] | None = None
    money: dict[int, str | None] = field(default_factory=dict)


@dataclass(slots=True)
class Figure:
    """One amount with a frame that may own it, and what the sentence says around it."""

    discourse: Discourse
    sentence: Sentence
    chunk: int
    amount: Amount
    meant: Meant
    trigger: Trigger
    topic: Topic | None
    inherited: bool
    roles: Roles
    breaks: list[int]
    spoken: Period
    goods: Slot | None
    once: Once
    notes: dict[str, object] = field(default_factory=dict)
    document: Document = field(init=False)
    segment: Span = field(init=False)
    """The clause of the amount."""
    whole: Span = field(init=False)
    """From the clause of the amount to that of its trigger; the amount's alone if the sentence has no trigger."""
    scopes: list[Span] = field(init=False)
    """Where to look for what belongs to the amount: its clause, its trigger's, those between, the sentence."""
    widening: list[Span] = field(init=False)
    """The same, each once: most amounts stand in the clause of their trigger."""

    def __post_init__(self) -> None:
        self.document = self.discourse.document
        self.segment = segment_at(self.sentence, self.breaks, self.chunk)
        head = self.segment if self.inherited else segment_at(self.sentence, self.breaks, self.trigger.head)
        self.whole = (min(self.segment[0], head[0]), max(self.segment[1], head[1]))
        self.scopes = self._scopes(head)
        self.widening = list(dict.fromkeys(self.scopes))

    @property
    def home(self) -> str:
        """The country in whose voice the text speaks here."""
        return self.discourse.focus.home(self.chunk)

    def _scopes(self, head: Span) -> list[Span]:
        if self.inherited:
            return [self.segment, (self.sentence.first, self.segment[1])]
        return [self.segment, head, self.whole, (self.sentence.first, self.sentence.end)]

    @property
    def lead_in(self) -> Span:
        """The clause of the amount with what stands before its colon: "Первой идет Италия: $13,9 млрд"."""
        first, end = self.segment
        if self.document.key(first) == ":" and first > self.sentence.first:
            first, _ = segment_at(self.sentence, self.breaks, first - 1)
        return first, end

    def bracket(self, chunk: int) -> Span | None:
        """The brackets that a chunk stands in."""
        forms, sentence = self.document.forms, self.sentence
        opened = bisect_right(forms["("], chunk)
        opening = forms["("][opened - 1] if opened else -1
        if opening < sentence.first or forms.has(opening, chunk + 1, ")"):
            return None
        return opening, forms.next(chunk + 1, sentence.end, ")")

    def has(self, name: str, span: Span | None = None) -> bool:
        """Whether a word of a class stands in a span, the amount's clause if none is given."""
        return name in self.document.places and self.document.has(name, *(span or self.segment))
