"""Releases elsewhere: copied to any file system that fsspec knows, and fetched back from there.

What a reader follows is `index.json`, which is written last: whatever breaks off before leaves files that nobody is
shown, and the next attempt writes them again. A published version is never replaced by another one.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]  # annotated in part, unmarked
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]  # the same

from pipeline.release.errors import ReleaseError
from pipeline.release.files import SIGNATURE, SUMS, files_below, replace, sha256_of, sync_tree
from pipeline.release.gate.check import check
from pipeline.release.gate.listing import read_sums
from pipeline.release.shelf import INDEX, index_bytes, index_entries, read_index
from pipeline.release.staging import new_staging, sweep
from pipeline.release.version import Version

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")


@dataclass(frozen=True)
class Fetched:
    """A release that was downloaded and checked; `reason` says why it was withdrawn, if it was."""

    package: str
    version: Version
    folder: Path
    reason: str | None


def publish_to(url: str, releases: Path, options: Mapping[str, Any] | None = None) -> list[str]:
    """Copy every release that is not yet at `url`, then the index; the copied ones as `package/version`.

    `url` is anything fsspec takes (`/mnt/share`, `s3://bucket/prefix`), `options` what its file system needs.
    ReleaseError where another release lies there under the same version, or one is damaged here.
    """
    if url.startswith(("http://", "https://")):
        raise ReleaseError(url, "cannot be written to", "Name a folder, or an object store such as s3://bucket/prefix")
    system, root = _open(url, options)
    with _reaching(url):
        return _publish_to(url, system, root, releases)


def _publish_to(url: str, system: Any, root: str, releases: Path) -> list[str]:
    there, ours = _remote_index(system, root), read_index(releases / INDEX)
    if not ours:
        raise ReleaseError(releases / INDEX, "there is no release yet", "`bridgepower run` makes them")
    copied = []
    for package, entries in ours.items():
        for version, entry in entries.items():
            known = there.get(package, {}).get(version)
            if known is not None and known["sums_sha256"] != entry["sums_sha256"]:
                place = f"{url}/{package}/{version}"
                raise ReleaseError(place, "holds another release of that version", "Find out which of the two is right")
            if known is None:
                _check_sound(releases / package / version, entry["sums_sha256"])
                _upload(system, f"{root}/{package}/{version}", releases / package / version)
                copied.append(f"{package}/{version}")
    merged = {package: there.get(package, {}) | ours.get(package, {}) for package in sorted({*there, *ours})}
    content = index_bytes(merged)
    if merged != there:
        _put_index(system, f"{root}/{INDEX}", content)
    return copied


def _check_sound(folder: Path, sums_sha256: str) -> None:
    """ReleaseError unless a release is what was published: damage is not spread."""
    report = check(folder)
    if not report.ok or sha256_of(folder / SUMS) != sums_sha256:
        what = report.text() if report.problems else f"is another release than the one that {INDEX} lists"
        raise ReleaseError(folder, what, "Put it back from a copy; nothing of it was published")


@contextmanager
def _reaching(url: str) -> Iterator[None]:
    """Turn what a foreign file system raises, which may be anything, into an error that names the address."""
    try:
        yield
    except (OSError, ReleaseError):
        raise
    except Exception as error:
        what = " ".join(f"cannot be used: {error}".split())
        raise ReleaseError(url, what, "See that the address is right and you have access to it") from error


def _open(url: str, options: Mapping[str, Any] | None) -> tuple[Any, str]:
    try:
        system, root = fsspec.core.url_to_fs(url, **(options or {}))
    except (ImportError, ValueError) as error:
        raise ReleaseError(
            url, f"cannot be opened: {error}", "Name a folder, or install what the address needs"
        ) from error
    return system, root.rstrip("/")


def _remote_index(system: Any, root: str) -> dict[str, dict[str, dict[str, Any]]]:
    # listings may be cached from before somebody else wrote
    system.invalidate_cache()
    try:
        return index_entries(system.cat_file(f"{root}/{INDEX}"))
    except FileNotFoundError:
        return {}


def _upload(system: Any, target: str, folder: Path) -> None:
    """Copy one release; the list of its files goes last, so that what has it is whole."""
    names = sorted(files_below(folder), key=lambda name: (name in (SUMS, SIGNATURE), name))
    for name in names:
        system.makedirs(f"{target}/{name}".rpartition("/")[0], exist_ok=True)
        system.put_file(str(folder / name), f"{target}/{name}")
        if system.info(f"{target}/{name}")["size"] != (folder / name).stat().st_size:
            raise ReleaseError(f"{target}/{name}", "was not copied whole", "Publish again")


def _put_index(system: Any, target: str, content: bytes) -> None:
    """Write the index in one step; an object store does so anyway."""
    if isinstance(system, LocalFileSystem):
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        replace(Path(target), content)
    else:
        system.pipe_file(target, content)


def get(
    package: str,
    version: Version | None,
    url: str,
    into: Path,
    public_key: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> Fetched:
    """Download a release (the latest without `version`) to `into/package/version`, and check it.

    With `public_key` its signature is needed. ReleaseError where it is not there, or not what was published; then
    nothing is left of it.
    """
    system, root = _open(url, options)
    if not _NAME.fullmatch(package):
        raise ReleaseError(package, "is no package name", "Name one such as visits")
    with _reaching(url):
        entry = _listed(_remote_index(system, root), package, version, url)
    found = Version.parse(entry["version"])
    target = into / package / str(found)
    sweep(target.parent)
    if not target.exists():
        staging = new_staging(target.parent)
        try:
            with _reaching(url):
                _download(system, f"{root}/{package}/{found}", staging.folder, entry["sums_sha256"])
            _check_fetched(staging.folder, public_key, f"{url}/{package}/{found}")
            sync_tree(staging.folder)
            staging.folder.rename(target)
        except BaseException:
            staging.remove()
            raise
        staging.unlock()
    elif sha256_of(target / SUMS) != entry["sums_sha256"]:
        raise ReleaseError(target, "is another release of that version", "Download into another folder")
    else:
        _check_fetched(target, public_key, str(target))
    return Fetched(package, found, target, entry.get("reason"))


def _check_fetched(folder: Path, public_key: str | None, place: str) -> None:
    report = check(folder, public_key)
    if not report.ok:
        raise ReleaseError(place, report.text(), "Tell its publisher, or download into another folder")


def _listed(
    index: Mapping[str, Mapping[str, Mapping[str, Any]]], package: str, version: Version | None, url: str
) -> Mapping[str, Any]:
    if not index:
        raise ReleaseError(f"{url}/{INDEX}", "is not there", "Give the folder or address that was published to")
    if package not in index:
        raise ReleaseError(f"{url}/{package}", "is not there", f"There are the packages {', '.join(index)}")
    entries = index[package]
    wanted = [
        entry
        for words, entry in entries.items()
        if words == str(version) or (not version and entry["status"] == "current")
    ]
    if not wanted:
        there = ", ".join(entries) or "none"
        raise ReleaseError(f"{url}/{package}", f"has no {version or 'current'} release", f"There are: {there}")
    return wanted[0]


def _download(system: Any, source: str, folder: Path, sums_sha256: str) -> None:
    """Fetch the files that SHA256SUMS lists, after that itself has the hash that the index says."""
    again = "Tell its publisher, or try again"
    system.get_file(f"{source}/{SUMS}", str(folder / SUMS))
    if sha256_of(folder / SUMS) != sums_sha256:
        raise ReleaseError(f"{source}/{SUMS}", "is not the file that the index names", again)
    sums, problems = read_sums(folder)
    if problems:
        raise ReleaseError(f"{source}/{SUMS}", problems[0].what, again)
    for name in sums:
        (folder / name).parent.mkdir(exist_ok=True)
        system.get_file(f"{source}/{name}", str(folder / name))
    if system.exists(f"{source}/{SIGNATURE}"):
        system.get_file(f"{source}/{SIGNATURE}", str(folder / SIGNATURE))
