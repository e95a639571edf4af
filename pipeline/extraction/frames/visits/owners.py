"""Whose visit a noun names: "визит Токаева", "его визит", "визит члена Госсовета, министра обороны Китая"."""

from collections.abc import Callable, Sequence

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.frames.visits.delegations import Delegations
from pipeline.extraction.frames.visits.scene import Scene, Visitor
from pipeline.extraction.mentions.model import Person

OWNER = 6
# so many chunks hold the offices of one who has several
OFFICES = 16
# behind these a noun has no owner any more
ENDING = {",", ".", "и", ":", ";"}
POSSESSIVES = {"его", "ее", "свой", "своего", "свою", "своей", "своем", "своим"}


class Owners:
    """Reads whose visits are, for clauses of one article; `persons` names the heads of delegation among chunks."""

    def __init__(
        self,
        discourse: Discourse,
        delegations: Delegations,
        persons: Callable[[Sequence[int]], list[tuple[int, Person]]],
    ) -> None:
        self.document = discourse.document
        self.people = discourse.people
        self.delegations = delegations
        self.persons = persons

    def of(self, scene: Scene) -> tuple[Visitor | None, bool]:
        """Whose visit a noun names ("визит Токаева", "его визит"), and whether that is somebody below a minister."""
        head = scene.head
        for chunk in range(head + 1, min(head + OWNER, scene.sentence.end)):
            mention = self.document.mention(chunk)
            if isinstance(mention, Person) and "g" in mention.features:
                return ((mention, chunk), False) if self.people.heads(mention) else (None, True)
            if mention is None and (self.document.key(chunk) in ENDING or self.document.is_a(chunk, "INVITATION")):
                break
        whose = self.whose(scene)
        if whose:
            return whose[0], whose[0] is None
        listed = self._by_last_office(scene)
        if listed:
            return listed, False
        delegation = self.delegations.of(scene, scene.chunks) or self._first_for(scene)
        return (delegation[0], False) if delegation else (None, False)

    def _by_last_office(self, scene: Scene) -> Visitor | None:
        """Whose visit it is by the last of several offices: "визит члена Госсовета, министра обороны Китая"."""
        document, marks = self.document, 0
        for chunk in range(scene.head + 1, min(scene.head + OFFICES, scene.sentence.end)):
            mention = document.mention(chunk)
            if isinstance(mention, Person):
                titled = marks and "g" in mention.features and document.key(chunk - 1) == ","
                return (mention, chunk) if titled and self.people.heads(mention) else None
            marks += mention is None and document.key(chunk) == ","
            if any(set(features) & set("PRFI") for _, features in document.words_as[chunk].values()):
                return None
        return None

    def whose(self, scene: Scene) -> list[Visitor | None]:
        """Whom a possessive before the noun means ("его визит"): a head of delegation, None for somebody else."""
        for chunk in range(max(0, scene.head - 4), scene.head):
            if self.document.mention(chunk) is None and self.document.key(chunk) in POSSESSIVES:
                person = self._possessor(scene, chunk)
                return [(person, None) if person and self.people.heads(person) else None]
        return []

    def _first_for(self, scene: Scene) -> list[Visitor]:
        """For whom a visit is the first or the like: "поездка в Рим станет для премьера второй"."""
        if not any(self.document.of_class(at, "ORD") for at in scene.chunks):
            return []
        persons = self.persons(scene.chunks)
        return [(person, at) for at, person in persons if "g" in person.features and self.document.key(at - 1) == "для"]

    def _possessor(self, scene: Scene, chunk: int) -> Person | None:
        """Whose "его визит" is: not the subject's of its own clause, whose visit would be "свой"."""
        acting = [(at, each) for at, each in self.persons(scene.chunks) if "n" in each.features]
        if acting and self.document.key(chunk).startswith("сво"):
            return min(acting, key=lambda named: abs(named[0] - chunk))[1]
        subjects = [at for at, _ in acting if at < chunk]
        if subjects and self.document.key(chunk) in ("его", "ее"):
            return self.people.other_than(subjects, chunk)
        return self.people.before(chunk, subject=True)
