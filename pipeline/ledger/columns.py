"""The columns of the ledger's one table, and the hash chain over them.

Every entry is a row: where it stands, what it is, who wrote it when, the few fields that folds filter on, the rest as
JSON, and a hash over all of that and the hash before it. Here belongs what a row is; files are in `segments`.
"""

from collections.abc import Iterable
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ledger.codec import COLUMN_FIELDS, payload_of
from pipeline.ledger.entries import Entry
from pipeline.ledger.errors import LedgerError

GENESIS = bytes(32)
"""The hash before the first entry."""

CONTENT = pa.schema(
    [
        pa.field("type", pa.string(), nullable=False),
        pa.field("version", pa.int16(), nullable=False),
        pa.field("article_id", pa.string()),
        pa.field("claim_id", pa.string()),
        pa.field("claim_table", pa.string()),
        pa.field("payload", pa.string(), nullable=False),
    ]
)
"""What an entry says, before it has a place in the ledger."""

SCHEMA = pa.schema(
    [
        pa.field("position", pa.int64(), nullable=False),
        pa.field("recorded_at", pa.timestamp("us", "UTC"), nullable=False),
        pa.field("key", pa.string(), nullable=False),
        *CONTENT,
        pa.field("hash", pa.binary(), nullable=False),
    ]
)
"""A row: `position` counts from 1 without gaps, `recorded_at` never decreases, `key` is that of the append."""

_NO_IDENTIFIER = "must be printable text and not empty"


def content_of(entries: Iterable[Entry], key: str) -> pa.Table:
    """The entries of the append with that key as rows that have no place yet; LedgerError for what cannot be stored."""
    if not _is_identifier(key):
        raise LedgerError(f"key {key!r}", _NO_IDENTIFIER, "Nothing was appended; use another key.")
    columns: dict[str, list[object]] = {name: [] for name in CONTENT.names}
    for number, entry in enumerate(entries, start=1):
        try:
            row = _content(entry)
        except (TypeError, ValueError, AttributeError) as error:
            place = f"entry {number} of the append ({entry.type})"
            raise LedgerError(place, str(error), "Nothing was appended; correct the entry.") from error
        for name, value in row.items():
            columns[name].append(value)
    return pa.table(columns, schema=CONTENT)


def lines(rows: pa.Table) -> list[bytes]:
    """What is hashed of each row: every column but the hash, a line each, null as the empty line.

    No column can hold a line break (identifiers and keys must not, JSON escapes it), so no two rows share a line.
    """
    columns = [rows[name] for name in SCHEMA.names if name != "hash"]
    texts = [pc.cast(_microseconds(column), pa.large_string()) for column in columns]
    joined = pc.binary_join_element_wise(
        *texts, pa.scalar("\n", pa.large_string()), null_handling="replace", null_replacement=""
    )
    return joined.cast(pa.large_binary()).to_pylist()  # type: ignore[no-any-return]  # pyarrow has no types


def chained(rows: pa.Table, tip: bytes) -> list[bytes]:
    """The hash of each row, given the hash before the first: sha256 over the hash before and the row's line."""
    hashes = []
    for line in lines(rows):
        tip = sha256(tip + line).digest()
        hashes.append(tip)
    return hashes


def _content(entry: Entry) -> dict[str, object]:
    payload = payload_of(entry)
    payload.encode()  # half a surrogate pair is text for Python, but not for a file
    columns = {column: _identifier(entry, field) for field, column in COLUMN_FIELDS.items()}
    return columns | {"type": entry.type, "version": entry.version, "payload": payload}


def _identifier(entry: Entry, field: str) -> str | None:
    """The value of a field that is a column; null only where the entry type has no such field."""
    if not hasattr(entry, field):
        return None
    value = getattr(entry, field)
    if not _is_identifier(value):
        raise ValueError(f"{field} {value!r} {_NO_IDENTIFIER}")
    return str(value)


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and value != ""


def _microseconds(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column
