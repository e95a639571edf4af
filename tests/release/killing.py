"""A process that publishes, and is killed on the way or runs out of space.

The moment is a number of steps: the process is killed at its n-th file operation, so no clock is involved. The disk is
full where a limit on the size of files makes the system refuse to write.
"""

import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.release.build import build
from pipeline.release.publish import publish
from pipeline.release.shelf import versions
from tests.processes import Done, apart
from tests.release.tables import context, package, tables

STEPS = 190
"""About as many file operations as a release of this size takes."""


def run_until_killed(releases: Path, share: float) -> int | None:
    """Build and publish in a child process that dies after that share of its steps; its exit status."""
    return apart(_dying, releases, int(share * STEPS)).returncode


def run_with_little_space(releases: Path, largest_file: int) -> Done:
    """Build and publish in a child process that cannot write larger files."""
    return apart(_cramped, releases, largest_file)


def _dying(releases: Path, step: int) -> None:
    rows = next_tables(releases)
    die_at(step)
    publish_next(releases, rows)


def _cramped(releases: Path, largest_file: int) -> None:
    rows = next_tables(releases)
    limit_files_to(largest_file)
    publish_next(releases, rows)


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


def publish_next(releases: Path, rows: dict[str, pa.Table]) -> None:
    """Build and publish the next release, if anything differs."""
    staged = build(package("visits"), rows, context(11), releases)
    if staged is not None:
        publish(staged)
