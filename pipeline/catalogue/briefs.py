"""A record in one line: what it is about, its figure, when, how far it has come. Lists, search and feeds show this.

Also here: whom and what a record names, by which pages find it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.catalogue import names, saying
from pipeline.catalogue.words import Three, counted, fill, joined, same, three
from schemas.vocabulary import ClaimTable

Row = Mapping[str, Any]
"""A row of a release's SQLite file: lists are JSON texts, truths 0 and 1, dates ISO texts."""


@dataclass(frozen=True)
class Brief:
    """A record in one line, in all languages; `date` and `starts` sort it.

    `date` is when it was last reported (`reported`), else when it is so (`starts`); ISO texts, or empty.
    """

    identifier: str
    kind: str
    head: Three
    sub: Three | None
    figure: Three | None
    when: Three | None
    state: Three | None
    disputed: bool
    date: str
    reported: str
    starts: str
    amount: int | float | None

    def plain(self) -> dict[str, Any]:
        """For the pages' data."""
        return {
            "id": self.identifier,
            "kind": self.kind,
            "head": self.head,
            "sub": self.sub,
            "figure": self.figure,
            "when": self.when,
            "state": self.state,
            "disputed": self.disputed,
            "date": self.date,
            "reported": self.reported,
            "starts": self.starts,
            "amount": self.amount,
        }


_STARTS = ("start_date", "signed_on", "period_end", "period_start")


def brief_of(kind: ClaimTable, row: Row) -> Brief:
    """The record that a row of a table of records tells."""
    head, sub, figure = _TOLD[kind](row)
    state = names.word(kind, "status", row["status"]) if "status" in row else _basis(row)
    starts = next((row[name] for name in _STARTS if row.get(name)), "")
    return Brief(
        identifier=next(iter(row.values())),
        kind=kind,
        head=head,
        sub=sub,
        figure=figure,
        when=when_of(kind, row),
        state=state,
        disputed=bool(row["disputed"]),
        date=row["last_reported_on"] or starts,
        reported=row["last_reported_on"] or "",
        starts=starts,
        amount=row.get("amount"),
    )


def when_of(kind: ClaimTable, row: Row) -> Three | None:
    """When it is so, as precise as known."""
    if kind is ClaimTable.VISITS and row["start_date"]:
        start = saying.day(row["start_date"], row["date_precision"])
        return fill(same("{} – {}"), start, saying.day(row["end_date"])) if row["end_date"] else start
    if kind is ClaimTable.AGREEMENTS and row["signed_on"]:
        return saying.day(row["signed_on"], row["date_precision"])
    return saying.period(row.get("period_start"), row.get("period_end"))


def documents(row: Row) -> Three | None:
    """How many documents, with the hedge; None where there is one or the text does not say."""
    if row["documents"] is None or row["documents"] == 1:
        return None
    return fill(three(f"qualifier.{row['documents_qualifier']}"), counted(row["documents"], "unit.documents"))


def _basis(row: Row) -> Three | None:
    return None if row["basis"] == "actual" else three(f"basis.{row['basis']}")


def _visit(row: Row) -> tuple[Three, Three | None, Three | None]:
    who = names.person(row["visitor"]) if row["visitor"] else names.party(row["visitor_country"])
    where = names.party(row["destination"])
    if row["city"]:
        where = fill(same("{}, {}"), names.city(row["city"]), where)
    return fill(same("{} → {}"), who, where), _text(row["occasion"]), three(f"visit_kind.{row['kind']}")


def _agreement(row: Row) -> tuple[Three, Three | None, Three | None]:
    between = joined(" – ", [names.party(code) for code in json.loads(row["parties"])])
    kind = three(f"agreement_kind.{row['kind']}")
    return fill(same("{}: {}"), kind, between), _text(row["title"]), saying.figure(row) or documents(row)


def _trade(row: Row) -> tuple[Three, Three | None, Three | None]:
    arrow = {"export": "→", "import": "←"}.get(row["flow"], "–")
    between = fill(same("{} " + arrow + " {}"), names.party(row["reporter"]), names.party(row["partner"]))
    what = three(f"flow.{row['flow']}")
    if row["measure"] != "value":
        what = fill(same("{}, {}"), what, three(f"trade_measure.{row['measure']}"))
    return fill(same("{}: {}"), between, what), _text(row["commodity"]), saying.figure(row)


def _corridor(row: Row) -> tuple[Three, Three | None, Three | None]:
    head = fill(same("{}: {}"), names.corridor(row["corridor"]), three(f"metric.{row['metric']}"))
    ends = [names.party(row[end]) if row[end] else same("…") for end in ("origin", "destination")]
    parts = [fill(same("{} → {}"), *ends)] if row["origin"] or row["destination"] else []
    parts += [same(row["commodity"])] if row["commodity"] else []
    return head, joined("; ", parts) if parts else None, saying.figure(row)


def _investment(row: Row) -> tuple[Three, Three | None, Three | None]:
    between = fill(same("{} → {}"), names.party(row["source"]), names.party(row["target"]))
    sector = three(f"sector.{row['sector']}") if row["sector"] else None
    return fill(same("{}: {}"), between, three(f"investment_measure.{row['measure']}")), sector, saying.figure(row)


_TOLD = {
    ClaimTable.VISITS: _visit,
    ClaimTable.AGREEMENTS: _agreement,
    ClaimTable.TRADE: _trade,
    ClaimTable.CORRIDORS: _corridor,
    ClaimTable.INVESTMENTS: _investment,
}


def _text(text: str | None) -> Three | None:
    return same(text) if text else None


_PARTY_COLUMNS = ("visitor_country", "destination", "reporter", "partner", "source", "target", "origin")


def parties_of(row: Row) -> list[str]:
    """The parties that a record names, each once; transit through a country names the country."""
    found = [row[column] for column in _PARTY_COLUMNS if row.get(column)]
    found += json.loads(row.get("parties") or "[]")
    transit = row.get("corridor") or ""
    if transit.startswith(names.TRANSIT):
        found.append(transit.removeprefix(names.TRANSIT))
    return list(dict.fromkeys(found))


def people_of(row: Row) -> list[tuple[str, str]]:
    """The people that a record names, each with the role in which it does."""
    found = [(row["visitor"], "visitor")] if row.get("visitor") else []
    found += [(name, "host") for name in json.loads(row.get("hosts") or "[]")]
    return found + ([(row["claimant"], "speaker")] if row.get("claimant") else [])
