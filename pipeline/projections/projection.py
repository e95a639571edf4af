"""The `Projection`: fold new entries, validate, serve, go back in time, start anew."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipeline.ledger.files import write_durably
from pipeline.ledger.store import Ledger
from pipeline.projections import serving, state, validation
from pipeline.projections.errors import REBUILD, DamagedStateError, ProjectionError
from pipeline.projections.folding import fold_entries
from pipeline.projections.kinds import KINDS
from pipeline.projections.validation import TableReport
from schemas.packages import TABLES
from schemas.table import TableSpec

__all__ = ["FoldReport", "Projection", "TableReport", "build_as_of"]


SLICE = 400_000
"""Entries folded in one transaction, to bound memory; the tables are the same whatever the slices."""


@dataclass(frozen=True)
class FoldReport:
    """What a fold did: it went from one position of the ledger to another.

    `replayed_because` says why it began at the start, null where it went on from where the last one ended.
    """

    after: int
    position: int
    replayed_because: str | None = None


class Projection:
    """The tables that follow from a ledger, in a private folder; one process at a time."""

    def __init__(self, state_dir: Path) -> None:
        self._file = state_dir / state.FILE
        self._engine = state.engine(state_dir)

    def fold(self, ledger: Ledger, until: int | None = None) -> FoldReport:
        """Fold the entries after the last fold, up to `until` or to the ledger's head.

        Many entries are folded in slices, each of them whole or not at all; a fold that was killed goes on from there.
        After a change of this program or of DuckDB everything is folded anew. StateBusyError when another process has
        the state; DamagedStateError when that is damaged or belongs to another ledger; LedgerError from the ledger.
        """
        reason = None
        if self._file.exists():
            with self.opened() as (connection, reached):
                if reached.code == state.code():
                    return self._advance(connection, reached, ledger, until)
            reason = "this program has changed since the last fold"
        self._start_anew()
        with self.opened() as (connection, reached):
            report = self._advance(connection, reached, ledger, until)
        return FoldReport(report.after, report.position, reason)

    def rebuild(self, ledger: Ledger) -> FoldReport:
        """Throw the state away and fold the whole ledger: the answer to every DamagedStateError."""
        self._start_anew()
        return self.fold(ledger)

    def validate(self) -> tuple[TableReport, ...]:
        """A report on each table: rows, claims set aside and why, rules that the table breaks."""
        with self.opened() as (connection, _):
            return validation.validate(connection)

    def serve(self, warehouse: Path) -> None:
        """Put the tables where analysts open them; readers of the file before are not disturbed."""
        with self.opened() as (connection, _):
            serving.serve(connection, self._file, warehouse)

    def digest(self) -> dict[str, str]:
        """A hash over the content of each table, the same whichever program and version wrote the file."""
        with self.opened() as (connection, _):
            return {spec.name: _digest(connection, spec) for spec in TABLES}

    @contextmanager
    def opened(self) -> Iterator[tuple[DuckDBPyConnection, state.Reached]]:
        """The state, open for queries, and how far it has come; nobody else can have it meanwhile."""
        if not self._file.exists():
            raise ProjectionError(self._file, "nothing has been folded yet", "`bridgepower run` folds the ledger")
        with state.reading_damage(self._file), state.connected(self._engine, self._file) as connection:
            reached = state.reached(connection, self._file)
            yield connection, reached

    def _advance(
        self, connection: DuckDBPyConnection, reached: state.Reached, ledger: Ledger, until: int | None
    ) -> FoldReport:
        head = ledger.head()
        last = head.position if until is None else min(until, head.position)
        self._check_belongs(reached, ledger)
        if last < reached.position:
            raise ProjectionError(
                self._file, f"has gone to entry {reached.position} already", "an earlier state is built by `as-of`"
            )
        for after in range(reached.position, last, SLICE):
            until = min(after + SLICE, last)
            entries = ledger.read(after, until)
            connection.execute("BEGIN")
            fold_entries(connection, entries)
            _note_reached(connection, until)
            connection.execute("COMMIT")
        return FoldReport(reached.position, last)

    def _check_belongs(self, reached: state.Reached, ledger: Ledger) -> None:
        """DamagedStateError unless the ledger still has the entry that was folded last."""
        if reached.position > ledger.head().position or (
            reached.position and ledger.tip(reached.position) != reached.tip
        ):
            raise DamagedStateError(
                self._file, f"was folded from another ledger than {ledger.root}, or that one was cut off", REBUILD
            )

    def _start_anew(self) -> None:
        """Put an empty state in place; it appears whole or not at all."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        empty = state.empty(state.code())
        Path(f"{self._file}.wal").unlink(missing_ok=True)
        write_durably(self._file, empty)


def build_as_of(ledger: Ledger, moment: int | datetime, path: Path) -> FoldReport:
    """Build the warehouse at `path` as it was known at an entry's position, or at a time.

    A time stands for the last entry recorded at or before it. ProjectionError for a path where something else lies.
    """
    _check_replaceable(path)
    until = moment if isinstance(moment, int) else ledger.position_at(moment)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".as-of-") as folder:
        projection = Projection(Path(folder))
        report = projection.fold(ledger, until)
        projection.serve(path)
    return report


def _check_replaceable(path: Path) -> None:
    if not path.exists():
        return
    try:
        with serving.reading(path) as connection:
            connection.execute("FROM _about")
    except duckdb.Error:
        step = "name another file, or remove this one"
        raise ProjectionError(path, "is there already and is no warehouse, so it is not replaced", step) from None


def _note_reached(connection: DuckDBPyConnection, position: int) -> None:
    connection.execute(
        "UPDATE fold.checkpoint SET position = $last, tip = last.tip, recorded_at = last.recorded_at "
        "FROM (SELECT hex(hash).lower() AS tip, recorded_at FROM delta WHERE position = $last) AS last",
        {"last": position},
    )
    claims = " + ".join(f"(SELECT count(*) FROM {kind.claims})" for kind in KINDS)
    records = " + ".join(f"(SELECT count(*) FROM {kind.records})" for kind in KINDS)
    connection.execute("DELETE FROM _about")
    connection.execute(
        f"INSERT INTO _about SELECT ?, position, tip, recorded_at, ?, (SELECT count(*) FROM articles), {claims}, "
        f"(SELECT count(DISTINCT claim_id) FROM rejected_claims), {records} FROM fold.checkpoint",
        [version("bridgepower"), duckdb.__version__],
    )


def _digest(connection: DuckDBPyConnection, spec: TableSpec) -> str:
    """sha256 over the sha256 of each row's JSON, in the order of the key."""
    key = ", ".join(spec.key)
    digest = hashlib.sha256()
    rows = connection.execute(f'SELECT sha256(to_json(told)::VARCHAR) FROM "{spec.name}" AS told ORDER BY {key}')
    while batch := rows.fetchmany(100_000):
        digest.update("".join(row[0] for row in batch).encode())
    return digest.hexdigest()
