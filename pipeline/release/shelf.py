"""The published versions: which there are, which is latest, which are withdrawn, and the index that says so.

A version is a folder that is never changed; that it is withdrawn stands in a file beside it. `latest` and `index.json`
follow from those and are written anew whenever they do not agree; what the index once said of a version stays.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.release.described import read_descriptor
from pipeline.release.errors import ReleaseError
from pipeline.release.files import SUMS, replace, sha256_of, sync
from pipeline.release.staging import sweep
from pipeline.release.version import Version

INDEX = "index.json"
LATEST = "latest"
_MARK = ".withdrawn.json"

Index: TypeAlias = dict[str, dict[str, dict[str, Any]]]
"""What `index.json` says, by package and version."""


def versions(home: Path) -> list[Version]:
    """The versions of the package that lives in `home`, oldest first."""
    found = []
    for folder in home.iterdir() if home.is_dir() else ():
        try:
            version = Version.parse(folder.name)
        except ValueError:
            continue
        found.append(version)
    return sorted(found)


def newest(home: Path) -> Path | None:
    """The folder of the highest version, withdrawn or not; None before the first release."""
    found = versions(home)
    return home / str(found[-1]) if found else None


def before(release: Path) -> Path | None:
    """The folder of the version before a published one; None for the first."""
    older = [version for version in versions(release.parent) if version < Version.parse(release.name)]
    return release.parent / str(older[-1]) if older else None


def withdrawal(home: Path, version: Version) -> str | None:
    """Why a version was withdrawn, or None."""
    mark = home / f"{version}{_MARK}"
    return str(json.loads(mark.read_bytes())["reason"]) if mark.exists() else None


def withdraw(releases: Path, package: str, version: Version, reason: str) -> None:
    """Mark a version as not to be used, with the reason; it stays where it is. ReleaseError where there is none."""
    check_withdrawal(releases, package, version, reason)
    replace(releases / package / f"{version}{_MARK}", _json({"reason": reason.strip()}))
    tidy(releases)


def check_withdrawal(releases: Path, package: str, version: Version, reason: str) -> None:
    """ReleaseError where there is no such version, or no reason to withdraw it."""
    home = releases / package
    if version not in versions(home):
        raise ReleaseError(
            home / str(version), "there is no such release", f"See {releases / INDEX} for those there are"
        )
    if not reason.strip():
        raise ReleaseError(home / str(version), "a withdrawal needs a reason", "Say why it should not be used")


def tidy(releases: Path) -> list[str]:
    """Bring the folder in order after a crash or a change: leftovers, `latest`, `index.json`; says what it did."""
    if not releases.is_dir():
        return []
    with _locked(releases):
        homes = sorted(folder for folder in releases.iterdir() if folder.is_dir() and versions(folder))
        done = [f"removed {left}" for home in homes for left in sweep(home)]
        done += [f"set {home / LATEST}" for home in homes if _point_to_latest(home)]
        index = releases / INDEX
        known = read_index(index)
        content = index_bytes(known | {home.name: _entries(home, known.get(home.name, {})) for home in homes})
        if homes and (not index.exists() or index.read_bytes() != content):
            replace(index, content)
            done.append(f"wrote {index}")
    return done


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Packages are published side by side, but there is one index."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _point_to_latest(home: Path) -> bool:
    """Let `latest` point to the highest version that is not withdrawn; whether it did not already."""
    link = home / LATEST
    good = [version for version in versions(home) if withdrawal(home, version) is None]
    if not good:
        was = link.is_symlink()
        link.unlink(missing_ok=True)
        return was
    if link.is_symlink() and link.readlink() == Path(str(good[-1])):
        return False
    fresh = home / f".{LATEST}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(str(good[-1]), target_is_directory=True)
    fresh.replace(link)
    sync(home)
    return True


def read_index(path: Path) -> Index:
    """What an `index.json` says; nothing where there is none yet."""
    return index_entries(path.read_bytes()) if path.exists() else {}


def index_entries(content: bytes) -> Index:
    """The entries in the content of an `index.json`."""
    packages = json.loads(content)["packages"]
    return {name: {entry["version"]: entry for entry in item["versions"]} for name, item in packages.items()}


def index_bytes(index: Index) -> bytes:
    """The content of the `index.json` with these entries: sorted, each with its status among the others."""
    return _json({"packages": {name: _listed(entries) for name, entries in sorted(index.items())}})


def _listed(entries: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    ordered = sorted(entries.values(), key=lambda entry: Version.parse(entry["version"]))
    good = [entry["version"] for entry in ordered if "reason" not in entry]
    latest = good[-1] if good else None
    status = {entry["version"]: "withdrawn" if "reason" in entry else "superseded" for entry in ordered}
    current = {latest: "current"} if latest else {}
    return {
        "latest": latest,
        "versions": [entry | {"status": (status | current)[entry["version"]]} for entry in ordered],
    }


def _entries(home: Path, known: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What the index says of each version of a package: what it always said, and why it was withdrawn."""
    entries = {str(version): entry_of(home / str(version)) for version in versions(home) if str(version) not in known}
    reasons = {words: withdrawal(home, Version.parse(words)) for words in {**known, **entries}}
    return {
        words: entry | ({"reason": reasons[words]} if reasons[words] is not None else {})
        for words, entry in {**known, **entries}.items()
    }


def entry_of(folder: Path) -> dict[str, Any]:
    """What the index says of a version, whatever becomes of it later."""
    descriptor = read_descriptor(folder / "datapackage.json")
    return {
        "version": f"v{descriptor['version']}",
        "created": descriptor["created"],
        "position": descriptor["x-build"]["ledger"]["position"],
        "rows": {item["name"]: item["x-rows"] for item in descriptor["resources"]},
        "descriptor_sha256": sha256_of(folder / "datapackage.json"),
        "sums_sha256": sha256_of(folder / SUMS),
    }


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
