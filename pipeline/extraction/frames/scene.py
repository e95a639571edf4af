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

    @property
    def document(self) -> Document:
        """The article."""
        return self.discourse.document

    @property
    def head(self) -> int:
        """The chunk of the trigger's word."""
        return self.trigger.head

    @property
    def how(self) -> str:
        """The manner of reading that the trigger's rule names."""
        return self.trigger.setting("how")

    @property
    def chunks(self) -> list[int]:
        """The chunks of the clause around the trigger."""
        return self.clause.around(self.head)

    @property
    def form(self) -> str:
        """The features of the trigger's verb form."""
        return "".join(self.document.features(self.head, name) for name in VERBS)

    def has(self, *names: str) -> bool:
        """Whether a plain word of one of the classes stands in the clause."""
        return any(self.is_a(chunk, *names) for chunk in self.chunks)

    def is_a(self, chunk: int, *names: str) -> bool:
        """Whether a chunk is a plain word of one of the classes."""
        if self.document.mention(chunk) is not None:
            return False
        return any(self.document.value(chunk, name) is not None for name in names)
