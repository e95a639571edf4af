"""The table of everything that a package once published and no longer holds, carried from release to release."""

import duckdb
import pyarrow as pa

from pipeline.release.context import ReleaseContext
from pipeline.release.database import literal, name, run
from pipeline.release.diff import Diff, Side
from pipeline.release.version import Version
from schemas.packages import CLAIMED, WITHDRAWN, Claimed, Package
from schemas.render import arrow_schema


def withdrawn_rows(
    connection: duckdb.DuckDBPyConnection,
    package: Package,
    sides: tuple[Side, Side],
    difference: Diff,
    version: Version,
    context: ReleaseContext,
) -> pa.Table:
    """The `withdrawn` table of the release `version`: what was in it, what is gone now, less what is back."""
    older, newer = sides
    claimed = [item for item in CLAIMED if item.kind in package.kinds]
    replaced = {item.records.name: item for item in claimed}
    rows = _still_gone(connection, older, newer)
    for table in (spec for item in claimed for spec in (item.records, item.claims)):
        changes = difference.tables.get(table.name)
        if changes is None or not changes.withdrawn:
            continue
        successors = _successors(connection, older, newer, replaced[table.name]) if table.name in replaced else {}
        for row in changes.rows.filter(pa.compute.equal(changes.rows["change"], "withdrawn")).to_pylist():
            row_id = row[table.key[0]]
            rows.append(
                {
                    "table_name": table.name,
                    "row_id": row_id,
                    "last_in": str(difference.older),
                    "withdrawn_in": str(version),
                    "withdrawn_at": context.created,
                    "replaced_by": successors.get(row_id, []),
                    "reason": row["reason"],
                    "ledger_entries": row["entries"],
                }
            )
    return pa.Table.from_pylist(rows, arrow_schema(WITHDRAWN))


def _still_gone(connection: duckdb.DuckDBPyConnection, older: Side, newer: Side) -> list[dict[str, object]]:
    """The rows that the older release lists and that the newer one does not hold again."""
    if WITHDRAWN.name not in older.relations:
        return []
    rows = connection.sql(f"FROM {older.relations[WITHDRAWN.name]}").to_arrow_table()
    listed = set(rows["table_name"].to_pylist())
    back = {
        (item.name, row_id)
        for item in newer.resources
        if item.name in listed
        for (row_id,) in run(
            connection,
            f"SELECT row_id FROM {older.relations[WITHDRAWN.name]} SEMI JOIN {newer.relations[item.name]}"
            f" ON row_id = {name(item.key[0])} AND table_name = {literal(item.name)}",
        )
    }
    return [row for row in rows.to_pylist() if (row["table_name"], row["row_id"]) not in back]


def _successors(connection: duckdb.DuckDBPyConnection, older: Side, newer: Side, item: Claimed) -> dict[str, list[str]]:
    """For records that are gone, the records to which their claims now belong."""
    record, claims = name(item.records.key[0]), item.claims.name
    return dict(
        run(
            connection,
            f"SELECT o.{record}, list(DISTINCT n.{record} ORDER BY n.{record})"
            f" FROM {older.relations[claims]} o JOIN {newer.relations[claims]} n USING (claim_id)"
            f" WHERE o.{record} <> n.{record} GROUP BY 1",
        )
    )
