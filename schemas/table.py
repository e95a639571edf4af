"""What a table is: a pandera model plus the facts that pandera has no place for (keys, units, meaning of the table).

A model is written once; `spec_of` turns it into plain data, and `schemas.render` turns that into Arrow, DuckDB,
Frictionless and Dagster column schemas. Here belongs what every table shares; no table is defined here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Literal, cast

import pandera.polars as pa
import polars as pl

Kind = Literal["text", "integer", "decimal", "date", "timestamp", "boolean", "list"]

Text = pl.String
Integer = pl.Int64
Flag = pl.Boolean
Date = pl.Date
DECIMAL_PRECISION, DECIMAL_SCALE = 24, 4
Amount = Annotated[pl.Decimal, DECIMAL_PRECISION, DECIMAL_SCALE]
Timestamp = Annotated[pl.Datetime, "us", "UTC"]
TextList = Annotated[pl.List, pl.String]


class Table(pa.DataFrameModel):
    """Base of every table: exactly the declared columns, in the declared order, with the declared types."""

    class Config:
        """Nothing undeclared can be stored."""

        strict = True
        ordered = True


@dataclass(frozen=True)
class ForeignKey:
    """`column` of this table holds a value of `reference` in `table`; a null points nowhere."""

    column: str
    table: str
    reference: str


@dataclass(frozen=True)
class Column:
    """One column as plain data, the source of every rendering."""

    name: str
    kind: Kind
    description: str
    nullable: bool
    unique: bool = False
    unit: str | None = None
    categories: tuple[str, ...] = ()
    minimum: int | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class TableSpec:
    """A table as plain data: its name, what a row is, its columns and keys, and the model that validates it."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    columns: tuple[Column, ...]
    model: type[Table] = field(repr=False)
    indexed: bool = True

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        return {column.name: column for column in self.columns}[name]


_SPECS: dict[type[Table], TableSpec] = {}


def table(
    name: str, title: str, key: Iterable[str], foreign_keys: Mapping[str, str] | None = None, *, indexed: bool = True
) -> Callable[[type[Table]], type[Table]]:
    """Declare a model as a table; the class's docstring is the table's description.

    `foreign_keys` maps a column to `table.column`. The key is unique, which the model then checks too. DuckDB keeps an
    index of it, unless not `indexed`: where rows are that many that it would be larger than all tables.
    """

    def declare(model: type[Table]) -> type[Table]:
        keys = tuple(key)
        cast("Any", model.__config__).unique = list(keys)
        description = " ".join((model.__doc__ or "").split())
        references = tuple(ForeignKey(column, *target.split(".", 1)) for column, target in (foreign_keys or {}).items())
        columns = tuple(_column(*item) for item in model.to_schema().columns.items())
        _SPECS[model] = TableSpec(name, title, description, keys, references, columns, model, indexed)
        return model

    return declare


def spec_of(model: type[Table]) -> TableSpec:
    """The plain data of a declared table."""
    return _SPECS[model]


def text(description: str, *, nullable: bool = False, unique: bool = False, pattern: str | None = None) -> Any:
    """A text column, never empty; with a regular expression that the whole value matches."""
    bounds: dict[str, Any] = {"str_matches": f"^(?:{pattern})$"} if pattern else {"str_length": {"min_value": 1}}
    return pa.Field(description=description, nullable=nullable, unique=unique, metadata={"pattern": pattern}, **bounds)


def enum(categories: type[StrEnum], description: str, *, nullable: bool = False) -> Any:
    """A text column whose values are the members of a vocabulary."""
    return pa.Field(description=description, nullable=nullable, isin=[str(item) for item in categories])


def value(description: str, *, nullable: bool = False, unit: str | None = None) -> Any:
    """A column of any other type; `unit` where the column always has the same one."""
    return pa.Field(description=description, nullable=nullable, metadata={"unit": unit})


def count(description: str, *, nullable: bool = False, minimum: int = 0, unit: str | None = None) -> Any:
    """A whole number that has a lower bound."""
    return pa.Field(description=description, nullable=nullable, ge=minimum, metadata={"unit": unit})


def names(description: str, *, categories: type[StrEnum] | None = None) -> Any:
    """A list of texts, never null (nothing known is the empty list).

    With a vocabulary its items are members of it; the model holds that with `every_item_in`.
    """
    return pa.Field(description=description, metadata={"categories": [str(item) for item in categories or ()]})


def every_item_in(data: pa.PolarsData, categories: type[StrEnum]) -> pl.LazyFrame:
    """The check of a list column with a vocabulary. Pandera has none, and registering one would need pandas."""
    allowed = [str(item) for item in categories]
    return data.lazyframe.select(pl.col(data.key).list.eval(pl.element().is_in(allowed)).list.all())


_KINDS: dict[type[pl.DataType], Kind] = {
    pl.String: "text",
    pl.Int64: "integer",
    pl.Decimal: "decimal",
    pl.Date: "date",
    pl.Datetime: "timestamp",
    pl.Boolean: "boolean",
    pl.List: "list",
}


def _column(name: str, source: Any) -> Column:
    facts: dict[str, Any] = {}
    for check in source.checks:
        facts |= check.statistics or {}
    metadata = source.metadata or {}
    kind = _KINDS[source.dtype.type.base_type()]
    return Column(
        name=name,
        kind=kind,
        description=source.description,
        nullable=source.nullable,
        unique=source.unique,
        unit=metadata.get("unit"),
        categories=tuple(facts.get("allowed_values") or metadata.get("categories", ())),
        minimum=facts.get("min_value") if kind == "integer" else None,
        pattern=metadata.get("pattern"),
    )
