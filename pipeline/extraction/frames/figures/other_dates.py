"""Which dates of a sentence are told of something else than an amount, and how far the others are from it."""

from bisect import bisect_left

from pipeline.extraction.discourse.context import segment_at
from pipeline.extraction.forms import any_within, within
from pipeline.extraction.frames.model import Figure
from pipeline.extraction.mentions.model import Amount, DateMention

# a date after the amount counts as that much further away
AFTER, APART = 3, 12
# what growth is told against stands behind one of these and "к"
GROWN, TO, YEARS_AGO = ("UP", "UPN", "DOWN", "DOWNN", "MORE", "LESS"), "к", "прошлогодн"
# how near behind an amount of comparison its own date stands
NEAR = 4
# prepositions of a day on which something was told; "по итогам", "за" and "на" date what is told
TOLD_IN = ("в", "во")


def distance(figure: Figure, chunk: int) -> int:
    """How far a date is from the amount; behind it, and more so behind a comma, it may be told of the next thing."""
    if chunk < figure.chunk:
        return figure.chunk - chunk
    return chunk - figure.chunk + (APART if apart(figure, chunk) else AFTER)


def parts_from(figure: Figure) -> int:
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
        and not (of_next(figure, chunk) or of_relative(figure, chunk) or _of_later(figure, chunk))
        for chunk, period in figure.sentence.periods.items()
    )


def _of_later(figure: Figure, chunk: int) -> bool:
    """Whether a date behind the amount stands behind a comma with another: "вложено 5 млн, и в ближайшие годы – 9"."""
    return (
        chunk > figure.chunk
        and apart(figure, chunk)
        and any_within(figure.sentence.numbers, chunk, figure.sentence.end)
    )


def _in_relative(figure: Figure, chunk: int) -> bool:
    """Whether a date behind the amount stands in a relative clause of what is named after it."""
    key = figure.document.key
    relatives = [at for at in within(_relatives(figure), figure.chunk + 2, chunk + 2) if not _is_own(figure, at)]
    return any(key(comma) == "," for at in relatives for comma in (at - 2, at - 1) if figure.chunk < comma < chunk)


def _is_own(figure: Figure, at: int) -> bool:
    """Whether a relative clause is of the noun that an amount behind it measures: "инвестиции, которые с 1991 ..."."""
    return figure.document.key(at - 1) == "," and at - 2 == figure.trigger.head


def _relatives(figure: Figure) -> list[int]:
    """The chunks of "который" in a figure's sentence."""
    return within(figure.document.forms.holding("котор"), figure.sentence.first, figure.sentence.end)


def of_next(figure: Figure, chunk: int) -> bool:
    """Whether a date opens the next part of a list behind a comma: "5 млрд, в одном лишь 2025 году – 790 млн"."""
    if chunk < figure.chunk or figure.document.key(chunk + 1) != "–":
        return False
    return any_within(figure.sentence.numbers, chunk + 1, chunk + NEAR + 1) and apart(figure, chunk)


def of_relative(figure: Figure, chunk: int) -> bool:
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


def of_telling(figure: Figure) -> list[int]:
    """The dates on which somebody told what a clause with "что" holds: "в мае он заявил, что Катар вложит 5 млрд"."""
    document, (first, _) = figure.document, figure.segment
    if document.key(first) != "," or document.key(first + 1) != "что":
        return []
    telling, end = segment_at(figure.sentence, figure.breaks, first - 1)
    said = document.has("SAY", telling, end)
    days = within(figure.sentence.days, telling, end) if said else []
    return [day for day in days if document.key(day) in TOLD_IN]


def of_other_end(figure: Figure) -> set[int]:
    """In "с 17,7% в 2020 году до 24,1% в 2024-м" and "61 против 38 в 2024 году" the dates of the other amount."""
    passing: set[int] = set()
    for match in figure.sentence.cues.get("from_to", ()):
        former, level = match.groups["a"][0], match.groups["b"][0]
        if level < former:  # "до 7 млн с 5 млн в апреле"
            dated = {chunk for chunk in range(former + 1, former + NEAR) if chunk in figure.sentence.periods}
            if figure.chunk == level:
                passing |= dated
            elif figure.chunk == former and dated:
                passing.update(chunk for chunk in figure.sentence.periods if chunk < former)
        elif figure.chunk == level:
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


def of_comparison(figure: Figure) -> set[int]:
    """Dates that growth is told against with no word for it: "рост к маю 2021 года", "прошлогодний результат"."""
    if figure.meant.role != "growth":
        return set()
    document, today = figure.document, figure.document.published_on
    passing: set[int] = set()
    for chunk, period in figure.sentence.periods.items():
        mention = document.mention(chunk)
        against = isinstance(mention, DateMention) and mention.preposition == TO and "t" not in mention.parts
        behind = document.of_class(chunk - 1, *GROWN) or isinstance(document.mention(chunk - 1), Amount)
        over = period.end is not None and (today is None or period.end < today)
        if (against and behind and over) or document.key(chunk).startswith(YEARS_AGO):
            passing.add(chunk)
    return passing


def of_amount_before(figure: Figure) -> set[int]:
    """Dates right behind other amounts, where this one has its own there: "5 млн в 2024 году и 4 млн в 2023-м"."""
    document, periods = figure.document, figure.sentence.periods
    if figure.chunk + 1 not in periods:
        return set()
    before = (chunk for chunk in periods if chunk < figure.chunk)
    return {chunk for chunk in before if isinstance(document.mention(chunk - 1), Amount)}


def apart(figure: Figure, chunk: int) -> bool:
    """Whether a comma stands between a date and the amount."""
    return figure.document.forms.has(min(chunk, figure.chunk) + 1, max(chunk, figure.chunk), ",")
