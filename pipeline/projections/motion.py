"""Which claims of earlier folds have to be taken up again, and taking them up.

A claim is taken up with its whole article: when the article is read again, when more of its reading arrives, when what
is known about it changes, or when a person decides something about one of its claims. What is taken up is staged as it
was extracted; its rows leave the tables, and the blocks and records they leave are noted in `scope` and `gone`.
"""

from duckdb import DuckDBPyConnection

from pipeline.projections.kinds import KINDS, Kind

BY_PERSON = "correction "
"""How the rule of a claim begins that a person added."""

_MOVED = """
CREATE OR REPLACE TEMP TABLE moved AS
SELECT article_id, bool_or(is_read_again) AS is_read_again FROM (
    SELECT article_id, true AS is_read_again FROM new_readings SEMI JOIN fold.readings USING (article_id)
    UNION ALL
    SELECT article_id, false
    FROM new_articles JOIN articles AS before USING (article_id) JOIN fold.texts AS texts USING (article_id)
    WHERE (new_articles.published_on, new_articles.publisher, new_articles.language, new_articles.text_sha256)
        IS DISTINCT FROM (before.published_on, before.publisher, before.language, texts.text_sha256)
    UNION ALL
    SELECT article_id, false FROM (
        SELECT article_id FROM new_decisions UNION ALL SELECT article_id FROM superseded
        UNION ALL SELECT article_id FROM staged_articles)
    WHERE article_id IN (SELECT article_id FROM fold.readings))
GROUP BY article_id;

CREATE OR REPLACE TEMP TABLE scope AS
SELECT DISTINCT kind, block FROM fold.placed WHERE article_id IN (SELECT article_id FROM moved);

CREATE OR REPLACE TEMP TABLE gone (kind VARCHAR, record_id VARCHAR);
"""

_LEAVE = """
DELETE FROM evidence WHERE claim_id IN (
    SELECT claim_id FROM fold.placed WHERE article_id IN (SELECT article_id FROM moved));
DELETE FROM rejected_claims WHERE article_id IN (SELECT article_id FROM moved);
DELETE FROM fold.placed WHERE article_id IN (SELECT article_id FROM moved);
DELETE FROM fold.bundle_links WHERE article_id IN (SELECT article_id FROM moved);
DELETE FROM fold.extracted WHERE article_id IN (SELECT article_id FROM moved WHERE is_read_again);
"""

_SHOWN = """
CREATE OR REPLACE TEMP TABLE shown_evidence AS
SELECT claim_id, list({field: field, start_char: start_char, end_char: end_char, how: how, rule: rule} ORDER BY field)
    AS evidence
FROM evidence SEMI JOIN fold.extracted AS extracted USING (claim_id)
WHERE claim_id IN (SELECT claim_id FROM fold.placed
    WHERE article_id IN (SELECT article_id FROM moved WHERE NOT is_read_again))
GROUP BY claim_id;
"""


def find_moved(connection: DuckDBPyConnection) -> None:
    """Make `moved` (the articles in motion), `scope` and `gone`. Needs the decisions of people noted."""
    connection.execute(_MOVED)


def take_up(connection: DuckDBPyConnection) -> None:
    """Stage the claims of the articles in motion beside the new ones, and take their rows out of the tables."""
    if not connection.execute("SELECT count(*) FROM moved").fetchall()[0][0]:
        return
    connection.execute(_SHOWN)
    for kind in KINDS:
        _stage_again(connection, kind)
        moved = "article_id IN (SELECT article_id FROM moved)"
        connection.execute(
            f"INSERT INTO gone SELECT DISTINCT '{kind.name}', {kind.record_id} FROM {kind.claims} WHERE {moved}"
        )
        connection.execute(f"DELETE FROM {kind.claims} WHERE {moved}")
        connection.execute(f"DELETE FROM {kind.originals} WHERE {moved}")
    connection.execute(_LEAVE)


def _stage_again(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Stage what was not read again: claims shown as extracted, and the originals of the others."""
    again = "article_id IN (SELECT article_id FROM moved WHERE NOT is_read_again)"
    said = ", ".join(f"shown.{column.name}" for column in kind.said)
    connection.execute(
        f"INSERT INTO {kind.staged} SELECT {said}, content, coalesce(shown_evidence.evidence, []), [], 0 "
        f"FROM {kind.claims} AS shown JOIN fold.extracted AS extracted USING (claim_id) "
        f"LEFT JOIN shown_evidence USING (claim_id) WHERE shown.{again} AND len(shown.corrections) = 0"
    )
    connection.execute(f"INSERT INTO {kind.staged} SELECT *, 0 FROM {kind.originals} WHERE {again}")
