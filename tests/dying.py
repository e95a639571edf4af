"""A whole run that dies: `python -m tests.dying FOLDER ROUNDS SEED`.

The project in FOLDER, with articles in raw/ and nothing else, is run by processes that are killed at random moments,
three one after the other, and then by one that is not. Prints one line a round: `same`, or what differs from an
undisturbed run. Times differ, so everything is compared but times, and that the releases follow from their ledger.
"""

import json
import random
import shutil
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from pipeline.definitions import run_everything
from pipeline.ledger.store import Ledger
from pipeline.outlet import rebuilt, verified
from pipeline.project import Project
from pipeline.release.shelf import read_index
from pipeline.release.verification import verify
from schemas.packages import TABLES
from tests.projections.killing import forked

KILLS = 3
RUNNING = 0.6
"""The share of its time that the undisturbed round runs; then it is looked at."""
FOLLOWS_FROM_TIMES = {"releases", "_about"}
"""Tables that tell how far the ledger went when; they differ between two undisturbed runs too."""


def run(root: Path) -> None:
    """The whole way, as `bridgepower run` goes it."""
    failures = run_everything(root).failures
    (root / "failures.json").write_text(json.dumps(failures), encoding="utf-8")


def look(root: Path) -> None:
    """Write down what a project holds, apart from times, and what is wrong with it."""
    project = Project(root)
    with duckdb.connect(project.warehouse, read_only=True) as connection:
        tables = {
            spec.name: str(
                connection.sql(
                    f"SELECT {', '.join(column.name for column in spec.columns if column.kind != 'timestamp')} "
                    f'FROM "{spec.name}" ORDER BY ALL'
                ).fetchall()
            )
            for spec in TABLES
            if spec.name not in FOLLOWS_FROM_TIMES
        }
    folders = [(folder, wrong) for folder, wrong in verify(project.releases)]
    found = tables | {
        "entries": [f"{item.key} {item.entry.type}" for item in Ledger(project.ledger).read()],
        "releases": {
            package: list(versions) for package, versions in read_index(project.releases / "index.json").items()
        },
        "wrong": [str(problem) for _, wrong in folders for problem in wrong]
        + [str(problem) for problem in verified(project).problems]
        + [str(difference) for found in rebuilt(project, [folders[-1][0]]).values() for difference in found],
        "left behind": [path.name for path in root.rglob("*") if ".staging-" in path.name or "unfinished" in path.name],
    }
    (root / "found.json").write_text(json.dumps(found, sort_keys=True), encoding="utf-8")


def outcome(root: Path) -> Mapping[str, Any]:
    """Run undisturbed, and say what is there then."""
    forked(partial(run, root))
    failures = json.loads((root / "failures.json").read_text(encoding="utf-8"))
    if failures:
        return {"failures": failures}
    forked(partial(look, root))
    return dict(json.loads((root / "found.json").read_text(encoding="utf-8")))


def main(source: Path, rounds: int, seed: int) -> None:
    """Kill runs at moments spread over the time that one takes, and compare what the next one makes of it."""
    chance = random.Random(seed)  # noqa: S311  # chooses moments, keeps no secrets
    start = time.monotonic()
    expected = outcome(shutil.copytree(source, source.parent / "undisturbed"))
    duration = (time.monotonic() - start) * RUNNING
    for number in range(rounds):
        folder = shutil.copytree(source, source.parent / f"round {number}")
        for _ in range(KILLS):
            forked(partial(run, folder), duration * chance.uniform(0.02, 1))
        found = outcome(folder)
        different = [name for name in {**expected, **found} if found.get(name) != expected.get(name)]
        words = {name: str(found.get(name))[:300] for name in different}
        sys.stdout.write(f"{words or 'same'}\n")
        sys.stdout.flush()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
