"""Hundreds of faults instead of the tests' few: `python -m benchmarks.torture_release [ROUNDS] [SEED]`.

Each round kills a process that publishes at a random step, lets another one run out of space at a random byte, and
flips a random bit of a published file. After each, every visible version must be the one that was published, the flip
must be found, and the next run must be able to finish. Ends with an AssertionError otherwise.
"""

import random
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.release.build import build
from pipeline.release.files import files_below, sha256_of
from pipeline.release.gate.check import check
from pipeline.release.publish import publish
from pipeline.release.shelf import read_index, versions
from tests.release.damage import writable_copy
from tests.release.killing import next_tables, run_until_killed, run_with_little_space
from tests.release.tables import context, package, tables

LARGEST = 200_000
"""Bytes: above the size of any file of these releases."""

VISITS = package("visits")


def demand(truth: object, place: object) -> None:
    """Stop where something is not as it must be."""
    if not truth:
        raise AssertionError(place)


def hashes(folder: Path) -> dict[str, str]:
    """The bytes of a version in short."""
    return {name: sha256_of(folder / name) for name in files_below(folder)}


def check_visible(releases: Path, published: dict[str, dict[str, str]]) -> None:
    """Every visible version is whole, and the ones known before are unchanged; new ones are added to `published`."""
    home = releases / "visits"
    for version in map(str, versions(home)):
        if version not in published:
            demand(check(home / version).ok, version)
            published[version] = hashes(home / version)
        demand(hashes(home / version) == published[version], version)
    demand(published.keys() == {str(version) for version in versions(home)}, releases)
    demand((home / "latest").exists(), releases)


def flip(folder: Path, generator: random.Random, target: Path) -> None:
    """A bit flipped anywhere in a copy of a release is found."""
    copy = writable_copy(folder, target)
    path = copy / generator.choice(files_below(copy))
    content = bytearray(path.read_bytes())
    content[generator.randrange(len(content))] ^= 1 << generator.randrange(8)
    path.write_bytes(content)
    demand(not check(copy).ok, path)
    shutil.rmtree(copy)


def main() -> None:
    """Run the rounds and say what became of them."""
    rounds, seed = (int(word) for word in (sys.argv[1:] + ["100", "1"][len(sys.argv) - 1 :])[:2])
    generator = random.Random(seed)  # noqa: S311  # faults, no secrets
    killed = finished = 0
    with TemporaryDirectory() as folder:
        releases = Path(folder) / "releases"
        first = build(VISITS, tables(VISITS, 2), context(1), releases)
        if first is None:
            raise AssertionError(releases)
        newest = publish(first).folder
        published = {newest.name: hashes(newest)}
        for number in range(rounds):
            killed += run_until_killed(releases, generator.random()) != 0
            check_visible(releases, published)
            run_with_little_space(releases, generator.randrange(LARGEST))
            check_visible(releases, published)
            flip(releases / "visits" / "latest", generator, Path(folder) / "flipped")
            staged = build(VISITS, next_tables(releases), context(number), releases)
            if staged is not None:
                publish(staged)
                finished += 1
            check_visible(releases, published)
            demand(read_index(releases / "index.json")["visits"].keys() == published.keys(), releases)
            demand(not list((releases / "visits").glob(".staging-*")), releases)
            print(f"round {number + 1}: {len(published)} versions, none broken", flush=True)
    print(
        f"{rounds} rounds: {killed} kills, {rounds} disks full, {rounds} bits flipped, {finished} releases, none broken"
    )


if __name__ == "__main__":
    main()
