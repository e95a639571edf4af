"""Records that people merge and split: what becomes of claims, identifiers and later releases."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.ledger.entries import ReleasePublished
from pipeline.projections.explaining import explain
from pipeline.projections.projection import Projection
from tests.projections.telling import Article, append, tell, trade, visit
from tests.projections.test_corrections import SIGNED, House


def test_records_are_merged_and_a_claim_that_joins_later_changes_nothing_of_that(tmp_path: Path) -> None:
    one, two = (
        Article("one", [visit(start_date=date(2025, 11, 1))]),
        Article("two", [visit(start_date=date(2025, 11, 9))]),
    )
    house = House.of(tmp_path / "house", one, two)
    first, second = (row[0] for row in house.rows("SELECT visit_id FROM visits ORDER BY start_date DESC"))
    house.corrector.merge([first, second], SIGNED)
    house.run()
    assert house.rows("SELECT visit_id, claims, corrected FROM visits") == [(first, 2, True)]
    assert explain(house.warehouse, second).record["visit_id"] == first
    tell(house.ledger, Article("three", [visit(start_date=date(2025, 11, 10))]))
    house.run()
    assert house.rows("SELECT visit_id, claims FROM visits") == [(first, 3)]
    assert house.outcomes() == [("merge", "applied", None)]
    whole = Projection(tmp_path / "whole")
    whole.fold(house.ledger)
    assert whole.digest() == house.projection.digest()


def test_a_merge_of_records_that_are_gone_is_reported(tmp_path: Path) -> None:
    one, two = Article("one", [visit()]), Article("two", [visit(start_date=date(2025, 11, 20))])
    house = House.of(tmp_path / "house", one, two)
    house.corrector.merge([row[0] for row in house.rows("SELECT visit_id FROM visits ORDER BY start_date")], SIGNED)
    for article in (one, two):
        append(house.ledger, replace(article, claims=[], extractor="ru 2").read())
    house.projection.fold(house.ledger)
    house.run()
    ((_, outcome, detail),) = house.outcomes()
    assert outcome == "not_applicable"
    assert "are no longer there" in detail


def test_a_record_is_split_and_the_rest_keeps_its_identifier(tmp_path: Path) -> None:
    house = House.of(
        tmp_path / "house", Article("one", [trade(claimant="A")]), Article("two", [trade(claimant="B", amount=1)])
    )
    ((record_id,),) = house.rows("SELECT trade_flow_id FROM trade_flows WHERE disputed")
    ((leaving,),) = house.rows("SELECT claim_id FROM trade_claims WHERE claimant = 'B'")
    house.corrector.split(record_id, [[leaving]], SIGNED)
    house.run()
    assert house.rows(
        "SELECT trade_flow_id = ?, amount, disputed FROM trade_flows ORDER BY 1".replace("?", f"'{record_id}'")
    ) == [
        (False, 1, False),
        (True, 28_000_000_000, False),
    ]
    append(house.ledger, Article("two", [], extractor="ru 2").read())
    house.run()
    ((_, outcome, detail),) = house.outcomes()
    assert (outcome, detail) == ("not_applicable", "all claims of a group are no longer there")


def test_what_a_person_regroups_after_a_release_has_changed_since(tmp_path: Path) -> None:
    house = House.of(
        tmp_path / "house", Article("one", [trade(claimant="A")]), Article("two", [trade(claimant="B", amount=1)])
    )
    release = ReleasePublished(
        package="trade-flows",
        release="v1.0.0",
        checkpoint=house.ledger.checkpoint(),
        descriptor_sha256="0" * 64,
        rows={},
    )
    append(house.ledger, [release])
    house.run()
    changed = "SELECT change, new_claims FROM changed_since('trade-flows', 'v1.0.0')"
    assert house.rows(changed) == []
    ((record_id,),) = house.rows("SELECT trade_flow_id FROM trade_flows")
    ((leaving,),) = house.rows("SELECT claim_id FROM trade_claims WHERE claimant = 'B'")
    house.corrector.split(record_id, [[leaving]], SIGNED)
    house.run()
    assert house.rows(changed) == [("changed", 0), ("changed", 0)]
