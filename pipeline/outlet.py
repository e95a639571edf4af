"""From the warehouse to packages and the catalogue: what each is told, and what the ledger is told of a release.

Here projections, release, catalogue and ledger meet. How a release is made and checked is the business of
`pipeline.release`, how the site is drawn that of `pipeline.catalogue`.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipeline.catalogue.site import Built
from pipeline.catalogue.site import build as build_site
from pipeline.causes import causes_since
from pipeline.extraction import extractor_version
from pipeline.ledger.entries import Checkpoint, ReleasePublished, ReleaseWithdrawn
from pipeline.ledger.store import Ledger
from pipeline.ledger.verification import Verification
from pipeline.project import Project
from pipeline.projections.projection import Projection
from pipeline.projections.serving import reading
from pipeline.release.build import build
from pipeline.release.context import Causes, ReleaseContext, context_of, unknown_causes
from pipeline.release.context import Checkpoint as Origin
from pipeline.release.described import read_descriptor
from pipeline.release.errors import ReleaseError
from pipeline.release.publish import key_from, publish
from pipeline.release.rebuild import Difference, rebuild, same_bytes
from pipeline.release.shelf import before, check_withdrawal, newest, versions, withdraw, withdrawal
from pipeline.release.version import Bump, Version
from schemas.packages import CLAIMED, PACKAGES, Package
from schemas.render import arrow_schema
from schemas.table import TableSpec

ADDRESS = "BRIDGEPOWER_CATALOGUE_URL"
"""Where the catalogue will be served; feeds and sitemap need addresses that say so."""
LOCAL = "http://127.0.0.1:8000/"
"""Where `make catalogue` serves it."""


@dataclass(frozen=True)
class Made:
    """The newest release of a package: whether it was made just now, its version, folder, and rows of each table."""

    is_new: bool
    version: str
    folder: Path
    rows: Mapping[str, int]
    records: int


@dataclass(frozen=True)
class Wish:
    """What a person wants of the next release: notes for its changelog in Markdown, and a bump that it must have."""

    notes: str = ""
    bump: Bump = Bump.NONE


NO_WISH = Wish()


def make_release(package: Package, project: Project, ledger: Ledger, wish: Wish = NO_WISH) -> Made | None:
    """Publish the next release of a package from the warehouse, if anything differs, and tell the ledger.

    None while the ledger is empty. ReleaseError when the gate finds the release wanting; nothing is published then.
    """
    position, known_until, tables = _tables(package, project.warehouse)
    if not position:
        return None
    home = project.releases / package.name
    _mark_withdrawn(package, project)
    with _causes(package, newest(home), ledger, project.warehouse, position) as causes:
        context = ReleaseContext(
            checkpoint=Origin(**asdict(ledger.checkpoint(position))),
            created=known_until,
            code=version("bridgepower"),
            extractor=extractor_version(),
            notes=wish.notes,
            bump=wish.bump,
            causes=causes,
        )
        staged = build(package, tables, context, project.releases)
    if staged is not None:
        publish(staged, key_from())
    folder = newest(home)
    assert folder is not None  # noqa: S101 - `build` is None only where there is an earlier release
    return _recorded(package, ledger, folder, is_new=staged is not None)


def make_catalogue(project: Project) -> Built:
    """Bring the site up to the releases, with what people corrected; nothing is done where nothing has changed."""
    with reading(project.warehouse) as connection:
        rows = connection.execute("SELECT * FROM corrections ORDER BY correction_id")
        columns = [column[0] for column in rows.description or ()]
        corrections = [dict(zip(columns, row, strict=True)) for row in rows.fetchall()]
    return build_site(project.releases, project.catalogue, corrections, os.environ.get(ADDRESS, LOCAL))


def withdraw_release(
    project: Project, package: str, release: Version, reason: str, tell: Callable[[str], object]
) -> None:
    """Say in the ledger, and then in `index.json`, that a release should no longer be used; it stays downloadable.

    `tell` is told whom this waits for. ReleaseError where there is no such release, or no reason is given.
    """
    check_withdrawal(project.releases, package, release, reason)
    words = " ".join(reason.split())
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    entry = ReleaseWithdrawn(package=package, release=str(release), reason=words)
    with project.writing(tell) as ledger:
        ledger.append([entry], f"withdrawal/{package}/{release}/{digest}")
        withdraw(project.releases, package, release, words)


def _mark_withdrawn(package: Package, project: Project) -> None:
    """Let the marks in the folder of a package follow what the warehouse knows of withdrawals, as after a crash."""
    home = project.releases / package.name
    with reading(project.warehouse) as connection:
        query = "SELECT release, withdrawn_because FROM releases WHERE package = ? AND withdrawn_because IS NOT NULL"
        known = {Version.parse(name): reason for name, reason in connection.execute(query, [package.name]).fetchall()}
    for release in versions(home):
        if release in known and withdrawal(home, release) != known[release]:
            withdraw(project.releases, package.name, release, known[release])


def rebuilt(project: Project, folders: Iterable[Path]) -> dict[Path, list[Difference]]:
    """Build published releases again from the ledger as of their positions; how each differs from the published one.

    The ledger is folded once, with a halt at each position.
    """
    ledger = Ledger(project.ledger)
    positions = {folder: context_of(read_descriptor(folder / "datapackage.json")).checkpoint for folder in folders}
    found = {}
    with TemporaryDirectory(prefix="bridgepower-") as name:
        projection = Projection(Path(name) / "state")
        for folder, origin in sorted(positions.items(), key=lambda item: item[1].position):
            projection.fold(ledger, origin.position)
            projection.serve(Path(name) / "warehouse.duckdb")
            found[folder] = _rebuilt(ledger, folder, origin.position, Path(name))
    return found


def _rebuilt(ledger: Ledger, folder: Path, position: int, scratch: Path) -> list[Difference]:
    """How a release differs from what the warehouse in a scratch folder gives, which shows its position."""
    (package,) = (item for item in PACKAGES if item.name == folder.parent.name)
    warehouse = scratch / "warehouse.duckdb"
    _, _, tables = _tables(package, warehouse)
    with _causes(package, before(folder), ledger, warehouse, position) as causes:
        again = rebuild(package, tables, folder, scratch, causes)
    different = same_bytes(folder, again.folder)
    again.discard()
    return different


@contextmanager
def _causes(
    package: Package, previous: Path | None, ledger: Ledger, warehouse: Path, position: int
) -> Iterator[Causes]:
    """Why rows of the release at a position are other than in the one before, if there is one."""
    if previous is None:
        yield unknown_causes
        return
    origin = context_of(read_descriptor(previous / "datapackage.json")).checkpoint
    with causes_since(package, previous, warehouse, ledger.read(origin.position, position)) as causes:
        yield causes


def _tables(package: Package, warehouse: Path) -> tuple[int, datetime, dict[str, pa.Table]]:
    """The position and time that a warehouse shows, and the package's tables in it."""
    with reading(warehouse) as connection:
        ((position, known_until),) = connection.execute("SELECT ledger_position, known_until FROM _about").fetchall()
        return position, known_until, {spec.name: _table(connection, spec) for spec in package.tables}


