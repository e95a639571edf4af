"""Decisions of people about claims: from the tables to `decisions.decide`, and its verdict back into the tables.

Only articles in motion that somebody decided something about pass through Python; everything else stays in SQL.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from duckdb import DuckDBPyConnection

from pipeline.ledger.codec import canonical
from pipeline.projections.acceptance import failing
from pipeline.projections.decisions import Decision, Outcome, Told, Verdict, decide, plain
from pipeline.projections.kinds import BESIDE, KINDS, Kind

ABOUT_CLAIMS = ("ClaimAdded", "ClaimCorrected", "ClaimRetracted")
ACTIONS = {
    "ClaimAdded": "add",
    "ClaimCorrected": "correct",
    "ClaimRetracted": "retract",
    "RecordsMerged": "merge",
    "RecordsSplit": "split",
}
_CHANGE = {
    "ClaimAdded": ("values", "quote"),
    "ClaimCorrected": ("changes",),
    "ClaimRetracted": (),
    "RecordsMerged": ("record_ids",),
    "RecordsSplit": ("groups",),
}

# where an entry does not name its article, the claim's own article counts
_KEEP = """
UPDATE new_decisions SET article_id = found.article_id
FROM (SELECT claim_id, article_id FROM fold.extracted UNION ALL {staged}) AS found
WHERE new_decisions.article_id IS NULL AND new_decisions.claim_id = found.claim_id;
CREATE OR REPLACE TEMP TABLE superseded AS
SELECT before.* FROM fold.decisions AS before SEMI JOIN new_decisions USING (correction_id);
DELETE FROM fold.decisions WHERE correction_id IN (SELECT correction_id FROM new_decisions);
INSERT INTO fold.decisions BY NAME SELECT * FROM new_decisions;
"""

_COLUMNS = "correction_id, type, entry, recorded_at, article_id, claim_id, kind, payload"
_TOUCHED = f"""
SELECT {_COLUMNS} FROM fold.decisions WHERE type IN {ABOUT_CLAIMS} AND (
    correction_id IN (SELECT correction_id FROM new_decisions)
    OR article_id IN (SELECT article_id FROM moved UNION ALL SELECT article_id FROM new_readings
        UNION ALL SELECT article_id FROM new_articles))
