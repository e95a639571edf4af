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

from pipeline.release.content import ContentHash
from pipeline.release.database import batches, literal, names, parquet_rows, run
from pipeline.release.values import csv_cell, escapes, free_texts, risky_texts, sqlite_cell
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
    rows = parquet_rows(parquet)
    escaped = escapes(connection, risky_texts(spec.columns), rows)
    cells = [csv_cell(column.name, column.kind, harmless=column.name not in escaped) for column in spec.columns]
    copy_csv(connection, f"SELECT {', '.join(cells)} FROM {rows}", path, free_texts(spec.columns))
    return sum(escaped.values())


def copy_csv(connection: duckdb.DuckDBPyConnection, cells: str, path: Path, quoted: Sequence[str]) -> None:
    """Write a query of cells as CSV: every line ends in LF and null is the empty cell; texts are never empty.

    The columns in `quoted` are in quotes throughout, which is cheaper than to look whether a long text needs them.
    """
    force = f", FORCE_QUOTE ({names(quoted)})" if quoted else ""
    run(connection, f"COPY ({cells}) TO {literal(path)} (FORMAT csv, HEADER, DELIMITER ','{force})")


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
