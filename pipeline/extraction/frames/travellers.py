"""Who goes where in one clause: heads of delegation and the places they go to, stay at, or are asked to.

When, in which rank and how certain is read in `stays`.
"""

from dataclasses import dataclass

from pipeline.extraction.discourse.context import Discourse, breaks_of, segment_at
from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.model import Span, Trigger
from pipeline.extraction.mentions.model import Party, Person, Place

# an object stands beside its verb; what stands further completes another noun
OBJECT = 2
Visitor = tuple[Person, int | None]


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a clause: its country, its city if it is one, and its chunk."""

    country: str
    city: str | None
    chunk: int
    features: str


class Travellers:
    """Reads who goes where, for clauses of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document = discourse.document

    def of(self, sentence: Sentence, segment: Span, trigger: Trigger) -> list[tuple[Person, int | None, Target]]:
        """The persons and places that a trigger joins in its clause; a person only pointed at has no chunk."""
        how = trigger.setting("how")
        match how:
            case "receive":
                return self._received(sentence, segment, trigger)
            case "meet":
                return self._met(segment)
            case "invite" | "invitation":
                return self._invited(sentence, segment, trigger)
            case _:
                return self._gone(sentence, segment, trigger, how)

    def _has(self, name: str, span: Span) -> bool:
        return self.document.has(name, *span)

    def persons(self, span: Span, *, subject: bool = False) -> list[tuple[int, Person]]:
        """Heads of delegation in a span, with `subject` only those that can be the subject."""
        found = []
        for chunk in range(*span):
            mention = self.document.mention(chunk)
            if isinstance(mention, Person) and _heads(mention) and (not subject or "n" in mention.features):
                found.append((chunk, mention))
        return found

    def targets(self, span: Span, trigger: Trigger, how: str) -> list[Target]:
        """Places of a span that a preposition or the verb makes a destination, the nearest to the trigger first."""
        found = []
        for chunk in range(*span):
            mention = self.document.mention(chunk)
            if not isinstance(mention, Party | Place):
                continue
            before = self.document.key(chunk - 1)
            into = before in ("в", "во") or (before in ("на",) and isinstance(mention, Place))
            as_object = how == "object" and "a" in mention.features and chunk > trigger.head
            if not (into or as_object) or (isinstance(mention, Party) and mention.role == "adjective"):
                continue
            country = mention.country if isinstance(mention, Place) else mention.party
            city = mention.city if isinstance(mention, Place) else None
            found.append(Target(country, city, chunk, mention.features))
        return sorted(found, key=lambda target: (abs(target.chunk - trigger.head), target.chunk))

    def _gone(
        self, sentence: Sentence, segment: Span, trigger: Trigger, how: str
    ) -> list[tuple[Person, int | None, Target]]:
        targets = [target for target in self.targets(segment, trigger, how) if self._fits(target, how)]
        whole = (sentence.first, sentence.end)
        if not targets and how in ("noun", "go", "stay"):
            targets = [target for target in self.targets(whole, trigger, how) if self._fits(target, how)]
        visitors = self._visitors(sentence, segment, trigger, how)
        if not visitors:
            return []
        if not targets:
            implied = self._implied(sentence, trigger, visitors[0][0], how)
            targets = [implied] if implied else []
        return [
            (person, chunk, target)
            for person, chunk in visitors
            for target in targets[:1]
            if person.country != target.country
        ]

    def _fits(self, target: Target, how: str) -> bool:
        """Motion goes with the accusative, staying with the locative; names without cases go with both."""
        if how in ("stay", "await", "attend"):
            return "p" in target.features or "a" not in target.features
        return True

    def _visitors(
        self, sentence: Sentence, segment: Span, trigger: Trigger, how: str
    ) -> list[tuple[Person, int | None]]:
        if how == "noun":
            owner = self._owner(trigger)
            if owner:
                return [owner]
        if how == "await":
            awaited: list[tuple[Person, int | None]] = [
                (person, chunk) for chunk, person in self.persons(segment) if "a" in person.features
            ]
            return awaited[:1] or self._by_pronoun(segment, trigger)
        both = self._both(segment)
        if both:
            return both
        subjects = self.persons(segment, subject=True) or self._joined(sentence, segment, trigger)
        if subjects:
            return self._coordinate(subjects, trigger.head)
        return self._by_pronoun(segment, trigger)

    def _coordinate(self, subjects: list[tuple[int, Person]], head: int) -> list[tuple[Person, int | None]]:
        """The subject nearest to the verb, and those that a comma or conjunction joins to it."""
        nearest = min(range(len(subjects)), key=lambda index: abs(subjects[index][0] - head))
        first = last = nearest
        while first > 0 and self._joins(subjects[first - 1][0], subjects[first][0]):
            first -= 1
        while last + 1 < len(subjects) and self._joins(subjects[last][0], subjects[last + 1][0]):
            last += 1
        return [(person, chunk) for chunk, person in subjects[first : last + 1]]

    def _joins(self, left: int, right: int) -> bool:
        between = range(left + 1, right)
        joined = any(self.document.key(at) in ("и", ",") for at in between)
        return joined and all(
            self.document.key(at) in ("и", ",", "(", ")", "также", "а") or isinstance(self.document.mention(at), Party)
            for at in between
        )

    def _joined(self, sentence: Sentence, segment: Span, trigger: Trigger) -> list[tuple[int, Person]]:
        """The subject of the clause before, where this one has none of its own."""
        return self.persons((sentence.first, trigger.head), subject=True)[-1:]

    def _owner(self, trigger: Trigger) -> tuple[Person, int | None] | None:
        """The genitive of a visit: "визит Токаева", "его визит"; the possessive is the last person spoken of."""
        for chunk in range(trigger.head + 1, min(trigger.head + 4, len(self.document.chunks.mentions))):
            mention = self.document.mention(chunk)
            if isinstance(mention, Person) and "g" in mention.features:
                low = mention.is_low or not mention.country
                return None if low else (mention, chunk)
        for chunk in range(max(0, trigger.head - 3), trigger.head):
            if self.document.key(chunk) in ("его", "ее", "свой", "своего", "свою", "своей"):
                person = self.discourse.people.before(chunk, subject=True)
                return (person, None) if person and person.country and not person.is_low else None
        return None

    def _both(self, segment: Span) -> list[tuple[Person, int | None]]:
        """For "оба президента" the heads of the two countries that the text is about."""
        for chunk in range(*segment):
            if self.document.value(chunk, "BOTHWORD") is not None or self.document.key(chunk) in ("оба", "обоих"):
                pair = self.discourse.focus.pair(chunk)
                return [self._head(country) for country in pair] if pair else []
        return []

    def _head(self, country: str) -> tuple[Person, int | None]:
        people = self.discourse.people
        known = people.holder(country, "president") or people.holder(country, "prime_minister")
        name = str(people.registry[known]["name"]) if known else None
        return Person(0, 0, "ru.person.both", name, known, country, "president", "n"), None

    def _by_pronoun(self, segment: Span, trigger: Trigger) -> list[tuple[Person, int | None]]:
        for chunk in range(*segment):
            if self.document.value(chunk, "HE") is not None and self.document.mention(chunk) is None:
                person = self.discourse.people.before(chunk, subject=True)
                if person and person.country and not person.is_low and (person.office or person.known):
                    return [(person, None)]
        return []

    def _implied(self, sentence: Sentence, trigger: Trigger, visitor: Person, how: str) -> Target | None:
        """A guest who arrives without a named place comes to the voice's country; the noun alone says nothing."""
        home = self.discourse.focus.home(trigger.head)
        begun = how == "noun" and self._has("MAKE", segment_at(sentence, breaks_of(sentence), trigger.head))
        if visitor.country == home or not (how == "go" or begun):
            return None
        for before in range(trigger.head - 1, max(-1, trigger.head - 40), -1):
            mention = self.document.mention(before)
            if isinstance(mention, Place) and mention.country != visitor.country:
                return Target(mention.country, mention.city, before, mention.features)
        return Target(home, None, trigger.head, "") if begun else None

    def _received(self, sentence: Sentence, segment: Span, trigger: Trigger) -> list[tuple[Person, int | None, Target]]:
        """In "X принял Y" the guest is in the host's country, unless a place says otherwise."""
        hosts = self.persons(segment, subject=True)
        guests = [
            (chunk, person)
            for chunk, person in self.persons(segment)
            if "a" in person.features and "n" not in person.features and 0 < abs(chunk - trigger.head) <= OBJECT
        ]
        if not hosts or self._has("INVITATION", segment):
            return []
        host = hosts[0][1]
        if not guests:
            guests = [(trigger.head, person) for person, _ in self._by_pronoun(segment, trigger)]
        return [
            (person, chunk, self._where(segment, str(host.country), trigger))
            for chunk, person in guests[:1]
            if person.country != host.country
        ]

    def _where(self, segment: Span, country: str, trigger: Trigger) -> Target:
        for chunk in range(*segment):
            mention = self.document.mention(chunk)
            if isinstance(mention, Place) and mention.country == country:
                return Target(country, mention.city, chunk, mention.features)
        return Target(country, None, trigger.head, "")

    def _met(self, segment: Span) -> list[tuple[Person, int | None, Target]]:
        """A meeting in a named city: whoever is not at home there is on a visit."""
        persons = self.persons(segment)
        for chunk in range(*segment):
            mention = self.document.mention(chunk)
            at_home = isinstance(mention, Place) and any(person.country == mention.country for _, person in persons)
            if isinstance(mention, Place) and at_home and self.document.key(chunk - 1) in ("в", "во"):
                target = Target(mention.country, mention.city, chunk, mention.features)
                away = [(person, at) for at, person in persons if person.country != mention.country]
                return [(person, at, target) for person, at in away[:1]]
        return []

    def _invited(self, sentence: Sentence, segment: Span, trigger: Trigger) -> list[tuple[Person, int | None, Target]]:
        """Who is asked to come: the object of inviting, or who takes the invitation."""
        whole = (sentence.first, sentence.end)
        persons = self.persons(whole)
        targets = self.targets(whole, trigger, "object")
        if trigger.setting("how") == "invitation":
            takers = [(chunk, person) for chunk, person in persons if "n" in person.features]
            visitors = [(person, chunk) for chunk, person in takers[:1]] or self._by_pronoun(whole, trigger)
        else:
            asked = [
                (person, chunk) for chunk, person in persons if "a" in person.features and "n" not in person.features
            ]
            visitors = asked[:1] or self._colleague(whole)
        hosts = [person for _, person in persons if visitors and person.country != visitors[0][0].country]
        if not targets and visitors:
            country = str(hosts[0].country) if hosts else self.discourse.focus.home(trigger.head)
            targets = [Target(country, None, trigger.head, "")]
        return [
            (person, chunk, target)
            for person, chunk in visitors
            for target in targets[:1]
            if person.country != target.country
        ]

    def _colleague(self, span: Span) -> list[tuple[Person, int | None]]:
        """For "казахстанского коллегу" the head of the country that the adjective names."""
        for chunk in range(*span):
            mention = self.document.mention(chunk)
            if (
                isinstance(mention, Party)
                and mention.role == "adjective"
                and self.document.value(chunk + 1, "ROLE") is not None
            ):
                return [self._head(mention.party)]
        return []


def _heads(person: Person) -> bool:
    """Whether a person can head a delegation: of a country, by name or office, and no rank below a minister."""
    return not person.is_low and bool(person.country) and bool(person.office or person.known)
