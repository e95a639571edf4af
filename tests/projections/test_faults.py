"""What happens when things go wrong: kills, damage, foreign files, full disks, readers, other processes."""

import resource
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.ledger.store import Ledger
from pipeline.projections import state
from pipeline.projections.errors import DamagedStateError, ProjectionError, StateBusyError
from pipeline.projections.explaining import explain
from pipeline.projections.projection import Projection, build_as_of
from tests.processes import apart
from tests.projections import killing
from tests.projections.telling import START, Article, agreement, ledger_of, tell, trade, visit

ROOT = Path(__file__).parents[2]


def articles(count: int) -> list[Article]:
    return [Article(f"article {number}", [visit(), trade(amount=number + 1), agreement()]) for number in range(count)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of twenty entries, and a state that has folded them."""
    root = tmp_path_factory.mktemp("built")
    Projection(root / "state").fold(ledger_of(root / "ledger", *articles(4)))
    return root


@pytest.fixture
def ledger(built: Path, tmp_path: Path) -> Ledger:
    return Ledger(shutil.copytree(built / "ledger", tmp_path / "ledger"))


@pytest.fixture
def projection(built: Path, tmp_path: Path) -> Projection:
    return Projection(shutil.copytree(built / "state", tmp_path / "state"))


def test_a_killed_run_changes_nothing_for_the_next_one(tmp_path: Path, ledger: Ledger) -> None:
    projection = Projection(tmp_path / "half" / "state")
    projection.fold(ledger, until=10)
    done = apart(killing.main, tmp_path, 2, 1)
    assert done.stdout.splitlines() == ["same"] * 2, done.stderr


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(byte ^ 1 for byte in content[4096:])
    path.write_bytes(content)


def replace_by_another_database(path: Path) -> None:
    path.unlink()
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE somebody_elses (a INTEGER)")


@pytest.mark.parametrize("damage", [truncate, overwrite, replace_by_another_database, Path.write_text])
def test_a_damaged_state_is_named_and_rebuilt(
    tmp_path: Path, ledger: Ledger, projection: Projection, damage: object
) -> None:
    expected = projection.digest()
    file = tmp_path / "state" / state.FILE
    damage(file, "no database at all") if damage is Path.write_text else damage(file)  # type: ignore[operator]
    with pytest.raises(DamagedStateError, match=r"projection\.duckdb: .*`bridgepower rebuild`"):
        projection.fold(ledger)
    projection.rebuild(ledger)
    assert projection.digest() == expected


def test_a_flipped_bit_is_never_silently_used(tmp_path: Path, projection: Projection) -> None:
    expected, file = projection.digest(), tmp_path / "state" / state.FILE
    content = file.read_bytes()
    named = 0
    for place in range(0, len(content), len(content) // 16):
        flipped = bytearray(content)
        flipped[place] ^= 1
        file.write_bytes(flipped)
        try:
            assert projection.digest() == expected  # a byte that nothing uses
        except DamagedStateError:
            named += 1
    assert named > 0


def test_a_state_of_another_ledger_is_refused(tmp_path: Path, projection: Projection) -> None:
    with pytest.raises(DamagedStateError, match="another ledger"):
        projection.fold(ledger_of(tmp_path / "shorter", *articles(2)))
    with pytest.raises(DamagedStateError, match="another ledger"):
        projection.fold(ledger_of(tmp_path / "different", *reversed(articles(6))))


def test_another_code_means_folding_anew(
    projection: Projection, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = projection.digest()
    monkeypatch.setattr(state, "code", lambda: "another program")
    assert projection.fold(ledger).replayed_because == "this program has changed since the last fold"
    assert projection.fold(ledger).replayed_because is None
    assert projection.digest() == before


def test_a_second_process_is_refused_by_name(tmp_path: Path, projection: Projection, ledger: Ledger) -> None:
    program = (
        "import sys, pathlib; from pipeline.projections.projection import Projection\n"
        "with Projection(pathlib.Path(sys.argv[1])).opened():\n    print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "state")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StateBusyError, match="another process is folding"):
            projection.fold(ledger)
        holder.communicate()
    assert projection.fold(ledger).position == ledger.head().position


READER = """
import sys, duckdb
last = 0
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as warehouse:
        claims, told, position = warehouse.execute(
            "SELECT claims, (SELECT count(*) FROM told), ledger_position FROM _about").fetchone()
    assert claims == told and position >= last, (claims, told, position)
    if position > last:
        last = position
        print(position, flush=True)
    if position >= int(sys.argv[2]):
        break
"""


def test_readers_in_a_loop_see_only_whole_states(tmp_path: Path, ledger: Ledger) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    positions = [5, 10, 20]
    projection = Projection(tmp_path / "state")
    projection.fold(ledger, until=positions[0])
    projection.serve(warehouse)
    command = [sys.executable, "-c", READER, str(warehouse), str(positions[-1])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        for position in positions[1:]:
            assert int(reader.stdout.readline()) >= 5
            projection.fold(ledger, until=position)
            projection.serve(warehouse)
        _, errors = reader.communicate()
    assert (reader.returncode, errors) == (0, "")


def test_a_reader_keeps_what_it_has_open(tmp_path: Path, projection: Projection, ledger: Ledger) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    projection.serve(warehouse)
    with duckdb.connect(warehouse, read_only=True) as reader:
        before = reader.execute("SELECT count(*) FROM told").fetchall()
        tell(ledger, *articles(5)[4:])
        projection.fold(ledger)
        projection.serve(warehouse)
        assert reader.execute("SELECT count(*) FROM told").fetchall() == before


def serve_with_little_space(state_dir: Path, warehouse: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    Projection(state_dir).serve(warehouse)


def test_a_full_disk_leaves_what_was_served(tmp_path: Path, projection: Projection) -> None:
    warehouse = tmp_path / "served" / "warehouse.duckdb"
    projection.serve(warehouse)
    before = warehouse.read_bytes()
    done = apart(serve_with_little_space, tmp_path / "state", warehouse)
    assert done.returncode != 0
    assert "File too large" in done.stderr
    assert warehouse.read_bytes() == before
    assert [path.name for path in warehouse.parent.iterdir()] == [warehouse.name]


def test_a_warehouse_as_of_an_entry_or_a_time_is_what_was_folded_then(tmp_path: Path, ledger: Ledger) -> None:
    projection = Projection(tmp_path / "then")
    projection.fold(ledger, until=10)
    build_as_of(ledger, 10, tmp_path / "entry.duckdb")
    build_as_of(ledger, START + timedelta(hours=1, minutes=30), tmp_path / "time.duckdb")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".as-of")] == []
    for name in ("entry", "time"):
        with duckdb.connect(tmp_path / f"{name}.duckdb", read_only=True) as warehouse:
            assert warehouse.execute("SELECT ledger_position, claims FROM _about").fetchall() == [(10, 6)]


def test_going_back_in_place_is_refused(projection: Projection, ledger: Ledger) -> None:
    with pytest.raises(ProjectionError, match="has gone to entry 20 already"):
        projection.fold(ledger, until=10)


def test_nothing_new_changes_nothing(projection: Projection, ledger: Ledger) -> None:
    before = projection.digest()
    report = projection.fold(ledger)
    assert (report.after, report.position) == (20, 20)
    assert projection.digest() == before


def test_what_is_not_there_is_said_with_the_next_step(tmp_path: Path, projection: Projection) -> None:
    with pytest.raises(ProjectionError, match="nothing has been folded yet"):
        Projection(tmp_path / "empty").serve(tmp_path / "warehouse.duckdb")
    with pytest.raises(ProjectionError, match="there is no warehouse"):
        explain(tmp_path / "none.duckdb", "vis_0")
    projection.serve(tmp_path / "warehouse.duckdb")
    with pytest.raises(ProjectionError, match="no record and no claim is vis_0"):
        explain(tmp_path / "warehouse.duckdb", "vis_0")
