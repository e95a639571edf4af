"""The releases as the site reads them: of each package its newest version in use, and what is known of all versions.

Nothing is trusted to be more than files: `bridgepower check` is what holds a release against its promises.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from schemas.packages import PACKAGES, Package

INDEX = "index.json"


@dataclass(frozen=True)
class Version:
    """What the index and `diff.json` say of a version; `reason` says why it was withdrawn, if it was."""

    name: str
    created: str
    position: int
    status: str
    reason: str | None
    records: int
    diff: Mapping[str, Any]


@dataclass(frozen=True)
class Edition:
    """A package as it stands: its newest version in use, and all its versions, the newest first."""

    package: Package
    home: Path
    version: str
    descriptor: Mapping[str, Any]
    versions: tuple[Version, ...]

    @property
    def folder(self) -> Path:
        """Where the version in use lies."""
        return self.home / self.version

    @property
    def created(self) -> str:
        """When the last entry of the version in use was recorded, as ISO text."""
        return str(self.descriptor["created"])

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows each table has."""
        return {resource["name"]: resource["x-rows"] for resource in self.descriptor["resources"]}

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """The SQLite file, read-only; rows are mappings."""
        path = self.folder / f"{self.package.name}.sqlite"
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()


def editions(releases: Path) -> tuple[Edition, ...]:
    """The packages that have a version in use, in the order of `PACKAGES`."""
    index = releases / INDEX
    listed = json.loads(index.read_bytes())["packages"] if index.exists() else {}
    return tuple(
        _edition(package, releases / package.name, listed[package.name])
        for package in PACKAGES
        if listed.get(package.name, {}).get("latest")
    )


def _edition(package: Package, home: Path, listed: Mapping[str, Any]) -> Edition:
    version = listed["latest"]
    versions = tuple(_version(package, home, entry) for entry in reversed(listed["versions"]))
    return Edition(
        package=package,
        home=home,
        version=version,
        descriptor=json.loads((home / version / "datapackage.json").read_bytes()),
        versions=versions,
    )


def record_tables(package: Package) -> tuple[str, ...]:
    """The tables of a package whose rows are records."""
    return tuple(spec.name for spec in package.tables if any(c.name == "chosen_claim" for c in spec.columns))


def _version(package: Package, home: Path, entry: Mapping[str, Any]) -> Version:
    return Version(
        name=entry["version"],
        created=entry["created"],
        position=entry["position"],
        status=entry["status"],
        reason=entry.get("reason"),
        records=sum(entry["rows"].get(table, 0) for table in record_tables(package)),
        diff=json.loads((home / entry["version"] / "diff.json").read_bytes()),
    )


Change: TypeAlias = tuple[str, str, str, str, str | None, str | None, str | None, str | None]
"""A row's identifier, version, its date, change (`added`, `changed`, `withdrawn`), column, old, new, reason."""


def changes(edition: Edition, table: str) -> Iterator[Change]:
    """How the rows of a table changed from version to version, the oldest first, in the order of the files."""
    for version in reversed(edition.versions):
        path = edition.home / version.name / "diff" / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as lines:
                reader = csv.reader(lines)
                header = next(reader)
                places = [header.index(name) for name in ("column", "old", "new", "reason")]
                for cells in reader:
                    column, old, new, reason = (_plain(cells[place]) for place in places)
                    # the key stands right after the change
                    yield cells[1], version.name, version.created, cells[0], column, old, new, reason


def _plain(cell: str) -> str | None:
    """A cell as it was: an empty one is null, and one apostrophe in front is the shield against formulas."""
    return (cell[1:] if cell.startswith("'") else cell) or None
