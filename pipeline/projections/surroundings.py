"""What surrounds claims and records: articles, coverage, evidence, parties, corridors, releases, rejected files."""

from dataclasses import asdict

import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipeline.projections.kinds import KINDS
from schemas import reference
from schemas.vocabulary import PartyKind

PARTY_COLUMNS = (
    ("visit_claims", "visitor_country"),
    ("visit_claims", "destination"),
    ("agreement_claims", "unnest(parties)"),
    ("trade_claims", "reporter"),
    ("trade_claims", "partner"),
    ("corridor_claims", "origin"),
    ("corridor_claims", "destination"),
    ("investment_claims", "source"),
    ("investment_claims", "target"),
)


def load_reference(connection: DuckDBPyConnection) -> None:
    """Make the temporary views `registry` and `known_parties` of the reference data."""
    known = pa.Table.from_pylist([asdict(item) for item in reference.parties()])
    connection.register("known_parties", known.rename_columns({"code": "party"}))
    registry = pa.Table.from_pylist([asdict(item) for item in reference.corridors()])
    registry = registry.select(["id", "name_en", "name_ru", "name_kk"])
    connection.register("registry", registry.rename_columns({"id": "corridor"}))


_ARTICLES = """
DELETE FROM articles WHERE article_id IN (SELECT article_id FROM new_articles);
INSERT INTO articles SELECT article_id, file, ordinal, coalesce(title, file), publisher, url, language, published_on,
    characters, sha256, recorded_at FROM new_articles;
DELETE FROM fold.texts WHERE article_id IN (SELECT article_id FROM new_articles);
INSERT INTO fold.texts SELECT article_id, text_sha256 FROM new_articles;

DELETE FROM rejected_articles WHERE file IN (SELECT file FROM new_files);
INSERT INTO rejected_articles
SELECT file, payload ->> 'reason', payload ->> 'detail', payload ->> 'sha256', recorded_at
FROM new_files WHERE is_rejected;

DELETE FROM fold.readings WHERE article_id IN (SELECT article_id FROM new_readings);
INSERT INTO fold.readings
SELECT article_id, max(reading), arg_max(extractor, reading), arg_max(recorded_at, reading)
FROM new_readings GROUP BY article_id;
"""


def take_articles(connection: DuckDBPyConnection) -> None:
    """Bring articles, rejected files and readings up to date."""
    connection.execute(_ARTICLES)


_EXTRACTED = """
CREATE OR REPLACE TEMP TABLE just_read AS {staged};
DELETE FROM fold.extracted WHERE claim_id IN (SELECT claim_id FROM just_read);
INSERT INTO fold.extracted FROM just_read;
INSERT INTO fold.extracted FROM previous ANTI JOIN just_read USING (claim_id);
"""


def keep_extracted(connection: DuckDBPyConnection) -> None:
    """Remember of every extracted claim what it said and since when, whatever becomes of it."""
    staged = " UNION ALL ".join(
        f"SELECT claim_id, article_id, '{kind.name}' AS kind, content, entry, recorded_at, reading "
        f"FROM {kind.staged} WHERE reading > 0"
        for kind in KINDS
    )
    connection.execute(_EXTRACTED.format(staged=staged))


# the words of a field stand in the quote, or in the context around it
_EVIDENCE = """
INSERT INTO evidence
SELECT claim_id, item.field,
    CASE WHEN item.start_char >= start_char AND item.end_char <= end_char
        THEN quote[item.start_char - start_char + 1 : item.end_char - start_char]
        WHEN item.start_char >= context_start AND item.end_char <= context_start + length(context)
        THEN context[item.start_char - context_start + 1 : item.end_char - context_start] END,
    item.start_char, item.end_char, item.how, item.rule
FROM (
    SELECT claim_id, quote, context, start_char, end_char, unnest(evidence) AS item,
        CASE WHEN contains(context, quote) THEN start_char - strpos(context, quote) + 1 END AS context_start
    FROM {staged})
"""

_COVERAGE = """
DELETE FROM coverage WHERE article_id IN (SELECT article_id FROM read_or_moved);
INSERT INTO coverage
SELECT article_id, claim_table, extractor, coalesce(accepted, 0), coalesce(rejected, 0), recorded_at
FROM fold.readings SEMI JOIN read_or_moved USING (article_id)
CROSS JOIN (SELECT unnest({kinds}) AS claim_table)
LEFT JOIN (
    SELECT article_id, kind AS claim_table, count(*) AS accepted
    FROM arrivals SEMI JOIN (FROM fold.extracted SEMI JOIN read_or_moved USING (article_id)) USING (claim_id)
    GROUP BY ALL) USING (article_id, claim_table)
LEFT JOIN (
    SELECT article_id, claim_table, count(DISTINCT claim_id) AS rejected
    FROM rejected_claims SEMI JOIN read_or_moved USING (article_id) GROUP BY ALL) USING (article_id, claim_table);
"""

