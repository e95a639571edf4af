"""The history of a record: grouped by version, in the words of the page, without what only programs need."""

import json
from typing import Any

from pipeline.catalogue.gathering import heirs
from pipeline.catalogue.history import history_of
from pipeline.catalogue.index import new_index
from pipeline.catalogue.records import Told
from schemas.vocabulary import ClaimTable
from tests.catalogue.test_pictures import told


def change(version: str, column: str | None, old: str | None, new: str | None, **more: str) -> dict[str, Any]:
    named = {"version": version, "created": "2026-01-01T00:00:00Z", "change": "changed", "reason": None}
    return {**named, "col": column, "old": old, "new": new, **more}


def english(kind: ClaimTable, row: dict[str, Any], *changes: dict[str, Any]) -> dict[str, dict[str, list[Any]]]:
    """Each version that the history of a record tells, with old and new value of its fields in English."""
    items = history_of(Told(kind, "package", "v9.0.0", row, (), {}, {}, changes))
    return {
        item["version"]: {name: [value and value[0] for value in values] for name, *values in item["fields"]}
        for item in items
    }


def test_a_version_tells_what_changed_in_the_words_of_the_page() -> None:
    _, row = told(ClaimTable.TRADE, amount=27_800_000_000, lowest_amount=27_800_000_000, claims=3)
    recorded = ("last_recorded_at", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
    shown = english(
        ClaimTable.TRADE,
        row,
        change("v1.0.0", None, None, None, change="added"),
        change("v1.1.0", "amount", "28000000000", "27800000000"),
        change("v1.1.0", "chosen_claim", "clm_0000000000000001", "clm_0000000000000002"),
        change("v1.1.0", "claims", "2", "3"),
        change("v1.1.0", *recorded),
        change("v1.1.0", "period_end", "2024-10-31", "2024-12-31"),
        change("v1.1.0", "recommended_for_totals", "FALSE", "TRUE"),
        change("v1.2.0", *recorded),
    )
    assert shown == {
        "v1.0.0": {},
        "v1.1.0": {
            "amount": ["$28\u202fbn", "$27.8\u202fbn"],
            "claims": ["2", "3"],
            "period_start": ["Jan–Oct 2024", "2024"],
            "recommended_for_totals": ["no", "yes"],
        },
    }


def test_a_conflict_that_arose_is_told_as_the_range_of_the_sources() -> None:
    _, row = told(ClaimTable.TRADE, disputed=1, disputed_fields='["amount"]', lowest_amount=10, highest_amount=12)
    shown = english(
        ClaimTable.TRADE,
        row,
        change("v1.1.0", "disputed", "FALSE", "TRUE"),
        change("v1.1.0", "disputed_fields", "[]", '["amount"]'),
        change("v1.1.0", "highest_amount", "10", "12"),
    )
    assert shown["v1.1.0"] == {"disputed": ["no", "yes"], "disputed_fields": ["", "Amount"], "spread": [None, "$10–12"]}


def test_a_date_that_became_precise_is_told_once() -> None:
    _, row = told(ClaimTable.AGREEMENTS, signed_on="2025-03-04", date_precision="day")
    shown = english(
        ClaimTable.AGREEMENTS,
        row,
        change("v1.1.0", "date_precision", "year", "day"),
        change("v1.1.0", "signed_on", "2025-01-01", "2025-03-04"),
    )
    assert shown["v1.1.0"] == {"signed_on": ["2025", "4 March 2025"]}


def test_what_a_record_was_before_its_withdrawal_keeps_its_unit() -> None:
    _, row = told(ClaimTable.TRADE, amount=7, unit="USD")
    gone = json.dumps({**row, "amount": 2.0, "unit": "EUR", "disputed_fields": []})
    shown = english(
        ClaimTable.TRADE,
        row,
        change("v1.1.0", "amount", "1", "2"),
        change("v1.2.0", None, gone, None, change="withdrawn"),
        change("v1.3.0", None, None, None, change="added"),
    )
    assert shown == {"v1.1.0": {"amount": ["€1", "€2"]}, "v1.2.0": {}, "v1.3.0": {}}


def test_a_withdrawn_record_leads_to_what_tells_it_now() -> None:
    replaced = {"cor_a": ["cor_b"], "cor_b": ["cor_c", "cor_d"], "cor_d": ["cor_e", "cor_c"], "cor_f": []}
    with new_index() as index:
        index.add(
            "withdrawn",
            ((name, "corridors", json.dumps({"replaced_by": json.dumps(heirs)})) for name, heirs in replaced.items()),
        )
        assert heirs("cor_a", index) == ["cor_c", "cor_e"]
        assert heirs("cor_f", index) == []
