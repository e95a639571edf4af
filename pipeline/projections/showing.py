"""What a record shows: which of its claims, the range of all, and whether they contradict each other.

Here belongs what follows once it is settled which claims tell the same thing (`identity`). Every choice is an ordered
list of criteria with words, from which both the order and `chosen_because` are made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from schemas.vocabulary import AgreementStatus, ClaimTable, PartyGroup, VisitStatus


@dataclass(frozen=True)
class Criterion:
    """An SQL expression, smallest first, and what it means that it decided."""

    order: str
    because: str


@dataclass(frozen=True)
class Showing:
    """How claims of one kind are shown as a record.

    `choice` orders the claims. `columns` says how a column is filled that does not simply show the first claim.
    `contradictions` tells for a field when claims contradict each other in it; `views` are columns that these and the
    choice need, computed over the claims of a record (`record_id`). `totals` says when a record may be added up.
    """

    choice: tuple[Criterion, ...]
    contradictions: Mapping[str, str]
    totals: str
    views: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


_PERSON = Criterion("len(corrections) = 0", "a person corrected it")
_LATEST_FIRST = "DATE '9999-12-31' - reported_on"
_LATEST = Criterion(_LATEST_FIRST, "the latest report")
_FIRST_ID = Criterion("claim_id", "equal in every respect, first by its identifier")


def _filled(*columns: str) -> dict[str, str]:
    """Columns that go together, from the first claim that has the first of them."""
    return {name: f"arg_min_null({name}, standing) FILTER ({columns[0]} IS NOT NULL)" for name in columns}


def _united(column: str) -> dict[str, str]:
    return {column: f"list_sort(list_distinct(flatten(list({column}))))"}


def _position(column: str, order: list[str]) -> str:
    return f"list_position({order}, {column})"


def _apart(least: str, most: str, amount: str) -> str:
    """Whether spans of what amounts can mean have nothing in common; equal amounts never contradict each other."""
    return f"coalesce(max({least}) >= min({most}) AND min({amount}) <> max({amount}), false)"


# Only whole years: parts of a year lie in it, and what has no end lies in what comes later.
_WHOLE_YEAR = """basis = 'actual' AND period_start = make_date(year(period_start), 1, 1)
    AND period_end = make_date(year(period_start), 12, 31)"""

# Speakers and publishers speak for themselves: the last report of what one of them said replaces the earlier ones.
_VOICE = "coalesce('said ' || surname(claimant), 'told ' || publisher, article_id)"
_MEANT = "at_least(amount, qualifier) AS least_meant, at_most(amount, amount_to, qualifier) AS most_meant"
_FIGURE = Showing(
    choice=(
        _PERSON,
        Criterion("NOT is_last_word", "not replaced by a later report of the same speaker or publisher"),
        Criterion("qualifier NOT IN ('exact', 'range')", "the others are hedged"),
        Criterion(f"CASE WHEN amounts_disputed THEN {_LATEST_FIRST} END", "the latest report among contradictory ones"),
        Criterion("last_digit(amount)", "the most digits"),
        _LATEST,
        _FIRST_ID,
    ),
    contradictions={"amount": "bool_or(amounts_disputed)"},
    totals="false",
    views=(
        f"{_VOICE} AS voice",
        _MEANT,
        "coalesce(reported_on = max(reported_on) OVER (PARTITION BY record_id, voice), true) AS is_last_word",
        "min(most_meant) FILTER (is_last_word) OVER (PARTITION BY record_id) AS lowest_ceiling, "
        "max(least_meant) FILTER (is_last_word) OVER (PARTITION BY record_id) AS highest_floor, "
        "count(DISTINCT amount) FILTER (is_last_word) OVER (PARTITION BY record_id) AS amounts, "
        "min(most_meant) FILTER (is_last_word) OVER (PARTITION BY record_id, voice) AS voice_ceiling, "
        "max(least_meant) FILTER (is_last_word) OVER (PARTITION BY record_id, voice) AS voice_floor",
        "highest_floor >= lowest_ceiling AND amounts > 1 AS amounts_disputed, "
        "NOT is_last_word AND (least_meant >= voice_ceiling OR most_meant <= voice_floor) AS is_replaced",
    ),
    columns={
        "lowest_amount": "min(amount)",
        "highest_amount": "max(coalesce(amount_to, amount))",
        "revised": "bool_or(is_replaced)",
    },
)


def _figure(totals: str) -> Showing:
    return replace(_FIGURE, totals=f"bool_and(coalesce({_WHOLE_YEAR} AND {totals} AND NOT is_several, false))")


def _is_country(column: str) -> str:
    return f"(regexp_full_match({column}, '[A-Z]{{3}}') AND {column} NOT IN {tuple(map(str, PartyGroup))})"


_TRADE = _figure(
    "measure IN ('value', 'volume') AND flow <> 'balance' AND commodity IS NULL "
    f"AND {_is_country('reporter')} AND {_is_country('partner')}"
)
_CORRIDOR = _figure(
    "metric IN ('volume', 'investment') AND origin IS NULL AND destination IS NULL AND commodity IS NULL"
)
_INVESTMENT = _figure(f"measure = 'flow' AND sector IS NULL AND {_is_country('source')} AND {_is_country('target')}")

_VISIT = Showing(
    choice=(
        _PERSON,
        Criterion(
            _position("status", [*map(str, (VisitStatus.HELD, VisitStatus.CANCELLED, VisitStatus.PLANNED))]),
            "the latest state of the visit",
        ),
        Criterion(_position("date_precision", ["day", "month", "year"]), "the most precise date"),
        Criterion("end_date IS NULL", "it gives the end of the visit"),
        Criterion("visitor IS NULL", "it names the visitor"),
        Criterion("-len(hosts)", "it names the most hosts"),
        _LATEST,
        _FIRST_ID,
    ),
    contradictions={
        "kind": "count(DISTINCT kind) FILTER (kind <> 'unspecified') > 1",
        "start_date": "bool_or(is_span) AND NOT bool_or(is_widest)",
        "status": "bool_or(status = 'held') AND bool_or(status = 'cancelled')",
    },
    totals="NOT bool_or(torn) AND max(start_date) IS NOT NULL",
    views=(
        "end_date IS NOT NULL AND date_precision = 'day' AS is_span",
        "is_span AND start_date = min(start_date) FILTER (is_span) OVER (PARTITION BY record_id) "
        "AND end_date = max(end_date) FILTER (is_span) OVER (PARTITION BY record_id) AS is_widest",
    ),
    columns={
        **_filled("visitor"),
        **_filled("city"),
        **_filled("occasion"),
        **_filled("start_date", "end_date", "date_precision"),
        **_united("hosts"),
        "kind": "coalesce(arg_min(kind, standing) FILTER (kind <> 'unspecified'), 'unspecified')",
    },
)

_AGREEMENT = Showing(
    choice=(
        _PERSON,
        Criterion(
            _position(
                "status",
                [
                    str(item)
                    for item in (
                        AgreementStatus.IN_FORCE,
                        AgreementStatus.RATIFIED,
                        AgreementStatus.SIGNED,
                        AgreementStatus.AGREED,
                        AgreementStatus.PLANNED,
                        AgreementStatus.PROPOSED,
                    )
                ],
            ),
            "the latest state of the document",
        ),
        Criterion(_position("date_precision", ["day", "month", "year"]), "the most precise date"),
        Criterion("amount IS NULL", "it gives the value"),
        Criterion("title IS NULL", "it gives the title"),
        Criterion("qualifier NOT IN ('exact', 'range')", "the others are hedged"),
        _LATEST,
        _FIRST_ID,
    ),
    contradictions={
        "kind": "count(DISTINCT kind) > 1",
        "documents": _apart("least_documents", "most_documents", "documents"),
        "amount": _apart("least_meant", "most_meant", "amount"),
        "quantity": "count(DISTINCT quantity) > 1 AND count(DISTINCT quantity_unit) = 1",
        "signed_on": "count(DISTINCT signed_on) FILTER (date_precision = 'day') > 1",
    },
    totals="arg_min(status, standing) IN ('signed', 'ratified', 'in_force')",
    # for each claim before records are made, because there is a long way from a macro to a plan
    views=(
        f"{_MEANT}, at_least(documents, documents_qualifier) AS least_documents, "
        "at_most(documents, NULL, documents_qualifier) AS most_documents",
    ),
    columns={
        **_filled("title"),
        **_filled("documents", "documents_qualifier"),
        **_filled("amount", "amount_to", "unit", "qualifier"),
        **_filled("quantity", "quantity_unit"),
        **_filled("signed_on", "date_precision"),
        **_filled("place"),
        **_united("sectors"),
        "part_of_bundle": "bool_or(part_of_bundle)",
        "bundle_id": "NULL",
    },
)

SHOWING: dict[ClaimTable, Showing] = {
    ClaimTable.VISITS: _VISIT,
    ClaimTable.AGREEMENTS: _AGREEMENT,
    ClaimTable.TRADE: _TRADE,
    ClaimTable.CORRIDORS: _CORRIDOR,
    ClaimTable.INVESTMENTS: _INVESTMENT,
}
