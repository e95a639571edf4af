"""A run that dies: `python -m tests.projections.killing FOLDER ROUNDS SEED`.

It folds, serves, and is killed at random moments, again and again. Prints one line a round, `same` or what differs from
an undisturbed run. Each run is a forked process, so that modules are loaded once; the alarm that ends it is not caught
by anything, which is what `kill -9` is.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.ledger.store import Ledger
from pipeline.projections.projection import Projection


def run(folder: Path, ledger: Path) -> None:
    """What is disturbed: everything after the first half of the ledger, and serving it."""
    projection = Projection(folder / "state")
    projection.fold(Ledger(ledger))
    projection.serve(folder / "warehouse.duckdb")


def forked(work: Callable[[], None], seconds: float = 0) -> None:
    """Do the work in a process of its own, that dies after some seconds if it has not ended by then."""
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        work()
        os._exit(0)
    os.waitpid(child, 0)


def digests(folder: Path, ledger: Path) -> dict[str, str]:
    """Run undisturbed, and say what the tables hold then."""

    def work() -> None:
        run(folder, ledger)
        (folder / "digest.json").write_text(json.dumps(Projection(folder / "state").digest()), encoding="utf-8")

    forked(work)
    left = [path.name for path in folder.rglob("*") if "unfinished" in path.name or path.name.endswith(".new")]
    assert left == [], f"left behind: {left}"
    found: dict[str, str] = json.loads((folder / "digest.json").read_text(encoding="utf-8"))
    return found


def main(root: Path, rounds: int, seed: int) -> None:
    """Kill runs at moments spread over the time that one takes; compare what the next run makes of each."""
    chance = random.Random(seed)  # noqa: S311  # chooses moments, keeps no secrets
    half = root / "half"
    expected = digests(shutil.copytree(half, root / "undisturbed"), root / "ledger")
    start = time.monotonic()
    forked(lambda: run(shutil.copytree(half, root / "timed"), root / "ledger"))
    duration = time.monotonic() - start
    for number in range(rounds):
        folder = shutil.copytree(half, root / f"round {number}")
        forked(partial(run, folder, root / "ledger"), duration * chance.uniform(0.02, 1))
        found = digests(folder, root / "ledger")
        different = [table for table in expected if found[table] != expected[table]]
        sys.stdout.write(f"{different or 'same'}\n")
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
