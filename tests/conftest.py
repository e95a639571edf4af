"""For all tests: a project that has run once, to look at, and examples that may take what time they take."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sample import BRIDGEPOWER, ROOT, put_sample, shared

# how long an example takes says something about the machine, nothing about what is tested
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONGEST = "test_run_faults.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole runs that are cut off go first, so that no worker is left alone with one."""
    items.sort(key=lambda item: item.path.name != LONGEST)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, because tests wait for disks, processes and a browser."""
    return (os.cpu_count() or 1) + 1


def first_run(root: Path) -> None:
    """The sample article, run once as a user runs it; the run is kept for the UI."""
    put_sample(root)
    shutil.copy(ROOT / "dagster.yaml", root)
    environment = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run([BRIDGEPOWER, "run"], capture_output=True, text=True, cwd=root, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 new, 0 changed, 0 unchanged, 0 rejected; 1 read" in done.stdout
    for package in ("visits", "agreements", "trade-flows", "corridors"):
        assert f"{package} v1.0.0 (new" in done.stdout
        assert f"releases/{package}/v1.0.0" in done.stdout
    assert "warehouse.duckdb" in done.stdout


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, for tests that change nothing of what others look at."""
    run_once = shared(tmp_path_factory, "run-once", first_run)
    return shutil.copytree(run_once, tmp_path_factory.mktemp("cli") / "project", symlinks=True)
