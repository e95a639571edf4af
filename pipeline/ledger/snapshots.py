"""Delta's own checkpoints of the log, called snapshots here: they keep opening fast, and nothing depends on them.

delta-rs reads the newest snapshot and the commits after it. A snapshot is made right before every hundredth commit,
which then carries its sha256 and that of the pointer by which Delta finds it. One that is missing is no loss.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.ledger.commits import FOLDER, Commit
from pipeline.ledger.errors import DamagedLedgerError
from pipeline.ledger.files import sync
from pipeline.ledger.history import History

if TYPE_CHECKING:
    from deltalake import DeltaTable

INTERVAL = 100
POINTER = f"{FOLDER}/_last_checkpoint"
REPAIRABLE = "No entry is lost: `bridgepower repair` puts it right from the commit files."


def snapshot_file(root: Path, version: int) -> Path:
    """Where the snapshot of a version lies."""
    return root / FOLDER / f"{version:020d}.checkpoint.parquet"


def is_due(version: int) -> bool:
    """Whether the commit after a version makes a snapshot of it."""
    return version > 0 and version % INTERVAL == 0


def write_snapshot(root: Path, table: "DeltaTable") -> dict[str, str]:
    """Make a snapshot of a table's version, durably; what the next commit says about it."""
    table.create_checkpoint()
    files = {"snapshot": snapshot_file(root, table.version()), "pointer": root / POINTER}
    for path in files.values():
        sync(path)
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def is_readable(root: Path, commit: Commit) -> bool:
    """Whether delta-rs can begin with the snapshot before a commit; DamagedLedgerError when that is not what it was."""
    path = snapshot_file(root, commit.version - 1)
    if commit.snapshot is None or not path.exists():
        return False
    if sha256(path.read_bytes()).hexdigest() != commit.snapshot:
        raise DamagedLedgerError(path, "is not what was written", REPAIRABLE)
    return True


def wrong_snapshots(root: Path, history: History) -> list[Path]:
    """The snapshots that no commit vouches for as they are."""
    expected = {snapshot_file(root, commit.version - 1): commit.snapshot for commit in history.intact}
    files = sorted((root / FOLDER).glob("*.checkpoint.parquet"))
    return [path for path in files if sha256(path.read_bytes()).hexdigest() != expected.get(path)]


def is_pointer_wrong(root: Path, history: History) -> bool:
    """Whether the pointer to the newest snapshot is not what was written, or leads nowhere."""
    path = root / POINTER
    if not path.exists():
        return False
    content = path.read_bytes()
    try:
        version = int(json.loads(content)["version"])
    except (ValueError, TypeError, KeyError):
        return True
    expected = [commit.pointer for commit in history.intact if commit.pointer][-1:]
    # a snapshot made since, or by an append that was cut short, has no commit yet that vouches for it
    vouched = [sha256(content).hexdigest()] == expected or version >= len(history.commits) - 1
    return not vouched or not snapshot_file(root, version).exists()
