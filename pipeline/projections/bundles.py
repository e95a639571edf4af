"""Which bundle a document is a member of.

A text puts a document into a bundle by telling it after the bundle ("among them"), so a member belongs to the last
bundle that its article tells before it, else to the only one that it tells. What a bundle counts is not counted again:
its members are not recommended for totals.
"""

from duckdb import DuckDBPyConnection

_LINK = """
CREATE OR REPLACE TEMP TABLE telling AS
SELECT claim_id, article_id, kind = 'bundle' AS is_bundle, part_of_bundle, start_char, signed_on
FROM agreement_claims WHERE article_id IN (SELECT article_id FROM staged_agreements);

DELETE FROM fold.bundle_links WHERE article_id IN (SELECT article_id FROM telling);
INSERT INTO fold.bundle_links
WITH pairs AS (
    SELECT member.claim_id, member.article_id, bundle.claim_id AS bundle_claim,
        bundle.start_char <= member.start_char AS is_before, bundle.start_char,
        count(*) OVER (PARTITION BY member.claim_id) AS choices
    FROM telling AS member JOIN telling AS bundle USING (article_id)
    WHERE member.part_of_bundle AND NOT member.is_bundle AND bundle.is_bundle)
SELECT claim_id, any_value(article_id), arg_max(bundle_claim, (is_before, start_char, bundle_claim)) FROM pairs
WHERE is_before OR choices = 1 GROUP BY claim_id;

-- records whose own claims, or whose bundle's claims, were placed anew
CREATE OR REPLACE TEMP TABLE members AS
SELECT member.agreement_id,
    arg_min(bundle.agreement_id, member.standing) FILTER (bundle.agreement_id <> member.agreement_id) AS bundle_id
FROM agreement_claims AS member
LEFT JOIN fold.bundle_links AS link USING (claim_id)
LEFT JOIN agreement_claims AS bundle ON bundle.claim_id = link.bundle_claim
WHERE member.agreement_id IN (
    SELECT record_id FROM standing
    UNION ALL
    SELECT agreement_id FROM agreement_claims JOIN fold.bundle_links AS touched USING (claim_id)
        WHERE touched.bundle_claim IN (SELECT claim_id FROM standing))
GROUP BY member.agreement_id;

UPDATE agreements SET bundle_id = members.bundle_id,
    recommended_for_totals = status IN ('signed', 'ratified', 'in_force') AND members.bundle_id IS NULL
FROM members WHERE members.agreement_id = agreements.agreement_id;
"""


def link_bundles(connection: DuckDBPyConnection) -> None:
    """Give the touched agreements their bundles. Needs `standing`, and all agreement claims written."""
    connection.execute(_LINK)
