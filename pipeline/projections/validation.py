"""Do the tables keep their rules? Every row against its model, every key and every reference."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from pipeline.projections.acceptance import frames
from pipeline.projections.kinds import KINDS
from pipeline.projections.rules import broken_rules
from schemas.packages import TABLES
from schemas.render import arrow_schema
from schemas.table import TableSpec


@dataclass(frozen=True)
class Failure:
    """A rule that a table breaks: how many rows break it, and the key of one of them as text."""

    rule: str
    rows: int
    example: str


@dataclass(frozen=True)
class TableReport:
    """A table: its rows, how many claims were set aside before it by which rule, and what is wrong with it.

    Claims that were set aside are no failure, they are not in the table; a table with failures must not be served.
    """

    table: str
    rows: int
    set_aside: dict[str, int]
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether the table keeps all its rules."""
        return not self.failures


def validate(connection: DuckDBPyConnection) -> tuple[TableReport, ...]:
    """A report on each table of the warehouse, in their order."""
    claims = {kind.claims: str(kind.name) for kind in KINDS}
    set_aside: dict[str, dict[str, int]] = {}
    for kind, rule, count in connection.execute(
        "SELECT claim_table, failed_rule, count(*) FROM rejected_claims GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        set_aside.setdefault(kind, {})[rule] = count
    return tuple(_report(connection, spec, set_aside.get(claims.get(spec.name, ""), {})) for spec in TABLES)


def _report(connection: DuckDBPyConnection, spec: TableSpec, set_aside: dict[str, int]) -> TableReport:
    rows = _count(connection, f'SELECT count(*) FROM "{spec.name}"')
    broken = (_broken_rows, _broken_keys, _broken_references) if rows else ()
    failures = tuple(failure for find in broken for failure in find(connection, spec))
    return TableReport(spec.name, rows, set_aside, failures)


def _broken_rows(connection: DuckDBPyConnection, spec: TableSpec) -> Iterator[Failure]:
    """Rules of the model; its uniqueness is asked of the whole table by `_broken_keys`."""
    schema = spec.model.to_schema()
    schema.unique = None
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    names = ", ".join(column.name for column in spec.columns)
    for frame in frames(connection, f'SELECT {names} FROM "{spec.name}"', arrow_schema(spec)):
        for broken in broken_rules(schema, frame):
            counts[broken.rule] += 1
            row = frame.row(broken.row, named=True)
            key = ", ".join(str(row[name]) for name in spec.key)
            examples[broken.rule] = min(key, examples.get(broken.rule, key))
    for rule in sorted(counts):
        yield Failure(rule, counts[rule], examples[rule])


def _broken_keys(connection: DuckDBPyConnection, spec: TableSpec) -> Iterator[Failure]:
    key = ", ".join(spec.key)
    twice = f'SELECT {key} FROM "{spec.name}" GROUP BY {key} HAVING count(*) > 1'
    yield from _failure(connection, f"{key} is unique", twice)


def _broken_references(connection: DuckDBPyConnection, spec: TableSpec) -> Iterator[Failure]:
    for key in spec.foreign_keys:
        lost = (
            f'SELECT {key.column} FROM "{spec.name}" WHERE {key.column} IS NOT NULL '
            f'AND {key.column} NOT IN (SELECT {key.reference} FROM "{key.table}")'
        )
        yield from _failure(connection, f"{key.column} is in {key.table}", lost)


def _failure(connection: DuckDBPyConnection, rule: str, query: str) -> Iterator[Failure]:
    rows = _count(connection, f"SELECT count(*) FROM ({query})")
    if rows:
        (example,) = connection.execute(f"{query} ORDER BY ALL LIMIT 1").fetchall()
        yield Failure(rule, rows, ", ".join(map(str, example)))


def _count(connection: DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
