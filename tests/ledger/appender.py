"""A process that appends and tells each key once it is acknowledged.

python -m tests.ledger.appender ROOT NAME APPENDS
"""

import sys
from itertools import groupby, islice
from pathlib import Path
from subprocess import Popen

from pipeline.ledger.store import Ledger
from tests.ledger.samples import rejections

SIZE = 3
"""Entries per append."""


def append_all(root: Path, name: str, appends: int) -> None:
    ledger = Ledger(root)
    for number in range(appends):
        key = f"{name}/{number}"
        ledger.append(rejections(SIZE, key), key)
        sys.stdout.write(f"{key}\n")
        sys.stdout.flush()


def acknowledged(process: Popen[str], until: int | None = None) -> set[str]:
    """The keys that an appending process has told: the next so many, or all until it ends."""
    assert process.stdout is not None
    return {line.strip() for line in islice(process.stdout, until)}


def check_appends(ledger: Ledger, keys: set[str]) -> None:
    """Every acknowledged append is there, whole, once, and nothing else is half there."""
    assert not ledger.verify().problems
    recorded = list(ledger.read())
    assert [item.position for item in recorded] == list(range(1, len(recorded) + 1))
    appends = [(key, [item.entry for item in items]) for key, items in groupby(recorded, key=lambda item: item.key)]
    assert len(dict(appends)) == len(appends)
    assert keys <= dict(appends).keys()
    assert all(entries == rejections(SIZE, key) for key, entries in appends)


if __name__ == "__main__":
    append_all(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
