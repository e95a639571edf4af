"""Which rows of a table are new, other or gone between two releases, compared by key, column by column.

A row is compared in the columns that both sides have with the same type; what else differs is structure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from pipeline.release.context import Cause, Causes, RowKey, unknown_causes
from pipeline.release.database import literal, name, names, run
from pipeline.release.described import Resource
from pipeline.release.values import as_text
from pipeline.release.version import Bump


@dataclass(frozen=True)
class RowChanges:
    """How the rows of one table differ.

    `columns` counts the changed values of each column. `rows` has a line for each new row, each changed value and each
    row that is gone: `change` (added, changed, withdrawn), the key columns, `column`, `old`, `new`, `entries` and
    `reason`; all text. The old content of a row that is gone is JSON.
    """

    key: tuple[str, ...]
    added: int
    changed: int
    withdrawn: int
    columns: Mapping[str, int]
    rows: pa.Table = field(repr=False)

    @property
    def bump(self) -> Bump:
        """Other rows are minor, other values patch."""
        if self.added or self.withdrawn:
            return Bump.MINOR
        return Bump.PATCH if self.changed else Bump.NONE


def row_changes(
    connection: duckdb.DuckDBPyConnection,
    tables: tuple[Resource, Resource],
    relations: tuple[str, str],
    causes: Causes = unknown_causes,
) -> RowChanges:
    """Compare the rows of `relations` (older, newer), which `tables` describe; the key must be the same."""
    old, new = tables
    older = {item.name: item.kind for item in old.fields}
    shared = [item for item in new.fields if older.get(item.name) == item.kind and item.name not in new.key]
    values = {item.name: as_text(f"o.{name(item.name)}", item.kind) for item in shared}
    newer = {item.name: as_text(f"n.{name(item.name)}", item.kind) for item in shared}
    joined = f"{relations[0]} o JOIN {relations[1]} n USING ({names(new.key)})"
    differs = " OR ".join(f"{values[column]} IS DISTINCT FROM {newer[column]}" for column in values) or "FALSE"
    pairs = "".join(
        f", {values[column]} AS {name(f'o.{column}')}, {newer[column]} AS {name(f'n.{column}')}" for column in values
    )
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE pairs AS SELECT {names(new.key)}{pairs} FROM {joined} WHERE {differs}",
    )
    key = ", ".join(f"{name(column)}::VARCHAR AS {name(column)}" for column in new.key)
    parts = [
        f"SELECT 'added' AS change, {key}, NULL AS \"column\", NULL AS old, NULL AS new"
        f" FROM (FROM {relations[1]} n ANTI JOIN {relations[0]} o USING ({names(new.key)})) added",
        *(
            f"SELECT 'changed', {key}, {literal(column)}, {name(f'o.{column}')}, {name(f'n.{column}')} FROM pairs"
            f" WHERE {name(f'o.{column}')} IS DISTINCT FROM {name(f'n.{column}')}"
            for column in values
        ),
        f"SELECT 'withdrawn', {key}, NULL, to_json(gone)::VARCHAR, NULL"
        f" FROM (FROM {relations[0]} o ANTI JOIN {relations[1]} n USING ({names(new.key)})) gone",
    ]
    query = f"SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY {names(['change', *new.key, 'column'])} NULLS FIRST"
    return _counted(connection.sql(query).to_arrow_table(), new, causes)


def _counted(rows: pa.Table, table: Resource, causes: Causes) -> RowChanges:
    kinds = rows["change"].value_counts().to_pylist()
    counts = {item["values"]: item["counts"] for item in kinds}
    columns = rows["column"].drop_null().value_counts().to_pylist()
    keys: list[RowKey] = list(zip(*(rows[column].to_pylist() for column in table.key), strict=True))
    changed = len({key for key, change in zip(keys, rows["change"].to_pylist(), strict=True) if change == "changed"})
    known = causes(table.name, sorted(set(keys))) if keys else {}
    return RowChanges(
        key=table.key,
        added=counts.get("added", 0),
        changed=changed,
        withdrawn=counts.get("withdrawn", 0),
        columns={item["values"]: item["counts"] for item in sorted(columns, key=lambda item: str(item["values"]))},
        rows=_with_causes(rows, keys, known),
    )


def _with_causes(rows: pa.Table, keys: list[RowKey], known: Mapping[RowKey, Cause]) -> pa.Table:
    nothing = Cause(())
    found = [known.get(key, nothing) for key in keys]
    entries = pa.array([[str(entry) for entry in cause.entries] for cause in found], pa.list_(pa.string()))
    reasons = pa.array([cause.reason for cause in found], pa.string())
    return rows.append_column("entries", entries).append_column("reason", reasons)
