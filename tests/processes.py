"""Processes of their own, for what is killed, runs out of space, or is a command as a user types it.

They are forked from a process that has all modules but has done nothing with them: loading takes seconds.
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import NamedTuple

from pipeline.cli import COMMANDS

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["pipeline.definitions", *{f"pipeline.commands.{room}" for room, _ in COMMANDS.values()}])


class Done(NamedTuple):
    """What a process ended with, and what it said."""

    returncode: int | None
    stdout: str
    stderr: str


def apart(work: Callable[..., object], *arguments: object) -> Done:
    """Call a function of a module in a process of its own; the status is that of `python -c` with the same call."""
    pipes = [_FORKS.Pipe(duplex=False) for _ in ("stdout", "stderr")]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as threads:
        process = _FORKS.Process(target=_said_into, args=([pipe[1] for pipe in pipes], folder, work, arguments))
        process.start()
        said = [threads.submit(_all_from, reader.fileno()) for reader, _ in pipes]
        for _, writer in pipes:
            writer.close()
        process.join()
        done = Done(process.exitcode, *(words.result() for words in said))
    for reader, _ in pipes:
        reader.close()
    return done


def _all_from(descriptor: int) -> str:
    with open(descriptor, encoding="utf-8", closefd=False) as stream:
        return stream.read()


def _said_into(
    writers: Sequence[Connection], folder: str, work: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    for number, writer in enumerate(writers, 1):
        os.dup2(writer.fileno(), number)
        writer.close()
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    # what a process that is killed leaves in the system's folder goes with this one
    tempfile.tempdir = folder
    work(*arguments)
