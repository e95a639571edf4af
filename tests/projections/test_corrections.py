"""Corrections of people: written into raw/, brought into the ledger, applied by each fold, reported otherwise."""

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.archive.corrections import FILE, CorrectionsError, read_corrections
from pipeline.ledger.store import Ledger
from pipeline.projections.correcting import Corrector, Signature
from pipeline.projections.errors import ProjectionError
from pipeline.projections.explaining import explain
from pipeline.projections.intake import take_in_corrections
from pipeline.projections.projection import Projection
from schemas.vocabulary import ClaimTable
from tests.projections.telling import Article, append, clock, ledger_of, trade, visit
from tests.projections.test_corrections_file import ITEM

DOCS = Path(__file__).parents[2] / "docs" / "corrections.md"
SIGNED = Signature("A. Reader", "the ministry's table says so", date(2026, 2, 1))
TEXT = "Товарооборот достиг 28 млрд долларов.\nЭкспорт составил 15 млрд долларов.\n"
NEWS = Article("news", [trade(quote="Товарооборот достиг 28 млрд долларов"), visit()], words=TEXT)


class House:
    """A project with one article, and the few steps between a correction and the tables."""

    def __init__(self, root: Path) -> None:
        self.raw = root / "raw"
        self.ledger = Ledger(root / "ledger", clock=clock(days=1))
        self.projection = Projection(root / "state")
        self.warehouse = root / "warehouse.duckdb"
        self.corrector = Corrector(self.raw, self.warehouse)

    @classmethod
    def of(cls, root: Path, *articles: Article) -> "House":
        (root / "raw").mkdir(parents=True)
        for article in articles:
            (root / "raw" / f"{article.name}.txt").write_text(article.words, encoding="utf-8")
        ledger_of(root / "ledger", *articles)
        house = cls(root)
        house.run()
        return house

    def run(self) -> tuple[str, ...]:
        problems = take_in_corrections(self.raw, self.ledger).problems
        self.projection.fold(self.ledger)
        self.projection.serve(self.warehouse)
        return problems

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.warehouse, read_only=True) as connection:
            return connection.execute(query).fetchall()

    def outcomes(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT action, outcome, outcome_detail FROM corrections ORDER BY correction_id")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built") / "house"
    House.of(root, NEWS)
    return root


@pytest.fixture
def house(built: Path, tmp_path: Path) -> House:
    return House(shutil.copytree(built, tmp_path / "house"))


def claim_of(house: House, table: str) -> str:
    ((claim_id,),) = house.rows(f"SELECT claim_id FROM {table}")
    return str(claim_id)


def test_a_corrected_field_shows_in_claim_record_evidence_and_explanation(house: House) -> None:
    claim_id = claim_of(house, "trade_claims")
    house.corrector.correct(claim_id, {"amount": "28100000000", "claimant": "Росстат"}, SIGNED)
    house.run()
    assert house.rows("SELECT amount, corrected, chosen_because FROM trade_flows") == [
        (Decimal(28_100_000_000), True, "the only claim")
    ]
    assert house.rows("SELECT corrections FROM trade_claims") == [(["2026-02-01-1"],)]
    assert house.rows("SELECT how FROM evidence WHERE field = 'amount'") == [("person",)]
    assert "the ministry's table says so" in str(explain(house.warehouse, claim_id))
    assert house.outcomes() == [("correct", "applied", None)]


def test_taking_in_the_same_file_twice_appends_nothing(house: House) -> None:
    house.corrector.retract(claim_of(house, "trade_claims"), SIGNED)
    house.run()
    position = house.ledger.head().position
    assert house.run() == ()
    assert house.ledger.head().position == position


def test_a_retracted_claim_is_set_aside_where_it_can_be_found(house: House) -> None:
    claim_id = claim_of(house, "trade_claims")
    house.corrector.retract(claim_id, SIGNED)
    house.run()
    assert house.rows("SELECT count(*) FROM trade_flows") == [(0,)]
    explanation = explain(house.warehouse, claim_id)
    assert (explanation.table, len(explanation.corrections)) == ("rejected_claims", 1)


def test_a_withdrawn_correction_gives_back_what_was_extracted(house: House) -> None:
    before = house.projection.digest()
    house.corrector.correct(claim_of(house, "trade_claims"), {"amount": "1"}, SIGNED)
    house.run()
    path = house.raw / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("status: open", "status: withdrawn"), encoding="utf-8")
    house.run()
    after = house.projection.digest()
    assert {table for table in before if before[table] != after[table]} == {"corrections", "_about"}
    assert house.outcomes() == [("correct", "not_applicable", "withdrawn by its author")]


