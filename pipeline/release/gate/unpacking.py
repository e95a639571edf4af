"""ZIP files of strangers: unpacked only if every entry is a plain file with a safe name, and none is a bomb."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.release.files import SIGNATURE, SUMS, alike, sums_text
from pipeline.release.gate.listing import SAFE_PATH
from pipeline.release.gate.report import Problem

MAX_ENTRIES = 200
MAX_BYTES = 64 << 30
MAX_RATIO = 400
"""Text of which every row is alike shrinks to a hundredth by deflate's first level; its limit is a thousandth."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    UnicodeDecodeError,
)
"""What reading a damaged ZIP file raises, by what is damaged in it."""


def unpack(path: Path, folder: Path) -> list[Problem]:
    """Unpack a ZIP file into an empty folder, unless something is wrong with it, which is returned."""
    try:
        with zipfile.ZipFile(path) as archive:
            problems = list(_unsafe_entries(path.name, archive))
            if not problems:
                archive.extractall(folder)
            return problems
    except _DAMAGE as error:
        return [Problem(path.name, f"cannot be unpacked: {error}")]


def _unsafe_entries(place: str, archive: zipfile.ZipFile) -> Iterator[Problem]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        yield Problem(place, f"holds more than {MAX_ENTRIES} files or {MAX_BYTES} bytes")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if not SAFE_PATH.fullmatch(entry.filename) or kind not in (0, stat.S_IFREG):
            yield Problem(place, f"{entry.filename!r} is no plain file with a safe name")
        elif names.count(entry.filename) > 1:
            yield Problem(place, f"{entry.filename} is there more than once")
        elif entry.file_size > MAX_RATIO * max(entry.compress_size, 1 << 10):
            yield Problem(place, f"{entry.filename} would grow to {entry.file_size} bytes")


def zip_problems(path: Path, sums: Mapping[str, str]) -> list[Problem]:
    """Whether the ZIP file of a whole release holds its CSV package: files with the hashes that the release lists."""
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_unsafe_entries(path.name, archive)) or list(_other_entries(path, archive, sums))
    except _DAMAGE as error:
        return [Problem(path.name, f"cannot be read: {error}")]


def _other_entries(path: Path, archive: zipfile.ZipFile, sums: Mapping[str, str]) -> Iterator[Problem]:
    listed = {name for name in sums if name.startswith("data/")} | {"datapackage.json", SUMS}
    for name in sorted(listed - set(archive.namelist())):
        yield Problem(path.name, f"{name} is missing in it")
    held = set(archive.namelist()) - {SUMS, SIGNATURE}
    for name in sorted(held):
        if name not in sums or not _is_entry(archive, name, path.parent / name):
            yield Problem(path.name, f"{name} is not the file of the release")
    hashes = sums_text({name: sums[name] for name in held & sums.keys()})
    if SUMS in archive.namelist() and archive.read(SUMS) != hashes:
        yield Problem(path.name, f"its {SUMS} does not list the files of the release")


def _is_entry(archive: zipfile.ZipFile, name: str, path: Path) -> bool:
    with archive.open(name) as entry, path.open("rb") as file:
        return alike(entry, file)
