"""Whole runs that a full disk or a kill cuts off: nothing half-written is served, and the next run makes it good."""

from pathlib import Path

from tests import dying
from tests.processes import apart
from tests.sample import bridgepower, put_sample


def test_a_full_disk_stops_the_run_and_the_next_one_completes_it(root: Path, tmp_path: Path) -> None:
    put_sample(tmp_path)
    done = bridgepower(tmp_path, "run", limit=400_000)
    assert done.returncode == 1
    assert "The run stopped" in done.stderr
    assert "Dependencies for step" not in done.stderr
    assert not (tmp_path / "warehouse.duckdb").exists()
    assert list((tmp_path / "releases").glob("*/v*")) == []
    assert bridgepower(tmp_path, "run").returncode == 0
    statement = "SELECT * EXCLUDE (first_recorded_at, last_recorded_at) FROM trade_flows ORDER BY ALL"
    told = bridgepower(tmp_path, "sql", "--csv", statement).stdout
    assert told.count("\n") > 1
    assert told == bridgepower(root, "sql", "--csv", statement).stdout


def test_runs_killed_at_random_moments_are_made_good_by_the_next_one(tmp_path: Path) -> None:
    put_sample(tmp_path / "source")
    done = apart(dying.main, tmp_path / "source", 1, 1)
    assert done.stdout == "same\n", done.stderr
