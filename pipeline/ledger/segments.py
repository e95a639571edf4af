"""Segment files: the Parquet files that hold the entries, written once and durable before anybody refers to them.

A segment's name tells which entries it holds and the sha256 of its bytes, so a reader needs nothing else to check it.
Here belong the files; which of them make up the ledger is in `delta`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.ledger.columns import SCHEMA
from pipeline.ledger.errors import DamagedLedgerError
from pipeline.ledger.files import sync

FOLDER = "segments"
ROW_GROUP = 16_384
"""Entries per row group: what is hashed and written at a time, and the least that a reader of a few entries reads."""

_UNFINISHED = ".unfinished"


@dataclass(frozen=True, order=True)
class Segment:
    """A file with the entries `first` to `last`."""

    first: int
    last: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's name inside the ledger's folder."""
        return f"{FOLDER}/{self.first:012d}-{self.last:012d}-{self.sha256}.parquet"

    @classmethod
    def named(cls, name: str) -> "Segment":
        """The segment of a file name; ValueError when it is none."""
        folder, _, file = name.rpartition("/")
        stem, _, ending = file.partition(".")
        first, last, sha256 = stem.split("-")
        segment = cls(int(first), int(last), sha256)
        if (folder, ending) != (FOLDER, "parquet"):
            raise ValueError(name)
        return segment

    def is_part_of(self, other: "Segment") -> bool:
        """Whether the other segment holds all entries of this one."""
        return other.first <= self.first and self.last <= other.last

    def file(self, root: Path) -> Path:
        """Where the segment lies."""
        return root / self.name


def write_segment(root: Path, first: int, tables: Iterable[pa.Table]) -> tuple[Segment, str]:
    """Write rows as a new segment, row group by row group, and return once it would survive a power cut.

    The second value is the hash of the last row, hexadecimal.
    """
    folder = root / FOLDER
    unfinished = folder / f"{first:012d}{_UNFINISHED}"
    try:
        last, tip = _write(unfinished, tables)
    except OSError:
        unfinished.unlink(missing_ok=True)  # on a full disk its space is needed
        raise
    with unfinished.open("rb") as file:
        segment = Segment(first, last, file_digest(file, "sha256").hexdigest())
    unfinished.rename(segment.file(root))
    sync(folder)
    return segment, tip


def _write(path: Path, tables: Iterable[pa.Table]) -> tuple[int, str]:
    """Write a Parquet file durably; position and hash of its last row."""
    with pq.ParquetWriter(path, SCHEMA, compression="zstd", store_schema=False, write_page_checksum=True) as writer:
        for table in tables:
            writer.write_table(table, row_group_size=ROW_GROUP)
    sync(path)
    return table["position"][-1].as_py(), table["hash"][-1].as_py().hex()


def check_segment(root: Path, segment: Segment) -> None:
    """DamagedLedgerError unless the file is there and has the bytes that were written."""
    path = segment.file(root)
    try:
        with path.open("rb") as file:
            intact = file_digest(file, "sha256").hexdigest() == segment.sha256
    except OSError as error:
        raise damaged(path, f"cannot be read ({error.strerror}); it holds {_entries(segment)}") from error
    if not intact:
        raise damaged(path, f"is not what was written; it holds {_entries(segment)}")


def read_segment(root: Path, segment: Segment, after: int, until: int) -> Iterator[pa.Table]:
    """The rows of a segment with `after < position <= until`, a row group at a time, in order."""
    with pq.ParquetFile(segment.file(root)) as file:
        start = segment.first
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            skip, stop = max(after + 1 - start, 0), min(until + 1 - start, rows)
            if skip < stop:
                yield file.read_row_group(group).select(SCHEMA.names).cast(SCHEMA).slice(skip, stop - skip)
            start += rows


def segments_on_disk(root: Path) -> list[Segment]:
    """Every segment in the folder, in order, whether or not the ledger refers to it."""
    return sorted(Segment.named(f"{FOLDER}/{path.name}") for path in (root / FOLDER).glob("*.parquet"))


def remove_unfinished(root: Path) -> None:
    """Remove what a killed writer left before its segment had a name. Only under the lock."""
    for path in (root / FOLDER).glob(f"*{_UNFINISHED}"):
        path.unlink()


def damaged(path: Path, what: str) -> DamagedLedgerError:
    """The error for a file that is missing or altered."""
    return DamagedLedgerError(
        path, what, "`bridgepower verify` names every damaged file; put it back from a backup of the ledger's folder."
    )


def _entries(segment: Segment) -> str:
    return f"the entries {segment.first} to {segment.last}"
