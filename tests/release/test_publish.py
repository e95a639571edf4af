"""Publishing is all or nothing: killed, out of space or raced, what is visible is whole and never changes."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.release.build import Staged, build
from pipeline.release.context import Cause
from pipeline.release.errors import ReleaseError
from pipeline.release.files import files_below, sha256_of
from pipeline.release.gate.check import check
from pipeline.release.gate.report import Problem
from pipeline.release.publish import key_from, publish
from pipeline.release.rebuild import rebuild, same_bytes
from pipeline.release.shelf import tidy, withdraw
from pipeline.release.verification import verify
from pipeline.release.version import Version
from tests.release.damage import seal, writable_copy
from tests.release.killing import run_until_killed, run_with_little_space
from tests.release.tables import context, package, tables

VISITS = package("visits")


def staged(releases: Path, records: int = 2, position: int = 10) -> Staged:
    made = build(VISITS, tables(VISITS, records), context(position), releases)
    assert made is not None
    return made


def hashes(folder: Path) -> dict[str, str]:
    return {name: sha256_of(folder / name) for name in files_below(folder) if (folder / name).is_file()}


def test_killed_at_any_moment_nothing_visible_is_broken_and_the_next_run_finishes(tmp_path: Path) -> None:
    published = publish(staged(tmp_path)).folder
    before = hashes(published)
    for moment in (0.05, 0.35, 0.7):
        run_until_killed(tmp_path, moment)
        assert hashes(published) == before
    made = build(VISITS, tables(VISITS, 3), context(11), tmp_path)
    if made is not None:
        publish(made)
    assert sorted(path.name for path in (tmp_path / "visits").iterdir()) == ["latest", "v1.0.0", "v1.1.0"]
    assert (tmp_path / "visits" / "latest").resolve().name == "v1.1.0"
    assert check(tmp_path / "visits" / "v1.1.0").ok
    assert json.loads((tmp_path / "index.json").read_bytes())["packages"]["visits"]["latest"] == "v1.1.0"


def test_a_crash_after_the_rename_is_repaired_by_the_next_build(tmp_path: Path) -> None:
    publish(staged(tmp_path))
    publish(staged(tmp_path, 3))
    wanted = (tmp_path / "index.json").read_bytes()
    (tmp_path / "index.json").unlink()
    (tmp_path / "visits" / "latest").unlink()
    assert build(VISITS, tables(VISITS, 3), context(12), tmp_path) is None
    assert (tmp_path / "index.json").read_bytes() == wanted
    assert (tmp_path / "visits" / "latest").readlink() == Path("v1.1.0")


def test_a_staging_folder_in_use_is_not_swept(tmp_path: Path) -> None:
    first = staged(tmp_path)
    second = staged(tmp_path, 3)
    assert first.folder.exists()
    publish(first)
    with pytest.raises(ReleaseError, match="exists already, and a release is never changed"):
        publish(second)
    assert not second.folder.exists()


@pytest.mark.parametrize("largest_file", [1_000, 9_000, 30_000])
def test_a_write_that_fails_leaves_the_previous_state(largest_file: int, tmp_path: Path) -> None:
    publish(staged(tmp_path))
    before = hashes(tmp_path)
    done = run_with_little_space(tmp_path, largest_file)
    assert done.returncode == 1
    assert "Error" in done.stderr.splitlines()[-1]
    assert hashes(tmp_path) == before
    assert [path.name for path in (tmp_path / "visits").iterdir() if path.name.startswith(".")] == []


def test_published_files_cannot_be_written(tmp_path: Path) -> None:
    folder = publish(staged(tmp_path)).folder
    modes = {(folder / name).stat().st_mode & 0o222 for name in files_below(folder)}
    assert modes == {0}
    assert folder.stat().st_mode & 0o222 == (folder / "data").stat().st_mode & 0o222 == 0


def test_a_withdrawn_release_stays_and_says_why(tmp_path: Path) -> None:
    publish(staged(tmp_path))
    folder = publish(staged(tmp_path, 3)).folder
    before = hashes(folder)
    withdraw(tmp_path, "visits", Version(1, 1, 0), "amounts were read a thousand times too large")
    entries = json.loads((tmp_path / "index.json").read_bytes())["packages"]["visits"]
    assert entries["latest"] == "v1.0.0"
    assert [entry["status"] for entry in entries["versions"]] == ["current", "withdrawn"]
    assert entries["versions"][1]["reason"] == "amounts were read a thousand times too large"
    assert (tmp_path / "visits" / "latest").readlink() == Path("v1.0.0")
    assert hashes(folder) == before
    assert staged(tmp_path, 4).version == Version(1, 2, 0)
    withdraw(tmp_path, "visits", Version(1, 0, 0), "the same")
    assert not (tmp_path / "visits" / "latest").is_symlink()


def test_withdrawing_needs_a_release_and_a_reason(tmp_path: Path) -> None:
    publish(staged(tmp_path))
    with pytest.raises(ReleaseError, match="there is no such release"):
        withdraw(tmp_path, "visits", Version(3, 0, 0), "x")
    with pytest.raises(ReleaseError, match="needs a reason"):
        withdraw(tmp_path, "visits", Version(1, 0, 0), " ")


def test_tidying_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    publish(staged(tmp_path))
    assert tidy(tmp_path) == []
    assert tidy(tmp_path / "nothing") == []


def test_every_release_can_be_rebuilt_to_the_byte(tmp_path: Path) -> None:
    def reasons(_: str, keys: object) -> dict[tuple[str, ...], Cause]:
        return {key: Cause((7,), "read again") for key in keys}  # type: ignore[attr-defined]  # keys of any table

    made = {}
    for position, records in ((1, 3), (2, 4), (3, 2)):
        found = build(VISITS, tables(VISITS, records), context(position, notes="*Notes*", causes=reasons), tmp_path)
        assert found is not None
        made[publish(found).folder] = records
    for folder, records in made.items():
        again = rebuild(VISITS, tables(VISITS, records), folder, tmp_path / "again", reasons)
        assert same_bytes(folder, again.folder) == []
        again.discard()
    with pytest.raises(ReleaseError, match=r"make no release, not v1.1.0"):
        rebuild(VISITS, tables(VISITS, 3), tmp_path / "visits" / "v1.1.0", tmp_path / "again", reasons)


@pytest.mark.parametrize(
    ("name", "change", "same"),
    [
        ("parquet/visits.parquet", lambda path: rewrite_parquet(path), True),
        ("data/visits.csv", lambda path: path.write_bytes(quoted_throughout(path.read_bytes())), True),
        ("data/visits.csv", lambda path: path.write_bytes(path.read_bytes().replace(b"KAZ", b"UZB")), False),
        ("data/visits.csv", lambda path: path.write_bytes(b'"\xff'), False),
        ("README.md", lambda path: path.write_text("x"), False),
        ("extra", lambda path: path.write_text("x"), False),
    ],
)
def test_a_rebuilt_release_that_differs_says_where_and_how(
    name: str, change: Callable[[Path], object], same: bool, tmp_path: Path
) -> None:
    folder = publish(staged(tmp_path)).folder
    copy = writable_copy(folder, tmp_path / "copy")
    change(copy / name)
    assert [(found.file, found.same_content) for found in same_bytes(folder, copy)] == [(name, same)]


def quoted_throughout(content: bytes) -> bytes:
    told = io.StringIO(newline="")
    csv.writer(told, quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(content.decode(), newline="")))
    return told.getvalue().encode()


def rewrite_parquet(path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pq.read_table(path), path, compression="snappy")


def test_the_bytes_do_not_depend_on_the_order_of_hashes(tmp_path: Path) -> None:
    folder = publish(staged(tmp_path)).folder
    program = (
        "import sys; from pathlib import Path; from pipeline.release.build import build;"
        "from tests.release.tables import *; v = package('visits');"
        "print(build(v, tables(v, 2), context(10), Path(sys.argv[1])).folder)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Almaty", "LC_ALL": "C"}
    command = [sys.executable, "-c", program, str(tmp_path / "other")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    assert same_bytes(folder, Path(done.stdout.strip())) == []


def test_a_key_comes_from_the_environment_or_the_file_it_names(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("untrusted comment: x\nsecret", encoding="utf-8")
    assert key_from({}) is None
    assert key_from({"BRIDGEPOWER_SIGNING_KEY": "a\nb"}) == "a\nb"
    assert key_from({"BRIDGEPOWER_SIGNING_KEY": str(tmp_path / "key")}) == "untrusted comment: x\nsecret"


def test_killing_kills(tmp_path: Path) -> None:
    assert run_until_killed(tmp_path, 0.05) == -signal.SIGKILL


def wrong_with(releases: Path) -> list[Problem]:
    return [problem for _, problems in verify(releases) for problem in problems]


def test_verify_notices_what_happened_to_published_releases(tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    folder = publish(staged(releases)).folder
    assert wrong_with(releases) == []
    shutil.copytree(folder, releases / "visits" / "v1.0.1")
    assert [str(found) for found in wrong_with(releases)] == [
        "visits/v1.0.1: is not listed in index.json; the next build adds it"
    ]
    shutil.rmtree(releases / "visits" / "v1.0.1")

    folder.chmod(0o755)
    (folder / "LICENSE").chmod(0o644)
    (folder / "LICENSE").write_text("mine", encoding="utf-8")
    assert "visits/v1.0.0/LICENSE: has another SHA-256 than SHA256SUMS says" in map(str, wrong_with(releases))
    seal(folder)
    assert [found.what for found in wrong_with(releases)] == ["is another release than the one that index.json lists"]
    shutil.rmtree(folder)
    assert [found.what for found in wrong_with(releases)] == ["is gone, though index.json lists it"]
