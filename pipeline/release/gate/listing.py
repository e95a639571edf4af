"""Which files there are: only plain ones with safe names, all of them listed with their hashes, none missing."""

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.release.files import SUMS, files_below
from pipeline.release.gate.report import Problem

SAFE_PATH = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,99}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""A file of a package lies in its folder or one folder below; nothing leads out of it or hides."""

MAX_SUMS_BYTES = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def unsafe_files(folder: Path) -> Iterator[Problem]:
    """Links, devices and names that are not opened at all."""
    for name in files_below(folder):
        path = folder / name
        if path.is_symlink():
            yield Problem(name, "is a link; a package holds plain files only")
        elif not path.is_file():
            yield Problem(name, "is no plain file")
        elif not SAFE_PATH.fullmatch(name):
            yield Problem(name, "is no safe file name")


def read_sums(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """The hashes by file name that SHA256SUMS lists, and what is wrong with it."""
    path = folder / SUMS
    if not path.is_file():
        return {}, [Problem(SUMS, "is missing, so no file can be trusted")]
    if path.stat().st_size > MAX_SUMS_BYTES:
        return {}, [Problem(SUMS, f"is larger than {MAX_SUMS_BYTES} bytes")]
    sums: dict[str, str] = {}
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or not SAFE_PATH.fullmatch(match[2]):
            problems.append(Problem(SUMS, f"line {number} is not a hash, two blanks and a safe file name"))
        elif match[2] in sums:
            problems.append(Problem(SUMS, f"line {number} lists {match[2]} again"))
        else:
            sums[match[2]] = match[1]
    return sums, problems


def wrong_files(hashes: dict[str, str], sums: dict[str, str]) -> Iterator[Problem]:
    """Files that are missing, not listed, or other than listed."""
    for name in sorted(sums.keys() - hashes.keys()):
        yield Problem(name, f"is missing, though {SUMS} lists it")
    for name in sorted(hashes.keys() - sums.keys()):
        yield Problem(name, f"is not listed in {SUMS}")
    for name in sorted(hashes.keys() & sums.keys()):
        if hashes[name] != sums[name]:
            yield Problem(name, f"has another SHA-256 than {SUMS} says")
