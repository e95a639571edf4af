"""Claims that break a rule of their table are set aside before anything is folded from them.

The rules are those of the pandera models. What follows from other claims (the record, why it matches) is not there yet,
so the models are asked without those columns; `validation` asks them whole.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl
import pyarrow
from duckdb import DuckDBPyConnection

from pipeline.projections.kinds import PLACED, Kind
from pipeline.projections.rules import Broken, broken_rules
from schemas.render import arrow_schema
from schemas.table import TableSpec

CHUNK = 100_000
"""Rows validated at a time, to bound memory."""


@cache
def _said_schema(kind: Kind) -> pa.DataFrameSchema:
    return kind.claimed.claims.model.to_schema().remove_columns([kind.record_id, *PLACED])


def frames(connection: DuckDBPyConnection, query: str, schema: pyarrow.Schema) -> Iterator[pl.DataFrame]:
    """The rows of a query as frames with the types of a schema, a chunk at a time.

    No other statement may run on the connection before the last frame is taken.
    """
    for batch in connection.sql(query).to_arrow_reader(CHUNK):
        yield pl.DataFrame(pl.from_arrow(pyarrow.Table.from_batches([batch]).cast(_nullable(schema))))


def _nullable(schema: pyarrow.Schema) -> pyarrow.Schema:
    """The schema without its promises, so that what breaks them is found by a rule and not by a cast."""
    return pyarrow.schema([field.with_nullable(True) for field in schema])


def schema_of(spec: TableSpec, names: list[str]) -> pyarrow.Schema:
    """The Arrow schema of some columns of a table."""
    whole = arrow_schema(spec)
    return pyarrow.schema([whole.field(name) for name in names])


def failing(connection: DuckDBPyConnection, kind: Kind, relation: str) -> list[tuple[str, Broken]]:
    """Every rule broken by a claim of a relation with the columns that are said, with the claim's id."""
    names = [column.name for column in kind.said]
    query = f"SELECT {', '.join(names)} FROM {relation}"
    found = []
    for frame in frames(connection, query, schema_of(kind.claimed.claims, names)):
        ids = frame["claim_id"]
        found += [(ids[broken.row], broken) for broken in broken_rules(_said_schema(kind), frame)]
    return found


def rules_broken_by(kind: Kind, claim: Mapping[str, Any]) -> list[Broken]:
    """Every rule that one claim, with at least the columns that are said, breaks."""
    schema = _nullable(schema_of(kind.claimed.claims, [column.name for column in kind.said]))
    row = {name: claim[name] for name in schema.names}
    return broken_rules(_said_schema(kind), pl.DataFrame(pl.from_arrow(pyarrow.Table.from_pylist([row], schema))))


_SET_ASIDE = """
CREATE OR REPLACE TEMP TABLE set_aside (claim_id VARCHAR, rule VARCHAR, col VARCHAR, said VARCHAR);
INSERT INTO set_aside SELECT claim_id, problem.rule, problem.col, problem.said
FROM (SELECT claim_id, unnest(problems) AS problem FROM {staged} WHERE len(problems) > 0);
INSERT INTO set_aside SELECT claim_id, 'its article is in the archive', 'article_id', article_id
FROM {staged} ANTI JOIN articles USING (article_id);
"""

_REJECT = """
INSERT INTO rejected_claims
SELECT claim_id, article_id, '{kind}', rule_broken, any_col, any_said, quote,
    to_json({{{values}}})::VARCHAR, recorded_at, entry
FROM {staged} JOIN (
    SELECT claim_id, rule AS rule_broken, min(col) AS any_col, min(said) AS any_said FROM set_aside GROUP BY ALL)
    USING (claim_id);
INSERT INTO {originals} SELECT * EXCLUDE (reading) FROM {staged} SEMI JOIN set_aside USING (claim_id);
DELETE FROM {staged} WHERE claim_id IN (SELECT claim_id FROM set_aside);
"""


def accept(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Take the staged claims that break a rule out of the way, into `rejected_claims`, once for each rule."""
    connection.execute(_SET_ASIDE.format(staged=kind.staged))
    if kind.name == "corridors":
        connection.execute(_UNREGISTERED)
    found = failing(connection, kind, f"{kind.staged} ANTI JOIN set_aside USING (claim_id)")
    if found:
        connection.executemany(
            "INSERT INTO set_aside VALUES (?, ?, ?, ?)",
            [(claim, broken.rule, broken.column, broken.value) for claim, broken in found],
        )
    values = ", ".join(f"{column.name}: {column.name}" for column in kind.values)
    connection.execute(_REJECT.format(kind=kind.name, staged=kind.staged, originals=kind.originals, values=values))


_UNREGISTERED = """
INSERT INTO set_aside SELECT claim_id, 'the corridor is in the registry', 'corridor', corridor
FROM staged_corridors WHERE corridor NOT LIKE 'transit-%' AND corridor NOT IN (SELECT corridor FROM registry)
"""
