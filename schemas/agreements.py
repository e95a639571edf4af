"""Agreements: one document, or one counted bundle of documents."""

import pandera.polars as pa
import polars as pl

from schemas.claims import ClaimHead, ClaimTail
from schemas.records import CURRENCY, RecordTail
from schemas.table import (
    Amount,
    Date,
    Flag,
    Integer,
    Table,
    Text,
    TextList,
    count,
    enum,
    every_item_in,
    names,
    table,
    text,
    value,
)
from schemas.vocabulary import AgreementKind, AgreementStatus, DatePrecision, Qualifier, Sector

AGREEMENT_ID = r"agr_[0-9a-f]{12}"


class AgreementValues(Table):
    """What is said of an agreement."""

    kind: Text = enum(AgreementKind, "What the document is, by the text's noun")
    title: Text = text("Name or subject of the document, as in the text", nullable=True)
    parties: TextList = names("Signatories: countries, groups, organisations")
    documents: Integer = count("How many documents; 1 for a single one", nullable=True, minimum=1)
    documents_qualifier: Text = enum(Qualifier, "How the text hedges the number of documents", nullable=True)
    amount: Amount = value("Total value; the lower bound of a range", nullable=True)
    amount_to: Amount = value("Upper bound of a range of values, otherwise null", nullable=True)
    unit: Text = text("Currency of the value, ISO 4217", nullable=True, pattern=CURRENCY)
    qualifier: Text = enum(Qualifier, "How the text hedges the value", nullable=True)
    quantity: Amount = value("What is bought or built, if counted", nullable=True)
    quantity_unit: Text = text("Unit of the quantity", nullable=True)
    sectors: TextList = names("Fields of cooperation", categories=Sector)
    signed_on: Date = value("Day of signing, as precise as `date_precision` says", nullable=True)
    date_precision: Text = enum(DatePrecision, "How much of the date is known", nullable=True)
    place: Text = text("City of signing, canonical English name", nullable=True)
    status: Text = enum(AgreementStatus, "How far the document has come")
    part_of_bundle: Flag = value("Whether the text puts the document into a bundle that it also counts")

    @pa.check("sectors", error="every item of sectors is one of the words for it")
    def sectors_are_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Each sector is in the vocabulary."""
        return every_item_in(data, Sector)

    @pa.dataframe_check(error="an agreement names a party")
    def has_a_party(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Without any party nobody has agreed."""
        return data.lazyframe.select(pl.col("parties").list.len() > 0)

    @pa.dataframe_check(error="value, currency and hedge come together")
    def value_is_whole(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """An amount needs its currency and hedge; a range needs its upper bound."""
        has = pl.col("amount").is_not_null()
        is_range = (pl.col("qualifier") == str(Qualifier.RANGE)).fill_null(False)
        return data.lazyframe.select(
            (has == pl.col("unit").is_not_null())
            & (has == pl.col("qualifier").is_not_null())
            & (is_range == pl.col("amount_to").is_not_null())
            & (pl.col("documents").is_not_null() == pl.col("documents_qualifier").is_not_null())
            & (pl.col("quantity").is_not_null() == pl.col("quantity_unit").is_not_null())
        )

    @pa.dataframe_check(error="a date has a precision")
    def date_is_whole(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A date and its precision come together."""
        return data.lazyframe.select(pl.col("signed_on").is_not_null() == pl.col("date_precision").is_not_null())


class AgreementKey(Table):
    """The identity of an agreement."""

    agreement_id: Text = text("Identifier of the agreement", pattern=AGREEMENT_ID)


class BundleLink(Table):
    """Which bundle the agreement is a member of."""

    bundle_id: Text = text("Bundle the document belongs to", nullable=True, pattern=AGREEMENT_ID)


@table(
    "agreements",
    "Agreements",
    key=["agreement_id"],
    foreign_keys={"bundle_id": "agreements.agreement_id", "chosen_claim": "agreement_claims.claim_id"},
)
class Agreements(RecordTail, BundleLink, AgreementValues, AgreementKey):
    """One document or one counted bundle of documents, whatever the number of articles that tell of it."""


@table(
    "agreement_claims",
    "Agreement claims",
    key=["claim_id"],
    foreign_keys={"agreement_id": "agreements.agreement_id", "article_id": "articles.article_id"},
)
class AgreementClaims(ClaimTail, AgreementValues, AgreementKey, ClaimHead):
    """What one article says about one document or bundle, with the words that say so."""
