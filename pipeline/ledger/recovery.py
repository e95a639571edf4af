"""What a writer does first, under the lock: take over or sweep away what a crash left beyond the head.

Nothing that was acknowledged lies beyond the head, so nothing can be lost here.
"""

from pathlib import Path

from pipeline.ledger.commits import FOLDER, Commit, TornCommitError, commit_file, read_commit
from pipeline.ledger.errors import DamagedLedgerError
from pipeline.ledger.files import sync
from pipeline.ledger.head import Head, write_head
from pipeline.ledger.segments import check_segment, remove_unfinished, segments_on_disk


def recover(root: Path, head: Head) -> Head:
    """Take over whole commits after the head, remove what is half-written; the head from which to go on."""
    while commit := _next_commit(root, head):
        for segment in commit.added:
            check_segment(root, segment)
        head = commit.head
        write_head(root, head)
    _sweep(root, head)
    return head


def _next_commit(root: Path, head: Head) -> Commit | None:
    path = commit_file(root, head.version + 1)
    try:
        commit = read_commit(root, head.version + 1)
    except FileNotFoundError:
        return None
    except TornCommitError:
        path.unlink()
        sync(root / FOLDER)
        return None
    except ValueError as error:
        raise _foreign(path) from error
    if commit.previous != head.commit:
        raise _foreign(path)
    return commit


def _sweep(root: Path, head: Head) -> None:
    remove_unfinished(root)
    beyond = [segment for segment in segments_on_disk(root) if segment.first > head.position]
    if beyond and beyond[-1].first > head.position + 1:  # more than one append can leave
        raise DamagedLedgerError(
            beyond[-1].file(root),
            f"holds the entries {beyond[-1].first} to {beyond[-1].last}, but the log ends at entry {head.position}",
            f"The end of {FOLDER} is missing: put it back from a backup of the ledger's folder.",
        )
    for segment in beyond:
        segment.file(root).unlink()


def _foreign(path: Path) -> DamagedLedgerError:
    return DamagedLedgerError(
        path,
        "does not continue the ledger: another program has written to this Delta table",
        "The entries before it are safe and can be read; move this file and later ones away to append again.",
    )
