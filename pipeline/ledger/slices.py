"""A range of the ledger, as typed entries, as Arrow or as SQL.

Here belongs reading; a fold over many entries takes `register` or `reader` and never touches a Python object per entry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ledger.codec import COLUMN_FIELDS, entry_of, loads
from pipeline.ledger.columns import SCHEMA
from pipeline.ledger.entries import Entry
from pipeline.ledger.errors import LedgerError
from pipeline.ledger.segments import Segment, read_segment
from pipeline.ledger.upcasts import upcast

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Recorded:
    """An entry with its place: its position, when it was recorded (UTC) and the key of its append."""

    position: int
    recorded_at: datetime
    key: str
    entry: Entry


@dataclass(frozen=True)
class Slice:
    """The entries with `after < position <= until`; their files were checked against their hashes when it was made."""

    root: Path
    after: int
    until: int
    segments: tuple[Segment, ...]

    def __len__(self) -> int:
        return max(self.until - self.after, 0)

    def __iter__(self) -> Iterator[Recorded]:
        """Every entry as an object, in order, in today's version of its type."""
        for table in self._tables():
            for row in table.to_pylist():
                yield _recorded(row)

    def of(self, *types: type[Entry]) -> Iterator[Recorded]:
        """The entries of these types as objects, in order; the others are passed over without being made."""
        names = pa.array([item.type for item in types])
        for table in self._tables():
            for row in table.filter(pc.is_in(table["type"], names)).to_pylist():
                yield _recorded(row)

    @property
    def files(self) -> list[Path]:
        """The Parquet files that hold the entries, in order; the outer ones may hold others too."""
        return [segment.file(self.root) for segment in self.segments]

    def reader(self) -> pa.RecordBatchReader:
        """The entries as Arrow record batches, in order."""
        batches = (batch for table in self._tables() for batch in table.to_batches())
        return pa.RecordBatchReader.from_batches(SCHEMA, batches)

    def register(self, connection: "duckdb.DuckDBPyConnection", name: str) -> None:
        """Make the entries a temporary view of a DuckDB connection, with the columns of the ledger."""
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {self.sql()}")

    def sql(self) -> str:
        """A DuckDB query for the entries, with the columns of the ledger, in no particular order."""
        columns = ", ".join(SCHEMA.names)
        if not self.segments:
            return f"SELECT {columns} FROM ({_EMPTY})"
        files = ", ".join("'" + str(file).replace("'", "''") + "'" for file in self.files)
        return (
            f"SELECT {columns} FROM read_parquet([{files}]) WHERE position > {self.after} AND position <= {self.until}"
        )

    def _tables(self) -> Iterator[pa.Table]:
        for segment in self.segments:
            yield from read_segment(self.root, segment, self.after, self.until)


_SQL_TYPES = {pa.int64(): "BIGINT", pa.int16(): "SMALLINT", pa.string(): "VARCHAR", pa.binary(): "BLOB"}
_EMPTY = (
    "SELECT "
    + ", ".join(f"NULL::{_SQL_TYPES.get(field.type, 'TIMESTAMPTZ')} AS {field.name}" for field in SCHEMA)
    + " WHERE false"
)


def _recorded(row: dict[str, Any]) -> Recorded:
    fields = loads(row["payload"])
    fields |= {field: row[column] for field, column in COLUMN_FIELDS.items() if row[column] is not None}
    try:
        entry = entry_of(row["type"], upcast(row["type"], row["version"], fields))
    except (ValueError, TypeError, KeyError) as error:
        place = f"entry {row['position']} ({row['type']} version {row['version']})"
        raise LedgerError(place, str(error), "Update this program to the version that wrote it.") from error
    return Recorded(row["position"], row["recorded_at"], row["key"], entry)
