"""The causes that published releases have kept in their `diff/*.csv`, read back where two releases are compared."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.release.context import Cause, Causes, RowKey
from pipeline.release.shelf import versions
from pipeline.release.version import Version

_ABOUT = ("change", "column", "old", "new", "entries", "reason")


def recorded_causes(older: Path, newer: Path) -> Causes:
    """The causes of all changes after one release up to a later one that lies among its predecessors."""
    folders = list(_between(older, newer))

    def causes(table: str, keys: Sequence[RowKey]) -> Mapping[RowKey, Cause]:
        wanted, found = set(keys), dict[RowKey, Cause]()
        for folder in folders:
            for key, cause in _recorded(folder / "diff" / f"{table}.csv"):
                if key in wanted:
                    found[key] = _both(found[key], cause) if key in found else cause
        return found

    return causes


def _between(older: Path, newer: Path) -> Iterator[Path]:
    """The folders of the versions after `older` up to `newer`; none where these are no version folders."""
    try:
        first, last = (Version.parse(folder.resolve().name) for folder in (older, newer))
    except ValueError:
        return
    home = newer.resolve().parent
    yield from (home / str(version) for version in versions(home) if first < version <= last)


def _recorded(path: Path) -> Iterator[tuple[RowKey, Cause]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = tuple(value.removeprefix("'") for name, value in row.items() if name not in _ABOUT)
            yield key, Cause(tuple(map(int, json.loads(row["entries"]))), row["reason"].removeprefix("'") or None)


def _both(one: Cause, other: Cause) -> Cause:
    reasons = [cause.reason for cause in (one, other) if cause.reason]
    return Cause(tuple(sorted({*one.entries, *other.entries})), "; ".join(dict.fromkeys(reasons)) or None)
