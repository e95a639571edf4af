"""One verb or noun of a visit in its clause, and what the clauses before it left to go on with."""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.forms import among
from pipeline.extraction.frames.model import Trigger
from pipeline.extraction.frames.visits.clauses import REACH, Clause
from pipeline.extraction.frames.visits.places import Target
from pipeline.extraction.mentions.model import Person
from schemas.vocabulary import VisitStatus

# classes whose words are verbs of a visit
# of which talks are the subject or the object
TALKING = ("MAKE", "HOLD", "ACT")
VERBS = ("GO", "VISITV", "STAY", "ATTEND", "RECEIVE", "MEET", "INVITE", "AWAIT", "LEADV", "BE", "RETURN", "ACT")


Visitor = tuple[Person, int | None]
"""A head of delegation and the chunk that names it, None for one who is only pointed at."""


class Trip(NamedTuple):
    """A person who goes to a place.

    `chunk` is where the person is named, None if only pointed at; `again` marks a trip that was told of before.
    """

    person: Person
    chunk: int | None
    target: Target
    again: bool = False


@dataclass(slots=True)
class Memory:
    """What a clause that leaves something out goes on with: the last trips, and where the last event takes place."""

    trips: list[Trip] = field(default_factory=list)
    sentence: int = -1
    status: VisitStatus = VisitStatus.HELD
    event: Target | None = None


@dataclass(slots=True)
class Scene:
    """A trigger in its sentence and clause."""

    discourse: Discourse
    sentence: Sentence
    trigger: Trigger
    clause: Clause
    memory: Memory
    gapped: set[int]
    """The chunks of parts of a list whose verb is left out, whose dates are their own: ", а в мае – в Рим"."""
    document: Document = field(init=False)
    head: int = field(init=False)
    """The chunk of the trigger's word."""
    how: str = field(init=False)
    """The manner of reading that the trigger's rule names."""
    form: str = field(init=False)
    """The features of the trigger's verb form."""
    chunks: list[int] = field(init=False)
    """The chunks of the clause around the trigger."""
    classes: set[str] = field(init=False)
    """What its plain words are."""

    def __post_init__(self) -> None:
        self.document = self.discourse.document
        self.head = self.trigger.head
        self.how = self.trigger.setting("how")
        analyses = self.document.chunks.heads[self.head]
        self.form = "".join([analyses[name][1] for name in VERBS if name in analyses])
        self.chunks = self.clause.around(self.head)
        self.classes = self.document.classes(self.chunks)
        if "TALKS" in analyses:
            self.form = "".join([self.document.features(at, name) for name in TALKING for at in self.those(name)])

    @property
    def near(self) -> range:
        """The chunks of the sentence within reach of the trigger."""
        return range(max(self.sentence.first, self.head - REACH), min(self.sentence.end, self.head + REACH))

    @property
    def is_past(self) -> bool:
        """Whether the verb itself is past: "прибыл", "прибывший"."""
        return "P" in self.form or ("T" in self.form and "вш" in self.document.key(self.head))

    @property
    def after_subject(self) -> bool:
        """Whether a person stands as the subject before the verb."""
        persons = self.document.of_kind(Person, self.chunks[0], self.head)
        return any("n" in each.features for chunk, each in persons if self.holds(chunk))

    @property
    def is_recent(self) -> bool:
        """Whether the last trips were told of in this sentence or the one before."""
        return bool(self.memory.trips) and self.sentence.index - self.memory.sentence <= 1

    def is_on(self, event: Target) -> bool:
        """Whether an event was told of in this sentence or the one before."""
        told = event.chunk if event.told is None else event.told
        return self.sentence.index - self.document.sentence_at(told).index <= 1

    def has(self, *names: str) -> bool:
        """Whether a plain word of one of the classes stands in the clause."""
        return not self.classes.isdisjoint(names)

    def those(self, *names: str) -> list[int]:
        """The chunks of the clause that are a plain word of one of the classes."""
        if not self.has(*names):
            return []
        named = among(self.document.those(self.chunks[0], self.chunks[-1] + 1, *names), self.chunks)
        return [chunk for chunk in named if self.document.mention(chunk) is None]

    def holds(self, chunk: int) -> bool:
        """Whether a chunk is one of the clause around the trigger."""
        at = bisect_left(self.chunks, chunk)
        return at < len(self.chunks) and self.chunks[at] == chunk

    def is_a(self, chunk: int, *names: str) -> bool:
        """Whether a chunk is a plain word of one of the classes."""
        return self.document.is_a(chunk, *names)
