"""A range of the ledger, as typed entries, as Arrow or as a view in DuckDB.

Here belongs reading. A fold over many entries takes `register` or `reader`, which touch a Python object only for
entries of an earlier version.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ledger.codec import COLUMN_FIELDS, canonical, entry_of, loads
from pipeline.ledger.columns import SCHEMA
from pipeline.ledger.entries import ENTRY_TYPES, Entry
from pipeline.ledger.errors import LedgerError
from pipeline.ledger.segments import Segment, read_segment
from pipeline.ledger.upcasts import UPCASTS, upcast

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
    """The entries with `after < position <= until`, every one in today's version of its type.

    Their files were checked against their hashes when the slice was made.
    """

    root: Path
    after: int
    until: int
    segments: tuple[Segment, ...]

    def __len__(self) -> int:
        return max(self.until - self.after, 0)

    def __iter__(self) -> Iterator[Recorded]:
        """Every entry as an object, in order."""
        for table in self._tables():
            yield from map(_recorded, table.to_pylist())

    def of(self, *types: type[Entry]) -> Iterator[Recorded]:
        """The entries of these types as objects, in order; the others are passed over without being made."""
        names = pa.array([item.type for item in types])
        for table in self._tables():
            yield from map(_recorded, table.filter(pc.is_in(table["type"], names)).to_pylist())

    @property
    def files(self) -> list[Path]:
        """The Parquet files that hold the entries, in order, as they were stored; the outer ones may hold more."""
        return [segment.file(self.root) for segment in self.segments]

    def reader(self) -> pa.RecordBatchReader:
        """The entries as Arrow record batches with the columns of the ledger, in order."""
        batches = (batch for table in self._tables() for batch in table.to_batches())
        return pa.RecordBatchReader.from_batches(SCHEMA, batches)

    def register(self, connection: "duckdb.DuckDBPyConnection", view: str) -> None:
        """Make the entries a temporary view of a DuckDB connection, with the columns of the ledger, in no order.

        DuckDB reads the files itself, in parallel, and skips what lies outside the range; only entries of earlier
        versions come through Python, by a second view `<view>_upcast`.
        """
        connection.register(f"{view}_upcast", _upcast_rows(pa.concat_tables([_NONE, *self._old_rows()])))
        columns = ", ".join(SCHEMA.names)
        query = f"SELECT {columns} FROM {view}_upcast"
        if self.segments:
            files = ", ".join(_literal(file) for file in self.files)
            today = "".join(f" AND (type, version) != ('{name}', {version})" for name, version in UPCASTS)
            query += (
                f" UNION ALL SELECT {columns} FROM read_parquet([{files}])"
                f" WHERE position > {self.after} AND position <= {self.until}{today}"
            )
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {query}")
        _check_known(connection.execute(f"SELECT DISTINCT type, version FROM {view}").fetchall())

    def _tables(self) -> Iterator[pa.Table]:
        for table in self._stored():
            yield _upcast_rows(table) if pc.any(_is_old(table)).as_py() else table

    def _old_rows(self) -> Iterator[pa.Table]:
        return (table.filter(_is_old(table)) for table in self._stored()) if UPCASTS else iter(())

    def _stored(self) -> Iterator[pa.Table]:
        for segment in self.segments:
            for table in read_segment(self.root, segment, self.after, self.until):
                kinds = table.group_by(["type", "version"]).aggregate([])
                _check_known(zip(kinds["type"].to_pylist(), kinds["version"].to_pylist(), strict=True))
                yield table


_NONE = SCHEMA.empty_table()


def _check_known(kinds: Iterable[tuple[str, int]]) -> None:
    for name, version in kinds:
        if name not in ENTRY_TYPES or version > ENTRY_TYPES[name].version:
            raise LedgerError(
                f"{name} version {version}", "a newer version of this program wrote such entries", "Update this one."
            )


def _is_old(rows: pa.Table) -> pa.ChunkedArray:
    old = pa.chunked_array([pa.repeat(False, rows.num_rows)])
    for name, version in UPCASTS:
        old = pc.or_(old, pc.and_(pc.equal(rows["type"], name), pc.equal(rows["version"], version)))
    return old


def _upcast_rows(rows: pa.Table) -> pa.Table:
    return pa.Table.from_pylist([_upcast_row(row) for row in rows.to_pylist()], schema=SCHEMA)


def _upcast_row(row: dict[str, Any]) -> dict[str, Any]:
    fields = upcast(row["type"], row["version"], _fields(row))
    columns = {column: fields.pop(field, None) for field, column in COLUMN_FIELDS.items()}
    return row | columns | {"version": ENTRY_TYPES[row["type"]].version, "payload": canonical(fields)}


def _recorded(row: dict[str, Any]) -> Recorded:
    return Recorded(row["position"], row["recorded_at"], row["key"], entry_of(row["type"], _fields(row)))


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    columns = {field: row[column] for field, column in COLUMN_FIELDS.items() if row[column] is not None}
    return loads(row["payload"]) | columns


def _literal(file: Path) -> str:
    """A path as a DuckDB string that stands for itself: read_parquet would take *, ? and [ as patterns."""
    return "'" + re.sub(r"([*?[])", r"[\1]", str(file)).replace("'", "''") + "'"
