"""From the private state to the file that analysts open: copied beside its place, made durable, swapped in at once.

Whoever has the old file open keeps reading it; whoever opens it anew gets the new one whole. What a killed process left
half-written is swept away by the next one and was never visible.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection

from pipeline.engine import Engine, attached

_SUFFIX = ".unfinished"
_READERS = Engine()


@contextmanager
def reading(warehouse: Path) -> Iterator[DuckDBPyConnection]:
    """The warehouse, open for queries; one that is swapped in meanwhile is not seen."""
    with _READERS.connection() as connection, attached(connection, warehouse, "warehouse", "READ_ONLY"):
        yield connection


def serve(connection: DuckDBPyConnection, state: Path, warehouse: Path) -> None:
    """Copy the tables of the state that the connection has open to `warehouse`; OSError leaves what was there."""
    connection.execute("CHECKPOINT state")
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    unfinished = warehouse.with_name(warehouse.name + _SUFFIX)
    _remove(unfinished)
    try:
        shutil.copyfile(state, unfinished)
        _strip(connection, unfinished)
        _sync(unfinished)
        unfinished.replace(warehouse)
    finally:
        _remove(unfinished)
    _sync(warehouse.parent)


def _strip(connection: DuckDBPyConnection, path: Path) -> None:
    """Remove what only folds need."""
    with connection.cursor() as own, attached(own, path, "served"):
        own.execute("DROP SCHEMA fold CASCADE")
        own.execute("CHECKPOINT served")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
