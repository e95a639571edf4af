"""The data of a package in all its formats: each file sound, its rows as promised, and the same rows everywhere."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from adbc_driver_manager import Error as SqliteError

from pipeline.release.database import batches, database, name, parquet_rows, run
from pipeline.release.described import Resource, resources_of
from pipeline.release.files import sha256_of
from pipeline.release.gate import formats
from pipeline.release.gate.report import Problem
from pipeline.release.gate.tables import row_problems

PER_FORMAT = frozenset({"path", "format", "mediatype", "encoding", "dialect", "bytes", "hash", "x-csv-escaped"})
"""What the two descriptors say differently of one table."""

_UNREADABLE = (duckdb.Error, pa.ArrowException, SqliteError, OSError, ValueError)


def file_problems(folder: Path, resources: tuple[Resource, ...], prefix: str = "") -> Iterator[Problem]:
    """Whether the files are there, with the bytes and the hash that their descriptor says."""
    for resource in resources:
        path, place = folder / resource.path, f"{prefix}{resource.path}"
        if not path.is_file():
            yield Problem(place, "is missing")
        elif path.stat().st_size != resource.descriptor["bytes"]:
            yield Problem(place, f"has {path.stat().st_size} bytes, not {resource.descriptor['bytes']}")
        elif resource.descriptor["hash"] != f"sha256:{sha256_of(path)}":
            yield Problem(place, "has another SHA-256 than its descriptor says")


def csv_package_problems(folder: Path, resources: tuple[Resource, ...]) -> Iterator[Problem]:
    """The rows of a package that has CSV files only."""
    with database() as connection:
        relations = {}
        for resource in resources:
            found = list(_csv_problems(connection, folder, resource, None))
            yield from found
            if found:
                return
            relation = name(f"values {resource.name}")
            run(connection, f"CREATE TEMP TABLE {relation} AS {formats.csv_values(_cells(resource), resource)}")
            relations[resource.name] = relation
        yield from row_problems(connection, resources, relations)


def whole_problems(
    folder: Path, descriptors: tuple[Mapping[str, Any], Mapping[str, Any]], resources: tuple[Resource, ...]
) -> Iterator[Problem]:
    """The rows of a whole release, by the descriptors of CSV and Parquet: `resources` are those of CSV."""
    csv_descriptor, parquet_descriptor = (
        {**item, "resources": [_common(resource) for resource in item["resources"]]} for item in descriptors
    )
    if csv_descriptor != parquet_descriptor:
        yield Problem("parquet/datapackage.json", "describes other tables than datapackage.json")
        return
    typed = resources_of(descriptors[1])
    found = list(file_problems(folder / "parquet", typed, "parquet/"))
    yield from found
    if any(problem.what == "is missing" for problem in found):
        return
    with database() as connection:
        for resource in typed:
            wrong = list(_guarded(f"parquet/{resource.path}", _parquet_problems(connection, folder, resource)))
            yield from wrong
            if wrong:
                return
        relations = {item.name: parquet_rows(folder / "parquet" / item.path) for item in typed}
        yield from row_problems(connection, typed, relations)
        for resource in resources:
            yield from _csv_problems(connection, folder, resource, f"FROM {relations[resource.name]}")
        yield from _guarded(f"{csv_descriptor['name']}.sqlite", _sqlite_problems(connection, folder, typed))


def _common(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key not in PER_FORMAT}


def _guarded(place: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    """The problems, and as a last one that the file cannot be read."""
    try:
        yield from problems
    except _UNREADABLE as error:
        yield Problem(place, f"cannot be read: {str(error).strip().splitlines()[0][:300]}")


def _parquet_problems(connection: duckdb.DuckDBPyConnection, folder: Path, resource: Resource) -> Iterator[Problem]:
    path = folder / "parquet" / resource.path
    place = f"parquet/{resource.path}"
    found = list(formats.parquet_problems(place, path, resource))
    yield from found
    if not found:
        yield from _content_problems(connection, place, f"FROM {parquet_rows(path)}", resource)


def _content_problems(
    connection: duckdb.DuckDBPyConnection, place: str, query: str, resource: Resource
) -> Iterator[Problem]:
    """Whether rows are sorted and as many and the same as described."""
    yield from formats.order_problems(place, batches(connection, query), resource)
    rows = run(connection, f"SELECT count(*) FROM ({query})")[0][0]
    if rows != resource.descriptor.get("x-rows"):
        yield Problem(place, f"has {rows} rows, not {resource.descriptor.get('x-rows')}")
    elif formats.content_of(connection, query) != resource.descriptor.get("x-content-sha256"):
        yield Problem(place, "has another content hash than its descriptor says")


def _cells(resource: Resource) -> str:
    return name(f"cells {resource.name}")


def _csv_problems(
    connection: duckdb.DuckDBPyConnection, folder: Path, resource: Resource, parquet: str | None
) -> Iterator[Problem]:
    """A CSV file against the rows of the Parquet file, or where there is none, against its own description."""
    place, path = resource.path, folder / resource.path
    header = list(formats.csv_header_problems(place, path, resource))
    yield from header
    if not header:
        yield from _guarded(place, _csv_row_problems(connection, place, path, resource, parquet))


def _csv_row_problems(
    connection: duckdb.DuckDBPyConnection, place: str, path: Path, resource: Resource, parquet: str | None
) -> Iterator[Problem]:
    cells = _cells(resource)
    formats.open_csv(connection, path, resource, cells)
    wrong = list(formats.cell_problems(connection, place, cells, resource))
    yield from wrong
    values = formats.csv_values(cells, resource)
    if parquet is None:
        yield from _content_problems(connection, place, values, resource)
    elif not wrong and formats.content_of(connection, values) != resource.descriptor["x-content-sha256"]:
        yield Problem(place, f"{formats.different_rows(connection, resource, values, parquet)}, compared with Parquet")


def _sqlite_problems(
    connection: duckdb.DuckDBPyConnection, folder: Path, resources: tuple[Resource, ...]
) -> Iterator[Problem]:
    path = next(folder.glob("*.sqlite"))
    file = formats.SqliteFile(path)
    try:
        found = list(file.problems(path.name, resources))
        yield from found
        for resource in resources if not found else ():
            expected = formats.parquet_as_sqlite(folder / "parquet" / resource.path, resource)
            connection.register("sqlite rows", file.rows(resource))
            values = formats.sqlite_values(name("sqlite rows"), resource)
            if formats.content_of(connection, values) != formats.content_of(connection, expected):
                connection.register("sqlite rows", file.rows(resource).read_all())
                different = formats.different_rows(connection, resource, values, expected)
                yield Problem(path.name, f"{resource.name} {different}, compared with Parquet")
    finally:
        file.close()
