"""The period of a figure: the date that stands with it, or what the text has been speaking of (codebook, 7 and 8)."""

from bisect import bisect_left
from datetime import date

from pipeline.extraction.discourse.spans import NONE, Period
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.forms import around
from pipeline.extraction.frames.figures.comparisons import compared_at, is_former_value, not_compared, over_years
from pipeline.extraction.frames.figures.other_dates import (
    NEAR,
    apart,
    distance,
    of_amount_before,
    of_comparison,
    of_next,
    of_other_end,
    of_relative,
    of_telling,
    parts_from,
)
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.mentions.model import DateMention
from schemas.vocabulary import Basis, DatePrecision

ASOF = "на"
# the first and the last day of a span of years
WHOLE_YEARS = (1, 1, 12, 31)
# so many dates on each side of an amount can be its own
SIDE = 8
Dated = tuple[Period, Span | None, str]


def period_slots(figure: Figure, basis: Basis) -> dict[str, Slot]:
    """Start and end of the period of a figure; nothing where the text tells none."""
    found = _own_period(figure, basis)
    figure.notes["inherited period"] = found is None
    if found is None:
        found = _inherited_period(figure, basis)
    period, span, rule = found
    former = figure.meant.role == "former" and figure.notes["inherited period"]
    before = period.start is not None and (former or is_former_value(figure))
    ended = _at_end_of_years(figure, period)
    if ended is period:
        ended = period.year_before() if before else over_years(figure, not_compared(figure, period))
    period = ended
    figure.notes["period"] = period
    # a date behind the amount and a comma is that of something else: "составит 5 млрд, завод пустят в 2028 году"
    figure.notes["apart"] = span is not None and apart(figure, span[0])
    figure.notes["aside"] = figure.notes["apart"] and span is not None and span[0] > figure.chunk
    figure.notes["derived"] = before or rule in ("ru.date.ago", "ru.date.years-ago", "ru.date.same-period")
    slots = {}
    if period.start:
        slots["period_start"] = Slot(period.start.isoformat(), span, rule)
    if period.end:
        slots["period_end"] = Slot(period.end.isoformat(), span, rule)
    return slots


def _at_end_of_years(figure: Figure, period: Period) -> Period:
    """Of "с 2016 по 2024 год вырос с 4 до 7 млрд" the former value is that of the first year, the level of the last."""
    first, last = period.start, period.end
    if not first or not last or first.year == last.year or figure.meant.role not in ("former", "level"):
        return period
    grown = not figure.sentence.cues.keys().isdisjoint(("growth", "from_to"))
    if not grown or (first.month, first.day, last.month, last.day) != WHOLE_YEARS:
        return period
    if figure.meant.role == "former":
        return Period(first, date(first.year, 12, 31), DatePrecision.YEAR)
    return Period(date(last.year, 1, 1), last, DatePrecision.YEAR)


def _own_period(figure: Figure, basis: Basis) -> Dated | None:
    if not figure.sentence.periods:
        return None
    at = compared_at(figure)
    told = _meant(figure, mention, at, basis, alone=True) if at and (mention := _date_at(figure, at)) else None
    if at and told:
        return told, (at, at + 1), figure.document.chunks.marks[at].rule
    before = _of_date_before(figure, basis)
    if before:
        return before
    passing, parts = of_other_end(figure) | set(of_telling(figure)), parts_from(figure)
    passing |= of_comparison(figure) | of_amount_before(figure)
    if figure.meant.role != "against":
        passing.update(*(range(match.start, match.end) for match in figure.sentence.cues.get("reference", ())))
    if figure.meant.role == "index":
        passing |= {figure.chunk + 1, figure.chunk + 2}
    bracket = figure.bracket(figure.chunk)
    scopes = [bracket, *figure.widening] if bracket else figure.widening
    for first, end in scopes:
        dates = sorted(
            (
                (figure.sentence.periods[chunk].meaning != "u") is (basis is not Basis.ACTUAL),
                distance(figure, chunk),
                chunk,
            )
            for chunk in around(figure.sentence.days, figure.chunk, first, min(end, parts), SIDE)
            if chunk not in passing
            and figure.bracket(chunk) in (None, bracket)
            and not of_next(figure, chunk)
            and not of_relative(figure, chunk)
        )
        for _, _, chunk in dates:
            if mention := _date_at(figure, chunk):
                period = _meant(figure, mention, chunk, basis)
                if period is not None:
                    return period, (chunk, chunk + 1), mention.rule
    return None


def _date_at(figure: Figure, chunk: int) -> DateMention | None:
    mention = figure.document.mention(chunk)
    return mention if isinstance(mention, DateMention) else None


def _of_date_before(figure: Figure, basis: Basis) -> Dated | None:
    """The date that an amount in brackets, or of a clause with "когда", goes on from: "чем в 2008 году (54 тысячи)"."""
    bracket, near = figure.bracket(figure.chunk), range(max(figure.chunk - SIDE, 0), figure.chunk)
    when = next((chunk - 2 for chunk in reversed(near) if figure.document.key(chunk).startswith("когда")), -1)
    at = bracket[0] - 1 if bracket else when
    mention = figure.document.mention(at)
    if not isinstance(mention, DateMention) or at not in figure.sentence.periods or figure.meant.role == "growth":
        return None
    period = _meant(figure, mention, at, basis)
    return (period, (at, at + 1), mention.rule) if period and period.start else None


