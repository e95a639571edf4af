"""Visits: one delegation head in one country, once."""

import pandera.polars as pa
import polars as pl

from schemas.claims import ClaimHead, ClaimTail
from schemas.records import RecordTail
from schemas.table import Date, Table, Text, TextList, enum, names, table, text, value
from schemas.vocabulary import DatePrecision, VisitKind, VisitStatus

VISIT_ID = r"vis_[0-9a-f]{12}"


class VisitValues(Table):
    """What is said of a visit."""

    visitor: Text = text(
        "Head of the delegation: canonical English name where known, else as in the text", nullable=True
    )
    visitor_country: Text = text("Party that sends the delegation")
    destination: Text = text("Country visited, or the group for a tour of all its members")
    city: Text = text("City visited, canonical English name", nullable=True)
    kind: Text = enum(VisitKind, "Rank of the visit, by the text's own word")
    occasion: Text = text("Summit, forum or commission attended, as the text names it", nullable=True)
    hosts: TextList = names("Persons met on the visit")
    start_date: Date = value("First day, as precise as `date_precision` says", nullable=True)
    end_date: Date = value("Last day, only where the text gives an end", nullable=True)
    date_precision: Text = enum(DatePrecision, "How much of the dates is known", nullable=True)
    status: Text = enum(VisitStatus, "How far the visit has come")

    @pa.dataframe_check(error="a visit leads to another country")
    def leads_abroad(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Journeys inside one's own country are no visits."""
        return data.lazyframe.select(pl.col("visitor_country") != pl.col("destination"))

    @pa.dataframe_check(error="dates are in order and have a precision")
    def dates_agree(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """An end needs a start, and a date its precision."""
        start, end = pl.col("start_date"), pl.col("end_date")
        in_order = end.is_null() | (end >= start).fill_null(False)
        return data.lazyframe.select(in_order & (start.is_not_null() == pl.col("date_precision").is_not_null()))


class VisitKey(Table):
    """The identity of a visit."""

    visit_id: Text = text("Identifier of the visit", pattern=VISIT_ID)


PARTIES = {"visitor_country": "parties.party", "destination": "parties.party"}


@table("visits", "Visits", key=["visit_id"], foreign_keys=PARTIES | {"chosen_claim": "visit_claims.claim_id"})
class Visits(RecordTail, VisitValues, VisitKey):
    """One visit by one delegation head to one country, whatever the number of articles that tell of it."""


@table(
    "visit_claims",
    "Visit claims",
    key=["claim_id"],
    foreign_keys=PARTIES | {"visit_id": "visits.visit_id", "article_id": "articles.article_id"},
)
class VisitClaims(ClaimTail, VisitValues, VisitKey, ClaimHead):
    """What one article says about one visit, with the words that say so."""
