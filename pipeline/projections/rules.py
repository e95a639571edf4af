"""The rules of the pandera models, asked of rows: which of them a row breaks, in words.

Pandera asks each rule of each column by itself, several queries a rule. Nearly always no row breaks any, so its checks
are asked all at once first, and pandera itself only where that finds something.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

_WORDS = {
    r"not_nullable": "{0} is given",
    r"isin\(.*\)": "{0} is one of the words for it",
    r"str_matches\(.*\)": "{0} has the form of its kind",
    r"str_length\(.*\)": "{0} is not empty",
    r"greater_than_or_equal_to\((.*)\)": "{0} is at least {1}",
}
"""Names of pandera's own checks as rules in words; the rules of whole rows have words of their own."""


@dataclass(frozen=True)
class Broken:
    """A rule that a row breaks: the row's number in its frame, the rule in words, the column and value at fault."""

    row: int
    rule: str
    column: str | None
    value: str | None


def broken_rules(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[Broken]:
    """Every rule that a row of the frame breaks."""
    if _keeps_all(schema, frame):
        return []
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return [_broken(case) for case in errors.failure_cases.iter_rows(named=True)]
    return []


def _keeps_all(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> bool:
    """Whether no rule is broken: at least as strict as pandera, so what does not pass here is for it to judge."""
    if frame.columns != [*schema.columns] or not all(
        column.dtype.check(frame.schema[name]) for name, column in schema.columns.items()
    ):
        return False
    schema.get_backend(frame)  # makes pandera load its checks for polars
    return all(all(verdict.row(0)) for verdict in pl.collect_all(_verdicts(schema, frame.lazy())))


def _verdicts(schema: pa.DataFrameSchema, rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """A row of booleans for each rule: true where all rows keep it."""
    for name, column in schema.columns.items():
        if not column.nullable:
            yield rows.select(pl.col(name).is_not_null().all())
        if column.unique:
            yield rows.select(pl.col(name).is_unique().all())
        yield from (_verdict(check, pa.PolarsData(rows, name)) for check in column.checks)
    yield from (_verdict(check, pa.PolarsData(rows)) for check in schema.checks)
    if schema.unique:
        yield rows.select(pl.struct(schema.unique).is_unique().all())


def _verdict(check: pa.Check, data: pa.PolarsData) -> pl.LazyFrame:
    # pandera looks up the functions of its own checks when they are called
    name = check.name or ""
    function = check.get_builtin_check_fn(name) if check.is_builtin_check(name) else check._check_fn
    outcome: pl.LazyFrame = function(data, **check._check_kwargs)
    return outcome.select(pl.all().all(ignore_nulls=check.ignore_na))


def _broken(case: dict[str, object]) -> Broken:
    of_row = case["schema_context"] == "DataFrameSchema"
    column = None if of_row else str(case["column"])
    value = None if of_row or case["failure_case"] is None else str(case["failure_case"])
    return Broken(int(str(case["index"])), _in_words(str(case["check"]), column), column, value)


def _in_words(check: str, column: str | None) -> str:
    for pattern, words in _WORDS.items():
        match = re.fullmatch(pattern, check, re.DOTALL)
        if match:
            return words.format(column, *match.groups())
    return check
