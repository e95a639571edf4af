"""What the next release is: whether there is one, its version, its differences, and what it withdraws."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.release.context import ReleaseContext
from pipeline.release.database import name
from pipeline.release.described import resource_of
from pipeline.release.descriptor import parquet_resource
from pipeline.release.diff import Diff, Side, compare_rows, side_of
from pipeline.release.errors import ReleaseError
from pipeline.release.structure import structure_changes
from pipeline.release.version import FIRST, Bump, Version
from pipeline.release.withdrawn import withdrawn_rows
from schemas.packages import WITHDRAWN, Package
from schemas.render import arrow_schema


@dataclass(frozen=True)
class Plan:
    """A release to be written: its version, how it differs from the one before, and the rows of its tables."""

    version: Version
    difference: Diff
    rows: Mapping[str, pa.Table]


def plan_release(
    connection: duckdb.DuckDBPyConnection,
    package: Package,
    rows: Mapping[str, pa.Table],
    context: ReleaseContext,
    previous: Path | None,
) -> Plan | None:
    """The next release, or None where nothing differs; ReleaseError where the bump asked for is too small."""
    nothing = arrow_schema(WITHDRAWN).empty_table()
    if previous is None:
        return Plan(FIRST, Diff(None, FIRST, (), {}), {**rows, WITHDRAWN.name: nothing})
    older, newer = side_of(previous), _offered(connection, package, rows)
    tables = compare_rows(connection, older, newer, [*rows], context.causes)
    found = Diff(older.version, None, structure_changes(older.resources, newer.resources), tables)
    if found.bump is Bump.NONE or older.version is None:
        return None
    version = _next_version(package, older.version, found.bump, context.bump)
    withdrawn = withdrawn_rows(connection, package, (older, newer), found, version, context)
    connection.register(_relation(WITHDRAWN.name), withdrawn)
    tables |= compare_rows(connection, older, newer, [WITHDRAWN.name])
    difference = Diff(older.version, version, found.structure, tables)
    return Plan(version, difference, {**rows, WITHDRAWN.name: withdrawn})


def _offered(connection: duckdb.DuckDBPyConnection, package: Package, rows: Mapping[str, pa.Table]) -> Side:
    """The rows of the next release as one side of a comparison; what it withdraws is not known yet."""
    names = [spec.name for spec in package.published]
    for table, content in rows.items():
        connection.register(_relation(table), content)
    resources = tuple(resource_of(parquet_resource(spec, names)) for spec in package.published)
    return Side(None, resources, {table: name(_relation(table)) for table in names})


def _relation(table: str) -> str:
    return f"offered {table}"


def _next_version(package: Package, older: Version, needed: Bump, asked: Bump) -> Version:
    if asked and asked < needed:
        raise ReleaseError(
            package.name,
            f"a {asked} bump was asked for, but what differs from {older} is {needed}",
            f"Ask for {needed}, or for none",
        )
    return older.next(max(needed, asked))
