"""Merge many small segments into few large ones, so that opening and reading stay fast.

Rows, their order and their hashes stay as they are; only which file holds them changes. The replaced files stay where
they are: readers may be on them, and they are a second copy.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable

from pipeline.ledger.autopsy import wrong_entries
from pipeline.ledger.delta import commit_replacement, live_segments
from pipeline.ledger.head import Head, write_head
from pipeline.ledger.history import read_history
from pipeline.ledger.segments import (
    ROW_GROUP,
    Segment,
    check_segment,
    damaged,
    read_segment,
    segments_on_disk,
    write_segment,
)

LIVE_FILES = 1_000
"""More live files than that are merged."""

MERGED = 100_000
"""Entries that a merged file holds at most."""


def compact(root: Path, head: Head, table: DeltaTable) -> Head:
    """Merge small segments if there are many; the head afterwards. The caller holds the lock."""
    live = live_segments(table)
    runs = [run for run in _runs(live) if len(run) > 1]
    if len(live) <= LIVE_FILES or not runs:
        return head
    history = read_history(root, head)
    _remove_leftovers(root, head, set(history.segments))
    merged = [_merge(root, run, history.tips) for run in runs]
    head = commit_replacement(root, table, head, merged, list(chain.from_iterable(runs)))
    write_head(root, head)
    return head


def _runs(segments: list[Segment]) -> Iterator[list[Segment]]:
    """Neighbours that fit into one file together."""
    run: list[Segment] = []
    for segment in segments:
        if run and segment.last - run[0].first >= MERGED:
            yield run
            run = []
        run.append(segment)
    yield run


def _merge(root: Path, run: list[Segment], tips: dict[int, str]) -> Segment:
    for segment in run:
        check_segment(root, segment)
    merged, _ = write_segment(root, run[0].first, _row_groups(root, run))
    if wrong_entries(root, merged, tips):
        raise damaged(merged.file(root), "was not written as it should have been")
    return merged


def _row_groups(root: Path, run: list[Segment]) -> Iterator[pa.Table]:
    """The rows of several segments, in tables of the size of a row group."""
    waiting: list[pa.Table] = []
    for segment in run:
        waiting += read_segment(root, segment, segment.first - 1, segment.last)
        if sum(table.num_rows for table in waiting) >= ROW_GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _remove_leftovers(root: Path, head: Head, known: set[Segment]) -> None:
    """Remove what a killed compaction left: files that no commit names, with entries that others hold."""
    for segment in segments_on_disk(root):
        if segment not in known and segment.last <= head.position:
            segment.file(root).unlink()
