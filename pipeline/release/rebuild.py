"""Proof that a release follows from the ledger: build it again as of its position, and compare the bytes.

Where only a library has become another one, the bytes differ and the content does not; `same_bytes` tells which it is.
"""

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.release.build import Staged, stage
from pipeline.release.content import content_sha256
from pipeline.release.context import Causes, context_of, unknown_causes
from pipeline.release.described import read_descriptor
from pipeline.release.errors import ReleaseError
from pipeline.release.files import SIGNATURE, SUMS, files_below, sha256_of
from pipeline.release.shelf import before
from pipeline.release.version import Version
from schemas.packages import Package


@dataclass(frozen=True)
class Difference:
    """A file that is not the same, and whether at least what it holds is: then only a library writes it differently."""

    file: str
    what: str
    same_content: bool

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


def rebuild(
    package: Package, tables: Mapping[str, pa.Table], release: Path, into: Path, causes: Causes = unknown_causes
) -> Staged:
    """Build a published release again in a new folder in `into`, from its tables as of the position in its descriptor.

    The releases before it are read from where it lies. Compare with `same_bytes`, then `discard`. ReleaseError where
    the tables make no such release at all.
    """
    version = Version.parse(release.name)
    context = context_of(read_descriptor(release / "datapackage.json"), causes)
    staged = stage(package, tables, context, before(release), into)
    if staged is None or staged.version != version:
        made = staged.version if staged else "no release"
        if staged:
            staged.discard()
        step = "Verify the ledger: it no longer says what it said then"
        raise ReleaseError(release, f"the tables of its position make {made}, not {version}", step)
    return staged


def same_bytes(published: Path, rebuilt: Path) -> list[Difference]:
    """Every file that differs between two folders of one release; signatures depend on a key and are left out."""
    names = [set(files_below(folder)) - {SIGNATURE} for folder in (published, rebuilt)]
    only = [(name, "is missing in the rebuilt release") for name in names[0] - names[1]]
    only += [(name, "is in the rebuilt release only") for name in names[1] - names[0]]
    found = [Difference(name, what, same_content=False) for name, what in only]
    for name in names[0] & names[1]:
        if sha256_of(published / name) != sha256_of(rebuilt / name):
            same = _content(published / name) == _content(rebuilt / name)
            what = "other bytes, same content" if same else "other content"
            found.append(Difference(name, what, same_content=same))
    return sorted(found, key=lambda difference: difference.file)


def _content(path: Path) -> Any:
    """What a file holds, apart from how a library writes it."""
    if path.suffix == ".parquet":
        with pq.ParquetFile(path) as file:
            return file.schema_arrow, content_sha256(
                pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches())
            )
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()
    if path.suffix == ".zip":
        return _zip_content(path)
    if path.suffix == ".csv":
        with path.open("rb") as file:
            return _cells(file)
    if path.name == SUMS:
        return [line[64:] for line in path.read_text(encoding="utf-8").splitlines()]
    return _without_hashes(json.loads(path.read_bytes())) if path.suffix == ".json" else path.read_bytes()


def _zip_content(path: Path) -> Any:
    found: dict[str, Any] = {}
    with zipfile.ZipFile(path) as archive:
        for name in sorted(set(archive.namelist()) - {SUMS, "datapackage.json"}):
            with archive.open(name) as file:
                found[name] = _cells(file) if name.endswith(".csv") else archive.getinfo(name).CRC
    return found


def _cells(file: IO[bytes]) -> str:
    """A hash of the cells of a CSV file, whichever of them are in quotes; of its bytes where it is none."""
    content = file.read()
    try:
        rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
        return hashlib.sha256("".join(map(repr, rows)).encode()).hexdigest()
    except (csv.Error, UnicodeDecodeError):
        return hashlib.sha256(content).hexdigest()


def _without_hashes(content: Any) -> Any:
    if isinstance(content, dict):
        kept = {key: value for key, value in content.items() if key not in ("bytes", "hash", "sha256", "contentSize")}
        return {key: _without_hashes(value) for key, value in kept.items()}
    return [_without_hashes(item) for item in content] if isinstance(content, list) else content
