"""Folders in which a release is made before it is published; a lock tells a living one from what a crash left.

The lock is on the folder itself and held by the process that makes it, so the system lets go of it when that dies.
"""

import fcntl
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.release.files import remove_tree

PREFIX = ".staging-"


@dataclass
class Staging:
    """A folder of ours beside the published versions. It is gone after `remove`, or renamed and then `unlock`ed."""

    folder: Path
    lock: int

    def unlock(self) -> None:
        """Let go of the folder; called once."""
        os.close(self.lock)

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        remove_tree(self.folder)
        self.unlock()


def new_staging(parent: Path) -> Staging:
    """A new empty folder in `parent`, which is made if need be."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    folder.chmod(0o755)
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return Staging(folder, lock)


def sweep(parent: Path) -> list[Path]:
    """Remove what crashes have left in `parent`, and say what it was; folders that somebody works in are left alone."""
    removed = []
    for folder in sorted(parent.glob(f"{PREFIX}*")):
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            remove_tree(folder)
            removed.append(folder)
        finally:
            os.close(lock)
    return removed
