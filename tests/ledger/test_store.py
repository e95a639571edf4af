"""Appending, reading and asking where the ledger stands."""

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.ledger import delta
from pipeline.ledger.entries import ENTRY_TYPES
from pipeline.ledger.errors import LedgerError, StaleHeadError
from pipeline.ledger.slices import Slice
from pipeline.ledger.store import Ledger
from tests.ledger.samples import START, clock, every_type, ledger_at, reading, rejections


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return ledger_at(tmp_path / "ledger")


def positions_in_duckdb(part: Slice) -> list[int]:
    with duckdb.connect() as connection:
        part.register(connection, "entries")
        return [position for (position,) in connection.execute("SELECT position FROM entries ORDER BY 1").fetchall()]


def test_what_was_appended_is_read_back_in_order(ledger: Ledger) -> None:
    first = ledger.append(every_type(), "one of each")
    second = ledger.append(reading(3), "a reading")
    recorded = list(ledger.read())
    assert [item.entry for item in recorded] == every_type() + reading(3)
    assert [item.position for item in recorded] == list(range(1, len(recorded) + 1))
    assert {item.entry.type for item in recorded} == set(ENTRY_TYPES)
    assert (first.first, first.last, second.first, second.last) == (1, 11, 12, 15)
    assert {item.key for item in recorded if item.position > first.last} == {"a reading"}


def test_an_empty_ledger_stands_at_nothing(ledger: Ledger) -> None:
    assert ledger.head().position == 0
    assert ledger.head().recorded_at is None
    assert list(ledger.read()) == []
    assert positions_in_duckdb(ledger.read()) == []


def test_a_known_key_adds_nothing(ledger: Ledger) -> None:
    ledger.append(rejections(2), "a")
    first = ledger.append(rejections(3), "b")
    ledger.append(rejections(4), "c")
    again = ledger.append(rejections(3), "b")
    assert (again.first, again.last, again.appended) == (first.first, first.last, 0)
    assert ledger.head().position == 9


def test_a_known_key_with_other_entries_is_refused(ledger: Ledger) -> None:
    ledger.append(rejections(3), "a")
    with pytest.raises(LedgerError, match="key a: the entries 1 to 3 were appended with it"):
        ledger.append(rejections(3, "binary"), "a")
    with pytest.raises(LedgerError, match="key a"):
        ledger.append(rejections(2), "a")
    assert ledger.head().position == 3


def test_no_entries_are_no_append(ledger: Ledger) -> None:
    receipt = ledger.append([], "nothing found")
    assert receipt.appended == 0
    assert ledger.append(rejections(1), "nothing found").appended == 1


def test_of_two_appenders_on_one_stale_head_one_must_read_again(ledger: Ledger) -> None:
    seen = ledger.head().position
    ledger.append(rejections(2), "faster", expect=seen)
    with pytest.raises(StaleHeadError, match="stands at entry 2, not at 0"):
        ledger.append(rejections(1), "slower", expect=seen)
    assert ledger.append(rejections(1), "slower", expect=ledger.head().position).first == 3


@pytest.mark.parametrize(("after", "until"), [(0, 9), (2, 7), (3, 4), (8, None), (9, None), (5, 5)])
def test_a_slice_holds_what_lies_after_and_until(ledger: Ledger, after: int, until: int | None) -> None:
    for number in range(3):
        ledger.append(rejections(3), f"append {number}")
    expected = list(range(after + 1, (until or 9) + 1))
    part = ledger.read(after, until)
    assert [item.position for item in part] == expected
    assert part.reader().read_all()["position"].to_pylist() == expected
    assert positions_in_duckdb(part) == expected
    assert len(part) == len(expected)


def test_time_leads_to_a_position(ledger: Ledger) -> None:
    for number in range(3):
        ledger.append(rejections(2), f"append {number}")
    minutes = [-1, 0, 59, 60, 119, 600]
    assert [ledger.position_at(START + timedelta(minutes=minute)) for minute in minutes] == [0, 2, 2, 4, 4, 6]
    assert [item.position for item in ledger.read(1, as_of=START + timedelta(minutes=90))] == [2, 3, 4]


def test_a_time_without_a_zone_is_not_guessed(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="without its time zone"):
        ledger.read(as_of=START.replace(tzinfo=None))


def test_creating_a_ledger_that_is_there_changes_nothing(ledger: Ledger) -> None:
    ledger.append(rejections(2), "a")
    head = ledger.head()
    assert Ledger.create(ledger.root).head() == head
    delta.create(ledger.root)  # as by a process that waited for the lock while another one created and appended
    assert ledger.head() == head


def test_recorded_times_never_go_back(tmp_path: Path) -> None:
    Ledger.create(tmp_path, clock=clock()).append(rejections(1), "a")
    late = Ledger(tmp_path, clock=clock(START - timedelta(days=1)))
    receipt = late.append(rejections(1), "b")
    assert receipt.clock_behind == timedelta(days=1)
    assert [item.recorded_at for item in late.read()] == [START, START]


def test_the_same_position_gives_the_same_checkpoint(ledger: Ledger) -> None:
    ledger.append(rejections(2), "a")
    checkpoint = ledger.checkpoint()
    ledger.append(rejections(2), "b")
    assert ledger.checkpoint(2) == checkpoint
    assert [ledger.tip(2), ledger.tip(4)] == [checkpoint.tip, ledger.head().tip]
    assert ledger.checkpoint() == ledger.checkpoint(4) != checkpoint
    with pytest.raises(LedgerError, match="no append ended at entry 3"):
        ledger.checkpoint(3)


def test_same_entries_and_times_make_the_same_chain(tmp_path: Path) -> None:
    tips = set()
    for name in ("one", "two"):
        ledger = ledger_at(tmp_path / name)
        ledger.append(every_type(), "a")
        tips.add(ledger.append(reading(2), "b") and ledger.head().tip)
    assert len(tips) == 1
