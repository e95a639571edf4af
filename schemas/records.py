"""What every record has in common: how many sources tell it, whether they disagree, and since when it is known.

Here belong the columns that the resolved tables share, and the rules about amounts and periods that claims and
records share.
"""

import pandera.polars as pa
import polars as pl

from schemas.claims import CLAIM_ID
from schemas.table import (
    Amount,
    Date,
    Flag,
    Integer,
    Table,
    Text,
    TextList,
    Timestamp,
    count,
    enum,
    names,
    text,
    value,
)
from schemas.vocabulary import Basis, Qualifier, Unit

CURRENCY = r"[A-Z]{3}"
UNIT = "|".join([*Unit, CURRENCY])
MONEY = pl.col("unit").str.contains(f"^{CURRENCY}$") & (pl.col("unit") != str(Unit.CONTAINERS))
CHANGE = pl.col("unit").is_in([str(Unit.PERCENT), str(Unit.TIMES)])


class RecordTail(Table):
    """Where the record comes from: the last columns of every resolved table."""

    claims: Integer = count("Claims that tell this record", minimum=1)
    articles: Integer = count("Articles that tell it", minimum=1)
    publishers: Integer = count("Publishers that tell it; 0 where none is known")
    disputed: Flag = value("Whether claims contradict each other in a field, hedges and rounding considered")
    disputed_fields: TextList = names("Fields in which they contradict each other")
    chosen_claim: Text = text("Claim whose values the record shows", pattern=CLAIM_ID)
    chosen_because: Text = text("Why that claim was chosen")
    corrected: Flag = value("Whether a person's correction is part of it")
    recommended_for_totals: Flag = value(
        "Whether adding up or counting the rows where this is true takes nothing twice"
    )
    first_reported_on: Date = value("Earliest publication date among its articles", nullable=True)
    last_reported_on: Date = value("Latest publication date among its articles", nullable=True)
    first_recorded_at: Timestamp = value("When the ledger first learned of it")
    last_recorded_at: Timestamp = value("When the ledger last learned something about it")


class Figure(Table):
    """An amount with its unit and hedge; `amount_to` is the upper bound of a range."""

    amount: Amount = value("Amount in its base unit; the lower bound of a range; negative for a fall")
    amount_to: Amount = value("Upper bound of a range, otherwise null", nullable=True)
    unit: Text = text("ISO 4217 code for money, otherwise the unit of the measure", pattern=UNIT)
    qualifier: Text = enum(Qualifier, "How the text hedges the amount")

    @pa.dataframe_check(error="a range has an upper bound, above the lower one, and nothing else has")
    def bounds_agree(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """`amount_to` goes with the qualifier `range`."""
        is_range = pl.col("qualifier") == str(Qualifier.RANGE)
        upper = pl.col("amount_to")
        return data.lazyframe.select((is_range == upper.is_not_null()) & (upper.is_null() | (upper > pl.col("amount"))))


class Period(Table):
    """A closed span of days; open where an end is null."""

    period_start: Date = value("First day of the period", nullable=True)
    period_end: Date = value("Last day of the period", nullable=True)
    basis: Text = enum(Basis, "Whether the amount has happened, is wanted or is expected")
    claimant: Text = text("Who says so inside the text; null for the article's own voice", nullable=True)

    @pa.dataframe_check(error="the period ends after it starts")
    def period_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """The last day is not before the first one."""
        start, end = pl.col("period_start"), pl.col("period_end")
        return data.lazyframe.select((end >= start).fill_null(True))


class Spread(Table):
    """What the claims of one record say in all: the columns after the chosen figure."""

    lowest_amount: Amount = value("Lowest amount among its claims")
    highest_amount: Amount = value("Highest amount among its claims, upper bounds of ranges included")
    revised: Flag = value("Whether a speaker or publisher has replaced an earlier amount by a later one")
