"""Versions follow from what differs: rules of structure, rows by key, withdrawals carried on, nothing missed."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.release.build import build
from pipeline.release.context import Cause, RowKey
from pipeline.release.described import Resource, resource_of
from pipeline.release.descriptor import parquet_resource
from pipeline.release.diff import diff, rendered
from pipeline.release.publish import publish
from pipeline.release.rows import row_changes
from pipeline.release.structure import structure_changes
from pipeline.release.version import Bump, Version
from schemas.packages import PACKAGES
from schemas.render import arrow_schema
from schemas.table import TableSpec
from tests.release.tables import SPECS, context, package, tables

VISITS = SPECS["visits"]
NAMES = [spec.name for spec in package("visits").published]


def described(spec: TableSpec) -> Resource:
    return resource_of(parquet_resource(spec, NAMES))


def with_column(column: str, **facts: Any) -> TableSpec:
    columns = tuple(replace(item, **facts) if item.name == column else item for item in VISITS.columns)
    return replace(VISITS, columns=columns)


LAST = replace(VISITS.columns[-1], name="added", nullable=True)

STRUCTURE: dict[str, tuple[TableSpec, Bump, str]] = {
    "nothing": (VISITS, Bump.NONE, ""),
    "column removed": (replace(VISITS, columns=VISITS.columns[:-1]), Bump.MAJOR, "column removed"),
    "column renamed": (with_column("city", name="town"), Bump.MAJOR, "column removed"),
    "columns moved": (replace(VISITS, columns=VISITS.columns[::-1]), Bump.MAJOR, "another order"),
    "column retyped": (with_column("claims", kind="text", minimum=None), Bump.MAJOR, "type integer is now text"),
    "new column at the end": (replace(VISITS, columns=(*VISITS.columns, LAST)), Bump.MINOR, "added at the end"),
    "new column in between": (replace(VISITS, columns=(LAST, *VISITS.columns)), Bump.MAJOR, "added in between"),
    "new required column": (
        replace(VISITS, columns=(*VISITS.columns, replace(LAST, nullable=False))),
        Bump.MAJOR,
        "required column added",
    ),
    "another key": (replace(VISITS, key=("chosen_claim",)), Bump.MAJOR, "key visit_id is now chosen_claim"),
    "required": (with_column("city", nullable=False), Bump.MAJOR, "constraint required is now True"),
    "no longer required": (with_column("chosen_because", nullable=True), Bump.MINOR, "required is now none"),
    "a new category": (with_column("kind", categories=(*VISITS.column("kind").categories, "x")), Bump.MINOR, "x"),
    "a category less": (with_column("kind", categories=VISITS.column("kind").categories[1:]), Bump.MAJOR, "removed"),
    "free text": (with_column("kind", categories=()), Bump.MINOR, "any word is allowed"),
    "limited text": (with_column("city", categories=("Rome",)), Bump.MAJOR, "limited to categories"),
    "a higher minimum": (with_column("claims", minimum=2), Bump.MAJOR, "minimum is now 2"),
    "a lower minimum": (with_column("claims", minimum=0), Bump.MINOR, "minimum is now 0"),
    "no minimum": (with_column("claims", minimum=None), Bump.MINOR, "minimum is now none"),
    "another pattern": (with_column("visit_id", pattern="x"), Bump.MAJOR, "pattern is now x"),
    "a unit": (with_column("claims", unit="km"), Bump.MAJOR, "unit none is now km"),
    "other words": (with_column("city", description="The city"), Bump.PATCH, "description reworded"),
    "another title": (replace(VISITS, title="Journeys"), Bump.PATCH, "title reworded"),
    "a reference less": (replace(VISITS, foreign_keys=VISITS.foreign_keys[1:]), Bump.MINOR, "points no longer"),
}


@pytest.mark.parametrize("name", STRUCTURE)
def test_structure_decides_by_what_a_reader_notices(name: str) -> None:
    changed, bump, words = STRUCTURE[name]
    found = structure_changes([described(VISITS)], [described(changed)])
    assert max((change.bump for change in found), default=Bump.NONE) == bump
    assert words in " ".join(change.what for change in found)


def test_a_table_removed_is_major_and_a_table_added_minor() -> None:
    both = [described(VISITS), described(SPECS["parties"])]
    assert [change.bump for change in structure_changes(both, both[:1])] == [Bump.MAJOR]
    assert [change.bump for change in structure_changes(both[:1], both)] == [Bump.MINOR]


@given(st.tuples(*[st.integers(0, 999)] * 3), st.sampled_from(Bump))
def test_versions_only_grow_and_keep_their_text(parts: tuple[int, int, int], bump: Bump) -> None:
    version = Version(*parts)
    assert Version.parse(str(version)) == version
    assert (version.next(bump) > version) is (bump is not Bump.NONE)


@pytest.mark.parametrize("words", ["1.0.0", "v1.0", "v01.0.0", "v1.0.0-rc", "v1.0.0/..", "latest", "v1.0.-1"])
def test_what_is_no_version_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is no version"):
        Version.parse(words)


PARTIES = SPECS["parties"]
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
party_rows = st.dictionaries(
    texts, st.tuples(st.sampled_from(["country", "group"]), *[st.none() | texts] * 3), max_size=6
)


def as_table(rows: dict[str, tuple[Any, ...]]) -> pa.Table:
    columns = PARTIES.columns
    values = [dict(zip([column.name for column in columns], (key, *row), strict=True)) for key, row in rows.items()]
    return pa.Table.from_pylist(values, arrow_schema(PARTIES))


@settings(max_examples=30)
@given(party_rows, party_rows)
def test_a_diff_applied_to_the_older_rows_gives_the_newer_ones(
    old: dict[str, tuple[Any, ...]], new: dict[str, tuple[Any, ...]]
) -> None:
    with duckdb.connect() as connection:
        connection.register("older", as_table(old))
        connection.register("newer", as_table(new))
        resource = described(PARTIES)
        found = row_changes(connection, (resource, resource), ("older", "newer"))
    patched = {key: list(row) for key, row in old.items()}
    names = [column.name for column in PARTIES.columns][1:]
    for row in found.rows.to_pylist():
        if row["change"] == "withdrawn":
            assert list(json.loads(row["old"]).values()) == [row["party"], *patched.pop(row["party"])]
        elif row["change"] == "added":
            patched[row["party"]] = list(new[row["party"]])
        else:
            position = names.index(row["column"])
            assert patched[row["party"]][position] == row["old"]
            patched[row["party"]][position] = row["new"]
    assert patched == {key: list(row) for key, row in new.items()}
    assert found.bump == (Bump.MINOR if old.keys() != new.keys() else Bump.PATCH if old != new else Bump.NONE)
    assert (found.added, found.withdrawn) == (len(new.keys() - old.keys()), len(old.keys() - new.keys()))


def causes(table: str, keys: Any) -> dict[RowKey, Cause]:
    return {key: Cause((41, 42), "retracted by hand") for key in keys if table in ("visits", "visit_claims")}


def test_withdrawn_rows_are_carried_on_with_their_reasons_until_they_return(tmp_path: Path) -> None:
    visits = package("visits")

    def release(records: int, position: int) -> Path:
        staged = build(visits, tables(visits, records), context(position, causes=causes), tmp_path)
        assert staged is not None
        return publish(staged).folder

    release(3, 1)
    second = release(2, 2)
    rows = withdrawn(second)
    assert {row["table_name"] for row in rows} == {"visits", "visit_claims"}
    assert {(row["last_in"], row["withdrawn_in"], row["reason"], row["ledger_entries"]) for row in rows} == {
        ("v1.0.0", "v1.1.0", "retracted by hand", '["41","42"]')
    }
    third = release(1, 3)
    assert len(withdrawn(third)) == 2 * len(rows)
    assert {row["withdrawn_in"] for row in withdrawn(third)} == {"v1.1.0", "v1.2.0"}
    assert withdrawn(release(3, 4)) == []


def withdrawn(folder: Path) -> list[dict[str, str]]:
    with (folder / "data" / "withdrawn.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_merged_record_names_its_successor_and_the_diff_its_entries(tmp_path: Path) -> None:
    visits = package("visits")
    rows = tables(visits, 2)
    gone, kept = rows["visits"]["visit_id"].to_pylist()
    first = build(visits, rows, context(1), tmp_path)
    assert first is not None
    publish(first)
    claims = rows["visit_claims"].to_pylist()
    merged = [claim | {"visit_id": kept} for claim in claims]
    rows["visit_claims"] = pa.Table.from_pylist(merged, rows["visit_claims"].schema)
    rows["visits"] = rows["visits"].slice(1)
    second = build(visits, rows, context(2, causes=causes), tmp_path)
    assert second is not None
    folder = publish(second).folder
    assert [(row["row_id"], row["replaced_by"]) for row in withdrawn(folder)] == [(gone, f'["{kept}"]')]
    with (folder / "diff" / "visit_claims.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {(line["change"], line["column"], line["old"], line["new"]) for line in lines} == {
        ("changed", "visit_id", gone, kept)
    }
    assert {line["entries"] for line in lines} == {'["41","42"]'}
    words = rendered(diff(tmp_path / "visits" / "v1.0.0", folder))
    assert "v1.0.0 -> v1.1.0: minor" in words
    assert f"visit_id: {gone} -> {kept}" in words


def test_a_reading_diff_says_nothing_of_two_equal_releases(tmp_path: Path) -> None:
    for place in ("a", "b"):
        staged = build(PACKAGES[0], tables(PACKAGES[0]), context(), tmp_path / place)
        assert staged is not None
        publish(staged)
    found = diff(tmp_path / "a" / "visits" / "v1.0.0", tmp_path / "b" / "visits" / "v1.0.0")
    assert found.bump is Bump.NONE
    assert rendered(found) == "v1.0.0 -> v1.0.0: none"
