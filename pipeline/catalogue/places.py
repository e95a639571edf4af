"""The pages of countries, groups of countries and corridors, and the lists that lead to them and to articles."""

import json
from collections.abc import Iterator
from typing import Any

from pipeline.catalogue import names
from pipeline.catalogue.index import LISTED, Index
from pipeline.catalogue.pages import Page
from pipeline.catalogue.pictures.corridor_map import latest_tonnage
from pipeline.catalogue.records import article_line
from pipeline.catalogue.words import Three, fill, same
from schemas import reference
from schemas.vocabulary import ClaimTable, PartyKind


def place_pages(index: Index) -> Iterator[Page]:
    """Every page about a party or corridor, and the three lists."""
    parties = _parties(index)
    yield Page("partners.html", "partners.html", "partners", {"parties": parties})
    for party, _ in parties:
        yield _party_page(party, index)
    corridors = _corridors(index)
    yield Page("corridors.html", "corridors.html", "corridors", {"corridors": corridors})
    for identifier, name, _, tonnage in corridors:
        content = {
            "identifier": identifier,
            "name": name,
            "branches": _branches(identifier),
            "tonnage": tonnage,
            "lists": _lists("corridor", identifier, index),
        }
        yield Page(f"corridor/{identifier}.html", "corridor.html", "corridors", content)
    yield _articles_page(index)


def _parties(index: Index) -> list[tuple[reference.Party, int]]:
    """The countries and groups that records name, those with most records first."""
    known = {party.code: party for party in reference.parties()}
    rows = index.rows("SELECT party, count(*) AS records FROM of_party GROUP BY party ORDER BY records DESC, party")
    return [(known[row["party"]], row["records"]) for row in rows if row["party"] in known]


def _party_page(party: reference.Party, index: Index) -> Page:
    members = sorted(reference.members().get(party.code, ()))
    content = {
        "party": party,
        "is_group": party.kind is PartyKind.GROUP,
        "name": names.party(party.code),
        "members": [(code, names.party(code), _is_named(code, index)) for code in members],
        "lists": _lists("party", party.code, index),
    }
    return Page(f"party/{party.code}.html", "party.html", "partners", content)


def _is_named(code: str, index: Index) -> bool:
    """Whether a party has a page."""
    return bool(index.one("SELECT EXISTS (SELECT * FROM of_party WHERE party = ?)", code))


def _lists(scope: str, value: str, index: Index) -> list[tuple[str, list[dict[str, Any]], int]]:
    found = [(str(kind), *index.briefs(scope, value, kind)) for kind in ClaimTable]
    return [(kind, briefs, total) for kind, briefs, total in found if total]


def _corridors(index: Index) -> list[tuple[str, Three, int, Three | None]]:
    """The registry in its order, then transit through single countries, each with its records and latest tonnage."""
    counts = {
        row["corridor"]: row["records"]
        for row in index.rows(
            "SELECT corridor, count(*) AS records FROM brief WHERE corridor IS NOT NULL GROUP BY corridor"
        )
    }
    registry = [item.id for item in reference.corridors()]
    transit = sorted(set(counts) - set(registry))
    return [(name, names.corridor(name), counts.get(name, 0), _tonnage(name, index)) for name in (*registry, *transit)]


def _tonnage(identifier: str, index: Index) -> Three | None:
    rows = index.rows("SELECT brief, said FROM brief WHERE corridor = ? ORDER BY id", identifier)
    latest = latest_tonnage([(json.loads(row["brief"]), json.loads(row["said"])) for row in rows])
    if latest is None:
        return None
    line = latest[0]
    return fill(same("{}, {}"), tuple(line["figure"]), tuple(line["when"]))


def _branches(identifier: str) -> list[list[Three]]:
    """The places along each branch of a corridor."""
    branches: dict[str, list[Three]] = {}
    for point in reference.corridor_points():
        if point.corridor == identifier:
            branches.setdefault(point.branch, []).append(names.city(point.place))
    return list(branches.values())


def _articles_page(index: Index) -> Page:
    query = """
        SELECT article, (SELECT count(*) FROM of_article WHERE of_article.article = article.id) AS records
        FROM article ORDER BY date DESC, id LIMIT ?"""
    rows = index.rows(query, LISTED)
    articles = [(article_line(json.loads(row["article"])), row["records"]) for row in rows]
    total = index.one("SELECT count(*) FROM article")
    return Page("articles.html", "articles.html", "articles", {"articles": articles, "total": total})
