"""People and organisations that records name, and the data of the page that is drawn for one of them."""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pipeline.catalogue import names
from pipeline.catalogue.index import LISTED, Index, lined
from pipeline.catalogue.output import Output
from pipeline.catalogue.words import Three, same

ROLES = ("visitor", "host", "speaker", "party")


def identifier_of(name: str, *, is_person: bool) -> str:
    """The address of a page, from the name in the tables."""
    return f"{'per' if is_person else 'org'}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def people(index: Index) -> list[tuple[str, str, Three]]:
    """Everyone that a record names: address, name in the tables, name in all languages; most named first."""
    rows = index.rows("SELECT person, count(DISTINCT id) AS n FROM of_person GROUP BY person ORDER BY n DESC, person")
    return [(identifier_of(row["person"], is_person=True), row["person"], names.person(row["person"])) for row in rows]


def organisations(index: Index) -> list[tuple[str, str, Three]]:
    """Parties that are no places, in the same way."""
    rows = index.rows("SELECT party, count(*) AS n FROM of_party GROUP BY party ORDER BY n DESC, party")
    return [
        (identifier_of(row["party"], is_person=False), row["party"], same(row["party"]))
        for row in rows
        if not names.is_place(row["party"])
    ]


def write_people(index: Index, out: Output) -> None:
    """The shards of their page."""
    found = sorted([*people(index), *organisations(index)])
    for shard, members in groupby(found, key=lambda person: person[0][:6]):
        pages = {identifier: _page(key, name, index) for identifier, key, name in members}
        out.script(f"data/persons/{shard}.js", f"persons/{shard}", pages)


def _page(key: str, name: Three, index: Index) -> dict[str, Any]:
    return {"name": name, "roles": [[role, list(_lines(key, role, index))] for role in ROLES]}


_OF = {
    True: "SELECT id FROM of_party WHERE party = ? AND ? = 'party'",
    False: "SELECT id FROM of_person WHERE person = ? AND role = ?",
}


def _lines(key: str, role: str, index: Index) -> Iterator[dict[str, Any]]:
    query = f"SELECT * FROM brief WHERE id IN ({_OF[role == 'party']}) ORDER BY date DESC, id LIMIT ?"
    for row in index.rows(query, key, role, LISTED):
        yield {name: tuple(value) if isinstance(value, list) else value for name, value in lined(row).items()}
