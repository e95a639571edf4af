"""The private state file: what a fold has reached, as one DuckDB file that one process at a time opens.

Here belong opening it, telling a good one from a damaged or foreign one, and its tables. Nobody else reads it: what
analysts open is a copy (`serving`).
"""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from duckdb import DuckDBPyConnection

from pipeline.engine import Engine, attached
from pipeline.projections.errors import REBUILD, DamagedStateError, StateBusyError
from pipeline.projections.kinds import KINDS
from pipeline.projections.views import create_views
from schemas.packages import TABLES
from schemas.render import duckdb_ddl

FILE = "projection.duckdb"
LAYOUT = "STORAGE_VERSION 'v1.5.0', ROW_GROUP_SIZE 20480"
"""Readable by DuckDB 1.5 as well, which analysts may still have; and in row groups of a sixth of the usual size, since
each fold writes the last of every table anew."""

FEW = 10_000
"""Up to so many keys, a join looks for them while it reads the other side: folds look for few rows in large tables."""

GENESIS = "0" * 64

_DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
"""What DuckDB raises for a file that it cannot read or write; for a wrong checksum it has no type of its own."""

_PRIVATE = """
CREATE SCHEMA fold;
CREATE TABLE fold.checkpoint (position BIGINT, tip VARCHAR, recorded_at TIMESTAMPTZ, code VARCHAR);
CREATE TABLE fold.texts (article_id VARCHAR, text_sha256 VARCHAR);
CREATE TABLE fold.readings (article_id VARCHAR, readings BIGINT, extractor VARCHAR, recorded_at TIMESTAMPTZ);
CREATE TABLE fold.extracted (claim_id VARCHAR, article_id VARCHAR, kind VARCHAR, content UBIGINT, entry BIGINT,
    recorded_at TIMESTAMPTZ, reading BIGINT);
CREATE TABLE fold.placed (claim_id VARCHAR, article_id VARCHAR, kind VARCHAR, block VARCHAR, own VARCHAR);
CREATE TABLE fold.bundle_links (claim_id VARCHAR, article_id VARCHAR, bundle_claim VARCHAR);
CREATE TABLE fold.decisions (correction_id VARCHAR, type VARCHAR, entry BIGINT, recorded_at TIMESTAMPTZ,
    article_id VARCHAR, claim_id VARCHAR, kind VARCHAR, payload VARCHAR);
"""


@dataclass(frozen=True)
class Reached:
    """How far a fold has come: the last entry's position and hash, and the code that folded it."""

    position: int
    tip: str
    code: str


@cache
def code() -> str:
    """A hash over everything that decides what a fold makes of entries; another one means folding anew."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for package in ("pipeline.projections", "schemas"):
        root = Path(str(resources.files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".sql", ".csv"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def engine(folder: Path) -> Engine:
    """What the states in a folder are opened with."""
    return Engine(folder / "spill", preserve_insertion_order=False, dynamic_or_filter_threshold=FEW)


@contextmanager
def connected(engine: Engine, path: Path) -> Iterator[DuckDBPyConnection]:
    """A connection whose tables are those of a DuckDB file, made where there is none; only one process can have it."""
    with engine.connection() as connection, ExitStack() as stack:
        try:
            stack.enter_context(attached(connection, path, "state", LAYOUT))
        except duckdb.Error as error:
            if "Could not set lock" in str(error):
                raise StateBusyError(path, "another process is folding", "wait for it, or end it") from error
            raise DamagedStateError(path, f"cannot be opened ({_line(error)})", REBUILD) from error
        yield connection


def _line(error: BaseException) -> str:
    return str(error).splitlines()[0]


@contextmanager
def reading_damage(path: Path) -> Iterator[None]:
    """Turn what DuckDB reports of a damaged file into an error that names it and what to do."""
    try:
        yield
    except duckdb.Error as error:
        if type(error) is duckdb.Error or isinstance(error, _DAMAGE):
            raise DamagedStateError(path, f"is damaged or cannot be written ({_line(error)})", REBUILD) from error
        raise


@cache
def empty(code: str) -> bytes:
    """The file of a state in which that code has folded nothing; to make one takes as long as to fold an article."""
    with TemporaryDirectory(prefix="bridgepower-") as folder:
        file = Path(folder) / FILE
        with connected(engine(Path(folder)), file) as connection:
            originals = [f"CREATE TABLE {kind.originals} ({kind.said_ddl})" for kind in KINDS]
            tables = [statement for spec in TABLES for statement in duckdb_ddl(spec)]
            connection.execute("; ".join(["BEGIN", *tables, _PRIVATE, *originals, "COMMIT"]))
            create_views(connection)
            connection.execute("INSERT INTO fold.checkpoint VALUES (0, ?, NULL, ?)", [GENESIS, code])
            connection.execute("CHECKPOINT state")
        return file.read_bytes()


def reached(connection: DuckDBPyConnection, path: Path) -> Reached:
    """How far the state has come; DamagedStateError when the file is no state."""
    try:
        row = connection.execute("SELECT position, tip, code FROM fold.checkpoint").fetchall()
    except duckdb.CatalogException as error:
        raise DamagedStateError(path, "is a DuckDB file, but no state of a projection", REBUILD) from error
    (one,) = row
    return Reached(*one)
