"""The data files of a release: Parquet by pyarrow, CSV by DuckDB, SQLite by ADBC, each with the same rows in order.

Parquet is written first and is what the other two are made from. The libraries are pinned, because the bytes of a
Parquet or SQLite file depend on the release of the library that wrote it; the bytes of a CSV file do not.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from adbc_driver_sqlite import dbapi

from pipeline.release.database import batches, literal, parquet_rows, run
from pipeline.release.values import csv_cell, escapes, is_harmless, sqlite_cell
from schemas.render import arrow_schema, sqlite_ddl
from schemas.table import TableSpec

ROW_GROUP_ROWS = 50_000


def write_parquet(path: Path, spec: TableSpec, rows: pa.Table, facts: Mapping[str, str]) -> None:
    """Write rows, sorted by key, with the table's schema; `facts` are kept in the file in their order."""
    schema = arrow_schema(spec).with_metadata(dict(facts))
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        for batch in rows.to_batches(max_chunksize=ROW_GROUP_ROWS):
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema), ROW_GROUP_ROWS)


def write_csv(connection: duckdb.DuckDBPyConnection, path: Path, spec: TableSpec, parquet: Path) -> int:
    """Write the rows of a Parquet file as CSV; how many texts were escaped because they look like formulas."""
    rows = parquet_rows(parquet)
    texts = [
        column.name
        for column in spec.columns
        if column.kind == "text" and not is_harmless(column.pattern, column.categories)
    ]
    escaped = dict(run(connection, escapes(texts, rows))) if texts else {}
    cells = [csv_cell(column.name, column.kind, harmless=column.name not in escaped) for column in spec.columns]
    copy_csv(connection, f"SELECT {', '.join(cells)} FROM {rows}", path)
    return sum(escaped.values())


def copy_csv(connection: duckdb.DuckDBPyConnection, cells: str, path: Path) -> None:
    """Write a query of cells as CSV: every line ends in LF and null is the empty cell; texts are never empty."""
    run(connection, f"COPY ({cells}) TO {literal(path)} (FORMAT csv, HEADER, DELIMITER ',')")


def write_sqlite(connection: duckdb.DuckDBPyConnection, path: Path, files: Iterable[tuple[TableSpec, Path]]) -> None:
    """Write the rows of all Parquet files into one SQLite database.

    Lists are JSON, dates and timestamps ISO 8601, booleans 0 and 1. SQLite has no decimals: an amount becomes an
    integer or a double, exact to 15 digits.
    """
    with dbapi.connect(path.as_uri(), autocommit=True) as database, database.cursor() as cursor:
        # a half-written file is never kept, so a journal would protect nothing
        for setting in ("journal_mode = OFF", "synchronous = OFF", "page_size = 16384"):
            cursor.execute(f"PRAGMA {setting}").fetchall()
        database.adbc_connection.set_autocommit(enabled=False)
        tables = list(files)
        for spec, _ in tables:
            cursor.execute(sqlite_ddl(spec, [other.name for other, _ in tables]))
        for spec, parquet in tables:
            cells = ", ".join(sqlite_cell(column.name, column.kind) for column in spec.columns)
            rows = batches(connection, f"SELECT {cells} FROM {parquet_rows(parquet)}")
            cursor.adbc_ingest(spec.name, rows, mode="append")
        database.adbc_connection.commit()
