"""Where things lie, and who may write there now: one place for the folders and files of a project."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.ledger.lock import locked
from pipeline.ledger.store import Ledger

WAIT_SECONDS = 600.0
"""A step waits this long for another process to end its own; longer than any step of a large refresh takes."""


@dataclass(frozen=True)
class Project:
    """The folders and files below a root; everything but `raw/` can be thrown away and replayed from `ledger/`."""

    root: Path

    @property
    def raw(self) -> Path:
        """Articles as received, written once, never edited."""
        return self.root / "raw"

    @property
    def ledger(self) -> Path:
        """The only truth: append-only entries."""
        return self.root / "ledger"

    @property
    def state(self) -> Path:
        """Private: what the fold has reached, and locks."""
        return self.root / ".state"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that analysts open."""
        return self.root / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        """Published packages, a folder each, immutable versions below."""
        return self.root / "releases"

    @property
    def catalogue(self) -> Path:
        """The static site over the releases."""
        return self.root / "catalogue"

    @property
    def corpus(self) -> Path:
        """Annotated articles to measure extraction with; a clone of the project has them."""
        return self.root / "tests" / "corpus"

    @property
    def quality(self) -> Path:
        """The report on the quality of extraction, made when asked for."""
        return self.root / ".quality"

    @contextmanager
    def writing(self, tell: Callable[[str], object]) -> Iterator[Ledger]:
        """The ledger, while no other process writes anything of this project.

        Runs and commands queue up behind each other; `tell` is told whom this one waits for. LedgerBusyError names who
        does not end. A killed process leaves no lock behind.
        """
        self.state.mkdir(parents=True, exist_ok=True)
        with locked(self.state, WAIT_SECONDS, lambda holder: tell(f"waiting for {holder}, which is writing now")):
            yield Ledger.create(self.ledger)
