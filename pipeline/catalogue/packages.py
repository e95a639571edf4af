"""The package page: what can be downloaded, in which versions, what the fields mean, and what was read for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.catalogue.editions import Edition, Version, record_tables
from pipeline.catalogue.index import LISTED, Index
from pipeline.catalogue.pages import Page
from pipeline.catalogue.saying import day, size
from pipeline.catalogue.words import Three
from schemas.packages import Package

WARNINGS = tuple(f"warning.{number}" for number in range(1, 7))


def package_page(edition: Edition, index: Index) -> Page:
    """The page of one package in its version in use."""
    package = edition.package
    lists = [
        (kind, index.newest(kind), index.one("SELECT count(*) FROM brief WHERE kind = ?", kind))
        for kind in package.kinds
    ]
    content = {
        "edition": edition,
        "name": package.name,
        "released": day(edition.created),
        "files": _files(edition),
        "single": _single(edition),
        "versions": [(version, day(version.created), changed(package, version)) for version in edition.versions],
        "tables": edition.descriptor["resources"],
        "lists": lists,
        "listed": LISTED,
        "warnings": WARNINGS,
        "snippets": _snippets(edition),
        "citation": _citation(edition),
        "coverage": _coverage(edition),
        "build": edition.descriptor["x-build"],
        "linked_data": _linked_data(edition),
        "folder": f"releases/{package.name}/{edition.version}",
    }
    return Page(f"package/{package.name}.html", "package.html", "home", content)


def changed(package: Package, version: Version) -> dict[str, int]:
    """How many records are new, other and gone since the version before."""
    tables = [version.diff["tables"].get(name, {}) for name in record_tables(package)]
    return {key: sum(counts.get(key, 0) for counts in tables) for key in ("added", "changed", "withdrawn")}


def _files(edition: Edition) -> list[tuple[str, str, Any, str]]:
    """Downloads of the whole package as key of their description, path, size and hash; those for everyone first."""
    name = edition.package.name
    lines = (edition.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    paths = [
        ("file.csv", f"{name}-{edition.version}.zip"),
        ("file.sqlite", f"{name}.sqlite"),
        ("file.codebook", "codebook.csv"),
        ("file.descriptor", "datapackage.json"),
        ("file.croissant", "croissant.json"),
        ("file.readme", "README.md"),
        ("file.sums", "SHA256SUMS"),
    ]
    return [(key, path, size((edition.folder / path).stat().st_size), sums.get(path, "")) for key, path in paths]


def _single(edition: Edition) -> list[tuple[str, int, list[tuple[str, Three]]]]:
    """Each table with its rows and its files, as path and size; records first, then what a quote is checked with."""
    return [
        (
            table,
            rows,
            [
                (path, size((edition.folder / path).stat().st_size))
                for path in (f"parquet/{table}.parquet", f"data/{table}.csv")
            ],
        )
        for table, rows in edition.rows.items()
    ]


def _snippets(edition: Edition) -> list[tuple[str, str]]:
    """How the first table is opened where it was downloaded to: the page does not know where it is served."""
    table = record_tables(edition.package)[0]
    parquet = f"{table}.parquet"
    return [
        ("DuckDB", f"SELECT * FROM '{parquet}' LIMIT 10;"),
        ("polars", f'import polars as pl\n\nprint(pl.read_parquet("{parquet}"))'),
        ("pandas", f'import pandas as pd\n\nprint(pd.read_parquet("{parquet}", dtype_backend="pyarrow"))'),
        ("R", f'rows <- read.csv("{table}.csv", na.strings = "", encoding = "UTF-8")\nhead(rows)'),
    ]


def _citation(edition: Edition) -> str:
    authors = ", ".join(person["title"] for person in edition.descriptor["contributors"])
    title, number = edition.descriptor["title"], edition.descriptor["version"]
    return f"{authors} ({edition.created[:4]}). {title}, version {number}. Bridge Power."


def _coverage(edition: Edition) -> list[Mapping[str, Any]]:
    """What was read by publisher: how many articles, from when to when, in how many of them something was found."""
    query = """
        SELECT articles.publisher, min(published_on) AS first, max(published_on) AS last,
            count(DISTINCT article_id) AS articles, count(DISTINCT CASE WHEN claims > 0 THEN article_id END) AS telling,
            sum(claims) AS claims
        FROM articles JOIN coverage USING (article_id) GROUP BY publisher ORDER BY articles DESC, publisher"""
    with edition.database() as database:
        return [
            {**row, "first": row["first"] and day(row["first"]), "last": row["last"] and day(row["last"])}
            for row in map(dict, database.execute(query))
        ]


def _linked_data(edition: Edition) -> Mapping[str, Any]:
    """The package as schema.org JSON-LD for the page's head."""
    descriptor = edition.descriptor
    folder = f"../../releases/{edition.package.name}/{edition.version}"
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": descriptor["title"],
        "description": descriptor["description"],
        "identifier": f"urn:uuid:{descriptor['id']}",
        "version": descriptor["version"],
        "datePublished": edition.created[:10],
        "license": descriptor["licenses"][0]["path"],
        "creator": {"@type": "Organization", "name": descriptor["contributors"][0]["title"]},
        "keywords": descriptor["keywords"],
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": Path(path).name,
                "encodingFormat": mediatype,
                "contentUrl": f"{folder}/{path}",
            }
            for path, mediatype in (
                (f"{edition.package.name}-{edition.version}.zip", "application/zip"),
                (f"{edition.package.name}.sqlite", "application/vnd.sqlite3"),
                ("parquet/datapackage.json", "application/json"),
                ("croissant.json", "application/ld+json"),
            )
        ],
    }
