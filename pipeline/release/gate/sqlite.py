"""The SQLite file of a release: sound by itself, and with the cells that would be written into it from Parquet.

Rows are compared as a stream, so that no table is ever held in memory, and each as one text: the driver takes its time
for every cell that it hands over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from adbc_driver_sqlite import dbapi

from pipeline.release.content import same_rows
from pipeline.release.database import BATCH_ROWS, batches, literal, name
from pipeline.release.described import Field, Resource
from pipeline.release.gate import formats
from pipeline.release.gate.report import Problem
from pipeline.release.values import as_text
from schemas.render import SQLITE_TYPES


def schema_problems(path: Path, resources: tuple[Resource, ...]) -> Iterator[Problem]:
    """Whether a SQLite file is sound and has the described tables and columns, and nothing that runs by itself."""
    with _opened(path) as cursor:
        cursor.execute("SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1")
        found = [row[0] for row in cursor.fetchall()]
        wanted = sorted(f"table {resource.name}" for resource in resources)
        if found != wanted:
            yield Problem(path.name, f"holds {', '.join(found) or 'nothing'}, not {', '.join(wanted)}")
            return
        for resource in resources:
            cursor.execute(
                f"SELECT group_concat(name || ' ' || type, ', ') FROM pragma_table_info({literal(resource.name)})"
            )
            columns = cursor.fetchall()[0][0]
            if columns != ", ".join(f"{field.name} {SQLITE_TYPES[field.kind]}" for field in resource.fields):
                yield Problem(path.name, f"{resource.name} has the columns {columns}")


@contextmanager
def _opened(path: Path) -> Iterator[dbapi.Cursor]:
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with dbapi.connect(address) as connection, connection.cursor() as cursor:
        yield cursor


@contextmanager
def _queried(path: Path, query: str) -> Iterator[pa.RecordBatchReader]:
    """What a query gives, as a stream."""
    with _opened(path) as cursor:
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH_ROWS)})
        cursor.execute(query)
        yield cursor.fetch_record_batch()


def table_problems(
    connection: duckdb.DuckDBPyConnection, path: Path, resource: Resource, parquet: str
) -> Iterator[Problem]:
    """Whether a table holds what the rows that `parquet` selects are written as."""
    with _queried(path, _lines(resource)) as rows:
        if same_rows(rows, batches(connection, _written_lines(resource, parquet))):
            return
    written = _written(resource, parquet)
    with _rows(path, resource) as rows:
        if same_rows(rows, batches(connection, written)):
            yield from _type_problems(path, resource)
            return
    with _rows(path, resource) as rows:
        connection.register("in sqlite", rows.read_all())
    different = formats.different_rows(connection, resource, f"FROM {name('in sqlite')}", written)
    yield Problem(path.name, f"{resource.name} {different}, compared with Parquet")


def _type_problems(path: Path, resource: Resource) -> Iterator[Problem]:
    """Whether values that read alike are of the types that they are written with."""
    types = [
        f"typeof({name(field.name)}) IN ('{'integer' if _is_number(field) else 'text'}', 'null')"
        for field in resource.fields
        if field.kind != "decimal"
    ]
    query = f"SELECT count(*) FROM {name(resource.name)} WHERE NOT ({' AND '.join(types)})"
    with _queried(path, query) as rows:
        number = rows.read_all().column(0)[0].as_py()
    if number:
        yield Problem(path.name, f"{resource.name} holds values of another type in {number} rows")


def _is_number(field: Field) -> bool:
    return field.kind in ("integer", "boolean")


def _right_types(fields: list[Field]) -> str:
    """Whether no value is of another type than its column's, which would read like the right one."""
    texts = [field for field in fields if not _is_number(field)]
    numbers = [field for field in fields if _is_number(field)]
    # a column's type turns what it can into numbers or texts; texts stand behind numbers, and bytes behind texts
    return f"{_last(texts)} < x'' AND {_last(numbers)} < ''"


def _last(fields: list[Field]) -> str:
    """The value of some columns that stands behind all others."""
    values = [name(field.name) if field.required else f"ifnull({name(field.name)}, 0)" for field in fields]
    # two zeros, because the max of one value would be that of all rows
    return f"max({', '.join([*values, '0', '0'])})"


_CELL, _NULL = "'\x1f'", "'\x1e'"
"""What begins a cell in the text of a row, and what stands for null, as SQL; a row with either in it has no text."""
_NO_AMOUNT = -1.7e308


