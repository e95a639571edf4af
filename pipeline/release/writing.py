"""The data files of a release: Parquet by pyarrow, CSV by DuckDB, SQLite by ADBC, each with the same rows in order.

Parquet is written first and is what the other two are made from. The libraries are pinned, because the bytes of a
Parquet or SQLite file depend on the release of the library that wrote it; the bytes of a CSV file do not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from adbc_driver_sqlite import dbapi

from pipeline.release.content import ContentHash, text_bytes
from pipeline.release.database import batches, parquet_rows
from pipeline.release.values import Typed, csv_line, sqlite_cell
from schemas.render import arrow_schema, sqlite_ddl
from schemas.table import TableSpec

ROW_GROUP_ROWS = 50_000


def write_parquet(path: Path, spec: TableSpec, rows: pa.Table, facts: Mapping[str, str]) -> str:
    """Write rows, in any order, sorted by key and with the table's schema; their content hash.

    `facts` are kept in the file in their order.
    """
    schema = arrow_schema(spec).with_metadata(dict(facts))
    content = ContentHash(schema.names)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        for columns in _in_order(rows, spec.key):
            batch = pa.RecordBatch.from_arrays(columns, schema=schema)
            writer.write_batch(batch, ROW_GROUP_ROWS)
            content.update(batch)
            # gone before the next ones are gathered
            del columns, batch
    return content.hexdigest()


def _in_order(rows: pa.Table, key: Sequence[str]) -> Iterator[list[pa.Array]]:
    """The columns of rows sorted by key, a row group at a time, so that no table is held in memory twice."""
    order = pc.sort_indices(rows, [(column, "ascending") for column in key])
    for first in range(0, len(rows), ROW_GROUP_ROWS):
        part = order.slice(first, ROW_GROUP_ROWS)
        yield [column.take(part).combine_chunks() for column in rows.columns]


def write_csv(connection: duckdb.DuckDBPyConnection, path: Path, spec: TableSpec, parquet: Path) -> int:
    """Write the rows of a Parquet file as CSV; how many texts were escaped because they look like formulas."""
    total = 0
    with path.open("wb") as file:
        for part, escaped in csv_parts(connection, spec.columns, parquet_rows(parquet)):
            file.write(part)
            total += escaped
    return total


def csv_parts(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[Typed], rows: str
) -> Iterator[tuple[pa.Buffer, int]]:
    """The bytes of a CSV file, piece by piece, and how many texts in each are escaped.

    The first is the header, then come lines, each of which ends in LF. DuckDB makes whole lines in less time than its
    own CSV writer takes for their cells.
    """
    yield pa.py_buffer((",".join(column.name for column in columns) + "\n").encode()), 0
    for batch in batches(connection, f"SELECT {csv_line(columns)} FROM {rows}"):
        yield text_bytes(batch["line"]), pc.sum(batch["escaped"], min_count=0).as_py()


def write_sqlite(
    connection: duckdb.DuckDBPyConnection, path: Path, specs: Sequence[TableSpec], files: Iterable[Path]
) -> None:
    """Write the rows of one Parquet file for each table into a SQLite database, each as soon as `files` gives it.

    Lists are JSON, dates and timestamps ISO 8601, booleans 0 and 1. SQLite has no decimals: an amount becomes an
    integer or a double, exact to 15 digits.
    """
    with dbapi.connect(path.as_uri(), autocommit=True) as database, database.cursor() as cursor:
        # a half-written file is never kept, so neither a journal nor locks would protect anything
        for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "page_size = 16384"):
            cursor.execute(f"PRAGMA {setting}").fetchall()
        database.adbc_connection.set_autocommit(enabled=False)
        for spec in specs:
            cursor.execute(sqlite_ddl(spec, [other.name for other in specs]))
        for spec, parquet in zip(specs, files, strict=True):
            cells = ", ".join(sqlite_cell(column.name, column.kind) for column in spec.columns)
            rows = batches(connection, f"SELECT {cells} FROM {parquet_rows(parquet)}")
            cursor.adbc_ingest(spec.name, rows, mode="append")
        database.adbc_connection.commit()
