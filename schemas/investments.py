"""Investments: one figure about money, projects or firms of one party in another."""

import pandera.polars as pa
import polars as pl

from schemas.claims import ClaimHead, ClaimTail
from schemas.records import CHANGE, MONEY, Figure, Period, RecordTail, Spread
from schemas.table import Table, Text, enum, table, text
from schemas.vocabulary import InvestmentMeasure, Sector, Unit

INVESTMENT_ID = r"inv_[0-9a-f]{12}"


class InvestmentSubject(Table):
    """Who invests where, and what is measured."""

    source: Text = text("Party that invests; WORLD for all foreign investors")
    target: Text = text("Party invested in")
    measure: Text = enum(InvestmentMeasure, "What the figure measures")


class InvestmentSector(Table):
    """In what field."""

    sector: Text = enum(Sector, "Field of the investment", nullable=True)


class InvestmentValues(Period, InvestmentSector, Figure, InvestmentSubject):
    """What is said of an investment."""

    @pa.dataframe_check(error="the unit fits the measure")
    def unit_fits(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Counts have the unit of what they count, growth is percent or times, everything else is money."""
        measure, unit = pl.col("measure"), pl.col("unit")
        return data.lazyframe.select(
            pl.when(measure == str(InvestmentMeasure.GROWTH))
            .then(CHANGE)
            .when(measure == str(InvestmentMeasure.PROJECTS))
            .then(unit == str(Unit.PROJECTS))
            .when(measure == str(InvestmentMeasure.COMPANIES))
            .then(unit == str(Unit.COMPANIES))
            .otherwise(MONEY)
        )


class InvestmentKey(Table):
    """The identity of an investment."""

    investment_id: Text = text("Identifier of the investment", pattern=INVESTMENT_ID)


PARTIES = {"source": "parties.party", "target": "parties.party"}


@table(
    "investments",
    "Investments",
    key=["investment_id"],
    foreign_keys=PARTIES | {"chosen_claim": "investment_claims.claim_id"},
)
class Investments(RecordTail, Spread, InvestmentValues, InvestmentKey):
    """One figure about the investment of one party in another, with the range of what the sources say."""


@table(
    "investment_claims",
    "Investment claims",
    key=["claim_id"],
    foreign_keys=PARTIES | {"investment_id": "investments.investment_id", "article_id": "articles.article_id"},
)
class InvestmentClaims(ClaimTail, InvestmentValues, InvestmentKey, ClaimHead):
    """What one article says about one investment figure, with the words that say so."""
