"""The sample article, and the command line as a user has it."""

import fcntl
import os
import resource
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.processes import Done, apart

ROOT = Path(__file__).parent.parent
SAMPLE = "kazinform-bridge-power"
BRIDGEPOWER = Path(sys.executable).with_name("bridgepower")


def bridgepower(root: Path, *words: str, limit: int | None = None) -> Done:
    """Run a command in a process of its own; `limit` is the largest file in bytes that it may write."""
    return apart(_command, root, words, limit)


def _command(root: Path, words: Sequence[str], limit: int | None) -> None:
    os.chdir(root)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.exit(main(["--root", str(root), *words]))


def put_sample(root: Path) -> None:
    """Lay the sample article and its sidecar into the raw/ of a project."""
    (root / "raw").mkdir(parents=True)
    for ending in (".txt", ".meta.json"):
        shutil.copy(ROOT / "raw" / f"{SAMPLE}{ending}", root / "raw")


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder for all workers, made by the first one that asks; the others wait for it, and nobody changes it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fresh = folder.with_suffix(".new")
            fresh.mkdir()
            make(fresh)
            fresh.rename(folder)
    return folder
