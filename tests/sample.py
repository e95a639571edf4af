"""The sample article, and the command line as a user has it."""

import fcntl
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
SAMPLE = "kazinform-bridge-power"
BRIDGEPOWER = Path(sys.executable).with_name("bridgepower")

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["pipeline.definitions", *{f"pipeline.commands.{room}" for room, _ in COMMANDS.values()}])


class Done(NamedTuple):
    """What a command ended with, and what it said."""

    returncode: int | None
    stdout: str
    stderr: str


def bridgepower(root: Path, *words: str, limit: int | None = None) -> Done:
    """Run a command in a process of its own, which is forked from one that has all modules: they take seconds to load.

    `limit` is the largest file in bytes that it may write.
    """
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        process = _FORKS.Process(target=_command, args=(root, words, scratch, limit))
        process.start()
        process.join()
        said = [(scratch / stream).read_text(encoding="utf-8") for stream in ("stdout", "stderr")]
        return Done(process.exitcode, *said)


def _command(root: Path, words: Sequence[str], scratch: Path, limit: int | None) -> None:
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        os.dup2(os.open(scratch / ("stdout", "stderr")[number - 1], os.O_WRONLY | os.O_CREAT), number)
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a stream of text
    os.chdir(root)
    tempfile.tempdir = str(scratch)
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
