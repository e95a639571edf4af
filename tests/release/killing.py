"""A process that publishes, and is killed on the way or runs out of space: `python -m tests.release.killing`.

The moment is a number of steps: the process is killed at its n-th file operation, so no clock is involved. The disk is
full where a limit on the size of files makes the system refuse to write.
"""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.release.build import build
from pipeline.release.publish import publish
from pipeline.release.shelf import versions
from tests.release.tables import context, package, tables

STEPS = 190
"""About as many file operations as a release of this size takes."""


def run_until_killed(releases: Path, share: float) -> int:
    """Build and publish in a child process that dies after that share of its steps; its exit status."""
    return _run("die", releases, int(share * STEPS)).returncode


def run_with_little_space(releases: Path, largest_file: int) -> subprocess.CompletedProcess[str]:
    """Build and publish in a child process that cannot write larger files."""
    return _run("limit", releases, largest_file)


def _run(how: str, releases: Path, number: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.release.killing", how, str(releases), str(number)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def die_at(step: int) -> None:
    """Kill this process at its n-th file operation from now on."""
    left = step

    def count(event: str, _: tuple[Any, ...]) -> None:
        nonlocal left
        if event in ("open", "os.rename", "os.chmod", "os.mkdir", "os.symlink", "os.remove"):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def limit_files_to(size: int) -> None:
    """Let no file of this process grow larger."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def next_tables(releases: Path) -> dict[str, pa.Table]:
    """Tables that differ from those of the newest release, if all releases were made of these."""
    return tables(package("visits"), 2 + len(versions(releases / "visits")) % 2)


if __name__ == "__main__":
    visits = package("visits")
    rows = next_tables(Path(sys.argv[2]))
    {"die": die_at, "limit": limit_files_to}[sys.argv[1]](int(sys.argv[3]))
    staged = build(visits, rows, context(11), Path(sys.argv[2]))
    if staged is not None:
        publish(staged)
