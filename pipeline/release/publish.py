"""Put a staged release in place: signed, read-only, on the disk, checked, and then visible by one rename.

Killed at any point, no visible version is broken: what is not renamed is swept by the next build, and what was renamed
but not yet indexed is indexed then.
"""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipeline.release.build import Staged
from pipeline.release.errors import ReleaseError
from pipeline.release.files import SIGNATURE, SUMS, sha256_of, sync, sync_tree
from pipeline.release.gate.check import check
from pipeline.release.gate.report import Report
from pipeline.release.shelf import tidy
from pipeline.release.signing import secret_key, signature_of
from pipeline.release.version import Version


@dataclass(frozen=True)
class Published:
    """A release that is out: what the ledger's entry about it needs, and where it lies."""

    package: str
    version: Version
    folder: Path
    rows: Mapping[str, int]
    descriptor_sha256: str


class GateError(ReleaseError):
    """A release did not pass the gate; `report` holds every problem."""

    def __init__(self, folder: Path, report: Report) -> None:
        super().__init__(folder, report.text(), "Nothing was published; mend the tables, then build again")
        self.report = report


def publish(staged: Staged, key: str | None = None) -> Published:
    """Publish a staged release, signed where `key` holds the text of a minisign secret key without password.

    GateError where the gate finds something; then, and whenever it fails, nothing of the release is left.
    """
    target = staged.folder.parent / str(staged.version)
    try:
        _sign(staged, key)
        with ThreadPoolExecutor(1) as pool:
            # the disk takes its time, in which the files can be read
            synced = pool.submit(sync_tree, staged.folder)
            report = check(staged.folder)
            synced.result()
        if not report.ok:
            raise GateError(staged.folder, report)
        if target.exists():
            raise ReleaseError(target, "exists already, and a release is never changed", "Build again")
        staged.folder.rename(target)
    except BaseException:
        staged.discard()
        raise
    target.chmod(0o555)
    sync(target.parent)
    staged.staging.unlock()
    tidy(target.parent.parent)
    return Published(staged.package.name, staged.version, target, staged.rows, sha256_of(target / "datapackage.json"))


def _sign(staged: Staged, key: str | None) -> None:
    if key is not None:
        comment = f"{staged.package.name} {staged.version}"
        signature = signature_of((staged.folder / SUMS).read_bytes(), secret_key(key), comment)
        (staged.folder / SIGNATURE).write_bytes(signature)


def key_from(environment: Mapping[str, str] = os.environ) -> str | None:
    """The secret key that BRIDGEPOWER_SIGNING_KEY holds or names the file of; None where it is not set."""
    words = environment.get("BRIDGEPOWER_SIGNING_KEY", "").strip()
    if not words:
        return None
    return words if "\n" in words else Path(words).read_text(encoding="utf-8")
