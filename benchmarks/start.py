"""How long a user waits for the two commands, against the least that such a command could take.

`python -m benchmarks.start` prints a whole run on a fresh copy of raw/ against an empty Dagster job, and
`bridgepower extract` on the sample against a bare Python that imports re and json.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
EMPTY_JOB = (
    "import dagster as dg\n\n@dg.op\ndef nothing() -> None: ...\n\n@dg.job\ndef empty() -> None:\n    nothing()\n"
)


def seconds(command: list[str], folder: Path, times: int) -> float:
    """Median wall time of a command that must succeed, in a folder that is also its Dagster home."""
    environment = os.environ | {"DAGSTER_HOME": str(folder)}
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def fresh_run(folder: Path) -> float:
    """Wall time of a first run: a fresh project with the articles of raw/."""
    project = Path(tempfile.mkdtemp(dir=folder))
    shutil.copytree(ROOT / "raw", project / "raw")
    shutil.copy(ROOT / "dagster.yaml", project)
    return seconds([str(BIN / "bridgepower"), "run"], project, 1)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.py").write_text(EMPTY_JOB)
        shutil.copy(ROOT / "dagster.yaml", folder)
        empty = seconds([str(BIN / "dagster"), "job", "execute", "-f", "empty.py", "-j", "empty"], folder, 3)
        run = statistics.median(fresh_run(folder) for _ in range(3))
        sample = str(next((ROOT / "raw").glob("*.txt")))
        bare = seconds([sys.executable, "-c", "import re, json"], folder, 5)
        extract = seconds([str(BIN / "bridgepower"), "extract", sample], folder, 5)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"first run      {run:6.2f} s = {run / empty:.2f} x an empty Dagster job ({empty:.2f} s); limit 2 x")
    print(f"extract sample {extract:6.2f} s; limit 1.5 x bare Python ({bare:.2f} s) + 0.5 s = {1.5 * bare + 0.5:.2f} s")
    print(f"peak memory of a child process {peak} MB")


if __name__ == "__main__":
    main()
