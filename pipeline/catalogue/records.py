"""A record with everything that carries it, as the record page draws it: fields, claims, conflicts, corrections.

What became of it from version to version is in `history`.

All words are said here, in all languages; the page only lays them out. A text is a list of three where the languages
differ, and a plain text where they do not.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.catalogue import names, saying
from pipeline.catalogue.briefs import Brief, Row, documents, when_of
from pipeline.catalogue.marks import pieces
from pipeline.catalogue.words import Three, fill, joined, same, three, words
from schemas.packages import CLAIMED
from schemas.vocabulary import ClaimTable

FOLDED = {
    "amount_to": "amount",
    "unit": "amount",
    "qualifier": "amount",
    "lowest_amount": "amount",
    "highest_amount": "amount",
    "quantity_unit": "quantity",
    "documents_qualifier": "documents",
    "period_end": "period_start",
    "end_date": "start_date",
    "date_precision": "start_date",
}
"""Columns that are said together with another one."""
PARTY = frozenset({"visitor_country", "destination", "reporter", "partner", "source", "target", "origin", "parties"})
_VALUES = {
    item.kind: tuple(
        column.name
        for column in item.claims.columns
        if column.name in {other.name for other in item.records.columns} and column.name != item.records.key[0]
    )
    for item in CLAIMED
}


@dataclass(frozen=True)
class Told:
    """A record's row with what carries it: claims in the order of their standing, evidence by claim, articles."""

    kind: ClaimTable
    package: str
    version: str
    row: Row
    claims: Sequence[Row]
    evidence: Mapping[str, Sequence[Row]]
    articles: Mapping[str, Row]
    history: Sequence[Row] = field(default=())
    corrections: Sequence[Row] = field(default=())


def page_of(told: Told, brief: Brief) -> dict[str, Any]:
    """What the record page draws, ready for JSON; fields are called by their columns, which the page has words for."""
    row = told.row
    tail = ("disputed", "revised", "corrected", "recommended_for_totals")
    return {
        **brief.plain(),
        "package": told.package,
        "version": told.version,
        "spread": spread_of(row),
        "fields": _fields(told.kind, row),
        "flags": {name: bool(row.get(name)) for name in tail},
        "counts": [row["claims"], row["articles"], row["publishers"]],
        "because": because(row["chosen_because"]),
        "claims": [_claim(told, claim) for claim in told.claims],
        "conflicts": _conflicts(told),
        "corrections": [_correction(item) for item in told.corrections],
    }


def spread_of(row: Row) -> Three | None:
    """The range of what the sources say, where they disagree about the amount."""
    if not row["disputed"] or "lowest_amount" not in row or row["lowest_amount"] == row["highest_amount"]:
        return None
    return saying.spread(row["lowest_amount"], row["highest_amount"], row["unit"])


def because(text: str) -> Three:
    """Why a claim is the one that its record shows, as the projection says it."""
    return words().get(f"because.{text}") or same(text)


def belongs(text: str) -> Three:
    """Why a claim belongs to its record, as the projection says it: reasons, or a correction that a person made."""
    said, _, correction = text.partition(", correction ")
    reasons = joined("; ", [words().get(f"belongs.{reason}") or same(reason) for reason in said.split("; ")])
    return fill(reasons, same(correction))


def _fields(kind: ClaimTable, row: Row) -> list[list[Any]]:
    """Column, value and where the value leads, for each field that is known."""
    return [
        [column, value, _links(column, row)]
        for column in _VALUES[kind]
        if column not in FOLDED and (value := said(kind, column, row))
    ]


def said(kind: ClaimTable, column: str, row: Row) -> Three | None:
    """The value of a column in words, with those that belong to it; None where it is not known."""
    if column in ("start_date", "signed_on", "period_start"):
        return when_of(kind, row)
    value = row[column]
    if value in (None, "[]", 0) and column != "amount":
        return None
    if column in _SPECIAL:
        return _SPECIAL[column](row)
    items = json.loads(value) if isinstance(value, str) and value.startswith("[") and column in _LISTS else [value]
    told = [_item(kind, column, item) for item in items]
    return (", ".join(t[0] for t in told), ", ".join(t[1] for t in told), ", ".join(t[2] for t in told))


