"""The whole way, as the UI runs it: raw/ to ledger, tables, warehouse and releases, and what goes wrong on it."""

import contextlib
import json
import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipeline.definitions import Run, build, run_everything
from pipeline.intake import take_in
from pipeline.ledger.store import Ledger
from pipeline.outlet import Wish
from pipeline.project import Project
from pipeline.release.version import Bump
from pipeline.resources import ProjectResource
from pipeline.sensors import new_files
from pipeline.telling import markdown
from schemas.packages import HISTORY, PACKAGES, TABLES
from tests.sample import ROOT, SAMPLE


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Project:
    """A copy of the project that has run once, whose later runs are not kept for the UI."""
    history = shutil.ignore_patterns("dagster.yaml", ".dagster")
    return Project(shutil.copytree(root, tmp_path / "copy", symlinks=True, ignore=history))


def run(project: Project) -> Run:
    done = run_everything(project.root)
    assert done.failures == ()
    return done


def query(project: Project, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(project.warehouse, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def releases(project: Project) -> list[str]:
    return sorted(
        str(path.relative_to(project.releases)) for path in project.releases.glob("*/v*.*.*") if path.is_dir()
    )


def test_the_assets_are_these() -> None:
    keys = build(ROOT).resolve_asset_graph().get_all_asset_keys()
    assert sorted(key.to_user_string() for key in keys) == sorted(
        [
            "raw_articles",
            "claims",
            "ledger",
            "corrections_by_people",
            "catalogue",
            "extraction_quality",
            *(spec.name for spec in TABLES if spec not in HISTORY),
            "warehouse",
            *(f"{package.name.replace('-', '_')}_package" for package in PACKAGES),
        ]
    )


def test_definitions_load_and_every_asset_says_what_it_is() -> None:
    definitions = build(ROOT)
    dg.Definitions.validate_loadable(definitions)
    graph = definitions.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.group_name[0].isdigit(), key
        assert node.owners, key
        assert node.kinds, key


def test_the_sample_becomes_four_packages(root: Path) -> None:
    project = Project(root)
    assert releases(project) == sorted(f"{package.name}/v1.0.0" for package in PACKAGES)
    ((visits, agreements, trade),) = query(
        project,
        "SELECT (SELECT count(*) FROM visits), (SELECT count(*) FROM agreements), (SELECT count(*) FROM trade_flows)",
    )
    assert min(int(str(visits)), int(str(agreements)), int(str(trade))) > 0


def test_the_ui_finds_the_run_of_the_command_line(root: Path) -> None:
    with contextlib.chdir(root), dg.DagsterInstance.local_temp(str(root)) as instance:
        told = instance.get_runs()[-1]
        assert told.status is dg.DagsterRunStatus.SUCCESS
        visits = instance.get_latest_materialization_event(dg.AssetKey("visits"))
        assert visits is not None
        assert visits.asset_materialization is not None
        assert {"dagster/row_count", "preview"} <= visits.asset_materialization.metadata.keys()
        checked = instance.get_records_for_run(told.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION).records
        assert len(checked) == len(TABLES) - len(HISTORY) + len(("warehouse", "ledger"))


def test_two_speakers_who_disagree_are_one_disputed_record(root: Path) -> None:
    rows = query(
        Project(root),
        """SELECT claims, disputed, lowest_amount, highest_amount FROM trade_flows
           WHERE list_sort([reporter, partner]) = ['KAZ', 'RUS'] AND flow = 'turnover' AND measure = 'value'
           AND period_start = DATE '2024-01-01' AND basis = 'actual'""",
    )
    assert rows == [(2, True, 28_000_000_000, 30_000_000_000)]


def test_bad_files_are_rejected_until_they_are_mended_and_the_run_goes_on(project: Project) -> None:
    (project.raw / "empty.txt").write_bytes(b"")
    (project.raw / "binary.txt").write_bytes(b"\0\1\2")
    (project.raw / "old.txt").write_bytes("Президент".encode("cp1251"))
    (project.raw / "huge.txt").write_bytes(b"x" * 5_000_000)
    (project.raw / "english.txt").write_text("The President of Kazakhstan paid an official visit to Italy.")
    (project.raw / "sidecar.txt").write_text("Президент прибыл в Ташкент.")
    (project.raw / "sidecar.meta.json").write_text("{")
    (project.raw / "copy.txt").write_bytes((project.raw / f"{SAMPLE}.txt").read_bytes())
    done = run(project)
    assert done.metadata["raw_articles"]["rejected"] == 7
    reasons = query(project, "SELECT file, reason FROM rejected_articles ORDER BY file")
    assert dict(reasons) == {  # type: ignore[arg-type]
        "binary.txt": "binary",
        "copy.txt": "duplicate",
        "empty.txt": "empty",
        "english.txt": "unsupported_language",
        "huge.txt": "too_large",
        "old.txt": "not_utf8",
        "sidecar.txt": "broken_sidecar",
    }
    ledger = Ledger(project.ledger)
    head = ledger.head()
    take_in(project.raw, ledger, lambda _: None)
    assert ledger.head() == head

    (project.raw / "empty.txt").write_text("Президент Казахстана Касым-Жомарт Токаев посетил Ташкент 5 мая 2025 года.")
    run(project)
    assert query(project, "SELECT count(*) FROM rejected_articles WHERE file = 'empty.txt'") == [(0,)]
    assert query(project, "SELECT (SELECT count(*) FROM rejected_articles), count(*) FROM articles") == [(6, 2)]


def test_a_changed_article_replaces_its_claims_and_the_history_stays(project: Project) -> None:
    article = project.raw / f"{SAMPLE}.txt"
    before = {row[0] for row in query(project, "SELECT claim_id FROM trade_claims")}
    head = Ledger(project.ledger).head().position
    article.write_text(article.read_text().split("При всем этом", 1)[0])
    wish = Wish("The article was shortened.", Bump.MAJOR)
    assert run_everything(project.root, {"trade-flows": wish}).failures == ()
    after = {row[0] for row in query(project, "SELECT claim_id FROM trade_claims")}
    assert after < before
    assert query(project, "SELECT version FROM articles") == [(2,)]
    changelog = (project.releases / "trade-flows" / "v2.0.0" / "CHANGELOG.md").read_text()
    assert ", since v1.0.0: minor (major was asked for)\n\n### Notes\n\nThe article was shortened.\n" in changelog
    assert "visits/v2.0.0" not in releases(project)
    assert Ledger(project.ledger).head().position > head


def test_a_removed_file_changes_nothing(project: Project) -> None:
    (project.raw / f"{SAMPLE}.txt").unlink()
    (project.raw / f"{SAMPLE}.meta.json").unlink()
    before = query(project, "SELECT * FROM trade_flows ORDER BY ALL")
    run(project)
    assert query(project, "SELECT * FROM trade_flows ORDER BY ALL") == before


def test_a_damaged_ledger_stops_the_run_and_what_was_served_stays(project: Project) -> None:
    segment = max((path for path in project.ledger.rglob("*.parquet")), key=lambda path: path.stat().st_size)
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.chmod(0o644)
    segment.write_bytes(data)
    served = project.warehouse.read_bytes()
    (project.raw / "new.txt").write_text("Президент Казахстана Касым-Жомарт Токаев посетил Ташкент 5 мая 2025 года.")
    failures = run_everything(project.root).failures
    assert failures
    assert segment.name in failures[0]
    assert project.warehouse.read_bytes() == served
    assert releases(project) == sorted(f"{package.name}/v1.0.0" for package in PACKAGES)


def test_every_published_row_leads_to_its_quote(root: Path) -> None:
    text = (root / "raw" / f"{SAMPLE}.txt").read_text()
    for package in PACKAGES:
        folder = root / "releases" / package.name / "v1.0.0"
        names = [resource["name"] for resource in json.loads((folder / "datapackage.json").read_text())["resources"]]
        for name in (name for name in names if name.endswith("_claims")):
            query = f"SELECT quote, start_char, end_char FROM '{folder}/parquet/{name}.parquet'"
            rows = duckdb.execute(query).fetchall()
            assert rows
            assert all(text[start:end] == quote for quote, start, end in rows)


def test_the_sensor_asks_for_a_run_when_a_file_appears_and_only_then(project: Project) -> None:
    resources = {"project": ProjectResource(root=str(project.root))}
    first = new_files(dg.build_sensor_context(resources=resources))
    assert isinstance(first, dg.RunRequest)
    again = new_files(dg.build_sensor_context(resources=resources, cursor=first.run_key))
    assert isinstance(again, dg.SkipReason)
    (project.raw / "new.txt").write_text("Текст.")
    assert isinstance(new_files(dg.build_sensor_context(resources=resources, cursor=first.run_key)), dg.RunRequest)


def test_what_the_ui_shows_of_an_article_cannot_break_out_of_its_cell() -> None:
    hostile = "a|b\n# c <img src=x onerror=alert(1)> [x](javascript:alert(1)) `d` ![e](http://f)"
    shown = str(markdown([{"title": hostile}], "none").value)
    (_, _, row) = shown.splitlines()
    assert row.count("|") == 2
    assert not set("<>[]`") & set(row)
