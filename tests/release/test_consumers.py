"""Other people's tools open a release and see the same rows: this is what the formats are for."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import jsonschema
import mlcroissant  # type: ignore[import-untyped]  # annotated, unmarked
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import yaml

from pipeline.release.build import build
from pipeline.release.descriptor import CODEBOOK_COLUMNS
from pipeline.release.publish import publish
from schemas.packages import PACKAGES, Package
from tests.release.tables import context, tables


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases")
    for package in PACKAGES:
        staged = build(package, tables(package), context(), folder)
        assert staged is not None
        publish(staged)
    return folder


every_package = pytest.mark.parametrize("package", PACKAGES, ids=lambda item: item.name)


def blocks(readme: Path) -> dict[str, str]:
    """The programs of a README by the tool that they are for."""
    words = readme.read_text(encoding="utf-8")
    return dict(re.findall(r"^(\w+):\n\n```\w+\n(.*?)\n```", words, re.MULTILINE | re.DOTALL))


@every_package
def test_frictionless_accepts_the_csv_package(package: Package, releases: Path) -> None:
    report = frictionless.validate(str(releases / package.name / "latest" / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert [task.type for task in report.tasks] == ["table"] * len(package.published)


@every_package
def test_both_descriptors_follow_the_profile(package: Package, releases: Path) -> None:
    profile = json.loads(files("pipeline.release").joinpath("vendored", "datapackage-2.0.json").read_bytes())
    for name in ("datapackage.json", "parquet/datapackage.json"):
        descriptor = json.loads((releases / package.name / "latest" / name).read_bytes())
        jsonschema.Draft7Validator(profile).validate(descriptor)
        fields = [field for resource in descriptor["resources"] for field in resource["schema"]["fields"]]
        assert all(field["title"] and field["description"] for field in fields)
        assert any(field.get("unit") for field in fields)
        assert descriptor["x-build"]["ledger"] == {
            "position": 10, "version": 10, "tip": f"{10:064x}", "commit": f"{11:064x}"
        }  # fmt: skip
        assert descriptor["created"] == "2025-11-11T08:30:00.123456Z"


@every_package
def test_the_snippets_of_the_readme_run(package: Package, releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = releases / package.name / "latest"
    programs = blocks(folder / "README.md")
    monkeypatch.chdir(folder)
    for tool in ("pandas", "polars"):
        opened: dict[str, Any] = {}
        exec(programs[tool], opened)  # noqa: S102  # the README's own program, as a reader pastes it
        assert opened[package.tables[0].name].shape == (4, len(package.tables[0].columns))
    with duckdb.connect() as connection:
        query = programs["DuckDB"].replace("'parquet/", f"'{folder}/parquet/")
        from_parquet = connection.execute(query).fetchall()
    with closing(sqlite3.connect(folder / f"{package.name}.sqlite")) as database:
        assert database.execute(programs["SQLite"]).fetchall() == from_parquet
    assert len(from_parquet) == 8
    assert f'read.csv("data/{package.tables[0].name}.csv"' in programs["R"]


@every_package
def test_pandas_polars_and_duckdb_see_the_same_rows(package: Package, releases: Path) -> None:
    folder = releases / package.name / "latest"
    for spec in package.published:
        path = folder / "parquet" / f"{spec.name}.parquet"
        rows = pq.read_table(path).to_pylist()
        assert pl.read_parquet(path).to_dicts() == rows
        assert len(pd.read_parquet(path, dtype_backend="pyarrow")) == len(rows)
        cells = pd.read_csv(folder / "data" / f"{spec.name}.csv", dtype=str, keep_default_na=False)
        texts = [column.name for column in spec.columns if column.kind == "text"]
        for name in texts:
            restored = [cell.removeprefix("'") if cell.startswith("'") else cell for cell in cells[name]]
            assert restored == [row[name] or "" for row in rows]


def test_nothing_in_a_csv_file_is_a_formula(releases: Path) -> None:
    dangerous = 0
    for path in releases.glob("*/v1.0.0/**/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert not cell.lstrip().startswith(("=", "+", "@", "＝", "\t", "\r"))
                    dangerous += cell.startswith("'")
    assert dangerous > 50


@every_package
def test_sqlite_has_keys_and_sums_amounts(package: Package, releases: Path) -> None:
    with closing(sqlite3.connect(releases / package.name / "latest" / f"{package.name}.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for spec in package.published:
            kinds = {column.name: column.kind for column in spec.columns}
            for name in (name for name, kind in kinds.items() if kind == "decimal"):
                large = f"SELECT count(*) FROM {spec.name} WHERE {name} > 100000000"
                exact = f"SELECT count(*) FROM {spec.name} WHERE CAST({name} AS REAL) > 100000000"
                assert database.execute(large).fetchall() == database.execute(exact).fetchall()


@every_package
def test_the_citation_is_a_citation_file(package: Package, releases: Path) -> None:
    found: dict[str, Any] = yaml.safe_load((releases / package.name / "latest" / "CITATION.cff").read_bytes())
    assert {
        "cff-version": "1.2.0",
        "version": "1.0.0",
        "type": "dataset",
        "license": "CC-BY-4.0",
    }.items() <= found.items()
    assert found["date-released"] == "2025-11-11"
    assert found["authors"] == [{"name": "Bridge Power contributors"}]


@every_package
def test_the_codebook_explains_every_column(package: Package, releases: Path) -> None:
    with (releases / package.name / "latest" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == CODEBOOK_COLUMNS
    wanted = [(spec.name, column.name) for spec in package.published for column in spec.columns]
    assert [(row["table"], row["column"]) for row in rows] == wanted
    assert all(row["description"] for row in rows)


@every_package
def test_mlcroissant_loads_every_record_set(package: Package, releases: Path) -> None:
    dataset = mlcroissant.Dataset(str(releases / package.name / "latest" / "croissant.json"))
    for spec in package.published:
        rows = pq.read_metadata(releases / package.name / "latest" / "parquet" / f"{spec.name}.parquet").num_rows
        assert len(list(dataset.records(spec.name))) == rows