def _item(kind: ClaimTable, column: str, value: Any) -> Three:
    if column in PARTY:
        return names.party(value)
    if column in ("visitor", "hosts", "claimant"):
        return names.person(value)
    if column in ("city", "place"):
        return names.city(value)
    if column == "corridor":
        return names.corridor(value)
    return names.word(kind, column, value) or same(str(value))


_LISTS = frozenset({"parties", "hosts", "sectors"})
_SPECIAL: Mapping[str, Callable[[Row], Three | None]] = {
    "amount": saying.figure,
    "documents": lambda row: documents(row) or same("1"),
    "quantity": lambda row: saying.amount(row["quantity"], row["quantity_unit"]),
    "part_of_bundle": lambda row: three("yes"),
}


def _links(column: str, row: Row) -> list[str]:
    """Pages of the site that a value leads to, as kind and identifier joined by a colon."""
    if column in PARTY:
        codes = json.loads(row[column]) if column == "parties" else [row[column]]
        return [f"party:{code}" if names.is_place(code) else "" for code in codes]
    if column == "corridor":
        return [f"corridor:{row[column]}"]
    return [f"record:{row[column]}"] if column == "bundle_id" else []


def _claim(told: Told, claim: Row) -> dict[str, Any]:
    article = told.articles[claim["article_id"]]
    evidence = told.evidence.get(claim["claim_id"], ())
    cut = pieces(claim["context"], claim["quote"], claim["start_char"], evidence)
    how = [[item["field"], item["how"]] for item in evidence if item["how"] != "stated"]
    return {
        "id": claim["claim_id"],
        "shown": claim["standing"] == 1,
        "figure": _headline(told.kind, claim),
        "speaker": names.person(claim["claimant"]) if claim.get("claimant") else None,
        "hedge": three(f"hedge.{claim['qualifier']}") if claim.get("qualifier") else None,
        "when": when_of(told.kind, claim),
        "pieces": [[piece.text, int(piece.quoted), list(piece.fields)] for piece in cut],
        "how": how,
        "article": article_line(article),
        "reported": saying.day(claim["reported_on"]) if claim["reported_on"] else None,
        "rule": claim["rule"],
        "belongs": belongs(claim["matched_by"]),
        "entry": claim["entry"],
        "corrections": json.loads(claim["corrections"]),
    }


def _headline(kind: ClaimTable, claim: Row) -> Three | None:
    figure = saying.figure(claim) if "amount" in claim else None
    if figure is None and kind is ClaimTable.AGREEMENTS:
        figure = documents(claim)
    return figure or (names.word(kind, "status", claim["status"]) if "status" in claim else None)


def article_line(article: Row) -> dict[str, Any]:
    """An article as it is named beside its claims; only web addresses become links."""
    url = article["url"] or ""
    return {
        "id": article["article_id"],
        "title": article["title"],
        "publisher": article["publisher"],
        "date": saying.day(article["published_on"]) if article["published_on"] else None,
        "published": article["published_on"] or "",
        "url": url if url.startswith(("https://", "http://")) else None,
        "language": article["language"],
    }


def _conflicts(told: Told) -> list[dict[str, Any]]:
    """For each disputed field what each claim says of it."""
    return [
        {
            "field": column,
            "said": [[said(told.kind, column, claim) or same("–"), claim["claim_id"]] for claim in told.claims],
        }
        for column in json.loads(told.row["disputed_fields"])
    ]


def _correction(item: Row) -> dict[str, Any]:
    return {
        "id": item["correction_id"],
        "action": three(f"correction_action.{item['action']}"),
        "change": item["change"],
        "reason": item["reason"],
        "author": item["author"],
        "date": saying.day(str(item["decided_on"])),
        "status": three(f"correction_status.{item['status']}"),
    }
