"""The measure of quality: the same figures as the customer's score, and nothing to see of articles laid by."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.definitions import build
from pipeline.quality.measuring import HELD_OUT, LAID_BY, CorpusError, Measured, fields_of, measure, tally_of
from pipeline.quality.report import write_report
from schemas.vocabulary import ClaimTable
from tests.sample import BRIDGEPOWER, ROOT, put_sample

CORPUS = ROOT / "tests" / "corpus"


@pytest.fixture(scope="module")
def articles() -> list[Measured]:
    return measure(CORPUS)


def in_folder(articles: Iterable[Measured], *parts: str) -> list[Measured]:
    return [article for article in articles if article.part in parts]


@pytest.mark.parametrize("folder", ["dev", "seed"])
def test_the_figures_are_those_of_the_score(articles: list[Measured], folder: str) -> None:
    score = [sys.executable, ROOT / "tests" / "score.py", CORPUS / folder, "--json", "--", BRIDGEPOWER, "extract"]
    told = json.loads(subprocess.run([*map(str, score)], capture_output=True, check=True, text=True, cwd=ROOT).stdout)
    mine = in_folder(articles, folder, HELD_OUT) if folder == "dev" else in_folder(articles, folder)
    assert len(mine) == told["articles"]
    for table in ClaimTable:
        tally, theirs = tally_of(mine, table), told["tables"][table]
        assert (tally.gold, tally.found, tally.agreeing, tally.strict) == tuple(
            theirs[name] for name in ("gold", "found", "core", "strict")
        )
        assert theirs["bad_quote"] == 0
        shares = (tally.precision, tally.recall, tally.f1, tally.strict_f1)
        names = ("precision", "recall", "core_f1", "strict_f1")
        assert [round(share, 4) for share in shares] == [theirs[name] for name in names]
        fields = {name: [each.agreeing, each.gold] for name, each in fields_of(mine, table).items() if each.gold}
        assert fields == told["fields"][table]


def test_russian_is_read_as_well_as_was_reached(articles: list[Measured]) -> None:
    sample = tally_of(in_folder(articles, "seed"))
    assert sample.f1 > 0.95
    assert sample.strict == sample.agreeing  # all fields of what is found are right
    dev = [article for article in in_folder(articles, "dev", HELD_OUT) if article.language == "ru"]
    assert tally_of(dev).f1 > 0.95
    assert tally_of(dev).strict_f1 > 0.85
    assert all(tally_of(dev, table).f1 > 0.9 for table in ClaimTable)


def test_errors_of_articles_laid_by_are_never_shown(articles: list[Measured], tmp_path: Path) -> None:
    laid_by = in_folder(articles, *LAID_BY)
    assert {article.part for article in laid_by} == {*LAID_BY}
    assert all(not article.errors for article in laid_by)
    write_report(articles, tmp_path)
    pages = {path.name for path in (tmp_path / "articles").iterdir()}
    assert pages
    told = (tmp_path / "index.html").read_text(encoding="utf-8")
    for article in laid_by:
        assert article.article.title not in told
        assert f"{article.part}-{article.name}.html" not in pages
        assert f"dev-{article.name}.html" not in pages or article.part != HELD_OUT


def test_every_link_of_the_report_leads_to_a_page(articles: list[Measured], tmp_path: Path) -> None:
    index = write_report(articles, tmp_path)
    links = [part.split('"', 1)[0] for part in index.read_text(encoding="utf-8").split('href="')[1:]]
    assert links
    for link in links:
        page, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (tmp_path / (page or index.name)).read_text(encoding="utf-8") or not anchor


def test_the_ui_gets_numbers_of_every_part(articles: list[Measured], tmp_path: Path) -> None:
    put_sample(tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "corpus").symlink_to(CORPUS / "seed", target_is_directory=True)
    job = build(tmp_path).resolve_job_def("quality")
    (told,) = job.execute_in_process().asset_materializations_for_node("extraction_quality")
    numbers = {name: value.value for name, value in told.metadata.items() if name.endswith("_f1")}
    (sample,) = in_folder(articles, "seed")
    assert numbers["ru_trade_core_f1"] == round(sample.tables[ClaimTable.TRADE].f1, 4)
    assert all(isinstance(value, float) for value in numbers.values())


def test_without_a_corpus_there_is_a_clear_message(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no annotated articles"):
        measure(tmp_path)
