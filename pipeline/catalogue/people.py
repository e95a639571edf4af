"""The people that records name: who they are, and the data of the page that is drawn for one of them."""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pipeline.catalogue import names
from pipeline.catalogue.index import LISTED, Index, lined
from pipeline.catalogue.output import Output
from pipeline.catalogue.words import Three

ROLES = ("visitor", "host", "speaker")


def identifier_of(person: str) -> str:
    """The address of a person's page, from their name in the tables."""
    return f"per_{hashlib.sha256(person.encode()).hexdigest()[:12]}"


def people(index: Index) -> list[tuple[str, str, Three, int]]:
    """Everyone that a record names: address, name in the tables, name, and how many records; most named first."""
    rows = index.rows("SELECT person, count(DISTINCT id) AS n FROM of_person GROUP BY person ORDER BY n DESC, person")
    return [(identifier_of(row["person"]), row["person"], names.person(row["person"]), row["n"]) for row in rows]


def write_people(index: Index, out: Output) -> None:
    """The shards of the person page."""
    found = sorted(people(index))
    for shard, members in groupby(found, key=lambda person: person[0][:6]):
        pages = {identifier: _page(key, name, index) for identifier, key, name, _ in members}
        out.script(f"data/persons/{shard}.js", f"persons/{shard}", pages)


def _page(person: str, name: Three, index: Index) -> dict[str, Any]:
    return {"name": name, "roles": [[role, list(_lines(person, role, index))] for role in ROLES]}


def _lines(person: str, role: str, index: Index) -> Iterator[dict[str, Any]]:
    query = """
        SELECT brief.* FROM brief JOIN of_person USING (id) WHERE person = ? AND role = ?
        ORDER BY date DESC, id LIMIT ?"""
    for row in index.rows(query, person, role, LISTED):
        yield {key: tuple(value) if isinstance(value, list) else value for key, value in lined(row).items()}
