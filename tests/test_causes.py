"""What differs between two releases names the ledger entries that caused it, and the reasons of people."""

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.ledger.store import Ledger
from pipeline.outlet import Made, make_release, rebuilt, withdraw_release
from pipeline.project import Project
from pipeline.projections.correcting import Corrector, Signature
from pipeline.projections.intake import take_in_corrections
from pipeline.projections.projection import Projection
from pipeline.release.diff import diff, rendered
from pipeline.release.errors import ReleaseError
from pipeline.release.shelf import read_index
from pipeline.release.version import Version
from schemas.packages import PACKAGES
from tests.projections.telling import Article, append, clock, tell, trade

FLOWS = next(package for package in PACKAGES if package.name == "trade-flows")
TEXT = "Товарооборот с Россией достиг 28 млрд долларов. Экспорт в Китай составил 15 млрд долларов."
TURNOVER = trade(quote="Товарооборот с Россией достиг 28 млрд долларов")
EXPORT = trade(quote="Экспорт в Китай составил 15 млрд долларов", partner="CHN", flow="export", amount=15_000_000_000)
SIGNED = Signature("A. Reader", "The ministry's table\nsays otherwise.", date(2026, 2, 1))


class House:
    """A project with one article that is released, corrected, and released again."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.ledger = Ledger.create(self.project.ledger, clock=clock(days=1))

    def release(self) -> Made:
        take_in_corrections(self.project.raw, self.ledger)
        projection = Projection(self.project.state)
        projection.fold(self.ledger)
        projection.serve(self.project.warehouse)
        made = make_release(FLOWS, self.project, self.ledger)
        assert made is not None
        return made

    def claim(self, partner: str) -> str:
        with duckdb.connect(self.project.warehouse, read_only=True) as connection:
            query = "SELECT claim_id FROM trade_claims WHERE partner = ?"
            return str(connection.execute(query, [partner]).fetchall()[0][0])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built") / "house"
    (root / "raw").mkdir(parents=True)
    (root / "raw" / "news.txt").write_text(TEXT, encoding="utf-8")
    house = House(root)
    tell(house.ledger, Article("news", [TURNOVER, EXPORT], words=TEXT))
    house.release()
    return root


@pytest.fixture
def house(built: Path, tmp_path: Path) -> House:
    return House(shutil.copytree(built, tmp_path / "house", symlinks=True))


def rows_of(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_correction_and_a_retraction_reach_diff_changelog_and_withdrawn(house: House) -> None:
    corrector = Corrector(house.project.raw, house.project.warehouse)
    corrector.correct(house.claim("RUS"), {"amount": "28100000000"}, SIGNED)
    corrector.retract(house.claim("CHN"), Signature("A. Reader", "That is a plan.", date(2026, 2, 1)))
    made = house.release()
    (position,) = {
        row["entries"] for row in rows_of(made.folder / "diff" / "trade_claims.csv") if row["column"] == "amount"
    }
    assert rebuilt(house.project, [made.folder]) == {made.folder: []}
    changes = rows_of(made.folder / "diff" / "trade_flows.csv")
    assert {row["reason"] for row in changes if row["column"] == "amount"} == {"The ministry's table\nsays otherwise."}
    assert {row["entries"] for row in changes if row["column"] == "amount"} == {position}
    gone = rows_of(made.folder / "data" / "withdrawn.csv")
    assert {(row["table_name"], row["reason"]) for row in gone} == {
        ("trade_flows", "That is a plan."), ("trade_claims", "That is a plan.")
    }  # fmt: skip
    changelog = (made.folder / "CHANGELOG.md").read_text(encoding="utf-8")
    number = position.strip('["]')
    assert f"  - The ministry's table says otherwise. (1 row; ledger entries {number})" in changelog
    assert "  - That is a plan. (1 row; ledger entries" in changelog
    words = rendered(diff(made.folder.with_name("v1.0.0"), made.folder))
    assert f"amount: 28000000000 -> 28100000000  (entry {number}: The ministry's table says otherwise.)" in words


def test_a_newer_reading_and_a_new_article_are_causes(house: House) -> None:
    append(house.ledger, Article("news", [TURNOVER], words=TEXT, extractor="ru 2").read())
    reading = house.ledger.head().position - 1
    tell(house.ledger, Article("more", [TURNOVER], words=TEXT, publisher="Tengrinews"))
    new_claim = house.ledger.head().position
    second = house.release()
    gone = rows_of(second.folder / "data" / "withdrawn.csv")
    assert {(row["ledger_entries"], row["reason"]) for row in gone} == {
        (f'["{reading}"]', "its article was read again by ru 2")
    }
    changes = rows_of(second.folder / "diff" / "trade_flows.csv")
    assert {row["entries"] for row in changes if row["column"] == "articles"} == {f'["{new_claim}"]'}
    assert {row["entries"] for row in rows_of(second.folder / "diff" / "articles.csv")} == {f'["{new_claim - 2}"]'}
    read = {row["entries"] for row in rows_of(second.folder / "diff" / "coverage.csv")}
    assert read == {f'["{reading}"]', f'["{new_claim - 1}"]'}


def test_a_diff_over_several_releases_gathers_the_causes(house: House) -> None:
    for publisher in ("Tengrinews", "Zakon"):
        tell(house.ledger, Article(publisher, [TURNOVER], words=TEXT, publisher=publisher))
        last = house.release()
    assert last.version == "v1.2.0"
    words = rendered(diff(last.folder.with_name("v1.0.0"), last.folder))
    line = next(line for line in words.splitlines() if "publishers: 1 -> 3" in line)
    entries = {
        row["entries"].strip('["]')
        for row in rows_of(last.folder / "diff" / "trade_claims.csv")
        if row["change"] == "added"
    }
    assert all(entry in line for entry in entries)
    assert line.count(",") == 1


def test_a_withdrawal_is_an_entry_that_the_folder_follows(house: House) -> None:
    withdraw_release(house.project, "trade-flows", Version(1, 0, 0), "A thousand\ntimes too large.", print)
    position = house.ledger.head().position
    withdraw_release(house.project, "trade-flows", Version(1, 0, 0), "A thousand times too large.", print)
    assert house.ledger.head().position == position
    home = house.project.releases / "trade-flows"
    assert not (home / "latest").exists()
    (home / "v1.0.0.withdrawn.json").unlink()  # as if the process had been killed before it was written
    assert not house.release().is_new
    assert not (home / "latest").exists()
    (entry,) = read_index(house.project.releases / "index.json")["trade-flows"].values()
    assert (entry["status"], entry["reason"]) == ("withdrawn", "A thousand times too large.")
    with duckdb.connect(house.project.warehouse, read_only=True) as connection:
        known = connection.execute("SELECT release, withdrawn_because FROM releases").fetchall()
    assert known == [("v1.0.0", "A thousand times too large.")]
    with pytest.raises(ReleaseError, match="there is no such release"):
        withdraw_release(house.project, "trade-flows", Version(2, 0, 0), "x", print)
