"""A release as its users get it: versions that follow from the data, all formats alike, the same bytes each time."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.release.build import Staged, build
from pipeline.release.errors import ReleaseError
from pipeline.release.files import files_below, sha256_of
from pipeline.release.gate.check import check
from pipeline.release.publish import publish
from pipeline.release.version import Bump, Version
from schemas.packages import PACKAGES, Package
from tests.release.tables import context, package, tables

every_package = pytest.mark.parametrize("of", PACKAGES, ids=lambda item: item.name)


def release(of: Package, rows: dict[str, pa.Table], releases: Path, position: int = 10) -> Path:
    staged = staged_of(of, rows, releases, position)
    return publish(staged).folder


def staged_of(of: Package, rows: dict[str, pa.Table], releases: Path, position: int = 10) -> Staged:
    staged = build(of, rows, context(position), releases)
    assert staged is not None
    return staged


@every_package
def test_a_release_passes_the_gate_as_folder_and_as_zip(of: Package, tmp_path: Path) -> None:
    folder = release(of, tables(of), tmp_path)
    assert folder == tmp_path / of.name / "v1.0.0"
    assert check(folder).text().endswith("nothing wrong")
    assert check(folder / f"{of.name}-v1.0.0.zip").ok


def test_csv_has_texts_and_lists_in_quotes_and_nothing_else(tmp_path: Path) -> None:
    folder = release(package("visits"), tables(package("visits"), 6), tmp_path)
    for spec in package("visits").published:
        kinds = [column.kind for column in spec.columns]
        lines = (folder / "data" / f"{spec.name}.csv").read_bytes().decode().split("\n", 1)[1]
        cells = [cell for cell, _ in re.findall(r'((?:"(?:[^"]|"")*")?[^",\n]*)(,|\n)', lines)]
        assert len(cells) % len(kinds) == 0
        for cell, kind in zip(cells, kinds * (len(cells) // len(kinds)), strict=True):
            quoted = cell != "" and kind in ("text", "list")
            assert cell.startswith('"') is quoted, (spec.name, cell)


def test_the_same_tables_make_no_second_release(tmp_path: Path) -> None:
    visits = package("visits")
    release(visits, tables(visits), tmp_path)
    before = files_below(tmp_path)
    assert build(visits, tables(visits), context(11), tmp_path) is None
    assert files_below(tmp_path) == before


def test_the_same_arguments_give_the_same_bytes_whatever_the_order_of_rows(tmp_path: Path) -> None:
    trade = package("trade-flows")
    rows = tables(trade)
    shuffled = {name: table.take(list(reversed(range(len(table))))) for name, table in rows.items()}
    one, two = (release(trade, given, tmp_path / place) for place, given in (("a", rows), ("b", shuffled)))
    assert {name: sha256_of(one / name) for name in files_below(one)} == {
        name: sha256_of(two / name) for name in files_below(two)
    }


def test_new_rows_are_minor_and_corrected_values_patch(tmp_path: Path) -> None:
    visits = package("visits")
    release(visits, tables(visits, 3), tmp_path)
    assert staged_of(visits, tables(visits, 4), tmp_path).version == Version(1, 1, 0)
    rows = tables(visits, 3)
    cities = rows["visits"].schema.get_field_index("city")
    rows["visits"] = rows["visits"].set_column(cities, rows["visits"].schema.field(cities), [["Rome"] * 3])
    assert staged_of(visits, rows, tmp_path).version == Version(1, 0, 1)


def test_a_bump_that_is_too_small_is_refused_and_a_greater_one_granted(tmp_path: Path) -> None:
    visits = package("visits")
    release(visits, tables(visits, 3), tmp_path)
    with pytest.raises(ReleaseError, match="is minor"):
        build(visits, tables(visits, 4), replace(context(11), bump=Bump.PATCH), tmp_path)
    staged = build(visits, tables(visits, 4), replace(context(11), bump=Bump.MAJOR), tmp_path)
    assert staged is not None
    assert staged.version == Version(2, 0, 0)


def test_latest_and_index_show_the_newest(tmp_path: Path) -> None:
    visits = package("visits")
    release(visits, tables(visits, 3), tmp_path)
    release(visits, tables(visits, 4), tmp_path)
    index = json.loads((tmp_path / "index.json").read_bytes())["packages"]["visits"]
    assert (tmp_path / "visits" / "latest").resolve().name == index["latest"] == "v1.1.0"
    assert [entry["status"] for entry in index["versions"]] == ["superseded", "current"]
    assert index["versions"][1]["sums_sha256"] == sha256_of(tmp_path / "visits" / "v1.1.0" / "SHA256SUMS")


def test_an_undeclared_or_missing_table_is_refused(tmp_path: Path) -> None:
    visits = package("visits")
    rows = tables(visits)
    with pytest.raises(ReleaseError, match="visit_claims: the table is missing"):
        build(visits, {name: table for name, table in rows.items() if name != "visit_claims"}, context(), tmp_path)
    with pytest.raises(ReleaseError, match="visits: is not the declared table"):
        build(visits, rows | {"visits": rows["visits"].drop_columns(["city"])}, context(), tmp_path)


def test_nothing_is_compared_with_a_damaged_release(tmp_path: Path) -> None:
    visits = package("visits")
    damaged = release(visits, tables(visits), tmp_path) / "parquet" / "visits.parquet"
    damaged.chmod(0o644)
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(ReleaseError, match=r"visits\.parquet: has another SHA-256 .* Put the release back from a copy"):
        build(visits, tables(visits, 5), context(11), tmp_path)
    assert not list(tmp_path.rglob(".staging-*"))
