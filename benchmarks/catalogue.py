"""How the site over a hundred thousand records is built, beside one over a tenth of them.

    .venv/bin/python -m benchmarks.catalogue [copies]

Prints processor seconds, the ratio of the time of a record at both sizes, files, and the peak memory of the process
that builds.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pyarrow as pa

from benchmarks.release import PACKAGE, generate, has_identifiers, loaded, peak_memory
from pipeline.catalogue.site import build as build_site
from pipeline.release.build import build
from pipeline.release.publish import publish
from tests.release.tables import context, package

RECORDS, COPIES = 100, 500
"""The package has two kinds of records, so that 500 copies of 100 are a hundred thousand records."""
GOAL, MEMORY_GOAL = 1.5, 512 << 20


def main() -> int:
    """Build both sites and compare; 1 when a goal is missed."""
    if len(sys.argv) > 2:
        return run(Path(sys.argv[1]), Path(sys.argv[2]))
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else COPIES
    small, large = (measured(count) for count in (copies // 10, copies))
    ratio = large["seconds"] / large["records"] / (small["seconds"] / small["records"])
    for found in (small, large):
        print(
            f"{found['records']:,} records: {found['seconds']:.1f} s, {found['files']:,} files, "
            f"again {found['again']:.2f} s, peak memory {found['memory'] / 2**20:.0f} MiB"
        )
    print(f"a record takes {ratio:.2f} times as long (goal {GOAL}), memory goal {MEMORY_GOAL >> 20} MiB")
    return int(ratio > GOAL or large["memory"] > MEMORY_GOAL)


def measured(copies: int) -> dict[str, Any]:
    """What a fresh process reports of a site over a release of so many copies of the tests' tables."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder / "input", RECORDS, copies)
        staged = build(package(PACKAGE), plausible(loaded(folder / "input")), context(), folder / "releases")
        if staged is None:
            raise SystemExit("no release was made")
        publish(staged)
        command = [sys.executable, "-m", "benchmarks.catalogue", str(folder / "releases"), str(folder / "catalogue")]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return dict(json.loads(lines[-1]))


def plausible(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables with names of columns where the tests have any text, and identifiers as evenly spread as hashes."""
    named = {}
    for name, table in tables.items():
        rows = pl.DataFrame(pl.from_arrow(table))
        # the number of the copy stands right after the letters: its last digits differ most
        rows = rows.with_columns(
            pl.col(column).str.slice(0, 4)
            + pl.col(column).str.slice(7, 2)
            + pl.col(column).str.slice(4, 3)
            + pl.col(column).str.slice(9)
            for column in rows.columns
            if has_identifiers(rows[column])
        )
        if "disputed_fields" in rows.columns:
            rows = rows.with_columns(disputed_fields=pl.lit(["amount"]))
        named[name] = rows.to_arrow().cast(table.schema)
    return named


def run(releases: Path, folder: Path) -> int:
    """Build the site, and once more with nothing to do."""
    started = time.process_time()
    built = build_site(releases, folder, (), "http://127.0.0.1:8000/")
    seconds = time.process_time() - started
    build_site(releases, folder, (), "http://127.0.0.1:8000/")
    again = time.process_time() - started - seconds
    found = {"seconds": seconds, "again": again, "files": built.files, "records": built.records}
    print(json.dumps(found | {"memory": peak_memory()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
