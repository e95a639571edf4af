"""Units that a sentence leaves out: numbers told in parallel, in a range or under a heading share one."""

from bisect import bisect_left
from decimal import Decimal

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import Amount, Measure
from pipeline.extraction.mentions.numbers import plain

# a number as large as this has lost no "тысяч" or "млн"
WHOLE = 1000
NOT_LENT = {Measure.BARE, Measure.OTHER, Measure.TIMES}


def share_units(document: Document, sentence: Sentence) -> None:
    """A number without its unit has that of the amount it stands in parallel with, and its magnitude."""
    for match in sentence.cues.get("header", ()):
        _head(document, sentence, match)
    if len(sentence.amounts) < 2:
        return
    for cue in ("from_to", "paired"):
        for match in sentence.cues.get(cue, ()):
            _lend(document, match.groups["b"][0], match.groups["a"][0])
    amounts = [chunk for chunk, _ in sentence.amounts]
    for match in sentence.cues.get("parallel", ()):
        at = match.groups["a"][0]
        lender = next(
            (each for each in reversed(amounts[: bisect_left(amounts, at)]) if _lends(document, each, at)), None
        )
        if lender is not None:
            _lend(document, lender, at)


def _head(document: Document, sentence: Sentence, match: Found) -> None:
    """Give the plain numbers of a list the magnitude and currency that its heading tells."""
    scale = Decimal(document.value(match.groups["m"][0], "MAG") or 1)
    unit = document.value(match.groups["u"][0], "CURRENCY")
    for chunk, amount in sentence.amounts:
        if chunk >= match.end and amount.measure is Measure.BARE:
            amount.value, amount.scale = plain(amount.value * scale), scale
            amount.unit, amount.measure = unit, Measure.MONEY


def _lends(document: Document, lender: int, borrower: int) -> bool:
    """Whether an amount can lend its unit: a percentage only to a bare number."""
    whole, part = document.mention(lender), document.mention(borrower)
    if not isinstance(whole, Amount) or not isinstance(part, Amount) or whole.measure in NOT_LENT:
        return False
    return whole.measure is not Measure.PERCENT or part.measure is Measure.BARE


def _lend(document: Document, lender: int, borrower: int) -> None:
    whole, part = document.mention(lender), document.mention(borrower)
    if not isinstance(whole, Amount) or not isinstance(part, Amount) or not _lends(document, lender, borrower):
        return
    unscaled = part.scale == 1 and (part.measure is Measure.ELIDED or (part.unit == whole.unit and part.unit))
    if part.measure is Measure.BARE or unscaled:
        if part.value < WHOLE:
            part.value, part.scale = plain(part.value * whole.scale), whole.scale
        part.unit, part.measure = whole.unit, whole.measure
    elif part.measure is Measure.ELIDED and part.unit is None:
        part.unit, part.measure = whole.unit, whole.measure