ORDER BY article_id, entry
"""


def keep_decisions(connection: DuckDBPyConnection) -> None:
    """Take the new decisions into `fold.decisions`, and what they replace into `superseded`."""
    staged = " UNION ALL ".join(f"SELECT claim_id, article_id FROM {kind.staged}" for kind in KINDS)
    connection.execute(_KEEP.format(staged=staged))


def decisions_from(rows: Iterable[tuple[Any, ...]]) -> list[Decision]:
    """Decisions from rows with the columns of `fold.decisions`."""
    return [_decision(row) for row in rows]


def _decision(row: tuple[Any, ...]) -> Decision:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return Decision(**values | {"payload": json.loads(values["payload"], parse_float=Decimal)})


def decide_claims(connection: DuckDBPyConnection) -> None:
    """Apply the decisions about claims of the articles in motion to the staged claims, and note their outcomes."""
    touched = decisions_from(connection.execute(_TOUCHED).fetchall())
    for article_id, decisions in groupby(touched, key=lambda decision: decision.article_id):
        _decide_article(connection, article_id, list(decisions))


def _decide_article(connection: DuckDBPyConnection, article_id: str | None, decisions: list[Decision]) -> None:
    told = {claim.row["claim_id"]: claim for kind in KINDS for claim in _staged(connection, kind, article_id)}
    known = connection.execute("SELECT text_sha256 FROM fold.texts WHERE article_id = ?", [article_id]).fetchall()
    text = known[0][0] if known else None
    verdict = decide(decisions, told, text)
    refused: dict[str, str] = {}
    while broken := _broken(connection, verdict):
        # what breaks a rule of its table is not applied: the one without which most is kept, of several the last
        tries = {}
        for name in reversed(verdict.told[broken[0][0]].row["corrections"]):
            without = [item for item in decisions if item.correction_id not in {*refused, name}]
            tried = decide(without, told, text)
            tries[name] = (tried, _broken(connection, tried))
        worst = min(tries, key=lambda name: len(tries[name][1]))
        verdict, left = tries[worst]
        rule = next((rule for rule in broken if rule not in left), broken[0])[1]
        refused[worst] = f"with it the claim breaks a rule of its table: {rule}"
    claims = {decision.correction_id: decision.claim_id for decision in decisions if decision.type != "ClaimAdded"}
    verdict.outcomes += [Outcome(name, False, claims.get(name), detail) for name, detail in refused.items()]
    _write(connection, told, verdict)
    entries = {decision.correction_id: decision for decision in decisions}
    record_outcomes(connection, [(entries[outcome.correction_id], outcome) for outcome in verdict.outcomes])


def _staged(connection: DuckDBPyConnection, kind: Kind, article_id: str | None) -> Iterator[Told]:
    cursor = connection.execute(f"SELECT * EXCLUDE (reading) FROM {kind.staged} WHERE article_id = ?", [article_id])
    names = [column[0] for column in cursor.description or ()]
    for row in cursor.fetchall():
        yield Told(kind, dict(zip(names, row, strict=True)))


def _broken(connection: DuckDBPyConnection, verdict: Verdict) -> list[tuple[str, str]]:
    """The claims that people have changed so that they break a rule of their table, each with every such rule."""
    found = []
    for kind in KINDS:
        changed = [claim for claim in verdict.told.values() if claim.kind is kind and claim.changed]
        if not changed:
            continue
        connection.execute(f"CREATE OR REPLACE TEMP TABLE changed AS FROM {kind.staged} LIMIT 0")
        _insert(connection, "changed", kind, changed)
        found += [(claim_id, broken.rule) for claim_id, broken in failing(connection, kind, "changed")]
    return found


def _write(connection: DuckDBPyConnection, told: dict[str, Told], verdict: Verdict) -> None:
    for kind in KINDS:
        claims = [claim for claim in verdict.told.values() if claim.kind is kind]
        touched = [claim for claim in claims if claim.changed or claim.retracted_by]
        ids = [claim.row["claim_id"] for claim in touched if claim.row["claim_id"] in told]
        if not touched:
            continue
        originals = f"FROM {kind.staged} WHERE claim_id IN (SELECT unnest(?))"
        connection.execute(f"INSERT INTO {kind.originals} SELECT * EXCLUDE (reading) {originals}", [ids])
        connection.execute(f"DELETE {originals}", [ids])
        _insert(connection, kind.staged, kind, [claim for claim in touched if not claim.retracted_by])
        for claim in touched:
            if claim.retracted_by:
                _set_aside(connection, kind, claim)


def _insert(connection: DuckDBPyConnection, table: str, kind: Kind, claims: list[Told]) -> None:
    if claims:
        names = [*(column.name for column in kind.said), *(column.split()[0] for column in BESIDE)]
        marks = ", ".join("?" for _ in names)
        connection.executemany(
            f"INSERT INTO {table} ({', '.join(names)}, reading) VALUES ({marks}, 0)",
            [[claim.row[name] for name in names] for claim in claims],
        )


def _set_aside(connection: DuckDBPyConnection, kind: Kind, claim: Told) -> None:
    row = claim.row
    values = canonical({column.name: plain(row[column.name]) for column in kind.values})
    rule = f"retracted by a person, correction {claim.retracted_by}"
    connection.execute(
        "INSERT INTO rejected_claims VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?)",
        [row["claim_id"], row["article_id"], kind.name, rule, row["quote"], values, row["recorded_at"], row["entry"]],
    )


def record_outcomes(connection: DuckDBPyConnection, outcomes: list[tuple[Decision, Outcome]]) -> None:
    """Write what became of decisions into the table `corrections`."""
    for decision, outcome in outcomes:
        payload = decision.payload
        change = {name: payload[name] for name in _CHANGE[decision.type]}
        expect = payload.get("expect") or {"text_sha256": payload.get("text_sha256")}
        row = [decision.correction_id, ACTIONS[decision.type], outcome.target, canonical(change), canonical(expect)]
        row += [payload["reason"], payload["author"], payload["made_on"], payload["status"]]
        row += ["applied" if outcome.applied else "not_applicable", outcome.detail]
        connection.execute("DELETE FROM corrections WHERE correction_id = ?", [decision.correction_id])
        marks = ", ".join("?" for _ in range(len(row) + 2))
        connection.execute(f"INSERT INTO corrections VALUES ({marks})", [*row, decision.recorded_at, decision.entry])
