"""An append that ends at any step leaves the ledger as it was or as it should be, and the next one puts it right."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from pipeline.ledger import compacting, snapshots
from pipeline.ledger.errors import LedgerError
from pipeline.ledger.store import Ledger
from tests.ledger.faults import DiskFullError, Fault, Killed
from tests.ledger.samples import START, reading, rejections


def noon() -> datetime:
    """A clock that stands still, so that an append made twice is the same."""
    return START


def files_of(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def survivors_of(
    action: Callable[[Ledger], object],
    before: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: type[BaseException] = Killed,
) -> Iterator[Ledger]:
    """Copies of a ledger in which the action met the error after no step, one step, two ... until it came through."""
    for steps in count():
        root = folder / str(steps)
        if before.exists():
            shutil.copytree(before, root)
        with monkeypatch.context() as patch:
            fault = Fault(patch, steps, error)
            with suppress(Killed, LedgerError):
                action(Ledger(root, clock=noon))
        if not fault.happened:
            return
        yield Ledger(root, clock=noon)


@pytest.mark.parametrize(
    ("appends", "live_files", "error"),
    [(1, 9, Killed), (3, 9, Killed), (3, 2, Killed), (3, 2, DiskFullError)],
    ids=["killed", "killed with a snapshot", "killed with a compaction", "full disk with a compaction"],
)
def test_an_append_that_ends_at_any_step(
    appends: int, live_files: int, error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "INTERVAL", 3)
    monkeypatch.setattr(compacting, "LIVE_FILES", live_files)
    ledger = Ledger.create(tmp_path / "before", clock=noon)
    for number in range(appends):
        ledger.append(rejections(2), f"before {number}")
    before = [item.entry for item in ledger.read()]
    shutil.copytree(ledger.root, tmp_path / "undisturbed")
    undisturbed = Ledger(tmp_path / "undisturbed", clock=noon)
    receipt = undisturbed.append(reading(3), "killed")

    killed = 0
    for survivor in survivors_of(
        lambda ledger: ledger.append(reading(3), "killed"), ledger.root, tmp_path / "killed", monkeypatch, error
    ):
        killed += 1
        assert not survivor.verify().problems
        assert [item.entry for item in survivor.read()] in (before, before + reading(3))
        again = survivor.append(reading(3), "killed")
        assert (again.first, again.last) == (receipt.first, receipt.last)
        assert survivor.head().tip == undisturbed.head().tip
        assert files_of(survivor.root) == files_of(undisturbed.root)
        assert not survivor.verify().problems
    assert killed > 5


def test_a_creation_killed_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed = 0
    for survivor in survivors_of(
        lambda ledger: Ledger.create(ledger.root), tmp_path / "nothing", tmp_path / "killed", monkeypatch
    ):
        killed += 1
        again = Ledger.create(survivor.root, clock=noon)
        assert again.append(rejections(1), "first").first == 1
        assert not again.verify().problems
    assert killed > 3


def test_a_repair_killed_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "INTERVAL", 2)
    ledger = Ledger.create(tmp_path / "before", clock=noon)
    for number in range(4):
        ledger.append(rejections(2), f"before {number}")
    (ledger.root / "_head.json").write_bytes(b"lost")
    for snapshot in (ledger.root / "_delta_log").glob("*.parquet"):
        snapshot.write_bytes(b"lost")
    for survivor in survivors_of(lambda ledger: ledger.repair(), ledger.root, tmp_path / "killed", monkeypatch):
        survivor.repair()
        assert not survivor.verify().problems
        assert len(list(survivor.read())) == 8
        assert survivor.repair() == []


def test_a_commit_that_a_power_cut_left_half_written_is_swept(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path, clock=noon)
    ledger.append(rejections(2), "a")
    torn = tmp_path / "_delta_log" / f"{2:020d}.json"
    for content in (b"", b"\0" * 500, b'{"commitInfo":{"timest'):
        torn.write_bytes(content)
        assert not ledger.verify().problems
        assert len(list(ledger.read())) == 2
    assert ledger.append(rejections(1), "b").first == 3
    assert not ledger.verify().problems


def test_a_snapshot_that_a_power_cut_left_half_written_is_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "INTERVAL", 2)
    ledger = Ledger.create(tmp_path, clock=noon)
    for number in range(3):
        ledger.append(rejections(2), f"append {number}")
    pointer = tmp_path / snapshots.POINTER
    ledger.append(rejections(2), "append 3")
    pointer.write_text(pointer.read_text().replace('"version":2', '"version":4'))
    snapshots.snapshot_file(tmp_path, 4).write_bytes(b"\0" * 500)
    assert "`bridgepower repair`" in ledger.verify().problems[0].next_step
    with pytest.raises(LedgerError, match=r"cannot be read by delta-rs.*`bridgepower repair`"):
        ledger.append(rejections(1), "append 4")
    assert ledger.repair() == [snapshots.snapshot_file(tmp_path, 4), pointer]
    assert ledger.append(rejections(1), "append 4").first == 9
    assert not ledger.verify().problems
