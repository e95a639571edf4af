"""The README and the changelog of a release, for people. The prose of the README is `templates/README.md`."""

from importlib.resources import files
from string import Template

import pyarrow.compute as pc

from pipeline.release.companions import cite_as
from pipeline.release.context import ReleaseContext
from pipeline.release.descriptor import Edition
from pipeline.release.diff import Diff
from pipeline.release.rows import RowChanges
from pipeline.release.version import Version
from schemas.packages import WITHDRAWN


def readme(edition: Edition) -> bytes:
    """`README.md`: what the release is, what to beware of, how to open and check it, how to cite it."""
    tables = [f"| `{table.spec.name}` | {table.rows} | {table.spec.description} |" for table in edition.tables]
    blocks = [f"{heading}:\n\n```{language}\n{code}\n```" for heading, language, code in snippets(edition)]
    template = files("pipeline.release").joinpath("templates", "README.md").read_text(encoding="utf-8")
    words = {
        "name": edition.package.name,
        "title": edition.package.title,
        "description": edition.package.description,
        "version": str(edition.version),
        "date": edition.context.created_text[:10],
        "position": str(edition.context.checkpoint.position),
        "tables": "\n".join(tables),
        "snippets": "\n\n".join(blocks),
        "citation": cite_as(edition),
    }
    return Template(template).substitute(words).encode()


def snippets(edition: Edition) -> list[tuple[str, str, str]]:
    """Programs that open the first table of the package: heading, language, code. The tests run those that can run."""
    table = edition.tables[0].spec
    name, key = table.name, table.key[0]
    claims = next(other.spec.name for other in edition.tables if other.spec.name.endswith("_claims"))
    parquet = f'"parquet/{name}.parquet"'
    backend = 'dtype_backend="pyarrow"'
    joined = f"SELECT {key}, quote, publisher, url\nFROM {{}}\nJOIN {{}} USING ({key})\nJOIN {{}} USING (article_id)"
    ordered = f"\nORDER BY {key}, claim_id LIMIT 10;"
    quoted = [f"'parquet/{other}.parquet'" for other in (name, claims, "articles")]
    return [
        (
            "pandas",
            "python",
            f"import pandas as pd\n\n{name} = pd.read_parquet({parquet}, {backend})\nprint({name}.head())",
        ),
        ("polars", "python", f"import polars as pl\n\n{name} = pl.read_parquet({parquet})\nprint({name}.head())"),
        ("DuckDB", "sql", joined.format(*quoted) + ordered),
        ("SQLite", "sql", joined.format(name, claims, "articles") + ordered),
        ("R", "r", f'{name} <- read.csv("data/{name}.csv", na.strings = "", encoding = "UTF-8")\nhead({name})'),
    ]


HEADINGS = ("Notes", "Structure", "New rows", "Changed values", "Withdrawn rows")


def changelog(version: Version, context: ReleaseContext, difference: Diff) -> bytes:
    """The entry of this release in `CHANGELOG.md`: always the same headings, `None.` where there is nothing."""
    tables = [item for item in difference.tables.items() if item[0] != WITHDRAWN.name]
    first = difference.older is None
    sections = {
        "Notes": [context.notes.strip()] if context.notes.strip() else [],
        "Structure": ["- First release."]
        if first
        else [f"- {change.place}: {change.what} ({change.bump})" for change in difference.structure],
        "New rows": [f"- `{name}`: {changes.added}" for name, changes in tables if changes.added],
        "Changed values": [
            line
            for name, changes in tables
            if changes.changed
            for line in (f"- `{name}`: {_rows(changes.changed)} ({_columns(changes)})", *_reasons(changes, "changed"))
        ],
        "Withdrawn rows": [
            line
            for name, changes in tables
            if changes.withdrawn
            for line in (f"- `{name}`: {changes.withdrawn}", *_reasons(changes, "withdrawn"))
        ],
    }
    asked = f" ({context.bump} was asked for)" if context.bump > difference.bump else ""
    since = "" if first else f", since {difference.older}: {difference.bump}{asked}"
    lines = [f"## {version}, {context.created_text[:10]}{since}"]
    for heading in HEADINGS:
        lines += ["", f"### {heading}", "", *(sections[heading] or ["None."])]
    return "\n".join(lines).encode() + b"\n"


def _rows(number: int) -> str:
    return f"{number} row{'s' * (number != 1)}"


def _columns(changes: RowChanges) -> str:
    return ", ".join(f"`{column}` {number}" for column, number in changes.columns.items())


def _reasons(changes: RowChanges, change: str) -> list[str]:
    """Why rows are other or gone, as far as it is known: each reason once, with its rows and ledger entries."""
    of_it = changes.rows.filter(pc.equal(changes.rows["change"], change)).select([*changes.key, "reason", "entries"])
    rows: dict[str, set[tuple[str, ...]]] = {}
    entries: dict[str, set[int]] = {}
    for row in of_it.filter(pc.is_valid(of_it["reason"])).to_pylist():
        reason = " ".join(row["reason"].split())
        rows.setdefault(reason, set()).add(tuple(row[column] for column in changes.key))
        entries.setdefault(reason, set()).update(map(int, row["entries"]))
    return [
        f"  - {reason} ({_rows(len(rows[reason]))}; ledger entries {', '.join(map(str, sorted(entries[reason])))})"
        for reason in sorted(rows)
    ]


def whole_changelog(entry: bytes, before: bytes | None) -> bytes:
    """`CHANGELOG.md` of a release: its entry on top of those of the releases before."""
    older = before.partition(b"\n## ")[2] if before else b""
    return _TITLE + entry + (b"\n## " + older if older else b"")


_TITLE = b"""# Changes

Newest first. Major: a reader may break; minor: other rows; patch: other values in the same rows.

"""
