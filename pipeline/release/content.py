"""A hash of a table's values that does not depend on who wrote the file, in which format or with which library.

For each column in order, SHA-256 over two streams: the lengths of its values in bytes as little-endian 64-bit numbers
(-1 for null), and the bytes of the values themselves. A text is its UTF-8; a number, a date (days since 1970), a
timestamp (microseconds since 1970, UTC), a decimal (unscaled, 128 bits) and a boolean (one byte) are little-endian; a
list is the number of its items as its length, followed by a column of its items. The table's hash is the SHA-256 over
the names and digests of its columns. Rows count in the order of the primary key.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


class ColumnHash:
    """The growing hash of one column, fed in any pieces."""

    def __init__(self) -> None:
        self._lengths = hashlib.sha256()
        self._values = hashlib.sha256()
        self._items: ColumnHash | None = None

    def update(self, array: pa.Array) -> None:
        """Take the next rows of the column."""
        if pa.types.is_list(array.type):
            self._items = self._items or ColumnHash()
            self._lengths.update(_bytes_of(pc.fill_null(pc.list_value_length(array).cast(pa.int64()), -1)))
            self._items.update(array.flatten())
        elif pa.types.is_string(array.type):
            self._lengths.update(_bytes_of(pc.fill_null(pc.binary_length(array).cast(pa.int64()), -1)))
            self._values.update(text_bytes(pc.fill_null(array, "")))
        else:
            self._update_fixed(array)

    def _update_fixed(self, array: pa.Array) -> None:
        fixed = array.cast(pa.uint8()) if pa.types.is_boolean(array.type) else array
        width = fixed.type.bit_width // 8
        self._lengths.update(_bytes_of(pc.if_else(fixed.is_null(), pa.scalar(-1, pa.int64()), width)))
        self._values.update(_bytes_of(pc.fill_null(fixed, pa.scalar(0, fixed.type))))

    def digest(self) -> bytes:
        """The hash of what was taken so far."""
        items = self._items.digest() if self._items else b""
        return hashlib.sha256(self._lengths.digest() + self._values.digest() + items).digest()


def _bytes_of(array: pa.Array) -> memoryview:
    """The values of an array without nulls whose items all have the same width."""
    width = array.type.bit_width // 8
    buffer: Any = array.buffers()[1]
    return memoryview(buffer)[array.offset * width : (array.offset + len(array)) * width]


def text_bytes(array: pa.Array) -> pa.Buffer:
    """The concatenated UTF-8 of an array of texts without nulls."""
    _, offsets, values = array.buffers()
    if values is None:
        return pa.py_buffer(b"")
    bounds = memoryview(offsets).cast("i")
    first, end = bounds[array.offset], bounds[array.offset + len(array)]
    return values.slice(first, end - first)


def same_rows(one: pa.RecordBatchReader, other: pa.RecordBatchReader) -> bool:
    """Whether two streams have the same columns and give the same rows in the same order, however they are cut."""
    if one.schema.names != other.schema.names:
        return False
    left, right = (filter(len, reader) for reader in (one, other))
    mine, theirs = next(left, None), next(right, None)
    while mine is not None and theirs is not None:
        shared = min(len(mine), len(theirs))
        pairs = zip(mine.columns, theirs.columns, strict=True)
        if not all(a.slice(0, shared).equals(b.slice(0, shared)) for a, b in pairs):
            return False
        mine = mine.slice(shared) if len(mine) > shared else next(left, None)
        theirs = theirs.slice(shared) if len(theirs) > shared else next(right, None)
    return mine is theirs


class ContentHash:
    """The growing hash of a table with these columns."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._columns = {name: ColumnHash() for name in columns}

    def update(self, rows: pa.RecordBatch) -> None:
        """Take the next rows."""
        for column, values in zip(self._columns.values(), rows.columns, strict=True):
            column.update(values)

    def hexdigest(self) -> str:
        """The hash of what was taken so far, as 64 hexadecimal digits."""
        whole = hashlib.sha256()
        for name, column in self._columns.items():
            whole.update(name.encode() + b"\0" + column.digest())
        return whole.hexdigest()


def content_sha256(reader: pa.RecordBatchReader) -> str:
    """The hash of a stream of rows."""
    content = ContentHash(reader.schema.names)
    for batch in reader:
        content.update(batch)
    return content.hexdigest()
