"""How long a user waits for the two commands, against the least that such a command could take.

`python -m benchmarks.start [TIMES]` prints a whole run on a fresh copy of raw/ against an empty Dagster job in an empty
home, and `bridgepower extract` on the sample against a bare Python that imports re and json. Each pair takes turns, so
that what else the machine does hits both; processor time is told beside the time on the wall, since it suffers less.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
EMPTY_JOB = (
    "import dagster as dg\n\n@dg.op\ndef nothing() -> None: ...\n\n@dg.job\ndef empty() -> None:\n    nothing()\n"
)


class Cost(NamedTuple):
    """Seconds on the wall, and of processors with those of child processes."""

    wall: float
    processor: float


def cost(command: list[str], folder: Path) -> Cost:
    """What a command costs that must succeed, in a folder that is also its Dagster home."""
    environment = os.environ | {"DAGSTER_HOME": str(folder)}
    start, before = time.perf_counter(), _processor_seconds()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return Cost(time.perf_counter() - start, _processor_seconds() - before)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def first_run(folder: Path) -> Cost:
    """A first run: a fresh project with the articles of raw/."""
    shutil.copytree(ROOT / "raw", folder / "raw")
    shutil.copy(ROOT / "dagster.yaml", folder)
    return cost([str(BIN / "bridgepower"), "run"], folder)


def empty_job(folder: Path) -> Cost:
    """An empty job in a fresh home with the same settings."""
    (folder / "empty.py").write_text(EMPTY_JOB)
    shutil.copy(ROOT / "dagster.yaml", folder)
    return cost([str(BIN / "dagster"), "job", "execute", "-f", "empty.py", "-j", "empty"], folder)


def extract_sample(folder: Path) -> Cost:
    """`bridgepower extract` on the sample."""
    return cost([str(BIN / "bridgepower"), "extract", str(next((ROOT / "raw").glob("*.txt")))], folder)


def bare_python(folder: Path) -> Cost:
    """What no program in Python can go below."""
    return cost([sys.executable, "-c", "import re, json"], folder)


def medians(times: int, *measured: Callable[[Path], Cost]) -> list[Cost]:
    """Median costs of things that take turns, each time in a fresh folder."""
    taken: list[list[Cost]] = [[] for _ in measured]
    for _ in range(times):
        for costs, measure in zip(taken, measured, strict=True):
            with tempfile.TemporaryDirectory() as name:
                costs.append(measure(Path(name)))
    return [Cost(*(statistics.median(column) for column in zip(*costs, strict=True))) for costs in taken]


def main() -> None:
    """Measure and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    run, empty = medians(times, first_run, empty_job)
    extract, bare = medians(times, extract_sample, bare_python)
    print(f"first run      {run.wall:6.2f} s, {run.processor:6.2f} s of processors")
    print(f"empty job      {empty.wall:6.2f} s, {empty.processor:6.2f} s of processors")
    print(f"ratio          {run.wall / empty.wall:6.2f}  , {run.processor / empty.processor:6.2f}; limit 2")
    print(f"extract sample {extract.wall:6.2f} s; limit 1.5 x bare Python + 0.5 s = {1.5 * bare.wall + 0.5:.2f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"peak memory of a child process {peak} MB")


if __name__ == "__main__":
    main()
