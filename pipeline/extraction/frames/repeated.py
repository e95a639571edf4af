"""One sum of an investment told twice: as a country's in the title and as its firm's below, with a period and without.

What two sources say is two claims, also when it is the same (codebook, Reading 5).
"""

from collections import defaultdict
from collections.abc import Collection

from pipeline.extraction.frames.actors import WORLD
from pipeline.extraction.frames.model import Draft
from schemas.vocabulary import ClaimTable, Unit

COUNTED = (Unit.PERCENT, Unit.TIMES, Unit.PROJECTS, Unit.COMPANIES)
# what a sum told once more can leave out
OPTIONAL = ("period_start", "period_end", "claimant")


def without_repeated(drafts: list[Draft], parties: Collection[str]) -> list[Draft]:
    """The drafts without sums of investments that another one tells more closely; `parties` are codes of countries."""
    told: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.table is ClaimTable.INVESTMENTS and draft.value("unit") not in COUNTED:
            told[(str(draft.value("amount")), str(draft.value("unit")))].append(draft)
    dropped: set[int] = set()
    for group in told.values():
        best = max(group, key=lambda draft: _closeness(draft, parties))
        dropped |= {id(draft) for draft in group if draft is not best and _is_vaguer(draft, best, parties)}
    return [draft for draft in drafts if id(draft) not in dropped]


def _closeness(draft: Draft, parties: Collection[str]) -> tuple[int, int]:
    """How closely a claim tells who pays, then how many fields it fills."""
    return _payer(draft, parties), sum(draft.value(name) is not None for name in OPTIONAL)


def _payer(draft: Draft, parties: Collection[str]) -> int:
    source = draft.value("source")
    return 0 if source == WORLD.value else 1 if source in parties else 2


def _is_vaguer(draft: Draft, best: Draft, parties: Collection[str]) -> bool:
    """Whether a claim says no more than the best one of its sum."""
    supposed = draft.slots["target"].span is None and _payer(draft, parties) == 0
    if draft.value("basis") != best.value("basis") or not (supposed or draft.value("target") == best.value("target")):
        return False
    pairs = [(draft.value(name), best.value(name)) for name in OPTIONAL]
    if any(own not in (None, other) for own, other in pairs):
        return False
    return _payer(draft, parties) < _payer(best, parties) or draft.value("source") == best.value("source")
