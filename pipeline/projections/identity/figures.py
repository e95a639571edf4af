"""When two figures are the same figure: trade, corridors, investments.

A figure is identified by everything but its amount and who says it: subject, measure, unit, goods or field, period and
basis. Nothing is converted: a value in two currencies is two records. Claims of one record may then disagree.

A figure whose period has no end is as of its report, so that only reports of one calendar year are taken for the same;
one that has been counted since the start of that year, only reports of one month; without any date, only its article.
"""

from pipeline.projections.identity.rules import Rules, told_in

# "since the start of the year" grows with each month, "since 2005" hardly does
_PERIOD = (
    "coalesce(strftime(period_start, '%Y-%m-%d'), '') || '..' || coalesce(strftime(period_end, '%Y-%m-%d'), '') "
    f"|| {told_in('period_end', 'year(period_start) = year(reported_on)')}"
)


def _figure(subject: str, together: str) -> Rules:
    block = f"concat_ws('|', {subject}, unit, basis, {_PERIOD})"
    return Rules(block, f"SELECT *, 0 AS step, '' AS alike, {together} AS together, block AS own FROM scoped")


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
