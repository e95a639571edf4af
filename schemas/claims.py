"""What every claim has in common: its identity, its evidence, and where it went.

Here belong the columns that the five claim tables share, and the tables about claims of any kind (`evidence`,
`rejected_claims`, `corrections`). What a claim of one kind says is defined beside its records, in `visits`,
`agreements` and so on.
"""

import pandera.polars as pa
import polars as pl

from schemas.table import Date, Integer, Table, Text, TextList, Timestamp, count, enum, names, table, text, value
from schemas.vocabulary import ClaimTable, CorrectionAction, CorrectionOutcome, CorrectionStatus, How

CLAIM_ID = r"clm_[0-9a-f]{16}"
ARTICLE_ID = r"art_[0-9a-f]{12}"


class ClaimHead(Table):
    """Who the claim is: the first columns of every claim table."""

    claim_id: Text = text("Identifier of the claim, stable while its article and its quote stay", pattern=CLAIM_ID)
    article_id: Text = text("Article that makes the claim", pattern=ARTICLE_ID)


class ClaimTail(Table):
    """How the claim is known: the last columns of every claim table."""

    quote: Text = text("Exact words of the article that carry the claim")
    start_char: Integer = count("First character of the quote in the article's text", unit="code points")
    end_char: Integer = count("End of the quote in the article's text, exclusive", unit="code points")
    context: Text = text("The sentence or sentences around the quote, cut at 600 characters")
    rule: Text = text("Grammar rule that found the claim, or the correction that added it")
    matched_by: Text = text("Why the claim belongs to its record")
    standing: Integer = count("1 for the claim that its record shows, then in the order of choice", minimum=1)
    corrections: TextList = names("Corrections by people that are part of the claim")
    reported_on: Date = value("Publication date of the article, null where unknown", nullable=True)
    recorded_at: Timestamp = value("When the ledger learned of the claim as it now stands")
    entry: Integer = count("Ledger entry by which it did, as its position", minimum=1)

    @pa.dataframe_check(error="the quote ends after it starts")
    def quote_has_length(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A quote is at least one character long and fits its offsets."""
        length = pl.col("end_char") - pl.col("start_char")
        return data.lazyframe.select(length == pl.col("quote").str.len_chars())


@table("evidence", "Evidence", key=["claim_id", "field"], indexed=False)
class Evidence(Table):
    """One field of one claim and the words that carry it, so that each value leads back to the text."""

    claim_id: Text = text("Claim the field belongs to", pattern=CLAIM_ID)
    field: Text = text("Column of the claim table")
    words: Text = text(
        "Words that carry the value; null for a convention, and where they stand outside the claim's context",
        nullable=True,
    )
    start_char: Integer = count("First character of the words", nullable=True, unit="code points")
    end_char: Integer = count("End of the words, exclusive", nullable=True, unit="code points")
    how: Text = enum(How, "Where the value comes from: the quote, its context, a convention, or a person")
    rule: Text = text("Grammar rule or correction that filled the field")


@table("rejected_claims", "Rejected claims", key=["claim_id", "failed_rule"])
class RejectedClaims(Table):
    """A claim set aside before anything is served, once for each rule it breaks or each person who retracted it."""

    claim_id: Text = text("Identifier of the claim", pattern=CLAIM_ID)
    article_id: Text = text("Article that makes the claim", pattern=ARTICLE_ID)
    claim_table: Text = enum(ClaimTable, "Kind of claim")
    failed_rule: Text = text("Rule of the table that the claim breaks, or the correction that retracts it")
    failed_column: Text = text("Column at fault, null where the rule is about the whole row", nullable=True)
    failed_value: Text = text("Value at fault as text", nullable=True)
    quote: Text = text("Words of the article that carry the claim", nullable=True)
    claim: Text = text("The whole claim as JSON")
    recorded_at: Timestamp = value("When the ledger learned of the claim")
    entry: Integer = count("Ledger entry by which it did, as its position", minimum=1)


@table("corrections", "Corrections", key=["correction_id"])
class Corrections(Table):
    """What a person corrected, why, and whether the correction still applies."""

    correction_id: Text = text("Identifier of the correction, given by its author")
    action: Text = enum(CorrectionAction, "What the correction does")
    target: Text = text(
        "Claim or record that is corrected; null for an added claim that was not accepted", nullable=True
    )
    change: Text = text("New values as JSON")
    expect: Text = text("Values that must stand before the correction, as JSON")
    reason: Text = text("Why")
    author: Text = text("Who")
    decided_on: Date = value("When the author decided")
    status: Text = enum(CorrectionStatus, "What the source says about the error")
    outcome: Text = enum(CorrectionOutcome, "Whether it applies to the tables as they stand")
    outcome_detail: Text = text("Why it does not apply, or what else there is to know", nullable=True)
    recorded_at: Timestamp = value("When the ledger learned of the correction as it now stands")
    entry: Integer = count("Ledger entry by which it did, as its position", minimum=1)
