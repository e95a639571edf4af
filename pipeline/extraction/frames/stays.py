"""One clause about a stay abroad: who, where, when, in which rank, how certain."""

from dataclasses import dataclass, replace
from datetime import date

from pipeline.extraction.discourse.calendar import Period
from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.clauses import Clauses
from pipeline.extraction.frames.model import Span, Trigger
from pipeline.extraction.frames.places import Target
from pipeline.extraction.frames.scene import Memory, Scene, Trip
from pipeline.extraction.frames.travellers import Travellers
from pipeline.extraction.frames.when import When
from pipeline.extraction.mentions.model import Person, Place
from pipeline.extraction.nominative import nominative
from schemas.vocabulary import VisitKind, VisitStatus

KINDS = list(VisitKind)
# words that stand between a rank and its noun: "с официальным двухдневным визитом"
RANKED = 4


@dataclass(frozen=True, slots=True)
class Stay:
    """What one clause says of a visit; `moved` marks the new date of a visit put off, `news` is the day of its news."""

    visitor: str
    visitor_name: str
    visitor_country: str
    visitor_span: Span | None
    destination: str
    destination_span: Span | None
    city: str | None
    kind: VisitKind
    status: VisitStatus
    period: Period | None
    date_span: Span | None
    occasion: str | None
    hosts: tuple[str, ...]
    span: Span
    rule: str
    sentence: Sentence
    days: int | None
    until: date | None
    moved: bool = False
    news: Period | None = None


