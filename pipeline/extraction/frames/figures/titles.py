"""Which figures of a title the text below it does not tell: a title repeats it, as a rule more roughly."""

from pipeline.extraction.frames.actors import WORLD
from pipeline.extraction.frames.model import Draft
from schemas.vocabulary import ClaimTable, Flow


def is_whole(draft: Draft) -> bool:
    """Whether a trade claim names its own parties, so that nothing is taken from the text."""
    if draft.table is not ClaimTable.TRADE:
        return False
    reporter, partner = draft.slots["reporter"], draft.slots["partner"]
    return reporter.span is not None and (partner.span is not None or partner.value == WORLD.value)


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
