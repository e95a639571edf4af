"""Make a release: every file is written once, in a fixed order, into a folder that nobody sees until `publish`.

The same tables, context and earlier release give the same bytes. Which version it is, `plan` decides.
"""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow as pa
from adbc_driver_manager import Error as SqliteError

from pipeline.release.archive import write_zip
from pipeline.release.companions import citation, croissant, licence
from pipeline.release.context import ReleaseContext
from pipeline.release.database import database, working
from pipeline.release.descriptor import (
    LICENSE,
    Edition,
    TableFile,
    codebook,
    csv_descriptor,
    parquet_descriptor,
    sources_of,
)
from pipeline.release.diff import PARQUET_DESCRIPTOR, Diff, diff_json, write_diff_csv
from pipeline.release.errors import ReleaseError
from pipeline.release.files import SUMS, files_below, hashes_of, sha256_of, sums_text
from pipeline.release.gate.listing import read_sums, wrong_files
from pipeline.release.plan import Plan, plan_release
from pipeline.release.readme import changelog, readme, whole_changelog
from pipeline.release.selection import select
from pipeline.release.shelf import newest, tidy
from pipeline.release.staging import Staging, new_staging
from pipeline.release.version import Version
from pipeline.release.writing import write_csv, write_parquet, write_sqlite
from schemas.packages import Package
from schemas.table import TableSpec

ZIPPED = ("datapackage.json", "codebook.csv", "CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md")
"""What the ZIP file holds besides the CSV files and the hashes of all its files."""


@dataclass(frozen=True)
class Staged:
    """A release that is written but not published; pass it to `publish` or `discard` in the same process."""

    package: Package
    version: Version
    difference: Diff
    rows: Mapping[str, int]
    staging: Staging

    @property
    def folder(self) -> Path:
        """Where the files are until they are published."""
        return self.staging.folder

    def discard(self) -> None:
        """Remove it."""
        self.staging.remove()


def build(package: Package, tables: Mapping[str, pa.Table], context: ReleaseContext, releases: Path) -> Staged | None:
    """Make the next release of a package, or None when nothing differs from its newest one.

    `tables` are the package's tables by name with the declared columns; rows in any order. ReleaseError where a table
    is not as declared, or the bump asked for is smaller than the differences need.
    """
    home = releases / package.name
    home.mkdir(parents=True, exist_ok=True)
    tidy(releases)
    return stage(package, tables, context, newest(home), home)


def stage(
    package: Package, tables: Mapping[str, pa.Table], context: ReleaseContext, previous: Path | None, parent: Path
) -> Staged | None:
    """`build` against a given earlier release, in a new folder in `parent`."""
    if previous is not None:
        _check_sound(previous)
    rows = select(package, tables)
    with database() as connection:
        plan = plan_release(connection, package, rows, context, previous)
        if plan is None:
            return None
        staging = new_staging(parent)
        try:
            edition = _write_release(connection, staging.folder, package, plan, context, previous)
        except (duckdb.Error, SqliteError) as error:
            staging.remove()
            what = f"cannot be written: {str(error).splitlines()[0]}"
            raise ReleaseError(parent, what, "See that the disk has space and the tables are valid") from error
        except BaseException:
            staging.remove()
            raise
    counts = {table.spec.name: table.rows for table in edition.tables}
    return Staged(package, plan.version, plan.difference, counts, staging)


def _check_sound(previous: Path) -> None:
    """ReleaseError where a file that the next release is made from is not what was published."""
    sums, problems = read_sums(previous)
    used = {name: sums[name] for name in sums if name.startswith("parquet/") or name == "CHANGELOG.md"}
    there = hashes_of(previous, [name for name in used if (previous / name).is_file()])
    for problem in [*problems, *wrong_files(there, used)]:
        raise ReleaseError(previous / problem.place, problem.what, "Put the release back from a copy")


def _write_release(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    package: Package,
    plan: Plan,
    context: ReleaseContext,
    previous: Path | None,
) -> Edition:
    """Every file: the tables, SQLite beside them and beside all that describes them, then the hashes."""
    for name in ("data", "parquet"):
        (folder / name).mkdir()

    def as_parquet(_: duckdb.DuckDBPyConnection, spec: TableSpec) -> str:
        return _write_parquet(folder, package, plan, spec)

    def as_csv(connection: duckdb.DuckDBPyConnection, table: tuple[TableSpec, Future[str]]) -> TableFile:
        spec, content = table[0], table[1].result()
        escaped = write_csv(connection, folder / "data" / f"{spec.name}.csv", spec, _parquet_of(folder, spec))
        return TableFile(spec, len(plan.rows[spec.name]), content, escaped)

    sqlite = f"{package.name}.sqlite"
    # sorting takes memory for a column and some rows: one table at a time, and one each as CSV and in SQLite beside it
    with (
        working(connection, as_parquet, package.published, 1) as contents,
        working(connection, as_csv, begun := list(zip(package.published, contents, strict=True)), 1) as written,
        connection.cursor() as own,
        ThreadPoolExecutor(1) as beside,
    ):
        # a content hash is never empty: it is only waited for
        files = (_parquet_of(folder, spec) for spec, content in begun if content.result())
        filled = beside.submit(write_sqlite, own, folder / sqlite, package.published, files)
        tables = tuple(table.result() for table in written)
        edition = Edition(package, plan.version, context, tables, sources_of(plan.rows["articles"]))
        sums = _write_metadata(connection, folder, edition, plan.difference, previous)
        filled.result()
    sums[sqlite] = sha256_of(folder / sqlite)
    (folder / SUMS).write_bytes(sums_text(sums))
    return edition


def _write_parquet(folder: Path, package: Package, plan: Plan, spec: TableSpec) -> str:
    """One table as Parquet, sorted by key; its content hash."""
    facts = {
        "name": f"{package.name}/{spec.name}",
        "version": plan.version.number,
        "license": LICENSE["name"],
        "description": spec.description,
    }
    return write_parquet(_parquet_of(folder, spec), spec, plan.rows[spec.name], facts)


def _parquet_of(folder: Path, spec: TableSpec) -> Path:
    return folder / "parquet" / f"{spec.name}.parquet"


def _write_metadata(
    connection: duckdb.DuckDBPyConnection, folder: Path, edition: Edition, difference: Diff, previous: Path | None
) -> dict[str, str]:
    """Everything that describes the tables, and the ZIP file; the hashes of these and of the tables' files."""
    counts = {table.spec.name: table.rows for table in edition.tables}
    csv_files = [f"data/{table}.csv" for table in counts]
    write_diff_csv(connection, folder / "diff", difference)
    sums = hashes_of(folder, [name for name in files_below(folder) if "/" in name])
    before = (previous / "CHANGELOG.md").read_bytes() if previous else None
    contents = {
        "datapackage.json": csv_descriptor(edition, folder, sums),
        PARQUET_DESCRIPTOR: parquet_descriptor(edition, folder, sums),
        "diff.json": diff_json(difference, counts),
        "codebook.csv": codebook(edition),
        "README.md": readme(edition),
        "CHANGELOG.md": whole_changelog(changelog(edition.version, edition.context, difference), before),
        "CITATION.cff": citation(edition),
        "LICENSE": licence(),
        "croissant.json": croissant(edition, folder, sums),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        sums[name] = sha256(content).hexdigest()
    zipped = sorted([*csv_files, *ZIPPED])
    archive = f"{edition.package.name}-{edition.version}.zip"
    write_zip(folder / archive, folder, zipped, {SUMS: sums_text({name: sums[name] for name in zipped})})
    return sums | {archive: sha256_of(folder / archive)}
