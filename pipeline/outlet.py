"""From the tables to published packages: what a release is told of the ledger, and what the ledger is told of it.

Here projections, release and ledger meet. How a release is made and checked is the business of `pipeline.release`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from pipeline.extraction import extractor_version
from pipeline.ledger.entries import Checkpoint, ReleasePublished
from pipeline.ledger.store import Ledger
from pipeline.release.build import build
from pipeline.release.context import Checkpoint as Origin
from pipeline.release.context import ReleaseContext, context_of
from pipeline.release.publish import publish
from pipeline.release.shelf import newest
from schemas.packages import Package


def make_release(
    package: Package, tables: Mapping[str, pa.Table], ledger: Ledger, position: int, releases: Path
) -> bool:
    """Publish the next release of a package from tables folded up to a position, if anything differs; and record it.

    ReleaseError when the gate finds the staged release wanting; nothing is published then.
    """
    checkpoint = ledger.checkpoint(position)
    (last,) = ledger.read(position - 1, position)
    context = ReleaseContext(
        checkpoint=Origin(**asdict(checkpoint)),
        created=last.recorded_at,
        code=version("bridgepower"),
        extractor=extractor_version(),
    )
    staged = build(package, tables, context, releases)
    if staged is not None:
        publish(staged, releases)
    _record(package, ledger, newest(releases / package.name))
    return staged is not None


def _record(package: Package, ledger: Ledger, folder: Path | None) -> None:
    """Tell the ledger of the newest release; its key makes telling it again, as after a crash, add nothing."""
    if folder is None:
        return
    content = (folder / "datapackage.json").read_bytes()
    descriptor = json.loads(content)
    published = ReleasePublished(
        package=package.name,
        release=folder.name,
        checkpoint=Checkpoint(**asdict(context_of(descriptor).checkpoint)),
        descriptor_sha256=hashlib.sha256(content).hexdigest(),
        rows={resource["name"]: resource["x-rows"] for resource in descriptor["resources"]},
    )
    ledger.append([published], f"release/{package.name}/{folder.name}")
