"""Dagster's record of a run in this process: its own SQLite files, held open for as long as the run takes.

Dagster opens a database anew for each of the hundreds of events of a run, compiles its statements anew, and closes it
again, which makes SQLite empty its write-ahead log every time. In a process that only runs and ends, that is most of
what a small run costs. What is written is the same; the UI reads it as it reads its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from alembic.script import ScriptDirectory
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import (
    DagsterSqliteStorage,
    _event_logs_directory,
    _runs_directory,
    _schedule_directory,
)
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool


class RunHistory(DagsterSqliteStorage):
    """Dagster's storage in SQLite for a process that runs one job and ends; named in the settings of its instance."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        _read_migrations_once()
        self.base_dir = base_dir
        self._run_storage = SqliteRunStorage.from_local(_runs_directory(base_dir))
        self._event_log_storage = _HeldOpen(_event_logs_directory(base_dir))
        self._schedule_storage = SqliteScheduleStorage.from_local(_schedule_directory(base_dir))
        self._inst_data = inst_data
        # what stands between would open Dagster's own storage of events as well
        super(DagsterSqliteStorage, self).__init__()  # type: ignore[no-untyped-call]

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "RunHistory":
        """What Dagster calls with the settings."""
        return cls.from_local(inst_data=inst_data, **config_value)


@cache
def _read_migrations_once() -> None:
    """Dagster looks through the scripts of all its migrations twice for every database that it opens."""
    ScriptDirectory.from_config = cache(ScriptDirectory.from_config)  # type: ignore[method-assign]


class _HeldOpen(SqliteEventLogStorage):
    def __init__(self, base_dir: str) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir)

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
