"""One clause about a stay abroad: who, where, when, in which rank, how certain."""

from dataclasses import dataclass
from datetime import date

from pipeline.extraction.discourse.calendar import Period
from pipeline.extraction.discourse.context import Discourse, breaks_of, segment_at
from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.model import Span, Trigger
from pipeline.extraction.frames.travellers import Target, Travellers
from pipeline.extraction.mentions.model import DateMention, Person, Place
from schemas.vocabulary import DatePrecision, VisitKind, VisitStatus

REACH = 14


@dataclass(frozen=True, slots=True)
class Stay:
    """What one clause says of a visit."""

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


class StayReader:
    """Reads clauses of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document = discourse.document
        self.travellers = Travellers(discourse)

    def read(self, sentence: Sentence, trigger: Trigger) -> list[Stay]:
        """The stays that a trigger tells of: none, one, or one for each head of a common subject."""
        breaks = breaks_of(sentence)
        segment = segment_at(sentence, breaks, trigger.head)
        if self._has("REMOTE", segment) or self._has("REMOTE", (sentence.first, sentence.end)):
            return []
        found = self.travellers.of(sentence, segment, trigger)
        stays = [self._stay(sentence, segment, trigger, each) for each in found]
        return [stay for stay in stays if stay]

    def _has(self, name: str, span: Span) -> bool:
        return self.document.has(name, *span)

    def _stay(
        self, sentence: Sentence, segment: Span, trigger: Trigger, found: tuple[Person, int | None, Target]
    ) -> Stay | None:
        person, chunk, target = found
        if not person.country:
            return None
        period, date_span = self._period(sentence, segment, trigger)
        status = self._status(sentence, segment, trigger, period)
        if status in (VisitStatus.PLANNED, VisitStatus.INVITED):
            period, date_span = self._period(sentence, segment, trigger, ahead=True)
        shown = [
            each
            for each in (chunk, target.chunk, trigger.head, date_span[0] if date_span else None)
            if each is not None
        ]
        inside = [each for each in shown if sentence.first <= each < sentence.end]
        return Stay(
            person.known or person.name or person.country,
            person.name or "",
            person.country,
            (chunk, chunk + 1) if chunk is not None else None,
            target.country,
            (target.chunk, target.chunk + 1),
            target.city or self._city(sentence, target.country),
            self._kind(segment, trigger),
            status,
            period,
            date_span,
            self._occasion(segment),
            self._hosts(sentence, person, target.country),
            (min(inside), max(inside) + 1),
            trigger.rule.id,
        )

    def _city(self, sentence: Sentence, country: str) -> str | None:
        """A city of the country in the same sentence or the next one of the paragraph."""
        sentences = self.document.sentences
        near = [sentence, *sentences[sentence.index + 1 : sentence.index + 2]]
        for each in near:
            for chunk in range(each.first, each.end):
                mention = self.document.mention(chunk)
                named = (
                    isinstance(mention, Place)
                    and mention.country == country
                    and self.document.key(chunk - 1) in ("в", "во")
                )
                if named and isinstance(mention, Place) and each.paragraph == sentence.paragraph:
                    return mention.city
        return None

    def _kind(self, segment: Span, trigger: Trigger) -> VisitKind:
        kinds = [value for chunk in range(*segment) if (value := self.document.value(chunk, "VISITKIND"))]
        noun = [value for chunk in range(*segment) if (value := self.document.value(chunk, "VISITN"))]
        if not noun:
            return VisitKind.UNSPECIFIED
        ranks = [VisitKind(value) for value in [*kinds, *noun]]
        return min(ranks, key=list(VisitKind).index)

    def _period(
        self, sentence: Sentence, segment: Span, trigger: Trigger, *, ahead: bool = False
    ) -> tuple[Period | None, Span | None]:
        """The nearest date of the clause, then of the sentence; of a planned visit one that is still to come."""
        today = self.document.published_on
        for first, end in (segment, (sentence.first, sentence.end)):
            dates = sorted(
                (abs(chunk - trigger.head), chunk)
                for chunk in sentence.periods
                if first <= chunk < end and _can_date(sentence.periods[chunk], today if ahead else None)
            )
            for distance, chunk in dates:
                mention = self.document.mention(chunk)
                if isinstance(mention, DateMention) and distance <= 2 * REACH:
                    return sentence.periods[chunk], (chunk, chunk + 1)
        return None, None

    def _status(self, sentence: Sentence, segment: Span, trigger: Trigger, period: Period | None) -> VisitStatus:
        whole = (sentence.first, sentence.end)
        if self._has("CANCEL", segment) or self._has("CANCEL", (trigger.head, min(trigger.head + REACH, sentence.end))):
            return VisitStatus.CANCELLED
        if trigger.setting("how") in ("invite", "invitation") or self._has("INVITATION", whole):
            return (
                VisitStatus.PLANNED
                if self._has("ACCEPT", whole) and self._has("INVITATION", whole)
                else VisitStatus.INVITED
            )
        if self._has("POSSIBLE", segment):
            return VisitStatus.INVITED
        if trigger.setting("status"):
            return VisitStatus(trigger.setting("status"))
        future = "F" in self.document.features(trigger.head, "GO") or "F" in self.document.features(
            trigger.head, "VISITV"
        )
        planned = self._has("INTEND", segment) or future
        if planned or self._ahead(period):
            return VisitStatus.PLANNED
        return VisitStatus.HELD

    def _ahead(self, period: Period | None) -> bool:
        today = self.document.published_on
        return bool(
            today and period and period.start and period.precision is DatePrecision.DAY and period.start > today
        )

    def _occasion(self, segment: Span) -> str | None:
        for chunk in range(*segment):
            if self.document.value(chunk, "OCCASION") is not None and self.document.mention(chunk) is None:
                end = chunk + 1
                while end < segment[1] and self.document.key(end) not in (",", ".", ";", ":", "–", "("):
                    end += 1
                return self.document.words(chunk, end)
        return None

    def _hosts(self, sentence: Sentence, visitor: Person, country: str) -> tuple[str, ...]:
        persons = self.travellers.persons((sentence.first, sentence.end))
        return tuple(
            dict.fromkeys(
                each.name
                for _, each in persons
                if each.name and each.country == country and each.known != visitor.known
            )
        )


def _can_date(period: Period, after: date | None) -> bool:
    """Whether a period can date a visit, after a day if one is given."""
    if period.start is None:
        return False
    return after is None or (period.end or period.start) > after
