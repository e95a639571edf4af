"""One append, under the lock: recover, recognise a known key, place the entries, write, commit, acknowledge.

A failure at any point is like a kill at that point: the next append finds what is left and puts it right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from pipeline.ledger.columns import CONTENT, SCHEMA, chained
from pipeline.ledger.compacting import compact
from pipeline.ledger.delta import commit_append, known_append, live_segments, open_table
from pipeline.ledger.errors import LedgerError, StaleHeadError
from pipeline.ledger.head import Head, Point, write_head
from pipeline.ledger.recovery import recover
from pipeline.ledger.segments import ROW_GROUP, check_segment, read_segment, write_segment
from pipeline.ledger.snapshots import is_due


@dataclass(frozen=True)
class Receipt:
    """What an append did: the positions of its entries, and how many it added.

    `appended` is 0 when the key was known already, and the positions are then those of the first time; it is also 0
    for no entries, and `last` is then before `first`. `clock_behind` is how far the clock was behind the last entry's
    time, which the new entries then share.
    """

    key: str
    first: int
    last: int
    appended: int
    clock_behind: timedelta = timedelta()


def append(root: Path, head: Head, content: pa.Table, key: str, expect: int | None, now: datetime) -> Receipt:
    """Append rows of `columns.CONTENT` to the ledger with that head; the caller holds the lock."""
    head = recover(root, head)
    table = open_table(root, head)
    known = known_append(table, key)
    if known is not None:
        return _repeated(root, table, content, key, known)
    if expect not in (None, head.position):
        raise StaleHeadError(
            root,
            f"the ledger stands at entry {head.position}, not at {expect}",
            f"Nothing was appended; read the entries after {expect}, then append again.",
        )
    if is_due(head.version):
        head = compact(root, head, table)
        table = open_table(root, head)
    first, last = head.position + 1, head.position + content.num_rows
    if first > last:
        return Receipt(key, first, last, 0)
    recorded_at = max(now, head.recorded_at or now)
    segment, tip = write_segment(root, first, _placed(content, first, recorded_at, key, bytes.fromhex(head.tip)))
    reached = Point(position=last, tip=tip, recorded_at=recorded_at)
    write_head(root, commit_append(root, table, head, segment, reached, key))
    return Receipt(key, first, last, content.num_rows, recorded_at - now)


def _placed(content: pa.Table, first: int, recorded_at: datetime, key: str, tip: bytes) -> Iterator[pa.Table]:
    """The rows with their places and hashes, a row group at a time."""
    for start in range(0, content.num_rows, ROW_GROUP):
        rows = content.slice(start, ROW_GROUP)
        places = range(first + start, first + start + rows.num_rows)
        columns = {name: rows[name] for name in CONTENT.names} | {
            "position": pa.array(places, pa.int64()),
            "recorded_at": pa.repeat(pa.scalar(recorded_at, SCHEMA.field("recorded_at").type), len(places)),
            "key": pa.repeat(key, len(places)),
        }
        hashes = chained(pa.table(columns), tip)
        tip = hashes[-1]
        yield pa.table(columns | {"hash": pa.array(hashes, pa.binary())}).select(SCHEMA.names).cast(SCHEMA)


def _repeated(root: Path, table: DeltaTable, content: pa.Table, key: str, last: int) -> Receipt:
    """The receipt of the append that used the key first; LedgerError when it appended something else."""
    (segment,) = (item for item in live_segments(table) if item.first <= last <= item.last)
    check_segment(root, segment)
    rows = pa.concat_tables(read_segment(root, segment, segment.first - 1, last))
    before = rows.filter(pc.equal(rows["key"], key))
    if content.num_rows and before.select(CONTENT.names) != content:
        raise LedgerError(
            f"key {key}",
            f"the entries {before['position'][0]} to {last} were appended with it, and they are others",
            "Nothing was appended; put all that the entries follow from into the key.",
        )
    return Receipt(key, before["position"][0].as_py(), last, 0)
