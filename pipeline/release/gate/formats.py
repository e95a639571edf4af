"""Whether CSV and Parquet are well-formed, each by itself, and in words what differs between two queries of rows."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.release.database import count, name, names, run
from pipeline.release.described import Field, Resource
from pipeline.release.gate.report import Problem
from pipeline.release.values import as_csv, from_csv
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


class Order:
    """Whether rows, which come in pieces, are sorted by key, in bytes; `strict` where no key is there twice either."""

    def __init__(self, key: tuple[str, ...]) -> None:
        self.kept = True
        self.strict = True
        self._key = list(key)
        self._last: pa.Table | None = None

    def update(self, rows: pa.RecordBatch) -> None:
        """Take the next rows."""
        keys = pa.Table.from_batches([rows.select(self._key)])
        joined = keys if self._last is None else pa.concat_tables([self._last, keys])
        # where a key is null, it takes a query to tell
        strict = pc.all(_ascending(joined, self._key, pc.less), skip_nulls=False, min_count=0).as_py()
        self.strict = self.strict and bool(strict)
        if not strict:
            self.kept = self.kept and pc.all(_ascending(joined, self._key, pc.less_equal), min_count=0).as_py()
        self._last = joined.slice(max(len(joined) - 1, 0))


def _ascending(rows: pa.Table, key: list[str], last: Callable[..., pa.ChunkedArray]) -> pa.ChunkedArray:
    before, after = rows[key[0]][:-1], rows[key[0]][1:]
    if len(key) == 1:
        return last(before, after)
    return pc.or_(pc.less(before, after), pc.and_(pc.equal(before, after), _ascending(rows, key[1:], last)))


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


def cell_problems(
    connection: duckdb.DuckDBPyConnection, place: str, cells: str, resource: Resource
) -> Iterator[Problem]:
    """Whether each cell of a CSV file is written as a release writes it, and as many are escaped as described."""
    rules = [(field, _misspelt(field)) for field in resource.fields]
    texts = [name(field.name) for field in resource.fields if field.kind == "text"]
    marked = " + ".join(f"coalesce({cell}[1] = '''', FALSE)::INTEGER" for cell in texts)
    counts = ", ".join(f"count(*) FILTER (WHERE {broken})" for _, broken in rules)
    *wrong, escaped = run(connection, f"SELECT {counts}, coalesce(sum({marked}), 0) FROM {cells}")[0]
    for (field, broken), number in zip(rules, wrong, strict=True):
        if number:
            cell = run(connection, f"SELECT {name(field.name)} FROM {cells} WHERE {broken} ORDER BY 1 LIMIT 1")[0][0]
            shown = str(cell)[:100]
            yield Problem(place, f"{field.name}: {shown!r} is no {field.kind} as written here, in {number} rows")
    described = resource.descriptor.get("x-csv-escaped")
    if escaped != described:
        yield Problem(place, f"{escaped} texts are escaped, but the descriptor says {described}")


def _misspelt(field: Field) -> str:
    cell = name(field.name)
    written = as_csv(f"({from_csv(cell, field.kind)})", field.kind)
    return f"{cell} IS NOT NULL AND ({written}) IS DISTINCT FROM {cell}"


def csv_values(cells: str, resource: Resource) -> str:
    """A query of the typed values in the cells of a CSV file."""
    columns = ", ".join(f"{from_csv(name(field.name), field.kind)} AS {name(field.name)}" for field in resource.fields)
    return f"SELECT {columns} FROM {cells}"


def different_rows(connection: duckdb.DuckDBPyConnection, resource: Resource, left: str, right: str) -> str:
    """What differs between two queries of the same table, in words, with the first keys."""
    key = names(resource.key)
    either = f"(({left}) EXCEPT ALL ({right})) UNION ALL (({right}) EXCEPT ALL ({left}))"
    number = count(connection, f"SELECT count(*) FROM (SELECT DISTINCT {key} FROM ({either}))")
    if not number:
        return "holds the same rows in another order"
    rows = run(connection, f"SELECT DISTINCT {key} FROM ({either}) ORDER BY ALL LIMIT 3")
    return f"holds other rows: {number} keys differ, e.g. " + ", ".join("/".join(map(str, row)) for row in rows)
