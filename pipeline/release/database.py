"""DuckDB as this room uses it: no network, no extensions, bounded memory, and SQL whose names are quoted."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from pipeline.engine import Engine

MEMORY = "192MB"
WORKERS = 2
"""Tables that are worked on at a time."""
BATCH_ROWS = 8_192

Item = TypeVar("Item")
Result = TypeVar("Result")


# tables are worked on side by side, see `each`; more threads for one of them would only hold more memory
_ENGINE = Engine(memory_limit=MEMORY, threads=1)


def database() -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A connection to ask files with; its temporary tables spill to the system's temporary folder and end with it."""
    return _ENGINE.connection()


def name(words: str) -> str:
    """A name quoted for SQL."""
    return '"' + words.replace('"', '""') + '"'


def names(words: Sequence[str], of: str = "") -> str:
    """Names quoted for SQL and separated by commas, each with its relation in front where `of` is given."""
    return ", ".join(f"{of}.{name(word)}" if of else name(word) for word in words)


def literal(words: str | Path) -> str:
    """A text quoted for SQL."""
    return "'" + str(words).replace("'", "''") + "'"


def parquet_rows(path: Path) -> str:
    """What to select a Parquet file's rows from, in the file's order."""
    return f"read_parquet({_exactly(path)})"


def csv_cells(path: Path, columns: Sequence[str]) -> str:
    """What to select a CSV file's cells from as text, in the file's order; a line of another shape is an error."""
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({_exactly(path)}, columns = {{{types}}}, auto_detect = false, header = true, delim = ',',"
        " quote = '\"', escape = '\"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, strict_mode = true,"
        " null_padding = false, ignore_errors = false)"
    )


def _exactly(path: Path) -> str:
    """A path that stands for itself, whatever wildcards its folders' names hold."""
    return literal(re.sub(r"([\[*?])", r"[\1]", str(path)))


def each(
    connection: duckdb.DuckDBPyConnection,
    work: Callable[[duckdb.DuckDBPyConnection, Item], Result],
    items: Sequence[Item],
    size: Callable[[Item], int],
) -> list[Result]:
    """The results of some work on each item, in their order; the largest begin, so that none is waited for alone."""
    order = sorted(range(len(items)), key=lambda place: -size(items[place]))
    with working(connection, work, [items[place] for place in order]) as results:
        found = {place: result.result() for place, result in zip(order, results, strict=True)}
    return [found[place] for place in range(len(items))]


@contextmanager
def working(
    connection: duckdb.DuckDBPyConnection,
    work: Callable[[duckdb.DuckDBPyConnection, Item], Result],
    items: Iterable[Item],
    workers: int = WORKERS,
) -> Iterator[list[Future[Result]]]:
    """Some work on each item, some at a time, each with a connection of its own; their results as they come."""

    def alone(item: Item) -> Result:
        with connection.cursor() as cursor:
            return work(cursor, item)

    with ThreadPoolExecutor(workers) as pool:
        results = [pool.submit(alone, item) for item in items]
        try:
            yield results
        finally:
            # after an error, what has not begun is left alone
            for result in results:
                result.cancel()


def batches(connection: duckdb.DuckDBPyConnection, query: str) -> pa.RecordBatchReader:
    """The result of a query as a stream of Arrow batches, in the query's order."""
    return connection.sql(query).to_arrow_reader(BATCH_ROWS)


def run(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """Run a statement to its end; its rows, if it has any."""
    return connection.execute(query).fetchall()


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    return int(run(connection, query)[0][0])
