"""A package's own part of the tables: exactly the declared columns, and of shared tables the rows it points to.

Evidence, coverage and parties are shared by all packages. A package holds the evidence of its own claims, the coverage
of its own kinds of claim, and the parties that it names, so that it changes only when something about it does.
"""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.release.errors import ReleaseError
from schemas.packages import CLAIMED, Package
from schemas.render import arrow_schema
from schemas.table import TableSpec

PARTY_LISTS = frozenset({"parties"})
"""List columns whose items are parties, besides the columns with a foreign key to them."""


def select(package: Package, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The package's tables, in its order; ReleaseError where one is missing or not as declared."""
    declared = {spec.name: _as_declared(spec, tables) for spec in package.tables}
    return declared | {
        "coverage": _keep(declared["coverage"], "claim_table", pa.array([str(kind) for kind in package.kinds])),
        "evidence": _keep(declared["evidence"], "claim_id", _claim_ids(package, declared)),
        "parties": _keep(declared["parties"], "party", _parties(package, declared)),
    }


def _as_declared(spec: TableSpec, tables: Mapping[str, pa.Table]) -> pa.Table:
    if spec.name not in tables:
        raise ReleaseError(spec.name, "the table is missing", "Pass every table of the package, empty where it is")
    rows = tables[spec.name]
    schema = arrow_schema(spec)
    try:
        # a missing value in a required column is refused too
        cast = rows.cast(schema)
        cast.validate()
    except (ValueError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ReleaseError(
            spec.name, f"is not the declared table: {error}", "Validate it before the release"
        ) from error
    for field, column in zip(schema, cast.columns, strict=True):
        if column.null_count and not field.nullable:
            raise ReleaseError(spec.name, f"{field.name} is null in {column.null_count} rows", "Validate it first")
    return cast


def _keep(rows: pa.Table, column: str, allowed: pa.Array | pa.ChunkedArray) -> pa.Table:
    return rows.filter(pc.is_in(rows[column], value_set=allowed.cast(pa.string())))


def _claim_ids(package: Package, declared: Mapping[str, pa.Table]) -> pa.ChunkedArray:
    claims = [declared[item.claims.name]["claim_id"] for item in CLAIMED if item.kind in package.kinds]
    return pa.chunked_array([chunk for column in claims for chunk in column.chunks], pa.string())


def _parties(package: Package, declared: Mapping[str, pa.Table]) -> pa.Array:
    named: list[pa.Array] = []
    for spec in package.tables:
        pointing = [key.column for key in spec.foreign_keys if key.table == "parties"]
        listing = [column.name for column in spec.columns if column.name in PARTY_LISTS]
        for column in pointing:
            named += declared[spec.name][column].chunks
        for column in listing:
            named += pc.list_flatten(declared[spec.name][column]).chunks
    # each but once: to look among all takes far longer
    return pa.chunked_array(named, pa.string()).unique()
