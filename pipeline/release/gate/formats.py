"""Whether CSV, Parquet and SQLite are well-formed and hold the same rows in the same order.

Each format is read as a stream of typed rows and hashed by content, so that no table is ever held in memory; only where
hashes differ are the rows looked for.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from adbc_driver_sqlite import dbapi

from pipeline.release.content import content_sha256
from pipeline.release.database import batches, count, csv_cells, literal, name, parquet_rows, run
from pipeline.release.described import Field, Resource
from pipeline.release.gate.report import Problem
from pipeline.release.values import as_csv, from_csv, from_text
from schemas.render import ARROW_TYPES

MAX_HEADER_BYTES = 1 << 16


def parquet_problems(place: str, path: Path, resource: Resource) -> Iterator[Problem]:
    """Whether the columns of a Parquet file have the described names, order, types and nullability."""
    schema = pq.read_schema(path)
    if tuple(schema.names) != resource.columns:
        yield Problem(place, f"has the columns {', '.join(schema.names)}, not {', '.join(resource.columns)}")
        return
    for field, column in zip(resource.fields, schema, strict=True):
        if column.type != ARROW_TYPES[field.kind]:
            yield Problem(place, f"{field.name} has type {column.type}, not {ARROW_TYPES[field.kind]}")
        if column.nullable == field.required:
            yield Problem(place, f"{field.name} may {'' if column.nullable else 'not '}be null, unlike its description")


def order_problems(place: str, reader: pa.RecordBatchReader, resource: Resource) -> Iterator[Problem]:
    """Whether rows are sorted by key, in bytes."""
    last: pa.Table | None = None
    for batch in reader:
        keys = pa.Table.from_batches([batch]).select(list(resource.key))
        rows = keys if last is None else pa.concat_tables([last, keys])
        if not pc.all(_ascending(rows, list(resource.key)), min_count=0).as_py():
            yield Problem(place, f"rows are not sorted by {', '.join(resource.key)}")
            return
        last = rows.slice(max(len(rows) - 1, 0))


def _ascending(rows: pa.Table, key: list[str]) -> pa.ChunkedArray:
    before, after = rows[key[0]][:-1], rows[key[0]][1:]
    if len(key) == 1:
        return pc.less_equal(before, after)
    return pc.or_(pc.less(before, after), pc.and_(pc.equal(before, after), _ascending(rows, key[1:])))


def csv_header_problems(place: str, path: Path, resource: Resource) -> Iterator[Problem]:
    """Whether a CSV file is UTF-8 without a mark, and its first line names the described fields in order."""
    with path.open("rb") as file:
        first = file.readline(MAX_HEADER_BYTES)
    try:
        header = next(csv.reader([first.decode("utf-8")], strict=True), [])
    except (UnicodeDecodeError, csv.Error) as error:
        yield Problem(place, f"the header cannot be read: {error}")
        return
    if first.startswith(b"\xef\xbb\xbf") or first.endswith(b"\r\n"):
        yield Problem(place, "begins with a byte order mark, or its lines end in CR LF")
    elif tuple(header) != resource.columns:
        yield Problem(place, f"the header is {', '.join(header)}, not {', '.join(resource.columns)}")


def open_csv(connection: duckdb.DuckDBPyConnection, path: Path, resource: Resource, cells: str) -> None:
    """Make `cells` a view of a CSV file's cells as text; reading is a duckdb.Error where a line has another shape."""
    run(connection, f"CREATE OR REPLACE TEMP VIEW {cells} AS FROM {csv_cells(path, resource.columns)}")


def cell_problems(
    connection: duckdb.DuckDBPyConnection, place: str, cells: str, resource: Resource
) -> Iterator[Problem]:
    """Whether each cell is written as a release writes it, and as many are escaped as the descriptor counts."""
    rules = [(field, _misspelt(field)) for field in resource.fields]
    texts = [name(field.name) for field in resource.fields if field.kind == "text"]
    marked = " + ".join(f"coalesce({cell}[1] = '''', FALSE)::INTEGER" for cell in texts)
    counts = ", ".join(f"count(*) FILTER (WHERE {broken})" for _, broken in rules)
    *wrong, escaped = run(connection, f"SELECT {counts}, coalesce(sum({marked}), 0) FROM {cells}")[0]
    for (field, broken), number in zip(rules, wrong, strict=True):
        if number:
            cell = run(connection, f"SELECT {name(field.name)} FROM {cells} WHERE {broken} ORDER BY 1 LIMIT 1")[0][0]
            yield Problem(
                place, f"{field.name}: {str(cell)[:100]!r} is no {field.kind} as written here, in {number} rows"
            )
    if escaped != resource.descriptor.get("x-csv-escaped"):
        described = resource.descriptor.get("x-csv-escaped")
        yield Problem(place, f"{escaped} texts are escaped, but the descriptor says {described}")


