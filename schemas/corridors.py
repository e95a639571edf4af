"""Corridors: the registry of transport routes, and figures about what moves along them."""

import pandera.polars as pa
import polars as pl

from schemas.claims import ClaimHead, ClaimTail
from schemas.records import CHANGE, MONEY, Figure, Period, RecordTail, Spread
from schemas.table import Integer, Table, Text, count, enum, table, text
from schemas.trade_flows import Goods
from schemas.vocabulary import CorridorMetric, Unit

CORRIDOR_METRIC_ID = r"cor_[0-9a-f]{12}"
CORRIDOR = r"[a-z]+(-[a-z]+)*|transit-[A-Z0-9]{2,5}"


class CorridorSubject(Table):
    """Which corridor, and what is measured."""

    corridor: Text = text("Corridor, or `transit-` and a country for its transit at large", pattern=CORRIDOR)
    metric: Text = enum(CorridorMetric, "What the figure measures")


class Direction(Table):
    """Where the goods come from and go to."""

    origin: Text = text("Where the goods come from", nullable=True)
    destination: Text = text("Where the goods go", nullable=True)


class CorridorValues(Period, Goods, Direction, Figure, CorridorSubject):
    """What is said of a corridor."""

    @pa.dataframe_check(error="the unit fits the metric")
    def unit_fits(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Investments are money, growth is percent or times, shares are percent; only capacity may be a change too."""
        metric = pl.col("metric")
        return data.lazyframe.select(
            pl.when(metric == str(CorridorMetric.INVESTMENT))
            .then(MONEY)
            .when(metric == str(CorridorMetric.GROWTH))
            .then(CHANGE)
            .when(metric == str(CorridorMetric.SHARE))
            .then(pl.col("unit") == str(Unit.PERCENT))
            .when(metric == str(CorridorMetric.CAPACITY))
            .then(~MONEY)
            .otherwise(~MONEY & ~CHANGE)
        )


class CorridorMetricKey(Table):
    """The identity of a corridor figure."""

    corridor_metric_id: Text = text("Identifier of the corridor figure", pattern=CORRIDOR_METRIC_ID)


ENDS = {"corridor": "corridors.corridor", "origin": "parties.party", "destination": "parties.party"}


@table("corridors", "Corridors", key=["corridor"])
class Corridors(Table):
    """A transport corridor of the registry, or a country's transit at large, and how much is said about it."""

    corridor: Text = text("Identifier of the corridor", pattern=CORRIDOR)
    name_en: Text = text("Name in English")
    name_ru: Text = text("Name in Russian")
    name_kk: Text = text("Name in Kazakh")
    figures: Integer = count("Figures known about it")
    articles: Integer = count("Articles that give a figure about it")


@table(
    "corridor_metrics",
    "Corridor metrics",
    key=["corridor_metric_id"],
    foreign_keys=ENDS | {"chosen_claim": "corridor_claims.claim_id"},
)
class CorridorMetrics(RecordTail, Spread, CorridorValues, CorridorMetricKey):
    """One figure about what moves along a corridor in one period, with the range of what the sources say."""


@table(
    "corridor_claims",
    "Corridor claims",
    key=["claim_id"],
    foreign_keys=ENDS
    | {"corridor_metric_id": "corridor_metrics.corridor_metric_id", "article_id": "articles.article_id"},
)
class CorridorClaims(ClaimTail, CorridorValues, CorridorMetricKey, ClaimHead):
    """What one article says about one corridor figure, with the words that say so."""
