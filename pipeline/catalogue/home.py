"""The home page: what this is, the newest releases, one record with its words, and the pictures."""

import json
from collections.abc import Mapping
from typing import Any

from pipeline.catalogue import names
from pipeline.catalogue.editions import Edition
from pipeline.catalogue.index import Index
from pipeline.catalogue.packages import changed
from pipeline.catalogue.pages import Page
from pipeline.catalogue.pictures.agreements import agreements
from pipeline.catalogue.pictures.corridor_map import corridor_map
from pipeline.catalogue.pictures.investments import investments
from pipeline.catalogue.pictures.timeline import timeline
from pipeline.catalogue.pictures.trade import trade
from pipeline.catalogue.records import article_line
from pipeline.catalogue.saying import day, figure
from pipeline.catalogue.words import counted
from schemas.packages import CLAIMED


def home_page(editions: tuple[Edition, ...], index: Index) -> Page:
    """The page that the site opens with."""
    bars, invested = investments(index.told("investments"))
    content = {
        "cards": [_card(edition, index) for edition in editions],
        "example": _example(editions, index),
        "map": corridor_map(index.told("corridors")),
        "trade": trade(index.told("trade")),
        "timeline": timeline(index.told("visits")),
        "visits": [line for line, _ in index.told("visits")],
        "agreements": agreements(index.told("agreements")),
        "investments": bars,
        "invested": invested,
    }
    return Page("index.html", "home.html", "home", content)


def _card(edition: Edition, index: Index) -> Mapping[str, Any]:
    newest = next(version for version in edition.versions if version.name == edition.version)
    kinds = ", ".join(f"'{kind}'" for kind in edition.package.kinds)
    return {
        "name": edition.package.name,
        "version": edition.version,
        "created": day(edition.created),
        "records": counted(newest.records, "home.records"),
        "number": newest.records,
        "articles": counted(edition.rows["articles"], "home.articles"),
        "disputed": sum(
            json.loads(row["said"])["disputed"] for row in index.rows(f"SELECT said FROM brief WHERE kind IN ({kinds})")
        ),
        "before": newest.diff["from"],
        "changed": changed(edition.package, newest),
    }


def _example(editions: tuple[Edition, ...], index: Index) -> Mapping[str, Any] | None:
    """The record that shows best what the site is for: disputed figures before others, then those with most claims."""
    order = "ORDER BY disputed DESC, highest_amount <> lowest_amount DESC, claims DESC, {} LIMIT 1"
    for item in CLAIMED:
        for edition in editions:
            if item.kind in edition.package.kinds and any(c.name == "lowest_amount" for c in item.records.columns):
                key = item.records.key[0]
                with edition.database() as database:
                    row = database.execute(f"SELECT * FROM {item.records.name} {order.format(key)}").fetchone()
                    if row:
                        query = f"SELECT * FROM {item.claims.name} WHERE {key} = ? ORDER BY standing LIMIT 2"
                        claims = list(map(dict, database.execute(query, (row[key],))))
                        return _shown(row[key], claims, index)
    return None


def _shown(identifier: str, claims: list[dict[str, Any]], index: Index) -> Mapping[str, Any]:
    brief = json.loads(index.one("SELECT brief FROM brief WHERE id = ?", identifier))
    return {
        "brief": brief,
        "claims": [
            {
                "figure": figure(claim),
                "speaker": names.person(claim["claimant"]) if claim["claimant"] else None,
                "before": claim["context"].partition(claim["quote"])[0],
                "quote": claim["quote"],
                "after": claim["context"].partition(claim["quote"])[2],
                "article": article_line(
                    json.loads(index.one("SELECT article FROM article WHERE id = ?", claim["article_id"]))
                ),
            }
            for claim in claims
        ],
    }