def _misspelt(field: Field) -> str:
    cell = name(field.name)
    written = as_csv(f"({from_csv(cell, field.kind)})", field.kind)
    return f"{cell} IS NOT NULL AND ({written}) IS DISTINCT FROM {cell}"


def csv_values(cells: str, resource: Resource) -> str:
    """A query of the typed values in the cells of a CSV file."""
    columns = ", ".join(f"{from_csv(name(field.name), field.kind)} AS {name(field.name)}" for field in resource.fields)
    return f"SELECT {columns} FROM {cells}"


def content_of(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The content hash of the rows of a query."""
    return content_sha256(batches(connection, query))


def different_rows(connection: duckdb.DuckDBPyConnection, resource: Resource, left: str, right: str) -> str:
    """What differs between two queries of the same table, in words, with the first keys."""
    key = ", ".join(f"{name(column)}::VARCHAR" for column in resource.key)
    either = f"(({left}) EXCEPT ALL ({right})) UNION ALL (({right}) EXCEPT ALL ({left}))"
    rows = run(connection, f"SELECT DISTINCT {key} FROM ({either}) ORDER BY ALL LIMIT 3")
    number = count(connection, f"SELECT count(*) FROM (SELECT DISTINCT {key} FROM ({either}))")
    if not number:
        return "holds the same rows in another order"
    return f"holds other rows: {number} keys differ, e.g. " + ", ".join("/".join(map(str, row)) for row in rows)


def parquet_as_sqlite(path: Path, resource: Resource) -> str:
    """A query of a Parquet file's rows with amounts as SQLite can hold them."""
    doubles = [name(field.name) for field in resource.fields if field.kind == "decimal"]
    replaced = ", ".join(f"{column}::DOUBLE AS {column}" for column in doubles)
    return f"SELECT * {f'REPLACE ({replaced})' if doubles else ''} FROM {parquet_rows(path)}"


class SqliteFile:
    """The SQLite file of a package, read as text so that a column's type never depends on its first rows."""

    def __init__(self, path: Path) -> None:
        self._database = dbapi.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1")
        self._reading = self._database.cursor()

    def close(self) -> None:
        """Let go of the file."""
        self._reading.close()
        self._database.close()

    def problems(self, place: str, resources: tuple[Resource, ...]) -> Iterator[Problem]:
        """Whether the file is sound and has the described tables and columns, and nothing that runs by itself."""
        with self._database.cursor() as cursor:
            cursor.execute("SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1")
            found = [row[0] for row in cursor.fetchall()]
            wanted = sorted(f"table {resource.name}" for resource in resources)
            if found != wanted:
                yield Problem(place, f"holds {', '.join(found) or 'nothing'}, not {', '.join(wanted)}")
                return
            for resource in resources:
                cursor.execute(f"SELECT group_concat(name, ' ') FROM pragma_table_info({literal(resource.name)})")
                columns = cursor.fetchall()[0][0]
                if columns != " ".join(resource.columns):
                    yield Problem(place, f"{resource.name} has the columns {columns}")

    def rows(self, resource: Resource) -> pa.RecordBatchReader:
        """All cells of a table as text, in the order of the file; a null is a single NUL. Ends the stream before."""
        cells = ", ".join(f"{_sqlite_text(field)} AS {name(field.name)}" for field in resource.fields)
        self._reading.execute(f"SELECT {cells} FROM {name(resource.name)} ORDER BY rowid")
        return self._reading.fetch_record_batch()


def _sqlite_text(field: Field) -> str:
    column = name(field.name)
    if field.kind == "decimal":
        column = f"CASE typeof({column}) WHEN 'real' THEN format('%!.17g', {column}) ELSE {column} END"
    return f"coalesce(CAST({column} AS TEXT), char(0))"


def sqlite_values(relation: str, resource: Resource) -> str:
    """A query of the typed values behind the texts that `SqliteFile.rows` gives."""
    columns = ", ".join(f"{_from_sqlite(field)} AS {name(field.name)}" for field in resource.fields)
    return f"SELECT {columns} FROM {relation}"


def _from_sqlite(field: Field) -> str:
    text = f"nullif({name(field.name)}, chr(0))"
    if field.kind == "decimal":
        return f"TRY_CAST({text} AS DOUBLE)"
    return from_text(text, field.kind)
