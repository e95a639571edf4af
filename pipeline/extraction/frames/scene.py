"""One verb or noun of a visit in its clause, and what the clauses before it left to go on with."""

from dataclasses import dataclass, field

from pipeline.extraction.discourse.calendar import Period
from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.clauses import Clause
from pipeline.extraction.frames.model import Trigger
from pipeline.extraction.frames.places import Target
from pipeline.extraction.mentions.model import Person

# classes whose words are verbs of a visit
VERBS = ("GO", "VISITV", "STAY", "ATTEND", "RECEIVE", "MEET", "INVITE", "AWAIT", "LEADV", "BE", "RETURN", "ACT")


@dataclass(frozen=True, slots=True)
class Trip:
    """A person who goes to a place; `chunk` is where the person is named, None if only pointed at."""

    person: Person
    chunk: int | None
    target: Target
    period: Period | None = None


@dataclass(slots=True)
class Memory:
    """What a clause that leaves something out goes on with: the last trips, and where the last event takes place."""

    trips: list[Trip] = field(default_factory=list)
    trips_sentence: int = -1
    event: Target | None = None


@dataclass(slots=True)
class Scene:
    """A trigger in its sentence and clause."""

    discourse: Discourse
    sentence: Sentence
    trigger: Trigger
    clause: Clause
    memory: Memory
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
        self.form = "".join([self.document.features(self.head, name) for name in VERBS])
        self.chunks = self.clause.around(self.head)
        self.classes = self.document.classes(self.chunks)

    def has(self, *names: str) -> bool:
        """Whether a plain word of one of the classes stands in the clause."""
        return not self.classes.isdisjoint(names)

    def those(self, *names: str) -> list[int]:
        """The chunks of the clause that are a plain word of one of the classes."""
        return [chunk for chunk in self.chunks if self.document.is_a(chunk, *names)] if self.has(*names) else []

    def is_a(self, chunk: int, *names: str) -> bool:
        """Whether a chunk is a plain word of one of the classes."""
        return self.document.is_a(chunk, *names)
