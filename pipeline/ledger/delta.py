"""What delta-rs is asked to do: make the table, open it, commit segments. Nothing else of it is used.

In particular no call can delete, restore, vacuum or optimise. Every commit is conditional on the one before: two
writers on the same head conflict, even where the lock of one machine does not reach.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable, Schema
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, CommitProperties, PostCommitHookProperties, RemoveAction, Transaction

from pipeline.ledger import segments
from pipeline.ledger.columns import GENESIS, SCHEMA
from pipeline.ledger.commits import FOLDER, commit_file, commits_back, metadata, read_commit
from pipeline.ledger.errors import DamagedLedgerError, LedgerError
from pipeline.ledger.files import sync
from pipeline.ledger.head import FILE, Head, Point, read_head, write_head
from pipeline.ledger.segments import Segment
from pipeline.ledger.snapshots import REPAIRABLE, is_due, is_readable, write_snapshot

_HEAD = "head"
_CONFIGURATION = {
    "delta.appendOnly": "true",
    "delta.enableExpiredLogCleanup": "false",
    "delta.dataSkippingStatsColumns": "position",
}


@contextmanager
def refusing(root: Path) -> Iterator[None]:
    """Turn what the disk or delta-rs reports into a LedgerError."""
    try:
        yield
    except (OSError, DeltaError) as error:
        raise LedgerError(
            root,
            f"cannot be written ({_reason(error)})",
            "What was acknowledged is safe; make room or give access, then run again.",
        ) from error


def create(root: Path) -> None:
    """Make an empty ledger, or end what a killed process began; LedgerError when the folder cannot hold one.

    The caller holds the lock; another process may have made the ledger before it got it.
    """
    if (root / FILE).exists():
        return
    if unquote(str(root.absolute())) != str(root.absolute()):
        raise LedgerError(root, "delta-rs misreads a path with % and two digits", "Choose another folder name.")
    if commit_file(root, 1).exists():
        read_head(root)
    if not commit_file(root, 0).exists():
        (root / segments.FOLDER).mkdir(exist_ok=True)
        start = Point(position=0, tip=GENESIS.hex(), recorded_at=None)
        DeltaTable.create(
            str(root),
            Schema.from_arrow(SCHEMA),
            name="ledger",
            configuration=_CONFIGURATION,
            commit_properties=CommitProperties(custom_metadata={"ledger": metadata(start, previous="", key=None)}),
        )
    try:
        write_head(root, _durable(root, 0))
    except ValueError as error:
        raise LedgerError(root, "this Delta table is no ledger", "Point to another folder.") from error


def open_table(root: Path, head: Head) -> DeltaTable:
    """The Delta table at the head; DamagedLedgerError unless every file that delta-rs reads is what was written."""
    _check_log(root, head)
    try:
        return DeltaTable(str(root), version=head.version)
    except DeltaError as error:
        raise DamagedLedgerError(root / FOLDER, f"cannot be read by delta-rs ({_reason(error)})", REPAIRABLE) from error


def _check_log(root: Path, head: Head) -> None:
    for commit in commits_back(root, head):
        if is_readable(root, commit):
            return  # what delta-rs reads begins there


def live_segments(table: DeltaTable) -> list[Segment]:
    """The segments that make up the ledger, in order."""
    paths = pa.table(table.get_add_actions())["path"].to_pylist()
    return sorted(map(Segment.named, paths))


def known_append(table: DeltaTable, key: str) -> int | None:
    """The position of the last entry of the append with a key; null when the key is new."""
    return table.transaction_version(_transaction(key))


def commit_append(root: Path, table: DeltaTable, head: Head, segment: Segment, to: Point, key: str) -> Head:
    """Commit a segment that takes the ledger from `head` to the position, tip and time of `to`; the new head."""
    return _commit(root, table, head, to, key, [_add(root, segment, data_change=True)])


def commit_replacement(root: Path, table: DeltaTable, head: Head, new: list[Segment], old: list[Segment]) -> Head:
    """Commit that segments hold what others held before; no entry is added. The new head."""
    adds = [_add(root, segment, data_change=False) for segment in new]
    removes = [RemoveAction(segment.name, data_change=False, deletion_timestamp=0) for segment in old]
    return _commit(root, table, head, head, None, [*adds, *removes])


def _transaction(key: str) -> str:
    return f"key/{key}"


def _add(root: Path, segment: Segment, *, data_change: bool) -> AddAction:
    # statistics of the one column by which readers skip files; others would only make the log grow
    statistics = {
        "numRecords": segment.last - segment.first + 1,
        "minValues": {"position": segment.first},
        "maxValues": {"position": segment.last},
        "nullCount": {"position": 0},
    }
    size = segment.file(root).stat().st_size
    return AddAction(segment.name, size, {}, 0, data_change, json.dumps(statistics))


def _commit(
    root: Path, table: DeltaTable, head: Head, to: Point, key: str | None, actions: list[AddAction | RemoveAction]
) -> Head:
    facts = metadata(to, previous=head.commit, key=key)
    if is_due(head.version):
        facts |= write_snapshot(root, table)
    transactions = [Transaction(_HEAD, head.version + 1)]
    if key is not None:
        transactions.append(Transaction(_transaction(key), to.position))
    table.create_write_transaction(
        actions,
        "append",
        Schema.from_arrow(SCHEMA),
        commit_properties=CommitProperties(
            custom_metadata={"ledger": facts}, max_commit_retries=0, app_transactions=transactions
        ),
        post_commithook_properties=PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False),
    )
    return _durable(root, head.version + 1)


def _durable(root: Path, version: int) -> Head:
    sync(commit_file(root, version))
    sync(root / FOLDER)
    return read_commit(root, version).head


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0]
