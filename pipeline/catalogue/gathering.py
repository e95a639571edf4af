"""From a release's SQLite file into the index and the data of the record pages, one record at a time.

Record pages are one page that draws a record from a shard of data, not a file each: a hundred thousand records would
be as many files in three languages, rewritten for every change of the layout. Shards go by the first two digits of the
identifier, so there are at most 256 for each kind, and a record's address never changes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from sqlite3 import Connection
from typing import Any

from pipeline.catalogue.briefs import Brief, brief_of, parties_of, people_of
from pipeline.catalogue.editions import Edition, changes
from pipeline.catalogue.history import history_of
from pipeline.catalogue.index import LISTED, Index, lined
from pipeline.catalogue.output import Output
from pipeline.catalogue.records import Told, article_line, page_of
from pipeline.catalogue.saying import day
from schemas.packages import CLAIMED, Claimed

Rows = Iterator[dict[str, Any]]


def gather(editions: Sequence[Edition], corrections: Iterable[Mapping[str, Any]], index: Index, out: Output) -> None:
    """Read all editions: fill the index, and write a shard for each two digits of the identifiers."""
    for item in corrections:
        targets = sorted({item["target"], item["correction_id"]} - {None})
        index.add("correction", [(target, item["correction_id"], json.dumps(item, default=str)) for target in targets])
    for edition in editions:
        with edition.database() as database:
            _articles(database, index)
            for claimed in CLAIMED:
                if claimed.kind in edition.package.kinds:
                    _records(_Source(edition, claimed, database, index), out)
    _article_shards(index, out)


@dataclass(frozen=True)
class _Source:
    """One kind of record of one edition, with its open file, and the index that it fills."""

    edition: Edition
    item: Claimed
    database: Connection
    index: Index

    @property
    def key(self) -> str:
        return self.item.records.key[0]

    @property
    def prefix(self) -> str:
        return str(self.item.records.column(self.key).pattern)[:4]


def _rows(database: Connection, query: str) -> Rows:
    return (dict(row) for row in database.execute(query))


def _articles(database: Connection, index: Index) -> None:
    index.add(
        "article",
        (
            (row["article_id"], row["published_on"] or "", row["publisher"], json.dumps(row))
            for row in _rows(database, "SELECT * FROM articles")
        ),
    )
    index.add("coverage", map(tuple, database.execute("SELECT article_id, claim_table, claims FROM coverage")))


def _records(source: _Source, out: Output) -> None:
    index, package, table = source.index, source.edition.package.name, source.item.records.name
    index.add(
        "history",
        ((change[0], place, *change[1:]) for place, change in enumerate(changes(source.edition, table))),
    )
    withdrawn = _rows(source.database, f"SELECT * FROM withdrawn WHERE table_name = '{table}' ORDER BY row_id")
    index.add("withdrawn", ((row["row_id"], package, json.dumps(row)) for row in withdrawn))
    gone = (
        {"id": row["id"], "package": row["package"], "gone": _gone(json.loads(row["withdrawn"]), index)}
        for row in index.rows("SELECT * FROM withdrawn WHERE substr(id, 1, 4) = ? ORDER BY id", source.prefix)
    )
    pages = merge(_pages(source), gone, key=lambda page: str(page["id"]))
    digits = len(source.prefix) + 2
    for shard, members in groupby(pages, key=lambda page: page["id"][:digits]):
        out.script(f"data/records/{shard}.js", f"records/{shard}", {page["id"]: page for page in members})


def _gone(row: Mapping[str, Any], index: Index) -> dict[str, Any]:
    return {
        "last": row["last_in"],
        "without": row["withdrawn_in"],
        "reason": row["reason"],
        "replaced": heirs(row["row_id"], index),
    }


def heirs(identifier: str, index: Index) -> list[str]:
    """The records that tell now what a withdrawn one told, however often those that replaced it were replaced."""
    chain, standing = [identifier], []
    for name in chain:  # it grows while it is followed
        row = next(index.rows("SELECT withdrawn FROM withdrawn WHERE id = ?", name), None)
        if row is None:
            standing.append(name)
        else:
            chain += [heir for heir in json.loads(json.loads(row["withdrawn"])["replaced_by"]) if heir not in chain]
    return standing


def _pages(source: _Source) -> Rows:
    """The record pages by identifier; each record is put into the index on the way."""
    key, item = source.key, source.item
    claims = groupby(
        _rows(source.database, f"SELECT * FROM {item.claims.name} ORDER BY {key}, standing, claim_id"),
        key=lambda row: row[key],
    )
    for row in _rows(source.database, f"SELECT * FROM {item.records.name} ORDER BY {key}"):
        identifier, found = next(claims)
        assert identifier == row[key]  # noqa: S101 - a release's gate holds that each record has claims
        told = _told(source, row, list(found))
        brief = brief_of(told.kind, row)
        _index_record(told, brief, source.index)
        yield page_of(told, brief) | {"history": history_of(told)}


def _told(source: _Source, row: Mapping[str, Any], claims: list[dict[str, Any]]) -> Told:
    index, identifier = source.index, row[source.key]
    evidence = "SELECT * FROM evidence WHERE claim_id = ? ORDER BY start_char, field"
    return Told(
        kind=source.item.kind,
        package=source.edition.package.name,
        version=source.edition.version,
        row=row,
        claims=claims,
        evidence={
            claim["claim_id"]: [dict(found) for found in source.database.execute(evidence, (claim["claim_id"],))]
            for claim in claims
        },
        articles={
            claim["article_id"]: json.loads(index.one("SELECT article FROM article WHERE id = ?", claim["article_id"]))
            for claim in claims
        },
        history=_history(source, identifier),
        corrections=_corrections(index, identifier, claims),
    )


def _history(source: _Source, identifier: str) -> list[Mapping[str, Any]]:
    """What the differences between the versions say; a record that none calls new was in the first version."""
    history = list(source.index.rows("SELECT * FROM history WHERE id = ? ORDER BY place", identifier))
    first = source.edition.versions[-1]
    founded = {"version": first.name, "created": first.created, "change": "first", "col": None, "reason": None}
    return history if any(change["change"] == "added" for change in history) else [founded, *history]


def _corrections(index: Index, identifier: str, claims: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    """What people corrected in a record or its claims, each correction once."""
    targets = {name for claim in claims for name in json.loads(claim["corrections"])}
    targets |= {identifier, *(claim["claim_id"] for claim in claims)}
    found = {
        row["id"]: json.loads(row["correction"])
        for target in sorted(targets)
        for row in index.rows("SELECT id, correction FROM correction WHERE target = ?", target)
    }
    return [found[name] for name in sorted(found)]


def _index_record(told: Told, brief: Brief, index: Index) -> None:
    row, identifier = told.row, brief.identifier
    counts = (row["articles"], row["publishers"], row["recommended_for_totals"])
    said = json.dumps(dict(row), ensure_ascii=False)
    published = next(change["created"] for change in told.history if change["change"] in ("first", "added"))
    found = (row.get("corridor"), published, told.claims[0]["quote"], json.dumps(brief.plain()), said)
    index.add("brief", [(identifier, told.kind, brief.date, *counts, *found)])
    index.add("of_party", ((party, identifier) for party in parties_of(row)))
    index.add("of_person", ((person, role, identifier) for person, role in people_of(row)))
    index.add("of_article", ((article, identifier) for article in told.articles))


def _article_shards(index: Index, out: Output) -> None:
    """What each article tells, for the article page: shards like those of the records."""
    pages = (_article_page(row, index) for row in index.rows("SELECT * FROM article ORDER BY id"))
    for shard, members in groupby(pages, key=lambda page: page["id"][:6]):
        out.script(f"data/articles/{shard}.js", f"articles/{shard}", {page["id"]: page for page in members})


def _article_page(row: Mapping[str, Any], index: Index) -> dict[str, Any]:
    article = json.loads(row["article"])
    briefs = index.rows(
        "SELECT * FROM brief WHERE id IN (SELECT id FROM of_article WHERE article = ?) ORDER BY kind, id LIMIT ?",
        row["id"],
        LISTED,
    )
    coverage = index.rows("SELECT kind, claims FROM coverage WHERE article = ? ORDER BY kind", row["id"])
    return {
        **article_line(article),
        "archived": day(article["archived_at"]),
        "characters": article["characters"],
        "sha256": article["sha256"],
        "coverage": [[found["kind"], found["claims"]] for found in coverage],
        "records": [_line(lined(found)) for found in briefs],
    }


def _line(brief: dict[str, Any]) -> dict[str, Any]:
    """A line from the index, whose texts JSON has made lists, with texts in all languages again."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in brief.items()}
