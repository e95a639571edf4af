"""A process that ends at a chosen step of what it writes, without one."""

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


class Death:
    """Lets `steps` steps happen, then ends what runs; `happened` tells whether it came so far."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
        self.happened = False
        self._left = steps
        for owner, name in STEPS:
            monkeypatch.setattr(owner, name, self._step(getattr(owner, name)))

    def _step(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            if self._left == 0 or self.happened:
                self.happened = True
                raise Killed
            self._left -= 1
            return original(*arguments, **named)

        return step
