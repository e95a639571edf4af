"""From placed claims to records: order the claims of each record, choose, count, and say why.

What is chosen and when claims contradict each other is declared in `showing`; here it becomes SQL.
"""

from duckdb import DuckDBPyConnection

from pipeline.projections.kinds import Kind
from pipeline.projections.showing import SHOWING, Showing
from schemas.table import Column


def order_claims(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Give each claim its standing in its record.

    From `lined_up`, `joined` and `things` (thing, record_id) makes `standing`: the claims with `record_id`,
    `matched_by`, `standing` and the criteria `c0`, `c1`, ... that decided.
    """
    showing = SHOWING[kind.name]
    source = "SELECT * FROM lined_up JOIN joined USING (claim_id) JOIN things USING (thing)"
    for view in showing.views:
        source = f"SELECT *, {view} FROM ({source})"
    criteria = ", ".join(f"{criterion.order} AS c{number}" for number, criterion in enumerate(showing.choice))
    order = ", ".join(f"c{number}" for number in range(len(showing.choice)))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE standing AS "
        f"SELECT *, row_number() OVER (PARTITION BY record_id ORDER BY {order}) AS standing "
        f"FROM (SELECT *, {criteria} FROM ({source}))"
    )


def insert_records(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Write the records of the table `standing`."""
    showing = SHOWING[kind.name]
    columns = ", ".join(f"{_shown(kind, showing, column)} AS {column.name}" for column in kind.claimed.records.columns)
    connection.execute(
        f"INSERT INTO {kind.records} SELECT {columns} FROM standing "
        f"JOIN ({_reasons(showing)}) USING (record_id) GROUP BY record_id"
    )


def _reasons(showing: Showing) -> str:
    """Why the first claim of each record is first: the first criterion in which it differs from the second."""
    cases = " ".join(
        f"WHEN first.c{number} IS DISTINCT FROM second.c{number} THEN '{criterion.because}'"
        for number, criterion in enumerate(showing.choice)
    )
    return (
        f"SELECT first.record_id, CASE WHEN second.record_id IS NULL THEN 'the only claim' {cases} END AS because "
        "FROM standing AS first LEFT JOIN standing AS second "
        "ON first.record_id = second.record_id AND second.standing = 2 WHERE first.standing = 1"
    )


def _shown(kind: Kind, showing: Showing, column: Column) -> str:
    if column.name == kind.record_id:
        return "record_id"
    tail = _TAIL | {"disputed_fields": _disputed_fields(showing), "recommended_for_totals": showing.totals}
    tail["disputed"] = f"len({tail['disputed_fields']}) > 0"
    return (tail | dict(showing.columns)).get(column.name, f"arg_min_null({column.name}, standing)")


def _disputed_fields(showing: Showing) -> str:
    fields = ", ".join(f"CASE WHEN {when} THEN '{name}' END" for name, when in showing.contradictions.items())
    return f"list_filter([{fields}], lambda name: name IS NOT NULL)"


_TAIL = {
    "claims": "count(*)",
    "articles": "count(DISTINCT article_id)",
    "publishers": "count(DISTINCT publisher)",
    "chosen_claim": "arg_min(claim_id, standing)",
    "chosen_because": "min(because)",
    "corrected": "bool_or(by_person OR len(corrections) > 0)",
    "first_reported_on": "min(reported_on)",
    "last_reported_on": "max(reported_on)",
    "first_recorded_at": "min(recorded_at)",
    "last_recorded_at": "max(recorded_at)",
}
