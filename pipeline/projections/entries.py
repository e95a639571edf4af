"""New entries -> temporary tables: what there is to fold, each kind of entry apart.

Nothing is changed here. A reading of an article replaces the earlier ones; a claim that comes back unchanged in the
next reading keeps the entry by which the ledger first learned of it, so that a newer grammar does not make old
knowledge look new.
"""

from duckdb import DuckDBPyConnection

from pipeline.ledger.slices import Slice
from pipeline.projections.kinds import KINDS, Kind
from pipeline.projections.parsing import parsed_claims, structure

CHUNK = 100_000
"""Entries parsed at a time, to bound memory."""

_ARTICLE = {
    "ordinal": "BIGINT",
    "file": "VARCHAR",
    "sha256": "VARCHAR",
    "text_sha256": "VARCHAR",
    "characters": "BIGINT",
    "language": "VARCHAR",
    "publisher": "VARCHAR",
    "title": "VARCHAR",
    "url": "VARCHAR",
    "published_on": "DATE",
}

_TABLES = f"""
CREATE OR REPLACE TEMP TABLE new_articles AS
SELECT article_id, recorded_at, said.* FROM (
    SELECT article_id, arg_max(recorded_at, position) AS recorded_at,
        from_json(arg_max(payload, position), {structure(_ARTICLE)}) AS said
    FROM delta WHERE type = 'ArticleArchived' GROUP BY article_id);

-- the last word about a file: it was archived, or it was rejected
CREATE OR REPLACE TEMP TABLE new_files AS
SELECT payload ->> 'file' AS file, arg_max(type = 'ArticleRejected', position) AS is_rejected,
    arg_max(recorded_at, position) AS recorded_at, arg_max(payload, position) AS payload
FROM delta WHERE type IN ('ArticleArchived', 'ArticleRejected') GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE new_readings AS
SELECT article_id, position, delta.recorded_at, payload ->> 'extractor' AS extractor,
    coalesce(readings, 0) + row_number() OVER (PARTITION BY article_id ORDER BY position) AS reading
FROM delta LEFT JOIN fold.readings USING (article_id)
WHERE type = 'ArticleRead';

CREATE OR REPLACE TEMP TABLE new_decisions AS
SELECT payload ->> 'correction_id' AS correction_id, arg_max(type, position) AS type, max(position) AS entry,
    arg_max(recorded_at, position) AS recorded_at,
    arg_max_null(coalesce(article_id, payload ->> '$.expect.article_id'), position) AS article_id,
    arg_max_null(claim_id, position) AS claim_id, arg_max_null(claim_table, position) AS kind,
    arg_max(payload, position) AS payload
FROM delta WHERE type IN ('ClaimAdded', 'ClaimCorrected', 'ClaimRetracted', 'RecordsMerged', 'RecordsSplit')
GROUP BY ALL;
"""


def open_entries(connection: DuckDBPyConnection, entries: Slice) -> None:
    """Make the temporary tables of new articles, files, readings and decisions by people, and the view `delta`."""
    entries.register(connection, "delta")
    connection.execute(_TABLES)


def stage_claims(connection: DuckDBPyConnection, kind: Kind, entries: Slice) -> None:
    """Fill the staged table of a kind from the new entries, whichever reading they belong to."""
    for start in range(entries.after, entries.until, CHUNK):
        # every entry of an article that is read again counts: they say since when a claim stands
        claims = f"""(
            SELECT entry.*, coalesce(reading, readings, 0) AS reading
            FROM (SELECT claim_id, article_id, position, recorded_at, payload FROM delta
                WHERE type = 'ClaimExtracted' AND claim_table = '{kind.name}'
                    AND position > {start} AND position <= {start + CHUNK}) AS entry
            ASOF LEFT JOIN new_readings AS reading
                ON entry.article_id = reading.article_id AND entry.position >= reading.position
            LEFT JOIN fold.readings AS before ON entry.article_id = before.article_id)"""
        connection.execute(f"INSERT INTO {kind.staged} {parsed_claims(kind, claims)}")


