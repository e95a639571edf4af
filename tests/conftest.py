"""A project that has run once, for all tests that only look at it."""

from pathlib import Path

import pytest

from tests.sample import bridgepower, put_sample


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample article, run once through the command line."""
    root = tmp_path_factory.mktemp("cli")
    put_sample(root)
    done = bridgepower(root, "run")
    assert done.returncode == 0, done.stderr
    assert "1 new, 0 changed, 0 unchanged, 0 rejected; 1 read" in done.stdout
    for package in ("visits", "agreements", "trade-flows", "corridors"):
        assert f"{package} v1.0.0 (new" in done.stdout
        assert f"releases/{package}/v1.0.0" in done.stdout
    assert "warehouse.duckdb" in done.stdout
    return root
