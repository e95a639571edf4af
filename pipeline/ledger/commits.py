"""The commit files of the Delta log: what each says, and how each vouches for the one before.

Every commit file of a ledger carries the sha256 of the file before it, so the newest one, sealed by the head file,
stands for all. Here belongs what a commit file says and how it is read; delta-rs writes it: see `delta`.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.ledger.errors import LedgerError
from pipeline.ledger.head import Head, Point
from pipeline.ledger.segments import Segment, damaged

FOLDER = "_delta_log"
FORMAT = "bridgepower-ledger/1"


class TornCommitError(ValueError):
    """A commit file that a power cut left half-written."""


@dataclass(frozen=True, kw_only=True)
class Commit:
    """What a commit file says: where it took the ledger, and which segments it added.

    `key` is null for the creation and for compactions, which add no entries. `snapshot` and `pointer` are the sha256
    of the snapshot of the version before, if it has one, and of Delta's pointer to it.
    """

    version: int
    sha256: str
    previous: str
    position: int
    tip: str
    recorded_at: datetime | None
    key: str | None
    snapshot: str | None
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
            snapshot=facts["snapshot"],
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


def commit_at(root: Path, head: Head, position: int) -> Commit:
    """The commit that brought the ledger to a position; LedgerError when no append ended there."""
    version = bisect_left(range(head.version + 1), position, key=lambda item: read_commit(root, item).position)
    commit = read_commit(root, version) if version <= head.version else None
    if commit is None or commit.position != position:
        raise LedgerError(root, f"no append ended at entry {position}", f"The ledger stands at entry {head.position}.")
    return commit


def last_before(root: Path, head: Head, moment: datetime) -> int:
    """The position of the last entry recorded at or before a time; 0 when there is none.

    ValueError for a time without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} names no moment without its time zone")
    versions = range(head.version + 1)
    after = bisect_right(versions, moment.timestamp(), key=lambda version: _recorded(read_commit(root, version)))
    return read_commit(root, after - 1).position if after else 0


def _recorded(commit: Commit) -> float:
    """The time of a commit for comparing; an empty ledger was recorded before everything."""
    return commit.recorded_at.timestamp() if commit.recorded_at else float("-inf")


def metadata(to: Point, previous: str, key: str | None) -> dict[str, Any]:
    """What a commit file says about itself, before delta-rs writes it; `previous` is the sha256 of the one before."""
    return {
        "format": FORMAT,
        "position": to.position,
        "tip": to.tip,
        "recorded_at": to.recorded_at and to.recorded_at.isoformat(),
        "key": key,
        "previous": previous,
        "snapshot": None,
        "pointer": None,
    }
