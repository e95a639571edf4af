"""What a release is told about where it comes from: the point of the ledger, the code, the reasons.

Everything that ends up in a file is an argument here, so that the same arguments give the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from pipeline.release.version import Bump

RowKey: TypeAlias = tuple[str, ...]
"""The values of a row's primary key, as text."""


@dataclass(frozen=True)
class Checkpoint:
    """The point of the ledger that a release is built from.

    `position` is that of its last entry and `tip` that entry's hash; `version` is the ledger's version that brought it
    there and `commit` the hash that stands for its commit files.
    """

    position: int
    version: int
    tip: str
    commit: str


@dataclass(frozen=True)
class Cause:
    """Why a row is new, other or gone: positions of the ledger entries, and the reason that one of them gives."""

    entries: tuple[int, ...]
    reason: str | None = None


Causes: TypeAlias = Callable[[str, Sequence[RowKey]], Mapping[RowKey, Cause]]
"""Called with a table and the keys of its rows that differ; answers for those it knows."""


def unknown_causes(table: str, keys: Sequence[RowKey]) -> Mapping[RowKey, Cause]:
    """The causes where nothing is known."""
    return {}


@dataclass(frozen=True)
class ReleaseContext:
    """What a release says of its origin.

    `created` is the recorded time of the last entry, never the clock; `code` the version of this program and
    `extractor` that of the grammar. `notes` is Markdown for the changelog. `bump` is the bump asked for: a greater one
    than needed is granted, a smaller one refused.
    """

    checkpoint: Checkpoint
    created: datetime
    code: str
    extractor: str
    notes: str = ""
    bump: Bump = Bump.NONE
    causes: Causes = unknown_causes

    def described(self) -> dict[str, Any]:
        """What the descriptor keeps, enough to rebuild the release."""
        build = {"code": self.code, "extractor": self.extractor, "ledger": asdict(self.checkpoint)}
        asked = {"bump": str(self.bump)} if self.bump else {}
        notes = {"notes": self.notes} if self.notes else {}
        return build | asked | notes

    @property
    def created_text(self) -> str:
        """The time as the metadata writes it."""
        return self.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def context_of(descriptor: Mapping[str, Any], causes: Causes = unknown_causes) -> ReleaseContext:
    """The context that a published descriptor was built with; the causes have to be asked from the ledger again."""
    build = descriptor["x-build"]
    return ReleaseContext(
        checkpoint=Checkpoint(**build["ledger"]),
        created=datetime.fromisoformat(descriptor["created"]),
        code=build["code"],
        extractor=build["extractor"],
        notes=build.get("notes", ""),
        bump=Bump[build.get("bump", "none").upper()],
        causes=causes,
    )
