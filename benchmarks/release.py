"""How long a release of a million rows takes, beside writing the same rows with pyarrow and DuckDB alone.

    .venv/bin/python -m benchmarks.release [records-per-copy] [copies]

The rival writes Parquet and CSV and nothing else; the release has SQLite, a ZIP file and all that describes them
besides, and is read again by the gate. Both take turns, and the round with the middle ratio counts. frictionless
validates the CSV files of a release of a fiftieth of the copies, because it takes minutes for all of them, and stands
beside the gate on that same release. Prints seconds, the processor time of all threads (which other programs on the
machine disturb least), their ratios, and the peak memory of the process that builds and gates the release, its input
included. Each side is a process of its own.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import frictionless
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.release.build import build
from pipeline.release.gate.check import check
from pipeline.release.publish import publish
from tests.release.tables import context, package, tables

PACKAGE = "trade-flows"
IDENTIFIER = r"^(trd|inv|clm|art)_[0-9a-f]{12,16}$"
GOAL, MEMORY_GOAL = 3.0, 1 << 30
ROUNDS = 5
SMALLER = 50


def main() -> int:
    """Run all sides in fresh processes and print them side by side; 1 when a goal is missed."""
    if len(sys.argv) > 1 and sys.argv[1] in SIDES:
        SIDES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        return 0
    records, copies = (int(word) for word in [*sys.argv[1:], "100", "1000"][:2])
    with TemporaryDirectory() as name:
        folder = Path(name)
        rows = generate(folder / "input", records, copies)
        few = generate(folder / "few", records, max(copies // SMALLER, 1))
        taken = [(measured("plain", folder / "input"), measured("release", folder / "input")) for _ in range(ROUNDS)]
        checked = measured("frictionless", folder / "few")
    taken.sort(key=lambda sides: ratio_of(*sides))
    print("ratios of the rounds: " + ", ".join(f"{ratio_of(*sides):.2f}" for sides in taken) + "; the middle one:")
    plain, ours = taken[ROUNDS // 2]
    ratio = show(rows, plain, ours)
    gate, theirs = (1e6 * checked[side] / few for side in ("gate", "frictionless"))
    print(f"{few:,} rows: the gate {gate:.0f} µs a row for all formats, frictionless {theirs:.0f} for CSV alone")
    return int(ratio > GOAL or ours["memory"] > MEMORY_GOAL)


def show(rows: int, plain: dict[str, Any], ours: dict[str, Any]) -> float:
    """Print what both sides took; the ratio of the seconds."""
    ratio = ratio_of(plain, ours)
    print(f"{rows:,} rows in {len(ours['rows'])} tables")
    print(f"pyarrow Parquet {plain['parquet']:.1f} s, DuckDB CSV {plain['csv']:.1f} s, together {sum_of(plain):.1f} s")
    print(f"build {ours['build']:.1f} s, gate and publish {ours['gate']:.1f} s, together {sum_of(ours):.1f} s")
    print(f"ratio {ratio:.2f} (goal {GOAL}), peak memory {ours['memory'] / 2**20:.0f} MiB (goal 1024)")
    print(f"processor time {plain['cpu']:.1f} s and {ours['cpu']:.1f} s, ratio {ours['cpu'] / plain['cpu']:.2f}")
    return ratio


def ratio_of(plain: dict[str, Any], ours: dict[str, Any]) -> float:
    """How many times as long the release takes."""
    return sum_of(ours) / sum_of(plain)


def sum_of(found: dict[str, Any]) -> float:
    """Seconds of all that a side does."""
    return float(sum(found.get(part, 0) for part in ("parquet", "csv", "build", "gate")))


def measured(side: str, source: Path) -> dict[str, Any]:
    """What one side reports of itself on its last line."""
    with TemporaryDirectory(dir=source.parent) as target:
        command = [sys.executable, "-m", "benchmarks.release", side, str(source), target]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return dict(json.loads(lines[-1]))


def generate(folder: Path, records: int, copies: int) -> int:
    """Many copies of the tables of the tests, each with identifiers of its own and contexts as long as real ones."""
    folder.mkdir()
    total = 0
    for name, table in tables(package(PACKAGE), records).items():
        base = pl.DataFrame(pl.from_arrow(table))
        numbered = base.join(pl.DataFrame({"copy": [f"{number:05x}" for number in range(copies)]}), how="cross")
        columns = [column for column in base.columns if has_identifiers(base[column])]
        many = numbered if columns else base.with_columns(copy=pl.lit(""))
        many = many.with_columns(
            pl.col(column).str.slice(0, 4) + pl.col("copy") + pl.col(column).str.slice(9) for column in columns
        ).drop("copy")
        if "context" in many.columns:
            many = many.with_columns(context=pl.col("quote").repeat_by(6).list.join(" "))
        with pa.ipc.new_file(folder / f"{name}.arrow", table.schema) as writer:
            writer.write_table(many.to_arrow().cast(table.schema), max_chunksize=100_000)
        total += many.height
    return total


def has_identifiers(column: pl.Series) -> bool:
    """Whether a column's values are identifiers that every copy needs anew."""
    return column.dtype == pl.String and bool(column.str.contains(IDENTIFIER).all())


def loaded(source: Path) -> dict[str, pa.Table]:
    """The generated tables, in memory."""
    found = {}
    for path in sorted(source.glob("*.arrow")):
        with pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as reader:
            found[path.stem] = reader.read_all()
    return found


def run_plain(source: Path, target: Path) -> None:
    """Write the rows as Parquet and CSV with nothing around."""
    rows = loaded(source)
    started, before = time.perf_counter(), time.process_time()
    for name, table in rows.items():
        pq.write_table(table, target / f"{name}.parquet", compression="zstd", compression_level=3)
    parquet = time.perf_counter()
    with duckdb.connect() as connection:
        for name in rows:
            query = f"FROM read_parquet('{target}/{name}.parquet')"
            connection.execute(f"COPY ({query}) TO '{target}/{name}.csv' (HEADER)").fetchall()
    cpu = time.process_time() - before
    report({"parquet": parquet - started, "csv": time.perf_counter() - parquet, "cpu": cpu})


def run_release(source: Path, target: Path) -> None:
    """Build, gate and publish the rows as a release."""
    rows = loaded(source)
    started, before = time.perf_counter(), time.process_time()
    staged = build(package(PACKAGE), rows, context(), target)
    built = time.perf_counter()
    if staged is None:
        raise SystemExit("no release was made")
    published = publish(staged)
    seconds = {"build": built - started, "gate": time.perf_counter() - built, "cpu": time.process_time() - before}
    report({**seconds, "rows": dict(published.rows), "memory": peak_memory()})


def run_frictionless(source: Path, target: Path) -> None:
    """Validate the CSV files of a release with frictionless, and check all of it with the gate."""
    staged = build(package(PACKAGE), loaded(source), context(), target)
    if staged is None:
        raise SystemExit("no release was made")
    folder = publish(staged).folder
    started = time.perf_counter()
    found = frictionless.validate(str(folder / "datapackage.json"))
    validated = time.perf_counter()
    if not (found.valid and check(folder).ok):
        raise SystemExit("the release is not valid")
    report({"frictionless": validated - started, "gate": time.perf_counter() - validated})


def peak_memory() -> int:
    """The largest resident memory of this process so far, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


def report(found: dict[str, Any]) -> None:
    """Tell the parent process."""
    print(json.dumps(found))


SIDES: dict[str, Callable[[Path, Path], None]] = {
    "plain": run_plain,
    "release": run_release,
    "frictionless": run_frictionless,
}

if __name__ == "__main__":
    sys.exit(main())
