"""No rule of a model is passed over: not one of a column, nor of a whole row, nor that a key is unique."""

import polars as pl
import pytest
from pandera.errors import SchemaErrors
from pandera.polars import Column, DataFrameSchema

from pipeline.projections.rules import broken_rules
from schemas.packages import TABLES


def found_by_pandera(schema: DataFrameSchema, frame: pl.DataFrame) -> int:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return len(errors.failure_cases)
    return 0


WRONG: dict[str, list[object]] = {"String": [None, "", "no such word"], "Int64": [None, -1], "List": [["no such word"]]}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_value_is_found_where_pandera_finds_it(kind: str) -> None:
    columns = {name: column for spec in TABLES for name, column in spec.model.to_schema().columns.items()}
    alike = {name: column for name, column in columns.items() if type(column.dtype).__name__ == kind}
    broken = 0
    for name, column in alike.items():
        schema = DataFrameSchema({name: column})
        frame = pl.DataFrame({name: WRONG[kind]}, schema={name: column.dtype.type})
        found = broken_rules(schema, frame)
        assert len(found) == found_by_pandera(schema, frame)
        assert {item.column for item in found} <= {name}
        broken += bool(found)
    assert broken


def test_rules_of_rows_and_keys_are_asked() -> None:
    visits = {spec.name: spec for spec in TABLES}["visits"].model.to_schema()
    checks = [check for check in visits.checks if check.name == "leads_abroad"]
    columns = {name: Column(pl.String) for name in ("visitor_country", "destination")}
    schema = DataFrameSchema(columns, checks=checks, unique=["destination"], strict=True, ordered=True)
    good = pl.DataFrame({"visitor_country": ["KAZ", "KAZ"], "destination": ["UZB", "KGZ"]})
    home = pl.DataFrame({"visitor_country": ["KAZ", "UZB"], "destination": ["UZB", "UZB"]})

    assert broken_rules(schema, good) == []
    assert {item.rule for item in broken_rules(schema, home.head(1))} == set()
    assert "a visit leads to another country" in {item.rule for item in broken_rules(schema, home)}
    assert broken_rules(schema, pl.concat([good, good])) != []
