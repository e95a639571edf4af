"""The house stands as drawn: imports point one way, rooms stay small, and what must start fast imports little."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.relative_to(ROOT) for room in ("schemas", "pipeline") for path in (ROOT / room).rglob("*.py"))

# in the order in which data flows; a room imports itself and what stands before it
ORDER = [
    {"schemas", "engine"},
    {"archive", "extraction", "ledger", "release", "catalogue"},
    {"projections", "annotated"},
    {"project"},
    {"intake", "causes", "quality"},
    {"reading", "outlet"},
    {"resources", "telling", "history"},
    {"assets"},
    {"checks", "sensors"},
    {"definitions"},
    {"commands"},
    {"cli"},
]
DAGSTER = {"resources", "telling", "history", "assets", "checks", "sensors", "definitions"}


def room_of(module: str) -> str:
    first, *rest = module.split(".")
    return rest[0] if first == "pipeline" and rest else first


def rank_of(room: str) -> int:
    return next(rank for rank, rooms in enumerate(ORDER) if room in rooms)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            found |= {f"pipeline.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", [path for path in MODULES if module_of(path) != "pipeline"], ids=str)
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(module_of(path))
    for module in imports_of(path):
        if module.split(".")[0] in ("schemas", "pipeline"):
            other = room_of(module)
            assert other == room or rank_of(other) < rank_of(room), f"{path} imports {module}"
        if module.split(".")[0] == "dagster":
            assert room in DAGSTER, f"{path} imports Dagster"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_files_and_functions_stay_small(path: Path) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 40, f"{path}: {node.name}"


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("pipeline.extraction", {"pyarrow", "duckdb", "polars", "pandera", "pandas", "dagster", "yaml", "deltalake"}),
        ("pipeline.cli", {"pyarrow", "duckdb", "polars", "pandera", "pandas", "dagster", "yaml", "deltalake"}),
        ("pipeline.ledger", {"dagster", "pandas", "pandera"}),
        ("pipeline.projections", {"dagster", "pandas"}),
        ("pipeline.release", {"dagster", "pandas", "frictionless"}),
        ("pipeline.catalogue.site", {"dagster", "duckdb", "deltalake"}),
    ],
)
def test_what_must_start_fast_imports_little(module: str, unwanted: set[str]) -> None:
    program = f"import sys, {module}; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    assert unwanted & set(loaded.stdout.split()) == set()
