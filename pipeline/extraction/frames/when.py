"""When a visit is: the date of its clause, its length, the new date of one put off (codebook, Readings 9 and 12)."""

from dataclasses import replace
from datetime import date, timedelta

from pipeline.extraction.discourse.calendar import Period
from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.frames.model import Span
from pipeline.extraction.frames.scene import Scene
from pipeline.extraction.mentions.model import Amount, DateMention, Measure, Place
from schemas.vocabulary import DatePrecision, VisitStatus

# a date further from its verb dates something else
NEAR = 28
# beyond the clause only what stands close dates it
CLOSE = 12
AHEAD = (VisitStatus.PLANNED, VisitStatus.INVITED)
# spans shorter than a year that have no precision of their own
PARTS_OF_YEAR = {"half", "quarter", "months"}
RANGES = {"days", "across", "weekdays"}
LONGEST = 30

# the date of the asking is not that of the visit
ASKING = ("invite", "invitation")
Dated = tuple[Period, Span]


class When:
    """Reads the dates of visits of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.document = discourse.document
        self.today = discourse.document.published_on

    def of(self, scene: Scene, status: VisitStatus, without: int | None) -> tuple[Period | None, Span | None]:
        """The nearest date of the clause, then one close by in the sentence; of a planned visit one still to come."""
        whole = list(range(scene.sentence.first, scene.sentence.end))
        for chunks, reach in ((scene.chunks, NEAR), (whole, CLOSE)):
            near = sorted((abs(chunk - scene.head), chunk) for chunk in chunks if chunk in scene.sentence.periods)
            for distance, chunk in near:
                if distance > reach or chunk == without or (scene.how in ASKING and chunk < scene.head):
                    continue
                period = self._fitted(scene, chunk, status)
                if period:
                    return self._lasting(scene, period), (chunk, chunk + 1)
        return None, None

    def at(self, chunk: int, scene: Scene) -> tuple[Period | None, Span | None]:
        """The day that the earlier sentence gives in which the place of a visit is named."""
        sentence = self.document.sentence_at(chunk)
        if scene.sentence.first <= chunk:
            return self.dateline(scene)
        days = [at for at, each in sentence.periods.items() if each.start and each.precision is DatePrecision.DAY]
        if not days:
            return None, None
        nearest = min(days, key=lambda at: (abs(at - chunk), at))
        return sentence.periods[nearest], (nearest, nearest + 1)

    def dateline(self, scene: Scene) -> tuple[Period | None, Span | None]:
        """The day of the dateline ("АБУ-ДАБИ, 5 ноября."), for the first paragraphs of a note."""
        opening = next((each for each in self.document.sentences if not each.is_heading), None)
        if opening is None or scene.sentence.paragraph > opening.paragraph + 1:
            return None, None
        at = opening.first + 2
        dated = isinstance(self.document.mention(opening.first), Place) and at in opening.periods
        return (opening.periods[at], (at, at + 1)) if dated else (None, None)

    def put_off_to(self, scene: Scene) -> Dated | None:
        """The new date of a visit put off: "переносится на 20 января"."""
        moved = scene.those("MOVED")
        if not moved:
            return None
        for chunk in scene.chunks:
            mention = self.document.mention(chunk)
            if chunk > moved[0] and isinstance(mention, DateMention) and self._onto(chunk, mention):
                period = self._fitted(scene, chunk, VisitStatus.PLANNED)
                if period:
                    return period, (chunk, chunk + 1)
        return None

    def is_ahead(self, period: Period | None) -> bool:
        """Whether a period lies wholly after the article's day."""
        return bool(self.today and period and period.start and period.start > self.today)

    def _onto(self, chunk: int, mention: DateMention) -> bool:
        words = self.document.tokens.keys[mention.start]
        return "на" in (words, self.document.key(chunk - 1))

    def _fitted(self, scene: Scene, chunk: int, status: VisitStatus) -> Period | None:
        """A date as that of a visit: in the year that its status needs, a part of a year as imprecise as the year."""
        mention, period = self.document.mention(chunk), scene.sentence.periods[chunk]
        if not isinstance(mention, DateMention) or period.start is None:
            return None
        if period.meaning == "u" and period.precision is DatePrecision.DAY:
            return None
        if "y" not in mention.parts and "q" not in mention.parts and self.today:
            period = self._in_its_year(mention, period, status, scene)
        last = period.end or period.start
        if status in AHEAD and self.today and last is not None and last < self.today:
            return None
        if mention.form in PARTS_OF_YEAR and period.start:
            return Period(date(period.start.year, 1, 1), date(period.start.year, 12, 31), DatePrecision.YEAR)
        return period

    def _in_its_year(self, mention: DateMention, period: Period, status: VisitStatus, scene: Scene) -> Period:
        start, end = period.start, period.end or period.start
        if self.today is None or start is None or end is None:
            return period
        if mention.form == "season":
            start, end = _season(start.year, mention.parts["s"])
        if status in AHEAD and end < self.today:
            if mention.form == "weekday":
                return replace(period, start=start + timedelta(days=7), end=end + timedelta(days=7))
            return period.shifted(1)
        past = status is VisitStatus.HELD and "P" in scene.form and scene.how != "noun"
        return period.shifted(-1) if past and start > self.today else period

    def _lasting(self, scene: Scene, period: Period) -> Period:
        """A day with the length that the clause gives: "с двухдневным визитом", "продлится три дня"."""
        days = self._length(scene)
        single = period.precision is DatePrecision.DAY and period.start and period.end in (None, period.start)
        if not days or not single or period.start is None:
            return period
        if scene.has("FINISH"):
            return replace(period, start=period.start - timedelta(days=days - 1), end=period.start)
        return replace(period, end=period.start + timedelta(days=days - 1))

    def _length(self, scene: Scene) -> int | None:
        for chunk in scene.chunks:
            mention = self.document.mention(chunk)
            if isinstance(mention, Amount) and mention.measure is Measure.DURATION and mention.unit == "days":
                return int(mention.value) if 1 < mention.value <= LONGEST else None
            if mention is None and (long := self.document.value(chunk, "DAYSLONG")):
                return int(long)
        return None


def _season(year: int, first: int) -> tuple[date, date]:
    """The days of a season that begins in a month, to tell whether it is over."""
    last = 3 if first == 1 else first + 2
    return date(year, first, 1), date(year, last, 28)
