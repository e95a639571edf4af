"""When two documents are the same document, and two bundles the same bundle.

Only claims about the same parties in one calendar year can be (of signing, else of the report), and a bundle is never a
single document. What tells documents apart is, in this order, their value, what they count, their title, and at last
kind and field alone. Titles are compared by their words, in one language; a document told in another language, or
without a title, joins the one of its kind, field and date, where nothing else could be meant. An article that tells two
documents that are alike means two.
"""

from pipeline.projections.identity.rules import Fit, Rules, told_in

_BLOCK = f"""array_to_string(list_sort(list_distinct(list_transform(parties, lambda party: name_key(party)))), '+')
    || '|' || coalesce(year(signed_on)::VARCHAR, {told_in("signed_on")})
    || CASE WHEN kind = 'bundle' THEN '|bundle' ELSE '' END"""

# how near two values of one document may be; also used when values of a step are chained
NEAR = "1.1::DECIMAL(2, 1)"

_ROWS = f"""
WITH told AS (
    SELECT *,
        CASE WHEN kind <> 'bundle'
            THEN stems(regexp_replace(lower(title), '\\s(между|between)\\s.*$', '')) END AS words,
        CASE WHEN kind = 'bundle' THEN documents ELSE quantity END AS counted,
        CASE WHEN kind = 'bundle' THEN 'documents' ELSE quantity_unit END AS counted_in,
        signed_on AS span_from,
        CASE date_precision WHEN 'day' THEN signed_on WHEN 'month' THEN last_day(signed_on)
            WHEN 'year' THEN make_date(year(signed_on), 12, 31) END AS span_to,
        CASE date_precision WHEN 'day' THEN 0 WHEN 'month' THEN 1 WHEN 'year' THEN 2 ELSE 3 END AS vague
    FROM scoped),
titles AS (SELECT DISTINCT block, language, words FROM told WHERE len(words) > 0),
heads AS (
    SELECT long.block, long.language, long.words,
        min_by(short.words, (len(short.words), array_to_string(short.words, ' '))) AS head
    FROM titles AS long JOIN titles AS short ON long.block = short.block AND long.language = short.language
        AND (long.words = short.words OR len(short.words) >= 4 AND list_has_all(long.words, short.words))
    GROUP BY ALL),
titled AS (
    SELECT told.* EXCLUDE (words), told.language || ' ' || array_to_string(head, ' ') AS title_key,
        array_to_string(told.words, ' ') AS words
    FROM told LEFT JOIN heads USING (block, language, words)),
stepped AS (
    SELECT *,
        CASE WHEN amount IS NOT NULL THEN 'value' WHEN counted IS NOT NULL THEN 'count'
            WHEN title_key IS NOT NULL THEN 'title' ELSE 'kind' END AS told_by,
        CASE told_by WHEN 'value' THEN 0 WHEN 'count' THEN 20 WHEN 'title' THEN 40 ELSE 60 END
            + CASE WHEN title_key IS NULL THEN 16 ELSE coalesce(4 * list_position(['en', 'kk', 'ru'], language), 0) END
            + vague AS step,
        CASE told_by WHEN 'value' THEN unit || ' ' || amount::VARCHAR
            WHEN 'count' THEN counted_in || ' ' || counted::VARCHAR
            WHEN 'title' THEN language || ' ' || words
            ELSE kind || ' ' || array_to_string(list_sort(sectors), ' ') END AS telling
    FROM titled),
numbered AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY block, step, span_from, telling, article_id ORDER BY start_char, claim_id) AS nth,
        CASE WHEN told_by = 'value' AND amount > {NEAR} * lag(amount) OVER like_values THEN 1 ELSE 0 END AS leap
    FROM stepped
    WINDOW like_values AS (PARTITION BY block, step, span_from, title_key, unit ORDER BY amount, claim_id)),
ranged AS (
    SELECT *, sum(leap) OVER (PARTITION BY block, step, span_from, title_key, unit ORDER BY amount, claim_id) AS near
    FROM numbered),
counted AS (
    SELECT *, count(*) OVER (PARTITION BY block, step, span_from, title_key, unit, near, article_id) AS in_article
    FROM ranged),
crowds AS (
    SELECT *, max(in_article) OVER (PARTITION BY block, step, span_from, title_key, unit, near) > 1 AS crowded
    FROM counted)
SELECT * EXCLUDE (words, leap, near, in_article, crowded),
    concat_ws('|', span_from::VARCHAR, title_key, CASE
        WHEN told_by = 'value' AND NOT crowded THEN unit || ' near ' || near::VARCHAR
        WHEN told_by = 'kind' AND span_from IS NULL THEN claim_id
        WHEN told_by <> 'title' THEN telling || ' ' || nth::VARCHAR END) AS alike,
    'same parties and date, ' || CASE told_by WHEN 'value' THEN 'values within a tenth of each other'
        WHEN 'count' THEN 'same quantity' WHEN 'title' THEN 'same title'
        ELSE 'kind and field; the same place in the list of its article' END AS together,
    concat_ws('|', block, vague::VARCHAR, span_from::VARCHAR, title_key, told_by, telling,
        CASE WHEN told_by <> 'title' THEN nth::VARCHAR END,
        CASE WHEN told_by = 'kind' AND span_from IS NULL THEN claim_id END) AS own
FROM crowds"""

_THINGS = """
    min(span_from) AS span_from, max(span_to) AS span_to,
    min(unit) AS unit, min(amount) AS least_amount, max(amount) AS most_amount,
    list(counted_in || ' ' || counted::VARCHAR) AS counts,
    list(title_key) AS title_keys, list(language) FILTER (title_key IS NOT NULL) AS title_languages,
    list(kind) AS kinds, flatten(list(sectors)) AS sectors, list(article_id) AS articles"""

_DATES = "(c.span_from IS NULL OR t.span_from IS NULL OR (c.span_from <= t.span_to AND t.span_from <= c.span_to))"
_OTHER_TITLE = """(c.title_key IS NOT NULL AND list_contains(coalesce(t.title_languages, []), c.language)
    AND NOT list_contains(t.title_keys, c.title_key))"""
_SAME_VALUE = f"(c.unit = t.unit AND c.amount * {NEAR} >= t.least_amount AND c.amount <= t.most_amount * {NEAR})"
_SAME_COUNT = "list_contains(t.counts, c.counted_in || ' ' || c.counted::VARCHAR)"

AGREEMENTS = Rules(
    block=_BLOCK,
    rows=_ROWS,
    things=_THINGS,
    fits=(
        Fit(
            f"{_DATES} AND {_SAME_VALUE} AND NOT {_OTHER_TITLE}",
            "same parties, matching date, values within a tenth of each other",
        ),
        Fit(
            f"{_DATES} AND {_SAME_COUNT} AND NOT {_OTHER_TITLE}",
            "same parties, matching date, same quantity",
        ),
        Fit(
            f"{_DATES} AND list_contains(t.title_keys, c.title_key)",
            "same parties, matching date, same title",
        ),
    ),
    may=(
        Fit(
            "c.span_from <= t.span_to AND t.span_from <= c.span_to AND list_contains(t.kinds, c.kind) "
            "AND (c.title_key IS NULL OR NOT list_contains(coalesce(t.title_languages, []), c.language)) "
            "AND (len(c.sectors) = 0 OR len(t.sectors) = 0 OR list_has_any(c.sectors, t.sectors)) "
            "AND (c.amount IS NULL OR t.least_amount IS NULL) AND NOT list_contains(t.articles, c.article_id)",
            "same parties, date, kind and field, and its article tells nothing else that could be meant",
        ),
    ),
)
