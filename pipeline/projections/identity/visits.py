"""When two visits are the same visit.

Only claims about one country visited by another in one calendar year can be. A visitor is known by surname. Days that
overlap or follow each other make one stay; a claim without a visitor's name, or with a month or a year only, joins the
one visit that it fits. Where it fits several, nobody can tell which: it stands apart and is not counted in totals.
A plan, its cancellation and its fulfilment are the same visit told at different times.
"""

from pipeline.projections.identity.rules import Fit, Rules, told_in

_BLOCK = f"visitor_country || '>' || destination || '|' || coalesce(year(start_date)::VARCHAR, {told_in('start_date')})"

_ROWS = """
WITH spans AS (
    SELECT *,
        coalesce(surname(visitor), '') AS who,
        start_date AS span_from,
        CASE date_precision
            WHEN 'day' THEN coalesce(end_date, start_date)
            WHEN 'month' THEN last_day(coalesce(end_date, start_date))
            ELSE make_date(year(coalesce(end_date, start_date)), 12, 31) END AS span_to,
        CASE date_precision WHEN 'day' THEN 0 WHEN 'month' THEN 2 WHEN 'year' THEN 4 ELSE 6 END
            + (visitor IS NULL)::INTEGER AS step
    FROM scoped),
reaches AS (
    SELECT *, max(span_to) OVER (
        PARTITION BY block, step, who ORDER BY span_from, span_to, claim_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM spans),
stays AS (
    SELECT *, count(*) FILTER (reach IS NULL OR span_from > reach + 1) OVER (
        PARTITION BY block, step, who ORDER BY span_from, span_to, claim_id) AS stay
    FROM reaches)
SELECT * EXCLUDE (reach, stay),
    who || '|' || CASE WHEN step < 2 THEN stay::VARCHAR
        WHEN step < 6 THEN span_from::VARCHAR || span_to::VARCHAR ELSE (status = 'held')::VARCHAR END AS alike,
    CASE WHEN who = '' THEN 'no visitor named, ' ELSE 'same visitor, ' END || CASE
        WHEN step < 2 THEN 'days that overlap or follow each other' WHEN step < 4 THEN 'same month'
        WHEN step < 6 THEN 'same year' ELSE 'no date, told in the same year' END AS together,
    concat_ws('|', block, who, coalesce(date_precision, ''),
        coalesce(span_from::VARCHAR, (status = 'held')::VARCHAR)) AS own
FROM stays"""

_THINGS = """
    max(who) AS who, min(span_from) AS span_from, max(span_to) AS span_to,
    bool_or(status = 'held') AS held, bool_and(status = 'cancelled') AS cancelled"""

_SAME_PERSON = "(c.who = t.who OR c.who = '' OR t.who = '')"
_POSSIBLE = "NOT (c.status = 'cancelled' AND t.held) AND NOT (c.status = 'held' AND t.cancelled)"

VISITS = Rules(
    block=_BLOCK,
    rows=_ROWS,
    things=_THINGS,
    fits=(
        Fit(
            f"c.step < 2 AND {_SAME_PERSON} AND c.span_from <= t.span_to + 1 AND t.span_from <= c.span_to + 1",
            "no visitor named, but its days fit this visit only",
        ),
        Fit(
            f"c.step BETWEEN 2 AND 5 AND {_SAME_PERSON} AND {_POSSIBLE} "
            "AND c.span_from <= t.span_to AND t.span_from <= c.span_to",
            "its month or year fits this visit only",
        ),
    ),
)
