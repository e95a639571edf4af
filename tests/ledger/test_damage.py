"""Files that are no longer what was written: found, named with the entries they hold, and never served."""

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.ledger import compacting, snapshots
from pipeline.ledger.autopsy import wrong_entries
from pipeline.ledger.columns import SCHEMA
from pipeline.ledger.commits import commit_file, read_commit
from pipeline.ledger.errors import DamagedLedgerError, LedgerError
from pipeline.ledger.head import write_head
from pipeline.ledger.segments import segments_on_disk, write_segment
from pipeline.ledger.store import Ledger
from tests.ledger.samples import clock, every_type, ledger_at, reading, rejections

FLIPS_PER_FILE = 3


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger that has every kind of file: live and replaced segments, commits, snapshots, the head."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "INTERVAL", 4)
        patch.setattr(compacting, "LIVE_FILES", 3)
        ledger = ledger_at(tmp_path_factory.mktemp("sound"))
        for number in range(10):
            ledger.append([*reading(4), *every_type()[4:]], f"append {number}")
    return ledger


@pytest.fixture
def ledger(sound: Ledger, tmp_path: Path) -> Ledger:
    """A copy of the sound ledger, to be damaged."""
    shutil.copytree(sound.root, tmp_path / "ledger")
    return Ledger(tmp_path / "ledger", clock=clock())


def data_files(ledger: Ledger) -> list[Path]:
    """Every file but the lock, whose content only tells who holds it."""
    return sorted(path for path in ledger.root.rglob("*") if path.is_file() and path.name != "_lock")


def flipped(content: bytes, bit: int) -> bytes:
    damaged = bytearray(content)
    damaged[bit // 8] ^= 1 << bit % 8
    return bytes(damaged)


def test_the_sound_ledger_has_every_kind_of_file(sound: Ledger) -> None:
    names = [str(path.relative_to(sound.root)) for path in data_files(sound)]
    assert len([name for name in names if name.endswith(".checkpoint.parquet")]) >= 2
    assert len(sound.read().files) < len([name for name in names if name.startswith("segments/")])
    sound.check()
    assert not sound.verify([sound.checkpoint(), sound.checkpoint(sound.read().segments[0].last)]).problems


def test_a_flipped_bit_anywhere_is_found_and_never_served(ledger: Ledger) -> None:
    generator = random.Random(20260131)  # noqa: S311  # which bits to flip is no secret
    entries = list(ledger.read())
    for path in data_files(ledger):
        content = path.read_bytes()
        for _ in range(FLIPS_PER_FILE):
            path.write_bytes(flipped(content, generator.randrange(len(content) * 8)))
            assert str(path) in [str(problem.place) for problem in ledger.verify().problems], path
            with suppress(DamagedLedgerError):
                assert list(ledger.read()) == entries
        path.write_bytes(content)
    assert not ledger.verify().problems


@pytest.mark.parametrize("kept", [0, 0.5, 0.999])
def test_a_truncated_file_is_found(ledger: Ledger, kept: float) -> None:
    for path in data_files(ledger):
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * kept)])
        assert str(path) in [str(problem.place) for problem in ledger.verify().problems], path
        path.write_bytes(content)


def test_a_missing_segment_or_commit_is_found(ledger: Ledger) -> None:
    for path in [*(ledger.root / "segments").iterdir(), *(ledger.root / "_delta_log").glob("*.json")]:
        content = path.read_bytes()
        path.unlink()
        (problem,) = [item for item in ledger.verify().problems if item.place == path]
        assert "missing" in problem.what
        path.write_bytes(content)


def test_damage_names_the_entries_it_concerns(ledger: Ledger) -> None:
    live = ledger.read().segments[-1]
    path = live.file(ledger.root)
    path.write_bytes(path.read_bytes()[:-100])
    (problem,) = ledger.verify().problems
    assert problem.entries == ((live.first, live.last),)
    assert f"entries affected: {live.first} to {live.last}. Put it back from a backup" in str(problem)
    with pytest.raises(DamagedLedgerError, match=f"it holds the entries {live.first} to {live.last}"):
        ledger.read()
    with pytest.raises(DamagedLedgerError, match=r"is not what was written\. Put it back from a backup"):
        ledger.check()
    assert len(list(ledger.read(until=live.first - 1))) == live.first - 1


def test_whichever_bit_of_a_segment_is_wrong_the_entries_named_are_its_own(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path)
    ledger.append(rejections(3, "a"), "a")
    (segment,) = segments_on_disk(tmp_path)
    content = segment.file(tmp_path).read_bytes()
    for bit in range(0, len(content) * 8, 29):
        segment.file(tmp_path).write_bytes(flipped(content, bit))
        named = wrong_entries(tmp_path, segment, {})
        assert all(1 <= first <= last <= 3 for first, last in named), bit
        assert list(named) == sorted(set(named)), bit