def _table(connection: DuckDBPyConnection, spec: TableSpec) -> pa.Table:
    return connection.sql(f'SELECT * FROM "{spec.name}"').to_arrow_table().cast(arrow_schema(spec))


def _recorded(package: Package, ledger: Ledger, folder: Path, *, is_new: bool) -> Made:
    """Tell the ledger of the release; its key makes telling it again, as after a crash, add nothing."""
    content = (folder / "datapackage.json").read_bytes()
    descriptor = json.loads(content)
    rows = {resource["name"]: resource["x-rows"] for resource in descriptor["resources"]}
    published = ReleasePublished(
        package=package.name,
        release=folder.name,
        checkpoint=Checkpoint(**asdict(context_of(descriptor).checkpoint)),
        descriptor_sha256=hashlib.sha256(content).hexdigest(),
        rows=rows,
    )
    ledger.append([published], f"release/{package.name}/{folder.name}")
    records = sum(rows[item.records.name] for item in CLAIMED if item.kind in package.kinds)
    return Made(is_new, folder.name, folder, rows, records)


def verified(project: Project) -> Verification:
    """What a check of the whole ledger finds, held against the checkpoints that the published releases keep."""
    origins = []
    for path in sorted(project.releases.glob("*/v*/datapackage.json")):
        # a descriptor that cannot be read is named by the check of its release
        with suppress(ReleaseError, KeyError, TypeError, ValueError):
            origins.append(context_of(read_descriptor(path)).checkpoint)
    return Ledger(project.ledger).verify(Checkpoint(**asdict(origin)) for origin in origins)
