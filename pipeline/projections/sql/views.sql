-- Views and macros for common questions. `told` (all claims of all kinds) is made from the table definitions.

CREATE VIEW trade_by_partner AS
WITH seen AS (
    SELECT reporter AS country, partner, flow, * EXCLUDE (reporter, partner, flow) FROM trade_flows
    UNION ALL
    SELECT partner, reporter, CASE flow WHEN 'export' THEN 'import' WHEN 'import' THEN 'export' ELSE flow END,
        * EXCLUDE (reporter, partner, flow)
    FROM trade_flows WHERE flow <> 'balance')
SELECT country, partner, year(period_end) AS year, flow, commodity, amount, unit, qualifier, basis, disputed, revised,
    lowest_amount, highest_amount, claims, publishers, chosen_because, last_reported_on, recommended_for_totals,
    trade_flow_id
FROM seen WHERE measure = 'value'
QUALIFY row_number() OVER (
    PARTITION BY country, partner, year(period_end), flow, commodity, unit, basis
    ORDER BY recommended_for_totals DESC, period_end DESC NULLS LAST, last_reported_on DESC NULLS LAST, trade_flow_id) = 1;
COMMENT ON VIEW trade_by_partner IS 'Latest value of trade for each country, partner, year, flow, goods and currency, seen from both sides; whole years before parts of years, conflicts with their range.';

CREATE VIEW status_history AS
SELECT record_table, record_id, status, min(reported_on) AS first_reported_on, max(reported_on) AS last_reported_on,
    min(recorded_at) AS first_recorded_at, count(*) AS claims
FROM (
    SELECT 'visits' AS record_table, visit_id AS record_id, status, reported_on, recorded_at FROM visit_claims
    UNION ALL
    SELECT 'agreements', agreement_id, status, reported_on, recorded_at FROM agreement_claims)
GROUP BY ALL;
COMMENT ON VIEW status_history IS 'How far visits and agreements were said to have come, and when: planned, held, cancelled; proposed, signed, in force.';

CREATE VIEW visits_timeline AS
SELECT start_date, end_date, date_precision, visitor, visitor_country, coalesce(sender.name_en, visitor_country) AS from_name,
    destination, coalesce(host.name_en, destination) AS to_name, city, visits.kind, status, history.statuses, occasion, hosts,
    disputed, claims, publishers, recommended_for_totals, visit_id
FROM visits
LEFT JOIN parties AS sender ON sender.party = visitor_country
LEFT JOIN parties AS host ON host.party = destination
LEFT JOIN (
    SELECT record_id AS visit_id, list(status ORDER BY first_reported_on NULLS FIRST, status) AS statuses
    FROM status_history WHERE record_table = 'visits' GROUP BY record_id) AS history USING (visit_id)
ORDER BY start_date NULLS LAST, visit_id;
COMMENT ON VIEW visits_timeline IS 'Visits in the order of their first day, with names of countries and how their status changed.';

CREATE VIEW agreements_by_country AS
SELECT party AS country, sector, unit, count(*) AS agreements, sum(documents) AS documents, sum(amount) AS amount,
    count(*) FILTER (disputed) AS disputed, max(signed_on) AS last_signed_on
FROM (
    SELECT *, unnest(CASE WHEN len(sectors) = 0 THEN ['unknown'] ELSE sectors END) AS sector
    FROM (SELECT *, unnest(parties) AS party FROM agreements WHERE recommended_for_totals))
JOIN parties USING (party) WHERE parties.kind <> 'organisation'
GROUP BY ALL;
COMMENT ON VIEW agreements_by_country IS 'Signed agreements by country or group, field and currency, with totals that count no document twice; an agreement of two fields stands in both.';

CREATE VIEW corridor_growth AS
SELECT corridor, year(period_end) AS year, metric, amount, unit, qualifier, disputed,
    lag(amount) OVER years AS year_before, lag(year(period_end)) OVER years AS compared_with,
    round(100 * (amount - lag(amount) OVER years) / nullif(lag(amount) OVER years, 0), 1) AS change_percent,
    corridor_metric_id
FROM corridor_metrics WHERE recommended_for_totals
WINDOW years AS (PARTITION BY corridor, metric, unit ORDER BY period_end);
COMMENT ON VIEW corridor_growth IS 'What moved along each corridor in whole years, and how much more or less than in the last year that is known before it.';

CREATE MACRO evidence_of(identifier) AS TABLE
SELECT record_id, claim_id, field, words, how, evidence.rule, quote, context, publisher, published_on, title, url, file
FROM told JOIN articles USING (article_id) LEFT JOIN evidence USING (claim_id)
WHERE identifier IN (record_id, claim_id)
    OR record_id IN (SELECT former.record_id FROM former_ids AS former WHERE former.former_id = identifier)
ORDER BY standing, claim_id, evidence.start_char, field;

CREATE MACRO as_reported_by(name) AS TABLE
SELECT record_table, record_id, claim_id, quote, standing = 1 AS is_shown, reported_on, title, url
FROM told JOIN articles USING (article_id) WHERE publisher = name
ORDER BY reported_on DESC NULLS LAST, claim_id;

CREATE MACRO changed_since(package_name, version) AS TABLE
SELECT record_table, record_id,
    CASE WHEN min(entry) FILTER (is_claim) > max(known_until_entry) THEN 'new' ELSE 'changed' END AS change,
    max(recorded_at) AS last_recorded_at, count(*) FILTER (is_claim AND entry > known_until_entry) AS new_claims
FROM (
    SELECT package, record_table, record_id, entry, recorded_at, true AS is_claim FROM told
    UNION ALL
    SELECT package, record_table, record_id, corrections.entry, corrections.recorded_at, false
    FROM told JOIN corrections ON target = record_id OR ends_with(matched_by, 'correction ' || correction_id)
    WHERE action IN ('merge', 'split') AND outcome = 'applied') AS learned
JOIN releases USING (package)
WHERE package = package_name AND release = version
GROUP BY ALL HAVING max(entry) > max(known_until_entry)
ORDER BY last_recorded_at DESC, record_id;

COMMENT ON MACRO TABLE evidence_of IS 'The words of each field of a claim, or of all claims of a record, with quote and article: evidence_of(identifier).';
COMMENT ON MACRO TABLE as_reported_by IS 'All claims of one publisher, the latest report first: as_reported_by(publisher).';
COMMENT ON MACRO TABLE changed_since IS 'Records with claims that were learned, corrected or regrouped by a person after a release: changed_since(package, release). A record that only lost claims is told by the next release.';
