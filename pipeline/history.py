"""Dagster's record of a run in this process: its own SQLite files, held open for as long as the run takes.

Dagster opens a database anew for each of the hundreds of events of a run, compiles its statements anew, and closes it
again, which makes SQLite empty its write-ahead log every time. In a process that only runs and ends, that is most of
what a small run costs. What is written is the same; the UI reads it as it reads its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage, _event_logs_directory
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool


class RunHistory(DagsterSqliteStorage):
    """Dagster's storage in SQLite for a process that runs one job and ends; named in the settings of its instance."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = _HeldOpen(_event_logs_directory(base_dir))

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "RunHistory":
        """What Dagster calls with the settings."""
        return cls.from_local(inst_data=inst_data, **config_value)


class _HeldOpen(SqliteEventLogStorage):
    def __init__(self, base_dir: str) -> None:
        super().__init__(base_dir)
        self._engines: dict[str, Engine] = {}

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                self._engines[shard] = self._opened(shard)
            with self._engines[shard].connect() as connection, connection.begin():
                yield connection

    def _opened(self, shard: str) -> Engine:
        settings: dict[str, Any] = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False}
        engine = create_engine(self.conn_string_for_shard(shard), poolclass=StaticPool, connect_args=settings)
        self._initdb(engine)
        return engine

    def dispose(self) -> None:
        """Close the files; the end of the instance calls it."""
        for engine in self._engines.values():
            engine.dispose()
        super().dispose()
