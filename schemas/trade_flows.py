"""Trade flows: one figure about the trade of two parties."""

import pandera.polars as pa
import polars as pl

from schemas.claims import ClaimHead, ClaimTail
from schemas.records import CHANGE, MONEY, Figure, Period, RecordTail, Spread
from schemas.table import Table, Text, enum, table, text
from schemas.vocabulary import Flow, TradeMeasure, Unit

TRADE_FLOW_ID = r"trd_[0-9a-f]{12}"


class TradeSubject(Table):
    """Whose trade, in which direction, and what is measured."""

    reporter: Text = text("Party whose trade it is; for `turnover` the order does not matter")
    partner: Text = text("The other party; WORLD for the whole foreign trade")
    flow: Text = enum(Flow, "Direction of the trade, seen from the reporter")
    measure: Text = enum(TradeMeasure, "What the figure measures")


class Goods(Table):
    """What is traded or moved."""

    commodity: Text = text("Goods as in the text, null for all goods", nullable=True)


class TradeValues(Period, Goods, Figure, TradeSubject):
    """What is said of a trade flow."""

    @pa.dataframe_check(error="the unit fits the measure")
    def unit_fits(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Values are money, growth is percent or times, shares are percent, volumes are neither."""
        measure = pl.col("measure")
        return data.lazyframe.select(
            pl.when(measure == str(TradeMeasure.VALUE))
            .then(MONEY)
            .when(measure == str(TradeMeasure.GROWTH))
            .then(CHANGE)
            .when(measure == str(TradeMeasure.SHARE))
            .then(pl.col("unit") == str(Unit.PERCENT))
            .otherwise(~MONEY & ~CHANGE)
        )


class TradeFlowKey(Table):
    """The identity of a trade flow."""

    trade_flow_id: Text = text("Identifier of the trade flow", pattern=TRADE_FLOW_ID)


PARTIES = {"reporter": "parties.party", "partner": "parties.party"}


@table(
    "trade_flows",
    "Trade flows",
    key=["trade_flow_id"],
    foreign_keys=PARTIES | {"chosen_claim": "trade_claims.claim_id"},
)
class TradeFlows(RecordTail, Spread, TradeValues, TradeFlowKey):
    """One figure about the trade of two parties in one period, with the range of what the sources say."""


@table(
    "trade_claims",
    "Trade claims",
    key=["claim_id"],
    foreign_keys=PARTIES | {"trade_flow_id": "trade_flows.trade_flow_id", "article_id": "articles.article_id"},
)
class TradeClaims(ClaimTail, TradeValues, TradeFlowKey, ClaimHead):
    """What one article says about one trade figure, with the words that say so."""
