"""The Delta log: which segments make up the ledger, and which keys it knows.

delta-rs commits and reads the log; here belongs what it is told and what is checked around it. Every commit file
carries the sha256 of the one before, so the newest, sealed by the head file, vouches for all of them; a Delta
checkpoint (every hundredth version, so that opening stays fast) is vouched for by the commit after it. Nothing here
can delete, restore, vacuum or optimise: the table is append-only, and those calls do not occur.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable, Schema
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, CommitProperties, PostCommitHookProperties, RemoveAction, Transaction

from pipeline.ledger.columns import GENESIS, SCHEMA
from pipeline.ledger.errors import DamagedLedgerError, LedgerError
from pipeline.ledger.files import sync
from pipeline.ledger.head import Head, Point, read_head, write_head
from pipeline.ledger.segments import FOLDER as SEGMENTS
from pipeline.ledger.segments import Segment, damaged

FOLDER = "_delta_log"
POINTER = f"{FOLDER}/_last_checkpoint"
FORMAT = "bridgepower-ledger/1"
CHECKPOINT_INTERVAL = 100
HEAD_TRANSACTION = "head"
"""Every commit moves this transaction: two writers on one head conflict even where the lock does not reach."""

_CONFIGURATION = {
    "delta.appendOnly": "true",
    "delta.enableExpiredLogCleanup": "false",
    "delta.dataSkippingStatsColumns": "position,recorded_at",
}
_NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


class TornCommitError(ValueError):
    """A commit file that a power cut left half-written."""


@dataclass(frozen=True, kw_only=True)
class Commit:
    """What a commit file says: where it took the ledger, and which segments it added.

    `key` is null for the creation and for compactions, which add no entries. `checkpoint` and `pointer` are the sha256
    of the Delta checkpoint of the version before, if it has one, and of the file by which Delta finds it.
    """

    version: int
    sha256: str
    previous: str
    position: int
    tip: str
    recorded_at: datetime | None
    key: str | None
    checkpoint: str | None
    pointer: str | None
    added: tuple[Segment, ...]

    @property
    def head(self) -> Head:
        """The head of the ledger as this commit leaves it."""
        return Head(
            position=self.position,
            tip=self.tip,
            recorded_at=self.recorded_at,
            version=self.version,
            commit=self.sha256,
        )


def commit_file(root: Path, version: int) -> Path:
    """Where the commit file of a version lies."""
    return root / FOLDER / f"{version:020d}.json"


def read_commit(root: Path, version: int) -> Commit:
    """The commit of a version.

    FileNotFoundError without its file, TornCommitError when that is no whole JSON, ValueError when this ledger did not
    write it.
    """
    path = commit_file(root, version)
    content = path.read_bytes()
    actions = _actions(path, content)
    try:
        (facts,) = (action["commitInfo"]["ledger"] for action in actions if "commitInfo" in action)
        if facts["format"] != FORMAT:
            raise ValueError(f"{path} has the format {facts['format']}")
        return Commit(
            version=version,
            sha256=sha256(content).hexdigest(),
            previous=facts["previous"],
            position=facts["position"],
            tip=facts["tip"],
            recorded_at=facts["recorded_at"] and datetime.fromisoformat(facts["recorded_at"]),
            key=facts["key"],
            checkpoint=facts["checkpoint"],
            pointer=facts["pointer"],
            added=tuple(Segment.named(action["add"]["path"]) for action in actions if "add" in action),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is no commit of a ledger") from error


def _actions(path: Path, content: bytes) -> list[dict[str, Any]]:
    try:
        actions = [json.loads(line) for line in content.splitlines()]
    except ValueError as error:
        raise TornCommitError(f"{path} is no JSON") from error
    if not actions:
        raise TornCommitError(f"{path} is empty")
    return actions


def create(root: Path) -> None:
    """Make an empty ledger, or end what a killed process began; LedgerError for another Delta table."""
    if commit_file(root, 1).exists():
        read_head(root)
    if not commit_file(root, 0).exists():
        (root / SEGMENTS).mkdir(exist_ok=True)
        start = Point(position=0, tip=GENESIS.hex(), recorded_at=None)
        DeltaTable.create(
            str(root),
            Schema.from_arrow(SCHEMA),
            name="ledger",
            configuration=_CONFIGURATION,
            commit_properties=CommitProperties(custom_metadata={"ledger": _metadata(start, "", None)}),
        )
    try:
        write_head(root, _durable(root, 0))
    except ValueError as error:
        raise LedgerError(root, "this Delta table is no ledger", "Point to another folder.") from error


@contextmanager
def refusing(root: Path) -> Iterator[None]:
    """Turn what the disk or delta-rs reports into a LedgerError."""
    try:
        yield
    except (OSError, DeltaError) as error:
        reason = str(error).splitlines()[0]
        raise LedgerError(
            root, f"cannot be written ({reason})", "What was there before is safe; make room or give access, run again."
        ) from error


def open_table(root: Path, head: Head) -> DeltaTable:
    """The Delta table at the head; DamagedLedgerError unless every file it is read from is what was written."""
    for commit in commits_back(root, head):
        if commit.checkpoint:
            check_checkpoint(root, commit)
            break  # what delta-rs reads begins there
    try:
        return DeltaTable(str(root), version=head.version)
    except DeltaError as error:
        raise damaged(root / FOLDER, f"cannot be read by delta-rs ({str(error).splitlines()[0]})") from error


def commits_back(root: Path, head: Head) -> Iterator[Commit]:
    """The commits from the head back to the creation, each checked against the one after it."""
    expected = head.commit
    for version in range(head.version, -1, -1):
        path = commit_file(root, version)
        try:
            commit = read_commit(root, version)
        except (OSError, ValueError) as error:
            raise damaged(path, "is missing or is not what was written") from error
        if commit.sha256 != expected:
            raise damaged(path, "is not what was written")
        yield commit
        expected = commit.previous


def live_segments(table: DeltaTable) -> list[Segment]:
    """The segments that make up the ledger, in order."""
    paths = pa.table(table.get_add_actions())["path"].to_pylist()
    return sorted(map(Segment.named, paths))


def append(root: Path, table: DeltaTable, head: Head, segment: Segment, to: Point, key: str) -> Head:
    """Commit a segment that takes the ledger from `head` to the position, tip and time of `to`; the new head."""
    # statistics of the two columns by which readers may skip files; others would only make the log grow
    recorded_at = to.recorded_at.isoformat() if to.recorded_at else None
    statistics = {
        "numRecords": segment.last - segment.first + 1,
        "minValues": {"position": segment.first, "recorded_at": recorded_at},
        "maxValues": {"position": segment.last, "recorded_at": recorded_at},
        "nullCount": {"position": 0, "recorded_at": 0},
    }
    return _commit(root, table, head, to, key, [add_action(root, segment, json.dumps(statistics), data_change=True)])


def commit_at(root: Path, head: Head, position: int) -> Commit:
    """The commit that brought the ledger to a position; LedgerError when no append ended there."""
    version = bisect_left(range(head.version + 1), position, key=lambda item: read_commit(root, item).position)
    commit = read_commit(root, version) if version <= head.version else None
    if commit is None or commit.position != position:
        raise LedgerError(root, f"no append ended at entry {position}", f"The ledger stands at entry {head.position}.")
    return commit


def key_transaction(key: str) -> str:
    """The name under which Delta remembers an append's key; its version is the position of the append's last entry."""
    return f"key/{key}"


def add_action(root: Path, segment: Segment, statistics: str, *, data_change: bool) -> AddAction:
    """The action that makes a segment part of the ledger."""
    return AddAction(segment.name, segment.file(root).stat().st_size, {}, 0, data_change, statistics)


def last_before(root: Path, head: Head, moment: datetime) -> int:
    """The position of the last entry recorded at or before a time; 0 when there is none."""
    after = bisect_right(
        range(1, head.version + 1), moment, key=lambda version: read_commit(root, version).recorded_at or moment
    )
    return read_commit(root, after).position


def _commit(
    root: Path, table: DeltaTable, head: Head, to: Point, key: str | None, actions: list[AddAction | RemoveAction]
) -> Head:
    transactions = [Transaction(HEAD_TRANSACTION, head.version + 1)]
    if key is not None:
        transactions.append(Transaction(key_transaction(key), to.position))
    facts = _metadata(to, head.commit, key)
    if head.version and head.version % CHECKPOINT_INTERVAL == 0:
        facts |= _write_checkpoint(root, table)
    table.create_write_transaction(
        actions,
        "append",
        Schema.from_arrow(SCHEMA),
        commit_properties=CommitProperties(
            custom_metadata={"ledger": facts},
            max_commit_retries=0,
            app_transactions=transactions,
        ),
        post_commithook_properties=_NO_HOOKS,
    )
    return _durable(root, head.version + 1)


def _metadata(to: Point, previous: str, key: str | None) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "position": to.position,
        "tip": to.tip,
        "recorded_at": to.recorded_at and to.recorded_at.isoformat(),
        "key": key,
        "previous": previous,
        "checkpoint": None,
        "pointer": None,
    }


def _durable(root: Path, version: int) -> Head:
    sync(commit_file(root, version))
    sync(root / FOLDER)
    return read_commit(root, version).head


def _write_checkpoint(root: Path, table: DeltaTable) -> dict[str, str]:
    table.create_checkpoint()
    files = {"checkpoint": checkpoint_file(root, table.version()), "pointer": root / POINTER}
    for path in files.values():
        sync(path)
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def checkpoint_file(root: Path, version: int) -> Path:
    """Where the Delta checkpoint of a version lies."""
    return root / FOLDER / f"{version:020d}.checkpoint.parquet"


def check_checkpoint(root: Path, commit: Commit) -> None:
    """DamagedLedgerError unless the Delta checkpoint before a commit is what it was when the commit was made."""
    path = checkpoint_file(root, commit.version - 1)
    if not path.exists() or sha256(path.read_bytes()).hexdigest() != commit.checkpoint:
        raise damaged_checkpoint(path)


def damaged_checkpoint(path: Path) -> DamagedLedgerError:
    """The error for a file that is derived from the commit files."""
    return DamagedLedgerError(
        path,
        "is missing or is not what was written",
        "No entry is lost: `bridgepower repair` writes this file anew from the commit files.",
    )
