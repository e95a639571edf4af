"""The warehouse as a place to work: documented questions, comments on everything, keys, what it tells of itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.projections.explaining import explain
from pipeline.projections.kinds import KINDS
from pipeline.projections.projection import Projection
from tests.projections.gold import gold_ledger

DOCS = Path(__file__).parents[2] / "docs" / "sql.md"
QUESTIONS = re.findall(r"\*\*(\d+)\..*?```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("gold")
    projection = Projection(root / "state")
    projection.fold(gold_ledger(root / "ledger"))
    assert [report for report in projection.validate() if not report.passed or report.set_aside] == []
    projection.serve(root / "warehouse.duckdb")
    return root / "warehouse.duckdb"


@pytest.fixture
def connection(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(warehouse, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize(("number", "query"), QUESTIONS)
def test_a_documented_question_has_an_answer(connection: duckdb.DuckDBPyConnection, number: str, query: str) -> None:
    assert connection.execute(query).fetchall() != []


def test_the_questions_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in QUESTIONS] == [str(number) for number in range(1, 24)]


def test_every_table_view_macro_and_column_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    for kind, name in (("tables", "table_name"), ("views", "view_name"), ("columns", "column_name")):
        bare = f"SELECT {name} FROM duckdb_{kind}() WHERE NOT internal AND comment IS NULL"
        assert connection.execute(bare).fetchall() == []
    macros = "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal AND function_type LIKE '%macro%'"
    found = connection.execute(macros).fetchall()
    assert {name for name, _ in found} == {"evidence_of", "as_reported_by", "changed_since"}
    assert all(comment for _, comment in found)


def test_only_the_contract_is_served_and_every_table_but_evidence_has_a_key(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    tables = "SELECT schema_name, table_name, has_primary_key FROM duckdb_tables() WHERE NOT internal"
    found = connection.execute(tables).fetchall()
    assert {schema for schema, _, _ in found} == {"main"}
    assert [name for _, name, has_key in found if not has_key] == ["evidence"]


def test_it_says_what_it_is(connection: duckdb.DuckDBPyConnection) -> None:
    (about,) = connection.execute("SELECT claims, records, duckdb_version, ledger_position FROM _about").fetchall()
    claims, records = (
        sum(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in tables)
        for tables in ([kind.claims for kind in KINDS], [kind.records for kind in KINDS])
    )
    assert about[:3] == (claims, records, duckdb.__version__)


def test_every_record_leads_to_its_quotes(warehouse: Path, connection: duckdb.DuckDBPyConnection) -> None:
    for kind in KINDS:
        for (record_id,) in connection.execute(f"SELECT {kind.record_id} FROM {kind.records}").fetchall()[:10]:
            explanation = explain(warehouse, record_id)
            assert len(explanation.claims) == explanation.record["claims"]
            assert explanation.entries
            assert all(item.claim["quote"] in str(explanation) for item in explanation.claims)


def test_words_are_those_of_the_article(connection: duckdb.DuckDBPyConnection) -> None:
    corpus = {path.name: path for path in (DOCS.parents[1] / "tests" / "corpus").glob("*/*.txt")}
    told = connection.execute(
        "SELECT file, words, evidence.start_char, evidence.end_char FROM evidence "
        "JOIN told USING (claim_id) JOIN articles USING (article_id) WHERE words IS NOT NULL"
    ).fetchall()
    texts = {name: path.read_text(encoding="utf-8") for name, path in corpus.items()}
    assert told
    assert all(texts[file][start:end] == words for file, words, start, end in told)


def test_the_sample_dispute_is_one_record(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute(
        "SELECT disputed, lowest_amount::HUGEINT, highest_amount::HUGEINT, chosen_because FROM trade_flows "
        "WHERE flow = 'turnover' AND measure = 'value' AND year(period_end) = 2024 "
        "AND list_sort([reporter, partner]) = ['KAZ', 'RUS']"
    ).fetchall() == [(True, 28_000_000_000, 30_000_000_000, "the others are hedged")]


def test_a_bundle_and_its_members_are_counted_once(connection: duckdb.DuckDBPyConnection) -> None:
    counts = "count(*), count(bundle_id), count(*) FILTER (recommended_for_totals)"
    ((told, linked, counted),) = connection.execute(f"SELECT {counts} FROM agreements WHERE part_of_bundle").fetchall()
    assert told == linked > 0
    assert counted == 0
