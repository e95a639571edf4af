"""When two figures are the same figure: trade, corridors, investments.

A figure is identified by everything but its amount and who says it: subject, measure, unit, goods or field, period and
basis. Nothing is converted: a value in two currencies is two records. Claims of one record may then disagree.

A figure whose period has no end is as of its report, so that only reports of one calendar year are taken for the same;
one that has been counted since the start of that year, only reports of one month; without any date, only its article.

One voice does not contradict itself in one article: where it tells amounts that are more than a tenth apart, it means
figures that differ in something the columns do not hold, and amounts that are near each other tell one of them.
"""

from pipeline.projections.identity.rules import Rules, told_in

# "since the start of the year" grows with each month, "since 2005" hardly does
_PERIOD = (
    "coalesce(strftime(period_start, '%Y-%m-%d'), '') || '..' || coalesce(strftime(period_end, '%Y-%m-%d'), '') "
    f"|| {told_in('period_end', 'year(period_start) = year(reported_on)')}"
)


_ROWS = """
WITH leaps AS (
    SELECT *, coalesce(surname(claimant), '') AS speaker,
        CASE WHEN amount > lag(amount) OVER by_amount + abs(lag(amount) OVER by_amount) * 0.1::DECIMAL(2, 1)
            THEN 1 ELSE 0 END AS leap
    FROM scoped WINDOW by_amount AS (PARTITION BY block ORDER BY amount, claim_id)),
ranges AS (SELECT *, sum(leap) OVER (PARTITION BY block ORDER BY amount, claim_id) AS near FROM leaps),
voices AS (
    SELECT *, min(near) OVER said <> max(near) OVER said AS tells_several
    FROM ranges WINDOW said AS (PARTITION BY block, article_id, speaker)),
blocks AS (SELECT *, bool_or(tells_several) OVER (PARTITION BY block) AS is_several FROM voices)
SELECT * EXCLUDE (speaker, leap, near, tells_several), 0 AS step,
    CASE WHEN is_several THEN near::VARCHAR ELSE '' END AS alike,
    {together} || CASE WHEN is_several THEN '; amounts within a tenth, as one article tells several' ELSE '' END
        AS together,
    CASE WHEN is_several THEN block || '|' || amount::VARCHAR ELSE block END AS own
FROM blocks"""


def _figure(subject: str, together: str) -> Rules:
    return Rules(f"concat_ws('|', {subject}, unit, basis, {_PERIOD})", _ROWS.format(together=together))


_GOODS = "coalesce(array_to_string(stems(commodity), ' '), '')"
_SAME = "unit, period and basis"

# a share is one of the reporter's total, and a balance has the reporter's sign: neither can be seen from the other side
_PARTIES = """CASE
    WHEN measure = 'share' OR flow = 'balance' THEN flow || ' ' || reporter || '>' || partner
    WHEN flow = 'turnover' THEN flow || ' ' || least(reporter, partner) || '+' || greatest(reporter, partner)
    WHEN flow = 'import' THEN 'export ' || partner || '>' || reporter
    ELSE 'export ' || reporter || '>' || partner END"""

TRADE = _figure(
    f"{_PARTIES}, measure, {_GOODS}",
    f"""CASE WHEN flow = 'import' AND measure <> 'share'
        THEN 'same goods, measure, {_SAME}; an import of one is an export of the other'
        WHEN flow = 'turnover' AND measure <> 'share'
        THEN 'same two parties in any order, goods, measure, {_SAME}'
        ELSE 'same parties, flow, goods, measure, {_SAME}' END""",
)

CORRIDORS = _figure(
    f"corridor, metric, coalesce(origin, '') || '>' || coalesce(destination, ''), {_GOODS}",
    f"'same corridor, metric, direction, goods, {_SAME}'",
)

INVESTMENTS = _figure(
    "source || '>' || target, measure, coalesce(sector, '')",
    f"'same source, target, measure, sector, {_SAME}'",
)
