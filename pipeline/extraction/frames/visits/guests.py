"""Who is received, met, expected or asked to come, and where: the guests of a clause and their hosts.

Who goes of his own accord is read in `travellers`.
"""

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.frames.visits.owners import POSSESSIVES
from pipeline.extraction.frames.visits.places import Places, Target
from pipeline.extraction.frames.visits.scene import Scene, Visitor
from pipeline.extraction.frames.visits.subjects import Subjects
from pipeline.extraction.mentions.model import DateMention, Party, Person, Place
from schemas.vocabulary import VisitStatus

# an object stands beside its verb; what stands further completes another noun
OBJECT = 6

# who is asked, where a relative clause tells of the asking
WHOM = {"которого", "которую", "которых"}


class Guests:
    """Reads guests and hosts, for clauses of one article."""

    def __init__(self, discourse: Discourse, places: Places, subjects: Subjects) -> None:
        self.discourse = discourse
        self.document = discourse.document
        self.places = places
        self.subjects = subjects

    def received(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """In "X принял Y" the guest is in the host's country, unless a place says otherwise."""
        chunks, head = scene.chunks, scene.head
        if scene.has("INVITATION"):
            return []
        persons = self.subjects.persons(chunks)
        if "S" in scene.form and "R" not in scene.form:  # "приветствуем" is both
            guests: list[Visitor] = [(person, chunk) for chunk, person in persons if "n" in person.features]
            hosts = [person for _, person in persons if "i" in person.features and "n" not in person.features]
        else:
            guests = self._beside(scene, persons) or self.subjects.pointed(chunks, "ac")
            guests = guests or self.subjects.delegations.led(scene, chunks)
            hosts = [
                person for chunk, person in persons if "n" in person.features and chunk not in {at for _, at in guests}
            ]
        receiving = self.places.host(chunks)
        country = str(hosts[0].country or "") if hosts else receiving[0].country if receiving else ""
        seats = self.places.seat(chunks)
        if not country and seats and (hosts or "m" in scene.form):
            # "премьера приняли в Кремле", "король принял Токаева в Лондоне", of whatever country the king is
            country = seats[0].country
        if not country:
            return []
        seat = next((each for each in seats if each.country == country), None)
        event = scene.memory.event
        on = event if event and event.country == country and scene.is_on(event) else None
        where = seat or on or (Target(country, None, head) if hosts else receiving[0])
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
            isinstance(self.document.mention(at), DateMention | Place | Party)
            or scene.is_a(at, "FUNC", "ALSO", "VENUE")
            or scene.is_a(at - 1, "VENUE")  # "в аэропорту «Манас»", "у трапа самолета"
            or self._hosting(at)
            for at in between
        )

    def _hosting(self, chunk: int) -> bool:
        """Whether who receives is named at a chunk: "президента король принял"."""
        mention = self.document.mention(chunk)
        return isinstance(mention, Person) and "n" in mention.features

    def _many(self, scene: Scene) -> bool:
        """Whether persons in the plural stand as the object, to be named after a colon: "приняла президентов: ..."."""
        persons = self.document.of_kind(Person, scene.chunks[0], scene.chunks[-1] + 1)
        named = (each.features for chunk, each in persons if scene.holds(chunk))
        return any("m" in features and "a" in features for features in named)

    def met(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """A meeting in a named place: whoever is not at home there is on a visit."""
        seats = self.places.seat(scene.chunks)
        # whom a noun names stands behind it: "из-за переговоров с Макроном перенёс встречу с Путиным"
        after = scene.head if scene.is_a(scene.head, "TALKS") else scene.chunks[0]
        met: list[Visitor] = [
            (person, chunk)
            for chunk, person in self.subjects.persons(scene.chunks)
            if "n" in person.features
            or (set("ig") & set(person.features) and (chunk >= after or self.document.key(chunk - 1) == "у"))
        ]
        if not any("n" in person.features for person, _ in met):
            whose = [each for each in self.subjects.owners.whose(scene) if each]
            met += whose or self.subjects.pointed(scene.chunks, "no") or self._already_there(scene, seats)
        once: dict[object, Visitor] = {}
        for person, chunk in met:
            once.setdefault((person.known or person.name or chunk, person.country), (person, chunk))
        return [(visitor, seats[0]) for visitor in once.values()] if seats and len(met) > 1 else []

    def _already_there(self, scene: Scene, seats: list[Target]) -> list[Visitor]:
        """Who is on the visit told of before, for "В Риме запланирована встреча с премьером Италии"."""
        trips = scene.memory.trips if scene.is_recent and seats else []
        return [(trip.person, None) for trip in trips[:1] if trip.target.country == seats[0].country]

    def awaited(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Who is expected: "В Астане ждут Эрдогана", "Казахстан ждет с визитом короля Иордании"."""
        awaited: list[Visitor] = [
            (person, chunk) for chunk, person in self.subjects.persons(scene.chunks) if "a" in person.features
        ]
        visitors = awaited[:1] or self.subjects.pointed(scene.chunks, "ac")
        where = self.places.goals(scene.chunks, scene.head)
        where = where or self.places.host(scene.chunks)
        pointed = self.places.pointed(scene.chunks, str(visitors[0][0].country)) if visitors and not where else None
        where = where or ([pointed] if pointed else [])
        return [(visitor, target) for visitor in visitors for target in where]

    def invited(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Who is asked to come: the object of inviting, the subject of "приглашен"."""
        chunks = scene.chunks
        persons = self.subjects.persons(chunks)
        if set("SQ") & set(scene.form):
            asked: list[Visitor] = [(person, chunk) for chunk, person in persons if "n" in person.features]
        else:
            objects: list[Visitor] = [(person, chunk) for chunk, person in persons if "a" in person.features]
            sure = [(chunk, person) for person, chunk in objects if chunk is not None and "n" not in person.features]
            both = self.subjects.coordinate(sure, scene.head) if sure else objects[:1]
            asked = both or self.subjects.pointed(chunks, "ac") or self.subjects.colleague(chunks)
            if scene.clause.outer is not None and WHOM & {
                self.document.key(chunk) for chunk in scene.clause.chunks[:2]
            }:
                asked = self.subjects.antecedent(scene)  # "Мерц, которого Токаев звал приехать"
        hosts = [person for _, person in persons if asked and person.country != asked[0][0].country]
        return [(visitor, target) for visitor in asked for target in self._asked_to(scene, visitor[0], hosts)]

    def wished(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Whom somebody would like to see at a place that the sentence names: "будет рад видеть его в Астане"."""
        after = range(scene.head + 1, scene.near.stop)
        goals = self.places.goals(after, scene.head)
        objects: list[Visitor] = [
            (person, chunk) for chunk, person in self.subjects.persons(after) if "a" in person.features
        ]
        sure = [(chunk, person) for person, chunk in objects if chunk is not None]
        asked = self.subjects.coordinate(sure, scene.head) if sure else self.subjects.pointed(scene.chunks, "ac")
        asked = asked or self.subjects.colleague(scene.chunks)
        return [(visitor, goal) for visitor in asked for goal in goals[:1]]

    def by_invitation(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Who gets an invitation: who takes it, or to whom it is given."""
        persons = self.subjects.persons(scene.chunks)
        takers: list[Visitor] = [(person, chunk) for chunk, person in persons if "n" in person.features]
        given: list[Visitor] = [
            (person, chunk) for chunk, person in persons if "d" in person.features and "n" not in person.features
        ]
        taken = scene.has("ACCEPT", "GET")
        if taken and not takers and scene.is_recent and scene.memory.status is VisitStatus.INVITED:
            return [((trip.person, None), trip.target) for trip in scene.memory.trips]
        if taken:
            visitors = takers[:1] or self.subjects.pointed(scene.chunks, "no") or self.subjects.of(scene)[:1]
        else:
            visitors = given[:1] or self.subjects.pointed(scene.chunks, "da") or self.subjects.antecedent(scene)
        hosts = [person for _, person in persons if visitors and person.country != visitors[0][0].country]
        return [(visitor, target) for visitor in visitors for target in self._asked_to(scene, visitor[0], hosts)]

    def _asked_to(self, scene: Scene, visitor: Person, hosts: list[Person]) -> list[Target]:
        """Where somebody is asked to: the place named, the host's country, that of the trip told of before, or home."""
        chunks, head = scene.chunks, scene.head
        visiting = scene.those("VISITV")
        named = self.places.objects(chunks, visiting[-1]) if visiting else []
        named = named or self.places.goals([chunk for chunk in chunks if chunk > head] or chunks, head)
        if named and hosts and self.document.key(named[0].chunk - 1) in POSSESSIVES:
            named = []  # "пригласил посетить его страну"
        if named or hosts:
            return named or [Target(str(hosts[0].country), None, head)]
        known = [trip.target for trip in scene.memory.trips if trip.person.country == visitor.country]
        home = self.discourse.focus.home(head)
        return known[:1] or ([Target(home, None, head)] if visitor.country != home else [])
