"""What the warehouse tells of itself over time: former identifiers of records, releases, and the state it shows.

These tables are for the warehouse; no package publishes them.
"""

from schemas.table import Integer, Table, Text, Timestamp, count, table, text, value

RECORD_ID = r"(vis|agr|trd|cor|inv)_[0-9a-f]{12}"
RELEASE = r"v?\d+\.\d+\.\d+"


@table("former_ids", "Former identifiers", key=["former_id", "record_id"])
class FormerIds(Table):
    """An identifier under which a record was known before other claims joined it, or would have been."""

    former_id: Text = text("Identifier that a claim of the record would give it alone", pattern=RECORD_ID)
    record_id: Text = text("Identifier of the record now", pattern=RECORD_ID)
    record_table: Text = text("Table of the record")


@table("releases", "Releases", key=["package", "release"])
class Releases(Table):
    """A published version of a package, and how far the ledger went when it was built."""

    package: Text = text("Package")
    release: Text = text("Version of the release", pattern=RELEASE)
    known_until_entry: Integer = count("Last ledger entry that is part of it, as its position")
    published_at: Timestamp = value("When the ledger learned of the release")
    withdrawn_because: Text = text("Why it should no longer be used, null where it should", nullable=True)


@table("_about", "About this warehouse", key=["ledger_position"])
class About(Table):
    """What this warehouse shows: one row."""

    version: Text = text("Version of Bridge Power that folded it")
    ledger_position: Integer = count("Last ledger entry that is part of it, as its position")
    ledger_tip: Text = text("Hash of that entry, 64 zeros in an empty ledger", pattern=r"[0-9a-f]{64}")
    known_until: Timestamp = value("When that entry was recorded, null in an empty ledger", nullable=True)
    duckdb_version: Text = text("Version of DuckDB that wrote it")
    articles: Integer = count("Articles")
    claims: Integer = count("Claims")
    rejected_claims: Integer = count("Claims set aside")
    records: Integer = count("Records")
