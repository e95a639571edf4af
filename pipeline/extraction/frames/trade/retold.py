"""A figure told twice, as by the lead and the body of a note: the claim that tells more of it stays.

What two sources say is two claims, also when the figure is the same (codebook, Reading 5).
"""

from pipeline.extraction.frames.model import Draft
from schemas.vocabulary import ClaimTable, Flow, Unit

SAME = ("measure", "amount", "unit", "basis", "period_start", "period_end")
CHANGES = (Unit.PERCENT, Unit.TIMES)
# goods are the same whose names begin alike: "зерно", "зерновые"
STEM = 4
# what one of the two tellings can leave out
OPTIONAL = ("commodity", "claimant")


def without_retold(drafts: list[Draft]) -> list[Draft]:
    """The drafts without trade claims that another one repeats or tells more fully."""
    best: dict[tuple[str, ...], Draft] = {}
    dropped: set[int] = set()
    for draft in drafts:
        if draft.table is not ClaimTable.TRADE:
            continue
        key = _key(draft)
        other = best.setdefault(key, draft)
        if other is draft or not _agree(draft, other):
            continue
        fuller = max(other, draft, key=_filled)
        dropped.add(id(draft if fuller is other else other))
        best[key] = fuller
    return [draft for draft in drafts if id(draft) not in dropped]


def _key(draft: Draft) -> tuple[str, ...]:
    """What a claim measures; an import of one country is an export of the other."""
    ends = [str(draft.value(name)) for name in ("reporter", "partner")]
    flow = str(draft.value("flow"))
    if flow == Flow.IMPORT:
        ends, flow = ends[::-1], str(Flow.EXPORT)
    elif flow == Flow.TURNOVER:
        ends.sort()
    return (*ends, flow, *(str(draft.value(name)) for name in SAME))


def _agree(draft: Draft, other: Draft) -> bool:
    """Whether two claims say nothing different of goods and source; a change may be that of all goods and of some."""
    sources = {draft.value("claimant"), other.value("claimant")} - {None}
    goods = {str(value)[:STEM] for each in (draft, other) if (value := each.value("commodity"))}
    left_out = None in (draft.value("commodity"), other.value("commodity"))
    changes = draft.value("unit") in CHANGES
    return len(sources) <= 1 and len(goods) <= 1 and not (goods and left_out and changes)


def _filled(draft: Draft) -> int:
    return sum(draft.value(name) is not None for name in OPTIONAL)
