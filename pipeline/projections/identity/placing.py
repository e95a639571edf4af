"""Applying the rules: from the claims of the touched blocks to which claim belongs to which record, and why."""

from duckdb import DuckDBPyConnection

from pipeline.projections.identity.agreements import AGREEMENTS
from pipeline.projections.identity.figures import CORRIDORS, INVESTMENTS, TRADE
from pipeline.projections.identity.rules import Fit, Rules
from pipeline.projections.identity.visits import VISITS
from schemas.vocabulary import ClaimTable

RULES: dict[ClaimTable, Rules] = {
    ClaimTable.VISITS: VISITS,
    ClaimTable.AGREEMENTS: AGREEMENTS,
    ClaimTable.TRADE: TRADE,
    ClaimTable.CORRIDORS: CORRIDORS,
    ClaimTable.INVESTMENTS: INVESTMENTS,
}

ALONE = "founds the record"
TORN = "fits several records, so it stands apart"
"""Why a claim joins none that was found before: it fits none, or too many. A torn record is not counted in totals."""

_STEP = """
INSERT INTO joined
WITH things AS (
    SELECT block, thing, {things}
    FROM lined_up JOIN joined USING (claim_id)
    WHERE block IN (SELECT block FROM lined_up WHERE step = $step)
    GROUP BY block, thing),
fitting AS (
    SELECT claim_id, article_id, t.thing, {fits} AS sure, {may} AS possible
    FROM lined_up AS c JOIN things AS t USING (block)
    WHERE c.step = $step AND coalesce(sure, possible) IS NOT NULL),
weighed AS (
    SELECT *, count(sure) OVER each_claim AS sure_choices, count(*) OVER each_claim AS choices,
        count(*) FILTER (sure IS NULL) OVER (PARTITION BY article_id, thing) AS rivals
    FROM fitting
    WINDOW each_claim AS (PARTITION BY claim_id)),
decided AS (
    SELECT claim_id, thing, coalesce(sure, possible) AS because FROM weighed
    WHERE CASE WHEN sure_choices > 0 THEN sure IS NOT NULL AND sure_choices = 1 ELSE choices = 1 AND rivals = 1 END),
founding AS (
    SELECT *, min(claim_id) OVER alikes AS thing, count(*) OVER alikes AS founders,
        claim_id IN (SELECT claim_id FROM fitting) AS torn
    FROM lined_up WHERE step = $step AND claim_id NOT IN (SELECT claim_id FROM decided)
    WINDOW alikes AS (PARTITION BY block, alike))
SELECT claim_id, thing, because, false, false FROM decided
UNION ALL
SELECT claim_id, thing, CASE WHEN founders > 1 THEN together WHEN torn THEN '{TORN}' ELSE '{ALONE}' END, torn, false
FROM founding"""


def join_claims(connection: DuckDBPyConnection, rules: Rules) -> None:
    """Place the claims of the table `scoped`.

    They are all claims of their blocks. Leaves `lined_up` (see `Rules`), `joined` (claim_id, thing, matched_by, torn,
    by_person) and `things` (thing, own).
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE lined_up AS {rules.rows}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE joined (claim_id VARCHAR, thing VARCHAR, matched_by VARCHAR, torn BOOLEAN, "
        "by_person BOOLEAN)"
    )
    statement = _STEP.format(
        things=rules.things, fits=_first_of(rules.fits), may=_first_of(rules.may), TORN=TORN, ALONE=ALONE
    )
    for (step,) in connection.execute("SELECT DISTINCT step FROM lined_up ORDER BY step").fetchall():
        connection.execute(statement, {"step": step})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE things AS SELECT thing, min_by(own, (step, own)) AS own "
        "FROM lined_up JOIN joined USING (claim_id) GROUP BY thing"
    )


def _first_of(fits: tuple[Fit, ...]) -> str:
    """The reason of the first fit that holds, null where none does."""
    cases = " ".join(f"WHEN {fit.when} THEN '{fit.because}'" for fit in fits)
    return f"CASE {cases} END" if cases else "NULL::VARCHAR"
