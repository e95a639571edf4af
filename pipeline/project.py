"""Where things lie: one place for the folders and files of a project."""

from dataclasses import dataclass
from pathlib import Path


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