def test_an_added_claim_needs_its_quote_in_the_article_and_leads_back_to_it(house: House) -> None:
    values = {"reporter": "KAZ", "partner": "RUS", "flow": "export", "measure": "value", "amount": "15000000000"}
    values |= {"unit": "USD", "qualifier": "exact", "basis": "actual"}
    with pytest.raises(CorrectionsError, match="has the quote 0 times"):
        house.corrector.add(ClaimTable.TRADE, "news.txt", "Импорт", values, SIGNED)
    assert read_corrections(house.raw) == []
    house.corrector.add(ClaimTable.TRADE, "news.txt", "Экспорт составил 15 млрд долларов", values, SIGNED)
    house.run()
    ((start, end, rule),) = house.rows("SELECT start_char, end_char, rule FROM trade_claims WHERE flow = 'export'")
    assert (TEXT[start:end], rule) == ("Экспорт составил 15 млрд долларов", "correction 2026-02-01-1")
    assert house.rows("SELECT claims FROM coverage WHERE claim_table = 'trade'") == [(1,)]


def test_an_added_claim_steps_back_when_the_grammar_finds_it(house: House) -> None:
    quote = "Экспорт составил 15 млрд долларов"
    values = {"reporter": "KAZ", "partner": "RUS", "flow": "export", "measure": "value", "amount": "15000000000"}
    values |= {"unit": "USD", "qualifier": "exact", "basis": "actual"}
    house.corrector.add(ClaimTable.TRADE, "news.txt", quote, values, SIGNED)
    found = trade(flow="export", amount=15_000_000_000, quote=quote)
    append(house.ledger, replace(NEWS, claims=[found], extractor="ru 2").read())
    house.run()
    assert house.rows("SELECT claims FROM trade_flows") == [(1,)]
    ((action, outcome, detail),) = house.outcomes()
    assert (action, outcome) == ("add", "not_applicable")
    assert detail.startswith("the grammar finds it by itself now")


def test_a_correction_survives_a_newer_grammar_that_names_the_claim_anew(house: House) -> None:
    house.corrector.correct(claim_of(house, "trade_claims"), {"amount": "28100000000"}, SIGNED)
    house.run()
    longer = trade(quote="Товарооборот достиг 28 млрд долларов.")
    append(house.ledger, replace(NEWS, claims=[visit(), longer], extractor="ru 2").read())
    house.run()
    assert house.rows("SELECT amount FROM trade_flows") == [(Decimal(28_100_000_000),)]
    ((_, outcome, detail),) = house.outcomes()
    assert outcome == "applied"
    assert detail.startswith("the claim is clm_")


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (
            trade(amount=29_000_000_000, quote=NEWS.claims[0].quote),
            "amount is 29000000000 now, 28000000000 was expected",
        ),
        (trade(amount=28_100_000_000, quote=NEWS.claims[0].quote), "the claim says so by itself now"),
        (visit(), "is no longer there, and no claim of the article has its quote"),
    ],
)
def test_a_correction_whose_claim_has_changed_is_reported_not_applied(house: House, now: Any, why: str) -> None:
    house.corrector.correct(claim_of(house, "trade_claims"), {"amount": "28100000000"}, SIGNED)
    append(house.ledger, replace(NEWS, claims=[now], extractor="ru 2").read())
    house.run()
    ((_, outcome, detail),) = house.outcomes()
    assert outcome == "not_applicable"
    assert why in detail
    assert house.rows("SELECT count(*) FROM trade_claims WHERE len(corrections) > 0") == [(0,)]


def by_hand(house: House, name: str, change: str, expect: str) -> None:
    """A correction of the trade claim as somebody types it into the file, where nothing looks at it at once."""
    correction = ITEM.replace("id: one", f"id: {name}").replace("retract", "correct").replace("amount: 28.5", expect)
    correction = correction.replace("clm_0123456789abcdef", claim_of(house, "trade_claims"))
    correction = correction.replace("quote: words", f"quote: {NEWS.claims[0].quote}")
    with (house.raw / FILE).open("a", encoding="utf-8") as file:
        file.write(f"{correction}  change: {{{change}}}\n")


def test_a_correction_that_breaks_a_rule_of_its_table_is_reported_and_the_others_are_applied(house: House) -> None:
    by_hand(house, "c1", "amount: 28100000000", "amount: 28000000000")
    by_hand(house, "c2", "unit: t", "unit: USD")
    by_hand(house, "c3", "claimant: Росстат", "claimant: null")
    by_hand(house, "c4", "basis: hope", "basis: actual")
    house.run()
    assert house.rows("SELECT amount, unit, claimant, basis FROM trade_flows") == [
        (Decimal(28_100_000_000), "USD", "Росстат", "actual")
    ]
    broken = "with it the claim breaks a rule of its table:"
    assert house.outcomes() == [
        ("correct", "applied", None),
        ("correct", "not_applicable", f"{broken} the unit fits the measure"),
        ("correct", "applied", None),
        ("correct", "not_applicable", f"{broken} basis is one of the words for it"),
    ]


