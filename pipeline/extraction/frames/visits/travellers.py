"""Who goes where in one clause: heads of delegation and the places they go to, stay at, or are asked to.

When, in which rank and how certain is read in `stays`; which places a clause names in `places`.
"""

import re

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.frames.visits.guests import Guests
from pipeline.extraction.frames.visits.places import Places, Target
from pipeline.extraction.frames.visits.scene import Scene, Trip, Visitor
from pipeline.extraction.frames.visits.subjects import Subjects
from pipeline.extraction.frames.visits.unnamed import is_described, is_pointing, names_unknown
from pipeline.extraction.mentions.model import Party, Person


class Travellers:
    """Reads who goes where, for clauses of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document = discourse.document
        self.places = Places(discourse)
        self.subjects = Subjects(discourse)
        self.guests = Guests(discourse, self.places, self.subjects)

    def of(self, scene: Scene) -> list[Trip]:
        """The trips of which a trigger tells: each traveller with each place, travels at home left out."""
        again = self._again(scene)
        if again or scene.how == "again":
            return again
        match scene.how:
            case "receive":
                pairs = self.guests.received(scene)
            case "meet":
                pairs = self.guests.met(scene)
            case "invite":
                pairs = self.guests.invited(scene)
            case "see":
                pairs = self.guests.wished(scene)
            case "invitation":
                pairs = self.guests.by_invitation(scene)
            case "await":
                pairs = self.guests.awaited(scene)
            case "noun":
                pairs = self._by_noun(scene)
            case "gap":
                pairs = self._gapped(scene)
            case _:
                pairs = self._gone(scene)
        return [
            Trip(person, chunk, target)
            for (person, chunk), target in pairs
            if person.country
            and person.country != target.country
            and (person.country, target.country) != EU_HOME
            # whom only a list of countries gives signs somewhere, which does not tell who has come
            and not (scene.how == "act" and chunk is not None and not isinstance(self.document.mention(chunk), Person))
        ]

    def _gone(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """Verbs of going, visiting, staying and taking part."""
        asking = [at for at in scene.those("INVITATION") if self.document.key(at - 1) != "по"]
        if "I" in scene.form and (scene.has("INVITE") or asking):
            return []
        visitors = self.subjects.of(scene)
        led = [(visitor, target) for visitor in visitors for target in self._goals(scene, visitor[0])]
        # of several who gather somewhere the country of none of them is where they come to, unless it is named
        own = {str(person.country) for person, _ in visitors} if len(visitors) > 1 else set()
        named = {chunk for _, target in led if (chunk := target.chunk) != scene.head}
        return [each for each in led if each[1].country not in own or each[1].chunk in named]

    def _goals(self, scene: Scene, visitor: Person) -> list[Target]:
        chunks, head, how = scene.chunks, scene.head, scene.how
        if how == "return":
            return self.places.origins(chunks)
        if how == "act":
            return [goal for goal in self.places.seat(chunks) if goal.city or abs(goal.chunk - head) <= NEXT_TO]
        objects = self.places.objects(chunks, head) if how == "object" else []
        named = objects or self.places.goals(chunks, head)
        goals = self._meant(scene, visitor, named)
        unclear = bool(named) and not goals
        unclear = unclear or (how == "be" and self._is_helping(scene))
        if unclear or (how == "stay" and self._is_held(scene)):
            return []
        if how in ("stay", "be"):
            within = STAY_WITHIN["stay" if scene.has("OCCASION") else how]
            unclear = bool(goals) and all(abs(goal.chunk - head) > within for goal in goals)
            if unclear:
                return []
        if how == "attend" and goals and not (scene.has("OCCASION", "THEREIN") or any(goal.city for goal in goals)):
            return []
        own = str(visitor.country)
        goals = goals or (self._to_host(scene) if how == "go" else [])
        pointed = None if goals else self.places.pointed(chunks, own)
        if goals or pointed:
            return goals or ([pointed] if pointed else [])
        return [] if names_unknown(self.document, chunks) else self._left_out(scene, visitor)

    def _is_helping(self, scene: Scene) -> bool:
        """Whether "was" only helps another verb: "был вызван в Вашингтон", "должен был встретиться"."""
        if self.document.key(scene.head - 1) in DUTY:
            return True
        return bool(PASSIVE.search(self.document.key(scene.head + 1)))

    def _is_held(self, scene: Scene) -> bool:
        """Whether something is to be held and no time spent: "проведёт в Риме вторую встречу"."""
        if "F" not in scene.form or not scene.is_a(scene.head, "HOLD"):
            return False
        events = scene.those("OCCASION")
        return scene.has("TALKS") or any(self.document.key(at - 1) not in ("на", "в") for at in events)

    def _meant(self, scene: Scene, visitor: Person, goals: list[Target]) -> list[Target]:
        """Goals, with "в страну" as the country of who invites or of the traveller's last trip; or else it is home."""
        own = bool(goals) and goals[0].country == visitor.country
        if not goals or not is_pointing(self.document, goals[0].chunk, own=own):
            return goals
        known = [trip.target for trip in scene.memory.trips if scene.is_recent and _same(trip.person, visitor)]
        meant = self._inviting(scene) or known[:1]
        return meant or ([] if is_described(self.document, goals[0].chunk) else goals)

    def _inviting(self, scene: Scene) -> list[Target]:
        """The country of the person at whose invitation somebody comes: "по приглашению президента России"."""
        for chunk in scene.those("INVITATION"):
            for at, host in self.subjects.persons(list(range(chunk + 1, min(chunk + INVITER, scene.sentence.end)))):
                if "g" in host.features and self.document.key(chunk - 1) == "по":
                    return [Target(str(host.country), None, at)]
        return []

    def _to_host(self, scene: Scene) -> list[Target]:
        """The country of the person to whom somebody goes: "к Ильхаму Алиеву приехали"."""
        for chunk, person in self.subjects.persons(scene.chunks):
            if "d" in person.features and self.document.key(chunk - 1) in ("к", "ко"):
                event, country = scene.memory.event, str(person.country)
                on = event is not None and event.country == country and scene.is_on(event)
                return [event] if event and on else [Target(country, None, chunk)]
        return []

    def _left_out(self, scene: Scene, visitor: Person) -> list[Target]:
        """Where a clause leads that does not say: the trip or event told of just before, or the last place."""
        how, own, event = scene.how, str(visitor.country), scene.memory.event
        known = [trip.target for trip in scene.memory.trips if scene.is_recent]
        if how == "attend" and set("ngdaip") & set(scene.form) and not scene.has(*EVENTS):
            return []  # "предприятия с его участием"
        if how == "be" or (how == "attend" and scene.has("ARRANGE", "TOO")):
            with_them = how == "attend" or scene.has("TOO")
            return (known[:1] or ([event] if event else [])) if with_them else []
        if how in ("attend", "go") and scene.has("OCCASION"):
            # "примет участие в саммите, который пройдет в Будапеште"
            held = self.places.cities(range(scene.head + 1, scene.sentence.end)) or self._told_next(scene)
            if held:
                return held[:1]
        to_event = how != "object" and scene.has("OCCASION", "THEREIN")
        if event and (to_event or (how == "attend" and scene.is_on(event))):
            return [event]
        if how == "lead" and event:
            return [event]
        if how != "go":
            return []
        same = [trip.target for trip in scene.memory.trips if scene.is_recent and trip.person.known == visitor.known]
        outer = self.places.goals(scene.clause.outer.around(scene.head), scene.head) if scene.clause.outer else []
        with_others = [target for target in known[:1] if target.country != own]
        return same[:1] or outer or with_others or self._last_place(scene, own)

    def _told_next(self, scene: Scene) -> list[Target]:
        """Where the event is by the next sentence: "Заседание пройдёт в Минске"."""
        for after in self.document.sentences[scene.sentence.index + 1 : scene.sentence.index + 2]:
            beside = range(after.first, min(after.first + OPENING, after.end))
            if after.paragraph == scene.sentence.paragraph and any(scene.is_a(at, "OCCASION") for at in beside):
                return self.places.cities(range(after.first, after.end))
        return []

    def _last_place(self, scene: Scene, own: str) -> list[Target]:
        """The place named just before; a guest comes home if none was, one's own head to the last place of the text."""
        before, home = self.places.before(scene.head, own), self.discourse.focus.home(scene.head)
        near = before is not None and scene.sentence.index - self.document.sentence_at(before.chunk).index <= 1
        if before is None or (not near and own != home):
            told = home == self.document.voice or self.places.names(home)
            told = told and not scene.has("THEREIN")  # "на него прибудут": to an event whose place is not told
            return [Target(home, None, scene.head)] if own != home and told else []
        return [before]

    def _by_noun(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """A visit by its noun: whose it is, and where; what it leaves out is that of the visit told of before."""
        owner, is_low = self.subjects.owners.of(scene)
        if is_low:
            return []
        verbal = scene.has(*PREDICATES) or scene.is_a(scene.head - 1, "DURING") or scene.is_a(scene.head - 2, "DURING")
        visitors = [owner] if owner else self.subjects.of(scene) if verbal else []
        known = [trip for trip in scene.memory.trips if not owner or _same(trip.person, owner[0])]
        if not visitors and verbal and scene.memory.sentence == scene.sentence.index:
            visitors = [(trip.person, None) for trip in known[:1]]
        if not visitors:
            return []
        goals = self.places.goals(scene.chunks, scene.head)
        visiting = scene.those("VISITV")
        if not goals and visiting:
            goals = self.places.objects(scene.chunks, visiting[-1])
        if not goals and AROUND.match(f"{self.document.key(scene.head + 1)} {self.document.key(scene.head + 2)}"):
            return []
        own = str(visitors[0][0].country)
        named, goals = goals, self._meant(scene, visitors[0][0], goals)
        if named and not goals:
            return []
        pointed = None if goals else self.places.pointed(scene.chunks, own)
        if not goals and pointed is None and known:
            goals = [known[0].target]
        home = self.discourse.focus.home(scene.head)
        if not goals and pointed is None and scene.has("TOO") and scene.is_recent:
            goals = [trip.target for trip in scene.memory.trips[:1]]  # "ожидается также прибытие Си Цзиньпина"
        if not goals and pointed is None and verbal and own != home:
            ours = any(trip.person.country == home for trip in scene.memory.trips)
            # where our own went is not where another's visit leads
            goals = [Target(home, None, scene.head)] if ours else self._last_place(scene, own)
        return [(visitor, goal) for visitor in visitors for goal in goals or ([pointed] if pointed else [])]

    def _again(self, scene: Scene) -> list[Trip]:
        """The trips told of before, where a clause speaks of them again: "визит продлился", "его перенесли"."""
        since = scene.sentence.index - scene.memory.sentence
        if scene.how == "again":
            return [trip._replace(again=True) for trip in scene.memory.trips] if since <= 1 else []
        if scene.how != "noun" or since > 3 or self.places.goals(scene.chunks, scene.head):
            return []
        owner, is_low = self.subjects.owners.of(scene)
        head, document = scene.head, self.document
        ranked = scene.is_a(head - 1, "VISITKIND") or scene.is_a(head - 1, "DURING")
        named = "n" in document.features(head, "VISITN") or ranked or scene.has("CANCEL")
        known = [trip for trip in scene.memory.trips if not owner or _same(trip.person, owner[0])]
        if self.document.key(head - 1).startswith(RETURNED):
            return []  # "ответный визит" is never the one told of
        if is_low or not named or (not owner and self.subjects.anybody(scene.chunks)):
            return []
        return [trip._replace(again=True) for trip in known]

    def _gapped(self, scene: Scene) -> list[tuple[Visitor, Target]]:
        """In "20 ноября он посетит Казахстан, 21 ноября – Кыргызстан" the traveller is that of the part before."""
        if scene.memory.sentence != scene.sentence.index:
            return []
        trips, mention = scene.memory.trips[:1], self.document.mention(scene.head)
        if isinstance(mention, Person):
            return [((mention, scene.head), trip.target) for trip in trips if self.discourse.people.heads(mention)]
        target = self.places.at(scene.head)
        if isinstance(mention, Party) and mention.role == "adjective":
            target = Target(mention.party, None, scene.head)
        return [((trip.person, trip.chunk), target) for trip in trips if target]


def _same(known: Person, named: Person) -> bool:
    """Whether two mentions are of one person, as far as they say."""
    return known.country == named.country and (known.known == named.known or not named.name)


# what in a clause shows that its subject makes the visit which a noun names
PREDICATES = (
    "MAKE",
    "GO",
    "VISITV",
    "STAY",
    "INTEND",
    "CANCEL",
    "POSSIBLE",
    "ARRANGE",
    "MEET",
    "ATTEND",
    "BE",
    "AGREED",
)
# a country so near a verb is where something is done: "подписал в Эмиратах"
NEXT_TO = 2
# beside a noun of taking part these tell that it is in an event
EVENTS = ("OCCASION", "THEREIN", "ARRANGE", "MAKE", "INTEND", "TOO", "GO", "POSSIBLE", "AGREED")
STAY_WITHIN = {"stay": 12, "be": 4}
# what "was" helps: "вызван", "избрана", "открыты"
PASSIVE = re.compile(r".{3}(?:[аеёяо]н|ыт|ят|ут)[аоы]?$")
# so near the beginning of a sentence stands the event it tells of
OPENING = 3
# a visit in return
RETURNED = "ответн"
# whose seat is in that country
EU_HOME = ("EU", "BEL")
# what a journey around one's own land goes through: "поездка по регионам"
AROUND = re.compile("по (?:стран|регион|област|город|район|республик|провинци|воинск|избирательн|местам)")
# before "was" they go with another verb
DUTY = {"должен", "должна", "должны"}
# so near behind an invitation is named whose it is
INVITER = 5
