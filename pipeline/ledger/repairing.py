"""Put right what follows from the commit files: the head file, and Delta's snapshots. No entry is touched.

Damage to a commit file or a segment cannot be repaired from within: that is what backups are for.
"""

from pathlib import Path

from pipeline.ledger.commits import commit_file
from pipeline.ledger.errors import LedgerError
from pipeline.ledger.head import FILE, Head, read_head, write_head
from pipeline.ledger.history import History, read_history
from pipeline.ledger.recovery import recover
from pipeline.ledger.segments import damaged
from pipeline.ledger.snapshots import POINTER, is_pointer_wrong, wrong_snapshots


def repair(root: Path) -> list[Path]:
    """Repair the ledger in a folder and return the files that were written or removed; the caller holds the lock.

    A snapshot that is not what was written is removed: the log can be read without it, and the next hundredth
    version gets a new one. DamagedLedgerError when a commit file is damaged, LedgerError when there is no ledger.
    """
    head = known_head(root)
    history = read_history(root, head)
    if None in history.commits:
        path = commit_file(root, history.commits.index(None))
        raise damaged(path, "is missing or is not what was written, and cannot be derived from other files")
    newest = history.intact[-1].head
    if newest != head:
        write_head(root, newest)
    if recover(root, newest) != head:
        return [root / FILE, *_remove_derived(root, history)]
    return _remove_derived(root, history)


def known_head(root: Path) -> Head | None:
    """The head, null where its file is lost but the log is there; LedgerError when there is no ledger."""
    try:
        return read_head(root)
    except LedgerError:
        if not commit_file(root, 0).exists():
            raise
        return None


def _remove_derived(root: Path, history: History) -> list[Path]:
    files = wrong_snapshots(root, history)
    if files or is_pointer_wrong(root, history):
        files.append(root / POINTER)
    for path in files:
        path.unlink(missing_ok=True)
    return files