def _lines(resource: Resource) -> str:
    """What to select from SQLite to compare it: each row as one text, and its decimals as doubles.

    A row has no text if a value in it is of another type, because bytes would read like the same text.
    """
    lines = [field for field in resource.fields if field.kind != "decimal"]
    line = f"iif({_right_types(lines)}, concat({', '.join(map(_line_cell, lines))}), NULL) AS line"
    amounts = [f"{_sqlite_cell(field)} AS {name(field.name)}" for field in resource.fields if field.kind == "decimal"]
    return f"SELECT {', '.join([line, *amounts])} FROM {name(resource.name)} ORDER BY rowid"


def _line_cell(field: Field) -> str:
    column = name(field.name)
    return f"{_CELL if field.required else f'iif({column} IS NULL, {_NULL}, {_CELL})'}, {column}"


def _written_lines(resource: Resource, parquet: str) -> str:
    """What `_lines` has to give for the rows of a Parquet file; no text for a row that could be read in two ways."""
    lines = [field for field in resource.fields if field.kind != "decimal"]
    cells = ", ".join(_written_line_cell(field) for field in lines)
    free = [name(field.name) for field in lines if field.kind == "text" and not (field.pattern or field.categories)]
    unclear = " OR ".join(f"contains({text}, {mark})" for text in free for mark in (_CELL, _NULL)) or "FALSE"
    line = f"CASE WHEN {unclear} THEN NULL ELSE concat({cells}) END AS line"
    amounts = [
        f"coalesce({name(field.name)}::DOUBLE, {_NO_AMOUNT!r}::DOUBLE) AS {name(field.name)}"
        for field in resource.fields
        if field.kind == "decimal"
    ]
    return f"SELECT {', '.join([line, *amounts])} FROM {parquet}"


def _written_line_cell(field: Field) -> str:
    column = name(field.name)
    cell = f"{column}::TINYINT::VARCHAR" if field.kind == "boolean" else as_text(column, field.kind)
    return f"{_CELL}, {cell}" if field.required else f"coalesce({_CELL} || {cell}, {_NULL})"


def _written(resource: Resource, parquet: str) -> str:
    """What `_rows` has to give for the rows of a Parquet file."""
    columns = []
    for field in resource.fields:
        column = name(field.name)
        if field.kind == "decimal":
            cell = f"{column}::DOUBLE"
        elif field.kind in ("integer", "boolean"):
            cell = f"{column}::BIGINT" if field.required else f"{column}::BIGINT::VARCHAR"
        else:
            cell = as_text(column, field.kind)
        columns.append(f"{cell} AS {column}")
    return f"SELECT {', '.join(columns)} FROM {parquet}"


@contextmanager
def _rows(path: Path, resource: Resource) -> Iterator[pa.RecordBatchReader]:
    """All rows of a table in the order of the file.

    Decimals are doubles, integers and booleans numbers where they are required, everything else is text. The driver
    takes the type of a column from its first rows, so none of them may be null; nulls are put in again here.
    """
    schema = pa.schema([(field.name, _sqlite_type(field)) for field in resource.fields])
    cells = ", ".join(_sqlite_cell(field) for field in resource.fields)
    with _queried(path, f"SELECT {cells} FROM {name(resource.name)} ORDER BY rowid") as found:
        yield pa.RecordBatchReader.from_batches(schema, (_with_nulls(batch, resource, schema) for batch in found))


_NULL_TEXT = "\x00null"


def _sqlite_type(field: Field) -> pa.DataType:
    if field.kind == "decimal":
        return pa.float64()
    return pa.int64() if field.required and field.kind in ("integer", "boolean") else pa.string()


def _sqlite_cell(field: Field) -> str:
    if field.required and field.kind != "decimal":
        return name(field.name)
    if field.kind == "decimal":
        return f"coalesce(CAST({name(field.name)} AS REAL), {_NO_AMOUNT!r})"
    return f"coalesce(CAST({name(field.name)} AS TEXT), char(0) || 'null')"


def _with_nulls(batch: pa.RecordBatch, resource: Resource, schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field, column in zip(resource.fields, batch.columns, strict=True):
        null = _NO_AMOUNT if pa.types.is_floating(column.type) else _NULL_TEXT
        given = field.required or not len(batch)
        columns.append(column if given else pc.if_else(pc.equal(column, null), pa.scalar(None, column.type), column))
    return pa.RecordBatch.from_arrays(columns, schema=schema)
