"""When and where a document is signed: by its clause, its sentence, its bundle, or the talks told of before."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from pipeline.extraction.discourse.context import Discourse, segment_at
from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.forms import around, nearest_first
from pipeline.extraction.frames.model import Span
from pipeline.extraction.mentions.model import DateMention, Place
from schemas.vocabulary import AgreementStatus, DatePrecision

DONE = {AgreementStatus.SIGNED, AgreementStatus.RATIFIED, AgreementStatus.IN_FORCE, AgreementStatus.AGREED}
PARAGRAPHS_BACK = 1
BUNDLE_BACK = 15
# so many sentences with days back one can be meant
DAYS_BACK = 40
PLACE_BACK = 4
# how many chunks before a date its clause is looked through for a verb
CLAUSE = 10
# so many dates on each side of a word of signing can be its own
SIDE = 8
# forms of dates that count parts of a year
PARTS = ("quarter", "half", "months")
# so many days before the visit that a text is about, a day is one of other events
LONG_AGO = 30
# words that set a signing before the events of the text
EARLIER = {"ранее", "раньше", "прежде", "уже", "тогда", "прошлый", "прошлом", "прошлого", "назад", "давно", "еще"}


@dataclass(frozen=True, slots=True)
class Day:
    """The day or span of days of a signing, with the chunks that tell it."""

    period: Period
    span: Span


@dataclass(frozen=True, slots=True)
class Town:
    """The city of a signing, with the chunks that tell it."""

    city: str
    span: Span


class SigningDays:
    """Finds the day and the city of what one sentence says is signed.

    `names` are the chunks of the names of its documents, whose dates and cities are no signing's; `bundle` is the last
    sentence that told of a bundle: what is named after it was as a rule signed with it.
    """

    def __init__(self, discourse: Discourse, sentence: Sentence, names: list[Span]) -> None:
        self.document: Document = discourse.document
        self.dated = discourse.dated
        self.sentence = sentence
        self.breaks = sentence.breaks
        self.names = names
        self.starts = [first for first, _ in names]
        self.bundle: Sentence | None = None
        # what the sentences around tell, found once for all documents of this one
        self.told: dict[tuple[bool, int], Day | None] = {}

    def _meant(self, chunk: int, status: AgreementStatus) -> Period:
        """What a date means for a status: "во втором квартале" without a year is still to come for what is planned."""
        period, mention, today = self.sentence.periods[chunk], self.document.mention(chunk), self.document.published_on
        undated = isinstance(mention, DateMention) and mention.form in PARTS and not {"y", "q"} & mention.parts.keys()
        over = undated and status not in DONE and today and period.end and period.end < today
        return period.shifted(1) if over else period

    def own_day(self, anchor: int, status: AgreementStatus) -> Day | None:
        """The nearest date of the cue's clause, then of the sentence, that can be the day of the signing."""
        for first, end in (
            segment_at(self.sentence, self.breaks, anchor),
            (self.sentence.first, self.sentence.end),
        ):
            near = nearest_first(around(self.sentence.days, anchor, first, end, SIDE), anchor)
            # the day that a text is sent is the last to be meant
            for chunk in sorted(near, key=lambda at: at in self.document.datelines):
                meant = self._meant(chunk, status)
                if self._is_of_saying(chunk, anchor):
                    continue
                if self._can_date(chunk, meant, status) and not self._is_to_come(chunk, anchor, status):
                    return Day(meant, (chunk, chunk + 1))
        return None

    def _can_date(self, chunk: int, period: Period, status: AgreementStatus) -> bool:
        mention = self.document.mention(chunk)
        if period.start is None or not isinstance(mention, DateMention) or self.in_name(chunk):
            return False
        today = self.document.published_on
        if status in DONE:
            return period.meaning == "p" and mention.form != "years" and not (today and period.start > today)
        return period.meaning in "pu" and not (today and period.end and period.end < today)

    def _is_of_saying(self, chunk: int, anchor: int) -> bool:
        """Whether a day is that of telling: "8 мая министр заявил, что ...", "8 мая министр анонсировал подписание"."""
        if "P" in self.document.features(anchor - 1, "SAY"):
            return True
        if not any("P" in self.document.features(at, "SAY") for at in self.document.those(chunk + 1, anchor, "SAY")):
            return False
        return segment_at(self.sentence, self.breaks, anchor) != segment_at(self.sentence, self.breaks, chunk)

    def _is_to_come(self, chunk: int, anchor: int, status: AgreementStatus) -> bool:
        """Whether a date follows in a clause about the future: "..., первые поступят в 2026 году"."""
        if status not in DONE:
            return False
        for at in range(chunk - 1, max(anchor, chunk - CLAUSE), -1):
            if self.document.key(at) == ",":
                return False
            if any("F" in features for _, features in self.document.chunks.heads[at].values()):
                return True
        return False

    def in_name(self, chunk: int) -> bool:
        """Whether a chunk is a part of the name of a document."""
        at = bisect_right(self.starts, chunk) - 1
        return at >= 0 and chunk < self.names[at][1]

    def near_bundle(self) -> bool:
        """Whether the last bundle was told of near enough for its day to be that of what follows."""
        return self.bundle is not None and self.sentence.paragraph - self.bundle.paragraph <= BUNDLE_BACK

    def _oldest(self) -> int:
        """The first paragraph in which the day can stand: the one before, the bundle's, any where talks are told of."""
        if self.sentence.cues.get("outcome"):
            return 0
        near = self.sentence.paragraph - PARAGRAPHS_BACK
        if self.bundle is not None and self.near_bundle():
            return min(near, self.bundle.paragraph - PARAGRAPHS_BACK)
        return near

    def day_before(self, status: AgreementStatus) -> Day | None:
        """The last day named before that can be the one, or the month of a visit of several days that holds it.

        What is planned is dated so only where it is planned for a visit or meeting told of.
        """
        if status is not AgreementStatus.SIGNED and not self.sentence.cues.get("occasion"):
            return None
        found = status is AgreementStatus.PLANNED, self._oldest()
        if found not in self.told:
            self.told[found] = self._told_before(status, found[1])
        return self.told[found]

    def _told_before(self, status: AgreementStatus, oldest: int) -> Day | None:
        before = bisect_left(self.dated, self.sentence.index)
        for index in reversed(self.dated[max(before - DAYS_BACK, 0) : before]):
            earlier = self.document.sentences[index]
            if earlier.paragraph < oldest:
                break
            days = [
                chunk
                for chunk, period in earlier.periods.items()
                if self._can_be_told_before(chunk, period, status) and not self._is_long_ago(period)
            ]
            if days:
                return self._day_or_visit(earlier, max(days))
        return None

    @cached_property
    def day_of_lead(self) -> Day | None:
        """The day of the visit or meeting that the first paragraph is about, unless the sentence looks further back."""
        opening = next((each for each in self.document.sentences if not each.is_heading), None)
        if opening is None or opening.paragraph >= self.sentence.paragraph or self._looks_back():
            return None
        _, last = self.document.paragraphs[opening.paragraph]
        lead = self.document.sentences[opening.index : last + 1]
        if not any(self.document.has("EVENTN", each.first, each.end) for each in lead):
            return None
        for told in lead:
            fitting = (self._can_be_told_before(at, day, AgreementStatus.SIGNED) for at, day in told.periods.items())
            days = [chunk for chunk, fits in zip(told.periods, fitting, strict=True) if fits]
            if days:
                found = self._day_or_visit(told, max(days))
                long = self.document.has("DAYSLONG", opening.first, lead[-1].end)
                return Day(_month_of(found.period), found.span) if long else found
        return None

    def _looks_back(self) -> bool:
        """Whether the sentence has a time of its own or sets what it tells before the events of the text."""
        dated = not all(map(self.in_name, self.sentence.days))
        return dated or not EARLIER.isdisjoint(self.document.keys[self.sentence.first : self.sentence.end])

    def _is_long_ago(self, day: Period) -> bool:
        """Whether a day lies far before the visit or meeting that the lead is about, so that it is of other events."""
        lead = self.day_of_lead
        return bool(lead and lead.period.start and day.start and (lead.period.start - day.start).days > LONG_AGO)

    def _day_or_visit(self, sentence: Sentence, chunk: int) -> Day:
        """A day that falls into a visit of several days told of in its paragraph dates only that visit (Reading 10)."""
        day = sentence.periods[chunk]
        first, last = self.document.paragraphs[sentence.paragraph]
        for other in self.document.sentences[first : min(last, self.sentence.index) + 1]:
            for at, period in other.periods.items():
                if period.precision is DatePrecision.DAY and period.end != period.start and _covers(period, day):
                    return Day(period, (at, at + 1))
        return Day(day, (chunk, chunk + 1))

    def _can_be_told_before(self, chunk: int, period: Period, status: AgreementStatus) -> bool:
        mention = self.document.mention(chunk)
        today = self.document.published_on
        said = self.document.of_class(chunk + 1, "SAY") and not self.document.of_class(chunk + 1, "SIGN")
        said = said and self.document.key(chunk + 2) not in ("о", "об")  # "в среду сообщил о подписании"
        if period.start is None or not isinstance(mention, DateMention) or said:
            return False
        wide = DatePrecision.MONTH if status is AgreementStatus.PLANNED else DatePrecision.DAY
        if period.precision not in (DatePrecision.DAY, wide):
            return False
        ahead = today is not None and period.start > today
        return period.meaning in "ps" and ahead == (status is AgreementStatus.PLANNED)

    @cached_property
    def own_town(self) -> Town | None:
        """The city that the sentence puts the signing in."""
        return self._town_in(self.sentence)

    @cached_property
    def town_before(self) -> Town | None:
        """The city that one of the sentences before puts the events in."""
        for index in range(self.sentence.index - 1, max(-1, self.sentence.index - PLACE_BACK), -1):
            town = self._town_in(self.document.sentences[index])
            if town:
                return town
        return None

    def _town_in(self, sentence: Sentence) -> Town | None:
        for chunk, place in self.document.of_kind(Place, sentence.first, sentence.end):
            inside = place.city and "p" in place.features and self.document.key(chunk - 1) in ("в", "во")
            if inside and place.city and not self.in_name(chunk):
                return Town(place.city, (chunk, chunk + 1))
        return None


def _month_of(day: Period) -> Period:
    """The month of a day, for what is signed on one of several (Reading 10)."""
    start = day.start.replace(day=1) if day.start else None
    return Period(start, day.end, DatePrecision.MONTH)


def _covers(span: Period, day: Period) -> bool:
    """Whether a span of days, open at its end or not, holds a day."""
    if span.start is None or day.start is None or span.meaning not in "ps":
        return False
    return span.start <= day.start and (span.end is None or day.start <= span.end)
