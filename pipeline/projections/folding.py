"""One fold: new entries into the tables of the state, inside one transaction that the caller holds.

The order of the steps is the table of contents of this room. What is new is parsed and staged; what it touches is taken
up; people's decisions are applied; what breaks a rule is set aside; the touched blocks are placed anew and their
records made anew. The cost grows with what is new and what it touches, not with the ledger.
"""

from duckdb import DuckDBPyConnection

from pipeline.ledger.slices import Slice
from pipeline.projections import surroundings
from pipeline.projections.acceptance import accept
from pipeline.projections.bundles import link_bundles
from pipeline.projections.deciding import decide_claims, keep_decisions
from pipeline.projections.entries import open_entries, stage_all
from pipeline.projections.identity.placing import RULES, join_claims
from pipeline.projections.kinds import KINDS, Kind
from pipeline.projections.motion import find_moved, take_up
from pipeline.projections.records import insert_records, order_claims
from pipeline.projections.regrouping import note_shaken, regroup, regroup_nothing, widen_scope
from pipeline.projections.sql import text_of
from schemas.vocabulary import ClaimTable


def fold_entries(connection: DuckDBPyConnection, entries: Slice) -> None:
    """Fold the entries, which follow directly on those folded before."""
    connection.execute(text_of("macros.sql"))
    surroundings.load_reference(connection)
    open_entries(connection, entries)
    stage_all(connection, entries)
    keep_decisions(connection)
    find_moved(connection)
    note_shaken(connection)
    take_up(connection)
    surroundings.take_articles(connection)
    surroundings.keep_extracted(connection)
    decide_claims(connection)
    for kind in KINDS:
        if connection.execute(f"SELECT 1 FROM {kind.staged} LIMIT 1").fetchall():
            accept(connection, kind)
    _note_arrivals(connection)
    widen_scope(connection)
    connection.execute(_LIFT)
    for kind in KINDS:
        _place(connection, kind)
    surroundings.follow(connection)


# what stands in the touched blocks, of all kinds at once: each look at `fold.placed` goes through all of it
_LIFT = """
CREATE OR REPLACE TEMP TABLE lifted AS
SELECT kind, claim_id, block, own FROM fold.placed SEMI JOIN scope USING (kind, block)
"""


def _note_arrivals(connection: DuckDBPyConnection) -> None:
    """Put the blocks of the staged claims into `arrivals` and `scope`."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE arrivals (claim_id VARCHAR, article_id VARCHAR, kind VARCHAR, block VARCHAR)"
    )
    for kind in KINDS:
        connection.execute(
            f"INSERT INTO arrivals SELECT claim_id, article_id, '{kind.name}', {RULES[kind.name].block} "
            f"FROM {kind.staged} JOIN (SELECT article_id, published_on AS reported_on FROM articles) USING (article_id)"
        )
    connection.execute("INSERT INTO scope SELECT kind, block FROM arrivals EXCEPT SELECT kind, block FROM scope")


def _place(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Place the claims of the touched blocks of one kind, and make their records."""
    if not connection.execute("SELECT count(*) FROM scope WHERE kind = ?", [kind.name]).fetchall()[0][0]:
        regroup_nothing(connection, kind)
        return
    names = ", ".join(["claim_id", "article_id", *(column.name for column in kind.values), "start_char"])
    names += ", corrections, recorded_at, entry, block"
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE scoped AS
        SELECT told.*, published_on AS reported_on, publisher, coalesce(language, '') AS language FROM (
            SELECT {names}, {kind.record_id} AS before FROM {kind.claims}
                JOIN (SELECT claim_id, block FROM lifted WHERE kind = '{kind.name}') USING (claim_id)
            UNION ALL
            SELECT {names}, NULL FROM {kind.staged} JOIN (SELECT claim_id, block FROM arrivals) USING (claim_id)
        ) AS told JOIN articles USING (article_id)""")
    connection.execute(f"INSERT INTO gone SELECT DISTINCT '{kind.name}', before FROM scoped WHERE before IS NOT NULL")
    join_claims(connection, RULES[kind.name])
    regroup(connection, kind)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE things AS "
        f"SELECT thing, '{kind.prefix}' || left(sha256(own), 12) AS record_id FROM things"
    )
    order_claims(connection, kind)
    _write(connection, kind)
    if kind.name == ClaimTable.AGREEMENTS:
        link_bundles(connection)


def _write(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Write placed claims and their records; rows that are new are inserted whole, the others updated."""
    said = ", ".join(f"staged.{column.name}" for column in kind.said)
    target = ", ".join(column.name for column in kind.said)
    connection.execute(
        f"INSERT INTO {kind.claims} ({target}, {kind.record_id}, matched_by, standing, reported_on) "
        f"SELECT {said}, record_id, matched_by, standing, reported_on "
        f"FROM {kind.staged} AS staged JOIN standing USING (claim_id)"
    )
    connection.execute(
        f"UPDATE {kind.claims} "
        f"SET {kind.record_id} = now.record_id, matched_by = now.matched_by, standing = now.standing "
        f"FROM standing AS now WHERE {kind.claims}.claim_id = now.claim_id AND now.before IS NOT NULL AND "
        f"({kind.claims}.{kind.record_id}, {kind.claims}.matched_by, {kind.claims}.standing) "
        "IS DISTINCT FROM (now.record_id, now.matched_by, now.standing)"
    )
    connection.execute(
        f"DELETE FROM {kind.records} WHERE {kind.record_id} IN (SELECT record_id FROM gone WHERE kind = '{kind.name}')"
    )
    insert_records(connection, kind)
    connection.execute(_IDENTIFIED.format(kind=kind.name, records=kind.records, prefix=kind.prefix))


# most claims stay what they were
_IDENTIFIED = """
CREATE OR REPLACE TEMP TABLE settled AS SELECT claim_id, article_id, block, own FROM standing ANTI JOIN lifted
    USING (claim_id, block, own);
DELETE FROM fold.placed WHERE claim_id IN (SELECT claim_id FROM settled SEMI JOIN lifted USING (claim_id));
INSERT INTO fold.placed SELECT claim_id, article_id, '{kind}', block, own FROM settled;
DELETE FROM former_ids WHERE record_table = '{records}' AND (
    record_id IN (SELECT record_id FROM gone WHERE kind = '{kind}') OR record_id IN (SELECT record_id FROM standing)
    OR former_id IN (SELECT record_id FROM standing));
INSERT INTO former_ids
SELECT DISTINCT former_id, record_id, '{records}'
FROM (SELECT '{prefix}' || left(sha256(own), 12) AS former_id, record_id FROM standing)
WHERE former_id NOT IN (SELECT record_id FROM standing);
"""
