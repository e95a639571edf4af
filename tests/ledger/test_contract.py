"""What the ledger relies on in delta-rs, and what others may rely on: it stays a plain Delta table."""

import ast
import subprocess
import sys
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError, DeltaError
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ledger import compacting, delta, snapshots
from pipeline.ledger.entries import Entry
from pipeline.ledger.errors import DamagedLedgerError, LedgerError
from pipeline.ledger.head import Point
from pipeline.ledger.store import Ledger
from tests.ledger.samples import claim, ledger_at, reading, rejections

ROOM = Path(delta.__file__).parent


def test_importing_the_ledger_is_cheap() -> None:
    script = "import sys, pipeline.ledger.store, pipeline.ledger.entries; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"pyarrow", "deltalake", "duckdb", "polars", "dagster"} & set(done.stdout.split())


def test_nothing_that_removes_entries_is_called() -> None:
    calls = {
        node.func.attr
        for path in ROOM.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    forbidden = {"restore", "vacuum", "optimize", "delete", "merge", "update", "alter", "cleanup_metadata", "rmtree"}
    assert not calls & forbidden
    assert not {name for name in dir(Ledger) if not name.startswith("_")} & forbidden


def test_delta_refuses_to_change_entries(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    ledger.append(rejections(2), "a")
    with pytest.raises(DeltaError, match="append"):
        DeltaTable(str(tmp_path)).delete("position = 1")


def test_two_writers_on_one_head_conflict_without_any_lock(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    ledger.append(rejections(1), "a")
    head = ledger.head()
    first, second = (delta.open_table(tmp_path, head) for _ in range(2))
    (segment,) = ledger.read().segments
    to = Point(position=2, tip=head.tip, recorded_at=head.recorded_at)
    delta.commit_append(tmp_path, first, head, segment, to, "b")
    with pytest.raises(CommitFailedError):
        delta.commit_append(tmp_path, second, head, segment, to, "c")


def test_other_engines_read_the_same_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "INTERVAL", 3)
    monkeypatch.setattr(compacting, "LIVE_FILES", 2)
    ledger = ledger_at(tmp_path)
    for number in range(5):
        ledger.append(rejections(3), f"append {number}")
    ours = ledger.read().reader().read_all()
    assert DeltaTable(str(tmp_path)).to_pyarrow_table().sort_by("position").to_pydict() == ours.to_pydict()
    assert pl.scan_delta(str(tmp_path)).sort("position").collect().to_arrow().to_pydict() == ours.to_pydict()


def test_a_foreign_commit_stops_writing_but_not_reading(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    ledger.append(rejections(2), "a")
    table = DeltaTable(str(tmp_path))
    table.alter.set_table_description("changed by another program")
    assert len(list(ledger.read())) == 2
    with pytest.raises(DamagedLedgerError, match="another program has written to this Delta table"):
        ledger.append(rejections(1), "b")


def test_compaction_changes_no_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "INTERVAL", 5)
    ledgers = []
    for name, live_files in (("small files", 1000), ("merged", 4)):
        monkeypatch.setattr(compacting, "LIVE_FILES", live_files)
        monkeypatch.setattr(compacting, "MERGED", 30)
        ledger = ledger_at(tmp_path / name)
        for number in range(20):
            ledger.append(rejections(3, str(number)), f"append {number}")
        ledgers.append(ledger)
    small, merged = ledgers
    assert len(merged.read().files) < len(small.read().files) / 2
    assert all(segment.last - segment.first < 30 for segment in merged.read().segments)
    assert merged.read().reader().read_all() == small.read().reader().read_all()
    assert merged.head().tip == small.head().tip
    assert not merged.verify([merged.checkpoint(), merged.checkpoint(3)]).problems
    assert merged.append(rejections(3, "4"), "append 4").appended == 0
    assert [merged.position_at(item.recorded_at) for item in merged.read(2, 4)] == [3, 6]


SIZES = st.lists(st.integers(1, 4), min_size=1, max_size=6)


@settings(max_examples=15)
@given(SIZES, st.data())
def test_every_range_and_moment_is_what_was_known_then(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], data: st.DataObject
) -> None:
    ledger = ledger_at(tmp_path_factory.mktemp("model"))
    written: list[Entry] = []
    for number, size in enumerate(sizes):
        written += rejections(size, str(number))
        ledger.append(written[-size:], f"append {number}")
    after = data.draw(st.integers(0, len(written)))
    until = data.draw(st.integers(after, len(written)))
    assert [item.entry for item in ledger.read(after, until)] == written[after:until]
    ends = [0, *accumulate(sizes)]
    times = [item.recorded_at for item in ledger.read()]
    assert [ledger.position_at(times[end - 1]) for end in ends[1:]] == ends[1:]
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert [ledger.checkpoint(end).position for end in ends] == ends


HALF_READINGS = {
    "a claim too few": reading(3)[:-1],
    "a claim too many": [*reading(2), claim(7)],
    "a claim before its reading": [claim(0), *reading(1)],
    "no reading": [claim(1)],
    "two readings": [*reading(1), *reading(1)],
    "a claim twice": [reading(2)[0], claim(1), claim(1)],
    "a claim from another text": [reading(1)[0], replace(claim(0), text_sha256="0" * 64)],
    "a claim by another extractor": [reading(1)[0], replace(claim(0), extractor="ru-0.9")],
}


@pytest.mark.parametrize("entries", HALF_READINGS.values(), ids=HALF_READINGS.keys())
def test_half_a_reading_is_refused(entries: list[Entry], tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    with pytest.raises(
        LedgerError, match=r"reading of art_0123456789ab: .* append a reading and all its claims together"
    ):
        ledger.append(entries, "half")
    assert ledger.head().position == 0


def test_readings_of_several_articles_go_into_one_append(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    first, second = reading(2, "art_1"), [replace(item, claim_id=f"{item.claim_id}b") for item in (claim(1, "art_2"),)]
    ledger.append([*first, reading(1, "art_2")[0], *second], "both")
    assert ledger.head().position == 5
