"""When a visit is: the date of its clause, its length, the new date of one put off (codebook, Readings 9 and 12)."""

from dataclasses import replace
from datetime import date, timedelta

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.document import Sentence
from pipeline.extraction.forms import among, around, nearest_first
from pipeline.extraction.frames.model import Span
from pipeline.extraction.frames.visits.certainty import begins, was_due
from pipeline.extraction.frames.visits.own_days import AHEAD, CLOSE, HE, OPENING, is_of_other, is_own
from pipeline.extraction.frames.visits.places import Target
from pipeline.extraction.frames.visits.scene import Scene
from pipeline.extraction.mentions.model import DateMention, Measure, Organisation, Place
from schemas.vocabulary import DatePrecision, VisitStatus

# a date further from its verb dates something else
NEAR = 28
# so many dates on each side of a verb can be that of the visit
SIDE = 4
# so near the clause in which another is inserted can date that
AROUND = 20
# spans shorter than a year that have no precision of their own
PARTS_OF_YEAR = {"half", "quarter", "months"}
# days that are reckoned from another one, whose year they have
REFERRING = {"sameday", "nextday", "then", "relday"}
# "Среда, 22 апреля."
HEADING = 4
RANGES = {"days", "across", "weekdays"}
LONGEST = 30
# beside a length of time these make it one between two events
APART = {"спустя", "через", "назад", "после", "до"}
# who has left goes to an event at most so far ahead: "отправился в Швейцарию: 20–22 января"
UNDER_WAY = timedelta(days=7)

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
        if scene.how == "noun" and self.today and self.document.key(scene.head - 1).startswith("прошлогодн"):
            year = self.today.year - 1
            return Period(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR), (scene.head - 1, scene.head)
        if not scene.sentence.periods:
            return None, None
        whole = scene.near
        rough: tuple[Period | None, Span | None] = None, None
        # what a clause is inserted in sets its time: "3 мая он встретил министра, прибывшего с визитом"
        beyond = NEAR if scene.how == "see" else CLOSE if scene.clause.outer is None else AROUND
        for chunks, reach in ((scene.chunks, NEAR), (whole, beyond)):
            beside = around(scene.sentence.days, scene.head, scene.head - reach, scene.head + reach + 1, SIDE)
            for chunk in nearest_first(among(beside, chunks), scene.head):
                if chunk == without or (scene.how in ASKING and chunk < scene.head):
                    continue
                if not is_own(scene, chunk) or is_of_other(scene, chunk, status):
                    continue
                period = self._fitted(scene, chunk, status)
                vague = status is VisitStatus.HELD and (chunks is whole or scene.how == "act")
                year = period is not None and period.precision is DatePrecision.YEAR
                whole_year = year and not self._is_season(chunk)
                if period and whole_year and not vague and chunks is scene.chunks and rough[0] is None:
                    rough = period, (chunk, chunk + 1)  # "состоявшаяся 14 апреля, стала первой в этом году"
                elif period and not (vague and year) and (rough[0] is None or _lies_in(period, rough[0])):
                    return period, (chunk, chunk + 1)
        return rough

    def _is_season(self, chunk: int) -> bool:
        mention = self.document.mention(chunk)
        return isinstance(mention, DateMention) and mention.form == "season"

    def at(self, target: Target, scene: Scene, status: VisitStatus) -> tuple[Period | None, Span | None]:
        """The day that the earlier sentence gives in which the place of a visit is named."""
        chunk = target.chunk if target.told is None else target.told
        sentence = self.document.sentence_at(chunk)
        if scene.sentence.first <= chunk:
            if status is not VisitStatus.HELD:
                return None, None
            return self._heading(scene) or self.dateline(scene, target)
        days = [at for at, each in sentence.periods.items() if each.start and each.precision is DatePrecision.DAY]
        if not days:
            return None, None
        if status is VisitStatus.PLANNED:
            days = [at for at in days if self.is_ahead(sentence.periods[at], (at, at + 1))] or days
        near = target.chunk if sentence.first <= target.chunk < sentence.end else chunk
        nearest = min(days, key=lambda at: (abs(at - near), at))
        period, span = self._lasting(sentence, sentence.periods[nearest]), (nearest, nearest + 1)
        if status is VisitStatus.PLANNED and not self.is_ahead(period, span):
            return None, None
        return period, span

    def _lasting(self, sentence: Sentence, period: Period) -> Period:
        """The days of an event that a sentence says to have ended: "завершили в пятницу двухдневное заседание"."""
        whole = (sentence.first, sentence.end)
        ended = self.document.has("FINISH", *whole) and self.document.has("DAYSLONG", *whole)
        if not ended or period.start is None or period.end != period.start:
            return period
        long = next(value for chunk in range(*whole) if (value := self.document.value(chunk, "DAYSLONG")))
        return replace(period, start=period.start - timedelta(days=int(long) - 1))

    def _heading(self, scene: Scene) -> tuple[Period, Span] | None:
        """The day at the head of a paragraph of a chronicle: "Среда. В Бишкек прибыл ...", "Среда, 22 апреля."."""
        opening = self.document.sentences[self.document.paragraphs[scene.sentence.paragraph][0]]
        if opening is scene.sentence or opening.end - opening.first > HEADING:
            return None
        days = (at for at in opening.days if opening.periods[at].precision is DatePrecision.DAY)
        return next(((opening.periods[at], (at, at + 1)) for at in days), None)

    def dateline(self, scene: Scene, target: Target) -> tuple[Period | None, Span | None]:
        """The day of the dateline ("АБУ-ДАБИ, 5 ноября."), for the arrival or stay of which the note begins to tell."""
        opening = next((each for each in self.document.sentences if not each.is_heading), None)
        if opening is None or scene.sentence.paragraph > opening.paragraph + 1:
            return None, None
        at = opening.first + 2
        place = self.document.mention(opening.first)
        dated = isinstance(place, Place | Organisation) and at in opening.periods
        there = isinstance(place, Place) and (place.country == target.country or begins(scene))
        return (opening.periods[at], (at, at + 1)) if dated and there else (None, None)

    def told_next(self, scene: Scene) -> Period | None:
        """The one day of the next sentence, if it tells of talks or goes on with "он": "Переговоры прошли 17 марта"."""
        after = self.document.sentences[scene.sentence.index + 1 : scene.sentence.index + 2]
        if not after or after[0].paragraph != scene.sentence.paragraph or not self.today:
            return None
        sentence, today = after[0], self.today
        days = [each for each in sentence.periods.values() if each.precision is DatePrecision.DAY and each.start]
        over = len(days) == 1 and days[0].start is not None and days[0].start <= today
        goes_on = any(self.document.has(name, sentence.first, sentence.end) for name in ("TALKS", "MEET", "RECEIVE"))
        he = any(self.document.key(at) in HE for at in range(sentence.first, sentence.first + OPENING))
        return days[0] if over and (goes_on or he) else None

    def news(self, scene: Scene) -> Period | None:
        """The day of the article, for an arrival with which a titled text begins and whose day it does not tell."""
        first = next((each for each in self.document.sentences if not each.is_heading), None)
        if self.today is None or first is None or not self.document.sentences[0].is_heading:
            return None
        leads = scene.sentence.index <= first.index + 1 and scene.sentence.paragraph == first.paragraph
        arrives = scene.is_a(scene.head, "ARRIVAL") and "P" in scene.form
        begins = scene.how == "noun" and scene.has("ARRIVAL")
        return Period(self.today, self.today, DatePrecision.DAY) if leads and (arrives or begins) else None

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

    def put_off_from(self, period: Period, chunk: int, new: Period) -> Period:
        """The old date of a visit put off, in the year of the new one unless it tells its own: "с 12 на 18 марта"."""
        mention, later = self.document.mention(chunk), period.shifted(1)
        own = isinstance(mention, DateMention) and not {"y", "q"}.isdisjoint(mention.parts)
        sooner = later.start is not None and new.start is not None and later.start <= new.start
        return later if sooner and not own else period

    def is_ahead(self, period: Period | None, span: Span | None) -> bool:
        """Whether a period, of a season the season itself, lies wholly after the article's day."""
        if not (self.today and period and period.start):
            return False
        mention = self.document.mention(span[0]) if span else None
        start = period.start
        if isinstance(mention, DateMention) and mention.form == "season":
            start, _ = _season(start.year, mention.parts["s"])
        return start > self.today

    def _onto(self, chunk: int, mention: DateMention) -> bool:
        words = self.document.tokens.keys[mention.start]
        return "на" in (words, self.document.key(chunk - 1))

    def _fitted(self, scene: Scene, chunk: int, status: VisitStatus) -> Period | None:
        """A date as that of a visit: in the year that its status needs, a part of a year as imprecise as the year."""
        mention, period = self.document.mention(chunk), scene.sentence.periods[chunk]
        if not isinstance(mention, DateMention) or period.start is None:
            return None
        if period.meaning == "u" and (period.precision is DatePrecision.DAY or scene.how == "noun"):
            return None
        if "y" not in mention.parts and "q" not in mention.parts and self.today and mention.form not in REFERRING:
            period = self._in_its_year(mention, period, status, scene)
        last = period.end or period.start
        given_up = self._given_up(scene)
        if status in AHEAD and self.today and last is not None and last < self.today and not given_up:
            return None
        if mention.form in PARTS_OF_YEAR and period.start:
            return Period(date(period.start.year, 1, 1), date(period.start.year, 12, 31), DatePrecision.YEAR)
        return period

    def _given_up(self, scene: Scene) -> bool:
        """Whether a plan is told as one of the past: "собирался в августе", "должен был прилететь 3 мая"."""
        return (scene.is_past and scene.how not in ASKING) or ("I" in scene.form and was_due(scene))

    def _in_its_year(self, mention: DateMention, period: Period, status: VisitStatus, scene: Scene) -> Period:
        start, end = period.start, period.end or period.start
        if self.today is None or start is None or end is None:
            return period
        if mention.form == "season":
            start, end = _season(start.year, mention.parts["s"])
        if status in AHEAD and end < self.today and not self._given_up(scene):
            if mention.form == "weekday":
                return replace(period, start=start + timedelta(days=7), end=end + timedelta(days=7))
            return period.shifted(1)
        past = status is VisitStatus.HELD and scene.is_past and scene.how != "noun"
        return period.shifted(-1) if past and start > self.today + UNDER_WAY else period

    def until(self, scene: Scene) -> date | None:
        """The last day of a stay that has no first: "где пробудет до 1 марта"."""
        if scene.how not in ("stay", "again") and not (scene.how == "noun" and scene.has("LASTING")):
            return None
        periods = scene.sentence.periods
        days = [periods[chunk] for chunk in among(scene.sentence.days, scene.chunks) if periods[chunk].meaning == "u"]
        return next((each.end for each in days if each.precision is DatePrecision.DAY), None)

    def ended(self, scene: Scene, period: Period, length: int | None) -> Period:
        """The days of a stay of which only the last is named: "5 февраля завершил двухдневный визит"."""
        start = period.start
        if start is None or period.precision is not DatePrecision.DAY or period.end not in (None, start):
            return period
        if not scene.has("FINISH"):
            return period
        began = self._began(scene)
        if began is not None and began < start:
            return Period(began, start, DatePrecision.DAY)
        return Period(start - timedelta(days=length - 1), start, DatePrecision.DAY) if length else period

    def _began(self, scene: Scene) -> date | None:
        """The first day of a stay by its participle: "визит, начавшийся 20 октября, завершился 21 октября"."""
        for chunk in scene.near:
            if "T" in self.document.features(chunk, "MAKE") and self.document.key(chunk).startswith("нача"):
                begun = scene.sentence.periods.get(chunk + 1)
                return begun.start if begun and begun.precision is DatePrecision.DAY else None
        return None

    def length(self, scene: Scene) -> int | None:
        """How many days the clause says that the visit lasts."""
        long = [(at, int(self.document.value(at, "DAYSLONG") or 0)) for at in scene.those("DAYSLONG")]
        for chunk, amount in scene.sentence.amounts:
            apart = self.document.key(chunk - 1) in APART or self.document.key(chunk + 1) in APART
            lasts = scene.holds(chunk) or (chunk > scene.head and scene.is_a(chunk - 1, "LASTING"))
            if amount.measure is Measure.DURATION and amount.unit == "days" and lasts and not apart:
                long.append((chunk, int(amount.value) if 1 < amount.value <= LONGEST else 0))
        return min(long)[1] or None if long else None


def _lies_in(period: Period, year: Period) -> bool:
    """Whether a period lies in a year."""
    return period.start is not None and year.start is not None and period.start.year == year.start.year


def _season(year: int, first: int) -> tuple[date, date]:
    """The days of a season that begins in a month, to tell whether it is over."""
    last = 3 if first == 1 else first + 2
    return date(year, first, 1), date(year, last, 28)
