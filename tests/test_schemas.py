"""One definition, many renderings: they agree, and every column says what it is."""

import json

import duckdb
import frictionless
import polars as pl
import pyarrow as pa
import pytest
from pandera.errors import SchemaErrors
from pandera.polars import Column, DataFrameSchema

from schemas.packages import PACKAGES, TABLES
from schemas.render import arrow_schema, column_rows, duckdb_ddl, frictionless_schema
from schemas.table import TableSpec

every_table = pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)


@every_table
def test_renderings_agree(spec: TableSpec) -> None:
    connection = duckdb.connect()
    for statement in duckdb_ddl(spec):
        connection.execute(statement)
    described = connection.execute(f"DESCRIBE {spec.name}").fetchall()
    in_duckdb = {name: (kind, null == "YES") for name, kind, null, *_ in described}
    rows = column_rows(spec)
    arrow = arrow_schema(spec)
    fields = frictionless_schema(spec, [])["fields"]

    assert [row["name"] for row in rows] == list(in_duckdb) == arrow.names == [field["name"] for field in fields]
    for row, column, field in zip(rows, arrow, fields, strict=True):
        kind, nullable = in_duckdb[row["name"]]
        assert (row["type"].replace(" ", ""), row["nullable"]) == (kind.replace(" ", ""), nullable)
        assert column.nullable == nullable
        assert field.get("constraints", {}).get("required", False) is not nullable


@every_table
def test_duckdb_takes_what_the_arrow_schema_describes(spec: TableSpec) -> None:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(duckdb_ddl(spec)[0])
    empty = arrow_schema(spec).empty_table()
    connection.execute(f"INSERT INTO {spec.name} SELECT * FROM empty")
    back = connection.sql(f"SELECT * FROM {spec.name}").to_arrow_table().schema
    assert [field.type for field in back if not pa.types.is_list(field.type)] == [
        field.type for field in empty.schema if not pa.types.is_list(field.type)
    ]


@every_table
def test_comments_reach_duckdb(spec: TableSpec) -> None:
    connection = duckdb.connect()
    for statement in duckdb_ddl(spec):
        connection.execute(statement)
    comments = connection.execute("SELECT column_name, comment FROM duckdb_columns() WHERE NOT internal").fetchall()
    assert [name for name, comment in comments if not comment] == []
    assert connection.execute("SELECT comment FROM duckdb_tables()").fetchall()[0][0].startswith(spec.title)


@every_table
def test_every_table_and_column_says_what_it_is(spec: TableSpec) -> None:
    assert spec.title
    assert len(spec.description) > 30
    assert [column.name for column in spec.columns if len(column.description) < 3] == []
    assert set(spec.key) <= {column.name for column in spec.columns}


@every_table
def test_frictionless_accepts_the_table_schema(spec: TableSpec) -> None:
    descriptor = frictionless_schema(spec, [])
    assert frictionless.Schema.from_descriptor(descriptor).to_descriptor()["primaryKey"] == list(spec.key)
    assert json.loads(json.dumps(descriptor)) == descriptor


@every_table
def test_an_empty_table_is_valid_and_an_undeclared_column_is_not(spec: TableSpec) -> None:
    empty = pl.DataFrame(pl.from_arrow(arrow_schema(spec).empty_table()))
    spec.model.validate(empty, lazy=True)
    with pytest.raises(SchemaErrors):
        spec.model.validate(empty.with_columns(pl.lit("x").alias("undeclared")), lazy=True)


def test_foreign_keys_point_to_keys_that_exist() -> None:
    tables = {spec.name: spec for spec in TABLES}
    for spec in TABLES:
        for key in spec.foreign_keys:
            assert key.column in {column.name for column in spec.columns}
            assert tables[key.table].key == (key.reference,)


def test_foreign_keys_stay_inside_their_package() -> None:
    for package in PACKAGES:
        inside = {spec.name for spec in package.tables}
        outside = {key.table for spec in package.tables for key in spec.foreign_keys} - inside
        assert outside == set()


def test_a_list_with_a_vocabulary_holds_only_its_words() -> None:
    claims = {spec.name: spec for spec in TABLES}["agreements"]
    assert "aviation" in claims.column("sectors").categories
    checks = claims.model.to_schema().columns["sectors"].checks
    frame = pl.DataFrame({"sectors": [["aviation"], ["aviation", "magic"], []]}, schema={"sectors": pl.List(pl.String)})
    column = DataFrameSchema({"sectors": Column(pl.List(pl.String), checks)})
    with pytest.raises(SchemaErrors) as raised:
        column.validate(frame, lazy=True)
    assert raised.value.failure_cases["index"].to_list() == [1]
