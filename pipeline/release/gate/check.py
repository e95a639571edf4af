"""`check`: everything that can be said of a package from its files.

A whole release is a folder with all formats; a CSV package is what its ZIP file holds, or the folder that was made
from it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.release.described import read_descriptor, resources_of
from pipeline.release.errors import ReleaseError
from pipeline.release.files import SIGNATURE, SUMS, files_below, hashes_of
from pipeline.release.gate import beside, data, listing
from pipeline.release.gate.profile import descriptor_problems, twin_problems
from pipeline.release.gate.report import Problem, Report
from pipeline.release.gate.unpacking import unpack, zip_problems
from pipeline.release.signing import signature_problems

WHOLE = ("parquet", "diff", "croissant.json", "diff.json")
"""Any of these makes a folder a whole release, which then needs all of it."""


def check(package: Path | str, public_key: str | None = None) -> Report:
    """Check a folder or ZIP file of a package with nothing but its files.

    With `public_key`, the text of a minisign public key, the signature is needed too. ReleaseError where there is no
    such folder or file, or it is an address: nothing is fetched.
    """
    if "://" in str(package):
        raise ReleaseError(str(package), "is an address, and nothing is fetched to be checked", "Download it first")
    path = Path(package)
    if path.is_dir():
        return _check_folder(path, public_key)
    if not path.is_file():
        raise ReleaseError(path, "is neither a folder nor a ZIP file", "Name the folder of a release")
    with TemporaryDirectory(prefix="bridgepower-") as folder:
        problems = unpack(path, Path(folder))
        return _refused(problems) if problems else _check_folder(Path(folder), public_key)


def _refused(problems: list[Problem]) -> Report:
    return Report("", "", {}, signed=False, problems=tuple(problems))


def _check_folder(folder: Path, public_key: str | None) -> Report:
    problems = list(listing.unsafe_files(folder))
    if problems:
        return _refused(problems)
    sums, problems = listing.read_sums(folder)
    hashes = hashes_of(folder, [name for name in files_below(folder) if name not in (SUMS, SIGNATURE)])
    problems += listing.wrong_files(hashes, sums)
    problems += signature_problems(folder, public_key)
    descriptor, found = _descriptor(folder, "datapackage.json")
    if found:
        return _refused(problems + found)
    problems += _content_problems(folder, descriptor, hashes)
    rows = {item["name"]: item.get("x-rows", 0) for item in descriptor["resources"]}
    signed = public_key is not None and not problems
    return Report(descriptor["name"], f"v{descriptor['version']}", rows, signed, tuple(problems))


def _descriptor(
    folder: Path, name: str, problems: Callable[[str, dict[str, Any]], list[Problem]] = descriptor_problems
) -> tuple[dict[str, Any], list[Problem]]:
    """A descriptor, and what `problems` says of it if it can be read."""
    if not (folder / name).is_file():
        return {}, [Problem(name, "is missing")]
    try:
        descriptor = read_descriptor(folder / name)
    except ReleaseError as error:
        return {}, [Problem(name, error.what)]
    return descriptor, problems(name, descriptor)


def _content_problems(folder: Path, descriptor: dict[str, Any], hashes: dict[str, str]) -> list[Problem]:
    resources = resources_of(descriptor)
    problems = [
        *data.file_problems(folder, resources, hashes),
        *beside.text_problems(folder, descriptor, resources),
    ]
    whole = any((folder / name).exists() for name in WHOLE) or any(folder.glob("*.sqlite"))
    if not whole:
        lost = any(resource.path not in hashes for resource in resources)
        return problems if lost else problems + list(data.csv_package_problems(folder, resources))
    problems += beside.full_problems(folder, descriptor, resources, hashes)
    typed, found = _descriptor(
        folder, "parquet/datapackage.json", lambda place, twin: twin_problems(place, twin, descriptor)
    )
    archive, sqlite = (f"{descriptor['name']}{end}" for end in (f"-v{descriptor['version']}.zip", ".sqlite"))
    problems += found + [Problem(name, "is missing") for name in (archive, sqlite) if name not in hashes]
    needed = {sqlite, "parquet/datapackage.json", *(resource.path for resource in resources)}
    with ThreadPoolExecutor(1) as pool:
        # unpacked beside the other checks, because only one thread can
        zipped = pool.submit(zip_problems, folder / archive, hashes) if archive in hashes else None
        if not found and not needed - hashes.keys():
            problems += data.whole_problems(folder, (descriptor, typed), hashes)
        return problems + (zipped.result() if zipped else [])
