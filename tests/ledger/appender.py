"""A process that appends and tells each key once it is acknowledged.

python -m tests.ledger.appender ROOT NAME APPENDS
"""

import sys
from pathlib import Path

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


if __name__ == "__main__":
    append_all(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
