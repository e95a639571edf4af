"""Who goes where in one clause: heads of delegation and the places they go to, stay at, or are asked to.

When, in which rank and how certain is read in `stays`; which places a clause names in `places`.
"""

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.frames.places import Places, Target
from pipeline.extraction.frames.scene import Scene, Trip
from pipeline.extraction.frames.subjects import Subjects, Visitor
from pipeline.extraction.mentions.model import DateMention, Party, Person, Place

# an object stands beside its verb; what stands further completes another noun
OBJECT = 6


class Travellers:
    """Reads who goes where, for clauses of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document = discourse.document
        self.places = Places(discourse)
        self.subjects = Subjects(discourse)

    def of(self, scene: Scene) -> list[Trip]:
        """The trips of which a trigger tells: each traveller with each place, travels at home left out."""
        match scene.how:
            case "receive":
                pairs = self._received(scene)
            case "meet":
                pairs = self._met(scene)
            case "invite":
                pairs = self._invited(scene)
            case "invitation":
                pairs = self._by_invitation(scene)
            case "await":
                pairs = self._awaited(scene)
            case "noun":
                pairs = self._by_noun(scene)
            case "gap":
                pairs = self._gapped(scene)
            case "moved":
                pairs = self._put_off(scene)
            case _:
                pairs = self._gone(scene)
        return [
            Trip(person, chunk, target)
            for (person, chunk), target in pairs
            if person.country and person.country != target.country
        ]

    def _gone(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Verbs of going, visiting, staying and taking part."""
        if "I" in scene.form and scene.has("INVITE", "INVITATION"):
            return []
        visitors = self.subjects.of(scene)
        if not visitors:
            return []
        return [(visitor, target) for visitor in visitors for target in self._goals(scene, visitor[0])]

    def _goals(self, scene: Scene, visitor: Person) -> list[Target]:
        chunks, head, how = scene.chunks, scene.head, scene.how
        if how == "return":
            return self.places.origins(chunks)
        if how == "act":
            return self.places.cities(chunks)
        objects = self.places.objects(chunks, head) if how == "object" else []
        goals = objects or self.places.goals(chunks, head)
        if how in ("stay", "be"):
            goals = [goal for goal in goals if abs(goal.chunk - head) <= STAY_WITHIN[how]] and goals
        if how == "attend" and not scene.has("OCCASION", "THEREIN"):
            return []
        own = str(visitor.country)
        if goals:
            return goals
        pointed = self.places.pointed(chunks, own)
        if pointed or how == "be":
            return [pointed] if pointed else []
        if scene.has("OCCASION", "THEREIN") and scene.memory.event:
            return [scene.memory.event]
        if how not in ("go", "attend") or (scene.clause.outer is None and how == "attend"):
            return []
        outer = self.places.goals(scene.clause.outer.around(head), head) if scene.clause.outer else []
        before = self.places.before(head, own)
        return outer or ([before] if before else [])

    def _by_noun(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """A visit by its noun: whose it is, and where; what it leaves out is that of the visit told of before."""
        owner, is_low = self.subjects.owner(scene)
        if is_low:
            return []
        verbal = scene.has(*PREDICATES) or scene.is_a(scene.head - 1, "DURING") or scene.is_a(scene.head - 2, "DURING")
        visitors = [owner] if owner else self.subjects.of(scene) if verbal else []
        known = [trip for trip in scene.memory.trips if not owner or trip.person.country == owner[0].country]
        if not visitors:
            return [((trip.person, trip.chunk), trip.target) for trip in known] if self._goes_on(scene) else []
        goals = self.places.goals(scene.chunks, scene.head)
        own = str(visitors[0][0].country)
        pointed = None if goals else self.places.pointed(scene.chunks, own)
        if not goals and pointed is None and known:
            goals = [known[0].target]
        home = self.discourse.focus.home(scene.head)
        if not goals and pointed is None and verbal and own != home:
            goals = [self.places.before(scene.head, own) or Target(home, None, scene.head)]
        return [(visitor, goal) for visitor in visitors for goal in goals or ([pointed] if pointed else [])]

    def _goes_on(self, scene: Scene) -> bool:
        """Whether a noun without an owner can mean the visit told of before: it is the subject, or "в ходе визита"."""
        document, head = scene.document, scene.head
        if (
            any(self.places.at(chunk) for chunk in scene.chunks)
            or scene.memory.trips_sentence < scene.sentence.index - 3
        ):
            return False
        before = document.value(head - 1, "VISITKIND")
        return "n" in document.features(head, "VISITN") or before is not None or scene.is_a(head - 1, "DURING")

    def _gapped(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """In "20 ноября он посетит Казахстан, 21 ноября – Кыргызстан" the traveller is that of the part before."""
        if scene.memory.trips_sentence != scene.sentence.index:
            return []
        trips, mention = scene.memory.trips[:1], self.document.mention(scene.head)
        if isinstance(mention, Person):
            return [((mention, scene.head), trip.target) for trip in trips if self.discourse.people.heads(mention)]
        target = self.places.at(scene.head)
        return [((trip.person, trip.chunk), target) for trip in trips if target]

    def _put_off(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """In "его перенесли на весну" the visit told of just before."""
        if scene.memory.trips_sentence < scene.sentence.index - 1:
            return []
        return [((trip.person, trip.chunk), trip.target) for trip in scene.memory.trips]

    def _received(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """In "X принял Y" the guest is in the host's country, unless a place says otherwise."""
        chunks, head = scene.chunks, scene.head
        if scene.has("INVITATION"):
            return []
        persons = self.subjects.persons(chunks)
        if "S" in scene.form:
            guests: list[Visitor] = [(person, chunk) for chunk, person in persons if "n" in person.features]
            hosts = [person for _, person in persons if "i" in person.features and "n" not in person.features]
        else:
            guests = self._beside(scene, persons) or self.subjects.pointed(chunks, "ac")
            hosts = [
                person for chunk, person in persons if "n" in person.features and chunk not in {at for _, at in guests}
            ]
        receiving = self.places.host(chunks)
        country = str(hosts[0].country) if hosts else receiving[0].country if receiving else ""
        if not country:
            return []
        seat = next((each for each in self.places.seat(chunks) if each.country == country), None)
        where = seat or (receiving or [Target(country, None, head)])[0]
        return [(guest, where) for guest in guests]

    def _beside(self, scene: Scene, persons: list[tuple[int, Person]]) -> list[Visitor]:
        """The objects of receiving: beside the verb with only a place or a date between, or a list after a colon."""
        objects = [
            (chunk, person)
            for chunk, person in persons
            if "a" in person.features and ("n" not in person.features or chunk > scene.head)
        ]
        objects = [(chunk, person) for chunk, person in objects if self._is_beside(scene, chunk)]
        if objects:
            return self.subjects.coordinate(objects, scene.head)
        return self.subjects.listed(scene, "a") if self._many(scene) else []

    def _is_beside(self, scene: Scene, chunk: int) -> bool:
        """Whether no word stands between the verb and its object that could have the object for its complement."""
        between = range(min(chunk, scene.head) + 1, max(chunk, scene.head))
        return len(between) <= OBJECT and all(
            isinstance(self.document.mention(at), DateMention | Place | Party) or scene.is_a(at, "FUNC", "ALSO")
            for at in between
        )

    def _many(self, scene: Scene) -> bool:
        """Whether persons in the plural stand as the object, to be named after a colon: "приняла президентов: ..."."""
        mentions = (self.document.mention(chunk) for chunk in scene.chunks)
        return any(isinstance(each, Person) and "m" in each.features and "a" in each.features for each in mentions)

    def _met(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """A meeting in a named place: whoever is not at home there is on a visit."""
        seats = self.places.seat(scene.chunks)
        met: list[Visitor] = [
            (person, chunk)
            for chunk, person in self.subjects.persons(scene.chunks)
            if set("nig") & set(person.features)
        ]
        return [(visitor, seats[0]) for visitor in met] if seats and len(met) > 1 else []

    def _awaited(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Who is expected: "В Астане ждут Эрдогана", "Казахстан ждет с визитом короля Иордании"."""
        awaited: list[Visitor] = [
            (person, chunk) for chunk, person in self.subjects.persons(scene.chunks) if "a" in person.features
        ]
        visitors = awaited[:1] or self.subjects.pointed(scene.chunks, "ac")
        where = self.places.seat(scene.chunks) or self.places.goals(scene.chunks, scene.head)
        where = where or self.places.host(scene.chunks)
        return [(visitor, target) for visitor in visitors for target in where[:1]]

    def _invited(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Who is asked to come: the object of inviting, the subject of "приглашен"."""
        chunks = scene.chunks
        persons = self.subjects.persons(chunks)
        if set("SQ") & set(scene.form):
            asked: list[Visitor] = [(person, chunk) for chunk, person in persons if "n" in person.features]
        else:
            objects: list[Visitor] = [(person, chunk) for chunk, person in persons if "a" in person.features]
            objects.sort(key=lambda visitor: "n" in visitor[0].features)
            asked = objects[:1] or self.subjects.pointed(chunks, "ac") or self.subjects.colleague(chunks)
        hosts = [person for _, person in persons if asked and person.country != asked[0][0].country]
        return [(visitor, target) for visitor in asked for target in self._asked_to(scene, visitor[0], hosts)]

    def _by_invitation(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Who gets an invitation: who takes it, or to whom it is given."""
        persons = self.subjects.persons(scene.chunks)
        takers: list[Visitor] = [(person, chunk) for chunk, person in persons if "n" in person.features]
        given: list[Visitor] = [
            (person, chunk) for chunk, person in persons if "d" in person.features and "n" not in person.features
        ]
        if scene.has("ACCEPT", "GET"):
            visitors = takers[:1] or self.subjects.pointed(scene.chunks, "no") or self.subjects.of(scene)[:1]
        else:
            visitors = given[:1] or self.subjects.pointed(scene.chunks, "da") or self.subjects.antecedent(scene)
        hosts = [person for _, person in persons if visitors and person.country != visitors[0][0].country]
        return [(visitor, target) for visitor in visitors for target in self._asked_to(scene, visitor[0], hosts)]

    def _asked_to(self, scene: Scene, visitor: Person, hosts: list[Person]) -> list[Target]:
        """Where somebody is asked to: the place named, the host's country, that of the trip told of before, or home."""
        chunks, head = scene.chunks, scene.head
        named = self.places.objects(chunks, head) if scene.has("VISITV") else []
        named = named or self.places.goals([chunk for chunk in chunks if chunk > head] or chunks, head)
        if named or hosts:
            return named or [Target(str(hosts[0].country), None, head)]
        known = [trip.target for trip in scene.memory.trips if trip.person.country == visitor.country]
        home = self.discourse.focus.home(head)
        return known[:1] or ([Target(home, None, head)] if visitor.country != home else [])


# what in a clause shows that its subject makes the visit which a noun names
PREDICATES = ("MAKE", "GO", "VISITV", "STAY", "INTEND", "CANCEL", "POSSIBLE", "ARRANGE", "MEET", "ATTEND")
STAY_WITHIN = {"stay": 12, "be": 4}