class StayReader:
    """Reads the clauses of one article in their order."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document = discourse.document
        self.travellers = Travellers(discourse)
        self.when = When(discourse)
        self.memory = Memory()

    def heading(self, sentence: Sentence) -> None:
        """Only where the event of the text takes place is taken from its headings; the body tells the rest again."""
        self._remember_event(sentence)

    def sentence(self, sentence: Sentence, triggers: list[Trigger]) -> list[Stay]:
        """The stays of which a sentence tells, trigger by trigger; the memory of them goes on to the next sentence."""
        stays: list[Stay] = []
        if triggers:
            clauses = Clauses(self.document, sentence)
            for trigger in triggers:
                scene = Scene(self.discourse, sentence, trigger, clauses.at(trigger.head), self.memory)
                stays.extend(self._read(scene))
        self._remember_event(sentence)
        return stays

    def _read(self, scene: Scene) -> list[Stay]:
        asked = scene.how in ("invite", "invitation", "see")
        if not asked and self._is_remote(scene):
            return []
        status = self._status(scene)
        trips = self.travellers.of(scene) if status else []
        if not trips or status is None:
            return []
        if trips[0].again and status is not VisitStatus.CANCELLED:
            status = self.memory.status
        self.memory.trips, self.memory.status = trips, status
        self.memory.sentence = scene.sentence.index
        return [stay for trip in trips for stay in self._stays(scene, trip, status)]

    def _is_remote(self, scene: Scene) -> bool:
        """Whether the clause tells of talks by telephone or video; what another subject does after it is not meant."""
        remote = self.document.values("REMOTE", scene.chunks[0], scene.chunks[-1] + 1)
        for chunk in [chunk for chunk, _ in remote if scene.holds(chunk)]:
            between = self.document.of_kind(Person, scene.head + 1, chunk)
            if not scene.after_subject or not any("n" in each.features for _, each in between):
                return True
        return False

    def _remember_event(self, sentence: Sentence) -> None:
        """Where the last event takes place, for those who are told to come to it in a later sentence."""
        if not self.document.has("OCCASION", sentence.first, sentence.end):
            return
        places, chunks = self.travellers.places, range(sentence.first, sentence.end)
        where = places.goals(chunks, sentence.first)
        pointed = where[0] if where else places.pointed(chunks, "") or self._dateline_place()
        if pointed:
            self.memory.event = pointed._replace(told=sentence.first)

    def _dateline_place(self) -> Target | None:
        """The place with which the text opens: "САМАРКАНД, 4 апреля"."""
        opening = next((each for each in self.document.sentences if not each.is_heading), None)
        place = isinstance(self.document.mention(opening.first), Place) if opening else False
        return self.travellers.places.at(opening.first) if opening and place else None

    def _stays(self, scene: Scene, trip: Trip, status: VisitStatus) -> list[Stay]:
        """The stay of a trip; a visit put off gives its old date and, if there is one, its new date."""
        new = self.when.put_off_to(scene) if status is VisitStatus.CANCELLED else None
        period, span = self.when.of(scene, status, without=new[1][0] if new else None)
        if period is None and status is not VisitStatus.INVITED:
            period, span = self.when.at(trip.target, scene, status)
        if status is VisitStatus.HELD and self.when.is_ahead(period, span) and not self._is_past(scene):
            status = VisitStatus.PLANNED
        if period is not None and status is VisitStatus.HELD:
            period = self.when.ended(scene, period, self.when.length(scene))
        stay = self._stay(scene, trip, status, period, span)
        if new is None:
            return [stay]
        moved = replace(stay, status=VisitStatus.PLANNED, period=new[0], date_span=new[1], moved=True)
        return [stay, moved]

    def _stay(
        self, scene: Scene, trip: Trip, status: VisitStatus, period: Period | None, date_span: Span | None
    ) -> Stay:
        person, chunk, target = trip.person, trip.chunk, trip.target
        shown = [chunk, target.chunk, scene.head, date_span[0] if date_span else None]
        inside = [each for each in shown if each is not None and scene.sentence.first <= each < scene.sentence.end]
        name = self._name(person)
        return Stay(
            person.known or name or str(person.country),
            name,
            str(person.country),
            (chunk, chunk + 1) if chunk is not None else None,
            target.country,
            (target.chunk, target.chunk + 1),
            target.city,
            self._kind(scene),
            status,
            period,
            date_span,
            self._occasion(scene),
            self._hosts(scene, person, target),
            (min(inside), max(inside) + 1),
            scene.trigger.rule.id,
            scene.sentence,
            self.when.length(scene),
            self.when.until(scene),
            news=self.when.told_next(scene) or self.when.news(scene) if status is VisitStatus.HELD else None,
        )

    def _name(self, person: Person) -> str:
        if person.known or not person.name:
            return person.name or ""
        return nominative(person.name, person.features)

    def _kind(self, scene: Scene) -> VisitKind:
        """The rank that the clause's own noun carries: an adjective before it, or "носит официальный характер"."""
        ranks: list[VisitKind] = []
        for chunk in scene.those("VISITN"):
            ranks.append(VisitKind(self.document.value(chunk, "VISITN") or VisitKind.UNSPECIFIED))
            beside = [*range(max(chunk - RANKED, scene.sentence.first), chunk), chunk + 2]
            beside = [at for at in beside if scene.is_a(at, "VISITKIND")]
            ranks.extend(VisitKind(self.document.value(at, "VISITKIND") or "") for at in beside)
        return min(ranks, key=KINDS.index, default=VisitKind.UNSPECIFIED)

    def _status(self, scene: Scene) -> VisitStatus | None:
        """How certain the clause is of the visit; None where it denies that there ever was one."""
        refused = self._negated(scene)
        if scene.has("CANCEL") or (refused and scene.how in ("go", "object", "attend", "noun")):
            return VisitStatus.CANCELLED
        if refused:
            return None
        if scene.how in ("invite", "invitation", "see"):
            accepted = scene.has("ACCEPT") and scene.how == "invitation"
            return VisitStatus.PLANNED if accepted else VisitStatus.INVITED
        if self._is_told_after(scene):
            return VisitStatus.HELD
        if scene.has("POSSIBLE") or self._is_asked(scene):
            return VisitStatus.INVITED
        if scene.trigger.setting("status"):
            return VisitStatus(scene.trigger.setting("status"))
        confirmed = scene.how == "attend" and "P" not in scene.form and scene.has("ARRANGE")
        if "F" in self._forms(scene) or scene.has("INTEND") or self._is_coming(scene) or self._is_arranged(scene):
            return VisitStatus.PLANNED
        if confirmed or (scene.how == "noun" and scene.has("AGREED")):
            return VisitStatus.PLANNED
        return VisitStatus.HELD

    def _forms(self, scene: Scene) -> str:
        """The forms of the verb that says whether the visit has been: its own, or "состоится" beside a noun."""
        if scene.how != "noun":
            return scene.form
        names = ("MAKE", "GO", "VISITV", "ARRANGE")
        return "".join(self.document.features(chunk, name) for chunk in scene.those(*names) for name in names)

    def _is_past(self, scene: Scene) -> bool:
        return scene.is_past and scene.how != "noun"

    def _is_coming(self, scene: Scene) -> bool:
        """Whether a word before the noun sets the visit ahead: "предстоящий визит", "подготовка к визиту"."""
        before = range(max(scene.sentence.first, scene.head - RANKED), scene.head)
        return scene.how == "noun" and any(scene.is_a(chunk, "NEXT", "AHEADOF") for chunk in before)

    def _is_arranged(self, scene: Scene) -> bool:
        """Whether the noun is what somebody confirms, announces or prepares: "Кремль подтвердил визит"."""
        if scene.how != "noun" or any(scene.is_a(at, "DURING", "OUTCOME") for at in range(scene.head - 3, scene.head)):
            return False
        return any(chunk < scene.head for chunk in scene.those("ARRANGE"))

    def _is_told_after(self, scene: Scene) -> bool:
        """Whether somebody has said something on or after the visit: "сообщил министр по итогам визита в Рим"."""
        during = any(scene.is_a(scene.head - step, "DURING", "OUTCOME") for step in (1, 2))
        said = (chunk for chunk in scene.those("SAY") if "P" in self.document.features(chunk, "SAY"))
        return scene.how == "noun" and during and any(chunk < scene.head for chunk in said)

    def _is_asked(self, scene: Scene) -> bool:
        """Whether an open question stands behind the verb: "приедет ли"."""
        return self.document.mention(scene.head + 1) is None and self.document.key(scene.head + 1) == "ли"

    def _negated(self, scene: Scene) -> bool:
        """Whether the verb of the visit is denied: "не приедет", "визит так и не состоялся", "не стал посещать"."""
        verbs = [scene.head] if scene.how != "noun" else scene.those("MAKE")
        reach = 2 if "I" in scene.form else 1
        return any(
            scene.is_a(chunk, "NOTWORD", "FAILED")
            for verb in verbs
            for chunk in range(max(verb - reach, scene.sentence.first), verb)
        )

    def _occasion(self, scene: Scene) -> str | None:
        chunk = next(iter(scene.those("OCCASION")), None)
        if chunk is None:
            return None
        end = chunk + 1
        while end in self._inside(scene) and self.document.key(end) not in STOPS:
            end += 1
        return self.document.words(chunk, end)

    def _inside(self, scene: Scene) -> range:
        return range(scene.sentence.first, scene.sentence.end)

    def _hosts(self, scene: Scene, visitor: Person, target: Target) -> tuple[str, ...]:
        """Heads of the receiving country in the sentence."""
        persons = self.travellers.subjects.persons(scene.near)
        names = [self._name(each) for _, each in persons if each.country == target.country]
        return tuple(dict.fromkeys(name for name in names if name and name != visitor.name))


STOPS = {",", ".", ";", ":", "–", "(", ")", "»", "\n"}
