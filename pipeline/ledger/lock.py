"""One writer at a time on one machine: a lock of the operating system, which dies with its process.

Elsewhere (a network file system without locks, object storage) the commit itself decides: see `delta`.
"""

import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.ledger.errors import LedgerBusyError, LedgerError

FILE = "_lock"
_PAUSE = 0.01


@contextmanager
def locked(root: Path, wait: float, on_wait: Callable[[str], object] = lambda holder: None) -> Iterator[None]:
    """Hold the folder's lock; LedgerBusyError naming the holder after `wait` seconds without it.

    `on_wait` is told once who holds it, when it is not free at once.
    """
    path = root / FILE
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise LedgerError(
            path, f"cannot be opened for writing ({error.strerror})", "Nothing was appended; make the folder writable."
        ) from error
    try:
        _acquire(descriptor, path, wait, on_wait)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} ({Path(sys.argv[0]).name})".encode(), 0)
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # closing is not enough: a forked child may hold the descriptor too
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait: float, on_wait: Callable[[str], object]) -> None:
    deadline, told = time.monotonic() + wait, False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = os.pread(descriptor, 200, 0).decode(errors="replace") or "another process"
            if time.monotonic() >= deadline:
                raise LedgerBusyError(
                    path, f"{holder} has been writing for longer than {wait:g} s", "Wait for it, or end it."
                ) from None
            if not told:
                on_wait(holder)
                told = True
            time.sleep(_PAUSE)
