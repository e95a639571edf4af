"""Which figures of a title the text below it does not tell: a title repeats it, as a rule more roughly."""

from decimal import Decimal

from pipeline.extraction.document import Document
from pipeline.extraction.frames.actors import WORLD
from pipeline.extraction.frames.model import Draft
from pipeline.extraction.mentions.model import Amount
from schemas.vocabulary import ClaimTable, Flow, InvestmentMeasure

ENDS = {ClaimTable.TRADE: ("reporter", "partner"), ClaimTable.INVESTMENTS: ("target", "source")}
# what two claims about one thing have in common besides their amount
MEASURED = {
    ClaimTable.INVESTMENTS: ("target", "source", "measure"),
    ClaimTable.CORRIDORS: ("corridor", "metric"),
}
# a title rounds by so much: "5 млрд" for 5,2 млрд
ROUNDED = Decimal("0.1")


def is_whole(draft: Draft) -> bool:
    """Whether a claim names its own parties or its corridor, so that nothing is taken from the text."""
    if draft.table is ClaimTable.CORRIDORS:
        return draft.slots["corridor"].span is not None
    if draft.table not in ENDS:
        return False
    own, other = (draft.slots[name] for name in ENDS[draft.table])
    return own.span is not None and (other.span is not None or other.value == WORLD.value)


def is_repeated(document: Document, draft: Draft, told: list[Draft]) -> bool:
    """Whether the text below a title has its sum or its number too, also more exactly or in another currency."""
    if draft.table not in MEASURED:
        return False
    amount, unit = Decimal(str(draft.value("amount"))), draft.value("unit")
    body = document.sentences[0].end
    again = any(
        each.unit in (unit, None) and abs(each.value - amount) <= ROUNDED * amount
        for _, each in document.of_kind(Amount, body, len(document.chunks))
    )
    measured = MEASURED[draft.table]
    ends = [draft.value(name) for name in measured]
    alike = any(each.table is draft.table and [each.value(name) for name in measured] == ends for each in told)
    grown = draft.table is ClaimTable.INVESTMENTS and draft.value("measure") == InvestmentMeasure.GROWTH
    return again or alike or grown


def told_of(draft: Draft) -> set[tuple[str, ...]]:
    """What a draft tells, so far as a title can repeat it: the measure of a flow, or the amount of anything."""
    amount = ("amount", str(draft.value("amount")), str(draft.value("unit")))
    if draft.table is not ClaimTable.TRADE:
        return {amount}
    ends = [str(draft.value(name)) for name in ("reporter", "partner")]
    flow = draft.value("flow")
    if flow == Flow.IMPORT:
        ends, flow = ends[::-1], Flow.EXPORT
    if flow in (Flow.TURNOVER, Flow.BALANCE):
        ends.sort()
    return {amount, (*ends, str(flow), str(draft.value("measure")))}
