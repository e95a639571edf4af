"""What is compared with: the values of that time ("чем в 2023 году, когда вывезли 5 млн тонн"), growth since then."""

from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.frames.model import Figure
from pipeline.extraction.mentions.model import Amount, DateMention
from schemas.vocabulary import DatePrecision

WHEN = "когда"
# growth "against 2020" over more years than one spans them all
YEARS_APART = 2


def compared_at(figure: Figure) -> int | None:
    """The date right before the clause with "когда", or the brackets, that an amount stands in."""
    return _when(figure) or _bracketed(figure)


def over_years(figure: Figure, period: Period) -> Period:
    """Growth against a year further back than the one before spans the years between."""
    if figure.meant.role != "growth" or not period.start:
        return period
    for match in figure.sentence.cues.get("reference", ()):
        at = match.groups["d"][0]
        mention = figure.document.mention(at)
        years = mention.parts.get("k", 0) if isinstance(mention, DateMention) and mention.form == "yearago" else 0
        if years and at > figure.chunk:
            return Period(period.shifted(-years).start, period.end, period.precision)
        against = figure.sentence.periods.get(at)
        if at <= figure.chunk or not against or not against.start or against.precision is not DatePrecision.YEAR:
            continue
        if against.meaning == "p" and period.start.year - against.start.year >= YEARS_APART:
            return Period(against.start, period.end, period.precision)
    return period


def not_compared(figure: Figure, period: Period) -> Period:
    """A period that growth takes over is not the one it is told against: "в сравнении с прошлым годом вырос на 3%"."""
    if figure.meant.role != "growth" or not figure.notes["inherited period"] or not period.start or not period.end:
        return period
    against = [figure.sentence.periods.get(match.groups["d"][0]) for match in figure.sentence.cues.get("reference", ())]
    within_one = any(
        each
        and each.start
        and each.end
        and each.meaning == "p"
        and each.start <= period.start <= period.end <= each.end
        for each in against
    )
    return period.shifted(1) if within_one else period


def is_former_value(figure: Figure) -> bool:
    """Whether a value stands alone in brackets right behind one of the same unit: "вырос до 5 тонн (4 тонны)"."""
    document, at = figure.document, figure.chunk
    before = document.mention(at - 2)
    alone = document.key(at - 1) == "(" and document.key(at + 1) == ")"
    same = isinstance(before, Amount) and before.unit == figure.amount.unit and before.measure == figure.amount.measure
    return alone and same and before is not None and figure.meant.role not in ("growth", "index")


def _when(figure: Figure) -> int | None:
    document, (first, _) = figure.document, figure.segment
    opens = document.key(first) == "," and document.key(first + 1) == WHEN
    return first - 1 if opens and _is_date(figure, first - 1) else None


def _bracketed(figure: Figure) -> int | None:
    """The date that another value is compared with, if this one follows in brackets: "с прошлым годом (5 млрд)"."""
    document, opening = figure.document, figure.chunk - 1
    if document.key(opening) != "(" or document.key(figure.chunk + 1) != ")" or figure.meant.role == "growth":
        return None
    compared = {match.groups["d"][0] for match in figure.sentence.cues.get("reference", ())}
    return opening - 1 if opening - 1 in compared and _is_date(figure, opening - 1) else None


def _is_date(figure: Figure, chunk: int) -> bool:
    """Whether a date stands at a chunk that can be the period of an amount, as a day cannot."""
    period = figure.sentence.periods.get(chunk)
    dated = isinstance(figure.document.mention(chunk), DateMention)
    return dated and period is not None and (period.precision is not DatePrecision.DAY or period.is_long)
