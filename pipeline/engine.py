"""DuckDB in this process: opened once for each way of using it, since that costs more than many a query.

Which settings a room needs, and what it asks, is its own business. What goes wrong never reaches the next use: whoever
fails takes the engine along, and the next one opens another.
"""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
from duckdb import DuckDBPyConnection

_ALWAYS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # a file may be another one the next time, under the same name
    "enable_external_file_cache": False,
}


class Engine:
    """One DuckDB with settings of its own, in UTC, opened when it is first used.

    What does not fit into memory goes to `spill`, by default a temporary folder that is gone when the process ends; a
    process that is killed leaves it only if it had to be made.
    """

    def __init__(self, spill: Path | None = None, **settings: bool | int | str) -> None:
        self._spill = spill
        self._settings = settings
        self._shared: DuckDBPyConnection | None = None

    @contextmanager
    def connection(self) -> Iterator[DuckDBPyConnection]:
        """A connection of one's own: no other sees its temporary tables, and they end with it."""
        shared = self._shared = self._shared or self._opened()
        try:
            with shared.cursor() as connection:
                yield connection
        except BaseException:
            self._shared = None
            shared.close()
            raise

    def _opened(self) -> DuckDBPyConnection:
        if self._spill is None:
            # DuckDB makes the folder when something has to go there
            self._spill = Path(tempfile.gettempdir()) / f"bridgepower-{uuid4().hex}"
            weakref.finalize(self, shutil.rmtree, self._spill, ignore_errors=True)
        settings: dict[str, Any] = {**_ALWAYS, "temp_directory": str(self._spill), **self._settings}
        connection = duckdb.connect(config=settings)
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        return connection


@contextmanager
def attached(connection: DuckDBPyConnection, file: Path, name: str, options: str = "") -> Iterator[None]:
    """Have a DuckDB file under a name, as what the connection's queries are about; in one process once at a time.

    After a failure it stays, and goes with its engine.
    """
    quoted = str(file).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {name}" + (f" ({options})" if options else ""))
    connection.execute(f"USE {name}")
    yield
    connection.execute("USE memory")
    connection.execute(f"DETACH {name}")
