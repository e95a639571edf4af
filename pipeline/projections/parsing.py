"""Entries about claims -> typed rows, by SQL that follows from the table definitions; no Python object per entry.

A value that does not fit its column is a problem of the claim, never a silent null: the claim is set aside with it.
"""

import json
from typing import Any

from pipeline.projections.kinds import Kind
from schemas.render import duckdb_type
from schemas.table import Column

_WIDE = "DECIMAL(38, 10)"
"""Amounts are read with more digits than are stored, so that digits are never cut off silently."""

_SAID = {
    "values": "JSON",
    "quote": "VARCHAR",
    "start_char": "BIGINT",
    "end_char": "BIGINT",
    "context": "VARCHAR",
    "rule": "VARCHAR",
    "evidence": [
        {"field": "VARCHAR", "start_char": "BIGINT", "end_char": "BIGINT", "how": "VARCHAR", "rule": "VARCHAR"}
    ],
}

# a field that is carried by several words is shown with the first of them
_EVIDENCE = """list_filter(coalesce(said.evidence, []), lambda item, place: NOT list_contains(
    list_transform(said.evidence[1:place - 1], lambda earlier: earlier.field), item.field))"""


def structure(shape: Any) -> str:
    """A shape as DuckDB's `from_json` wants it, as an SQL literal."""
    return "'" + json.dumps(shape) + "'"


def parsed_claims(kind: Kind, entries: str) -> str:
    """A query for the claims in `entries` (a relation with columns of the ledger) as rows of the kind's staged table.

    The relation also has `reading`: which reading of its article an entry belongs to; it stays the last column.
    """
    typed = structure({column.name: _json_type(column) for column in kind.values})
    values = ", ".join(f"{_value(column)} AS {column.name}" for column in kind.values)
    return f"""
        SELECT claim_id, article_id, {values}, said.quote, said.start_char, said.end_char, said.context, said.rule,
            []::VARCHAR[] AS corrections, recorded_at, position AS entry,
            hash(said) AS content, {_EVIDENCE} AS evidence, {_problems(kind)} AS problems, reading
        FROM (SELECT *, from_json(said.values, {typed}) AS v, from_json(said.values, '"MAP(VARCHAR, VARCHAR)"') AS texts
            FROM (SELECT *, from_json(payload, {structure(_SAID)}) AS said FROM {entries}))"""


def _json_type(column: Column) -> Any:
    if column.kind == "list":
        return ["VARCHAR"]
    return _WIDE if column.kind == "decimal" else duckdb_type(column)


def _value(column: Column) -> str:
    return f"TRY_CAST(v.{column.name} AS {duckdb_type(column)})" if column.kind == "decimal" else f"v.{column.name}"


def _problems(kind: Kind) -> str:
    """What does not fit: values of the wrong type, and columns that the table does not have."""
    known = [column.name for column in kind.values]
    wrong = [
        f"CASE WHEN {_is_wrong(column)} THEN {{rule: '{column.name} is a {column.kind}', col: '{column.name}', "
        f"said: texts['{column.name}']}} END"
        for column in kind.values
        if column.kind != "text"
    ]
    return f"""list_concat(list_filter([{", ".join(wrong)}], lambda problem: problem IS NOT NULL),
        list_transform(list_filter(map_keys(texts), lambda name: NOT list_contains({known}, name)),
            lambda name: {{rule: 'the table has that column', col: name, said: texts[name]}}))"""


def _is_wrong(column: Column) -> str:
    said = f"v.{column.name}"
    given = f"texts['{column.name}'] IS NOT NULL"
    if column.kind == "decimal":
        return f"{given} AND ({said} IS NULL OR {_value(column)} IS DISTINCT FROM {said})"
    if column.kind == "list":
        return f"{said} IS NULL OR list_contains(list_transform({said}, lambda item: item IS NULL), true)"
    return f"{given} AND {said} IS NULL"
