"""From discourse to drafts of claims: one module a table, and what the tables of figures share."""

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.frames.agreements import AgreementReader
from pipeline.extraction.frames.corridors import build_corridor_claim
from pipeline.extraction.frames.figures import Builder, FigureReader
from pipeline.extraction.frames.investments import build_investment
from pipeline.extraction.frames.model import Draft, Span
from pipeline.extraction.frames.trade import build_trade
from pipeline.extraction.frames.visits import visit_drafts
from schemas.vocabulary import ClaimTable

# how many chunks before a document its value can stand
AGREED = 16
FIGURES: dict[str, Builder] = {
    str(ClaimTable.TRADE): build_trade,
    str(ClaimTable.CORRIDORS): build_corridor_claim,
    str(ClaimTable.INVESTMENTS): build_investment,
}


def drafts_of(discourse: Discourse) -> list[Draft]:
    """Everything an article claims, table by table; the value of a document is no figure besides (Reading 18)."""
    figures = FigureReader(discourse, FIGURES).read()
    agreements = AgreementReader(discourse).read()
    values = _values(agreements)
    figures = [draft for draft in figures if draft.slots["amount"].span not in values]
    return [*visit_drafts(discourse), *agreements, *figures]


def _values(agreements: list[Draft]) -> set[Span | None]:
    """Where the value of a document stands in its name or before it: "кредит на 80 млн евро, договор подписан"."""
    found: set[Span | None] = set()
    for draft in agreements:
        title, amount = draft.slots.get("title"), draft.slots.get("amount")
        named, at = title.span if title else None, amount.span if amount else None
        if named and at and named[0] - AGREED <= at[0] < named[1]:
            found.add(at)
    return found
