"""Whether all published releases are still what was published: each passes the gate and is what the index remembers."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.release.files import SUMS, sha256_of
from pipeline.release.gate.check import check
from pipeline.release.gate.report import Problem
from pipeline.release.shelf import INDEX, read_index, versions


def verify(releases: Path, public_key: str | None = None) -> Iterator[tuple[Path, list[Problem]]]:
    """Each release in a folder, with what is wrong with it; with a key, it has to be signed by its owner."""
    index = read_index(releases / INDEX)
    for package in sorted({*index, *(folder.name for folder in releases.glob("*") if versions(folder))}):
        known = {version: entry["sums_sha256"] for version, entry in index.get(package, {}).items()}
        present = {str(version) for version in versions(releases / package)}
        for version in sorted(known.keys() | present):
            folder = releases / package / version
            yield folder, _version_problems(folder, known.get(version), public_key)


def _version_problems(folder: Path, remembered: str | None, public_key: str | None) -> list[Problem]:
    place = f"{folder.parent.name}/{folder.name}"
    if not folder.is_dir():
        return [Problem(place, f"is gone, though {INDEX} lists it")]
    if remembered is None:
        return [Problem(place, f"is not listed in {INDEX}; the next build adds it")]
    if not (folder / SUMS).is_file() or sha256_of(folder / SUMS) != remembered:
        return [Problem(place, f"is another release than the one that {INDEX} lists")]
    return [Problem(f"{place}/{problem.place}", problem.what) for problem in check(folder, public_key).problems]
