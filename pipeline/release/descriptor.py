"""The Data Package descriptors (https://datapackage.org/, version 2) and the codebook, from the table definitions.

There are two: one for CSV that every consumer's tool takes, one for Parquet. frictionless-py finds false faults in
Parquet files that are described as the specification asks, so one descriptor cannot serve both.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

import pyarrow as pa

from pipeline.release.context import ReleaseContext
from pipeline.release.version import Version
from schemas.packages import Package
from schemas.render import frictionless_schema
from schemas.table import TableSpec

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENSE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
AUTHOR = "Bridge Power contributors"
KEYWORDS = ("Kazakhstan", "foreign policy", "news")


@dataclass(frozen=True)
class TableFile:
    """What is known of one table of a release once its files are written."""

    spec: TableSpec
    rows: int
    content_sha256: str
    csv_escaped: int


@dataclass(frozen=True)
class Edition:
    """One release of a package, as far as its metadata needs to know it."""

    package: Package
    version: Version
    context: ReleaseContext
    tables: tuple[TableFile, ...]
    sources: tuple[Mapping[str, str], ...]

    @property
    def identifier(self) -> str:
        """An identifier that is the same whenever the release is built again."""
        return str(uuid5(NAMESPACE_URL, f"bridgepower/{self.package.name}/{self.version}"))


def sources_of(articles: pa.Table) -> tuple[dict[str, str], ...]:
    """The publishers of the articles, each once, with the site where the known addresses point."""
    found: dict[str, set[str]] = {}
    for publisher, url in zip(articles["publisher"].to_pylist(), articles["url"].to_pylist(), strict=True):
        sites = found.setdefault(publisher, set()) if publisher else set()
        address = urlsplit(url or "")
        if address.scheme in ("http", "https") and address.hostname:
            sites.add(f"{address.scheme}://{address.hostname}/")
    return tuple(
        {"title": publisher, **({"path": sites.pop()} if len(sites) == 1 else {})}
        for publisher, sites in sorted(found.items())
    )


def csv_resource(spec: TableSpec, names: Sequence[str]) -> dict[str, Any]:
    """The CSV file of a table, without what only the written file tells."""
    return _resource(spec, names, f"data/{spec.name}.csv", "csv", "text/csv") | {
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
    }


def parquet_resource(spec: TableSpec, names: Sequence[str]) -> dict[str, Any]:
    """The Parquet file of a table, without what only the written file tells."""
    return _resource(spec, names, f"{spec.name}.parquet", "parquet", "application/vnd.apache.parquet")


def _resource(spec: TableSpec, names: Sequence[str], path: str, form: str, mediatype: str) -> dict[str, Any]:
    return {
        "name": spec.name,
        "path": path,
        "type": "table",
        "title": spec.title,
        "description": spec.description,
        "format": form,
        "mediatype": mediatype,
        "schema": frictionless_schema(spec, names),
    }


def csv_descriptor(edition: Edition, folder: Path, hashes: Mapping[str, str]) -> bytes:
    """`datapackage.json` of the release in `folder`, whose files have those hashes."""
    names = [table.spec.name for table in edition.tables]
    resources = [
        csv_resource(table.spec, names)
        | _written(table, folder, f"data/{table.spec.name}.csv", hashes)
        | {"x-csv-escaped": table.csv_escaped}
        for table in edition.tables
    ]
    return _json(_package(edition) | {"resources": resources})


def parquet_descriptor(edition: Edition, folder: Path, hashes: Mapping[str, str]) -> bytes:
    """`parquet/datapackage.json` of the release in `folder`, whose files have those hashes."""
    names = [table.spec.name for table in edition.tables]
    resources = [
        parquet_resource(table.spec, names) | _written(table, folder, f"parquet/{table.spec.name}.parquet", hashes)
        for table in edition.tables
    ]
    return _json(_package(edition) | {"resources": resources})


def _written(table: TableFile, folder: Path, path: str, hashes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{hashes[path]}",
        "x-rows": table.rows,
        "x-content-sha256": table.content_sha256,
    }


def _package(edition: Edition) -> dict[str, Any]:
    package = edition.package
    return {
        "$schema": PROFILE,
        "name": package.name,
        "id": edition.identifier,
        "title": package.title,
        "description": package.description,
        "version": edition.version.number,
        "created": edition.context.created_text,
        "licenses": [LICENSE],
        "contributors": [{"title": AUTHOR, "roles": ["creator"]}],
        "keywords": [*KEYWORDS, *package.name.split("-")],
        **({"sources": list(edition.sources)} if edition.sources else {}),
        "x-build": edition.context.described(),
    }


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


CODEBOOK_COLUMNS = ("table", "column", "type", "description", "unit", "required", "categories", "pattern", "points_to")


def codebook(edition: Edition) -> bytes:
    """`codebook.csv`: a line for each column of each table, in words."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CODEBOOK_COLUMNS)
    for spec in (table.spec for table in edition.tables):
        targets = {key.column: f"{key.table}.{key.reference}" for key in spec.foreign_keys}
        for column in spec.columns:
            required = "FALSE" if column.nullable else "TRUE"
            words = [spec.name, column.name, column.kind, column.description, column.unit, required]
            writer.writerow([*words, " | ".join(column.categories), column.pattern, targets.get(column.name)])
    return out.getvalue().encode()
