"""Merging and splitting records, as people decided it, over what the rules of identity found.

A decision is anchored by the claims that its records had when it was made; further claims may have joined since. It
applies while those that are left still tell what it is about.
"""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection

from pipeline.projections.deciding import decisions_from, record_outcomes
from pipeline.projections.decisions import Decision, NotApplicableError, Outcome
from pipeline.projections.kinds import Kind

ABOUT_RECORDS = ("RecordsMerged", "RecordsSplit")

# every claim that a decision names, of its present and its superseded state
_NAMED = f"""
CREATE OR REPLACE TEMP TABLE named AS
SELECT correction_id, kind, unnest(claims) AS claim_id FROM (
    SELECT correction_id, kind, CASE type
        WHEN 'RecordsMerged' THEN flatten(map_values(from_json(payload -> 'expect', '"MAP(VARCHAR, VARCHAR[])"')))
        ELSE from_json(payload -> 'expect', '["VARCHAR"]') END AS claims
    FROM (SELECT correction_id, kind, type, payload FROM fold.decisions
        UNION ALL SELECT correction_id, kind, type, payload FROM superseded)
    WHERE type IN {ABOUT_RECORDS});
"""

# where a claim of a decision lies in the scope, all blocks of the decision do
_WIDEN = """
INSERT INTO scope
SELECT DISTINCT named.kind, blocks.block
FROM named JOIN blocks USING (claim_id)
WHERE named.correction_id IN (
    SELECT correction_id FROM named JOIN blocks USING (claim_id) SEMI JOIN scope
        ON scope.kind = named.kind AND scope.block = blocks.block
    UNION ALL SELECT correction_id FROM new_decisions UNION ALL SELECT correction_id FROM shaken)
AND NOT EXISTS (SELECT 1 FROM scope WHERE scope.kind = named.kind AND scope.block = blocks.block)
"""


def note_shaken(connection: DuckDBPyConnection) -> None:
    """Note which claims decisions name, and in `shaken` the decisions that name one of an article in motion.

    Before the rows of these articles leave the tables.
    """
    connection.execute(_NAMED)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE shaken AS SELECT DISTINCT correction_id FROM named "
        "JOIN fold.placed USING (claim_id) WHERE article_id IN (SELECT article_id FROM moved)"
    )


def widen_scope(connection: DuckDBPyConnection) -> None:
    """Take into `scope` all blocks that a decision connects with one in it. Needs `arrivals`."""
    if not connection.execute("SELECT count(*) FROM named").fetchall()[0][0]:
        return
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW blocks AS SELECT claim_id, block FROM fold.placed "
        "UNION ALL SELECT claim_id, block FROM arrivals"
    )
    while connection.execute(_WIDEN).fetchall()[0][0]:
        pass


def regroup(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Apply the decisions about records of a kind to `joined` and `things`, in the order of their entries."""
    touched = connection.execute(
        "SELECT correction_id, type, entry, recorded_at, article_id, claim_id, kind, payload FROM fold.decisions "
        "WHERE kind = ? AND correction_id IN (SELECT correction_id FROM named WHERE claim_id IN "
        "(SELECT claim_id FROM joined) UNION ALL SELECT correction_id FROM new_decisions "
        f"UNION ALL SELECT correction_id FROM shaken) AND type IN {ABOUT_RECORDS} ORDER BY entry",
        [kind.name],
    ).fetchall()
    outcomes = []
    for decision in decisions_from(touched):
        try:
            outcomes.append((decision, _applied(connection, decision)))
        except NotApplicableError as reason:
            outcomes.append((decision, Outcome(decision.correction_id, False, _target(decision), str(reason))))
    record_outcomes(connection, outcomes)


def regroup_nothing(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Say of decisions about records of which no claim is there that they do not apply."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE joined AS SELECT NULL::VARCHAR AS claim_id, NULL::VARCHAR AS thing LIMIT 0"
    )
    regroup(connection, kind)


def _target(decision: Decision) -> str:
    payload = decision.payload
    return str(payload["record_ids"][0] if decision.type == "RecordsMerged" else payload["record_id"])


def _applied(connection: DuckDBPyConnection, decision: Decision) -> Outcome:
    if decision.is_withdrawn:
        raise NotApplicableError("withdrawn by its author")
    expect = decision.payload["expect"]
    claims = [*expect] if isinstance(expect, list) else [claim for each in expect.values() for claim in each]
    rows = connection.execute("SELECT claim_id, thing FROM joined WHERE claim_id IN (SELECT unnest(?))", [claims])
    things = dict(rows.fetchall())
    missing = [claim for claim in claims if claim not in things]
    if decision.type == "RecordsMerged":
        _merge(connection, decision, things)
    else:
        _split(connection, decision, things)
    detail = f"no longer there: {', '.join(missing)}" if missing else None
    return Outcome(decision.correction_id, True, _target(decision), detail)


def _merge(connection: DuckDBPyConnection, decision: Decision, things: Mapping[str, str]) -> None:
    parts = {
        record: {things[claim] for claim in claims if claim in things}
        for record, claims in decision.payload["expect"].items()
    }
    for record in decision.payload["record_ids"]:
        if len(parts.get(record, ())) != 1:
            what = "are told as several records" if parts.get(record) else "are no longer there"
            raise NotApplicableError(f"the claims of {record} {what}")
    first, *others = (next(iter(parts[record])) for record in decision.payload["record_ids"])
    if all(other == first for other in others):
        raise NotApplicableError("the rules make it one record by themselves now")
    _regroup(connection, decision, "thing IN (SELECT unnest(?))", [other for other in others if other != first], first)
    connection.execute("UPDATE joined SET by_person = true WHERE thing = ?", [first])


def _split(connection: DuckDBPyConnection, decision: Decision, things: Mapping[str, str]) -> None:
    groups = [[claim for claim in group if claim in things] for group in decision.payload["groups"]]
    leaving = {claim for group in groups for claim in group}
    if not all(groups):
        raise NotApplicableError("all claims of a group are no longer there")
    if len(set(things.values())) != 1:
        raise NotApplicableError("its claims are several records by themselves now")
    if leaving == set(things):
        raise NotApplicableError("no claim that the record had would be left in it")
    for group in groups:
        thing = f"split|{min(group)}"
        connection.execute("INSERT INTO things VALUES (?, ?)", [thing, thing])
        _regroup(connection, decision, "claim_id IN (SELECT unnest(?))", group, thing)
    (left,) = set(things.values())
    connection.execute("UPDATE joined SET by_person = true WHERE thing = ?", [left])


def _regroup(connection: DuckDBPyConnection, decision: Decision, which: str, names: list[str], thing: str) -> None:
    verb = "merged" if decision.type == "RecordsMerged" else "split off"
    connection.execute(
        f"UPDATE joined SET thing = ?, by_person = true, torn = false, matched_by = ? WHERE {which}",
        [thing, f"{verb} by a person, correction {decision.correction_id}", names],
    )
