"""Which folders can hold a ledger, and what is said of the others."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from deltalake import DeltaTable, Schema, write_deltalake

from pipeline.ledger.columns import SCHEMA
from pipeline.ledger.errors import LedgerError
from pipeline.ledger.store import Ledger
from tests.ledger.samples import rejections


@pytest.mark.parametrize("call", [Ledger.head, Ledger.read, Ledger.verify, Ledger.repair, Ledger.checkpoint])
def test_where_there_is_no_ledger_nothing_is_made(call: Callable[[Ledger], object], tmp_path: Path) -> None:
    missing = Ledger(tmp_path / "missing")
    with pytest.raises(LedgerError, match=r"there is no ledger\. `bridgepower run` creates one"):
        call(missing)
    with pytest.raises(LedgerError, match="there is no ledger in this folder"):
        call(Ledger(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_hold_a_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LedgerError, match="cannot be written"):
        Ledger.create(tmp_path / "file")
    with pytest.raises(LedgerError, match="delta-rs misreads"):
        Ledger.create(tmp_path / "100%20")
    DeltaTable.create(str(tmp_path / "foreign"), Schema.from_arrow(SCHEMA))
    with pytest.raises(LedgerError, match="this Delta table is no ledger"):
        Ledger.create(tmp_path / "foreign")
    write_deltalake(str(tmp_path / "foreign"), SCHEMA.empty_table(), mode="append")
    with pytest.raises(LedgerError, match="either this Delta table is no ledger, or the file was lost"):
        Ledger.create(tmp_path / "foreign")


def test_a_ledger_can_be_moved(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "here")
    ledger.append(rejections(2), "a")
    moved = Ledger(ledger.root.rename(tmp_path / "there"))
    assert moved.append(rejections(1), "b").first == 3
    assert not moved.verify().problems


@pytest.mark.parametrize("name", ["with space", "Kыргыз ə", "a'b", "[x]*?", "a#b", "a&b;c"])
def test_a_ledger_works_in_a_folder_of_any_name(name: str, tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / name)
    ledger.append(rejections(2), "a")
    assert len(list(ledger.read())) == 2
    with duckdb.connect() as connection:
        ledger.read().register(connection, "entries")
        assert connection.execute("SELECT count(*) FROM entries").fetchall() == [(2,)]
    assert not ledger.verify().problems
