"""From discourse to drafts of claims: one package a table, and what the tables of figures share in `figures`."""

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.frames.agreements.frame import AgreementReader
from pipeline.extraction.frames.corridors.frame import build_corridor_claim
from pipeline.extraction.frames.figures.offers import Builder, FigureReader
from pipeline.extraction.frames.investments.frame import build_investment
from pipeline.extraction.frames.model import Draft, Span
from pipeline.extraction.frames.trade.frame import build_trade
from pipeline.extraction.frames.visits.frame import visit_drafts
from schemas.vocabulary import ClaimTable

DENIED = "denied"
TERMS = ("amount", "quantity")
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
    drafts = [*visit_drafts(discourse), *agreements, *figures]
    return [draft for draft in drafts if not _is_denied(discourse, draft)]


def _is_denied(discourse: Discourse, draft: Draft) -> bool:
    """Whether the sentence that tells of something says that it is not so: "МИД опроверг сообщения о визите"."""
    return bool(discourse.document.sentence_at(draft.shown[0][0]).cues.get(DENIED))


def _values(agreements: list[Draft]) -> set[Span | None]:
    """Where the values of documents stand and the things counted that they buy."""
    return {slot.span for draft in agreements for name in TERMS if (slot := draft.slots.get(name)) and slot.span}