def settle_readings(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Keep of the staged claims those of each article's last reading, with the entry since which they stand."""
    connection.execute(_LATER.format(staged=kind.staged))
    if connection.execute("SELECT 1 FROM last_readings WHERE reading > 1 LIMIT 1").fetchall():
        connection.execute(_SINCE.format(staged=kind.staged, kind=kind.name))


# In one reading the last entry of a claim counts.
_LATER = """
DELETE FROM {staged} USING {staged} AS later
WHERE later.claim_id = {staged}.claim_id AND later.reading = {staged}.reading AND later.entry > {staged}.entry;

CREATE OR REPLACE TEMP TABLE last_readings AS
SELECT article_id, max(reading) AS reading FROM (
    SELECT article_id, reading FROM new_readings
    UNION ALL SELECT article_id, readings FROM fold.readings SEMI JOIN {staged} USING (article_id))
GROUP BY article_id;
"""

# A claim stands since the first entry of the unbroken run of readings that say exactly the same.
_SINCE = """
CREATE OR REPLACE TEMP TABLE since AS
WITH told AS (
    SELECT claim_id, article_id, reading, content, entry, recorded_at FROM {staged}
    WHERE article_id IN (SELECT article_id FROM last_readings WHERE reading > 1)
    UNION ALL
    SELECT claim_id, article_id, reading, content, entry, recorded_at FROM fold.extracted
    WHERE kind = '{kind}' AND article_id IN (SELECT article_id FROM last_readings)),
each_reading AS (
    SELECT claim_id, article_id, reading, arg_max(content, entry) AS content, max(entry) AS entry,
        arg_max(recorded_at, entry) AS recorded_at
    FROM told GROUP BY claim_id, article_id, reading),
breaks AS (
    SELECT *, coalesce(lag(content) OVER in_order <> content OR lag(reading) OVER in_order <> reading - 1, true)
        AS fresh
    FROM each_reading WINDOW in_order AS (PARTITION BY claim_id ORDER BY reading)),
runs AS (
    SELECT *, count(*) FILTER (fresh) OVER (PARTITION BY claim_id ORDER BY reading) AS run FROM breaks)
SELECT claim_id, article_id, max(reading) AS reading, min(content) AS content, min(entry) AS entry,
    min(recorded_at) AS recorded_at
FROM runs GROUP BY claim_id, article_id, run;

-- a fold may end inside a reading: what the reading before said may still be repeated
INSERT INTO previous
SELECT claim_id, article_id, '{kind}', content, entry, recorded_at, reading
FROM since JOIN (SELECT article_id, reading AS last FROM last_readings) USING (article_id) WHERE reading = last - 1;

DELETE FROM {staged} WHERE EXISTS (
    SELECT 1 FROM last_readings AS last
    WHERE last.article_id = {staged}.article_id AND last.reading > {staged}.reading);
UPDATE {staged} SET entry = since.entry, recorded_at = since.recorded_at
FROM since WHERE since.claim_id = {staged}.claim_id AND since.reading = {staged}.reading;
"""


def stage_all(connection: DuckDBPyConnection, entries: Slice) -> None:
    """Make the staged tables of all kinds."""
    told = connection.execute("SELECT DISTINCT claim_table FROM delta WHERE type = 'ClaimExtracted'").fetchall()
    connection.execute("CREATE OR REPLACE TEMP TABLE previous AS FROM fold.extracted LIMIT 0")
    for kind in KINDS:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {kind.staged} ({kind.said_ddl}, reading BIGINT)")
        if (kind.name,) in told:
            stage_claims(connection, kind, entries)
        settle_readings(connection, kind)
    articles = " UNION ".join(f"SELECT article_id FROM {kind.staged}" for kind in KINDS)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE staged_articles AS {articles}")
