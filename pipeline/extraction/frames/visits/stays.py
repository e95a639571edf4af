"""One clause about a stay abroad: who, where, when, in which rank, how certain."""

from dataclasses import dataclass, replace
from datetime import date

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.document import Sentence
from pipeline.extraction.forms import within
from pipeline.extraction.frames.model import Span, Trigger
from pipeline.extraction.frames.visits.certainty import (
    RANKED,
    begins,
    is_during,
    is_going,
    status_of,
    was_intended,
    was_made,
)
from pipeline.extraction.frames.visits.clauses import Clauses
from pipeline.extraction.frames.visits.places import Target
from pipeline.extraction.frames.visits.scene import Memory, Scene, Trip
from pipeline.extraction.frames.visits.travellers import Travellers
from pipeline.extraction.frames.visits.when import When
from pipeline.extraction.mentions.model import Person, Place
from pipeline.extraction.nominative import nominative
from schemas.vocabulary import VisitKind, VisitStatus

KINDS = list(VisitKind)


@dataclass(frozen=True, slots=True)
class Stay:
    """What one clause says of a visit.

    `moved` marks the new date of a visit put off, `arrives` a stay that is told as it begins or goes on, `within` what
    is done in the course of one, `once_planned` one that was to be made at some time, `going` one that is told in the
    present ("едет", "отправляется"), begun or not, `ahead` one whose date is to come, `sent` one of which only the
    dateline gives the day; `news` is the day of its news.
    """

    visitor: str
    visitor_name: str
    visitor_country: str
    office: str
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
    arrives: bool = False
    within: bool = False
    once_planned: bool = False
    going: bool = False
    ahead: bool = False
    sent: bool = False
    news: Period | None = None


