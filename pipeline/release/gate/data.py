"""The data of a package in all its formats: each file sound, its rows as promised, and the same rows everywhere.

Parquet is checked against the descriptor; CSV and SQLite then have to hold, cell by cell, what would be written into
them from Parquet. Only where a hash differs, the rows that differ are looked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
from adbc_driver_manager import Error as SqliteError

from pipeline.engine import attached
from pipeline.release.content import ContentHash, same_rows
from pipeline.release.database import batches, csv_cells, database, each, name, parquet_rows, run
from pipeline.release.described import Resource, resources_of
from pipeline.release.gate import formats
from pipeline.release.gate.report import Problem
from pipeline.release.gate.sqlite import schema_problems, table_problems
from pipeline.release.gate.tables import repeated, row_problems
from pipeline.release.values import csv_cell
from pipeline.release.writing import csv_parts

_SCRATCH = "scratch"
_Check: TypeAlias = Callable[[duckdb.DuckDBPyConnection, Resource], Iterator[Problem]]
_UNREADABLE = (duckdb.Error, pa.ArrowException, SqliteError, OSError, ValueError)


def file_problems(
    folder: Path, resources: tuple[Resource, ...], hashes: Mapping[str, str], prefix: str = ""
) -> Iterator[Problem]:
    """Whether the files are there, with the bytes and the hash that their descriptor says."""
    for resource in resources:
        place = f"{prefix}{resource.path}"
        if place not in hashes:
            yield Problem(place, "is missing")
        elif (size := (folder / place).stat().st_size) != resource.descriptor["bytes"]:
            yield Problem(place, f"has {size} bytes, not {resource.descriptor['bytes']}")
        elif resource.descriptor["hash"] != f"sha256:{hashes[place]}":
            yield Problem(place, "has another SHA-256 than its descriptor says")


def csv_package_problems(folder: Path, resources: tuple[Resource, ...]) -> Iterator[Problem]:
    """The rows of a package that has CSV files only, which are read into a file to be asked more than once."""
    with (
        TemporaryDirectory(prefix="bridgepower-") as scratch,
        database() as connection,
        attached(connection, Path(scratch) / "scratch.duckdb", _SCRATCH),
    ):
        relations: dict[str, str] = {}
        for resource in resources:
            yield from _guarded(resource.path, _lone_csv_problems(connection, folder, resource, relations))
        if len(relations) == len(resources):
            yield from _guarded("datapackage.json", row_problems(connection, resources, relations))


def whole_problems(
    folder: Path, descriptors: tuple[Mapping[str, Any], Mapping[str, Any]], hashes: Mapping[str, str]
) -> Iterator[Problem]:
    """The rows of a whole release, by the descriptors of CSV and of Parquet."""
    resources, typed = (resources_of(descriptor) for descriptor in descriptors)
    found = list(file_problems(folder, typed, hashes, "parquet/"))
    yield from found
    if any(problem.what == "is missing" for problem in found):
        return
    with database() as connection:

        def alone(connection: duckdb.DuckDBPyConnection, table: Resource) -> Iterator[Problem]:
            return _guarded(f"parquet/{table.path}", _parquet_problems(connection, folder, table))

        wrong = _all(connection, [(alone, table) for table in typed])
        yield from wrong
        if wrong:
            return
        relations = {item.name: parquet_rows(folder / "parquet" / item.path) for item in typed}
        yield from _guarded("parquet/datapackage.json", row_problems(connection, typed, relations))
        sqlite = folder / f"{descriptors[0]['name']}.sqlite"
        wrong = list(_guarded(sqlite.name, schema_problems(sqlite, typed)))
        yield from wrong

        def in_csv(connection: duckdb.DuckDBPyConnection, table: Resource) -> Iterator[Problem]:
            return _guarded(table.path, _csv_problems(connection, folder, table, relations[table.name]))

        def in_sqlite(connection: duckdb.DuckDBPyConnection, table: Resource) -> Iterator[Problem]:
            return _guarded(sqlite.name, table_problems(connection, sqlite, table, relations[table.name]))

        checks = [in_csv] if wrong else [in_csv, in_sqlite]
        yield from _all(connection, [(check, table) for table in resources for check in checks])


def _all(connection: duckdb.DuckDBPyConnection, checks: Sequence[tuple[_Check, Resource]]) -> list[Problem]:
    """The problems that all checks find, in their order."""
    found = each(connection, lambda it, check: list(check[0](it, check[1])), checks, lambda check: check[1].size)
    return [problem for problems in found for problem in problems]


def _guarded(place: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    """The problems, and as a last one that the file, or what it asks for, cannot be read."""
    try:
        yield from problems
    except _UNREADABLE as error:
        yield Problem(place, f"cannot be read: {str(error).strip().splitlines()[0][:300]}")


def _parquet_problems(connection: duckdb.DuckDBPyConnection, folder: Path, resource: Resource) -> Iterator[Problem]:
    path, place = folder / "parquet" / resource.path, f"parquet/{resource.path}"
    found = list(formats.parquet_problems(place, path, resource))
    yield from found
    if not found:
        yield from _content_problems(connection, place, parquet_rows(path), resource)


def _content_problems(
    connection: duckdb.DuckDBPyConnection, place: str, relation: str, resource: Resource
) -> Iterator[Problem]:
    """Whether rows are sorted and as many and the same as described."""
    order, content, rows = formats.Order(resource.key), ContentHash(resource.columns), 0
    for batch in batches(connection, f"FROM {relation}"):
        order.update(batch)
        content.update(batch)
        rows += len(batch)
    if not order.kept:
        yield Problem(place, f"rows are not sorted by {', '.join(resource.key)}")
    if not order.strict:
        yield from repeated(connection, resource, relation, resource.key)
    if rows != resource.descriptor.get("x-rows"):
        yield Problem(place, f"has {rows} rows, not {resource.descriptor.get('x-rows')}")
    elif content.hexdigest() != resource.descriptor.get("x-content-sha256"):
        yield Problem(place, "has another content hash than its descriptor says")


def _lone_csv_problems(
    connection: duckdb.DuckDBPyConnection, folder: Path, resource: Resource, relations: dict[str, str]
) -> Iterator[Problem]:
    """A CSV file that nothing stands beside: cells well written and values as described, added to `relations`."""
    place, path = resource.path, folder / resource.path
    found = list(formats.csv_header_problems(place, path, resource))
    if not found:
        cells, values = (f"{_SCRATCH}.{name(f'{what} {resource.name}')}" for what in ("cells", "values"))
        run(connection, f"CREATE TABLE {cells} AS FROM {csv_cells(path, resource.columns)}")
        found = list(formats.cell_problems(connection, place, cells, resource))
        run(connection, f"CREATE TABLE {values} AS {formats.csv_values(cells, resource)}")
        run(connection, f"DROP TABLE {cells}")
        relations[resource.name] = values
        found += _content_problems(connection, place, values, resource)
    yield from found


def _csv_problems(
    connection: duckdb.DuckDBPyConnection, folder: Path, resource: Resource, parquet: str
) -> Iterator[Problem]:
    """A CSV file beside Parquet: its bytes, or at least its cells, are what Parquet's values are written as."""
    place, path = resource.path, folder / resource.path
    found = list(formats.csv_header_problems(place, path, resource))
    yield from found
    same, escaped = _compared(path, csv_parts(connection, resource.fields, parquet))
    described = resource.descriptor.get("x-csv-escaped")
    if escaped != described:
        yield Problem(place, f"{escaped} texts need an escape, but the descriptor says {described}")
    if found or same:
        return
    written = f"SELECT {', '.join(map(csv_cell, resource.fields))} FROM {parquet}"
    cells = f"FROM {csv_cells(path, resource.columns)}"
    with connection.cursor() as other:
        if same_rows(batches(connection, cells), batches(other, written)):
            return
    wrong = list(formats.cell_problems(connection, place, f"({cells})", resource))
    yield from wrong
    if not wrong:
        yield Problem(place, f"{formats.different_rows(connection, resource, cells, written)}, compared with Parquet")


def _compared(path: Path, parts: Iterator[tuple[pa.Buffer, int]]) -> tuple[bool, int]:
    """Whether a file, which is not empty, holds the bytes of these parts and no more; and the sum of their numbers."""
    same, total = True, 0
    with pa.memory_map(str(path)) as file:
        for part, number in parts:
            same = same and part.equals(file.read_buffer(part.size))
            total += number
        return same and file.tell() == file.size(), total
