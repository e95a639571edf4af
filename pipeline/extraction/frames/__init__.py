"""From discourse to drafts of claims: one module a table, and what the tables of figures share."""

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.frames.agreements import AgreementReader
from pipeline.extraction.frames.corridors import build_corridor_claim
from pipeline.extraction.frames.figures import Builder, FigureReader
from pipeline.extraction.frames.investments import build_investment
from pipeline.extraction.frames.model import Draft
from pipeline.extraction.frames.trade import build_trade
from pipeline.extraction.frames.visits import visit_drafts
from schemas.vocabulary import ClaimTable

FIGURES: dict[str, Builder] = {
    str(ClaimTable.TRADE): build_trade,
    str(ClaimTable.CORRIDORS): build_corridor_claim,
    str(ClaimTable.INVESTMENTS): build_investment,
}


def drafts_of(discourse: Discourse) -> list[Draft]:
    """Everything an article claims, table by table."""
    figures = FigureReader(discourse, FIGURES).read()
    return [*visit_drafts(discourse), *AgreementReader(discourse).read(), *figures]