class StayReader:
    """Reads the clauses of one article in their order."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document = discourse.document
        self.travellers = Travellers(discourse)
        self.when = When(discourse)
        self.memory = Memory()
        self.ranks: dict[int, VisitKind] = {}

    def heading(self, sentence: Sentence) -> None:
        """Only where the event of the text takes place is taken from its headings; the body tells the rest again."""
        self._remember_event(sentence)

    def sentence(self, sentence: Sentence, triggers: list[Trigger]) -> list[Stay]:
        """The stays of which a sentence tells, trigger by trigger; the memory of them goes on to the next sentence."""
        stays: list[Stay] = []
        if triggers:
            clauses = Clauses(self.document, sentence)
            lists = [each for each in triggers if each.setting("how") == "gap"]
            gapped = {chunk for each in lists for chunk in range(each.start, each.end)}
            for trigger in triggers:
                scene = Scene(self.discourse, sentence, trigger, clauses.at(trigger.head), self.memory, gapped)
                stays.extend(self._read(scene))
        self._remember_event(sentence)
        return stays

    def _read(self, scene: Scene) -> list[Stay]:
        asked = scene.how in ("invite", "invitation", "see")
        if not asked and self._is_remote(scene):
            return []
        status = status_of(scene)
        trips = self.travellers.of(scene) if status else []
        if not trips or status is None:
            return []
        if trips[0].again and status is not VisitStatus.CANCELLED:
            status = self.memory.status
        self.memory.trips, self.memory.status = trips, status
        self.memory.sentence = scene.sentence.index
        if status is VisitStatus.HELD:
            self.travellers.places.visited = scene.sentence.index, trips[0].target.country
        return [stay for trip in trips for stay in self._stays(scene, trip, status)]

    def _is_remote(self, scene: Scene) -> bool:
        """Whether the clause tells of talks by telephone or video; what another subject does after it is not meant."""
        remote = self.document.values("REMOTE", scene.chunks[0], scene.chunks[-1] + 1)
        for chunk in [chunk for chunk, _ in remote if scene.holds(chunk)]:
            between = self.document.of_kind(Person, scene.head + 1, chunk)
            if not scene.after_subject or not any("n" in each.features for _, each in between):
                return True
        return scene.how == "attend" and self._is_held_remotely(scene)

    def _is_held_remotely(self, scene: Scene) -> bool:
        """Whether the event attended is one by video: "примет участие в саммите, который пройдёт по видеосвязи"."""
        end = scene.sentence.end
        which = next(iter(within(self.document.forms.holding("котор"), scene.head, end)), None)
        return which is not None and self.document.has("REMOTE", which, min(which + SAID_OF_IT, end))

    def _remember_event(self, sentence: Sentence) -> None:
        """Where the last event takes place, for those who are told to come to it in a later sentence."""
        if not self.document.has("OCCASION", sentence.first, sentence.end):
            return
        places, chunks = self.travellers.places, range(sentence.first, sentence.end)
        hosting = self.document.has("RECEIVE", sentence.first, sentence.end)
        where = places.goals(chunks, sentence.first) or (places.host(chunks) if hosting else [])
        if not where and self.document.has("REMOTE", sentence.first, sentence.end):
            self.memory.event = None
            return
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
        if status is VisitStatus.HELD and self.when.is_ahead(period, span) and not was_made(scene):
            status = VisitStatus.PLANNED
        if period is not None and status is VisitStatus.HELD:
            period = self.when.ended(scene, period, self.when.length(scene))
        if new and period and span:
            period = self.when.put_off_from(period, span[0], new[0])
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
            self._office(person),
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
            within=is_during(scene) or (scene.how == "meet" and chunk is None),
            once_planned=status is VisitStatus.PLANNED and was_intended(scene),
            arrives=status is VisitStatus.HELD and begins(scene),
            going=period is None and is_going(scene),
            ahead=self.when.is_ahead(period, date_span),
            sent=date_span is not None and date_span[0] in self.document.datelines,
            news=self.when.told_next(scene) or self.when.news(scene) if status is VisitStatus.HELD else None,
        )

    def _name(self, person: Person) -> str:
        if person.known or not person.name:
            return person.name or ""
        return nominative(person.name, person.features)

    def _office(self, person: Person) -> str:
        """The office that is named with a person, or the registry's one."""
        held = self.discourse.people.offices.get(str(person.known)) or ()
        return person.office or next(iter(sorted(held)), "")

    def _kind(self, scene: Scene) -> VisitKind:
        """The rank that the clause's own noun carries: an adjective before it, or "носит официальный характер"."""
        nouns = [at for at in scene.those("VISITN") if at == scene.head or not self._is_ended(scene, at)]
        ranks = (self._rank(chunk, scene.sentence) for chunk in nouns)
        return min(ranks, key=KINDS.index, default=VisitKind.UNSPECIFIED)

    def _is_ended(self, scene: Scene, noun: int) -> bool:
        """Whether a visit is the one before this: "завершил официальный визит в Рим и направился в Париж"."""
        before = range(max(noun - RANKED, scene.sentence.first), noun)
        return scene.how == "go" and noun < scene.head and any(scene.is_a(at, "FINISH") for at in before)

    def _rank(self, chunk: int, sentence: Sentence) -> VisitKind:
        if chunk not in self.ranks:
            ranks = [self.document.value(chunk, "VISITN") or VisitKind.UNSPECIFIED]
            beside = self.document.values("VISITKIND", max(chunk - RANKED, sentence.first), chunk + 3)
            near = (
                value for at, value in beside if (at < chunk or at == chunk + 2) and self.document.mention(at) is None
            )
            self.ranks[chunk] = min(map(VisitKind, [*ranks, *near]), key=KINDS.index)
        return self.ranks[chunk]

    def _occasion(self, scene: Scene) -> str | None:
        chunk = next(iter(scene.those("OCCASION")), None)
        if chunk is None:
            return None
        end = chunk + 1
        while end < scene.sentence.end and not self._ends(end):
            end += 1
            if isinstance(self.document.mention(end - 1), Place):
                break
        return self.document.words(chunk, end)

    def _ends(self, chunk: int) -> bool:
        """Whether the name of an event is over: at a mark, at who comes there, at the verb of the clause."""
        mention = self.document.mention(chunk)
        comes = isinstance(mention, Person) and "n" in mention.features
        acts = any(set(features) & set("PRF") for _, features in self.document.words_as[chunk].values())
        return comes or acts or self.document.key(chunk) in STOPS

    def _hosts(self, scene: Scene, visitor: Person, target: Target) -> tuple[str, ...]:
        """Heads of the receiving country in the sentence."""
        persons = self.travellers.subjects.persons(scene.near)
        names = [self._name(each) for _, each in persons if each.country == target.country]
        return tuple(dict.fromkeys(name for name in names if name and name != visitor.name))


# so near behind "который" stands how an event is held
SAID_OF_IT = 8
STOPS = {",", ".", ";", ":", "–", "(", ")", "»", "\n"}
