"""Who travels in a clause: its subject, the head of a delegation, or whom a word points at."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.forms import among
from pipeline.extraction.frames.visits.delegations import Delegations
from pipeline.extraction.frames.visits.owners import Owners
from pipeline.extraction.frames.visits.scene import Scene, Visitor
from pipeline.extraction.mentions.model import Organisation, Party, Person

# a guest who is none of those named: "другой гость", "следующий визитёр"
OTHER = ("друг", "нов", "следующ", "очередн", "втор", "перв")
WITH = ("с", "со")
# of what such a verb tells no person is the subject: "проследовало"
NEUTER = ("ло", "лось")
# so near behind a participle stands the person whom it describes
DESCRIBED, CASES = 9, set("ngdaip")
# forms of "he", "she" by the case in which they stand for a traveller
PRONOUNS = {"no": {"он", "она"}, "ac": {"его", "ее"}, "da": {"ему", "ей", "которому", "которой"}}
BETWEEN = {"и", ",", "(", ")", "также", "а", "да", "–", "а также", "его", "ее", "их"}
HEADS = ("president", "monarch", "prime_minister")


class Subjects:
    """Reads who travels, for clauses of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document = discourse.document
        self.people = discourse.people
        self.delegations = Delegations(discourse)
        named = self.document.of_kind(Person, 0, len(self.document.chunks))
        self.named = dict(named)
        self.heads = [chunk for chunk, person in named if self.people.heads(person)]
        self.owners = Owners(discourse, self.delegations, self.persons)
        self.pointing: dict[str, list[int]] = {}

    def persons(self, chunks: Sequence[int]) -> list[tuple[int, Person]]:
        """The heads of delegation that chunks name; of "президенты Китая и Ирана" both."""
        found: list[tuple[int, Person]] = []
        for chunk in among(self.heads, chunks):
            person = self.named[chunk]
            found.append((chunk, person))
            if "m" in person.features:
                found.extend(self._of_the_same_office(chunk, person))
        return found

    def _of_the_same_office(self, chunk: int, first: Person) -> list[tuple[int, Person]]:
        found: list[tuple[int, Person]] = []
        at = chunk
        while self.document.key(at + 1) in (",", "и"):
            mention = self.document.mention(at + 2)
            if not isinstance(mention, Party) or "g" not in mention.features or mention.role != "noun":
                break
            if isinstance(self.document.mention(at + 3), Person):
                break  # who it is stands behind: "президенты Ирана X и Ирака Y"
            at += 2
            found.append((at, self.people.officer(mention.party, str(first.office), first.features)))
        return found

    def of(self, scene: Scene) -> list[Visitor]:
        """The travellers of which a verb speaks."""
        form, chunks = scene.form, scene.chunks
        if "P" in form and scene.how != "noun" and self.document.key(scene.head).endswith(NEUTER):
            return []
        if scene.how == "attend" and set("ngdaip") & set(form):
            owner, is_low = self.owners.of(scene)
            confirmed = [] if is_low or not scene.has("ARRANGE") else self._in_clause(scene, chunks)
            return self._of_all(owner) if owner else confirmed
        if scene.is_recent and among(self.document.forms["тот"], chunks):
            return [(trip.person, None) for trip in scene.memory.trips[:1]]
        if self.document.key(scene.sentence.first) == "тот" and scene.holds(scene.sentence.first):
            return self._latter(scene)
        if scene.how == "noun" and scene.clause.outer and self._is_made_by(scene):
            return self.antecedent(scene)
        if "T" in form or ("G" in form and scene.clause.outer is None):
            return self._described(scene) or self.antecedent(scene) or self._in_clause(scene, chunks)
        told = self._in_clause(scene, chunks) or self.pointed(chunks, "no") or self.listed(scene, "n")
        if told or (self.anybody(chunks) and not scene.has("SAY")):
            return told  # "где побывал его отец X": somebody else's journey
        return (self._outer(scene) if scene.clause.outer else []) or self._before(scene)

    def _of_all(self, owner: Visitor) -> list[Visitor]:
        """An owner, and the holders of the same office that are listed with him: "участие лидеров Ирана и Ирака"."""
        person, chunk = owner
        several = chunk is not None and "m" in person.features
        others = self._of_the_same_office(chunk, person) if several and chunk is not None else []
        return [owner, *((each, at) for at, each in others)]

    def _in_clause(self, scene: Scene, chunks: list[int]) -> list[Visitor]:
        persons = self.persons(chunks)
        nominative = [(chunk, person) for chunk, person in persons if "n" in person.features]
        return (
            self._both(chunks)
            or (self._besides(scene, persons) + self.coordinate(nominative, scene.head) if nominative else [])
            or self.delegations.of(scene, chunks)
            or self._aboard(scene, persons)
        )

    def coordinate(self, subjects: list[tuple[int, Person]], head: int) -> list[Visitor]:
        """The subject nearest to the verb, and those that a comma or conjunction joins to it."""
        behind = bisect_left(subjects, (head,))
        before = behind == len(subjects) or (
            behind > 0 and head - subjects[behind - 1][0] <= subjects[behind][0] - head
        )
        nearest = behind - 1 if before else behind
        first = last = nearest
        while first > 0 and self._joins(subjects[first - 1][0], subjects[first][0]):
            first -= 1
        while last + 1 < len(subjects) and self._joins(subjects[last][0], subjects[last + 1][0]):
            last += 1
        return [(person, chunk) for chunk, person in subjects[first : last + 1]]

    def _joins(self, left: int, right: int) -> bool:
        between = range(left + 1, right)
        joined = any(self.document.key(at) in ("и", ",", "а также") for at in between)
        return joined and all(
            self.document.key(at) in BETWEEN
            or isinstance(self.document.mention(at), Party | Organisation)
            or (self.document.mention(at) is None and self.document.words(at, at + 1)[:1].isupper())  # no known name
            for at in between
        )

    def _besides(self, scene: Scene, persons: list[tuple[int, Person]]) -> list[Visitor]:
        """Who is there too: "помимо Эрдогана"."""
        return [(person, at) for at, person in persons if "g" in person.features and scene.is_a(at - 1, "BESIDES")]

    def _aboard(self, scene: Scene, persons: list[tuple[int, Person]]) -> list[Visitor]:
        """Whose plane it is that lands: "Самолет президента приземлился"."""
        plane = next(iter(scene.those("AIRCRAFT")), None)
        aboard: list[Visitor] = [
            (person, at)
            for at, person in persons
            if plane is not None and plane < at and ("g" in person.features or self._is_with(at, person))
        ]
        return aboard[:1]

    def _is_with(self, chunk: int, person: Person) -> bool:
        return "i" in person.features and self.document.key(chunk - 1) in WITH

    def anybody(self, chunks: list[int]) -> bool:
        """Whether somebody stands as a subject, of whatever rank."""
        persons = among(self.document.kinds.get(Person, []), chunks)
        return any("n" in self.named[chunk].features for chunk in persons)

    def _all(self, chunks: range) -> list[tuple[int, Person]]:
        return self.document.of_kind(Person, chunks.start, chunks.stop)

    def antecedent(self, scene: Scene) -> list[Visitor]:
        """The person whom a participle or a relative clause describes: the last one before it."""
        first = scene.clause.chunks[0]
        before = [(chunk, each) for chunk, each in self._all(range(max(scene.sentence.first, first - 8), first))]
        if not before:
            return []
        chunk, person = self._called(scene) or before[-1]
        return [(person, chunk)] if self.people.heads(person) else []

    def _described(self, scene: Scene) -> list[Visitor]:
        """The person before whose name a participle stands: "с находящимся в Риме министром", "прибывший вчера X"."""
        if "T" not in scene.form or scene.clause.outer is not None:
            return []
        behind = range(scene.head + 1, min(scene.head + DESCRIBED, scene.sentence.end))
        chunk, person = next(iter(self._all(behind)), (0, None))
        if person is None or not set(scene.form) & set(person.features) & CASES:
            return []
        return [(person, chunk)] if self.people.heads(person) else []

    def _is_made_by(self, scene: Scene) -> bool:
        """Whether a participle tells whose visit it is: "президента, совершающего визит"."""
        opening = (chunk for chunk in scene.clause.chunks[:3] if chunk < scene.head)
        return any("T" in self.document.features(chunk, name) for chunk in opening for name in ("MAKE", "GO"))

    def _called(self, scene: Scene) -> tuple[int, Person] | None:
        """Who is named only after the description: "последний президент, бывавший там, – Назарбаев"."""
        after = scene.clause.chunks[-1] + 1
        after += self.document.key(after) == ","
        linked = self.document.key(after) in ("–", "стал", "стала", "оказался", "оказалась")
        person = self.document.mention(after + 1) if linked else None
        return (after + 1, person) if isinstance(person, Person) and "n" in person.features else None

    def listed(self, scene: Scene, case: str) -> list[Visitor]:
        """The persons of a list after a colon: "В саммите участвуют: ..."."""
        if scene.clause.outer is not None or (case == "n" and "m" not in scene.form):
            return []
        last = scene.clause.chunks[-1] + 1
        if self.document.key(last) != ":":
            return []
        after = self.persons(range(last, min(last + 60, scene.sentence.end)))
        fitting = [(chunk, person) for chunk, person in after if case in person.features]
        return self.coordinate(fitting, last) if fitting else []

    def _outer(self, scene: Scene) -> list[Visitor]:
        """For an inserted clause without a subject that of the clause around it, or whom "который" means."""
        outer = scene.clause.outer
        if outer is None:
            return []
        if any(self.document.key(chunk).startswith("котор") for chunk in scene.clause.chunks[:3]):
            return self.antecedent(scene)
        return self._in_clause(scene, outer.around(scene.head))

    def _before(self, scene: Scene) -> list[Visitor]:
        """The subject of the clause before in the sentence, if it agrees with the verb in number."""
        if scene.how not in ("go", "object", "stay", "attend", "lead", "noun", "invitation"):
            return []
        persons = self.persons(range(max(scene.sentence.first, scene.head - 40), scene.head))
        before = [(chunk, person) for chunk, person in persons if "n" in person.features]
        return [(before[-1][1], before[-1][0])] if before and "m" not in scene.form else []

    def _latter(self, scene: Scene) -> list[Visitor]:
        """Whom "тот" means at the beginning of a sentence: not the subject of the one before, but another in it."""
        before = self.document.sentences[max(scene.sentence.index - 1, 0)]
        persons = self.persons(range(before.first, before.end))
        subjects = [chunk for chunk, person in persons if "n" in person.features]
        other = self.people.other_than(subjects, scene.sentence.first)
        return [(other, None)] if other and self.people.heads(other) else []

    def pointed(self, chunks: list[int], case: str) -> list[Visitor]:
        """The person whom a pronoun of a case (`no`, `ac`, `da`) or "гость" means."""
        document, forms = self.document, PRONOUNS[case]
        if case not in self.pointing:
            words = [document.places.get("ROLE", []), *map(document.forms.__getitem__, forms)]
            self.pointing[case] = sorted({at for each in words for at in each})
        for chunk in among(self.pointing[case], chunks):
            if document.mention(chunk) is not None:
                continue
            guest = document.value(chunk, "ROLE") == "guest" and case[0] in document.features(chunk, "ROLE")
            if guest and document.key(chunk - 1).startswith(OTHER):
                return []
            if guest or document.key(chunk) in forms:
                others = [(at, each) for at, each in self.persons(chunks) if at < chunk]
                acting = [at for at, each in others if "n" in each.features]
                if case == "no" and others and document.key(others[0][0] - 1) in WITH:
                    # "с Мерцем он встретится": whom the clause names is another
                    person = self.people.before(others[0][0], subject=True)
                elif case != "no" and acting:
                    person = self.people.other_than(acting, chunk)
                else:
                    person = self.people.before(chunk, subject=True)
                return [(person, None)] if person and self.people.heads(person) else []
        return []

    def _both(self, chunks: list[int]) -> list[Visitor]:
        """For "оба президента" the heads of the two countries that the text is about."""
        both = among(self.document.places.get("BOTHWORD", []), chunks)
        return [(person, None) for person in self._pair(both[0])] if both else []

    def _pair(self, chunk: int) -> list[Person]:
        """The two heads named last, or else those of the two countries that the text is about."""
        named = self.people.last_heads(chunk)
        if len(named) == 2:
            return named
        pair = self.discourse.focus.pair(chunk)
        return [self.people.officer(country, "president", "n") for country in pair] if pair else []

    def colleague(self, chunks: list[int]) -> list[Visitor]:
        """For "казахстанского коллегу" the head of the country that the adjective names."""
        for chunk in among(self.document.kinds.get(Party, []), chunks):
            mention = self.document.mention(chunk)
            adjective = isinstance(mention, Party) and mention.role == "adjective"
            if isinstance(mention, Party) and adjective and self.document.value(chunk + 1, "ROLE") is not None:
                return [(self.people.officer(mention.party, "president", "n"), None)]
        return []
