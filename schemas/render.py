"""One definition, rendered: Arrow schema, DuckDB table, Frictionless table schema, plain rows for the Dagster UI.

Here belongs how a table looks in another system's words. What a table is stays in `schemas.table`.
"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from schemas.table import DECIMAL_PRECISION, DECIMAL_SCALE, Column, Kind, TableSpec

ARROW_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(DECIMAL_PRECISION, DECIMAL_SCALE),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "boolean": pa.bool_(),
    "list": pa.list_(pa.field("element", pa.string(), nullable=False)),
}

DUCKDB_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": f"DECIMAL({DECIMAL_PRECISION}, {DECIMAL_SCALE})",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "boolean": "BOOLEAN",
    "list": "VARCHAR[]",
}

SQLITE_TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "decimal": "NUMERIC",
    "date": "TEXT",
    "timestamp": "TEXT",
    "boolean": "INTEGER",
    "list": "TEXT",
}

# `list` is missing from the published Data Package 2.0 profile; an array is JSON text in CSV, which every reader has.
FRICTIONLESS_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "decimal": "number",
    "date": "date",
    "timestamp": "datetime",
    "boolean": "boolean",
    "list": "array",
}


def arrow_schema(spec: TableSpec) -> pa.Schema:
    """The table as an Arrow schema; descriptions and units travel as field metadata."""
    return pa.schema(
        [
            pa.field(column.name, ARROW_TYPES[column.kind], column.nullable, _field_metadata(column))
            for column in spec.columns
        ]
    )


def _field_metadata(column: Column) -> dict[str, str]:
    unit = {"unit": column.unit} if column.unit else {}
    return {"description": column.description, **unit}


def duckdb_type(column: Column) -> str:
    """The column's type in DuckDB."""
    return DUCKDB_TYPES[column.kind]


def duckdb_ddl(spec: TableSpec) -> list[str]:
    """Statements that create the table in DuckDB with a comment on everything, and its primary key if it is indexed.

    Foreign keys are left out: DuckDB would forbid replacing a referenced row. The gate of a release checks them.
    """
    columns = [
        f"{_quoted(column.name)} {duckdb_type(column)}{'' if column.nullable else ' NOT NULL'}"
        for column in spec.columns
    ]
    key = [f"PRIMARY KEY ({_listed(spec.key)})"] if spec.indexed else []
    return [f"CREATE TABLE {_quoted(spec.name)} ({', '.join([*columns, *key])})", *duckdb_comments(spec)]


def duckdb_comments(spec: TableSpec) -> list[str]:
    """Statements that comment the table and each of its columns."""
    table = _quoted(spec.name)
    return [
        f"COMMENT ON TABLE {table} IS {_literal(f'{spec.title}. {spec.description}')}",
        *(
            f"COMMENT ON COLUMN {table}.{_quoted(column.name)} IS {_literal(_comment(column))}"
            for column in spec.columns
        ),
    ]


def sqlite_ddl(spec: TableSpec, tables: Iterable[str]) -> str:
    """The statement that creates the table in SQLite, with foreign keys only to `tables` of the same file."""
    inside = set(tables)
    columns = [
        f"{_quoted(column.name)} {SQLITE_TYPES[column.kind]}{'' if column.nullable else ' NOT NULL'}"
        for column in spec.columns
    ]
    references = [
        f"FOREIGN KEY ({_quoted(key.column)}) REFERENCES {_quoted(key.table)} ({_quoted(key.reference)})"
        for key in spec.foreign_keys
        if key.table in inside
    ]
    parts = [*columns, f"PRIMARY KEY ({_listed(spec.key)})", *references]
    return f"CREATE TABLE {_quoted(spec.name)} ({', '.join(parts)})"


def _comment(column: Column) -> str:
    unit = f" [{column.unit}]" if column.unit else ""
    choice = f" ({', '.join(column.categories)})" if column.categories else ""
    return f"{column.description}{unit}{choice}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def frictionless_schema(spec: TableSpec, resources: Iterable[str]) -> dict[str, Any]:
    """The table as a Data Package v2 table schema; foreign keys only to the `resources` of the same package."""
    inside = set(resources)
    foreign_keys = [
        {
            "fields": [key.column],
            # a self-reference has an empty resource name
            "reference": {"resource": "" if key.table == spec.name else key.table, "fields": [key.reference]},
        }
        for key in spec.foreign_keys
        if key.table in inside
    ]
    return {
        "fields": [_frictionless_field(column) for column in spec.columns],
        "primaryKey": list(spec.key),
        "missingValues": [""],
        **({"foreignKeys": foreign_keys} if foreign_keys else {}),
    }


def _frictionless_field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.unique:
        constraints["unique"] = True
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.pattern:
        constraints["pattern"] = column.pattern
    described: dict[str, Any] = {
        "name": column.name,
        "type": FRICTIONLESS_TYPES[column.kind],
        "title": column.name.replace("_", " ").capitalize(),
        "description": column.description,
    }
    if column.kind == "boolean":
        described |= {"trueValues": ["TRUE"], "falseValues": ["FALSE"]}
    if column.categories and column.kind == "text":
        # consumers that know no categories still check the enum
        described["categories"] = constraints["enum"] = list(column.categories)
    if column.categories and column.kind == "list":
        # no constraint of the standard reaches an array's items in frictionless-py
        described["x-item-categories"] = list(column.categories)
    if column.unit:
        described["unit"] = column.unit
    return described | ({"constraints": constraints} if constraints else {})


def column_rows(spec: TableSpec) -> list[dict[str, Any]]:
    """One plain row a column: name, type, description, and short constraints in words, for a user interface."""
    return [
        {
            "name": column.name,
            "type": duckdb_type(column),
            "description": _comment(column),
            "nullable": column.nullable,
            "unique": column.unique or spec.key == (column.name,),
            "constraints": _constraints(column),
        }
        for column in spec.columns
    ]


def _constraints(column: Column) -> list[str]:
    bound = [] if column.minimum is None else [f">= {column.minimum}"]
    return [*bound, *([f"matches {column.pattern}"] if column.pattern else [])]
