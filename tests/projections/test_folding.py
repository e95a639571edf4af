"""A fold turns entries into tables: whole, step by step, again after a change, and never half."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipeline.ledger.entries import ArticleRejected, ClaimExtracted
from pipeline.ledger.store import Ledger
from pipeline.projections.explaining import explain
from pipeline.projections.kinds import KINDS
from pipeline.projections.projection import Projection
from tests.projections.telling import (
    Article,
    agreement,
    append,
    corridor,
    investment,
    ledger_of,
    tell,
    trade,
    visit,
)

JANUARY, FEBRUARY = date(2026, 1, 10), date(2026, 2, 10)


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


@contextmanager
def folded(*articles: Article) -> Iterator[tuple[Ledger, Projection, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        ledger = ledger_of(root / "ledger", *articles)
        projection = Projection(root / "state")
        projection.fold(ledger)
        projection.serve(root / "warehouse.duckdb")
        yield ledger, projection, root / "warehouse.duckdb"


EVERYTHING = Article("all", [visit(), agreement(), trade(), corridor(), investment()])


def test_every_kind_of_claim_becomes_a_record_that_leads_back_to_its_quote() -> None:
    with folded(EVERYTHING) as (_, projection, warehouse):
        assert all(report.passed for report in projection.validate())
        for kind in KINDS:
            ((record_id, chosen),) = rows(warehouse, f"SELECT {kind.record_id}, chosen_claim FROM {kind.records}")
            explanation = explain(warehouse, record_id)
            assert explanation.claims[0].claim["claim_id"] == chosen
            assert explanation.claims[0].claim["quote"] in str(explanation)


def test_two_speakers_who_disagree_are_one_disputed_record() -> None:
    putin = trade(reporter="RUS", partner="KAZ", amount=30_000_000_000, qualifier="almost", claimant="Владимир Путин")
    tokayev = trade(reporter="RUS", partner="KAZ", claimant="Касым-Жомарт Токаев")
    with folded(Article("bridge", [putin, tokayev])) as (_, _, warehouse):
        shown = "claims, disputed, disputed_fields, amount, lowest_amount, highest_amount, chosen_because"
        assert rows(warehouse, f"SELECT {shown} FROM trade_flows") == [
            (2, True, ["amount"], 28_000_000_000, 28_000_000_000, 30_000_000_000, "the others are hedged")
        ]


def test_a_claim_that_breaks_a_rule_is_set_aside_with_the_rule_and_folded_into_nothing() -> None:
    claims = [trade(unit="t"), trade(amount="many"), trade(flow="sideways"), corridor(corridor="moon-road"), trade()]
    with folded(Article("odd", claims)) as (_, projection, warehouse):
        reasons = rows(warehouse, "SELECT failed_rule, failed_value FROM rejected_claims ORDER BY ALL")
        assert ("the unit fits the measure", None) in reasons
        assert ("amount is a decimal", "many") in reasons
        assert ("flow is one of the words for it", "sideways") in reasons
        assert ("the corridor is in the registry", "moon-road") in reasons
        assert rows(warehouse, "SELECT claims FROM trade_flows") == [(1,)]
        assert rows(warehouse, "SELECT claims, rejected FROM coverage WHERE claim_table = 'trade'") == [(1, 3)]
        assert all(report.passed for report in projection.validate())


def test_a_column_that_an_old_entry_does_not_have_is_null() -> None:
    news = Article("news", [visit()])
    with folded() as (ledger, projection, warehouse):
        archived, reading, claim = news.entries()
        assert isinstance(claim, ClaimExtracted)
        values = {name: value for name, value in claim.values.items() if name != "city"}
        append(ledger, [archived, reading, replace(claim, values=values)])
        projection.fold(ledger)
        projection.serve(warehouse)
        assert rows(warehouse, "SELECT city, destination FROM visits") == [(None, "CHN")]


def test_the_newest_reading_replaces_the_older_and_what_stays_the_same_stays_as_old() -> None:
    first = Article("news", [trade(), visit()])
    with folded(first) as (ledger, projection, warehouse):
        append(ledger, Article("news", [trade(), visit(city="Beijing")], extractor="ru 2").read())
        projection.fold(ledger)
        projection.serve(warehouse)
        told = "SELECT entry, extract('hour' FROM recorded_at AT TIME ZONE 'UTC') FROM"
        assert rows(warehouse, f"{told} trade_claims") == [(3, 0)]
        assert rows(warehouse, f"{told} visit_claims") == [(7, 1)]
        assert rows(warehouse, "SELECT city FROM visits") == [("Beijing",)]
        append(ledger, Article("news", [], extractor="ru 3").read())
        projection.fold(ledger)
        projection.serve(warehouse)
        assert rows(warehouse, "SELECT count(*) FROM trade_flows") == [(0,)]
        assert rows(warehouse, "SELECT DISTINCT extractor, claims FROM coverage") == [("ru 3", 0)]


def test_a_fold_that_ends_inside_a_reading_forgets_nothing(tmp_path: Path) -> None:
    news = Article("news", [trade(), visit()])
    ledger = ledger_of(tmp_path / "ledger", news)
    append(ledger, replace(news, extractor="ru 2").read())
    append(ledger, replace(news, extractor="ru 3").read())
    whole, stepped = Projection(tmp_path / "whole"), Projection(tmp_path / "stepped")
    whole.fold(ledger)
    for position in (6, 7, 8, 9, 10):
        stepped.fold(ledger, until=position)
    assert stepped.digest() == whole.digest()
    with whole.opened() as (connection, _):
        assert connection.execute("SELECT entry FROM told ORDER BY entry").fetchall() == [(3,), (4,)]


def test_a_changed_publication_date_reaches_claims_and_records() -> None:
    with folded(Article("news", [trade(), trade(period_end=None)], published_on=JANUARY)) as (
        ledger,
        projection,
        warehouse,
    ):
        before = rows(warehouse, "SELECT trade_flow_id FROM trade_flows WHERE period_end IS NULL")
        append(ledger, [Article("news", published_on=date(2025, 12, 1), ordinal=2).archived()])
        projection.fold(ledger)
        projection.serve(warehouse)
        assert rows(warehouse, "SELECT DISTINCT reported_on FROM trade_claims") == [(date(2025, 12, 1),)]
        assert rows(warehouse, "SELECT trade_flow_id FROM trade_flows WHERE period_end IS NULL") != before


def test_a_rejected_file_is_listed_until_it_is_good() -> None:
    rejected = ArticleRejected(file="news.txt", sha256=None, reason="unreadable", detail="news.txt: cannot be read")
    with folded() as (ledger, projection, warehouse):
        append(ledger, [rejected])
        projection.fold(ledger)
        projection.serve(warehouse)
        assert rows(warehouse, "SELECT file FROM rejected_articles") == [("news.txt",)]
        tell(ledger, Article("news", [trade()]))
        projection.fold(ledger)
        projection.serve(warehouse)
        assert rows(warehouse, "SELECT count(*) FROM rejected_articles") == [(0,)]
