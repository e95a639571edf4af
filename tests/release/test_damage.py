"""Whatever is broken in a package, the gate finds it and says where: files, descriptors, formats, rows, ZIP files."""

from pathlib import Path

import pytest

from pipeline.release.build import build
from pipeline.release.gate.check import check
from pipeline.release.gate.report import Problem
from pipeline.release.publish import publish
from tests.release.damage import seal, writable_copy
from tests.release.damages import ALL, FILES
from tests.release.tables import context, package, tables

UNSEALED = {
    *FILES,
    "no JSON",
    "a list",
    "deep JSON",
    "no resources",
    "wrong bytes",
    "a wrong hash",
    "another hash function",
}
"""Damages to what sealing makes right again, or that it cannot cope with."""

TOGETHER = [
    ["a byte changed", "a file is gone", "a file too many", "a bad line", "a line twice", "a way out"],
    ["a link", "a linked folder", "a pipe", "a hidden file", "a deep file"],
    [
        *("a version of words", "junk as time", "no licence", "another profile", "a remote path", "a name twice"),
        *("a key of no field", "a key to nowhere", "a key beside the key", "a field twice", "an unknown constraint"),
        "no description",
    ],
    ["a time without zone", "an unknown type"],
    ["a number as version", "a path upwards"],
    ["wrong bytes", "a wrong hash"],
    ["another codebook", "fewer escapes"],
    [
        *("columns moved", "a type changed", "null allowed", "not sorted"),
        *("a value changed", "a row dropped", "Parquet cut off"),
    ],
    [
        *("another header", "CR LF", "a cell too many", "CSV cut off", "not UTF-8", "rows swapped"),
        *("other rows in SQLite", "a null in SQLite"),
    ],
    [
        *("a small boolean", "a byte order mark", "another value", "a formula", "a short date"),
        *("a trigger", "a table too few"),
    ],
    ["no SQLite", "no ZIP", "no Parquet descriptor"],
    [
        *("another README", "no entry", "another version to cite", "another licence", "another codebook line"),
        *("a diff to elsewhere", "other counts", "a stale Croissant", "a Croissant short of a table"),
    ],
    ["no README", "a broken diff", "no Croissant"],
]
"""Damages that do not hide each other: one copy takes them all, and each has to be found."""

ALONE = [[name] for name in ALL if not any(name in group for group in TOGETHER)]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    visits = package("visits")
    staged = build(visits, tables(visits, 3), context(), tmp_path_factory.mktemp("releases"))
    assert staged is not None
    return publish(staged).folder


@pytest.mark.parametrize("names", [*TOGETHER, *ALONE], ids=lambda names: names[0])
def test_every_damage_is_found_and_named(names: list[str], published: Path, tmp_path: Path) -> None:
    folder = writable_copy(published, tmp_path / "copy")
    for name in names:
        ALL[name][0](folder)
    if not UNSEALED.intersection(names):
        seal(folder)
    report = check(folder)
    missed = [name for name in names if not found(report.problems, *ALL[name][1:])]
    assert missed == [], report.text()


def found(problems: tuple[Problem, ...], place: str, words: str) -> bool:
    return any(problem.place == place and words in problem.what for problem in problems)


def test_a_copy_that_is_sealed_without_damage_passes(published: Path, tmp_path: Path) -> None:
    folder = writable_copy(published, tmp_path / "copy")
    seal(folder)
    assert check(folder).ok
