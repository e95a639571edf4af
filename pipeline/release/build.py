"""Make a release: every file is written once, in a fixed order, into a folder that nobody sees until `publish`.

The same tables, context and earlier release give the same bytes. Which version it is, `plan` decides.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pyarrow as pa
from adbc_driver_manager import Error as SqliteError

from pipeline.release.archive import add_bytes, add_file, new_zip
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
"""What the ZIP file holds behind the CSV files, and before the hashes of all of these."""


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
    """Every file: the tables in all formats beside each other, what describes them, then the hashes."""
    for name in ("data", "parquet"):
        (folder / name).mkdir()
    archive, sqlite = f"{package.name}-{plan.version}.zip", f"{package.name}.sqlite"
    # sorting takes memory for a column and some rows: one table at a time, and one each as CSV and in SQLite beside it
    with new_zip(folder / archive) as zipped:
        tables = _Tables(folder, package, plan, zipped)
        with (
            working(connection, tables.as_parquet, package.published, 1) as contents,
            working(connection, tables.as_csv, zip(package.published, contents, strict=True), 1) as written,
            working(connection, tables.as_sqlite, [(folder / sqlite, contents)], 1) as filled,
        ):
            files = tuple(table.result() for table in written)
            edition = Edition(package, plan.version, context, files, sources_of(plan.rows["articles"]))
            sums = _write_metadata(connection, folder, edition, plan.difference, previous, tables.sums)
            for name in ZIPPED:
                add_file(zipped, name, folder / name)
            held = [*tables.sums, *ZIPPED]
            add_bytes(zipped, SUMS, sums_text({name: sums[name] for name in held}))
            sums[sqlite] = filled[0].result()
    sums[archive] = sha256_of(folder / archive)
    (folder / SUMS).write_bytes(sums_text(sums))
    return edition


class _Tables:
    """The tables of a release on their way into a folder: as Parquet first, which the other formats are made from."""

    def __init__(self, folder: Path, package: Package, plan: Plan, zipped: ZipFile) -> None:
        self._folder = folder
        self._package = package
        self._plan = plan
        self._zipped = zipped
        self.sums: dict[str, str] = {}
        """Hashes of the CSV files that are in the ZIP file."""

    def as_parquet(self, _: duckdb.DuckDBPyConnection, spec: TableSpec) -> str:
        """One table as Parquet, sorted by key; its content hash."""
        facts = {
            "name": f"{self._package.name}/{spec.name}",
            "version": self._plan.version.number,
            "license": LICENSE["name"],
            "description": spec.description,
        }
        return write_parquet(self._parquet(spec), spec, self._plan.rows[spec.name], facts)

    def as_csv(self, connection: duckdb.DuckDBPyConnection, table: tuple[TableSpec, Future[str]]) -> TableFile:
        """One table, once it is there as Parquet, as CSV and in the ZIP file."""
        spec, content = table[0], table[1].result()
        name = f"data/{spec.name}.csv"
        escaped = write_csv(connection, self._folder / name, spec, self._parquet(spec))
        self.sums[name] = add_file(self._zipped, name, self._folder / name)
        return TableFile(spec, len(self._plan.rows[spec.name]), content, escaped)

    def as_sqlite(self, connection: duckdb.DuckDBPyConnection, whole: tuple[Path, list[Future[str]]]) -> str:
        """All tables in one SQLite file, each once it is there as Parquet; the file's hash."""
        path, contents = whole
        specs = self._package.published
        # a content hash is never empty: it is only waited for
        files = (self._parquet(spec) for spec, content in zip(specs, contents, strict=True) if content.result())
        write_sqlite(connection, path, specs, files)
        return sha256_of(path)

    def _parquet(self, spec: TableSpec) -> Path:
        return self._folder / "parquet" / f"{spec.name}.parquet"


def _write_metadata(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    edition: Edition,
    difference: Diff,
    previous: Path | None,
    known: Mapping[str, str],
) -> dict[str, str]:
    """Everything that describes the tables; the hashes of it and of all files in folders, of which some are known."""
    counts = {table.spec.name: table.rows for table in edition.tables}
    write_diff_csv(connection, folder / "diff", difference)
    others = [name for name in files_below(folder) if "/" in name and name not in known]
    sums = {**known, **hashes_of(folder, others)}
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
    return sums