def _meant(figure: Figure, mention: DateMention, chunk: int, basis: Basis, alone: bool = False) -> Period | None:
    """What a date means for a figure; None when it only dates an act, such as a signing. `alone`: of no other."""
    period = figure.sentence.periods[chunk]
    if period.meaning in "rt":
        return _relative(figure, mention, period) if alone or _nearest_to(figure, mention.start, chunk) else None
    if period.meaning == "n":
        return NONE if not apart(figure, chunk) else None
    if period.start and basis is Basis.ACTUAL and not {"y", "q"} & mention.parts.keys() and _is_ahead(figure, period):
        period = period.year_before()
    asof = mention.preposition == ASOF or (mention.preposition == "к" and not _is_ahead(figure, period))
    if asof and basis is Basis.ACTUAL and {"b", "t"} & mention.parts.keys():
        return Period(None, period.start if "b" in mention.parts else period.end, DatePrecision.DAY)
    if period.precision is DatePrecision.DAY:
        if mention.preposition == ASOF or mention.form in ("beginning", "asof"):
            return Period(None, period.end, period.precision)
        return period if period.meaning in "su" or period.is_long else None
    return period


def _is_ahead(figure: Figure, period: Period) -> bool:
    """Whether a period begins after the article's day, so that what has happened in it was a year before."""
    today = figure.document.published_on
    return bool(today and period.start and period.start > today)


def _nearest_to(figure: Figure, token: int, at: int) -> bool:
    """Whether no other amount of the sentence stands nearer to a token: "a year earlier" dates one amount only."""
    firsts, numbers = figure.document.chunks.firsts, figure.sentence.numbers
    behind = bisect_left(numbers, token, key=firsts.__getitem__)
    beside = numbers[max(behind - 1, 0) : behind + 1]
    first, end = figure.segment
    if first <= at < end:
        beside = [chunk for chunk in beside if first <= chunk < end] or beside
    return min(beside, key=lambda chunk: (abs(firsts[chunk] - token), chunk)) == figure.chunk


def _relative(figure: Figure, mention: DateMention, period: Period) -> Period | None:
    """What is meant by "a year earlier", "the same period [of a year]", from the period of the figure before."""
    before = _period_before(figure)
    if before is None or before.start is None:
        return before if before and before.meaning == "n" else None
    if mention.form == "monthago":
        return before.months_before(mention.parts["x"])
    if period.meaning == "r" and mention.form == "yearago":
        return before.shifted(-mention.parts["k"]) if "k" in mention.parts else before.year_before()
    if "y" in mention.parts:
        years = before.start.year - mention.parts["y"]
        return before.shifted(-years)
    if mention.parts.get("q") == -1 or _a_year_ago(figure):
        return before.year_before()
    return before


def _a_year_ago(figure: Figure) -> bool:
    """Whether the clause of "the same period" says that it was a year earlier: "годом ранее за тот же период"."""
    first, end = figure.segment
    dates = (mention for _, mention in figure.sentence.dates if isinstance(mention, DateMention))
    firsts = figure.document.chunks.firsts
    return any(each.form == "yearago" and firsts[first] <= each.start < firsts[end] for each in dates)


def _period_before(figure: Figure) -> Period | None:
    """The period last spoken of before the amount: in its sentence, or that of the last figure."""
    at = [
        chunk
        for chunk, period in figure.sentence.periods.items()
        if chunk < figure.chunk
        and (period.start or period.meaning == "n")
        and period.precision is not DatePrecision.DAY
    ]
    if at:
        return figure.sentence.periods[max(at)]
    return figure.topic.period if figure.topic and figure.topic.period.start else figure.spoken


def _inherited_period(figure: Figure, basis: Basis) -> Dated:
    """What has happened is told of the period last named; a plan or a yearly figure names its own."""
    none = (NONE, None, "codebook.period")
    if basis is not Basis.ACTUAL or _is_yearly(figure):
        return none
    if (before := _period_before(figure)) and before.meaning == "n":
        return none  # "за последние пять лет вырос на 3%, до 7 млн тонн"
    topic = figure.topic
    near = topic is not None and (topic.sentence is figure.sentence or figure.inherited or figure.has("OFTHEM"))
    going = topic is not None and near and topic.basis is Basis.ACTUAL and topic.period.start
    if topic and going and figure.bracket(topic.chunk) in (None, figure.bracket(figure.chunk)):
        span = topic.slots["period_end"].span if "period_end" in topic.slots else None
        return topic.period, span, "context.period"
    return (figure.spoken, None, "context.period") if figure.spoken.start else none


def _is_yearly(figure: Figure) -> bool:
    """Whether an amount is that of any year: "ежегодно", "за год"; a change "за год" is against the year before."""
    said = [figure.document.key(chunk) for chunk, _ in figure.document.values("EVERYYEAR", *figure.segment)]
    changed = said and any(figure.has(name) for name in ("UP", "DOWN", "UPN", "DOWNN"))
    return any(not changed or word != "за год" for word in said)


def past_named(document: Document, sentence: Sentence) -> Period | None:
    """The last period of the past that a sentence names on its own account, not to compare with."""
    if not sentence.periods:
        return None
    passing = {match.groups["d"][0] for match in sentence.cues.get("reference", ())}
    for match in sentence.cues.get("from_to", ()):
        passing.update(range(match.start, match.end))
    for match in sentence.cues.get("against", ()):
        passing.update(range(match.end, match.end + NEAR))
    today = document.published_on
    planned = bool(sentence.cues.get("target") or sentence.cues.get("forecast"))
    found = [
        period
        for chunk, period in sorted(sentence.periods.items())
        if chunk not in passing
        and period.start
        and period.meaning in "ps"
        and (period.precision is not DatePrecision.DAY or period.is_long)
        and not (today and (period.start > today or (period.end or period.start).year > today.year))
        and not (today and planned and period.end and period.end > today)
    ]
    return max(found, key=lambda period: period.end or period.start or date.min, default=None)
