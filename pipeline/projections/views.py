"""The views and macros of the warehouse, with a comment on each and on each of their columns.

What they ask is in `sql/views.sql`; here belongs what follows from the table definitions.
"""

from duckdb import DuckDBPyConnection

from pipeline.projections.kinds import KINDS
from pipeline.projections.sql import text_of
from schemas.packages import PACKAGES, TABLES

_COLUMNS = {
    "package": "Package that publishes the record",
    "record_table": "Table of the record",
    "record_id": "Identifier of the record",
    "country": "Country or group from whose side the row is seen",
    "year": "Year in which the period ends",
    "from_name": "English name of the party that sends",
    "to_name": "English name of the party that is visited",
    "statuses": "All states that were reported, earliest report first",
    "sector": "Field of cooperation, `unknown` where no text gives one",
    "agreements": "Documents and bundles",
    "last_signed_on": "Latest day of signing among them",
    "year_before": "Amount in the last year that is known before",
    "compared_with": "That year",
    "change_percent": "Change against that year in percent",
}
"""What columns mean that are no column of a table."""


def create_views(connection: DuckDBPyConnection) -> None:
    """Make and comment the views and macros; the tables must be there."""
    connection.execute("; ".join(["BEGIN", _told(), text_of("views.sql"), "COMMIT"]))
    known = {column.name: column.description for spec in TABLES for column in spec.columns} | _COLUMNS
    columns = connection.execute(
        "SELECT view_name, column_name FROM duckdb_views() JOIN duckdb_columns() ON table_name = view_name "
        "WHERE NOT duckdb_views.internal AND duckdb_views.database_name = 'state' ORDER BY ALL"
    ).fetchall()
    for view, column in columns:
        words = known[column].replace("'", "''")
        connection.execute(f"COMMENT ON COLUMN {view}.{column} IS '{words}'")


def _told() -> str:
    """The view of all claims of all kinds, with what they have in common."""
    package_of = {kind: package.name for package in PACKAGES for kind in package.kinds}
    common = (
        "claim_id, article_id, quote, context, rule, matched_by, standing, corrections, reported_on, recorded_at, entry"
    )
    claims = " UNION ALL ".join(
        f"SELECT '{package_of[kind.name]}' AS package, '{kind.records}' AS record_table, "
        f"{kind.record_id} AS record_id, {common} FROM {kind.claims}"
        for kind in KINDS
    )
    return (
        f"CREATE VIEW told AS {claims}; COMMENT ON VIEW told IS 'All claims of all kinds, with the record they tell.'"
    )
