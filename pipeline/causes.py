"""Why rows of a release are other than in the release before: the ledger entries between both that touched them.

Here the ledger, the warehouse and the release before meet. What differs is found by `pipeline.release`, which asks here
for the causes of the rows that do. A row without a known cause follows from something else than entries, such as a new
rule of identity.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipeline.ledger.slices import Slice
from pipeline.projections.serving import reading
from pipeline.projections.surroundings import PARTY_COLUMNS
from pipeline.release.context import Cause, Causes, RowKey
from schemas.packages import CLAIMED, Package

OF_THEIR_OWN = frozenset({"articles", "coverage", "parties", "corridors"})
"""Tables whose rows have causes of their own; all others are known by the identifier of a claim or a record."""

# who decided what about which claims since; what changed nothing is no cause
_DECIDED = """
CREATE TEMP TABLE decided AS
SELECT unnest(claims) AS claim_id, entry, reason FROM (
    SELECT entry, CASE WHEN status = 'withdrawn' THEN 'taken back: ' || reason ELSE reason END AS reason,
        CASE action WHEN 'merge' THEN flatten(map_values(from_json(expect, '"MAP(VARCHAR, VARCHAR[])"')))
            WHEN 'split' THEN from_json(expect, '["VARCHAR"]') ELSE [target] END AS claims
    FROM corrections WHERE entry > $after AND (outcome = 'applied' OR status = 'withdrawn'));
"""

_CLAIMS = """
CREATE TEMP TABLE archived AS
SELECT article_id, position AS entry FROM since WHERE type = 'ArticleArchived' AND article_id IN (FROM articles_before);

CREATE TEMP TABLE read_again AS
SELECT article_id, max(position) AS entry, 'read again by ' || arg_max(payload ->> 'extractor', position) AS reason
FROM since WHERE type = 'ArticleRead' GROUP BY article_id;

CREATE TEMP TABLE claim_causes AS
SELECT claim_id, entry, NULL AS reason FROM told WHERE entry > $after
UNION SELECT claim_id, entry, reason FROM decided
UNION SELECT claim_id, archived.entry, NULL FROM told JOIN archived USING (article_id)
UNION SELECT claim_id, read_again.entry, 'its article was ' || reason
FROM before ANTI JOIN told USING (claim_id) ANTI JOIN decided USING (claim_id) JOIN read_again USING (article_id);
"""

_CAUSED = """
CREATE TEMP TABLE caused AS
SELECT '' AS scope, claim_id AS row_id, entry, reason FROM claim_causes
UNION SELECT '', record_id, entry, reason
FROM (SELECT record_id, claim_id FROM told UNION SELECT record_id, claim_id FROM before)
    JOIN claim_causes USING (claim_id)
UNION SELECT 'articles', article_id, position, NULL FROM since WHERE type = 'ArticleArchived'
UNION SELECT 'coverage', article_id, position, NULL FROM since WHERE type = 'ArticleRead'
UNION SELECT 'coverage', article_id, decided.entry, reason
FROM (SELECT claim_id, article_id FROM told UNION SELECT claim_id, article_id FROM before) JOIN decided USING (claim_id)
UNION SELECT 'corridors', corridor, entry, NULL FROM corridor_claims WHERE entry > $after
"""

_ASKED = """
SELECT row_id, list(DISTINCT entry ORDER BY entry), string_agg(DISTINCT reason, '; ' ORDER BY reason)
FROM caused SEMI JOIN asked USING (row_id) WHERE scope = ? GROUP BY row_id
"""


@contextmanager
def causes_since(package: Package, previous: Path, warehouse: Path, since: Slice) -> Iterator[Causes]:
    """The causes of what differs between a release and a warehouse, which are the entries `since` apart."""
    with reading(warehouse) as connection:
        since.register(connection, "since")
        connection.execute(f"CREATE TEMP VIEW articles_before AS SELECT article_id FROM {_rows(previous, 'articles')}")
        claims = " UNION ALL ".join(
            f"SELECT claim_id, article_id, {item.records.key[0]} AS record_id FROM {_rows(previous, item.claims.name)}"
            for item in CLAIMED
            if item.kind in package.kinds and (previous / "parquet" / f"{item.claims.name}.parquet").exists()
        )
        connection.execute(f"CREATE TEMP VIEW before AS {claims}")
        parties = "".join(
            f" UNION SELECT 'parties', {column}, entry, NULL FROM {table} WHERE entry > $after"
            for table, column in PARTY_COLUMNS
        )
        for statement in (_DECIDED, _CLAIMS, _CAUSED + parties):
            connection.execute(statement.replace("$after", str(since.after)))
        yield lambda table, keys: _causes(connection, table, keys)


def _rows(release: Path, table: str) -> str:
    return "'" + str(release / "parquet" / f"{table}.parquet").replace("'", "''") + "'"


def _causes(connection: DuckDBPyConnection, table: str, keys: Sequence[RowKey]) -> Mapping[RowKey, Cause]:
    """The causes of rows, which are known by the first part of their key."""
    connection.register("asked", pa.table({"row_id": sorted({key[0] for key in keys})}))
    scope = table if table in OF_THEIR_OWN else ""
    known = {
        row: Cause(tuple(entries), reason) for row, entries, reason in connection.execute(_ASKED, [scope]).fetchall()
    }
    return {key: known[key[0]] for key in keys if key[0] in known}
