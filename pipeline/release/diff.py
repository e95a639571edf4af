"""The difference between two releases: structure, rows, and the bump that follows; as files and readable text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.release.context import Causes, unknown_causes
from pipeline.release.database import database, literal, name, parquet_rows, run
from pipeline.release.described import Resource, read_descriptor, resources_of
from pipeline.release.errors import ReleaseError
from pipeline.release.recorded import recorded_causes
from pipeline.release.rows import RowChanges, row_changes
from pipeline.release.structure import Change, structure_changes
from pipeline.release.values import as_csv
from pipeline.release.version import Bump, Version

PARQUET_DESCRIPTOR = "parquet/datapackage.json"


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its version, its tables, and by name what to select their rows from in SQL."""

    version: Version | None
    resources: tuple[Resource, ...]
    relations: Mapping[str, str]


@dataclass(frozen=True)
class Diff:
    """What differs between two releases; `older` is None for the first release, whose rows are all new."""

    older: Version | None
    newer: Version | None
    structure: tuple[Change, ...]
    tables: Mapping[str, RowChanges]

    @property
    def bump(self) -> Bump:
        """The size of the whole difference."""
        sizes = [change.bump for change in self.structure] + [table.bump for table in self.tables.values()]
        return max(sizes, default=Bump.NONE)


def side_of(release: Path) -> Side:
    """A published release as one side of a comparison."""
    path = release / PARQUET_DESCRIPTOR
    descriptor = read_descriptor(path)
    resources = resources_of(descriptor)
    relations = {item.name: parquet_rows(path.parent / item.path) for item in resources}
    return Side(Version.parse(f"v{descriptor['version']}"), resources, relations)


def diff(older: Path, newer: Path) -> Diff:
    """What differs between two release folders, whichever versions they are, of the same package.

    The ledger entries that caused it are those that the newer one, and the releases beside it, have kept. ReleaseError
    for two packages.
    """
    of, newer_of = (read_descriptor(release / PARQUET_DESCRIPTOR)["name"] for release in (older, newer))
    if newer_of != of:
        raise ReleaseError(newer, f"is of the package {newer_of}, {older} of {of}", "Name two releases of one package")
    sides = side_of(older), side_of(newer)
    names = [item.name for item in sides[1].resources]
    with database() as connection:
        rows = compare_rows(connection, *sides, names, recorded_causes(older, newer))
    return Diff(sides[0].version, sides[1].version, structure_changes(*(side.resources for side in sides)), rows)


def compare_rows(
    connection: duckdb.DuckDBPyConnection,
    older: Side,
    newer: Side,
    names: Sequence[str],
    causes: Causes = unknown_causes,
) -> dict[str, RowChanges]:
    """How the rows of the named tables differ; a table on one side only, or with another key, differs in structure."""
    before, after = ({item.name: item for item in side.resources} for side in (older, newer))
    return {
        name: row_changes(
            connection, (before[name], after[name]), (older.relations[name], newer.relations[name]), causes
        )
        for name in names
        if name in before and before[name].key == after[name].key
    }


def diff_json(difference: Diff, rows: Mapping[str, int]) -> bytes:
    """The `diff.json` of a release; `rows` counts its tables. A first release has no row counts but `rows`."""
    content: dict[str, Any] = {
        "from": str(difference.older) if difference.older else None,
        "to": str(difference.newer),
        "bump": str(difference.bump) if difference.older else "first",
        "structure": [
            {"place": change.place, "what": change.what, "bump": str(change.bump)} for change in difference.structure
        ],
        "tables": {table: {"rows": rows[table], **_counts(difference.tables.get(table))} for table in rows},
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _counts(changes: RowChanges | None) -> dict[str, Any]:
    if changes is None:
        return {}
    counts = {"added": changes.added, "changed": changes.changed, "withdrawn": changes.withdrawn}
    return counts | {"columns": dict(changes.columns)}


def write_diff_csv(connection: duckdb.DuckDBPyConnection, folder: Path, difference: Diff) -> None:
    """Write `<table>.csv` for each table whose rows differ: a line a new row, a changed value, a row that is gone."""
    for table, changes in difference.tables.items():
        if changes.rows.num_rows:
            folder.mkdir(exist_ok=True)
            connection.register("changes", changes.rows)
            cells = ", ".join(
                f"{as_csv(name(column), 'list' if column == 'entries' else 'text')} AS {name(column)}"
                for column in changes.rows.column_names
            )
            target = literal(folder / f"{table}.csv")
            run(connection, f"COPY (SELECT {cells} FROM changes) TO {target} (FORMAT csv, HEADER)")
            connection.unregister("changes")


def rendered(difference: Diff, limit: int = 20) -> str:
    """The difference for people: structure, then per table the counts and the first `limit` differing rows."""
    lines = [f"{difference.older or 'nothing'} -> {difference.newer or 'unpublished'}: {difference.bump}"]
    lines += [f"  {change.bump}: {change.place}: {change.what}" for change in difference.structure]
    for table, changes in difference.tables.items():
        if changes.rows.num_rows:
            counts = f"{changes.added} added, {changes.changed} changed, {changes.withdrawn} withdrawn"
            lines += ["", f"{table}: {counts}", *_shown_rows(changes, limit)]
    return "\n".join(lines)


def _shown_rows(changes: RowChanges, limit: int) -> Sequence[str]:
    lines = [_shown(row, changes.key) for row in changes.rows.slice(0, limit).to_pylist()]
    more = changes.rows.num_rows - limit
    return [*lines, f"  and {more} more"] if more > 0 else lines


def _shown(row: Mapping[str, Any], key: tuple[str, ...]) -> str:
    sign = {"added": "+", "changed": "~", "withdrawn": "-"}[row["change"]]
    line = f"  {sign} {' '.join(_printable(row[column]) for column in key)}"
    if row["change"] == "changed":
        line += f"  {row['column']}: {_printable(row['old'])} -> {_printable(row['new'])}"
    causes = f"entry {', '.join(row['entries'])}" if row["entries"] else ""
    why = ": ".join(filter(None, [causes, _printable(row["reason"] or "")]))
    return f"{line}  ({why})" if why else line


def _printable(value: str | None) -> str:
    """A value on one line, so that nothing in the data can drive a terminal."""
    if value is None:
        return "null"
    return "".join(character if character.isprintable() else " " for character in value)[:200]