def test_derived_files_are_repaired(ledger: Ledger, sound: Ledger) -> None:
    entries = list(sound.read())
    derived = [ledger.root / "_head.json", *(ledger.root / "_delta_log").glob("*checkpoint*")]
    for path, content in [(path, path.read_bytes()) for path in derived]:
        path.write_bytes(flipped(content, len(content) * 4))
        assert path in ledger.repair()
        assert not ledger.verify().problems
        assert list(ledger.read()) == entries
    assert ledger.repair() == []
    assert ledger.head() == sound.head()


def test_a_lost_head_file_is_repaired(ledger: Ledger, sound: Ledger) -> None:
    (ledger.root / "_head.json").unlink()
    with pytest.raises(LedgerError, match="`bridgepower repair` write the file anew"):
        ledger.read()
    ledger.repair()
    assert ledger.head() == sound.head()


def test_an_old_head_file_is_noticed_and_put_right(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    old = (tmp_path / "_head.json").read_bytes()
    for number in range(2):
        ledger.append(rejections(1), f"append {number}")
    head = ledger.head()
    (tmp_path / "_head.json").write_bytes(old)
    assert "older than the log" in ledger.verify().problems[0].what
    ledger.repair()
    assert ledger.head() == head


def test_a_damaged_commit_file_cannot_be_repaired(ledger: Ledger) -> None:
    commit = ledger.root / "_delta_log" / f"{3:020d}.json"
    commit.write_bytes(commit.read_bytes()[:-1])
    with pytest.raises(DamagedLedgerError, match=r"cannot be derived from other files.*put it back from a backup"):
        ledger.repair()


def test_a_cut_tail_is_found_by_a_checkpoint_kept_elsewhere(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path / "ledger")
    ledger.append(rejections(3), "a")
    shutil.copytree(ledger.root, tmp_path / "earlier")
    ledger.append(rejections(2), "b")
    checkpoint = ledger.checkpoint()
    earlier = Ledger(tmp_path / "earlier")
    assert not earlier.verify().problems
    (problem,) = earlier.verify([checkpoint]).problems
    assert "ends at entry 3, but once reached entry 5" in problem.what
    assert problem.entries == ((4, 5),)


def test_a_history_written_anew_is_found_by_a_checkpoint_kept_elsewhere(tmp_path: Path) -> None:
    checkpoints = []
    for name, word in (("true", "empty"), ("forged", "binary")):
        ledger = ledger_at(tmp_path / name)
        ledger.append(rejections(3, word), "a")
        checkpoints.append(ledger.checkpoint())
    forged = Ledger(tmp_path / "forged")
    assert not forged.verify([checkpoints[1]]).problems
    assert "was written anew" in forged.verify([checkpoints[0]]).problems[0].what


def seal(ledger: Ledger, commit: str) -> None:
    """Write the last commit file anew, and a head file that goes with it, as whoever knows this program could."""
    version = ledger.head().version
    commit_file(ledger.root, version).write_text(commit)
    write_head(ledger.root, read_commit(ledger.root, version).head)


def test_an_entry_changed_by_somebody_who_knows_this_program_breaks_the_chain(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    ledger.append(rejections(5), "a")
    (segment,) = ledger.read().segments
    rows = pq.read_table(segment.file(tmp_path)).to_pylist()
    rows[2]["payload"] = rows[2]["payload"].replace("empty", "moved")
    segment.file(tmp_path).unlink()
    forged, _ = write_segment(tmp_path, 1, [pa.Table.from_pylist(rows, SCHEMA)])
    seal(ledger, commit_file(tmp_path, 1).read_text().replace(segment.name, forged.name))
    (problem,) = ledger.verify().problems
    assert "breaks the chain of hashes" in problem.what
    assert problem.entries == ((3, 3),)


def test_entries_left_out_of_the_log_are_missed(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    ledger.append(rejections(5), "a")
    lines = commit_file(tmp_path, 1).read_text().splitlines()
    seal(ledger, "\n".join(line for line in lines if not line.startswith('{"add"')))
    assert "does not lead to every entry exactly once" in ledger.verify().problems[0].what


def test_segments_beyond_the_log_show_that_it_was_cut(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    ledger.append(rejections(1), "a")
    head = (tmp_path / "_head.json").read_bytes()
    for key in ("b", "c"):
        ledger.append(rejections(2), key)
    for version in (2, 3):
        (tmp_path / "_delta_log" / f"{version:020d}.json").unlink()
    (tmp_path / "_head.json").write_bytes(head)
    (problem,) = ledger.verify().problems
    assert problem.entries == ((4, 5),)
    with pytest.raises(DamagedLedgerError, match="the log ends at entry 1"):
        ledger.append(rejections(1), "d")
    assert len(list((tmp_path / "segments").iterdir())) == 3
