"""What the README says can be done and found there."""

import re
import shlex
import subprocess
from pathlib import Path

import duckdb
import pytest

from tests.sample import BRIDGEPOWER, ROOT, bridgepower

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| .* \| «(.*)» \|$", README, re.MULTILINE)
CLAIMS = {
    "visits": "visit_claims",
    "agreements": "agreement_claims",
    "trade_flows": "trade_claims",
    "corridor_metrics": "corridor_claims",
    "investments": "investment_claims",
}


def test_there_is_a_row_for_each_table() -> None:
    assert [table for table, _ in ROWS] == list(CLAIMS)


@pytest.mark.parametrize(("table", "quote"), ROWS, ids=[table for table, _ in ROWS])
def test_the_quoted_rows_are_in_the_warehouse(root: Path, table: str, quote: str) -> None:
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as connection:
        quotes = connection.execute(f"SELECT quote FROM {CLAIMS[table]}").fetchall()
    assert any(quote in found or found in quote for (found,) in quotes), quotes


def test_the_commands_run(root: Path) -> None:
    lines = re.findall(r"^\.venv/bin/bridgepower (.*?)(?: +#.*)?$", README, re.MULTILINE)
    assert len(lines) >= 2
    identifier = bridgepower(root, "sql", "--csv", "SELECT visit_id FROM visits LIMIT 1").stdout.split()[1]
    for line in lines:
        done = bridgepower(root, *shlex.split(line.replace("RECORD_ID", identifier)))
        assert done.returncode == 0, (line, done.stderr)


def test_the_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_make_targets_exist() -> None:
    for target in set(re.findall(r"^make (\w+)", README, re.MULTILINE)):
        subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True)


def test_the_command_is_installed_where_the_readme_says() -> None:
    assert BRIDGEPOWER.exists()
