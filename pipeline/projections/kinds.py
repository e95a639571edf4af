"""The five kinds of claims as a fold handles them: which columns a claim brings, and which tables it goes through.

Everything here follows from the table definitions in `schemas`; what a kind's identity is stands in `identity`.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from schemas.packages import CLAIMED, Claimed
from schemas.render import duckdb_type
from schemas.table import Column
from schemas.vocabulary import ClaimTable

PLACED = ("matched_by", "standing", "reported_on")
"""Columns of a claim that follow from other claims and from its article; with the record's id, all that is not said."""

BESIDE = (
    "content UBIGINT",
    "evidence STRUCT(field VARCHAR, start_char BIGINT, end_char BIGINT, how VARCHAR, rule VARCHAR)[]",
    "problems STRUCT(rule VARCHAR, col VARCHAR, said VARCHAR)[]",
)
"""What a claim carries beside its columns until it is accepted: a hash of what it says, its evidence, what is wrong."""


@dataclass(frozen=True)
class Kind:
    """One kind of claim with the names of its tables."""

    claimed: Claimed

    @property
    def name(self) -> ClaimTable:
        """The kind's name, as claims of the ledger give it."""
        return self.claimed.kind

    @property
    def claims(self) -> str:
        """The table of claims."""
        return self.claimed.claims.name

    @property
    def records(self) -> str:
        """The table of records."""
        return self.claimed.records.name

    @property
    def record_id(self) -> str:
        """The column that identifies a record."""
        return self.claimed.records.key[0]

    @property
    def staged(self) -> str:
        """The temporary table of claims on their way into the tables."""
        return f"staged_{self.name}"

    @property
    def originals(self) -> str:
        """The private table of claims that are not shown as they were extracted: corrected, retracted, rejected."""
        return f"fold.original_{self.claims}"

    @cached_property
    def prefix(self) -> str:
        """The letters before every record's identifier."""
        (column,) = (item for item in self.claimed.records.columns if item.name == self.record_id)
        match = re.match(r"[a-z]+_", column.pattern or "")
        assert match, f"{self.record_id} has no pattern"  # noqa: S101  # a rule for the schemas, not for input
        return match[0]

    @cached_property
    def values(self) -> tuple[Column, ...]:
        """The codebook's columns: what a claim says."""
        names = [column.name for column in self.claimed.claims.columns]
        return self.claimed.claims.columns[names.index(self.record_id) + 1 : names.index("quote")]

    @cached_property
    def said(self) -> tuple[Column, ...]:
        """All columns that a claim has before it is placed."""
        follows = {self.record_id, *PLACED}
        return tuple(column for column in self.claimed.claims.columns if column.name not in follows)

    @cached_property
    def said_ddl(self) -> str:
        """The columns of `staged` and `originals`."""
        return ", ".join([*(f"{column.name} {duckdb_type(column)}" for column in self.said), *BESIDE])


KINDS = tuple(map(Kind, CLAIMED))
