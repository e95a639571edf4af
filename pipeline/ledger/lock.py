"""One writer at a time on one machine: a lock of the operating system, which dies with its process.

Elsewhere (a network file system without locks, object storage) the commit itself decides: see `delta`.
"""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.ledger.errors import LedgerBusyError, LedgerError

FILE = "_lock"
_PAUSE = 0.01


@contextmanager
def locked(root: Path, wait: float) -> Iterator[None]:
    """Hold the folder's lock; LedgerBusyError naming the holder after `wait` seconds without it."""
    path = root / FILE
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise LedgerError(
            path, f"cannot be opened for writing ({error.strerror})", "Nothing was appended; make the folder writable."
        ) from error
    try:
        _acquire(descriptor, path, wait)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} ({Path(sys.argv[0]).name})".encode(), 0)
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # closing is not enough: a forked child may hold the descriptor too
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 200, 0).decode(errors="replace")
                raise LedgerBusyError(
                    path, f"{holder} has been writing for longer than {wait:g} s", "Wait for it, or end it."
                ) from None
            time.sleep(_PAUSE)
