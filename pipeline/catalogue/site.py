"""The site as a whole: from a folder of releases to a folder of pages, all or nothing to do.

Same releases, same corrections, same program: same bytes. Nothing is fetched, now or when the site is read.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.catalogue.console import console_page
from pipeline.catalogue.editions import INDEX, Edition, editions
from pipeline.catalogue.gathering import gather
from pipeline.catalogue.home import home_page
from pipeline.catalogue.index import Index, new_index
from pipeline.catalogue.machines import write_machines
from pipeline.catalogue.output import Output, compact, is_built
from pipeline.catalogue.packages import package_page
from pipeline.catalogue.pages import drawn_pages, write, write_root
from pipeline.catalogue.people import write_people
from pipeline.catalogue.places import place_pages
from pipeline.catalogue.search import write_search
from pipeline.catalogue.words import LANGUAGES, words

ROOM = Path(__file__).parent
REFERENCE = ROOM.parent.parent / "schemas" / "reference"


@dataclass(frozen=True)
class Built:
    """What a build did: whether there was anything to do, and how many files the site has with how many records."""

    is_new: bool
    files: int
    records: int


def build(releases: Path, folder: Path, corrections: Iterable[Mapping[str, Any]], address: str) -> Built:
    """Bring the site in `folder` up to the releases; `address` is where it will be served, for feeds and sitemap.

    `corrections` are the rows of the warehouse's table. An unchanged site is left as it is.
    """
    corrections = list(corrections)
    fingerprint = _fingerprint(releases, corrections, address)
    found = editions(releases)
    records = sum(edition.versions[0].records for edition in found)
    if is_built(folder, fingerprint):
        return Built(False, len(json.loads((folder / ".built.json").read_bytes())["files"]), records)
    out = Output(folder)
    with new_index() as index:
        gather(found, corrections, index, out)
        write_people(index, out)
        write_search(index, out)
        _pages(found, index, out)
        write_machines(found, index, address, out)
    _assets(out)
    for edition in found:
        _files(edition, out)
    out.finish(fingerprint)
    return Built(True, len(out.sizes), records)


def _pages(found: tuple[Edition, ...], index: Index, out: Output) -> None:
    write_root(out)
    write(home_page(found, index), out)
    write(console_page(found), out)
    for edition in found:
        write(package_page(edition, index), out)
    for page in chain(drawn_pages(), place_pages(index)):
        write(page, out)


def _assets(out: Output) -> None:
    for folder in (ROOM / "assets", ROOM / "vendored"):
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".json"):
            out.write(f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes())
    for place, language in enumerate(LANGUAGES):
        texts = {key: text[place] for key, text in words().items()}
        out.text(f"assets/words.{language}.js", f"bridgepower.words={compact(texts)};\n")


def _files(edition: Edition, out: Output) -> None:
    """Every version of a package at its address."""
    for version in edition.versions:
        folder = edition.home / version.name
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            out.link(f"releases/{edition.package.name}/{version.name}/{path.relative_to(folder).as_posix()}", path)


def _fingerprint(releases: Path, corrections: list[Mapping[str, Any]], address: str) -> str:
    """Of everything that the site's bytes follow from."""
    index = releases / INDEX
    digest = hashlib.sha256(index.read_bytes() if index.exists() else b"")
    digest.update(json.dumps([corrections, address], default=str, sort_keys=True).encode())
    digest.update(_program())
    return digest.hexdigest()


@cache
def _program() -> bytes:
    digest = hashlib.sha256()
    for folder in (ROOM, REFERENCE):
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.digest()