_RELEASES = """
CREATE OR REPLACE TEMP TABLE new_releases AS
SELECT payload ->> 'package' AS package, payload ->> 'release' AS release, position AS entry,
    (payload ->> '$.checkpoint.position')::BIGINT AS position, payload ->> 'reason' AS reason, type, recorded_at
FROM delta WHERE type IN ('ReleasePublished', 'ReleaseWithdrawn');
INSERT OR REPLACE INTO releases
SELECT package, release, max(position), max(recorded_at), NULL FROM new_releases
WHERE type = 'ReleasePublished' GROUP BY ALL;
UPDATE releases SET withdrawn_because = last.reason
FROM (SELECT package, release, arg_max(reason, entry) AS reason FROM new_releases
    WHERE type = 'ReleaseWithdrawn' GROUP BY ALL) AS last
WHERE (releases.package, releases.release) = (last.package, last.release);
"""

_PARTIES = """
CREATE OR REPLACE TEMP TABLE parties_now AS
SELECT party, coalesce(kind, '{organisation}') AS kind,
    CASE WHEN kind IS NOT NULL THEN name_en WHEN NOT regexp_matches(party, '\\p{{Cyrillic}}') THEN party END AS name_en,
    CASE WHEN kind IS NOT NULL THEN name_ru WHEN regexp_matches(party, '\\p{{Cyrillic}}')
        AND NOT regexp_matches(party, '[әғқңөұүһіӘҒҚҢӨҰҮҺІ]') THEN party END AS name_ru,
    CASE WHEN kind IS NOT NULL THEN name_kk
        WHEN regexp_matches(party, '[әғқңөұүһіӘҒҚҢӨҰҮҺІ]') THEN party END AS name_kk
FROM (SELECT DISTINCT party FROM ({used}) WHERE party IS NOT NULL) LEFT JOIN known_parties USING (party);
DELETE FROM parties WHERE party NOT IN (SELECT party FROM parties_now);
INSERT INTO parties SELECT * FROM parties_now ANTI JOIN parties AS before USING (party);
"""

_CORRIDORS = """
CREATE OR REPLACE TEMP TABLE corridors_now AS
SELECT corridor, known.name_en, known.name_ru, known.name_kk, coalesce(figures, 0), coalesce(articles, 0)
FROM (
    SELECT * FROM registry
    UNION ALL
    SELECT corridor, 'Transit: ' || coalesce(name_en, code), 'Транзит: ' || coalesce(name_ru, code),
        'Транзит: ' || coalesce(name_kk, code)
    FROM (SELECT DISTINCT corridor, corridor[9:] AS code FROM corridor_metrics WHERE corridor LIKE 'transit-%')
    LEFT JOIN known_parties ON party = code) AS known
LEFT JOIN (SELECT corridor, count(*) AS figures FROM corridor_metrics GROUP BY ALL) USING (corridor)
LEFT JOIN (SELECT corridor, count(DISTINCT article_id) AS articles FROM corridor_claims GROUP BY ALL) USING (corridor);
DELETE FROM corridors WHERE corridor IN (SELECT corridor FROM (FROM corridors EXCEPT FROM corridors_now));
INSERT INTO corridors FROM corridors_now ANTI JOIN corridors AS before USING (corridor);
"""


def follow(connection: DuckDBPyConnection) -> None:
    """Bring everything up to date that follows from claims and records."""
    for kind in KINDS:
        connection.execute(_EVIDENCE.format(staged=kind.staged))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE read_or_moved AS "
        "SELECT article_id FROM new_readings UNION SELECT article_id FROM moved"
    )
    connection.execute(_COVERAGE.format(kinds=[str(kind.name) for kind in KINDS]))
    connection.execute(_RELEASES)
    used = " UNION ALL ".join(f"SELECT DISTINCT {column} AS party FROM {table}" for table, column in PARTY_COLUMNS)
    connection.execute(_PARTIES.format(used=used, organisation=PartyKind.ORGANISATION))
    connection.execute(_CORRIDORS)
