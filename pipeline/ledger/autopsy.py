"""Which entries of a segment are not what was written, row by row.

Each row is checked by itself against the stored hash before it, so that damage to one is not blamed on all that follow.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.ledger.columns import SCHEMA, lines
from pipeline.ledger.segments import Segment

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Positions as ranges, first and last included."""

_UNREADABLE = (OSError, KeyError, ValueError, pa.ArrowException)
"""What reading a damaged Parquet file raises, by what is damaged in it; names that are no text are a ValueError."""


def wrong_entries(root: Path, segment: Segment, tips: Mapping[int, str]) -> Ranges:
    """The entries of a segment that do not follow from the ones before them, or not lead to the tips of the commits.

    `tips` are the hashes (hexadecimal) that the commit files name, by position.
    """
    try:
        with pq.ParquetFile(segment.file(root), page_checksum_verification=True) as file:
            rows = sum(file.metadata.row_group(group).num_rows for group in range(file.num_row_groups))
            if rows == segment.last - segment.first + 1:
                return _ranges(_wrong_positions(file, segment.first, tips))
    except _UNREADABLE:
        pass  # not even the footer can be read
    return ((segment.first, segment.last),)


def _wrong_positions(file: pq.ParquetFile, first: int, tips: Mapping[int, str]) -> Iterator[int]:
    before = bytes.fromhex(tips[first - 1]) if first - 1 in tips else None
    for group in range(file.num_row_groups):
        positions = range(first, first + file.metadata.row_group(group).num_rows)
        try:
            rows = file.read_row_group(group).select(SCHEMA.names).cast(SCHEMA)
            wrong = list(_wrong_rows(rows, positions, before, tips))
            before = rows["hash"][-1].as_py()
        except _UNREADABLE:
            wrong, before = list(positions), None
        yield from wrong
        first = positions.stop


def _wrong_rows(rows: pa.Table, positions: range, before: bytes | None, tips: Mapping[int, str]) -> Iterator[int]:
    columns = zip(positions, rows["position"].to_pylist(), lines(rows), rows["hash"].to_pylist(), strict=True)
    for position, stored, line, hash_ in columns:
        follows = before is None or sha256(before + line).digest() == hash_
        if not follows or stored != position or tips.get(position, hash_.hex()) != hash_.hex():
            yield position
        before = hash_


def _ranges(positions: Iterable[int]) -> Ranges:
    ranges: list[tuple[int, int]] = []
    for position in positions:
        if ranges and ranges[-1][1] == position - 1:
            ranges[-1] = (ranges[-1][0], position)
        else:
            ranges.append((position, position))
    return tuple(ranges)
