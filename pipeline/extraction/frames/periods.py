"""The period of a figure: the date that stands with it, or what the text has been speaking of (codebook, 7 and 8)."""

from bisect import bisect_left
from datetime import date

from pipeline.extraction.discourse.calendar import NONE, Period
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.forms import any_within, around, within
from pipeline.extraction.frames.comparisons import compared_at, is_former_value, not_compared, over_years
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.mentions.model import DateMention
from schemas.vocabulary import Basis, DatePrecision

ASOF = "на"
# a date after the amount counts as that much further away
AFTER, APART = 3, 12
# so many dates on each side of an amount can be its own
SIDE = 8
# how near behind an amount of comparison its own date stands
NEAR = 4
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
    period = period.year_before() if before else over_years(figure, not_compared(figure, period))
    figure.notes["period"] = period
    # a date behind the amount and a comma is that of something else: "составит 5 млрд, завод пустят в 2028 году"
    figure.notes["apart"] = span is not None and _apart(figure, span[0])
    figure.notes["aside"] = figure.notes["apart"] and span is not None and span[0] > figure.chunk
    figure.notes["derived"] = before or rule in ("ru.date.ago", "ru.date.years-ago", "ru.date.same-period")
    slots = {}
    if period.start:
        slots["period_start"] = Slot(period.start.isoformat(), span, rule)
    if period.end:
        slots["period_end"] = Slot(period.end.isoformat(), span, rule)
    return slots


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
    passing, parts = _of_other_end(figure), _parts_from(figure)
    if figure.meant.role != "against":
        passing |= {match.groups["d"][0] for match in figure.sentence.cues.get("reference", ())}
    if figure.meant.role == "index":
        passing |= {figure.chunk + 1, figure.chunk + 2}
    bracket = figure.bracket(figure.chunk)
    scopes = [bracket, *figure.widening] if bracket else figure.widening
    for first, end in scopes:
        dates = sorted(
            (
                (figure.sentence.periods[chunk].meaning != "u") is (basis is not Basis.ACTUAL),
                _distance(figure, chunk),
                chunk,
            )
            for chunk in around(figure.sentence.days, figure.chunk, first, min(end, parts), SIDE)
            if chunk not in passing
            and figure.bracket(chunk) in (None, bracket)
            and not _of_next(figure, chunk)
            and not _of_relative(figure, chunk)
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


def _distance(figure: Figure, chunk: int) -> int:
    """How far a date is from the amount; behind it, and more so behind a comma, it may be told of the next thing."""
    if chunk < figure.chunk:
        return figure.chunk - chunk
    return chunk - figure.chunk + (APART if _apart(figure, chunk) else AFTER)


def _parts_from(figure: Figure) -> int:
    """Where the clauses after a figure come to "из них", whose dates are those of a part; the end if they do not."""
    sentence, (_, end) = figure.sentence, figure.segment
    for at, _ in figure.document.values("OFTHEM", end, sentence.end):
        parted = within(sentence.breaks, max(end, at - 2), at + 1)
        if parted:
            return parted[0]
    return sentence.end


def is_over_time(figure: Figure, meanings: str) -> bool:
    """Whether a period of one of the meanings stands in the sentence, not that of another amount or relative clause."""
    return any(
        period.meaning in meanings
        and not (_of_next(figure, chunk) or _of_relative(figure, chunk) or _of_later(figure, chunk))
        for chunk, period in figure.sentence.periods.items()
    )


def _of_later(figure: Figure, chunk: int) -> bool:
    """Whether a date behind the amount stands behind a comma with another: "вложено 5 млн, и в ближайшие годы – 9"."""
    return (
        chunk > figure.chunk
        and _apart(figure, chunk)
        and any_within(figure.sentence.numbers, chunk, figure.sentence.end)
    )


def _in_relative(figure: Figure, chunk: int) -> bool:
    """Whether a date behind the amount stands in a relative clause of what is named after it."""
    key = figure.document.key
    relatives = within(_relatives(figure), figure.chunk + 2, chunk + 2)
    return any(key(comma) == "," for at in relatives for comma in (at - 2, at - 1) if figure.chunk < comma < chunk)


def _relatives(figure: Figure) -> list[int]:
    """The chunks of "который" in a figure's sentence."""
    if figure.once.relatives is None:
        first, end = figure.sentence.first, figure.sentence.end
        words = enumerate(figure.document.keys[first:end], first)
        figure.once.relatives = [chunk for chunk, key in words if "котор" in key]
    return figure.once.relatives


def _of_next(figure: Figure, chunk: int) -> bool:
    """Whether a date opens the next part of a list behind a comma: "5 млрд, в одном лишь 2025 году – 790 млн"."""
    if chunk < figure.chunk or figure.document.key(chunk + 1) != "–":
        return False
    return any_within(figure.sentence.numbers, chunk + 1, chunk + NEAR + 1) and _apart(figure, chunk)


def _of_relative(figure: Figure, chunk: int) -> bool:
    """Whether a date is that of a clause without the amount: "на этапе, который идёт до 2029 года, – 5 млн"."""
    forms, sentence = figure.document.forms, figure.sentence
    if chunk > figure.chunk and forms.has(figure.chunk + 1, chunk, "когда"):
        return True  # "..., когда он приедет на следующей неделе"
    if not _relatives(figure):
        return False
    if chunk > figure.chunk:
        return _in_relative(figure, chunk)
    closed = forms.next(chunk, figure.chunk, ",") < figure.chunk
    before = bisect_left(forms[","], chunk) - 1
    comma = forms[","][before] if before >= 0 else -1
    opening = figure.document.keys[comma + 1 : comma + 3]
    return closed and comma >= sentence.first and any(word.startswith("котор") for word in opening)


def _of_other_end(figure: Figure) -> set[int]:
    """In "с 17,7% в 2020 году до 24,1% в 2024-м" and "61 против 38 в 2024 году" the dates of the other amount."""
    passing: set[int] = set()
    for match in figure.sentence.cues.get("from_to", ()):
        former, level = match.groups["a"][0], match.groups["b"][0]
        if figure.chunk == level:
            passing.update(range(former, level))
        elif figure.chunk == former:
            passing.update(chunk for chunk in figure.sentence.periods if not former < chunk < level)
    for match in figure.sentence.cues.get("against", ()):
        at = match.groups["a"][0]
        behind = range(at, at + NEAR)
        if at != figure.chunk:
            passing.update(behind)
        elif any(chunk in figure.sentence.periods for chunk in behind):
            passing.update(chunk for chunk in figure.sentence.periods if chunk < at)
    return passing


def _meant(figure: Figure, mention: DateMention, chunk: int, basis: Basis, alone: bool = False) -> Period | None:
    """What a date means for a figure; None when it only dates an act, such as a signing. `alone`: of no other."""
    period = figure.sentence.periods[chunk]
    if period.meaning in "rt":
        return _relative(figure, mention, period) if alone or _nearest_to(figure, mention.start) else None
    if period.meaning == "n":
        return NONE if not _apart(figure, chunk) else None
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


def _apart(figure: Figure, chunk: int) -> bool:
    """Whether a comma stands between a date and the amount."""
    return figure.document.forms.has(min(chunk, figure.chunk) + 1, max(chunk, figure.chunk), ",")


def _nearest_to(figure: Figure, token: int) -> bool:
    """Whether no other amount of the sentence stands nearer to a token: "a year earlier" dates one amount only."""
    firsts, numbers = figure.document.chunks.firsts, figure.sentence.numbers
    behind = bisect_left(numbers, token, key=firsts.__getitem__)
    beside = numbers[max(behind - 1, 0) : behind + 1]
    return min(beside, key=lambda chunk: (abs(firsts[chunk] - token), chunk)) == figure.chunk


def _relative(figure: Figure, mention: DateMention, period: Period) -> Period | None:
    """What is meant by "a year earlier", "the same period [of a year]", from the period of the figure before."""
    before = _period_before(figure)
    if before is None or before.start is None:
        return before if before and before.meaning == "n" else None
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
