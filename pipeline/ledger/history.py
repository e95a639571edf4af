"""All commit files of a ledger, read without trusting any of them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.ledger.columns import GENESIS
from pipeline.ledger.commits import Commit, commit_file, read_commit
from pipeline.ledger.head import Head
from pipeline.ledger.segments import Segment


@dataclass(frozen=True)
class History:
    """The commits by version, null where the file is missing or not what was written; `head` is null when unknown."""

    head: Head | None
    commits: tuple[Commit | None, ...]

    @cached_property
    def intact(self) -> list[Commit]:
        """The commits that are what was written, in order."""
        return [commit for commit in self.commits if commit]

    @cached_property
    def tips(self) -> dict[int, str]:
        """The hash at the end of each append, by position."""
        return {0: GENESIS.hex()} | {commit.position: commit.tip for commit in self.intact}

    @cached_property
    def position(self) -> int:
        """The position of the last entry, as far as can be told."""
        return self.head.position if self.head else max(self.tips)

    @cached_property
    def segments(self) -> dict[Segment, bool]:
        """Every segment ever added, and whether it is live: not replaced by a compaction."""
        segments: dict[Segment, bool] = {}
        for commit in self.intact:
            if commit.key is None:
                segments |= {old: False for old in segments if any(map(old.is_part_of, commit.added))}
            segments |= dict.fromkeys(commit.added, True)
        return segments

    def entries_of(self, version: int) -> tuple[tuple[int, int], ...]:
        """The entries that a lost commit may have added, as a range: what its neighbours leave over."""
        before = [commit.position for commit in self.commits[:version] if commit]
        after = [segment.first - 1 for commit in self.commits[version + 1 :] if commit for segment in commit.added]
        first, last = max(before, default=0) + 1, min(after, default=self.position)
        return ((first, last),) if first <= last else ()


def read_history(root: Path, head: Head | None) -> History:
    """The commits up to the head, or all that are there when the head is unknown."""
    last = head.version if head else _last_version(root)
    commits: list[Commit | None] = []
    expected = head.commit if head else None
    for version in range(last, -1, -1):
        commit = _intact(root, version, expected)
        commits.append(commit)
        expected = commit.previous if commit else None
    return History(head, tuple(reversed(commits)))


def _intact(root: Path, version: int, expected: str | None) -> Commit | None:
    """The commit of a version if its file is what the next one, or the head, expects."""
    try:
        commit = read_commit(root, version)
    except (OSError, ValueError):
        return None
    return commit if expected in (None, commit.sha256) else None


def _last_version(root: Path) -> int:
    return max((int(path.stem) for path in commit_file(root, 0).parent.glob("*.json")), default=-1)
