"""Whether the ledger is what was written: every file, every entry, the chain over them, and checkpoints kept elsewhere.

Only reads, and holds no lock. What this proves and what it cannot is in `docs/ledger.md`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ledger import delta
from pipeline.ledger.autopsy import Ranges, wrong_entries
from pipeline.ledger.commits import FOLDER, commit_file
from pipeline.ledger.entries import Checkpoint
from pipeline.ledger.errors import DamagedLedgerError, LedgerError
from pipeline.ledger.head import FILE, Head, read_head
from pipeline.ledger.history import History, read_history
from pipeline.ledger.segments import check_segment, segments_on_disk
from pipeline.ledger.snapshots import POINTER, REPAIRABLE, is_pointer_wrong, snapshot_file, wrong_snapshots

_BACKUP = "Put it back from a backup of the ledger's folder."
_LOG_CUT = f"The end of {FOLDER} is missing: put it back from a backup of the ledger's folder."


@dataclass(frozen=True)
class Problem:
    """Something that is not what was written, and the entries that it makes doubtful."""

    place: Path
    what: str
    entries: Ranges
    next_step: str

    def __str__(self) -> str:
        ranges = ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in self.entries)
        return f"{self.place}: {self.what}; entries affected: {ranges or 'none'}. {self.next_step}"


@dataclass(frozen=True)
class Verification:
    """What a verification found: how many entries the ledger has, and the problems, none when all is well."""

    entries: int
    problems: tuple[Problem, ...]


def verify(root: Path, checkpoints: Iterable[Checkpoint] = (), *, chain: bool = True) -> Verification:
    """Check everything in a ledger's folder, and checkpoints kept elsewhere; LedgerError when there is no ledger.

    Without `chain` the entries of a file are taken for what was written when the file is.
    """
    try:
        head: Head | None = read_head(root)
    except DamagedLedgerError:
        head = None
    history = read_history(root, head)
    problems = [
        *_head_problems(root, history),
        *_commit_problems(root, history),
        *_delta_problems(root, history),
        *_segment_problems(root, history, chain),
        *_stray_problems(root, history),
    ]
    if head and not problems:
        problems += _reading_problems(root, head, history)
    for checkpoint in checkpoints:
        problems += _checkpoint_problems(root, checkpoint, history)
    return Verification(history.position, tuple(problems))


def _head_problems(root: Path, history: History) -> Iterator[Problem]:
    head = history.head
    if head is None:
        yield Problem(root / FILE, "is not what was written", (), REPAIRABLE)
    elif (newest := history.commits[-1]) and newest.head != head:
        yield Problem(root / FILE, f"does not say what commit {head.version} says", (), REPAIRABLE)
    elif commit_file(root, head.version + 2).exists() and read_head(root) == head:
        yield Problem(root / FILE, "is older than the log: somebody put an old copy there", (), REPAIRABLE)


def _commit_problems(root: Path, history: History) -> Iterator[Problem]:
    for version, commit in enumerate(history.commits):
        if commit is None:
            path = commit_file(root, version)
            what = "is not what was written" if path.exists() else "is missing"
            yield Problem(path, what, history.entries_of(version), _BACKUP)


def _delta_problems(root: Path, history: History) -> Iterator[Problem]:
    newest = snapshot_file(root, len(history.commits) - 1)
    for path in wrong_snapshots(root, history):
        if path < newest:  # made since, or by an append that was cut short: no commit vouches for it yet
            yield Problem(path, "is not what was written", (), REPAIRABLE)
    if is_pointer_wrong(root, history):
        yield Problem(root / POINTER, "is not what was written", (), REPAIRABLE)


def _segment_problems(root: Path, history: History, chain: bool) -> Iterator[Problem]:
    for segment, live in history.segments.items():
        path = segment.file(root)
        whole = ((segment.first, segment.last),)
        try:
            check_segment(root, segment)
        except DamagedLedgerError:
            if not live:
                yield Problem(path, "an older copy of entries is missing or not what was written", (), _BACKUP)
            elif not path.exists():
                yield Problem(path, "is missing", whole, _BACKUP)
            else:
                yield Problem(path, "is not what was written", wrong_entries(root, segment, history.tips), _BACKUP)
        else:
            if chain and live and (wrong := wrong_entries(root, segment, history.tips)):
                yield Problem(path, "breaks the chain of hashes: it was made by another program", wrong, _BACKUP)


def _stray_problems(root: Path, history: History) -> Iterator[Problem]:
    """Segments beyond the end of the log: one may be an append that was cut short, more mean that the log was cut."""
    if history.head is None or None in history.commits:
        return
    on_disk = segments_on_disk(root)
    end = read_head(root).position  # afterwards, so that appends made meanwhile are no problem
    for segment in on_disk:
        if segment.first > end + 1:
            what = f"holds entries, but the log ends at entry {end}"
            yield Problem(segment.file(root), what, ((segment.first, segment.last),), _LOG_CUT)


def _reading_problems(root: Path, head: Head, history: History) -> Iterator[Problem]:
    """What delta-rs makes of the log must be what the commit files say."""
    live = sorted(segment for segment, alive in history.segments.items() if alive)
    try:
        agrees = delta.live_segments(delta.open_table(root, head)) == live
    except LedgerError as error:
        yield Problem(Path(error.place), error.what, (), error.next_step)
        return
    ends = [0, *(segment.last for segment in live)]
    if not agrees or [segment.first - 1 for segment in live] != ends[:-1] or ends[-1] != head.position:
        yield Problem(root / FOLDER, "does not lead to every entry exactly once", ((1, head.position),), _BACKUP)


def _checkpoint_problems(root: Path, checkpoint: Checkpoint, history: History) -> Iterator[Problem]:
    position, version = checkpoint.position, checkpoint.version
    if position > history.position or version >= len(history.commits):
        missing = ((history.position + 1, position),) if position > history.position else ()
        what = f"ends at entry {history.position}, but once reached entry {position}: its end was cut off"
        yield Problem(root, what, missing, _BACKUP)
        return
    commit = history.commits[version]
    if commit is None:
        return  # a problem already
    if (commit.sha256, commit.tip, commit.position) != (checkpoint.commit, checkpoint.tip, position):
        what = f"is not the ledger of the checkpoint at entry {position}: it was written anew"
        yield Problem(root, what, ((1, history.position),), _BACKUP)
