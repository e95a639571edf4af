"""The site's own index while it is built: a temporary SQLite file, so that memory stays bounded however many records.

It holds each record's line with what finds it (parties, people, corridors, articles), the history of records, and
corrections. Pages ask it; nothing of it is published.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LISTED = 200
"""A list on a page has at most so many records, the newest first; all of them are in the files."""

_TABLES = """
CREATE TABLE brief (id TEXT PRIMARY KEY, kind TEXT, date TEXT, articles INTEGER, publishers INTEGER, totals INTEGER,
    corridor TEXT, published TEXT, quote TEXT, brief TEXT, said TEXT) WITHOUT ROWID;
CREATE TABLE of_party (party TEXT, id TEXT, PRIMARY KEY (party, id)) WITHOUT ROWID;
CREATE TABLE of_person (person TEXT, role TEXT, id TEXT, PRIMARY KEY (person, role, id)) WITHOUT ROWID;
CREATE TABLE of_article (article TEXT, id TEXT, PRIMARY KEY (article, id)) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY, date TEXT, publisher TEXT, article TEXT) WITHOUT ROWID;
CREATE TABLE coverage (article TEXT, kind TEXT, claims INTEGER, PRIMARY KEY (article, kind)) WITHOUT ROWID;
CREATE TABLE history (id TEXT, place INTEGER, version TEXT, created TEXT, change TEXT, col TEXT, old TEXT, new TEXT,
    reason TEXT, PRIMARY KEY (id, place)) WITHOUT ROWID;
CREATE TABLE correction (target TEXT, id TEXT, correction TEXT, PRIMARY KEY (target, id)) WITHOUT ROWID;
CREATE TABLE withdrawn (id TEXT PRIMARY KEY, package TEXT, withdrawn TEXT) WITHOUT ROWID;
"""

_SCOPES = {
    "party": "id IN (SELECT id FROM of_party WHERE party = ?)",
    "person": "id IN (SELECT id FROM of_person WHERE person = ?)",
    "article": "id IN (SELECT id FROM of_article WHERE article = ?)",
    "corridor": "corridor = ?",
}


class Index:
    """The temporary index; see the module."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def add(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows; one that is there already stays, since packages share articles."""
        rows = iter(rows)
        first = next(rows, None)
        if first is not None:
            insert = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(first))})"
            self.connection.execute(insert, first)
            self.connection.executemany(insert, rows)

    def rows(self, query: str, *values: Any) -> Iterator[Mapping[str, Any]]:
        """Rows of a query as mappings."""
        cursor = self.connection.execute(query, values)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def one(self, query: str, *values: Any) -> Any:
        """The one value that a query gives."""
        return self.connection.execute(query, values).fetchone()[0]

    def briefs(self, scope: str, value: str, kind: str, limit: int = LISTED) -> tuple[list[dict[str, Any]], int]:
        """The newest records of a kind in a scope (`party`, `person`, `corridor`), and how many there are."""
        where = f"{_SCOPES[scope]} AND kind = ?"
        total = self.one(f"SELECT count(*) FROM brief WHERE {where}", value, kind)
        found = self.rows(f"SELECT * FROM brief WHERE {where} ORDER BY date DESC, id LIMIT ?", value, kind, limit)
        return [lined(row) for row in found], total

    def newest(self, kind: str, limit: int = LISTED) -> list[dict[str, Any]]:
        """The newest records of a kind."""
        found = self.rows("SELECT * FROM brief WHERE kind = ? ORDER BY date DESC, id LIMIT ?", kind, limit)
        return [lined(row) for row in found]

    def told(self, kind: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """All records of a kind by identifier: the line and the row of the release."""
        for row in self.rows("SELECT * FROM brief WHERE kind = ? ORDER BY id", kind):
            yield lined(row), json.loads(row["said"])


def lined(row: Mapping[str, Any]) -> dict[str, Any]:
    """A record's line as pages list it."""
    counts = {name: row[name] for name in ("articles", "publishers", "totals")}
    return {**json.loads(row["brief"]), **counts}


@contextmanager
def new_index() -> Iterator[Index]:
    """An empty index that is gone afterwards."""
    with TemporaryDirectory(prefix="bridgepower-") as folder:
        connection = sqlite3.connect(Path(folder) / "index.sqlite")
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        try:
            yield Index(connection)
        finally:
            connection.close()