def test_corrections_that_keep_the_rules_only_together_are_applied_together(house: House) -> None:
    by_hand(house, "c1", "measure: volume", "measure: value")
    by_hand(house, "c2", "unit: t", "unit: USD")
    by_hand(house, "c3", "basis: hope", "basis: actual")
    house.run()
    assert house.rows("SELECT measure, unit, basis FROM trade_flows") == [("volume", "t", "actual")]
    assert [outcome for _, outcome, _ in house.outcomes()] == ["applied", "applied", "not_applicable"]


def test_a_list_can_be_emptied_and_filled(house: House) -> None:
    claim_id = claim_of(house, "visit_claims")
    house.corrector.correct(claim_id, {"hosts": "A. Host; B. Host"}, SIGNED)
    house.run()
    assert house.rows("SELECT hosts FROM visit_claims") == [(["A. Host", "B. Host"],)]
    house.corrector.correct(claim_id, {"hosts": ""}, SIGNED)
    house.run()
    assert house.rows("SELECT hosts FROM visit_claims") == [([],)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "t"}, "would break a rule of trade_claims: the unit fits the measure"),
        ({"unit": "bananas"}, "unit has the form of its kind"),
        ({"basis": "hope"}, "basis is one of the words for it; give one of actual, "),
        ({"period_start": "2026-12-31", "period_end": "2026-01-01"}, "would break a rule"),
        ({"amount": "28000000000", "claimant": "Росстат"}, "has this amount already"),
    ],
)
def test_a_correction_that_cannot_be_right_is_not_written(house: House, change: dict[str, str], message: str) -> None:
    with pytest.raises(ProjectionError, match=message):
        house.corrector.correct(claim_of(house, "trade_claims"), change, SIGNED)
    assert not (house.raw / FILE).exists()


def test_a_claim_that_was_set_aside_can_be_put_right(house: House) -> None:
    broken = trade(amount="many", quote=NEWS.claims[0].quote)
    append(house.ledger, replace(NEWS, claims=[broken], extractor="ru 2").read())
    house.run()
    ((claim_id,),) = house.rows("SELECT claim_id FROM rejected_claims")
    correction = ITEM.replace("retract", "correct").replace("clm_0123456789abcdef", str(claim_id))
    correction = correction.replace("quote: words", f"quote: {broken.quote}").replace("28.5", "null")
    (house.raw / FILE).write_text(f"{correction}  change: {{amount: 28000000000}}\n", encoding="utf-8")
    house.run()
    assert house.outcomes() == [("correct", "applied", None)]
    assert house.rows("SELECT amount FROM trade_flows") == [(Decimal(28_000_000_000),)]
    assert house.rows("SELECT count(*) FROM rejected_claims") == [(0,)]


def test_corrections_give_the_same_tables_in_one_fold(house: House, tmp_path: Path) -> None:
    house.corrector.correct(claim_of(house, "trade_claims"), {"amount": "28100000000"}, SIGNED)
    house.run()
    house.corrector.retract(claim_of(house, "visit_claims"), SIGNED)
    house.run()
    append(house.ledger, replace(NEWS, claims=[visit()], extractor="ru 2").read())
    house.run()
    whole = Projection(tmp_path / "whole")
    whole.fold(house.ledger)
    assert whole.digest() == house.projection.digest()
    assert [report for report in whole.validate() if not report.passed] == []


def test_a_correction_that_left_the_file_is_named(house: House) -> None:
    house.corrector.retract(claim_of(house, "trade_claims"), SIGNED)
    house.run()
    (house.raw / FILE).write_text("[]\n", encoding="utf-8")
    (problem,) = house.run()
    assert "2026-02-01-1 is no longer in corrections.yaml but still applies" in problem
    assert house.outcomes() == [("retract", "applied", None)]


def test_what_the_warehouse_does_not_have_cannot_be_corrected(house: House) -> None:
    with pytest.raises(ProjectionError, match="no claim is clm_0"):
        house.corrector.correct("clm_0", {"amount": "1"}, SIGNED)
    with pytest.raises(ProjectionError, match="amount 'much' is no decimal"):
        house.corrector.correct(claim_of(house, "trade_claims"), {"amount": "much"}, SIGNED)
    assert not (house.raw / FILE).exists()
