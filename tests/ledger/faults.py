"""A process that ends, or a disk that is full, from a chosen step of what is written on."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

STEPS: list[tuple[Any, str]] = [
    (os, "fsync"),
    (Path, "rename"),
    (Path, "replace"),
    (Path, "unlink"),
    (pq.ParquetWriter, "write_table"),
    (DeltaTable, "create"),
    (DeltaTable, "create_write_transaction"),
    (DeltaTable, "create_checkpoint"),
]
"""Everything by which the ledger makes a change last: between two of these calls only unfinished files differ."""


class Killed(BaseException):
    """Like a kill, nothing that handles errors sees it."""


class DiskFullError(OSError):
    """What the operating system says then."""

    def __init__(self) -> None:
        super().__init__(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Fault:
    """Lets so many steps happen and raises the error at every later one; `happened` tells whether it came so far."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, steps: int, error: type[BaseException]) -> None:
        self.happened = False
        self._left, self._error = steps, error
        for owner, name in STEPS:
            monkeypatch.setattr(owner, name, self._step(getattr(owner, name)))

    def _step(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            if self._left == 0:
                self.happened = True
                raise self._error
            self._left -= 1
            return original(*arguments, **named)

        return step
